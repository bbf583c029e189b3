"""What stands around the people: those without a name, the weather, props that lie somewhere, where a move goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, cast

from storyforge.model.blocking import PlacedProp
from storyforge.stages.film.blocking.sides import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from storyforge.model.blocking import Place, Placed, Weather
    from storyforge.model.shots import Shot
    from storyforge.stages.film.blocking.words import Lexicon

Toward = Literal["", "left", "right", "up", "down", "in", "out"]
_ACROSS: tuple[str, ...] = ("off-left", *COLUMNS, "off-right")
On = Literal["table", "floor", "wall", "seat"]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NEAR = 6
"""Words within which a surface is named before or after a prop."""


def crowd(text: str, lexicon: Lexicon) -> int:
    """How many people without a name a text puts into the background."""
    words = [match[0].lower() for match in _WORD.finditer(text)]
    most = 0
    for index in range(len(words)):
        for size in (4, 3, 2, 1):
            count = lexicon.crowd.get("_".join(words[index : index + size]), 0)
            if count > most and not _denied(words, index, index + size, lexicon):
                most = count
    return most


def _denied(words: list[str], start: int, end: int, lexicon: Lexicon) -> bool:
    before = words[max(0, start - 2) : start]
    return any(lexicon.has("crowd-never", word) for word in before) or any(
        lexicon.has("crowd-after", word) for word in words[end : end + 1]
    )


def weather(text: str, lexicon: Lexicon, now: str) -> str:
    """The weather after a text: what it names, nothing once it is said to be over, else as before."""
    rows = dict(lexicon.weather)
    for name in ("none", "ended"):
        if name in rows and rows[name].search(text):
            now = "" if name == "ended" else now
            text = rows[name].sub(" ", text)
    return next((name for name, row in rows.items() if name not in ("none", "ended") and row.search(text)), now)


def lying(
    shot: Shot,
    slugs: Iterable[str],
    placed: Sequence[Placed],
    held: AbstractSet[str],
    named: Mapping[str, str],
    users: Mapping[str, str],
    lexicon: Lexicon,
    *,
    interior: bool,
) -> tuple[PlacedProp, ...]:
    """The props that lie, stand or hang in the set: each beside who uses it, on what the words say."""
    sides = {person.id: person.side for person in placed}
    found: list[PlacedProp] = []
    for slug in slugs:
        if slug in held:
            continue
        own = slug == shot.subject or shot.camera.size == "INSERT"
        side: Place = "centre" if own else _beside(sides.get(users.get(slug, ""), sides.get(shot.subject, "")), found)
        found.append(
            PlacedProp(id=slug, side=side, lies=_on(named.get(slug, slug), shot.action, lexicon, interior=interior))
        )
    return tuple(found)


def _beside(side: str, found: Sequence[PlacedProp]) -> Place:
    """The column between somebody and the middle; where another prop lies, the next one."""
    start = COLUMNS.index(side) if side in COLUMNS else 2
    first = start + 1 if start < 2 else start - 1
    taken = {prop.side for prop in found}
    order = (first, 2, 1, 3, 0, 4)
    return next((COLUMNS[i] for i in order if COLUMNS[i] not in taken), COLUMNS[first])


def _on(name: str, text: str, lexicon: Lexicon, *, interior: bool) -> On:
    last = re.split(r"[\s-]", name.lower())[-1]
    if lexicon.has("thing-wall", last):
        return "wall"
    if lexicon.has("thing-fixed", last):
        return "floor"
    words = [match[0].lower() for match in _WORD.finditer(text)]
    at = next((i for i, word in enumerate(words) if word.startswith(last)), -1)
    if at >= 0:
        if any(lexicon.has("hanging", word) for word in words[max(0, at - _NEAR) : at + 3]):
            return "wall"
        for index in range(at + 1, min(len(words), at + _NEAR)):
            surface = lexicon.on.get(words[index])
            if surface and words[index - 1] in ("the", "a", "his", "her", "their") and index - at > 1:
                return cast("On", surface)
    return "table" if interior else "floor"


def toward(shot: Shot, start: Sequence[Placed], end: Sequence[Placed], mover: str, before: Sequence[str]) -> Toward:
    """Where a pan, a track or a whip goes: with who moves, else to who is new, else where the subject looks."""
    move = shot.camera.move
    if move not in ("pan", "track", "whip", "tilt", "crane"):
        return ""
    if move in ("tilt", "crane"):
        return "down" if re.search(r"\b(?:down|hinab|herab|descend)", shot.action) else "up"
    sides = {person.id: person for person in start}
    for person in end:
        was = sides.get(person.id)
        if was is not None and was.side != person.side:
            return "right" if _index(person.side) > _index(was.side) else "left"
    leads = next((p for p in (*end, *start) if p.id == (mover or shot.subject)), None)
    fresh = next((p for p in start if before and p.id not in before), None)
    chosen = leads if mover else fresh or leads
    if chosen is None:
        return "right"
    facing = chosen.looks or chosen.faces
    return "left" if "left" in facing else "right"


def _index(side: str) -> int:
    return _ACROSS.index(side)


def as_weather(name: str) -> Weather | Literal[""]:
    """A name of the table as the model has it."""
    return cast("Weather", name) if name in ("rain", "snow", "fog", "wind") else ""
