"""What is behind brought up to date: the beats by the script, the telling by the beats; in stories of all ways but one.

A screenplay's beats and treatment are derived, and made anew where they should follow.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from storyforge.errors import MissingArtifactError, UnfitAnswerError
from storyforge.model.counted import counted
from storyforge.model.money import FREE
from storyforge.pipeline.change import Change, made_by, new_record, with_records
from storyforge.pipeline.writing.asking import recorded_first, weighed, writer
from storyforge.pipeline.writing.beats import sheet_of
from storyforge.pipeline.writing.filing import BEATS, filed
from storyforge.pipeline.writing.matching import matched
from storyforge.pipeline.writing.pages import Prose
from storyforge.pipeline.writing.sheet import free_ids
from storyforge.stages.base import Made
from storyforge.stages.film.briefing import brief_of
from storyforge.stages.film.reading import told
from storyforge.story import SCRIPT
from storyforge.tasks.options import RevisionContext
from storyforge.tasks.outline import BeatsContext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from storyforge.model.beats import Beat, BeatSheet
    from storyforge.model.money import Cost
    from storyforge.model.record import Record
    from storyforge.pipeline.repairing.impact import Impact
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.writing.asking import Tell, Writer
    from storyforge.story import Story
    from storyforge.tasks.options import RevisionOutput
    from storyforge.tasks.outline import BeatsOutput

COMMAND = "the same command with --accept-impact"


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync came to; of a dry run, `cost` is the most that it would cost.

    `flagged` are the files that did not agree. Of beats: `linked` are the scenes of those that have others now, as
    they were and are, `unplayed` those that no scene plays, `new` those of scenes that had none. Of a telling: `before`
    and `after` are its text.
    """

    path: str
    flagged: tuple[str, ...] = ()
    linked: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    unplayed: tuple[str, ...] = ()
    new: tuple[Beat, ...] = ()
    uncovered: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    by: str = ""
    cost: Cost = FREE
    impact: Impact | None = None
    commit: str | None = None
    saved: str | None = None


def sync_beats(session: Session, request: Request, tell: Callable[[Tell], None] | None = None) -> Synced:
    """Bring the beats up to the script: their scenes are those that are there, and every scene has a beat.

    Beats whose scenes are gone are kept, and named; their words are their author's. Then both agree. Raises
    MissingArtifactError, InvalidArtifactError, ImpactNotAcceptedError, UnfitAnswerError, and what the one who answers
    raises.
    """
    saved, story, branch = _opened(session, request, (BEATS, SCRIPT))
    sheet = sheet_of(story)
    linked = matched(_linked(sheet, story), story)
    found = Synced(
        BEATS,
        _flagged(story, BEATS, SCRIPT),
        {a.id: (a.scenes, b.scenes) for a, b in zip(sheet.beats, linked.beats, strict=True) if a != b},
        tuple(beat.id for beat in linked.beats if not beat.scenes),
        uncovered=tuple(n for n in story.scenes if not any(n in beat.scenes for beat in linked.beats)),
        saved=saved,
    )
    with writer(session, replace(request, upto="beats"), tell) as asked:
        if request.dry and found.uncovered and not asked.is_free:
            price = asked.price("beats", [_context(story, found.uncovered)])
            return replace(found, by=asked.choice.name, cost=price)
        new = _asked(story, found.uncovered, asked) if found.uncovered else []
        whole, added = _with_new(linked, new, list(story.scenes))
        found = replace(found, new=added, by=asked.asking.name, cost=asked.asking.cost)
        if request.dry or not (found.flagged or found.linked or added):
            return found
        change = _change(story, whole, aside=not added)
        impact = weighed(session, change.after, request, COMMAND)
        more = f", {counted(len(added), 'beat')} more" if added else ""
        subject = f"beats: up to date with {SCRIPT}{more}"
        return replace(found, impact=impact, commit=asked.commit(change, subject, request.guidance, branch))


def _context(story: Story, scenes: Sequence[str]) -> BeatsContext:
    """Some scenes of the script, and no other."""
    here = {number: story.scenes[number] for number in scenes}
    return BeatsContext(language=story.story.language, script=SCRIPT, scenes=told(here))


def _asked(story: Story, scenes: Sequence[str], asked: Writer) -> list[Beat]:
    """The beats of some scenes, each with those it plays; raises UnfitAnswerError where one is in none.

    Rules take goals from where a scene stands in the whole, which they have not seen here: those are left out.
    """
    output = cast("BeatsOutput", asked.asking.ask("beats", _context(story, scenes)))
    found = [beat.model_copy(update={"scenes": tuple(n for n in scenes if n in beat.scenes)}) for beat in output.beats]
    bare = {"goal": ""} if asked.is_free else {}
    beats = [beat.model_copy(update=bare) for beat in found if beat.scenes and beat.text.strip()]
    left = [n for n in scenes if not any(n in beat.scenes for beat in beats)]
    if left:
        raise UnfitAnswerError("beats", asked.asking.name, f"no beat is of scene {', '.join(left)}.")
    return beats


def _opened(session: Session, request: Request, paths: Sequence[str]) -> tuple[str | None, Story, str]:
    """The story with its author's edits, recorded first where something is to be written; and the branch."""
    saved, story, branch = recorded_first(session, request)
    for path in paths:
        if path not in story.summaries:
            raise MissingArtifactError(path)
    story.refuse_unreadable(paths)
    return saved, story, branch


def _flagged(story: Story, path: str, other: str) -> tuple[str, ...]:
    """Which of two files does not agree with the other one."""
    found = []
    for one, two in ((path, other), (other, path)):
        record = story.records.get(one)
        agreed = record.agrees.get(two) if record else None
        if agreed != story.summaries.by_path[two].digest and (one == path or agreed is not None):
            found.append(one)
    return tuple(found)


def _linked(sheet: BeatSheet, story: Story) -> BeatSheet:
    """The beats with those of their scenes that are there, in the script's order."""
    beats = tuple(
        beat.model_copy(update={"scenes": tuple(n for n in story.scenes if n in beat.scenes)}) for beat in sheet.beats
    )
    return sheet.model_copy(update={"beats": beats})


def _with_new(sheet: BeatSheet, new: Sequence[Beat], order: Sequence[str]) -> tuple[BeatSheet, tuple[Beat, ...]]:
    """New beats, each behind the last beat that plays an earlier scene, in its act."""
    beats = list(sheet.beats)
    added = []
    for beat, name in zip(new, free_ids(sheet, len(new)), strict=True):
        until = order.index(beat.scenes[0])
        before = [row for row, each in enumerate(beats) if any(order.index(n) < until for n in each.scenes)]
        index = before[-1] + 1 if before else 0
        act = beats[index - 1].act if index else beats[0].act if beats else ""
        told = beat.model_copy(update={"id": name, "act": act or beat.act, "runners_up": ()})
        beats.insert(index, told)
        added.append(told)
    return sheet.model_copy(update={"beats": tuple(beats)}), tuple(added)


def _change(story: Story, sheet: BeatSheet, *, aside: bool) -> Change:
    """The beats, and that they and the script agree; links alone touch nothing else that was agreed or approved."""
    content = filed(story, sheet)
    touched = {BEATS: sheet} if aside else {}
    made = made_by(story, "beats", Made({}, touched=touched), locked=False, guidance="")
    after = made.after.with_changes({BEATS: content})
    agreed = agreeing(after, ((BEATS, SCRIPT), (SCRIPT, BEATS)))
    return with_records(after, {**made.files, BEATS: content}, agreed)


def agreeing(story: Story, pairs: Iterable[tuple[str, str]]) -> dict[str, Record]:
    """The records of files that agree with others, both as they are now; a file without a record gets one."""
    found: dict[str, Record] = {}
    for path, other in pairs:
        summaries = story.summaries.by_path
        record = found.get(path) or story.records.get(path) or replace(new_record(path), digest=summaries[path].digest)
        found[path] = replace(record, agrees={**record.agrees, other: summaries[other].digest})
    return found


def sync_telling(session: Session, stage: str, request: Request, tell: Callable[[Tell], None] | None = None) -> Synced:
    """Bring a treatment or narrative up to the beats: what they leave untouched stays word for word; then both agree.

    Raises MissingArtifactError, InvalidArtifactError, ImpactNotAcceptedError, and what the one who answers raises.
    """
    path = f"{stage}.md"
    saved, story, branch = _opened(session, request, (path, BEATS))
    flagged = _flagged(story, path, BEATS)
    page = Prose.open(story, path, stage)
    found = Synced(path, flagged, before=page.text.strip("\r\n"), saved=saved)
    if path not in flagged:
        return found
    with writer(session, replace(request, upto=stage), tell) as asked:
        sheet = sheet_of(story)
        context = RevisionContext(
            brief=brief_of(asked.job(story)),
            body=found.before,
            beats=tuple(beat.text for beat in sheet.beats),
            passages=tuple(beat.source.quote if beat.source else "" for beat in sheet.beats),
        )
        if request.dry and not asked.is_free:
            return replace(found, by=asked.choice.name, cost=asked.price("revise", [context]))
        body = cast("RevisionOutput", asked.asking.ask("revise", context)).body.strip("\r\n")
        if not body.strip():
            raise UnfitAnswerError("revise", asked.asking.name, "the text is empty.")
        found = replace(found, after=body, by=asked.asking.name, cost=asked.asking.cost)
        if request.dry:
            return found
        content = page.written(page.text.replace(found.before, body, 1), ())
        after = story.with_changes({path: content})
        after.refuse_unreadable([path])
        change = with_records(after, {path: content}, agreeing(after, ((path, BEATS), (BEATS, path))))
        impact = weighed(session, change.after, request, COMMAND)
        subject = f"{stage}: up to date with {BEATS}"
        return replace(found, impact=impact, commit=asked.commit(change, subject, request.guidance, branch))
