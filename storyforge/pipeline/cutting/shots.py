"""The laws of a shot list: a shot becomes two, two become one, and nothing that happens or is said is lost or invented.

Whoever merges what was split has what was there before, to the letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storyforge.errors import SceneNumberError, ShotsApartError, ShotsTooLongError, ShotWholeError
from storyforge.formats.played import slot
from storyforge.formats.prose import join_sentences, sentence_spans, sentences
from storyforge.formats.speaking import shot_times
from storyforge.model.base import Model
from storyforge.model.numbering import ShotId, parse_shot_id
from storyforge.model.timing import most_frames, seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from storyforge.model.shots import Shot, ShotCharacter, SpokenLine

_READABLE = 1
"""Seconds below which half a shot is a flicker (craft 2: a look takes 1 to 1.5 s)."""
_SIDES = ("left", "right")
_TOLD = ("camera", "subject", "axis", "transition")
"""Fields of which a merged shot has only one."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A place at which a shot may be cut: behind so many sentences of its action and so many lines, at which frame."""

    sentences: int
    lines: int
    frame: int


def cuts(shot: Shot, rate: Fraction, language: str) -> tuple[Cut, ...]:
    """Every place at which a shot may be cut, first to last: between what happens and what is said, never within."""
    spans = sentence_spans(shot.action, language)
    times = shot_times(shot, rate, language)
    slots = [slot(line, len(spans)) for line in shot.dialogue]
    found = []
    told = said = frame = 0
    while told + said < len(spans) + len(shot.dialogue):
        is_line = said < len(shot.dialogue) and slots[said] <= told
        frame = max(frame, times.lines[said].start if is_line else times.actions[told].start)
        if told + said and _holds(shot, spans, told, said, language):
            found.append(Cut(told, said, min(max(1, frame), shot.frames - 1)))
        told, said = (told, said + 1) if is_line else (told + 1, said)
    return tuple(cut for cut in found if 0 < cut.frame < shot.frames)


def _holds(shot: Shot, spans: Sequence[tuple[int, int]], told: int, said: int, language: str) -> bool:
    """Whether both parts read alone as they do together, and every line stays where it was among the sentences."""
    lines = shot.dialogue
    if any(line.after is not None and line.after > told for line in lines[:said]):
        return False
    if any(line.after is not None and line.after < told for line in lines[said:]):
        return False
    if told in (0, len(spans)):
        return True
    parts = _parts(shot.action, spans, told)
    alone = [len(sentences(part, language)) for part in parts] == [told, len(spans) - told]
    return alone and _joined(*parts) == shot.action


def _parts(action: str, spans: Sequence[tuple[int, int]], told: int) -> tuple[str, str]:
    """The two parts of an action; a space between them that is not the usual one stays behind the first."""
    if told == 0:
        return "", action
    if told == len(spans):
        return action, ""
    at = spans[told][0]
    first, second = action[:at], action[at:]
    usual = join_sentences((first.rstrip(), second))
    return (first.rstrip() if usual == action else first), second


def best_cut(shot: Shot, rate: Fraction, language: str, at: Fraction | None = None) -> Cut:
    """The cut that is nearest to a time in seconds, else to the middle.

    Raises ShotWholeError where the shot is one event, or one line.
    """
    found = cuts(shot, rate, language)
    if not found:
        raise ShotWholeError(shot.id)
    if at is not None:
        return min(found, key=lambda cut: (abs(cut.frame - at * rate), cut.frame))
    readable = [cut for cut in found if min(cut.frame, shot.frames - cut.frame) >= _READABLE * rate]
    return min(readable or found, key=lambda cut: (abs(cut.frame - shot.frames / 2), cut.frame))


def split(shot: Shot, cut: Cut, new: str, language: str) -> tuple[Shot, Shot]:
    """The two shots that one becomes; the second goes on from the first, in the same frame."""
    spans = sentence_spans(shot.action, language)
    first, second = _parts(shot.action, spans, cut.sentences)
    sounds = _behind(shot.sfx, first, second)
    changes = _behind([change.quote for change in shot.changes], first, second)
    one = {
        "frames": cut.frame,
        "action": first,
        "dialogue": shot.dialogue[: cut.lines],
        "sfx": shot.sfx[:sounds],
        "changes": shot.changes[:changes],
        "transition": "",
    }
    other = {
        "id": new,
        "frames": shot.frames - cut.frame,
        "action": second,
        "dialogue": tuple(_moved(line, -cut.sentences) for line in shot.dialogue[cut.lines :]),
        "sfx": shot.sfx[sounds:],
        "changes": shot.changes[changes:],
        "continues": True,
    }
    return shot.model_copy(update=one), shot.model_copy(update=other)


def _behind(texts: Sequence[str], first: str, second: str) -> int:
    """How many of some texts, in their order, go with the first part: all up to one that only the second has."""
    before, after = _plain(first), _plain(second)
    only = (i for i, text in enumerate(texts) if _plain(text) in after and _plain(text) not in before and text.strip())
    return next(only, len(texts))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _moved(line: SpokenLine, by: int) -> SpokenLine:
    return line if line.after is None or not by else line.model_copy(update={"after": line.after + by})


def merge(one: Shot, other: Shot, rate: Fraction, language: str) -> Shot:
    """The shot that two neighbours become: framed as the first, with all that happens, is said and is seen in both.

    Raises ShotsApartError where they are in two places, ShotsTooLongError where both are longer than a shot may be.
    """
    if one.setting != other.setting:
        raise ShotsApartError(one.id, other.id, f"{one.id} is in {one.setting}, {other.id} in {other.setting}")
    frames = one.frames + other.frames
    if frames > most_frames(rate):
        raise ShotsTooLongError(one.id, other.id, float(seconds(frames, rate)))
    told = len(sentences(one.action, language))
    # A line that came behind all sentences of the first has more of them behind it now.
    late = told if other.action.strip() else None
    lines = [line if line.after is not None else line.model_copy(update={"after": late}) for line in one.dialogue]
    merged: dict[str, Any] = {
        "frames": frames,
        "action": _joined(one.action, other.action),
        "dialogue": (*lines, *(_moved(line, told) for line in other.dialogue)),
        "subject": one.subject or other.subject,
        "characters": _people(one.characters, other.characters),
        "props": _once(one.props, other.props),
        "axis": one.axis or other.axis,
        "sfx": one.sfx + other.sfx,
        "transition": other.transition,
        "beats": _once(one.beats, other.beats),
        "continuity": _once(one.continuity, other.continuity),
        "changes": one.changes + other.changes,
        "why": one.why or other.why,
    }
    return one.model_copy(update=merged)


def _joined(first: str, second: str) -> str:
    return first + second if first != first.rstrip() or not first or not second else join_sentences((first, second))


def _people(some: Sequence[ShotCharacter], others: Sequence[ShotCharacter]) -> tuple[ShotCharacter, ...]:
    known = {person.id for person in some}
    return (*some, *(person for person in others if person.id not in known))


def _once(some: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *others)))


def given_up(one: Shot, other: Shot, merged: Shot) -> dict[str, tuple[str, str]]:
    """What a merged shot has of one of both alone: field -> (as it was in the other, as it is)."""
    found = {}
    for name in _TOLD:
        kept = getattr(merged, name)
        for shot in (one, other):
            value = getattr(shot, name)
            if value and value != kept:
                found[name] = (said(value), said(kept))
    return found


def said(value: object) -> str:
    """A value of a shot as it is typed: `MS, eye, static`, `ada left, bo right`."""
    if not isinstance(value, Model):
        return str(value or "nothing")
    entries = ((name, getattr(value, name)) for name in type(value).model_fields)
    return ", ".join(f"{entry} {name}" if name in _SIDES else str(entry) for name, entry in entries if entry)


def new_id(name: str, taken: Iterable[str]) -> str:
    """The id of the shot that is split off another: `3B1` of `3B`, one more for each that there ever was."""
    parts = parse_shot_id(name)
    known = [found for other in taken if (found := _parsed(other)) is not None]
    used = [other.split for other in known if (other.scene, other.letters) == (parts.scene, parts.letters)]
    return str(ShotId(parts.scene, parts.letters, max([parts.split, *used]) + 1))


def _parsed(text: str) -> ShotId | None:
    try:
        return parse_shot_id(text)
    except SceneNumberError:
        return None
