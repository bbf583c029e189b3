"""Passages rewritten by instruction: each is asked for with what stands around it, and only they change.

It is the author's act, as if typed by hand: what was approved is edited from then on, and flags and freshness follow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from storyforge.errors import EmptyPassageError, RequestError, StoryforgeError, UnfitAnswerError
from storyforge.model.counted import counted
from storyforge.model.money import FREE
from storyforge.pipeline.change import Change
from storyforge.pipeline.writing.asking import recorded_first, weighed, writer
from storyforge.pipeline.writing.pages import page_of
from storyforge.pipeline.writing.passages import Stretch, replaced, select, with_line_ends
from storyforge.pipeline.writing.scripts import under_heading
from storyforge.stages.film.briefing import brief_of
from storyforge.story import SCRIPT
from storyforge.tasks.rewriting import RewriteContext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from storyforge.model.money import Cost
    from storyforge.pipeline.repairing.impact import Impact
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.writing.asking import Tell, Writer
    from storyforge.pipeline.writing.pages import Page
    from storyforge.story import Story
    from storyforge.tasks.rewriting import RewriteOutput

TASK = "rewrite"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be rewritten: an artifact, what of it, its passages, and how they are to be."""

    what: str
    which: tuple[str, ...]
    passages: tuple[str, ...]
    instruction: str
    nth: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage, where it stands, and what is to stand there; nothing while nobody was asked."""

    place: str
    before: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What a rewrite came to; of a dry run, `cost` is the most that it would cost."""

    path: str
    passages: tuple[Passage, ...]
    by: str
    cost: Cost = FREE
    impact: Impact | None = None
    commit: str | None = None
    saved: str | None = None


def rewrite(session: Session, wish: Wish, request: Request, tell: Callable[[Tell], None] | None = None) -> Rewritten:
    """Rewrite the passages of one artifact, in one commit with the instruction as its body.

    What the author edited is recorded first. A dry run writes nothing, and asks nobody who may take money. The stage
    of `request` is found here.

    Raises what `page_of` and `select` raise, RequestError, ImpactNotAcceptedError,
    StructureChangedError, and what whoever answers raises.
    """
    if not wish.instruction.strip():
        raise RequestError("Nobody knows how the passage should be.", 'Say it: -m "shorter", or -m "from her side"')
    if not wish.passages and not _is_scene(wish):
        raise RequestError("Nothing is selected.", 'Copy the words that are to be rewritten: --select "..."')
    _found(session.story, wish)
    saved, story, branch = recorded_first(session, request)
    page, found = _found(story, wish)
    request = replace(request, upto=page.stage, guidance=wish.instruction.strip())
    with writer(session, request, tell) as asked:
        made = _rewritten(session, page, found, asked, request, branch)
    return replace(made, saved=saved)


def _found(story: Story, wish: Wish) -> tuple[Page, list[Stretch]]:
    """The text, and the passages in it; a scene that is named is all that stands under its heading."""
    if not _is_scene(wish):
        page = page_of(story, wish.what, wish.which)
        return page, select(page.path, page.text, wish.passages, wish.nth, page.places)
    page = page_of(story, wish.what)
    first, last = under_heading(story.source, wish.which[0])
    if first == last:
        raise EmptyPassageError(page.path)
    return page, [Stretch(first, last)]


def _is_scene(wish: Wish) -> bool:
    """Whether a whole scene of the script is meant: it is named, and no passage of it."""
    return wish.what in ("script", SCRIPT) and len(wish.which) == 1 and not wish.passages


def _rewritten(
    session: Session, page: Page, found: Sequence[Stretch], asked: Writer, request: Request, branch: str
) -> Rewritten:
    contexts = {_label(page, stretch, found): _context(page, stretch, asked, request) for stretch in found}
    places = [(page.places.name(stretch), stretch.of(page.text)) for stretch in found]
    if request.dry and not asked.is_free:
        passages = tuple(Passage(place, before) for place, before in places)
        return Rewritten(page.path, passages, asked.choice.name, asked.price(TASK, contexts.values()))
    words = [with_line_ends(page.fitted(each.replace("\0", "")), page.text) for each in _answers(asked, contexts)]
    if not all(words):
        raise UnfitAnswerError(TASK, asked.asking.name, "the passage is empty.")
    changed = list(zip(found, words, strict=True))
    content = page.written(replaced(page.text, changed), changed)
    after = page.story.with_changes({page.path: content})
    after.refuse_unreadable([page.path])
    passages = tuple(Passage(place, before, new) for (place, before), new in zip(places, words, strict=True))
    made = Rewritten(page.path, passages, asked.asking.name, asked.asking.cost)
    if request.dry:
        return made
    impact = weighed(session, after, request, "the same command with --accept-impact")
    subject = f"{page.stage}: {counted(len(found), 'passage')} rewritten"
    commit = asked.commit(Change({page.path: content}, after), subject, request.guidance, branch)
    return replace(made, impact=impact, commit=commit)


def _label(page: Page, stretch: Stretch, found: Sequence[Stretch]) -> str:
    """What a question goes by among those that are asked at once: its scene, where that says which it is."""
    scenes = [page.scene(each) for each in found]
    scene = page.scene(stretch)
    return scene if scenes.count(scene) == 1 else f"{scene} {page.places.name(stretch)}, {stretch.start}".strip()


def _context(page: Page, stretch: Stretch, asked: Writer, request: Request) -> RewriteContext:
    before, after = page.surroundings(stretch)
    passage = stretch.of(page.text)
    return RewriteContext(
        brief=brief_of(asked.job(page.story), query=passage, names=page.people(stretch)),
        artifact=page.path,
        form=page.form,
        before=before,
        passage=passage,
        after=after,
        instruction=request.guidance,
    )


def _answers(asked: Writer, contexts: Mapping[str, RewriteContext]) -> list[str]:
    """The new passages; the first that fails fails all, and what was answered is found again."""
    answers = asked.asking.ask_each(TASK, contexts)
    for answer in answers.values():
        if isinstance(answer, StoryforgeError):
            raise answer
    return [cast("RewriteOutput", answer).passage for answer in answers.values()]
