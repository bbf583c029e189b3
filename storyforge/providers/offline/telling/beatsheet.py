"""The rule `beatsheet`: a telling becomes beats, its own sentences and questions; what is missing is asked.

A storyboard's questions stand with the sentences around them: one by itself would be a picture of nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from storyforge.model.beats import Beat, Source
from storyforge.providers.offline.telling.asking import Asker
from storyforge.providers.offline.telling.books import OF_BOOKS
from storyforge.providers.offline.telling.tale import Tale, read, short
from storyforge.providers.offline.telling.units import Unit, halved, merged, units, with_questions
from storyforge.tasks.beatsheet import FEWEST, MOST, BeatSheetOutput
from storyforge.tasks.gaps import stretches, without_gaps
from storyforge.tasks.structures import USUAL, act_of, step_at, structures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.tasks.beatsheet import BeatSheetContext
    from storyforge.tasks.structures import Step, Structure

AGAIN = 4
"""How often another question is tried where the telling asks the same already."""


class _Placed(NamedTuple):
    """A beat to be: a piece of the telling or a new question, and the step at which it stands."""

    at: float
    step: Step
    text: str
    unit: Unit | None = None


def beatsheet(context: BeatSheetContext) -> BeatSheetOutput:
    """Beats of a book by its survey, else of the telling itself."""
    if context.survey is not None:
        return cast("BeatSheetOutput", OF_BOOKS.load("beatsheet")(context))
    language = context.brief.language
    told = units(context.telling, language)
    if context.fewest < FEWEST:
        told = with_questions(told)
    told = halved(merged(told, MOST), context.telling, context.fewest)
    tale = read([without_gaps(unit.text) for unit in told if not unit.asks], context.brief)
    placed = _placed(told, tale, context)
    placed += _missing(placed, tale, context.fewest - len(placed))
    placed.sort(key=lambda p: p.at)
    acts = _acts(placed, tale)
    beats = [_beat(number, p, act, tale, context) for number, (p, act) in enumerate(zip(placed, acts, strict=True), 1)]
    return BeatSheetOutput(beats=tuple(beats))


def _placed(told: Sequence[Unit], tale: Tale, context: BeatSheetContext) -> list[_Placed]:
    """The pieces with the steps that they cover most of; a question is at the step that it is about."""
    structure = _structure(told, tale, context)
    size = 100 / max(len(told), 1)
    found = []
    for index, unit in enumerate(told):
        span = _span(told, index, structure, tale)
        inner = structure.steps[int(index > 0) : len(structure.steps) - int(index < len(told) - 1)]
        step = _about(unit, tale) or step_at(
            structure.steps if span else inner, *(span or (index * size, (index + 1) * size))
        )
        found.append(_Placed((index + 0.5) * size, step, unit.text, unit))
    return found


def _span(told: Sequence[Unit], index: int, structure: Structure, tale: Tale) -> tuple[float, float] | None:
    """The stretch of the structure that a piece covers within its act, where its heading is an act of it."""
    act = told[index].act
    steps = [step for step in structure.steps if tale.words.said(act_of(structure.steps, step)) == act]
    if not act or not steps:
        return None
    here = [at for at, unit in enumerate(told) if unit.act == act]
    low, size = steps[0].start, (steps[-1].end - steps[0].start) / len(here)
    return low + here.index(index) * size, low + (here.index(index) + 1) * size


def _structure(told: Sequence[Unit], tale: Tale, context: BeatSheetContext) -> Structure:
    """The structure whose acts are the telling's headings; else that of a commercial, or the usual one."""
    headings = {unit.act for unit in told}
    for shape in structures().values():
        if headings >= {tale.words.said(step.act) for step in shape.steps if step.act}:
            return shape
    return structures()["commercial" if context.brief.type == "commercial" else USUAL]


def _about(unit: Unit, tale: Tale) -> Step | None:
    """The step that a piece asks about, where it is a question of ours."""
    kind = tale.words.kind(stretches(unit.text)[0].question) if unit.asks else ""
    return next((step for shape in structures().values() for step in shape.steps if step.name == kind), None)


def _missing(placed: Sequence[_Placed], tale: Tale, count: int) -> list[_Placed]:
    """Questions for steps that no piece stands at: those that turn the story first, and none that is asked already."""
    if count <= 0:
        return []
    steps = structures()[USUAL].steps
    taken = {p.step.name for p in placed}
    free = [step for step in steps if step.name not in taken]
    asked = {stretch.question for p in placed for stretch in stretches(p.text)}
    asker = Asker(tale.words, _slots(tale))
    found: list[_Placed] = []
    for step in (*sorted(free, key=lambda s: not s.cause), *(s for s in steps if s not in free), *steps):
        question = _new(asker, step, placed, asked) if len(found) < count else ""
        if question:
            found.append(_Placed(_between(step, placed), step, question))
    return found


def _between(step: Step, placed: Sequence[_Placed]) -> float:
    """Where a new question stands: behind all pieces of earlier steps that nothing of a later one stands before."""
    earlier = [p.at for p in placed if p.step.start <= step.start]
    later = [p.at for p in placed if p.step.start > step.start]
    inner = [at for at in earlier if not later or at < min(later)]
    low = max(inner, default=0.0)
    return max(low, min(step.middle, min(later, default=100.0))) + step.start / 1000


def _new(asker: Asker, step: Step, placed: Sequence[_Placed], asked: set[str]) -> str:
    before = [p for p in placed if p.at <= step.middle and p.unit and not p.unit.asks]
    after = [p for p in placed if p.at > step.middle and p.unit and not p.unit.asks]
    near = {"before": before[-1:], "after": after[:1], "first": (before or after)[:1]}
    quotes = {name: short(without_gaps(found[0].text)) for name, found in near.items() if found}
    for _ in range(AGAIN):
        made = asker.ask(step.name, **quotes)
        question = stretches(made)[0].question if made else ""
        if question and question not in asked:
            asked.add(question)
            return made
    return ""


def _slots(tale: Tale) -> dict[str, str]:
    hero, other, third = (*(person.name for person in tale.people), "", "", "")[:3]
    place = tale.places[0] if tale.places else ""
    return {"hero": hero, "other": other, "third": third, "place": place, "wish": tale.wish(hero)}


def _acts(placed: Sequence[_Placed], tale: Tale) -> list[str]:
    """The telling's own headings, a new question under the one before it; where there are none, the steps' acts."""
    if any(p.unit and p.unit.act for p in placed):
        act = next(p.unit.act for p in placed if p.unit)
        found = []
        for p in placed:
            act = p.unit.act if p.unit else act
            found.append(act)
        return found
    table = structures()
    return [tale.words.said(next(act_of(s.steps, p.step) for s in table.values() if p.step in s.steps)) for p in placed]


def _beat(number: int, placed: _Placed, act: str, tale: Tale, context: BeatSheetContext) -> Beat:
    told = without_gaps(placed.text)
    unit = placed.unit
    quote = context.telling[unit.start : unit.end] if unit else ""
    return Beat(
        id=f"b{number:02}",
        text=placed.text,
        goal=tale.words.said(placed.step.goal),
        act=act,
        source=Source(file=context.path, quote=" ".join(quote.split())) if quote else None,
        people=tale.named(told),
        place=tale.place(told),
    )
