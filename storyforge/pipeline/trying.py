"""Variants of one shot's frame prompt, each made into a picture, scored, and shown side by side; one is taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from PIL import Image

from storyforge.checks.neighbours import drew_itself, frames_of
from storyforge.errors import MissingArtifactError, NotAVisualStyleError, StoryforgeError, UnknownVisualStyleError
from storyforge.formats.framing import scene_specs
from storyforge.formats.prompt_variants import variants
from storyforge.formats.visual_styles import USUAL
from storyforge.media.drift import Shot, drift
from storyforge.media.likeness.descriptors import describe
from storyforge.media.likeness.sheet import Cell, contact_sheet
from storyforge.media.likeness.signature import likeness
from storyforge.media.likeness.treatment import treated
from storyforge.media.pictures import as_png, open_picture
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.pipeline.change import to_bytes
from storyforge.pipeline.editing.save import record_edits
from storyforge.pipeline.frames import scene_numbers_of
from storyforge.pipeline.session import Session
from storyforge.pipeline.spending.apart import pictures_apart
from storyforge.pipeline.styling.visual import signature_of
from storyforge.providers.base import ImageRequest
from storyforge.stages.film.styling import style_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.formats.prompt_variants import Variant
    from storyforge.model.framing import Moment
    from storyforge.model.money import Cost
    from storyforge.model.prompts import Prompts, PromptSet
    from storyforge.model.visual_style import VisualStyle
    from storyforge.model.visuals import Visuals
    from storyforge.pipeline.request import Request
    from storyforge.story import Story

OFFLINE = "offline"
START: Moment = "start"
END: Moment = "end"


@dataclass(frozen=True)
class Tried:
    """One variant: its number, what was varied, its text, how like the style its picture is, and why it has none.

    `drift` is how far the picture is from the last frame before it, where there is one.
    """

    number: int
    variant: Variant
    score: int | None = None
    problem: str = ""
    drift: int | None = None


@dataclass(frozen=True)
class Trial:
    """All variants of one shot, the sheet with their pictures as a PNG file, who made them, and what it cost.

    `before` is the frame that they are held against; empty where there is none.
    """

    shot: str
    tried: tuple[Tried, ...]
    png: bytes
    by: str
    cost: Cost
    before: str = ""


class Trying:
    """Tries variants of the frame prompt of one shot; raises UnknownArtifactError, MissingArtifactError."""

    def __init__(self, session: Session, shot: str, count: int, request: Request) -> None:
        self.session, self.shot, self.request = session, shot, request
        story = session.story
        self.number = scene_numbers_of(story, [shot])[0]
        self.path = scene_path(folder(self.number), "prompts")
        self.prompts = cast("Prompts | None", story.model(self.path))
        entries = self.prompts.prompts if self.prompts else ()
        self.entry: PromptSet | None = next((entry for entry in entries if entry.id == shot), None)
        if self.entry is None:
            raise MissingArtifactError(self.path)
        self.variants = variants(self.entry.frame, count)
        self.specs = scene_specs(story, self.number)
        spec = self.specs[shot]
        self.wanted = {
            f"{self.number}/{shot}.{number}": ImageRequest(variant.text, spec, "start")
            for number, variant in enumerate(self.variants, 1)
        }

    def price(self) -> tuple[Cost, str]:
        """What all pictures would cost at most, and who would make them."""
        with pictures_apart(self.session, self.request, "try") as apart:
            return apart.price(self.wanted), apart.name

    def make(self, tell: Callable[[dict[str, Any]], None] | None = None) -> Trial:
        """The pictures, scored; raises PriceNotAcceptedError where they cost money that nobody agreed to."""
        with pictures_apart(self.session, self.request, "try", tell) as apart:
            what = f"{len(self.wanted)} pictures of {self.shot} by {apart.name}"
            apart.refuse_unagreed(apart.price(self.wanted), what, f"prompts try {self.shot}")
            came = apart.make(self.wanted)
            if all(isinstance(found, StoryforgeError) for found in came.values()):
                raise next(found for found in came.values() if isinstance(found, StoryforgeError))
            style, score = self._style(), self._scoring()
            drawn = apart.name.partition(":")[0] == OFFLINE
            before, drifts = self._drifting(drawn=drawn)
            cells, tried = [], []
            for number, (variant, found) in enumerate(zip(self.variants, came.values(), strict=True), 1):
                if isinstance(found, StoryforgeError):
                    tried.append(Tried(number, variant, problem=found.message))
                    continue
                picture = open_picture(found.read(), self.shot)
                # What the offline artist drew, before it is treated: the frame before is not treated either.
                apart_by = drifts(picture)
                if drawn:
                    picture = Image.blend(picture, treated(picture, style), min(variant.strength, 1.0))
                likes = score(picture)
                tried.append(Tried(number, variant, likes, drift=apart_by))
                told = (("style", likes), ("drift", apart_by))
                mark = "  ".join(f"{word} {value}" for word, value in told if value is not None)
                cells.append(Cell(picture, f"{number}  {variant.name}", variant.text.splitlines()[0], (), mark))
            apart.let_go()
            shows = ": pictures show how strong the style is, nothing else" if drawn else ""
            png = as_png(contact_sheet(cells, f"{self.shot}, {apart.name}{shows}"))
            return Trial(self.shot, tuple(tried), png, apart.name, apart.cost, before)

    def _style(self) -> VisualStyle:
        visuals = cast("Visuals | None", self.session.story.model(scene_path(folder(self.number), "visuals")))
        return style_of(self.session.story, visuals)

    def _scoring(self) -> Callable[[Image.Image], int | None]:
        story: Story = self.session.story
        visuals = cast("Visuals | None", story.model(scene_path(folder(self.number), "visuals")))
        name = (visuals.style if visuals else "") or story.story.styles.visual or USUAL
        try:
            signature, _ = signature_of(story, self.session.repository.common_dir, name)
        except (NotAVisualStyleError, UnknownVisualStyleError):
            return lambda _: None
        return lambda picture: likeness(describe(picture), signature).score

    def _drifting(self, *, drawn: bool) -> tuple[str, Callable[[Image.Image], int | None]]:
        """The last frame before the shot, and how far a picture is from it; nothing where there is none."""
        frames = frames_of(self.session.story, self.number)
        ids = list(self.specs)
        shots = {shot.id: shot for shot in frames.frames} if frames else {}
        shot = shots.get(ids[ids.index(self.shot) - 1]) if ids[0] != self.shot else None
        if shot is None:
            return "", lambda _: None
        frame, moment = (shot.end, END) if shot.end is not None else (shot.start, START)
        path = f"scenes/{folder(self.number)}/{frame.file}"
        try:
            known = open_picture(self.session.story.medium(path), path)
        except StoryforgeError:
            return "", lambda _: None
        exact = drawn and drew_itself(frame)
        before = Shot(known, self.specs[shot.id], moment, exact=exact)

        def apart(picture: Image.Image) -> int:
            return round(drift(before, Shot(picture, self.specs[self.shot], START, exact=exact)).score)

        return f"{shot.id}.{moment}", apart

    def take(self, number: int) -> str | None:
        """Make a variant the shot's frame prompt, as its author's own text; returns the commit, None where it is."""
        prompts, entry = cast("Prompts", self.prompts), cast("PromptSet", self.entry)
        variant = self.variants[number - 1]
        if variant.text == entry.frame:
            return None
        edited = tuple(dict.fromkeys((*entry.edited, "frame")))
        came = {**entry.came_from, "frame": f"variant {number}, {variant.name}"}
        new = entry.model_copy(update={"frame": variant.text, "edited": edited, "came_from": came})
        entries = tuple(new if each.id == entry.id else each for each in prompts.prompts)
        content = to_bytes(self.session.story, self.path, prompts.model_copy(update={"prompts": entries}))
        (self.session.repository.root / self.path).write_bytes(content)
        session = Session.open(self.session.repository.root)
        return record_edits(
            session,
            branch=session.branch(),
            accept_impact=self.request.accept_impact,
            providers=self.request.providers,
        )
