"""One scene's shot list after its dialogue was edited: the same shots say the new words, verbatim.

Only what can be placed for certain is: the same speeches by the same people, in the same order, around the same action.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING

from storyforge.formats.fragments import follow
from storyforge.formats.languages import canonical_extensions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.language import Language
    from storyforge.model.shots import Shot, ShotList, SpokenLine
    from storyforge.tasks.pieces import Piece

_SHOWN = 50


class UnplacedError(Exception):
    """What of an edit can't be placed, and its line in the script; caught where scenes are gathered."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.line = line


@dataclass(frozen=True, slots=True)
class Resaid:
    """The lines of one shot, as they were and as they are now."""

    shot: str
    before: tuple[SpokenLine, ...]
    after: tuple[SpokenLine, ...]


@dataclass(frozen=True, slots=True)
class _Fragment:
    """A line of the shot list: in which shot it stands, and which speech it is a part of."""

    shot: int
    line: SpokenLine


def resay(
    shots: ShotList, was: Sequence[Piece], now: Sequence[Piece], language: Language
) -> tuple[ShotList, tuple[Resaid, ...]]:
    """The shot list with today's words, and the shots whose lines are others; raises UnplacedError.

    `was` are the pieces of the scene that the shot list was made from, `now` those of today's script. Frames, cameras
    and all else stay. Lines that say today's words already are left as they are.
    """
    _same_course(was, now)
    fragments = [_Fragment(row, line) for row, shot in enumerate(shots.shots) for line in shot.dialogue]
    said: list[list[SpokenLine]] = [[] for _ in shots.shots]
    at = 0
    for old, new in zip(_speeches(was), _speeches(now), strict=True):
        mine = _fragments_of(fragments[at:], old, new)
        at += len(mine)
        for row, line in _spoken(mine, shots, old, new, language):
            said[row].append(line)
    if at < len(fragments):
        left = fragments[at]
        raise UnplacedError(f'{shots.shots[left.shot].id} says "{_cut(left.line.text)}", which the script did not')
    changed = [
        Resaid(shot.id, shot.dialogue, tuple(lines))
        for shot, lines in zip(shots.shots, said, strict=True)
        if tuple(lines) != shot.dialogue
    ]
    return shots.model_copy(update={"shots": tuple(map(_with_lines, shots.shots, said))}), tuple(changed)


def _with_lines(shot: Shot, lines: list[SpokenLine]) -> Shot:
    return shot.model_copy(update={"dialogue": tuple(lines)})


def _speeches(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece.kind == "speech"]


def _course(piece: Piece) -> tuple[str, ...]:
    """What of a piece must be the same: who speaks and whether beside another, or what happens."""
    if piece.kind == "speech":
        return "speech", piece.character or piece.name.casefold(), "beside" if piece.dual else ""
    return piece.kind, piece.text


def _same_course(was: Sequence[Piece], now: Sequence[Piece]) -> None:
    """Raises UnplacedError where more than words differs, with the first difference."""
    old, new = [_course(piece) for piece in was], [_course(piece) for piece in now]
    if old == new:
        return
    for tag, first, last, new_first, new_last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            raise _difference(was[first:last], now[new_first:new_last], moved=sorted(old) == sorted(new))


def _difference(gone: Sequence[Piece], come: Sequence[Piece], *, moved: bool) -> UnplacedError:
    piece = (come or gone)[0]
    line = come[0].line if come else 0
    name = piece.name or _cut(piece.text)
    if moved:
        return UnplacedError("what is said and done is in another order", line)
    if not come:
        return UnplacedError(f"{_article(piece)} was taken out: {name}")
    if not gone:
        return UnplacedError(f"{_article(piece)} was added: {name}", line)
    return _in_place_of(gone[0], piece, line)


def _in_place_of(old: Piece, piece: Piece, line: int) -> UnplacedError:
    name = piece.name or _cut(piece.text)
    if old.kind != piece.kind:
        return UnplacedError(f"{_article(old)} has become {_article(piece)}: {name}", line)
    if piece.kind != "speech":
        return UnplacedError(f'the {piece.kind} was changed: "{name}"', line)
    if old.dual != piece.dual and _course(old)[1] == _course(piece)[1]:
        together = "at the same time as" if piece.dual else "after"
        return UnplacedError(f"{piece.name} now speaks {together} the speech before", line)
    return UnplacedError(f"{piece.name} speaks where {old.name} did", line)


def _article(piece: Piece) -> str:
    return {"action": "an action", "speech": "a speech", "transition": "a transition"}[piece.kind]


def _fragments_of(fragments: Sequence[_Fragment], old: Piece, new: Piece) -> list[_Fragment]:
    """The lines that say a speech: its old words, or today's where somebody has written them in already."""
    for piece in (old, new):
        found = _saying(fragments, piece)
        if found is not None:
            return found
    said = fragments[0].line.text if fragments else ""
    words = f'no shot says what {new.name} said: "{_cut(old.words)}"'
    raise UnplacedError(f'{words}; the next line is "{_cut(said)}"' if said else words, new.line)


def _saying(fragments: Sequence[_Fragment], piece: Piece) -> list[_Fragment] | None:
    wanted = _letters(piece.words)
    found: list[_Fragment] = []
    got = ""
    for fragment in fragments:
        if len(got) >= len(wanted) and (found or wanted or fragment.line.text.strip()):
            break
        if piece.character and fragment.line.character != piece.character:
            break
        found.append(fragment)
        got += _letters(fragment.line.text)
    return found if got == wanted else None


def _letters(text: str) -> str:
    return "".join(text.split())


def _spoken(
    mine: Sequence[_Fragment], shots: ShotList, old: Piece, new: Piece, language: Language
) -> list[tuple[int, SpokenLine]]:
    """(shot, line) of one speech as it is spoken now."""
    extensions = [", ".join(canonical_extensions(piece.extensions, language)) for piece in (old, new)]
    has = _letters("".join(fragment.line.text for fragment in mine))
    if has == _letters(new.words) and _directions(old) == _directions(new):
        lines = [(fragment.shot, fragment.line) for fragment in mine]
    else:
        lines = _cut_anew(mine, shots, old, new, language)
    if extensions[0] == extensions[1]:
        return lines
    return [(row, line.model_copy(update={"extension": extensions[1]})) for row, line in lines]


def _directions(piece: Piece) -> list[tuple[str, str]]:
    """Each direction with how its words begin and end, so that a direction that has moved is another."""
    return [(direction, _letters(words) if len(piece.directed) > 1 else "") for direction, words in piece.directed]


def _cut_anew(
    mine: Sequence[_Fragment], shots: ShotList, old: Piece, new: Piece, language: Language
) -> list[tuple[int, SpokenLine]]:
    """Today's words in the shots that had the old ones; a new direction within a shot's words begins a new line."""
    stretches = [(direction, text.strip()) for direction, text in new.directed]
    words = "\n".join(text for _, text in stretches)
    starts = [0, *accumulate(len(text) + 1 for _, text in stretches)][:-1]
    cut = _cut_at(mine, shots, new, words, starts, language)
    directed_as_before = [one[0] for one in old.directed] == [one[0] for one in stretches]
    found: list[tuple[int, SpokenLine]] = []
    at = 0
    for fragment, text in zip(mine, cut, strict=True):
        at = words.index(text, at)
        inner = [start for start in starts if at < start < at + len(text)]
        for first, last in zip([at, *inner], [*inner, at + len(text)], strict=True):
            line = fragment.line
            direction = stretches[starts.index(first)][0] if first in starts else ""
            if directed_as_before and first == at:
                direction = line.parenthetical
            said = words[first:last].strip()
            same = _letters(said) == _letters(line.text) and direction == line.parenthetical
            fresh = {"text": said, "parenthetical": direction}
            found.append((fragment.shot, line if same else line.model_copy(update=fresh)))
        at += len(text)
    return found


def _cut_at(
    mine: Sequence[_Fragment], shots: ShotList, new: Piece, words: str, joints: Sequence[int], language: Language
) -> list[str]:
    """Today's words, one text for each line that there was; raises UnplacedError where that can't be."""
    if not words.strip() and len(mine) <= 1:
        return [""] * len(mine)
    if not mine:
        raise UnplacedError(f"{new.name} had nothing to say, and no shot is there for it", new.line)
    cut = follow([fragment.line.text for fragment in mine], words, language.code, joints)
    if cut is None:
        places = ", ".join(dict.fromkeys(shots.shots[fragment.shot].id for fragment in mine))
        raise UnplacedError(f"{new.name} says too little now for {places}", new.line)
    return cut


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[: _SHOWN - 1].rstrip()}…"
