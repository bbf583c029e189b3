"""Behind a facet: the parts of artifacts that it follows from, so that an item waits for these and for no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.model.stretches import AUDIO

if TYPE_CHECKING:
    from storyforge.model.summary import Summaries

Part = tuple[str, str]
"""Path of an artifact, and what of it: a facet's name; empty for the whole file."""


def behind(facet: str, summaries: Summaries) -> tuple[Part, ...]:
    """What a facet `path#name` follows from; nothing where only its author can say it, as with a look or a decision."""
    path, _, name = facet.partition("#")
    if is_derived(path):
        return _derived(path.removeprefix("scenes/"), name, summaries)
    if _is_the_authors(path, name):
        return ()
    if path.endswith("/shots.yaml") and name.endswith(".before"):
        return tuple((path, shot) for shot in summaries.shots_before(path.split("/")[1], name.rpartition(".")[0]))
    return ((path, name),)


def is_derived(path: str) -> bool:
    """Whether a facet's path is a scene's folder: no file holds it, it is folded from several."""
    return path.startswith("scenes/") and path.count("/") == 1


def _is_the_authors(path: str, name: str) -> bool:
    if path.endswith("/visuals.yaml"):
        return name == "style" or name.endswith(".look")
    return path.endswith("/scene.yaml") and name.startswith("carry.")


def _derived(scene: str, name: str, summaries: Summaries) -> tuple[Part, ...]:
    """`end.<slug>`, `at.<shot>.<slug>`: a starting state and the shots that change it; `jump.<scene>`: all since.

    Any other is read off one shot, such as `long.3A`.
    """
    what, _, rest = name.partition(".")
    if what == "jump":
        return tuple((f"scenes/{between}/scene.yaml", "") for between in summaries.scenes_since(rest, scene))
    shots = f"scenes/{scene}/shots.yaml"
    if what == "setting":
        return ()
    if what == "heard":
        return ((AUDIO, ""),)
    if what not in ("end", "at"):
        return ((shots, rest),)
    shot, slug = ("", rest) if what == "end" else (rest.partition(".")[0], rest.partition(".")[2])
    changing = summaries.shots_that_change(scene, slug, shot)
    return ((f"scenes/{scene}/visuals.yaml", slug), *((shots, changed) for changed in changing))
