"""The oracle: what would be asked of image and video providers, worked out without states, records or facets.

Every stage that rules make is made anew from the script down; what its author edited by hand is taken as it is. Then
each request that would go out is written down as one digest. An item is to be bought again exactly where its request
differs from that of the unedited story.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from storyforge.formats.framing import scene_specs
from storyforge.model.assets import Asset
from storyforge.model.beats import BeatSheet
from storyforge.model.digest import digest
from storyforge.model.kinds import kind_of, scene_path
from storyforge.model.numbering import folder
from storyforge.model.prompts import PromptSet
from storyforge.model.story import Inputs
from storyforge.model.summary import Summaries, Summary
from storyforge.providers.offline import RULES
from storyforge.stages.base import Job
from storyforge.stages.film import s05_assets, s06_scenes, s07_shots, s08_visuals, s09_prompts
from storyforge.stages.film.prompting import establishing
from storyforge.stages.film.reading import scene_view

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from storyforge.errors import StoryforgeError
    from storyforge.model.base import Artifact
    from storyforge.model.framing import FrameSpec
    from storyforge.model.prompts import Prompts
    from storyforge.model.screenplay import Screenplay, ScriptScene
    from storyforge.model.shots import ShotList
    from storyforge.model.story import Story as StoryFile
    from storyforge.model.visuals import Visuals
    from storyforge.stages.base import Stage
    from storyforge.story import Story
    from storyforge.tasks.base import Context, Output

Item = tuple[str, str, str]
"""Stage, number of the scene, and item: `("frames", "3", "3A.start")`."""

_BY_SCENE: tuple[tuple[Stage, str], ...] = (
    (s06_scenes, "scene"),
    (s07_shots, "shots"),
    (s08_visuals, "visuals"),
    (s09_prompts, "prompts"),
)  # fmt: skip


class Rules:
    """Answers by the offline rules, one after the other, in this process."""

    name = "offline"
    pure = True

    def ask(self, task: str, context: Context) -> Output:
        """One answer."""
        answer: Output = RULES.load(task)(context)
        return answer

    def ask_each(self, task: str, contexts: Mapping[str, Context]) -> dict[str, Output | StoryforgeError]:
        """Many answers."""
        return {scene: self.ask(task, context) for scene, context in contexts.items()}


class Anew:
    """A story as stages read it, of which more and more is made anew."""

    def __init__(self, story: Story, by_hand: Collection[str]) -> None:
        self._story = story
        self._made: dict[str, Artifact] = {}
        self.by_hand = frozenset(by_hand)

    def put(self, made: Mapping[str, Any]) -> None:
        """What a stage made takes its place, except where the author did something by hand."""
        self._made |= {path: artifact for path, artifact in made.items() if path not in self.by_hand}
        for name in ("assets", "summaries"):
            self.__dict__.pop(name, None)

    @property
    def story(self) -> StoryFile:
        """`story.yaml`."""
        return self._story.story

    @property
    def script(self) -> Screenplay:
        """The master script."""
        return self._story.script

    @property
    def scenes(self) -> Mapping[str, ScriptScene]:
        """Scene number -> scene."""
        return self._story.scenes

    @cached_property
    def assets(self) -> dict[str, Asset]:
        """Slug -> asset."""
        return {slug: cast("Asset", self.model(path)) for slug, path in self.summaries.assets.items()}

    @cached_property
    def summaries(self) -> Summaries:
        """Names and numbers alone; whoever reads a facet of this gets nothing."""
        paths = {*self._story.files.ids, *self._made}
        found = {path: self._index(path) for path in sorted(paths) if kind_of(path) is not None}
        return Summaries({path: Summary("", "", {}, index) for path, index in found.items()})

    def _index(self, path: str) -> dict[str, Any]:
        if not path.startswith(("assets/", "beats", "inputs/")):
            return {}
        artifact = self.model(path)
        if isinstance(artifact, Asset):
            return {"kind": artifact.kind, "name": artifact.name, "aliases": list(artifact.aliases)}
        if isinstance(artifact, BeatSheet):
            return {"beats": {beat.id: list(beat.scenes) for beat in artifact.beats}}
        if isinstance(artifact, Inputs):
            return {"definitions": [entry.path for entry in artifact.context if entry.tag == "definitions"]}
        return {}

    def model(self, path: str) -> Artifact | None:
        """The artifact at a path, new or as it is."""
        return self._made.get(path) or self._story.model(path)

    def read(self, path: str) -> bytes | None:
        """The bytes at a path."""
        return self._story.read(path)

    def medium(self, path: str) -> bytes:
        """No picture is looked at."""
        raise NotImplementedError(path)

    def templates(self) -> Mapping[str, str]:
        """The story's own templates."""
        return self._story.templates()


def edited_by_hand(before: Story, after: Story) -> set[str]:
    """Paths of artifacts that say something else than before; comments, quotes and order say nothing."""
    changed = {path for path, name in after.files.ids.items() if before.files.ids.get(path) != name}
    return {path for path in changed if kind_of(path) is None or after.model(path) != before.model(path)}


def rebuilt(story: Story, by_hand: Collection[str]) -> Anew:
    """All that rules make, made from the script down."""
    anew = Anew(story, by_hand)
    # An asset that the rules would not make of today's script stays, without scenes that are gone.
    assets = {path: frozenset[str]() for path in story.summaries.assets.values() if path not in anew.by_hand}
    anew.put(s05_assets.run(Job(anew, Rules(), rules=Rules(), auto=True, due=assets)).artifacts)
    for stage, file in _BY_SCENE:
        scenes = [number for number in story.scenes if scene_path(folder(number), file) not in anew.by_hand]
        anew.put(stage.run(Job(anew, Rules(), scenes=scenes, auto=True)).artifacts)
    return anew


def requests(anew: Anew) -> dict[Item, str]:
    """Every request that would go to an image or video provider, as a digest of all that it says."""
    found: dict[Item, str] = {}
    for number in anew.scenes:
        found |= {(stage, number, item): said for stage, item, said in _scene(anew, number)}
    return found


@dataclass(frozen=True)
class _Shot:
    """What the requests of one shot are made from."""

    spec: FrameSpec
    prompts: PromptSet

    def picture(self, moment: str, *references: str, text: str = "") -> str:
        said = text or (self.prompts.end_frame if moment == "end" else self.prompts.frame)
        return digest([moment, said, seen(self.spec, moment), list(references)])

    def clip(self, start: str, end: str) -> str:
        return digest([self.prompts.video, filmed(self.spec), start, end])


def _scene(anew: Anew, number: str) -> Iterator[tuple[str, str, str]]:
    here = folder(number)
    shots = cast("ShotList | None", anew.model(scene_path(here, "shots")))
    prompts = cast("Prompts | None", anew.model(scene_path(here, "prompts")))
    specs = scene_specs(anew, number)
    entries = {entry.id: entry for entry in prompts.prompts} if prompts else {}
    before = ""
    if shots and shots.shots and prompts:
        visuals = cast("Visuals | None", anew.model(scene_path(here, "visuals")))
        words = establishing(shots.shots, scene_view(anew, number), visuals)
        first = _Shot(specs[shots.shots[0].id], PromptSet(id=shots.shots[0].id))
        yield "frames", "establishing", first.picture("establishing", text=words)
    for shot in shots.shots if shots else ():
        if shot.id not in entries:
            continue
        this = _Shot(specs[shot.id], entries[shot.id])
        start = this.picture("start", *([before] if shot.continues and before else []))
        end = this.picture("end") if this.prompts.input_contract.end_frame else ""
        yield "frames", f"{shot.id}.start", start
        if end:
            yield "frames", f"{shot.id}.end", end
        yield "video", shot.id, this.clip(start, end)
        before = end


def seen(spec: FrameSpec, moment: str) -> Any:
    """What of a shot as data one picture is made from; not its length, nor the colours that tell people apart."""
    plain = {name: getattr(spec, name) for name in ("size", "angle", "move", "subject", "text", "setting_seed")}
    blocking = spec.blocking
    place = {name: getattr(spec.place, name) for name in spec.place.__slots__}
    if moment == "establishing":
        return [plain["text"], plain["setting_seed"], place, blocking.weather]
    ends = moment == "end"
    placed = blocking.at_end() if ends else blocking.start
    here = {entry.id for entry in placed} | {entry.holds for entry in placed} | {prop.id for prop in blocking.props}
    comes = {slug for entry in blocking.end for slug in (entry.id, entry.holds)} - here
    return [
        plain,
        place,
        [blocking.weather, blocking.extras, blocking.toward if ends else ""],
        [entry.plain() for entry in (*placed, *blocking.props)],
        [
            [p.id, p.name, p.text, p.age, p.pronouns, p.group, list(p.conditions)]
            for p in spec.people
            if p.id not in comes
        ],
        [[p.id, p.name, p.text, list(p.conditions)] for p in spec.props if p.id not in comes],
    ]


def filmed(spec: FrameSpec) -> Any:
    """What of a shot as data its clip is made from, besides its frames."""
    ends = [entry.plain() for entry in spec.blocking.at_end()]
    camera = [spec.size, spec.angle, spec.move, spec.subject, spec.blocking.toward]
    return [spec.frames, str(spec.rate), camera, ends]
