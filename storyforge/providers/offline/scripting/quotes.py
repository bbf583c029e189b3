"""Quotation marks: what stands between them, in the ways that languages write them."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from storyforge.formats.prose import sentence_spans

_PAIRS = re.compile(
    r"“[^“”]{1,2000}”|„[^“”„]{1,2000}[“”]|«[^«»]{1,2000}»|»[^«»]{1,2000}«|「[^「」]{1,2000}」|『[^『』]{1,2000}』"
    r"|(?<!\w)\"(?=\S)[^\"]{1,2000}\""
    r"|(?<!\w)‘(?:[^‘’]|(?<=\w)’(?=\w)){1,2000}’(?!\w)"
    r"|(?<!\w)'(?=\S)(?:[^']|(?<=\w)'(?=\w)){1,2000}(?<=[.,!?…—-])'(?!\w)"
)
# A line that opens with a dash is said, up to the next dash between spaces or the end: French and Spanish dialogue.
_DASHED = re.compile(r"^\s*[—―–]\s*(?=\S)")
_INNER = str.maketrans({"“": "‘", "”": "’", "„": "‚", "«": "‹", "»": "›", '"': "'"})
_DASH = re.compile(r"\s*[—―–]\s*")


class Quote(NamedTuple):
    """Words between marks: where the marks begin and end, and the words without them."""

    start: int
    end: int
    text: str


def quotes(text: str) -> tuple[Quote, ...]:
    """What a sentence or paragraph quotes, in order."""
    found = [Quote(m.start(), m.end(), m[0][1:-1].strip().strip("\u202f\u00a0")) for m in _PAIRS.finditer(text)]
    return tuple(found) or _dashed(text)


def within(text: str) -> str:
    """A text as it is quoted within a quotation: its own marks are the inner ones."""
    return text.translate(_INNER)


def parts(text: str, language: str) -> list[str]:
    """The sentences of a paragraph; a quotation, of however many sentences, is never cut."""
    if is_dashed(text):
        return [text]
    quoted = quotes(text)
    starts = [quote.start for quote in quoted]
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(text, language):
        before = bisect_left(starts, spans[-1][1]) - 1 if spans else -1
        if before >= 0 and spans[-1][1] < quoted[before].end:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [text[start:end] for start, end in spans]


def is_dashed(text: str) -> bool:
    """Whether a text opens with the dash of French and Spanish dialogue."""
    return _DASHED.match(text) is not None


def is_only(text: str) -> bool:
    """Whether a text is a quotation and nothing else."""
    return not any(map(str.isalnum, blanked(text)))


def blanked(text: str) -> str:
    """The text with every quotation made spaces, so that places stay the same."""
    parts, at = [], 0
    for quote in quotes(text):
        parts += [text[at : quote.start], " " * (quote.end - quote.start)]
        at = quote.end
    return "".join([*parts, text[at:]])


def _dashed(text: str) -> tuple[Quote, ...]:
    """Every second stretch between dashes, where the first sign is one; a mark behind a dash ends what was said before.

    So `—No —dijo Mara—. Ven.` quotes `No.` and `Ven.`
    """
    opening = _DASHED.match(text)
    if opening is None:
        return ()
    found: list[Quote] = []
    start, spoken = opening.end(), True
    for dash in [*_DASH.finditer(text, opening.end()), None]:
        stop = dash.start() if dash else len(text)
        if spoken and (words := text[start:stop].strip()):
            bare = words.lstrip(".,;:")
            if found and bare != words and found[-1].text[-1].isalnum():
                found[-1] = found[-1]._replace(text=found[-1].text + words[: len(words) - len(bare)])
            found.append(Quote(start if found else 0, stop, bare.strip()))
        spoken = not spoken
        start = dash.end() if dash else stop
    return tuple(quote for quote in found if quote.text)
