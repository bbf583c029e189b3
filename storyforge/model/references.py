"""Which reference pictures an asset needs, and what a picture was sent; standard library only, for `status` asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.model.kinds import images_path, scene_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.summary import Summaries

INSTANCE = "instance"
ESTABLISHING = "establishing"


def wanted_images(asset: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of the pictures that an asset needs, by its index, in the order in which they are made.

    Every key asset has its key image, whoever speaks a face, and main characters the whole set.
    """
    if not asset.get("key"):
        return ()
    if asset.get("kind") != "character" or asset.get("group"):
        return ("key",)
    if asset.get("role") == "main":
        return ("face-1", "key", "body-1", "outfit-1")
    return ("face-1", "key") if asset.get("speeches") else ("key",)


def facet_of(summaries: Summaries, name: str, scene_folder: str = "") -> str:
    """The facet of a picture that was sent: `edward.face`, `edward.instance`, `establishing`, `3A.end`."""
    of, _, kind = name.rpartition(".")
    if kind == INSTANCE:
        return f"{scene_path(scene_folder, 'instances')}#{of}"
    if of in summaries.assets:
        return f"{images_path(summaries.assets[of])}#of.{kind}"
    return f"{scene_path(scene_folder, 'frames')}#{name}"


def standing(summaries: Summaries, slug: str) -> dict[str, list[Any]]:
    """Kind -> id of the picture that stands for it, and whether it is approved."""
    path = summaries.assets.get(slug)
    found: dict[str, list[Any]] = summaries.index(images_path(path)).get("standing", {}) if path else {}
    return found


def lacking(summaries: Summaries, slug: str) -> list[str]:
    """What an asset still needs before it is ready, in the words of a list: `face missing`, `key not approved`."""
    there = standing(summaries, slug)
    found = []
    for name in wanted_images(summaries.asset(slug)):
        kind = name.partition("-")[0]
        if kind not in there:
            found.append(f"{kind} missing")
        elif not there[kind][1]:
            found.append(f"{kind} not approved")
    return found
