"""Transformation: the source as it is, the twist in it, and a question behind every sentence that the twist touches.

Three places for the twist make three stories only if they are told from three beginnings: known from the first, the
story runs straight; at the midpoint, the known ending opens it; revealed at the end, how it began is told last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from storyforge.providers.offline.telling.asking import Asker
from storyforge.providers.offline.telling.laying import OPENINGS, Body, start_of
from storyforge.providers.offline.telling.tale import short
from storyforge.tasks.likeness import stems
from storyforge.tasks.structures import structures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.providers.offline.telling.tale import Sentence, Tale


class Turn(NamedTuple):
    """Where the twist stands: behind which share of the telling, by which structure; and what is asked around it."""

    share: float
    structure: str
    before: str
    here: str
    after: str


BARE = 3
"""Sentences below which the option in the middle is given a beginning and an end of its own, as questions."""
TURNS = (
    Turn(0.0, "three-acts", "twist known", "twist opens", "twist known"),
    Turn(0.5, "frame", "twist hidden", "twist turns", "twist"),
    Turn(1.0, "in-medias-res", "twist hidden", "twist closes", "twist"),
)


ENDINGS = {"frame": ("frame again", "resolution", "sign-off"), "in-medias-res": ("open ending", "afterglow", "People")}
"""What an option ends by asking where its author's sentences alone do not part it from the others."""


def swapped(turns: Sequence[Turn]) -> list[Turn]:
    """The same turns, each told by the structure of another."""
    names = [turn.structure for turn in turns]
    return [turn._replace(structure=name) for turn, name in zip(turns, names[::-1], strict=True)]


def touched(sentence: str, twist: str, language: str) -> bool:
    """Whether a sentence has a name, a place or another word of the twist, in whatever inflection."""
    return bool(stems(sentence, language).keys() & stems(twist, language).keys())


def twisted(tale: Tale, twist: str, turn: Turn, people: Sequence[str], *, opened: bool = False) -> Body:
    """One option: the whole source with the twist at its place; `opened`, its beginning is asked for first."""
    structure = structures()[turn.structure]
    start = start_of(tale, structure.starts_at)
    told = [*tale.told[start:], *tale.told[:start]]
    wrap = len(tale.told) - start if start else -1
    if len(told) < BARE and 0 < turn.share < 1:
        told, wrap = list(tale.told), -1
    teller = _Teller(tale, twist, turn, people)
    body = teller.tell(told, wrap, structure.steps[structure.wraps_at].act)
    if opened and turn.share:
        body.open_with(map(teller.asker.ask, OPENINGS[structure.name]))
        body.close_with(map(teller.asker.ask, ENDINGS[structure.name]))
    return body


class _Teller:
    """Tells one option; the twist stands between two sentences, never within a paragraph's sentence."""

    def __init__(self, tale: Tale, twist: str, turn: Turn, people: Sequence[str]) -> None:
        self.tale, self.twist, self.turn = tale, twist.strip(), turn
        hero, other, third = (*people, "", "", "")[:3]
        slots = {"hero": hero, "other": other, "third": third, "twist": short(twist)}
        self.asker = Asker(tale.words, slots)
        if turn.share == 1:
            # the option beside it, which hides the twist too, begins with the first of these questions
            self.asker.used.update(tale.words.ask.get(turn.before, ())[:1])

    def tell(self, told: Sequence[Sentence], wrap: int, act: str) -> Body:
        """The body; `wrap` is where the story's own beginning comes, under the heading `act`."""
        body = Body()
        at = round(self.turn.share * len(told))
        bare = len(told) < BARE and 0 < self.turn.share < 1
        if bare:
            body.add(self.asker.ask("opening image"))
        paragraph: list[str] = []
        for number, sentence in enumerate(told):
            joins = number and sentence.index and told[number - 1].index == sentence.index - 1
            same = joins and told[number - 1].paragraph == sentence.paragraph
            if number in (at, wrap) or not same:
                body.add(*paragraph)
                paragraph = []
            if number == wrap:
                self._back(body, act)
            if number == at:
                self._turn(body)
            paragraph += [sentence.text.strip(), self._question(sentence, number < at)]
        body.add(*paragraph)
        if at >= len(told):
            self._turn(body)
        if 0 < self.turn.share < 1:
            body.add(self.asker.ask("open ending" if bare else "frame again"))
        return body

    def _back(self, body: Body, act: str) -> None:
        """The story's own beginning, told late: as the structure asks for it."""
        steps = structures()[self.turn.structure].steps
        asked = {step.name: self.asker.ask(step.name) for step in steps if step.always}
        body.add(asked.get("frame", ""))
        body.heading(self.tale.words.said(act))
        body.add(asked.get("beginning told late", ""))

    def _turn(self, body: Body) -> None:
        body.add(self.twist)
        body.add(self.asker.ask(self.turn.here))

    def _question(self, sentence: Sentence, before: bool) -> str:
        if not touched(sentence.text, self.twist, self.tale.words.code):
            return ""
        kind = self.turn.before if before else self.turn.after
        named = self.tale.named(sentence.text)
        return self.asker.ask(kind, this=short(sentence.text), hero=named[0] if named else "")
