"""What stage 1 finds out of a given audio: its exact length and its segments, and what is to be told about them."""

from __future__ import annotations

import hashlib
import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from storyforge.errors import TranscriptLengthError
from storyforge.formats.languages import detect
from storyforge.media.audio import probe
from storyforge.model.audio import Audio, Segment
from storyforge.model.stretches import stamp
from storyforge.stages.film.timed.segmenting import cut_off, segments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.stages.film.timed.segmenting import Cue
    from storyforge.stages.film.timed.segmenting import Segment as Found

_LATE = 1000
"""Milliseconds by which a transcript may go on behind its audio: players and encoders differ by that much."""
_OTHER = Fraction(1, 10)
"""Share of the audio by which a transcript that goes on longer is another audio's."""
_EARLY = Fraction(1, 5)
"""Share of the audio without words at its end that is worth a word."""
_ENOUGH = 40
"""Words by which a language can be told."""


def audio_artifact(
    path: str, data: bytes, cues: Sequence[Cue] = (), transcript: str = "", language: str = ""
) -> tuple[Audio, tuple[str, ...]]:
    """`audio.yaml` of an audio and its transcript's cues, and sentences for its author.

    Raises AudioKindError, UnreadableMediaError, TranscriptLengthError, DiskError, and what ffmpeg's `program` raises.
    """
    heard = probe(data, path)
    total = max(1, math.ceil(heard.seconds * 1000))
    notes = (*_transcript_notes(cues, transcript, path, total, language), *cut_off(cues, total))
    found = segments(cues, total, heard.pauses)
    audio = Audio(
        file=path,
        sha256=hashlib.sha256(data).hexdigest(),
        seconds=f"{heard.samples}/{heard.rate}",
        transcript=transcript if any(segment.text for segment in found) else "",
        segments=tuple(_filed(row, segment, heard.pauses) for row, segment in enumerate(found, 1)),
    )
    return audio, notes


def _filed(row: int, segment: Found, pauses: Sequence[tuple[int, int]]) -> Segment:
    middles = [(start + end) // 2 for start, end in pauses]
    return Segment(
        id=f"s{row:03}",
        start=_seconds(segment.start),
        end=_seconds(segment.end),
        text=segment.text,
        speaker=segment.speaker,
        pauses=tuple(_seconds(middle) for middle in middles if segment.start < middle < segment.end),
    )


def _seconds(milliseconds: int) -> Decimal:
    return Decimal(milliseconds).scaleb(-3)


def _transcript_notes(cues: Sequence[Cue], transcript: str, path: str, total: int, language: str) -> tuple[str, ...]:
    """Raises TranscriptLengthError where the transcript is another audio's."""
    spoken = [cue for cue in cues if cue.text.strip()]
    if not spoken:
        what = f"{transcript} has no words with times" if transcript else "No transcript is given"
        return (
            (
                f"{what}: the audio is divided where it is quiet, and nothing is known of its words. "
                "A transcript (SRT, VTT or JSON) is strongly recommended: --context FILE:transcript"
            ),
        )
    last = max(cue.end for cue in spoken)
    if last > total + _LATE and last > total * (1 + _OTHER):
        raise TranscriptLengthError(transcript, path, stamp(last), stamp(total))
    notes = []
    if last > total + _LATE:
        notes.append(f"{transcript} goes on until {stamp(last)}, and the audio ends at {stamp(total)}.")
    if last < total * (1 - _EARLY):
        notes.append(f"{transcript} ends at {stamp(last)}, and the audio goes on until {stamp(total)}.")
    text = " ".join(cue.text for cue in spoken)
    if language and len(text.split()) >= _ENOUGH and (found := detect(text)) != language:
        notes.append(f'{transcript} reads as "{found}", and the language of the story is "{language}".')
    return tuple(notes)
