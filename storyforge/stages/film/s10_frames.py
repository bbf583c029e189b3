"""Stage 10, frames: the start and end frame of every shot, and the place alone; clean pictures, approved one by one.

In quick mode all frames of a scene are made at once; in control mode those of one shot, once the shot before is
approved. A picture that its author put there is never drawn over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, cast

from storyforge.errors import FramesNotApprovedError, StoryforgeError
from storyforge.formats.framing import scene_specs
from storyforge.model.counted import counted
from storyforge.model.digest import digest
from storyforge.model.frames import Frame, FrameSet, ShotFrames
from storyforge.model.kinds import scene_path
from storyforge.model.money import Cost
from storyforge.model.numbering import folder
from storyforge.providers.base import ImageRequest, Reference
from storyforge.stages.base import ALL, Made, Order
from storyforge.stages.film.prompting import establishing
from storyforge.stages.film.reading import scene_view
from storyforge.stages.film.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from storyforge.model.framing import Moment
    from storyforge.model.prompts import Prompts, PromptSet
    from storyforge.model.shots import ShotList
    from storyforge.model.summary import Summaries
    from storyforge.model.visuals import Visuals
    from storyforge.stages.base import Facets, Job, Library, Medium, Plan

ESTABLISHING = "establishing"
HAND = "hand"


def items(summaries: Summaries) -> Plan:
    """One item a picture: `3A.start`, `3A.end` where the shot needs one, and `establishing`."""
    plan: Plan = {}
    for number in summaries.numbers:
        shown = Shown(summaries, number)
        found: dict[str, Facets] = {}
        before = ""
        for row in shown.rows:
            shot = row[0]
            if shot in shown.made.get("ends", ()):
                found[f"{shot}.end"] = _facets(shown, row, "end", "")
            found[f"{shot}.start"] = _facets(shown, row, "start", before)
            before = shot
        plan[shown.frames] = {ESTABLISHING: tuple(shown.establishing()), **(found or {ALL: ()})}
    return plan


def _facets(shown: Shown, row: list[Any], moment: Literal["start", "end"], before: str) -> Facets:
    """A picture is made from its prompt and from what it shows; one that goes on, from the end of the shot before."""
    prompt = f"{shown.prompts}#{row[0]}.{'frame' if moment == 'start' else 'end_frame'}"
    grown = f"{shown.frames}#{before}.end" if before and row[0] in shown.index.get("continues", ()) else ""
    facets = (prompt, *shown.picture(row, moment), *([grown] if shown.summaries.facet(grown) is not None else []))
    return tuple(dict.fromkeys(facets))


def orders(job: Job) -> list[Order]:
    """What would be asked for now; a start frame grows out of the end frame that is there."""
    scenes = [_SceneFrames(job, number) for number in job.scenes]
    return [order for scene in scenes for order in (*scene.first(), *scene.grown())]


def run(job: Job) -> Made:
    """Draw what is due: first all that stands by itself, then what grows out of a frame that has become another."""
    scenes = [_SceneFrames(job, number) for number in job.scenes]
    total = sum(len(scene.due) for scene in scenes)
    for wave in (_SceneFrames.first, _SceneFrames.grown):
        ordered = [order for scene in scenes for order in wave(scene)]
        drawn = job.image.make_each("frames", ordered, max(total, len(ordered)))
        for scene in scenes:
            scene.take(drawn)
    artifacts: dict[str, Any] = {}
    kept: dict[str, frozenset[str]] = {}
    failed: dict[str, StoryforgeError] = {}
    costs: dict[str, dict[str, Cost]] = {}
    answers: dict[str, dict[str, str]] = {}
    for scene in scenes:
        if scene.error is not None:
            failed[scene.number] = scene.error
            continue
        frames = scene.frames()
        artifacts |= {scene.path: frames, **scene.media(frames)}
        kept[scene.path] = scene.settled(frames)
        costs[scene.path] = {item: Cost.read(medium.facts.get("cost")) for item, medium in scene.drawn.items()}
        answers[scene.path] = {item: scene.keys[item] for item in scene.drawn}
    count = sum(len(scene.drawn) for scene in scenes if scene.error is None)
    made = counted(len(scenes) - len(failed), "scene")
    subject = f"{made}, {counted(count, 'frame')}"
    return Made(artifacts, kept=kept, failed=failed, item_costs=costs, answers=answers, subject=subject)


@dataclass(frozen=True, slots=True)
class _Picture:
    """One picture of a scene: which item it is, of which shot, at which moment, and the frame that it grows out of."""

    item: str
    shot: str
    moment: Moment
    grows_from: str = ""


class _SceneFrames:
    """The pictures of one scene: what is there, what is due, what was drawn."""

    def __init__(self, job: Job, number: str) -> None:
        self.job = job
        self.number = number
        self.here = folder(number)
        self.path = scene_path(self.here, "frames")
        library: Library = job.library
        self.old = cast("FrameSet | None", library.model(self.path))
        self.before = self.old.pictures() if self.old else {}
        self.specs = scene_specs(library, number)
        prompts = cast("Prompts", library.model(scene_path(self.here, "prompts")))
        self.prompts: dict[str, PromptSet] = {entry.id: entry for entry in prompts.prompts}
        self.shots = cast("ShotList", library.model(scene_path(self.here, "shots"))).shots
        self.pictures = {picture.item: picture for picture in self._pictures()}
        self.asked = job.due.get(self.path)
        self.postponed: frozenset[str] = frozenset()
        self.due = self._due()
        self.drawn: dict[str, Medium] = {}
        self.keys: dict[str, str] = {}
        self.error: StoryforgeError | None = None

    def _pictures(self) -> Iterator[_Picture]:
        if self.shots:
            yield _Picture(ESTABLISHING, self.shots[0].id, "establishing")
        before = ""
        for shot in self.shots:
            entry = self.prompts.get(shot.id)
            if entry is None or shot.id not in self.specs:
                continue
            yield _Picture(f"{shot.id}.start", shot.id, "start", f"{before}.end" if shot.continues and before else "")
            if entry.input_contract.end_frame:
                yield _Picture(f"{shot.id}.end", shot.id, "end")
            before = shot.id

    def _due(self) -> list[str]:
        due = [
            item for item in self.pictures if item not in self.before or (self._is_asked_for(item) and self._ours(item))
        ]
        if not self.job.options.get("control"):
            return due
        now = self._controlled(due)
        self.postponed = frozenset(due) - set(now)
        return now

    def _is_asked_for(self, item: str) -> bool:
        return self.asked is None or item in self.asked

    def settled(self, frames: FrameSet) -> frozenset[str]:
        """The pictures that were due and stay as they are: put there by hand, or what is asked for already."""
        stay = set(frames.pictures()) - set(self.drawn) - self.postponed
        return frozenset(item for item in stay if self._is_asked_for(item))

    def _controlled(self, due: list[str]) -> list[str]:
        """The frames of the first shot that lacks some; raises FramesNotApprovedError while an earlier one is open."""
        for shot in self.shots:
            mine = [item for item in due if self.pictures[item].shot == shot.id]
            if mine:
                return mine
            open_ones = [i for i, f in self.before.items() if i.partition(".")[0] == shot.id and not f.approved]
            if open_ones:
                raise FramesNotApprovedError(self.number, shot.id)
        return due

    def first(self) -> list[Order]:
        """What stands by itself."""
        return self._orders(self.pictures[item] for item in self.due if not self.pictures[item].grows_from)

    def grown(self) -> list[Order]:
        """Start frames that grow out of an end frame which is another now, and those due anyway."""
        chained = [p for p in self.pictures.values() if p.grows_from]
        moved = {item for item in self.drawn if self._shows(item) != self._showed(item)}
        return self._orders(p for p in chained if p.item in self.due or (p.grows_from in moved and self._ours(p.item)))

    def _ours(self, item: str) -> bool:
        """Whether it may be drawn: what its author put there, and has not deleted, may not."""
        old = self.before.get(item)
        return old is None or old.by != HAND or f"scenes/{self.here}/{old.file}" not in self.job.library.summaries

    def _shows(self, item: str) -> str:
        return str(self.drawn[item].facts["digest"]) if item in self.drawn else self._showed(item)

    def _showed(self, item: str) -> str:
        return self.before[item].picture if item in self.before else ""

    def _orders(self, pictures: Iterable[_Picture]) -> list[Order]:
        """Orders for pictures, without those that the picture which is there is the answer to."""
        found: list[Order] = []
        for picture in pictures:
            spec, guidance = self.specs[picture.shot], self.job.guidance_for(self.path)
            bare = ImageRequest(self._prompt(picture), spec, picture.moment, (), guidance)
            take = self._take(picture.item)
            grown = self._shows(picture.grows_from) if picture.grows_from else ""
            said = (picture.moment, spec.seen(picture.moment), bare.prompt, guidance, grown, take)
            if self._is_answered(picture.item, said):
                continue
            key = self.keys[picture.item] = digest([self.job.image.name, *said])
            item = f"{self.number}/{picture.item}"
            found.append(Order(item, key, partial(self._request, picture, bare), partial(replace, bare), take))
        return found

    def _is_answered(self, item: str, said: tuple[str | int, ...]) -> bool:
        """Whether the picture that is there was asked for in these very words, of whomever."""
        old, answer = self.before.get(item), self.job.answers.get(self.path, {}).get(item)
        if old is None or answer is None or f"scenes/{self.here}/{old.file}" not in self.job.library.summaries:
            return False
        return answer.key == digest([answer.by, *said])

    def _prompt(self, picture: _Picture) -> str:
        if picture.moment == "establishing":
            visuals = cast("Visuals | None", self.job.library.model(scene_path(self.here, "visuals")))
            return establishing(self.shots, scene_view(self.job.library, self.number), visuals)
        entry = self.prompts[picture.shot]
        return entry.end_frame if picture.moment == "end" else entry.frame

    def _request(self, picture: _Picture, bare: ImageRequest) -> ImageRequest:
        before = self._content(picture.grows_from) if picture.grows_from else b""
        return replace(bare, references=(Reference(before, "continues"),) if before else ())

    def _content(self, item: str) -> bytes:
        if item in self.drawn:
            return self.drawn[item].read()
        return self.job.library.medium(f"scenes/{self.here}/{self.before[item].file}") if item in self.before else b""

    def take(self, drawn: Mapping[str, Medium | StoryforgeError]) -> None:
        """Take what was drawn for this scene; the first failure is the scene's."""
        for item in self.pictures:
            found = drawn.get(f"{self.number}/{item}")
            if isinstance(found, StoryforgeError):
                self.error = self.error or found
            elif found is not None:
                self.drawn[item] = found

    def frames(self) -> FrameSet:
        """The scene's frames as they are now."""
        made = {item: self._frame(item) for item in self.pictures if item in self.drawn or item in self.before}
        shots = [
            ShotFrames(id=shot.id, start=made[f"{shot.id}.start"], end=made.get(f"{shot.id}.end"))
            for shot in self.shots
            if f"{shot.id}.start" in made
        ]
        return FrameSet(scene=self.number, establishing=made.get(ESTABLISHING), frames=tuple(shots))

    def _frame(self, item: str) -> Frame:
        old, new = self.before.get(item), self.drawn.get(item)
        if new is None:
            return cast("Frame", old)
        same = old is not None and old.picture == new.facts["digest"]
        return Frame(
            file=f"frames/{item.replace('.', '-')}.png",
            content=new.sha256,
            picture=str(new.facts["digest"]),
            by=str(new.facts["by"]),
            take=self._take(item),
            approved=self.job.auto or bool(same and old and old.approved),
            guidance=self.job.guidance_for(self.path),
        )

    def _take(self, item: str) -> int:
        """Asked for again in words, it is another take; redrawn because something changed, it is the same one."""
        old = self.before.get(item)
        return 1 if old is None else old.take + 1 if self.job.guidance else old.take

    def media(self, frames: FrameSet) -> dict[str, Medium | None]:
        """The files of what was drawn, and None for those that nothing refers to any more."""
        where = f"scenes/{self.here}/"
        new = {f"{where}{frames.pictures()[item].file}": medium for item, medium in self.drawn.items()}
        files = {f"{where}{frame.file}" for frame in frames.pictures().values()}
        gone = {f"{where}{frame.file}": None for frame in self.before.values() if frame.by != HAND}
        return {**{path: None for path in gone if path not in files}, **new}
