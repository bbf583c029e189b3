"""The rule `revise`: a treatment follows its beats; what they leave untouched stays word for word.

A beat whose passage is in the treatment keeps it, and takes it along where the beat was moved. In a treatment whose
beats are its own sentences, as the rules make them, a sentence that no beat has any more goes, and a beat that reads
otherwise than its passage is written in its place; a model's beats say the same in other words, so there nothing is
taken out. A beat that only asks tells nothing yet.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from storyforge.providers.offline.telling.units import units
from storyforge.tasks.gaps import without_gaps
from storyforge.tasks.options import RevisionOutput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.tasks.options import RevisionContext

OWN = 0.5
"""The share of beats that are their passage word for word, from which on all are taken to be."""


class Span(NamedTuple):
    """A stretch of the body."""

    start: int
    end: int


class Edit(NamedTuple):
    """What stands in place of a stretch; `paragraph` where it is to stand alone."""

    start: int
    end: int
    text: str
    paragraph: bool = False


def revise(context: RevisionContext) -> RevisionOutput:
    """The body with the passages of its beats in their order; unchanged where the beats are."""
    body, beats = context.body, context.beats
    passages = context.passages if len(context.passages) == len(beats) else beats
    spans = _spans(body, passages, beats)
    own = _own(beats, passages, spans)
    kept = _in_order(spans)
    edits = _dropped(body, spans, context.brief.language) if own else []
    for index, (beat, span) in enumerate(zip(beats, spans, strict=True)):
        here = body[span.start : span.end] if span else ""
        text = beat if own and not _same(beat, here) else here or beat
        if span and index in kept:
            edits += [Edit(*span, text)] if text != here else []
        elif without_gaps(text).strip() or span:
            edits += [Edit(*span, "")] if span else []
            at = _place(index, spans, kept, body)
            edits.append(Edit(at, at, text, paragraph=True))
    return RevisionOutput(body=_edited(body, edits) if edits else body)


def _spans(body: str, passages: Sequence[str], beats: Sequence[str]) -> list[Span | None]:
    """Where the passage of each beat stands, else its own text; no stretch is two beats' passage."""
    found: list[Span | None] = []
    taken: list[Span] = []
    for passage, beat in zip(passages, beats, strict=True):
        span = _find(body, passage, taken) or _find(body, beat, taken)
        found.append(span)
        taken += [span] if span else []
    return found


def _find(body: str, passage: str, taken: Sequence[Span]) -> Span | None:
    """The first stretch that reads so, whatever its line breaks, and is nobody's yet; what follows the last is best."""
    words = passage.split()
    if not words:
        return None
    matches = [Span(*m.span()) for m in re.finditer(r"\s+".join(map(re.escape, words)), body)]
    free = [m for m in matches if not any(m.start < t.end and t.start < m.end for t in taken)]
    last = taken[-1].end if taken else 0
    return min(free, key=lambda m: (m.start < last, m.start), default=None)


def _own(beats: Sequence[str], passages: Sequence[str], spans: Sequence[Span | None]) -> bool:
    found = [_same(beat, passage) for beat, passage, span in zip(beats, passages, spans, strict=True) if span]
    return bool(found) and sum(found) / len(found) >= OWN


def _same(one: str, other: str) -> bool:
    return re.sub(r"[\s*_]+", " ", one).strip() == re.sub(r"[\s*_]+", " ", other).strip()


def _in_order(spans: Sequence[Span | None]) -> frozenset[int]:
    """The most beats whose passages stand in their order; the others were moved."""
    tails: list[int] = []
    last: list[int] = []
    before: dict[int, int] = {}
    for index, span in enumerate(spans):
        if span is None:
            continue
        at = bisect_left(tails, span.start)
        tails[at:] = [span.start, *tails[at + 1 :]]
        last[at:] = [index, *last[at + 1 :]]
        before[index] = last[at - 1] if at else -1
    kept = []
    index = last[-1] if last else -1
    while index >= 0:
        kept.append(index)
        index = before[index]
    return frozenset(kept)


def _dropped(body: str, spans: Sequence[Span | None], language: str) -> list[Edit]:
    """Sentences and questions that are no beat's any more."""
    held = [span for span in spans if span]
    return [
        Edit(unit.start, unit.end, "")
        for unit in units(body, language)
        if not any(span.start < unit.end and unit.start < span.end for span in held)
    ]


def _place(index: int, spans: Sequence[Span | None], kept: frozenset[int], body: str) -> int:
    """Behind the passage of the beat before; before that of the next one where it is the first."""
    for before in range(index - 1, -1, -1):
        span = spans[before]
        if span and before in kept:
            return span.end
    following = (span for at, span in enumerate(spans[index + 1 :], index + 1) if span and at in kept)
    span = next(following, None)
    return span.start if span else len(body)


def _edited(body: str, edits: Sequence[Edit]) -> str:
    """All edits done from the last to the first; those at one place in the order in which they were made."""
    ordered = sorted(enumerate(edits), key=lambda entry: (entry[1].start, entry[1].end, entry[0]))
    for _, edit in reversed(ordered):
        before, after = body[: edit.start], body[edit.end :]
        if edit.paragraph:
            before, after = before.rstrip(), after.lstrip()
            before += "\n\n" if before else ""
            after = "\n\n" + after if after else ""
        elif not edit.text:
            before, after = _closed(before, after)
        body = before + edit.text + after
    return body


def _closed(before: str, after: str) -> tuple[str, str]:
    """Two sides of what was taken out, with one space, or one empty line, between them."""
    if not after.strip():
        return before.rstrip(), after
    bare, rest = before.rstrip(), after.lstrip()
    gap = before[len(bare) :] + after[: len(after) - len(rest)]
    if not bare:
        return "", rest
    return bare + ("\n\n" if gap.count("\n") > 1 else "\n" if "\n" in gap else " " if gap else ""), rest
