"""Laws of a beat sheet: beats put in, taken out, moved, joined and exchanged; pure, from one sheet to the next."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from storyforge.errors import BeatsMisusedError, NoRunnersUpError, UnknownBeatError
from storyforge.model.beats import Beat, RunnerUp, Span
from storyforge.tasks.gaps import without_gaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storyforge.model.beats import BeatSheet, Source


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a sheet: behind a beat, before one, or at the very beginning."""

    after: str = ""
    before: str = ""
    first: bool = False

    def index(self, sheet: BeatSheet) -> int:
        """How many beats stand before it; raises UnknownBeatError, BeatsMisusedError where it is none or two."""
        if sum((bool(self.after), bool(self.before), self.first)) != 1:
            raise BeatsMisusedError("A beat has one place.", "Say which: --after b07, --before b07 or --first.")
        if self.first:
            return 0
        wanted = self.after or self.before
        beat_of(sheet, wanted)
        return [beat.id for beat in sheet.beats].index(wanted) + bool(self.after)


def beat_of(sheet: BeatSheet, name: str) -> Beat:
    """The beat of an id; raises UnknownBeatError."""
    found = next((beat for beat in sheet.beats if beat.id == name), None)
    if found is None:
        raise UnknownBeatError(name, [beat.id for beat in sheet.beats])
    return found


def _with(sheet: BeatSheet, beats: Iterable[Beat]) -> BeatSheet:
    return sheet.model_copy(update={"beats": tuple(beats)})


def free_ids(sheet: BeatSheet, count: int) -> list[str]:
    """The next ids that no beat has, behind the highest."""
    last = max((int(beat.id[1:]) for beat in sheet.beats), default=0)
    return [f"b{number:02}" for number in range(last + 1, last + 1 + count)]


def renumbered(sheet: BeatSheet) -> dict[str, str]:
    """Old id -> new id where all beats are counted anew, in order; all of them, those that stay too."""
    return {beat.id: f"b{number:02}" for number, beat in enumerate(sheet.beats, 1)}


def inserted(sheet: BeatSheet, index: int, beat: Beat) -> BeatSheet:
    """A new beat at a place; of a given audio there is nothing left that it could play."""
    if any(each.span for each in sheet.beats):
        raise BeatsMisusedError(
            "The beats play all of the given audio, one after another.", "Expand the beat that is to be told in two."
        )
    return _with(sheet, [*sheet.beats[:index], beat, *sheet.beats[index:]])


def removed(sheet: BeatSheet, names: Sequence[str]) -> BeatSheet:
    """The sheet without some beats; raises UnknownBeatError, BeatsMisusedError where none would be left."""
    gone = {beat_of(sheet, name).id for name in names}
    if any(beat.span for beat in sheet.beats):
        _refuse_span(names[0], "taken out")
    if len(gone) == len(sheet.beats):
        raise BeatsMisusedError("No beat would be left.", 'Make them anew instead: storyforge beats -m "...".')
    return _with(sheet, (beat for beat in sheet.beats if beat.id not in gone))


def _refuse_span(name: str, how: str) -> None:
    raise BeatsMisusedError(
        f"{name} plays a stretch of the given audio, and can't be {how}.", "Merge it with its neighbour instead."
    )


def moved(sheet: BeatSheet, name: str, place: Place) -> BeatSheet:
    """A beat at another place; raises UnknownBeatError, BeatsMisusedError."""
    beat = beat_of(sheet, name)
    if beat.span:
        _refuse_span(name, "moved")
    if name in (place.after, place.before):
        raise BeatsMisusedError(f"{name} can't be moved beside itself.", "Name another beat.")
    index = place.index(sheet)
    rest = [each for each in sheet.beats if each.id != name]
    index -= sheet.beats.index(beat) < index
    return _with(sheet, [*rest[:index], beat, *rest[index:]])


def put(sheet: BeatSheet, beat: Beat) -> BeatSheet:
    """A beat in the place of the one with its id."""
    return _with(sheet, (beat if each.id == beat.id else each for each in sheet.beats))


def merged(sheet: BeatSheet, one: str, other: str, told: Beat) -> BeatSheet:
    """Two beats as one, told anew, where the first of them stands: all that hangs on either hangs on it.

    It keeps the first one's source and origin, the other's where there is none, and the runners-up of both.
    """
    first, second = sorted((beat_of(sheet, one), beat_of(sheet, other)), key=sheet.beats.index)
    refuse_merge(sheet, first, second)
    beat = first.model_copy(
        update={
            "text": told.text,
            "goal": told.goal or " ".join(dict.fromkeys(goal for goal in (first.goal, second.goal) if goal)),
            "act": first.act or second.act,
            "source": first.source or second.source,
            "origin": first.origin or second.origin,
            "scenes": tuple(dict.fromkeys((*first.scenes, *second.scenes))),
            "people": told.people or tuple(dict.fromkeys((*first.people, *second.people))),
            "place": told.place or (first.place if first.place == second.place else ""),
            "span": Span(start=first.span.start, end=second.span.end) if first.span and second.span else None,
            "runners_up": tuple(dict.fromkeys((*first.runners_up, *second.runners_up))),
        }
    )
    return _with(sheet, (beat if each is first else each for each in sheet.beats if each is not second))


def refuse_merge(sheet: BeatSheet, first: Beat, second: Beat) -> None:
    """Raises BeatsMisusedError where two beats are one, or play stretches of an audio that do not touch."""
    if first.id == second.id:
        raise BeatsMisusedError(f"{first.id} can't be merged with itself.", "Name two beats.")
    apart = abs(sheet.beats.index(first) - sheet.beats.index(second)) > 1
    if apart and (first.span or second.span):
        raise BeatsMisusedError("Other beats play between these two.", "Merge neighbours only.")


def expanded(sheet: BeatSheet, name: str, told: Sequence[Beat]) -> BeatSheet:
    """A beat told in several, the first with its id and what could stand in its place.

    All are in its act and its scenes, and come from its passage, but for those that only ask a question; a stretch of
    audio is shared out evenly.
    """
    beat = beat_of(sheet, name)
    ids = [beat.id, *free_ids(sheet, len(told) - 1)]
    shared = {"act": beat.act, "scenes": beat.scenes}
    sources = {"source": beat.source, "origin": beat.origin}
    new = []
    for each, own, span in zip(told, ids, _shares(beat.span, len(told)), strict=True):
        asks = not without_gaps(each.text).strip()
        from_it = dict.fromkeys(sources) if asks else sources
        new.append(each.model_copy(update={**shared, **from_it, "id": own, "span": span, "runners_up": ()}))
    new[0] = new[0].model_copy(update={"runners_up": beat.runners_up})
    index = sheet.beats.index(beat)
    return _with(sheet, [*sheet.beats[:index], *new, *sheet.beats[index + 1 :]])


def _shares(span: Span | None, count: int) -> list[Span | None]:
    """A stretch in equal parts that tile it exactly, cut at whole milliseconds."""
    if span is None:
        return [None] * count
    edges = [span.start + round((span.end - span.start) * part / count, 3) for part in range(count)] + [span.end]
    return [Span(start=start, end=end) for start, end in pairwise(edges)]


def retold(beat: Beat, told: Beat) -> Beat:
    """A beat in other words: what hangs on it stays."""
    said: dict[str, Any] = {"goal": told.goal, "people": told.people, "place": told.place}
    return beat.model_copy(update={"text": told.text, **{name: value for name, value in said.items() if value}})


def with_runners_up(beat: Beat, told: Iterable[Beat]) -> Beat:
    """A beat with more passages that could stand in its place, none of them twice."""
    known = {beat.text, *(runner.text for runner in beat.runners_up)}
    new = {each.text: RunnerUp(text=each.text, source=None, people=each.people, place=each.place) for each in told}
    more = [runner for text, runner in new.items() if text.strip() and text not in known]
    return beat.model_copy(update={"runners_up": (*beat.runners_up, *more)})


def swapped(beat: Beat, nth: int) -> Beat:
    """A beat with the n-th runner-up in its place, which takes that one's; done twice, one of a telling is as it was.

    Goal, act and scenes are the place's. What an input says of it goes with the passage; the passage of the telling
    that the beat comes from stays, but where the runner-up names another one there.

    Raises:
        NoRunnersUpError: there is no such runner-up.
    """
    if not 1 <= nth <= len(beat.runners_up):
        raise NoRunnersUpError(beat.id, nth, len(beat.runners_up))
    new = beat.runners_up[nth - 1]
    of_input = new.source is None or _is_input(new.source)
    old = RunnerUp(
        text=beat.text, source=beat.origin if of_input else beat.source, people=beat.people, place=beat.place
    )
    return beat.model_copy(
        update={
            "text": new.text,
            "people": new.people,
            "place": new.place,
            "origin" if of_input else "source": new.source,
            "runners_up": (*beat.runners_up[: nth - 1], old, *beat.runners_up[nth:]),
        }
    )


def _is_input(source: Source) -> bool:
    return source.file.startswith("inputs/")
