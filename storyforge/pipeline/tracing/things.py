"""What a user may name: a stage, a scene, a file, an item, a shot, a frame, a clip, an asset, a beat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.errors import UnknownArtifactError, UnknownNameError, UnknownSceneError
from storyforge.model.kinds import images_path, is_medium, kind_of, scene_folder_of, scene_path
from storyforge.model.numbering import folder, number_of
from storyforge.model.slug import slugify
from storyforge.stages import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.summary import Summaries
    from storyforge.pipeline.freshness.states import State

_OF_A_SHOT = ("shots", "prompts", "frames", "confirmation", "clips")
_PARTS = {
    **dict.fromkeys(("start", "end"), "frames"),
    **dict.fromkeys(("frame", "end_frame", "video", "blocking"), "prompts"),
    "clip": "clips",
    "shot": "shots",
}
"""What may stand behind a shot's id -> the kind of file that it is in."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Some artifacts, or some items of one; `stage` where a whole stage was named. `items` None: all of them."""

    paths: tuple[str, ...]
    items: tuple[str, ...] | None = None
    stage: str = ""


def things(what: str, which: Sequence[str], state: State, summaries: Summaries) -> list[Thing]:
    """What a name stands for; a shot stands in several files. Raises UnknownArtifactError, UnknownSceneError."""
    name = what.strip().rstrip("/").removeprefix("./")
    if name in BY_NAME:
        return _of_stage(name, which, state, summaries)
    found = (
        _item(name, state)
        or _file(name, state, summaries)
        or _of_picture(name, state, summaries)
        or _of_shot(name, state, summaries)
        or _of_story(name, state, summaries)
    )
    if not found:
        shots = [shot for number in summaries.numbers for shot in _shots(summaries, number)]
        known = [*BY_NAME, *summaries.assets, *shots, *state.artifacts]
        hint = "Name a stage (shots), a file (beats.yaml), a shot (3B) or an asset (edward)."
        raise UnknownArtifactError(what, known, hint)
    return found


def scene_of_shot(shot: str, summaries: Summaries) -> str | None:
    """The number of the scene that a shot is in."""
    return next((number for number in summaries.numbers if shot in _shots(summaries, number)), None)


def _shots(summaries: Summaries, number: str) -> list[str]:
    return [row[0] for row in summaries.index(scene_path(folder(number), "shots")).get("shots", ())]


def _of_stage(name: str, which: Sequence[str], state: State, summaries: Summaries) -> list[Thing]:
    if name not in state.stages:
        raise UnknownNameError("stage of this story", name, list(state.stages))
    paths = tuple(artifact.path for artifact in state.stages[name].artifacts)
    if not which:
        return [Thing(paths, stage=name)]
    for number in which:
        if number not in summaries.numbers:
            raise UnknownSceneError(number, summaries.numbers)
    folders = {folder(number) for number in which}
    return [Thing((path,)) for path in paths if scene_folder_of(path) in folders]


def _item(name: str, state: State) -> list[Thing]:
    path, mark, item = name.partition("#")
    if not mark or path not in state.artifacts:
        return []
    items = state.artifacts[path].items
    if items and item not in items:
        below = tuple(known for known in items if known.startswith(f"{item}."))
        if not below:
            raise UnknownArtifactError(name, [f"{path}#{known}" for known in items])
        return [Thing((path,), below)]
    return [Thing((path,), (item,))]


def _file(name: str, state: State, summaries: Summaries) -> list[Thing]:
    if name in state.artifacts or kind_of(name):
        return [Thing((name,))] if name in state.artifacts else []
    if is_medium(name):
        return _medium(name, state, summaries)
    below = tuple(path for path in state.artifacts if path.startswith(f"{name}/"))
    return [Thing((path,)) for path in below]


def _medium(name: str, state: State, summaries: Summaries) -> list[Thing]:
    """The item that a picture or a clip is the file of."""
    if name.startswith("assets/"):
        return _reference(name, state, summaries)
    here = scene_folder_of(name)
    file = name.removeprefix(f"scenes/{here}/")
    for kind, index in (("frames", "pictures"), ("clips", "clips")):
        path = scene_path(here, kind) if here else ""
        rows = summaries.index(path).get(index, {})
        items = tuple(item for item, row in rows.items() if row[0] == file)
        if items and path in state.artifacts:
            return [Thing((path,), items)]
    return []


def _reference(name: str, state: State, summaries: Summaries) -> list[Thing]:
    """The item that a picture of an asset is the file of."""
    where = "/".join(name.split("/")[:3])
    path = f"{where}/images.yaml"
    rows = summaries.index(path).get("pictures", {})
    items = tuple(item for item, row in rows.items() if f"{where}/{row[0]}" == name)
    return [Thing((path,), items)] if items and path in state.artifacts else []


def _of_picture(name: str, state: State, summaries: Summaries) -> list[Thing]:
    """Reference pictures of an asset: `edward.face`, `edward.face-2`."""
    slug, mark, which = name.partition(".")
    path = images_path(summaries.assets[slug]) if mark and slug in summaries.assets else ""
    rows = summaries.index(path).get("pictures", {})
    items = tuple(item for item in rows if which in (item, item.partition("-")[0]))
    return [Thing((path,), items)] if items and path in state.artifacts else []


def _of_shot(name: str, state: State, summaries: Summaries) -> list[Thing]:
    """A shot as a whole, or one of the things that are made for it."""
    shot, mark, part = name.partition(".")
    number = scene_of_shot(shot, summaries) or _scene_by_items(shot, state)
    if number is None:
        return []
    if mark and part not in _PARTS:
        raise UnknownArtifactError(name, [f"{shot}.{known}" for known in _PARTS])
    kinds = (_PARTS[part],) if mark else _OF_A_SHOT
    found = []
    for kind in kinds:
        path = scene_path(folder(number), kind)
        if path not in state.artifacts:
            continue
        items = state.artifacts[path].items
        own = name if mark and kind in ("frames", "prompts") else shot
        mine = tuple(item for item in items if item == own or item.startswith(f"{own}."))
        found.append(Thing((path,), mine or (own,)))
    return found


def _scene_by_items(shot: str, state: State) -> str | None:
    """The scene of a shot whose shot list can't be read just now, by what was made from it."""
    if not any(char.isdigit() for char in shot):
        return None
    for path, artifact in state.artifacts.items():
        here = scene_folder_of(path)
        kind = kind_of(path)
        if here and kind and kind.name in _OF_A_SHOT and any(item.partition(".")[0] == shot for item in artifact.items):
            return number_of(here)
    return None


def _of_story(name: str, state: State, summaries: Summaries) -> list[Thing]:
    """An asset by slug or name, a beat, or all of a scene."""
    slug = name if name in summaries.assets else slugify(name)
    if slug in summaries.assets and summaries.assets[slug] in state.artifacts:
        return [Thing((summaries.assets[slug],), (slug,))]
    if name in summaries.index("beats.yaml").get("beats", {}):
        return [Thing(("beats.yaml",), (name,))]
    if name in summaries.numbers:
        start = f"scenes/{folder(name)}/"
        return [Thing((path,)) for path in state.artifacts if path.startswith(start)]
    return []
