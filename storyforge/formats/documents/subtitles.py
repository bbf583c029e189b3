"""SubRip and WebVTT as documents: cues with their speakers, and their words as paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.errors import EmptyDocumentError
from storyforge.formats.captions import read_captions
from storyforge.formats.documents.document import Document, Section, TimedCue
from storyforge.formats.documents.encodings import decode
from storyforge.formats.prose import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storyforge.formats.captions import Cue

# Two signs that no text uses, from the area that Unicode keeps for private use.
_OPENS, _CLOSES = "\ue000", "\ue001"
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^<>\n]{1,80})>")
_MARKED = re.compile(f"{_OPENS}([^{_CLOSES}]*){_CLOSES}")
_NAMED = re.compile(r"(?:[-–—]\s?)?([^\W\d_][^\n:.!?,]{0,38}?)\s?:\s+(?=\S)")
_PAUSE = 2_000
"""Milliseconds without a word after which a new paragraph begins."""
_LONGEST_NAME = 4


def read_subtitles(path: str, data: bytes, _language: str = "") -> Document:
    """Read an SRT or VTT file.

    Speakers are those of `<v NAME>`, or of `NAME:` at the beginning of a cue: in capitals, or where a name comes twice.

    Raises:
        BinaryTextError: it is no text.
        InvalidArtifactError: a cue has no times, or ends before it begins; with the line.
        EmptyDocumentError: it has no words.
    """
    decoded = decode(path, data)
    marked = _VOICE.sub(lambda voice: f"{_OPENS}{voice[1].strip()}{_CLOSES}", decoded.text)
    cues = [piece for cue in read_captions(marked, path) for piece in _voices(cue)]
    return timed_document(
        path, _with_speakers(cues), encoding=decoded.encoding, guessed=decoded.guessed, notes=decoded.notes
    )


def timed_document(
    path: str,
    cues: Sequence[TimedCue],
    *,
    encoding: str = "",
    guessed: bool = False,
    notes: tuple[str, ...] = (),
    title: str = "",
    language: str = "",
) -> Document:
    """Cues as a document: one section, with a paragraph for every speaker's turn."""
    kept = tuple(cue for cue in cues if cue.text)
    if not kept:
        raise EmptyDocumentError(path)
    late = sum(after.start < before.start for before, after in pairwise(kept))
    if late:
        kept = tuple(sorted(kept, key=lambda cue: (cue.start, cue.end)))
        notes = (*notes, f"{late} cues stood before earlier ones: they are in the order of their times now.")
    section = Section("", _paragraphs(kept))
    return Document(
        "captions", (section,), title, language=language, encoding=encoding, guessed=guessed, notes=notes, cues=kept
    )


def _voices(cue: Cue) -> list[TimedCue]:
    """A cue, or its pieces where several voices share it: each has time by the length of its words."""
    pieces = _MARKED.split(cue.text)
    spoken = [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
    turns = [(name, one_line(text).strip()) for name, text in spoken if text.strip()]
    total = sum(len(text) for _, text in turns)
    found = []
    done = 0
    for name, text in turns:
        start = cue.start + (cue.end - cue.start) * done // total
        done += len(text)
        found.append(TimedCue(start, cue.start + (cue.end - cue.start) * done // total, text, name))
    return found


def _with_speakers(cues: Iterable[TimedCue]) -> list[TimedCue]:
    """Names before a colon taken out of the words, where they are those of speakers."""
    cues = list(cues)
    seen = Counter(match[1] for cue in cues if (match := _NAMED.match(cue.text)))
    found = []
    for cue in cues:
        match = None if cue.speaker else _NAMED.match(cue.text)
        if match and _is_name(match[1], seen[match[1]]):
            found.append(TimedCue(cue.start, cue.end, cue.text[match.end() :], match[1]))
        else:
            found.append(cue)
    return found


def _is_name(name: str, times: int) -> bool:
    parts = name.split()
    capitals = name.isupper() and len(name) > 1
    return len(parts) <= _LONGEST_NAME and (capitals or (times > 1 and all(part[:1].isupper() for part in parts)))


def _paragraphs(cues: Sequence[TimedCue]) -> str:
    found: list[list[str]] = []
    for before, cue in zip((None, *cues), cues, strict=False):
        if before is None or cue.speaker != before.speaker or cue.start - before.end >= _PAUSE:
            found.append([])
        found[-1].append(cue.text)
    return "\n\n".join(one_line("\n".join(turn)) for turn in found)
