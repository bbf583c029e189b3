"""Which reference pictures an asset needs, and what a picture was sent; standard library only, for `status` asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from storyforge.model.kinds import STYLES, images_path, scene_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storyforge.model.summary import Summaries

SECOND_VIEW = "key-2"
"""The picture of a place from above."""
INSTANCE: Final = "instance"
_BORNE = ("carrying:", "asleep", "unconscious")
"""Conditions that say how somebody is placed, and change nothing that a picture of them alone shows."""


ANCHORED_AT = 3
"""In so many scenes a place is drawn so often that words alone let it drift."""


def anchor_of(setting: Mapping[str, Any]) -> str:
    """Why a place goes by pictures rather than by words alone, by its index; empty where it does not."""
    if setting.get("pinned"):
        return "pinned"
    if setting.get("flagged"):
        return "flagged"
    count = len(setting.get("scenes", ()))
    return f"in {count} scenes" if count >= ANCHORED_AT else ""


def wanted_images(asset: Mapping[str, Any], *, boards: bool = False) -> tuple[str, ...]:
    """Ids of the pictures that an asset needs, by its index, in the order in which they are made.

    Every key asset has its key image, whoever speaks a face, main characters the whole set; a place that goes by
    pictures is seen from above too. On `boards` nobody looks at body and outfit by themselves.
    """
    if asset.get("kind") == "setting" and anchor_of(asset):
        return ("key", SECOND_VIEW)
    if not asset.get("key"):
        return ()
    if asset.get("kind") != "character" or asset.get("group"):
        return ("key",)
    if asset.get("role") == "main":
        return ("face-1", "key") if boards else ("face-1", "key", "body-1", "outfit-1")
    return ("face-1", "key") if asset.get("speeches") else ("key",)


def facet_of(summaries: Summaries, name: str, scene_folder: str = "") -> str:
    """The facet of a picture that was sent: `edward.face`, `edward.instance`, `3A.end`, or a sample of a style."""
    if name.startswith(STYLES):
        return f"{name}#content"
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
    drawn = summaries.index(images_path(summaries.assets[slug])).get("pictures", {}) if slug in summaries.assets else {}
    for name in wanted_images(summaries.asset(slug), boards=summaries.boards):
        kind = name.partition("-")[0]
        if name == SECOND_VIEW:
            row = drawn.get(name)
            found += [] if row and row[2] else [f"second view {'not approved' if row else 'missing'}"]
        elif kind not in there:
            found.append(f"{kind} missing")
        elif not there[kind][1]:
            found.append(f"{kind} not approved")
    return found


def state_item(summaries: Summaries, scene_folder: str, slug: str, tags: Iterable[str]) -> str:
    """The instance that shows an element in some conditions: `john.muddy+wet`; empty where it is as its asset says.

    An element that has a look of its own in the scene has one without conditions too.
    """
    seen = sorted(tag for tag in tags if not tag.startswith(_BORNE))
    if seen:
        return f"{slug}.{'+'.join(seen)}"
    look = f"{scene_path(scene_folder, 'visuals')}#{slug}.look"
    return slug if summaries.facet(look) is not None else ""


def slug_of(item: str) -> str:
    """Whom an instance shows, by its id."""
    return item.partition(".")[0]


def conditions_of(item: str) -> tuple[str, ...]:
    """The conditions that an instance shows, by its id."""
    _, mark, tags = item.partition(".")
    return tuple(tags.split("+")) if mark else ()


def item_at(summaries: Summaries, scene_folder: str, shot: str, slug: str, *, after: bool = False) -> str:
    """The instance that shows an element as a shot begins, or as it ends; empty where it is as its asset says."""
    if after:
        rows = [row[0] for row in summaries.index(scene_path(scene_folder, "shots")).get("shots", ())]
        place = rows.index(shot) + 1 if shot in rows else len(rows)
        shot = rows[place] if place < len(rows) else ""
    return state_item(summaries, scene_folder, slug, summaries.state_at(scene_folder, shot, slug))


def instances_in(summaries: Summaries, scene_folder: str) -> dict[str, str]:
    """Instance -> slug, of all key characters and props of a scene that are not as their assets say, in script order.

    A place is no part of it: its establishing frame is made for each scene.
    """
    index = summaries.index(scene_path(scene_folder, "shots"))
    found: dict[str, str] = {}
    for slug in index.get("elements", {}):
        asset = summaries.asset(slug)
        if asset.get("kind") == "setting" or not wanted_images(asset):
            continue
        for row in (*index.get("shots", ()), ("",)):
            if item := item_at(summaries, scene_folder, row[0], slug):
                found[item] = slug
    return found
