"""Left and right of the line of action: who stands where in a scene, and who changes sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.tasks.names import compile_names
from storyforge.tasks.staging import staging

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storyforge.tasks.names import Names
    from storyforge.tasks.pieces import Piece
    from storyforge.tasks.shots import CastMember
    from storyforge.tasks.staging import Staging


@dataclass(frozen=True, slots=True)
class Crossing:
    """A move that swaps two people: where it stands in the script, who makes it, and around whom."""

    piece: int
    offset: int
    who: str
    whom: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The order of places from left to right before anybody moves, and the moves in order."""

    order: tuple[str, ...]
    crossings: tuple[Crossing, ...]

    def after(self) -> tuple[str, ...]:
        """The order of places when the scene ends."""
        order = list(self.order)
        for crossing in self.crossings:
            swap(order, crossing.who, crossing.whom)
        return tuple(order)


def swap(order: list[str], one: str, other: str) -> None:
    """Let two people change places."""
    if one in order and other in order:
        i, k = order.index(one), order.index(other)
        order[i], order[k] = order[k], order[i]


def sides_after(
    pieces: Sequence[Piece], cast: Sequence[CastMember], sides: Sequence[str] = (), language: str = "en"
) -> tuple[str, ...]:
    """Slugs from left to right when the scene ends, for a scene that goes on without a gap to begin with.

    People take their places in order of appearance, behind those in `sides`; only a circling move swaps two of them
    (craft 3: who is on the left stays on the left).
    """
    return standing(pieces, cast, sides, language).after()


def standing(pieces: Sequence[Piece], cast: Sequence[CastMember], sides: Sequence[str], language: str) -> Standing:
    """Where people stand in a scene and which moves swap them; heard people and groups have no place."""
    return _Stage(cast, sides, language).walk(pieces)


class _Stage:
    """Walks over a scene; `order` grows as people appear, `recent` holds them by their last action or line."""

    def __init__(self, cast: Sequence[CastMember], sides: Iterable[str], language: str) -> None:
        self.words: Staging = staging(language)
        self.names: Names = compile_names(cast, self.words)
        self.may_stand = {member.id for member in cast if member.present and not member.group}
        self.order = dict.fromkeys(sides)
        self.recent: dict[str, None] = {}
        self.crossings: list[Crossing] = []

    def walk(self, pieces: Sequence[Piece]) -> Standing:
        for index, piece in enumerate(pieces):
            if piece.kind == "action":
                self._action(index, piece.text)
            elif piece.kind == "speech" and not self.words.is_heard(piece.extensions):
                self._appears(piece.character)
        return Standing(tuple(self.order), tuple(self.crossings))

    def _appears(self, slug: str) -> None:
        if slug in self.may_stand:
            self.order.setdefault(slug)
            self.recent.pop(slug, None)
            self.recent[slug] = None

    def _action(self, index: int, text: str) -> None:
        found = self.names.find(text)
        moves = list(self.words.circles.finditer(text))
        done = 0
        for move in moves:
            for named in found[done:]:
                if named.start >= move.start():
                    break
                self._appears(named.id)
                done += 1
            after = next((n.id for n in found[done:] if n.id in self.may_stand and n.start - move.end() < _REACH), "")
            self._crosses(index, move.start(), after)
        for named in found[done:]:
            self._appears(named.id)

    def _crosses(self, index: int, offset: int, after: str) -> None:
        who = next(reversed(self.recent), "")
        whom = after if after and after != who else next((s for s in reversed(self.recent) if s != who), "")
        if who and whom:
            self._appears(whom)
            self._appears(who)
            self.crossings.append(Crossing(index, offset, who, whom))


_REACH = 30
"""Letters after a circling move in which the person circled is named; later names belong to other sentences."""
