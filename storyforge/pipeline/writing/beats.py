"""Beats changed one by one: added, removed, moved, merged, exchanged, expanded, edited, rewritten.

It is the author's act, as if typed by hand: what was approved is edited from then on. Ids are counted anew in order
until the sheet is locked for the first time, or shots go by them; from then on they stay.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from storyforge.errors import BeatsMisusedError, MissingArtifactError
from storyforge.model.kinds import record_path
from storyforge.model.money import FREE
from storyforge.model.record import Record
from storyforge.pipeline.change import Change, made_by
from storyforge.pipeline.editing.past import BACK
from storyforge.pipeline.writing import turning
from storyforge.pipeline.writing.asking import recorded_first, weighed, writer
from storyforge.pipeline.writing.filing import BEATS, filed
from storyforge.pipeline.writing.sheet import Place, renumbered
from storyforge.stages.base import Made

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from storyforge.model.beats import Beat, BeatSheet
    from storyforge.model.money import Cost
    from storyforge.pipeline.repairing.impact import Impact
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.writing.asking import Tell, Writer
    from storyforge.pipeline.writing.turning import Turned
    from storyforge.story import Story


@dataclass(frozen=True, slots=True)
class BeatWish:
    """What is to be done with which beats; `fields` are texts of a beat that the author gives word for word."""

    action: str
    names: tuple[str, ...] = ()
    place: Place = field(default_factory=Place)
    guidance: str = ""
    count: int = 1
    nth: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BeatsChanged:
    """What came of it: beats as they were and as they are, ids that are others now, and scenes that no beat plays.

    Of a dry run, `cost` is the most that it would cost. `asked` are the questions that came instead of alternatives.
    """

    subject: str
    before: tuple[Beat, ...]
    after: tuple[Beat, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    unplayed: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    by: str = ""
    cost: Cost = FREE
    impact: Impact | None = None
    commit: str | None = None
    saved: str | None = None


def sheet_of(story: Story) -> BeatSheet:
    """The beats; raises MissingArtifactError, InvalidArtifactError."""
    found = cast("BeatSheet | None", story.model(BEATS))
    if found is None:
        raise MissingArtifactError(BEATS)
    return found


def change_beats(
    session: Session, wish: BeatWish, request: Request, tell: Callable[[Tell], None] | None = None
) -> BeatsChanged:
    """Do one thing with beats, in one commit with the guidance as its body.

    What the author edited is recorded first. A dry run writes nothing, and asks nobody who may take money.

    Raises MissingArtifactError, UnknownBeatError, NoRunnersUpError, BeatsMisusedError, ImpactNotAcceptedError, and what
    whoever answers raises.
    """
    action = turning.ACTIONS[wish.action]
    sheet_of(session.story)
    saved, story, branch = recorded_first(session, request)
    request = replace(request, upto="beats", guidance=wish.guidance.strip())
    with writer(session, request, tell) as asked:
        sheet = sheet_of(story)
        work = turning.Work(story, sheet, wish.names, wish.place, request.guidance, wish.count, wish.nth, wish.fields)
        question = action.asks(work)
        if question and request.dry and not asked.is_free:
            cost = asked.price("beat", [turning.context(work, asked, question)])
            return BeatsChanged(f"beats: {wish.action}", question.beats, (), by=asked.choice.name, cost=cost)
        turned = action.does(work, turning.answered(work, asked, question) if question else [])
        return replace(_committed(session, work, turned, asked, request, branch), saved=saved)


def _committed(
    session: Session, work: turning.Work, turned: Turned, asked: Writer, request: Request, branch: str
) -> BeatsChanged:
    story, sheet = work.story, work.sheet
    names = _new_names(session, turned.sheet, sheet)
    content = filed(story, turned.sheet, turned.joined, names)
    made = BeatsChanged(
        turned.subject,
        turned.before,
        tuple(beat.model_copy(update={"id": names.get(beat.id, beat.id)}) for beat in turned.after),
        {old: new for old, new in names.items() if old != new and old in {beat.id for beat in sheet.beats}},
        unplayed(story, turned.sheet, sheet),
        turned.asked,
        asked.asking.name,
        asked.asking.cost,
    )
    if request.dry:
        return made
    change = _change(story, turned, content)
    impact = weighed(session, change.after, request, "the same command with --accept-impact")
    return replace(made, impact=impact, commit=asked.commit(change, turned.subject, request.guidance, branch))


def _change(story: Story, turned: Turned, content: bytes) -> Change:
    """The file; where only what could stand in a beat's place is other, what was approved or agreed is so still."""
    if not turned.aside:
        return Change({BEATS: content}, story.with_changes({BEATS: content}))
    change = made_by(story, "beats", Made({}, touched={BEATS: turned.sheet}), locked=False, guidance="")
    return Change({**change.files, BEATS: content}, change.after.with_changes({BEATS: content}))


def _new_names(session: Session, sheet: BeatSheet, was: BeatSheet) -> dict[str, str]:
    """Ids in order, where nothing goes by the ones that are there."""
    same = [beat.id for beat in sheet.beats] == [beat.id for beat in was.beats]
    return {} if same or ids_are_stable(session) else renumbered(sheet)


def ids_are_stable(session: Session) -> bool:
    """Whether beats keep their ids: the sheet was locked once, or shots name its beats."""
    story = session.story
    if any(path.startswith("scenes/") and path.endswith("/shots.yaml") for path in story.files.ids):
        return True
    record = story.records.get(BEATS)
    return (record is not None and record.approval == "locked") or any(_past_locks(session))


def _past_locks(session: Session) -> Sequence[bool]:
    path, repository = record_path(BEATS), session.repository
    commits = repository.log(path, limit=BACK) if session.parent else []
    blobs = dict.fromkeys(name for commit in commits if (name := repository.tree(commit.id).get(path)))
    records = (Record.read(repository.blob(name).decode("utf-8", "replace")) for name in blobs)
    return [record is not None and record.approval == "locked" for record in records]


def unplayed(story: Story, sheet: BeatSheet, was: BeatSheet) -> tuple[str, ...]:
    """Scenes of the script that a beat told before, and none tells now."""
    if "script.fountain" not in story.summaries:
        return ()
    before, now = ({number for beat in each.beats for number in beat.scenes} for each in (was, sheet))
    return tuple(number for number in story.scenes if number in before and number not in now)


def refuse_unused(action: str, given: Mapping[str, object]) -> None:
    """Raises BeatsMisusedError at the first option that an action does not read."""
    for name, value in given.items():
        if value not in (None, "", False, ()) and name not in turning.ACTIONS[action].options:
            read = ", ".join(turning.ACTIONS[action].options) or "none"
            raise BeatsMisusedError(f"beat {action} has no {name}.", f"It reads: {read}.")
