"""Shots for tests: a few people in a few places, each shot said in one line."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from storyforge.model.blocking import Blocking, Placed
from storyforge.model.framing import FrameSpec, PersonSeen, PlaceSeen, PropSeen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.blocking import PlacedProp

PEOPLE = {
    "anna": PersonSeen("anna", "Anna", "38, tall, long dark hair, a green coat", age="38", pronouns="she", rank=0),
    "boris": PersonSeen("boris", "Boris", "60, stout, bald, a brown suit", age="60", pronouns="he", rank=1),
    "cleo": PersonSeen("cleo", "Cleo", "9, freckles, a yellow raincoat", age="9", pronouns="she", rank=2),
    "dan": PersonSeen("dan", "Dan", "a postman", pronouns="he", rank=3),
    "guards": PersonSeen("guards", "Guards", "two guards", group=True, rank=4),
}
PROPS = {slug: PropSeen(slug, slug) for slug in ("letter", "pistol", "kettle", "ring")}
KITCHEN = PlaceSeen("kitchen", "KITCHEN", time="NIGHT")
STREET = PlaceSeen("street", "HIGH STREET", interior=False, exterior=True)


def shot(
    size: str = "MS",
    *people: str,
    angle: str = "eye",
    move: str = "static",
    end: Sequence[str] = (),
    place: PlaceSeen = KITCHEN,
    props: Sequence[PlacedProp] = (),
    things: Sequence[str] = (),
    subject: str | None = None,
    frames: int = 96,
    **more: Any,
) -> FrameSpec:
    """A shot; people as `anna left 3q-right sit at:table near`, the words after the name in any order."""
    start, later = tuple(map(_placed, people)), tuple(map(_placed, end))
    ids = list(dict.fromkeys(p.id for p in (*start, *later)))
    return FrameSpec(
        shot="1A",
        scene="1",
        frames=frames,
        rate=Fraction(24),
        size=size,
        angle=angle,
        move=move,
        subject=(ids[0] if ids else "") if subject is None else subject,
        blocking=Blocking(start=start, end=later, props=tuple(props), **more),
        place=place,
        people=tuple(PEOPLE[slug] for slug in ids),
        props=tuple(PROPS[slug] for slug in things),
        setting_seed=place.id,
    )


_FIELDS: dict[str, Sequence[str]] = {
    "side": ("off-left", "far-left", "left", "centre", "right", "far-right", "off-right"),
    "depth": ("near", "mid", "far"),
    "faces": ("camera", "3q-left", "back-left", "away", "back-right", "3q-right", "faces:left", "faces:right"),
}


def _placed(said: str) -> Placed:
    slug, *words = said.split()
    values: dict[str, Any] = {"id": slug}
    for word in words:
        field = next((name for name, known in _FIELDS.items() if word in known), "pose")
        key, _, value = word.partition(":")
        if value and key in {"at", "holds", "touches", "looks", "feels", "faces"}:
            values[key] = value
        else:
            values[field] = word
    return Placed.model_validate(values)
