"""What can be done with beats: what each act asks for, and what it makes of the answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from storyforge.errors import BeatsMisusedError, NoRunnersUpError, UnfitAnswerError
from storyforge.model.beats import Beat
from storyforge.pipeline.writing import sheet as laws
from storyforge.pipeline.writing.sheet import Place, beat_of, free_ids
from storyforge.stages.film.briefing import brief_of
from storyforge.stages.film.s03_beats import telling_path
from storyforge.tasks.beatsheet import OneBeatContext
from storyforge.tasks.gaps import gaps_in, without_gaps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from storyforge.model.beats import BeatSheet
    from storyforge.pipeline.writing.asking import Writer
    from storyforge.story import Story
    from storyforge.tasks.beatsheet import OneBeatOutput

AROUND = 5
"""Beats on either side that a question tells of."""
MOST = 8
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Work:
    """The beats at hand, and what is wanted of them."""

    story: Story
    sheet: BeatSheet
    names: tuple[str, ...]
    place: Place
    guidance: str
    count: int
    nth: int | None
    fields: Mapping[str, str]

    def one(self) -> Beat:
        """The only beat that is named; raises BeatsMisusedError, UnknownBeatError."""
        if len(self.names) != 1:
            raise BeatsMisusedError("One beat is to be named.", "Such as: b07; see them: storyforge show beats.")
        return beat_of(self.sheet, self.names[0])


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of whoever writes: about which beats, between which, and how many are wanted."""

    wish: str
    beats: tuple[Beat, ...]
    first: int
    last: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Turned:
    """A sheet as it becomes, and what is told of it.

    `joined` says of beats that are gone in which one they are. `aside`: only what could stand in a beat's place is
    other, so that nothing that was approved or agreed upon is touched.
    """

    sheet: BeatSheet
    subject: str
    before: tuple[Beat, ...] = ()
    after: tuple[Beat, ...] = ()
    joined: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """One act: what it asks, if it asks, what it does with the answer, and the options that it reads."""

    asks: Callable[[Work], Question | None]
    does: Callable[[Work, Sequence[Beat]], Turned]
    options: tuple[str, ...] = ()


def context(work: Work, asked: Writer, question: Question) -> OneBeatContext:
    """A question with the beats around it and the passages of the telling behind it."""
    beats = work.sheet.beats
    before, after = beats[max(0, question.first - AROUND) : question.first], beats[question.last :][:AROUND]
    about = question.beats or (*before[-1:], *after[:1])
    names = dict.fromkeys(name for beat in about for name in beat.people)
    return OneBeatContext(
        brief=brief_of(
            asked.job(work.story),
            query=" ".join(beat.text for beat in about),
            names=list(names),
            around=question.beats,
        ),
        wish=question.wish,
        beats=question.beats,
        before=tuple(beat.text for beat in before),
        after=tuple(beat.text for beat in after),
        telling="\n\n".join(dict.fromkeys(beat.source.quote for beat in about if beat.source)),
        count=question.count,
        guidance=work.guidance,
    )


def answered(work: Work, asked: Writer, question: Question) -> list[Beat]:
    """The beats that were asked for; of what they say they come from, only what is there word for word.

    Raises UnfitAnswerError where there are others than were asked for, or one has no text.
    """
    output = cast("OneBeatOutput", asked.asking.ask("beat", context(work, asked, question)))
    told = [beat for beat in output.beats if beat.text.strip()]
    if len(told) != question.count:
        raise UnfitAnswerError("beat", asked.asking.name, f"there are {len(told)} beats, {question.count} were wanted.")
    return [_honest(work.story, beat) for beat in told]


def _honest(story: Story, beat: Beat) -> Beat:
    source = beat.source
    known = source is not None and source.file == telling_path(story) and source.file in story.files.ids
    if source is None or (known and " ".join(source.quote.split()) in " ".join(story.text(source.file).split())):
        return beat
    return beat.model_copy(update={"source": None})


def shown(text: str) -> str:
    """A text on one line, for a commit's subject."""
    plain = " ".join(text.split())
    return plain if len(plain) <= SHOWN else f"{plain[: SHOWN - 1]}…"


def _nobody(_work: Work) -> None:
    return None


def _refuse_names(work: Work) -> None:
    if work.names:
        raise BeatsMisusedError("A new beat gets its id by itself.", f"Leave {work.names[0]} out.")


def _ask_new(work: Work) -> Question | None:
    _refuse_names(work)
    index = work.place.index(work.sheet)
    if work.fields.get("text"):
        return None
    _needs(work, "what happens in it", 'storyforge beat add --after b07 -m "..."')
    return Question("add", (), index, index)


def _needs(work: Work, what: str, example: str) -> None:
    if not work.guidance:
        raise BeatsMisusedError(f"Nobody knows {what}.", f"Say it: {example}.")


def _add(work: Work, told: Sequence[Beat]) -> Turned:
    index = work.place.index(work.sheet)
    own = {name: text for name, text in work.fields.items() if text}
    given = told[0] if told else Beat(id="b00", text=own["text"])
    around = work.sheet.beats[max(0, index - 1) : index] or work.sheet.beats[:1]
    act = given.act or (around[0].act if around else "")
    bare = {"scenes": (), "runners_up": (), "origin": None, "span": None}
    beat = given.model_copy(update={**bare, "act": act, **own, "id": free_ids(work.sheet, 1)[0]})
    return Turned(laws.inserted(work.sheet, index, beat), f"beats: added, {shown(beat.text)}", (), (beat,))


def _remove(work: Work, _told: Sequence[Beat]) -> Turned:
    if not work.names:
        raise BeatsMisusedError("No beat is named.", "Such as: storyforge beat remove b07.")
    gone = tuple(beat_of(work.sheet, name) for name in dict.fromkeys(work.names))
    subject = f"beats: {', '.join(beat.id for beat in gone)} removed"
    return Turned(laws.removed(work.sheet, [beat.id for beat in gone]), subject, gone)


def _move(work: Work, _told: Sequence[Beat]) -> Turned:
    beat = work.one()
    sheet = laws.moved(work.sheet, beat.id, work.place)
    where = f"behind {work.place.after}" if work.place.after else f"before {work.place.before or 'all others'}"
    return Turned(sheet, f"beats: {beat.id} moved {where}", (), (beat,))


def _pair(work: Work) -> tuple[Beat, Beat]:
    if len(work.names) != 2:
        raise BeatsMisusedError("Two beats are to be named.", "Such as: storyforge beat merge b07 b08.")
    one, other = (beat_of(work.sheet, name) for name in work.names)
    laws.refuse_merge(work.sheet, one, other)
    first, second = sorted((one, other), key=work.sheet.beats.index)
    return first, second


def _ask_merged(work: Work) -> Question:
    pair = _pair(work)
    first, last = (work.sheet.beats.index(beat) for beat in pair)
    return Question("merge", pair, first, last + 1)


def _merge(work: Work, told: Sequence[Beat]) -> Turned:
    first, second = _pair(work)
    sheet = laws.merged(work.sheet, first.id, second.id, told[0])
    subject = f"beats: {first.id} merged with {second.id}"
    return Turned(sheet, subject, (first, second), (beat_of(sheet, first.id),), {second.id: first.id})


def _swap(work: Work, _told: Sequence[Beat]) -> Turned:
    beat = work.one()
    if work.nth is None:
        raise NoRunnersUpError(beat.id, 0, len(beat.runners_up))
    new = laws.swapped(beat, work.nth)
    return Turned(laws.put(work.sheet, new), f"beats: {beat.id} swapped with its runner-up {work.nth}", (beat,), (new,))


def _about_one(wish: str, *, needs: str = "", several: bool = False) -> Callable[[Work], Question]:
    """What is asked about one beat; `needs` is what its author must say of it."""

    def asks(work: Work) -> Question:
        beat = work.one()
        if needs:
            _needs(work, needs, f'storyforge beat {wish} {beat.id} -m "..."')
        least = 2 if wish == "expand" else 1
        if several and not least <= work.count <= MOST:
            raise BeatsMisusedError(f"{work.count} beats can't be asked for at once.", f"Give {least} to {MOST}.")
        index = work.sheet.beats.index(beat)
        return Question(wish, (beat,), index, index + 1, work.count if several else 1)

    return asks


def _brainstorm(work: Work, told: Sequence[Beat]) -> Turned:
    """Alternatives, kept as runners-up; what only asks a question is told, and no alternative."""
    beat = work.one()
    written = [each for each in told if without_gaps(each.text).strip()]
    asked = tuple(gap.question for each in told if each not in written for gap in gaps_in(each.text))
    new = laws.with_runners_up(beat, written)
    subject = f"beats: alternatives for {beat.id}"
    return Turned(laws.put(work.sheet, new), subject, (beat,), (new,), asked=asked, aside=True)


def _expand(work: Work, told: Sequence[Beat]) -> Turned:
    beat = work.one()
    sheet = laws.expanded(work.sheet, beat.id, told)
    index = work.sheet.beats.index(beat)
    after = sheet.beats[index : index + len(told)]
    return Turned(sheet, f"beats: {beat.id} expanded into {len(told)}", (beat,), after)


def _edit(work: Work, _told: Sequence[Beat]) -> Turned:
    beat = work.one()
    if not work.fields:
        raise BeatsMisusedError("Nothing is to be edited.", "Say what: --text, --goal or --act.")
    if not work.fields.get("text", beat.text).strip():
        raise BeatsMisusedError("A beat has a text.", f"To take it out: storyforge beat remove {beat.id}.")
    new = beat.model_copy(update=dict(work.fields))
    return Turned(laws.put(work.sheet, new), f"beats: {beat.id} edited, {', '.join(work.fields)}", (beat,), (new,))


def _rewrite(work: Work, told: Sequence[Beat]) -> Turned:
    beat = work.one()
    new = laws.retold(beat, told[0])
    return Turned(laws.put(work.sheet, new), f"beats: {beat.id} rewritten", (beat,), (new,))


_SAYS = "-m"
ACTIONS = {
    "add": Action(_ask_new, _add, ("--after", "--before", "--first", "--text", "--goal", "--act", _SAYS)),
    "remove": Action(_nobody, _remove, (_SAYS,)),
    "move": Action(_nobody, _move, ("--after", "--before", "--first", _SAYS)),
    "merge": Action(_ask_merged, _merge, (_SAYS,)),
    "swap": Action(_nobody, _swap, (_SAYS,)),
    "brainstorm": Action(_about_one("brainstorm", several=True), _brainstorm, ("--count", _SAYS)),
    "expand": Action(_about_one("expand", several=True), _expand, ("--count", _SAYS)),
    "edit": Action(_nobody, _edit, ("--text", "--goal", "--act", _SAYS)),
    "rewrite": Action(_about_one("rewrite", needs="how it should be"), _rewrite, (_SAYS,)),
}
"""Act -> what it asks and does."""
