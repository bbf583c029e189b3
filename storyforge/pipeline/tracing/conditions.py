"""Why somebody looks as they do in a scene: each condition back to its sentence, and over which borders it came."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from storyforge.errors import NoSuchElementError
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.pipeline.states.reading import States

if TYPE_CHECKING:
    from storyforge.model.visuals import Condition
    from storyforge.pipeline.states.reading import Proposal, Question
    from storyforge.story import Story


@dataclass(frozen=True, slots=True)
class Border:
    """A scene into which a condition was carried: over what jump in time, and by whose word."""

    scene: str
    jump: str
    decided: str


@dataclass(frozen=True, slots=True)
class Chain:
    """One condition: where and by which sentence it began, who accepted that, and over which borders it came.

    `here` says whether the element comes into the scene with it; else it begins or ends within it.
    """

    tag: str
    scene: str
    shot: str
    quote: str
    rule: str
    decided: str
    borders: tuple[Border, ...] = ()
    here: bool = True
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Looks:
    """How an element comes into a scene and what becomes of that, each with its reasons."""

    element: str
    scene: str
    source: str
    conditions: tuple[Chain, ...]
    dropped: tuple[Question, ...]
    proposed: tuple[Proposal, ...]

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "element": self.element,
            "scene": self.scene,
            "source": self.source,
            "conditions": [asdict(chain) for chain in self.conditions],
            "dropped": [question.plain() for question in self.dropped],
            "proposed": [proposal.plain() for proposal in self.proposed],
        }


def looks(story: Story, element: str, number: str) -> Looks:
    """Why an element looks in a scene as it does; raises UnknownSceneError, NoSuchElementError."""
    states = States(story)
    (number,) = states.numbers([number])
    there = story.summaries.index(scene_path(folder(number), "shots")).get("elements", {})
    if element not in there:
        raise NoSuchElementError(element, number, list(there))
    proposals = [each for each in states.proposals(number) if each.change.element == element]
    start = states.start_conditions(number, element)
    chains = [_carried(states, number, element, condition, proposals) for condition in start]
    known = {condition.tag for condition in start}
    chains += [_begun(each, proposals) for each in proposals if _begins(each) and each.change.gains[0] not in known]
    questions = [each for each in states.questions(number) if each.element == element]
    visuals = states.visuals(number)
    source = next((e.source for e in visuals.elements if e.id == element), "") if visuals else ""
    return Looks(
        element,
        number,
        source,
        tuple(chains),
        tuple(each for each in questions if each.keep is not True and each.condition.tag not in known),
        tuple(each for each in proposals if each.change.review == "proposed"),
    )


def _begins(proposal: Proposal) -> bool:
    return proposal.change.review == "accepted" and bool(proposal.change.gains)


def _ends(tag: str, proposals: list[Proposal]) -> str:
    """The shot of a scene in which a condition ends."""
    ended = (each for each in proposals if each.change.review == "accepted" and tag in each.change.loses)
    return next((each.shot for each in ended), "")


def _begun(proposal: Proposal, proposals: list[Proposal]) -> Chain:
    change = proposal.change
    tag = change.gains[0]
    shot, rule = proposal.shot, change.rule
    return Chain(tag, proposal.scene, shot, change.quote, rule, change.decided, here=False, ends=_ends(tag, proposals))


def _carried(states: States, number: str, element: str, condition: Condition, proposals: list[Proposal]) -> Chain:
    """A condition that an element comes into a scene with, back to the shot in which it began."""
    tag = condition.tag
    origin = next((each for each in _of(states, condition.since, element) if _is_origin(each, condition)), None)
    borders = tuple(_borders(states, number, element, condition))
    ends = _ends(tag, proposals)
    if origin is None:
        return Chain(tag, condition.since, "", condition.quote, "", condition.decided, borders, ends=ends)
    change = origin.change
    return Chain(tag, condition.since, origin.shot, change.quote, change.rule, change.decided, borders, ends=ends)


def _of(states: States, number: str, element: str) -> list[Proposal]:
    if number not in states.summaries.numbers:
        return []
    return [each for each in states.proposals(number) if each.change.element == element and _begins(each)]


def _is_origin(proposal: Proposal, condition: Condition) -> bool:
    return condition.tag in proposal.change.gains and condition.quote in ("", proposal.change.quote)


def _borders(states: States, number: str, element: str, condition: Condition) -> list[Border]:
    """The scenes with the element since the condition began, up to this one, each with its word on it."""
    order = states.summaries.order
    first = order.get(folder(condition.since), -1) if condition.since else -1
    found: list[Border] = []
    here = number
    while True:
        question = next((q for q in states.questions(here) if q.name == f"{element}.{condition.tag}"), None)
        if question is None:
            break
        found.append(Border(here, question.jump, question.decided))
        if order.get(folder(question.last), -1) <= first:
            break
        here = question.last
    return found[::-1]
