"""An element through the film: its state scene by scene, and where each condition began, was asked about, and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.errors import NoSuchElementError
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.pipeline.states.reading import States

if TYPE_CHECKING:
    from storyforge.pipeline.states.reading import Proposal, Question
    from storyforge.story import Story

BEGINS, LASTS, ENDS, WITHIN, OPEN, DROPPED, NONE = "▐", "█", "▌", "│", "?", "×", "·"


def element_of(story: Story, name: str) -> str:
    """The slug of an element by its slug, its name or an alias; raises NoSuchElementError."""
    summaries = story.summaries
    seen = {slug for number in summaries.numbers for slug in _elements(story, number)}
    if name in seen or name in summaries.assets:
        return name
    for slug in summaries.assets:
        index = summaries.asset(slug)
        if name.casefold() in {called.casefold() for called in (index.get("name", ""), *index.get("aliases", ()))}:
            return slug
    raise NoSuchElementError(name, "", sorted({*seen, *summaries.assets}))


def _elements(story: Story, number: str) -> dict[str, str]:
    found: dict[str, str] = story.summaries.index(scene_path(folder(number), "shots")).get("elements", {})
    return found


def asset_timeline(story: Story, name: str) -> dict[str, Any]:
    """The strip of one element: its scenes, a row of marks for every condition, and what happened, in order."""
    slug = element_of(story, name)
    states = States(story)
    numbers = [number for number in story.summaries.numbers if slug in _elements(story, number)]
    asset = story.summaries.asset(slug)
    scenes = [_scene(states, number, slug) for number in numbers]
    tags = dict.fromkeys(tag for scene in scenes for tag in scene["tags"])
    return {
        "element": slug,
        "name": asset.get("name", slug),
        "kind": asset.get("kind", "prop"),
        "of": len(story.summaries.numbers),
        "scenes": [{name: scene[name] for name in ("scene", "heading", "start", "end")} for scene in scenes],
        "rows": [{"tag": tag, "marks": [scene["tags"].get(tag, NONE) for scene in scenes]} for tag in tags],
        "events": [event for scene in scenes for event in scene["events"]],
    }


def _scene(states: States, number: str, slug: str) -> dict[str, Any]:
    start = [condition.tag for condition in states.start_conditions(number, slug)]
    end = [condition.tag for condition in states.end_conditions(number, slug)]
    proposals = [each for each in states.proposals(number) if each.change.element == slug]
    questions = [each for each in states.questions(number) if each.element == slug]
    began = [tag for each in proposals if each.change.review == "accepted" for tag in each.change.gains]
    tags = {
        **{question.condition.tag: DROPPED for question in questions if question.keep is False},
        **{tag: OPEN for each in proposals if each.change.review == "proposed" for tag in each.change.gains},
        **{question.condition.tag: OPEN for question in questions if question.keep is None},
        **dict.fromkeys(began, WITHIN),
        **dict.fromkeys(start, ENDS),
        **{tag: LASTS if tag in start else BEGINS for tag in end},
    }
    events = [*map(_border, questions), *map(_change, proposals)]
    return {
        "scene": number,
        "heading": states.story.scenes[number].title,
        "start": start,
        "end": end,
        "tags": tags,
        "events": events,
    }


def _border(question: Question) -> dict[str, str]:
    by = {"author": "by you", "auto": "by the rule", "": ""}[question.decided]
    word = {True: "kept", False: "dropped", None: "asked"}[question.keep]
    why = f"since scene {question.condition.since}; the jump is {question.jump}"
    what = f"{question.condition.tag} {' '.join(filter(None, (word, by)))}"
    return {"scene": question.scene, "shot": "", "what": what, "quote": question.condition.quote, "why": why}


def _change(proposal: Proposal) -> dict[str, str]:
    change = proposal.change
    word = {"accepted": "begins" if change.gains else "ends", "proposed": "proposed", "rejected": "rejected"}[
        change.review
    ]
    tag = (*change.gains, *change.loses)[0]
    mark = "" if change.gains or change.review == "accepted" else "-"
    why = f"read by: {change.rule}" if change.rule else "written by hand"
    return {
        "scene": proposal.scene,
        "shot": proposal.shot,
        "what": f"{mark}{tag} {word}",
        "quote": change.quote,
        "why": why,
    }
