"""Lays the author's sentences out along a structure: each at one step, in order; every empty step is a question."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storyforge.formats.languages import fold
from storyforge.formats.prose import join_sentences
from storyforge.providers.offline.telling.asking import Asker
from storyforge.providers.offline.telling.people import tokens
from storyforge.providers.offline.telling.tale import short
from storyforge.tasks.gaps import stretches

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storyforge.providers.offline.telling.tale import Sentence, Tale
    from storyforge.tasks.structures import Step, Structure

CUE = 18.0
"""Percent of the length that a cue is worth: so much nearer a sentence is to a step that its words speak for."""
ENDED = 8
"""Sentences from which on a text is taken to tell its end; a shorter one stops before the last step."""
BLOCKS = 5
OPENINGS = {
    "frame": ("frame", "The world", "The look", "status quo", "first threshold"),
    "in-medias-res": ("late opening", "hook", "Rules", "second pinch", "debate"),
    "four-part": ("introduction", "People", "What is at stake"),
    "circle": ("opening image", "problem", "sign-off"),
    "three-acts": ("opening image", "status quo"),
}
"""What an option begins by asking where its author's sentences alone do not part it from the others."""
CLOSINGS = {"four-part": ("afterglow", "People", "The look"), "circle": ("resolution", "The world", "Rules")}
"""What it ends by asking then, where that is not what is seen last."""
FEW = 2
SIDES = 2
"""Questions about what somebody sees whose story it is not by the author's first telling."""


@dataclass(frozen=True)
class Layout:
    """How one option is laid out: by which structure, from which sentence on, whose it is.

    `lone` is where a text of one sentence stands, in percent; `opened` and `closed` are asked about first and last.
    """

    structure: Structure
    steps: tuple[Step, ...]
    start: int
    people: tuple[str, ...]
    lone: float | None = None
    lead: str = ""
    opened: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


@dataclass
class Body:
    """A body in the making: headings and paragraphs, and what opens and closes it."""

    parts: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)

    def heading(self, text: str) -> None:
        """An act."""
        self.parts.append(f"## {text}")

    def add(self, *units: str) -> None:
        """A paragraph: sentences, or a gap."""
        told = [unit for unit in units if unit]
        if told:
            self.parts.append(join_sentences(told))
            self.units += told

    def open_with(self, questions: Iterable[str]) -> None:
        """Questions before all else, under the first heading, until they are the beginning of the whole."""
        chosen = self._enough(questions)
        at = int(self.parts[:1] != [] and self.parts[0].startswith("## "))
        self.parts[at:at] = chosen
        self.units[:0] = chosen

    def close_with(self, questions: Iterable[str]) -> None:
        """Questions behind all else, until they are the end of the whole."""
        chosen = self._enough(questions)
        self.parts += chosen
        self.units += chosen

    def _enough(self, questions: Iterable[str]) -> list[str]:
        room = len(self.text) / (BLOCKS - 1)
        chosen: list[str] = []
        for question in questions:
            if question and sum(map(len, chosen)) < room:
                chosen.append(question)
        return chosen

    @property
    def text(self) -> str:
        """The whole body."""
        return "\n\n".join(self.parts)


def start_of(tale: Tale, fifth: int) -> int:
    """The sentence that a fifth of the text begins with; a neighbour where it leans on the one before it."""
    count = len(tale.told)
    if not fifth or count < 2:
        return 0
    wanted = min(max(round(fifth * count / BLOCKS), 1), count - 1)
    near = [at for at in (wanted, wanted - 1, wanted + 1) if 0 < at < count] if count > FEW + 1 else [wanted]
    return next((at for at in near if _stands_alone(tale, at)), wanted)


def _stands_alone(tale: Tale, at: int) -> bool:
    listed = tokens(tale.told[at].text)
    first = fold(listed[0].text) if listed else ""
    return first not in tale.words.stop or first in tale.words.of("determiner")


def align(told: Sequence[Sentence], steps: Sequence[Step], *, ends: bool, lone: float | None = None) -> list[int]:
    """The step of each sentence, never falling: near its place in the text, and drawn to where its words belong."""
    if not told or not steps:
        return []
    costs = [[_cost(target, s, step) for step in steps] for s, target in _targets(told, steps, ends=ends, lone=lone)]
    best, came = costs[0], []
    for row in costs[1:]:
        least = _running_least(best)
        came.append(least)
        best = [cost + best[least[at]] for at, cost in enumerate(row)]
    at = min(range(len(steps)), key=lambda i: (best[i], i))
    found = [at]
    for least in reversed(came):
        at = least[at]
        found.append(at)
    return found[::-1]


def _running_least(values: Sequence[float]) -> list[int]:
    """For each place the place of the least value up to it, the last of equals."""
    found: list[int] = []
    for at, value in enumerate(values):
        found.append(at if not found or value <= values[found[-1]] else found[-1])
    return found


def _targets(
    told: Sequence[Sentence], steps: Sequence[Step], *, ends: bool, lone: float | None
) -> list[tuple[Sentence, float]]:
    last = steps[-1] if ends or len(steps) < 2 else steps[-2]
    low, high = steps[0].middle, last.middle
    if len(told) == 1:
        return [(told[0], lone if lone is not None else low)]
    return [(sentence, low + (high - low) * at / (len(told) - 1)) for at, sentence in enumerate(told)]


def _cost(target: float, sentence: Sentence, step: Step) -> float:
    return abs(target - step.middle) - CUE * (step.name in sentence.cues)


def lay(tale: Tale, layout: Layout) -> Body:
    """One option's body."""
    told = [*tale.told[layout.start :], *tale.told[: layout.start]]
    wrap = layout.structure.wraps_at if layout.start else 0
    cut = len(tale.told) - layout.start if wrap else len(told)
    final = tale.told[-1].cues if tale.told else frozenset()
    ends = len(told) >= ENDED or "final image" in final or bool(layout.structure.types and layout.lone is None)
    first = align(told[:cut], layout.steps[: wrap or None], ends=ends or bool(wrap), lone=layout.lone)
    rest = align(told[cut:], layout.steps[wrap:], ends=False) if wrap else []
    places = first + [wrap + at for at in rest]
    return _Writer(tale, layout, told, places).write()


@dataclass
class _Writer:
    tale: Tale
    layout: Layout
    told: Sequence[Sentence]
    places: Sequence[int]

    def write(self) -> Body:
        body, asker = Body(), Asker(self.tale.words, self._slots())
        sides = 0
        for number, step in enumerate(self.layout.steps):
            if step.act:
                body.heading(self._act(step))
            here = [s for s, place in zip(self.told, self.places, strict=True) if place == number]
            if step.always == "before":
                body.add(self._asked(asker, step, number))
            for paragraph in _paragraphs(here):
                body.add(*(sentence.text.strip() for sentence in paragraph))
            if self._undecided(here):
                body.add(asker.ask("decision", hero=self._decider(here[-1]), this=short(here[-1].text)))
            if step.always == "after" or not (step.always or here):
                body.add(self._asked(asker, step, number))
            elif here and self.layout.lead and self.layout.lead != self.layout.people[0] and sides < SIDES:
                body.add(asker.ask("their side", **self._around(number)))
                sides += 1
        body.open_with(map(asker.ask, self.layout.opened))
        if self.layout.closed and not stretches(body.units[-1]):
            body.close_with(map(asker.ask, self.layout.closed))
        return body

    def _undecided(self, here: Sequence[Sentence]) -> bool:
        """Whether the author's last sentence leaves a choice open."""
        return bool(here) and here[-1] == self.tale.told[-1] and "decision" in here[-1].cues

    def _decider(self, sentence: Sentence) -> str:
        """Who has the choice: whose name the sentence opens with, else whose story it is by the author's telling."""
        opens = (p.name for p in self.tale.people if p.pattern().match(sentence.text))
        return next(opens, self.tale.people[0].name if self.tale.people else "")

    def _act(self, step: Step) -> str:
        return self.tale.words.said(step.act)

    def _asked(self, asker: Asker, step: Step, number: int) -> str:
        return asker.ask(step.name, **self._around(number))

    def _around(self, number: int) -> dict[str, str]:
        """The author's nearest sentences before and behind a step, as they are told here.

        Of one or two sentences none is quoted where an option opens and closes: each would open or close with it.
        """
        if len(self.told) <= FEW and number in (0, len(self.layout.steps) - 1):
            return {}
        before = [s for s, place in zip(self.told, self.places, strict=True) if place <= number]
        after = [s for s, place in zip(self.told, self.places, strict=True) if place > number]
        ends = {"first": self.told[:1], "last": self.told[-1:], "before": before[-1:], "after": after[:1]}
        return {name: short(found[0].text) for name, found in ends.items() if found}

    def _slots(self) -> dict[str, str]:
        hero, other, third = (*self.layout.people, "", "", "")[:3]
        if self.layout.lead and self.layout.lead != hero:
            hero, other = self.layout.lead, hero
            third = next((name for name in self.layout.people if name not in (hero, other)), "")
        tale = self.tale
        place = tale.places[0] if tale.places else ""
        return {"hero": hero, "other": other, "third": third, "place": place, "wish": tale.wish(hero)}


def _paragraphs(told: Sequence[Sentence]) -> list[list[Sentence]]:
    """Sentences in the author's own paragraphs."""
    found: list[list[Sentence]] = []
    for sentence in told:
        if found and found[-1][-1].paragraph == sentence.paragraph and found[-1][-1].index + 1 == sentence.index:
            found[-1].append(sentence)
        else:
            found.append([sentence])
    return found
