"""The fields of a shot as an author types them: `size=CU`, `duration=3.5`, `characters=+bo,-ada`."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, get_args

from pydantic import ValidationError

from storyforge.errors import ShotFieldError, did_you_mean, unknown_field
from storyforge.model.shots import Axis, Camera, Shot, ShotCharacter
from storyforge.model.timing import LONGEST_SHOT, frames, most_frames
from storyforge.tasks.cohere import Settable, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

FIELDS: tuple[str, ...] = get_args(Settable)
_CAMERA = ("size", "angle", "move")
_AXIS = ("left", "right", "looks")
_LISTS = ("characters", "props", "sfx", "continuity", "beats")
_YES = {"true": True, "yes": True, "false": False, "no": False}


def parse(assignments: Sequence[str]) -> dict[str, str]:
    """`["size=CU"]` as `{"size": "CU"}`, the last of a name counting; raises ShotFieldError."""
    found: dict[str, str] = {}
    for text in assignments:
        name, equals, value = text.partition("=")
        name = name.strip().removeprefix("camera.").removeprefix("axis.")
        if not equals:
            raise ShotFieldError(f'"{text}" sets nothing.', "Such as: storyforge shot set 3B size=CU duration=3.5")
        if name not in FIELDS:
            raise unknown_field(name, FIELDS)
        found[name] = value.strip()
    return found


def with_fields(shot: Shot, values: Mapping[str, str], rate: Fraction, names: Collection[str]) -> Shot:
    """A shot with some fields set as they were typed; `names` are the slugs that there are.

    Raises ShotFieldError with the field, what is wrong with its value, and what it may be.
    """
    for name, value in values.items():
        shot = _with(shot, name, value, rate, names)
    return shot


def _with(shot: Shot, name: str, value: str, rate: Fraction, names: Collection[str]) -> Shot:
    if name in _CAMERA:
        update: dict[str, Any] = {"camera": _checked(Camera, shot.camera.plain() | {name: value}, name, value)}
    elif name in _AXIS:
        _refuse_unknown(name, [value] if value and name != "looks" else [], names)
        axis = _checked(Axis, (shot.axis.plain() if shot.axis else {}) | {name: value}, name, value)
        update = {"axis": axis if any((axis.left, axis.right, axis.looks)) else None}
    elif name == "duration":
        update = {"frames": _frames(value, rate)}
    elif name == "characters":
        update = {"characters": _people(shot, value, names)}
    elif name in _LISTS:
        entries = _edited(getattr(shot, name), value)
        _refuse_unknown(name, entries if name == "props" else [], names)
        update = {name: entries}
    elif name == "continues":
        update = {name: _truth(name, value)}
    else:
        _refuse_unknown(name, [value] if value and name in ("subject", "setting") else [], names)
        update = {name: value}
    return shot.model_copy(update=update)


def _checked(kind: Callable[..., Any], data: dict[str, Any], name: str, value: str) -> Any:
    try:
        return kind(**data)
    except ValidationError as problem:
        allowed = str(problem.errors()[0].get("ctx", {}).get("expected", ""))
        words = [word.strip("' ") for word in allowed.replace(" or ", ", ").split(",") if word.strip("' ")]
        hint = did_you_mean(value, words) or f"It may be: {', '.join(words)}."
        raise ShotFieldError(f'{name} can\'t be "{value}".', hint) from None


def _frames(value: str, rate: Fraction) -> int:
    """Seconds (`3.5`, `3.5 s`) or frames (`84f`)."""
    text = value.lower().strip()
    try:
        count = int(text[:-1]) if text.endswith("f") else frames(Fraction(text.removesuffix("s").strip()), rate)
    except (ValueError, ZeroDivisionError):
        raise ShotFieldError(
            f'"{value}" is no duration.', "Give seconds, such as 3.5; or frames, such as 84f."
        ) from None
    if not 0 < count <= most_frames(rate) or text.startswith(("-", "0s")) or text == "0":
        raise ShotFieldError(f"A shot can't last {value}.", f"More than nothing, and {LONGEST_SHOT} s at most.")
    return count


def _people(shot: Shot, value: str, names: Collection[str]) -> tuple[ShotCharacter, ...]:
    wanted = _edited([person.id for person in shot.characters], value)
    _refuse_unknown("characters", wanted, names)
    known = {person.id: person for person in shot.characters}
    return tuple(known.get(slug) or ShotCharacter(id=slug) for slug in wanted)


def _edited(there: Sequence[str], value: str) -> tuple[str, ...]:
    """A list as it is typed, or what is there with some added (`+bo`) and some taken away (`-ada`)."""
    entries = listed(value)
    if not entries or not all(entry[0] in "+-" for entry in entries):
        return tuple(dict.fromkeys(entries))
    away = {entry[1:].strip() for entry in entries if entry[0] == "-"}
    more = [entry[1:].strip() for entry in entries if entry[0] == "+"]
    return tuple(dict.fromkeys(entry for entry in (*there, *more) if entry not in away))


def _truth(name: str, value: str) -> bool:
    if value.lower() not in _YES:
        raise ShotFieldError(f'{name} can\'t be "{value}".', "It may be: true, false.")
    return _YES[value.lower()]


def _refuse_unknown(name: str, wanted: Sequence[str], names: Collection[str]) -> None:
    for slug in wanted:
        if slug not in names:
            hint = did_you_mean(slug, names) or "See who and what there is: storyforge asset list"
            raise ShotFieldError(f'{name}: there is no "{slug}" in this story.', hint)
