"""A story on a desk: shot lists at random and the clips that are there, without git, disk or pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from storyforge.exporters.base import ExportJob, Revision
from storyforge.formats import fountain
from storyforge.model.clips import Clip, ClipSet
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.shots import Camera, Shot, ShotList, SpokenLine
from storyforge.model.story import Story
from storyforge.model.summary import Summaries, Summary
from storyforge.model.timing import RATES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from storyforge.model.assets import Asset
    from storyforge.model.base import Artifact
    from storyforge.model.screenplay import Screenplay, ScriptScene

COMMIT = Revision("c0ffee" * 6 + "c0ff", datetime(2031, 5, 4, 12, tzinfo=UTC), "Ada Quill", "main")


@dataclass
class Desk:
    """The reading side of a story, from models alone."""

    story: Story
    models: dict[str, Artifact]
    media: tuple[str, ...] = ()
    assets: dict[str, Asset] = field(default_factory=dict)

    @property
    def script(self) -> Screenplay:
        numbers = [path.split("/")[1].lstrip("0") for path in self.models if path.endswith("shots.yaml")]
        text = "\n\n".join(f"INT. ROOM {number} - DAY #{number}#\n\nNothing." for number in numbers)
        return fountain.parse(text.encode()).screenplay

    @property
    def scenes(self) -> Mapping[str, ScriptScene]:
        return {scene.number: scene for scene in self.script.scenes if scene.number}

    @property
    def summaries(self) -> Summaries:
        return Summaries({path: Summary("any", "d1", {}, {}) for path in (*self.models, *self.media)})

    def model(self, path: str) -> Artifact | None:
        return self.models.get(path)

    def read(self, path: str) -> bytes | None:
        return b"" if path in self.models else None

    def medium(self, path: str) -> bytes:
        raise AssertionError(path)

    def frames(self) -> int:
        """How long it plays, by its shot lists alone."""
        lists = [model for model in self.models.values() if isinstance(model, ShotList)]
        return sum(shot.frames for listed in lists for shot in listed.shots)


def job(desk: Desk, root: Path, **options: Any) -> ExportJob:
    """A job as the pipeline makes it."""
    place = root / "exports"
    place.mkdir(parents=True, exist_ok=True)
    scenes, told = tuple(desk.scenes), {"no_voices": True, **options}
    return ExportJob(desk, None, place, root / "cache", scenes, told, COMMIT, lambda _: None, 1)


_LINES = st.builds(
    lambda who, text, after, extension: SpokenLine(character=who, text=text, after=after, extension=extension),
    st.sampled_from(["ada", "ben"]),
    st.sampled_from(["Yes.", "Milk?", "There is enough water in it.", "The roof, or the kettle? Say it. " * 3]),
    st.none() | st.integers(0, 3),
    st.sampled_from(["", "V.O."]),
)
_SHOTS = st.tuples(
    st.integers(1, 190),
    st.lists(_LINES, max_size=3),
    st.sampled_from(["", "Rain.", "A door slams. Ben looks up. The kettle sings."]),
    st.lists(st.sampled_from(["slams", "sings", "thunder"]), max_size=3),
    st.sampled_from([None, -1, 0, 0, 0, 1]),
)


@st.composite
def desks(draw: st.DrawFn) -> Desk:
    """A story of up to four scenes, some shots with clips, some of which are too long or too short."""
    rate = draw(st.sampled_from(list(RATES)))
    models: dict[str, Artifact] = {}
    media: list[str] = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        rows = draw(st.lists(_SHOTS, min_size=1, max_size=5))
        here = folder(str(number))
        shots, clips = [], []
        for letter, (frames, lines, action, sounds, off) in zip("ABCDE", rows, strict=False):
            name = f"{number}{letter}"
            shots.append(
                Shot(id=name, frames=frames, dialogue=tuple(lines), action=action, camera=Camera(size="MS"),
                     sfx=tuple(sounds))
            )  # fmt: skip
            if off is not None:
                clips.append(
                    Clip(id=name, file=f"clips/{name}.mp4", frames=max(1, frames + off), content="a" * 64, picture="b")
                )
                media.append(f"scenes/{here}/clips/{name}.mp4")
        models[scene_path(here, "shots")] = ShotList(scene=str(number), shots=tuple(shots))
        models[scene_path(here, "clips")] = ClipSet(scene=str(number), clips=tuple(clips))
    story = Story(title="The Kettle", mode="screenplay", language="en", rate=rate)
    return Desk(story, models, tuple(media))
