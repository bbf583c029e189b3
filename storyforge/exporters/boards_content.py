"""What a storyboard sheet says: scenes, and a panel for every shot, read from the story."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from storyforge.formats.framing import scene_specs
from storyforge.model.counted import counted
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.resources import read_template
from storyforge.tasks.gaps import gaps_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from storyforge.model.assets import Asset
    from storyforge.model.blocking import Placed
    from storyforge.model.frames import FrameSet, ShotFrames
    from storyforge.model.framing import FrameSpec
    from storyforge.model.library import Library
    from storyforge.model.shots import Shot, ShotList, SpokenLine


ASKED = "?"
"""Stands before a question that only the author can answer."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a panel with what stands before them: the speaker in capitals, SFX, `?`, or nothing for action."""

    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """One shot on the sheet; `picture` and `end` are paths of frames, empty where there is none."""

    shot: str
    path: str
    framing: str
    frames: int
    words: tuple[Said, ...] = ()
    transition: str = ""
    picture: str = ""
    end: str = ""
    spec: FrameSpec | None = None


@dataclass(frozen=True, slots=True)
class BoardScene:
    """A scene with its panels; `omitted` are the numbers of dropped scenes before it."""

    number: str
    heading: str
    panels: tuple[Panel, ...]
    omitted: tuple[str, ...] = ()


@cache
def numbers() -> Mapping[str, Any]:
    """The table of a sheet's numbers."""
    return tomllib.loads(read_template("boards.toml"))


def board_scenes(library: Library, chosen: tuple[str, ...]) -> Iterator[BoardScene]:
    """The chosen scenes in the order of the script, with the omitted ones between the first and the last of them."""
    wanted, left = set(chosen), list(chosen)
    omitted: list[str] = []
    asked = _asked(library)
    whole = len(wanted) == len(library.scenes)
    begun = whole
    for scene in library.script.scenes:
        number = scene.number or ""
        if scene.omitted:
            omitted += [number] if begun and number else []
        elif number in wanted:
            panels = tuple(_panels(library, number, asked.get(number, ())))
            yield BoardScene(number, scene.title, panels, tuple(omitted))
            left.remove(number)
            begun, omitted = whole or bool(left), []
    if omitted and whole:
        yield BoardScene("", "", (), tuple(omitted))


def _asked(library: Library) -> dict[str, tuple[Said, ...]]:
    """Scene number -> the questions of its gaps; one that stands before all scenes is asked in the first of them.

    What a screenplay came with are its author's own notes, and no part of the boards.
    """
    if library.summaries.way == "screenplay":
        return {}
    text = (library.read("script.fountain") or b"").decode("utf-8", "replace")
    scenes = [(scene.line, scene.number) for scene in library.script.scenes if scene.number and not scene.omitted]
    found: dict[str, tuple[Said, ...]] = {}
    for gap in gaps_in(text) if scenes else ():
        number = scenes[max(0, bisect_right(scenes, gap.line, key=lambda scene: scene[0]) - 1)][1]
        found[number] = (*found.get(number, ()), Said(gap.question or "A gap without a question.", ASKED))
    return {number: _few(asked) for number, asked in found.items()} if library.summaries.boards else found


def _few(asked: tuple[Said, ...]) -> tuple[Said, ...]:
    """A storyboard is looked at before it is worked on: the first questions of a scene, and how many there are."""
    most = numbers()["panel"]["questions"]
    left = len(asked) - most
    if left <= 0:
        return asked
    return (*asked[:most], Said(f"{counted(left, 'more question')}: storyforge check", ASKED))


def _panels(library: Library, number: str, asked: tuple[Said, ...]) -> Iterator[Panel]:
    """A scene's panels; what is asked of its author stands under the first of them."""
    here = folder(number)
    path = scene_path(here, "shots")
    shots = cast("ShotList | None", library.model(path))
    if shots is None:
        return
    frames = cast("FrameSet | None", library.model(scene_path(here, "frames")))
    pictures = {shot.id: shot for shot in frames.frames} if frames else {}
    specs = scene_specs(library, number)
    for at, shot in enumerate(shots.shots):
        spec = specs.get(shot.id)
        first, last = _files(pictures.get(shot.id), f"scenes/{here}/")
        yield Panel(
            shot=shot.id,
            path=path,
            framing=_framing(shot),
            frames=shot.frames,
            words=(*_words(shot, library.assets), *(() if at else asked)),
            transition=shot.transition,
            picture=first,
            end=last if spec is not None and ends_elsewhere(spec) else "",
            spec=spec,
        )


def _files(found: ShotFrames | None, below: str) -> tuple[str, str]:
    if found is None:
        return "", ""
    return below + found.start.file, below + found.end.file if found.end else ""


def _framing(shot: Shot) -> str:
    camera = shot.camera
    parts = (camera.size, "" if camera.angle == "eye" else camera.angle, "" if camera.move == "static" else camera.move)
    return " · ".join(part for part in parts if part)


def _words(shot: Shot, assets: Mapping[str, Asset]) -> Iterator[Said]:
    """Action, then dialogue in order, then sounds."""
    if shot.action:
        yield Said(shot.action)
    for line in shot.dialogue:
        yield _line(line, assets)
    if shot.sfx:
        yield Said(", ".join(shot.sfx), "SFX")


def _line(line: SpokenLine, assets: Mapping[str, Asset]) -> Said:
    asset = assets.get(line.character)
    name = (asset.name if asset else line.character.replace("-", " ")).upper()
    by = f"{name} ({line.extension})" if line.extension else name
    return Said(f"({line.parenthetical}) {line.text}" if line.parenthetical else line.text, by)


def ends_elsewhere(spec: FrameSpec) -> bool:
    """Whether the end of a shot looks so different from its start that a second picture is worth its room."""
    table = numbers()["inset"]
    if any(word in spec.move.lower() for word in table["moves"]):
        return True
    start = {placed.id: placed for placed in spec.blocking.start}
    return any(_differs(start.get(placed.id), placed, table["down"]) for placed in spec.blocking.end)


def _differs(before: Placed | None, after: Placed, down: list[str]) -> bool:
    if before is None or (before.side, before.depth) != (after.side, after.depth):
        return True
    return (before.pose in down) != (after.pose in down)
