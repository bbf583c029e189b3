"""Descriptions said otherwise, as their author wishes: asked of whoever answers for assets, by the story's budgets.

The outcome is an edit: what was locked is approved anew, and no later reading of the script writes over it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from storyforge.errors import GuidanceTooShortError
from storyforge.model.assets import Character
from storyforge.model.money import FREE
from storyforge.pipeline.assets.changing import AGAIN, asset_of, path_of
from storyforge.pipeline.change import Change, to_bytes
from storyforge.pipeline.run import GUIDANCE_AT_LEAST
from storyforge.pipeline.writing.asking import recorded_first, weighed, writer
from storyforge.stages.film.describing import told_of
from storyforge.stages.film.reading import told
from storyforge.tasks.breakdown import BreakdownContext
from storyforge.tasks.redescribe import RedescribeContext

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.model.assets import Asset
    from storyforge.model.money import Cost
    from storyforge.pipeline.repairing.impact import Impact
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.writing.asking import Tell
    from storyforge.story import Story
    from storyforge.tasks.redescribe import RedescribeOutput

TASK = "redescribe"


@dataclass(frozen=True, slots=True)
class Redescribed:
    """What became of a description; of a dry run that costs money `after` is None, and `cost` the most it would be."""

    path: str
    before: Asset
    after: Asset | None
    by: str
    cost: Cost = FREE
    impact: Impact | None = None
    commit: str | None = None
    saved: str | None = None


def redescribe(
    session: Session, name: str, request: Request, tell: Callable[[Tell], None] | None = None
) -> Redescribed:
    """Say otherwise how an asset looks, in one commit with the instruction, `request.guidance`, as its body.

    Raises GuidanceTooShortError, NoAssetError, ImpactNotAcceptedError, and what whoever answers raises: of rules
    NoRuleError, where they can't do it.
    """
    if len(request.guidance.strip()) < GUIDANCE_AT_LEAST:
        raise GuidanceTooShortError(GUIDANCE_AT_LEAST)
    asset_of(session.story, name)
    saved, story, branch = recorded_first(session, request)
    path, before = path_of(story, name), asset_of(story, name)
    context = _context(story, path, before, request.guidance.strip())
    with writer(session, request, tell) as asked:
        if request.dry and not asked.is_free:
            return Redescribed(path, before, None, asked.choice.name, asked.price(TASK, [context]))
        answer = cast("RedescribeOutput", asked.asking.ask(TASK, context))
        after = _with(before, answer)
        made = Redescribed(path, before, after, asked.asking.name, asked.asking.cost, saved=saved)
        if request.dry or after == before:
            return made
        content = to_bytes(story, path, after)
        new = story.with_changes({path: content})
        new.refuse_unreadable([path])
        impact = weighed(session, new, request, AGAIN)
        subject = f"assets: {before.name} described anew"
        commit = asked.commit(Change({path: content}, new), subject, request.guidance.strip(), branch)
    return replace(made, impact=impact, commit=commit)


def _context(story: Story, path: str, asset: Asset, instruction: str) -> RedescribeContext:
    script = BreakdownContext(language=story.story.language, scenes=told(story.scenes))
    person = asset if isinstance(asset, Character) else None
    return RedescribeContext(
        language=story.story.language,
        kind=asset.kind,
        name=asset.name,
        age=person.age if person else "",
        description=asset.description,
        identity_line=person.identity_line if person else "",
        passages=told_of(asset, script, ()).passages,
        path=path,
        instruction=instruction,
    )


def _with(asset: Asset, answer: RedescribeOutput) -> Asset:
    """An asset with another description, on one line each; of things and places there is no more."""
    changes: dict[str, Any] = {"description": answer.description.strip()}
    if isinstance(asset, Character):
        changes |= {"identity_line": " ".join(answer.identity_line.split()), "age": answer.age.strip()}
    return asset.model_copy(update=changes)
