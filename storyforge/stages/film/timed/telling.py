"""Stages 2 to 4 for a given audio: what is heard, laid out in prose, in beats and in scenes."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from storyforge.errors import InvalidArtifactError, MissingArtifactError
from storyforge.formats.screenwriting import WrittenBlock, WrittenScene, write_script
from storyforge.model.beats import Beat, BeatSheet, Source, Span, Treatment
from storyforge.model.counted import counted
from storyforge.model.stretches import AUDIO, stamp, stretches, write_mark
from storyforge.stages.base import Made
from storyforge.stages.film.timed.asking import clock, place_to_name, what_is_heard, what_is_seen
from storyforge.stages.film.timed.grouping import beat_runs, scene_runs
from storyforge.stages.film.timed.segmenting import Segment
from storyforge.tasks.gaps import gaps_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storyforge.model.audio import Audio
    from storyforge.model.audio import Segment as Filed
    from storyforge.model.summary import Summaries
    from storyforge.stages.base import Facets, Library

TREATMENT, BEATS, SCRIPT = "treatment.md", "beats.yaml", "script.fountain"
MADE_FROM: Facets = (f"{AUDIO}#all", "story.yaml#language")
"""What the treatment is made from."""
LAID_OUT_FROM: Facets = ("story.yaml#language",)
"""What beats and script are made from: they hold what their author sees, and another audio only flags them."""


def is_timed(summaries: Summaries) -> bool:
    """Whether a story's film is made for a given audio."""
    return AUDIO in summaries


def audio_of(library: Library) -> Audio:
    """`audio.yaml`; raises MissingArtifactError, InvalidArtifactError."""
    audio = cast("Audio | None", library.model(AUDIO))
    if audio is None:
        raise MissingArtifactError(AUDIO)
    if not audio.segments:
        raise InvalidArtifactError("The audio has no segments.", "Bring the file back with git.", path=AUDIO)
    return audio


def heard_in(segments: Iterable[Filed]) -> tuple[Segment, ...]:
    """Segments of `audio.yaml`, in milliseconds."""
    return tuple(Segment(int(s.start * 1000), int(s.end * 1000), s.text, s.speaker) for s in segments)


def treatment(library: Library) -> Made:
    """What is heard, beat by beat, each under the time at which it begins; marked as derived, for nobody tells it."""
    audio = audio_of(library)
    segments = heard_in(audio.segments)
    parts = []
    for first, after in beat_runs(segments):
        run = segments[first:after]
        title = f"## {clock(run[0].start)} - {clock(run[-1].end)}"
        parts.append(f"{title}\n\n{_prose(run) or what_is_heard(run, library.story.language, known=_known(audio))}")
    body = "\n\n".join(parts)
    made = Treatment(title=library.story.title, derived=True, body=body)
    words = sum(len(segment.text.split()) for segment in segments)
    return Made({TREATMENT: made}, subject=f"{counted(words, 'word')} heard, derived")


def _prose(segments: Sequence[Segment]) -> str:
    """A paragraph a speaker; the words as they are."""
    paragraphs: list[list[str]] = []
    speaker = None
    for segment in segments:
        if not segment.text:
            speaker = None
        elif segment.speaker != speaker:
            speaker = segment.speaker
            paragraphs.append([f"{speaker}: {segment.text}" if speaker else segment.text])
        else:
            paragraphs[-1].append(segment.text)
    return "\n\n".join(" ".join(words) for words in paragraphs)


def beats(library: Library) -> Made:
    """Stretches of the audio, each told by the words heard in it."""
    audio = audio_of(library)
    segments = heard_in(audio.segments)
    told = cast("Treatment | None", library.model(TREATMENT))
    found = []
    for number, (first, after) in enumerate(beat_runs(segments), 1):
        run = segments[first:after]
        quote = next((segment.text for segment in run if segment.text), "")
        found.append(
            Beat(
                id=f"b{number:02}",
                text=what_is_heard(run, library.story.language, known=_known(audio)),
                source=Source(file=TREATMENT, quote=quote) if told and quote and quote in told.body else None,
                people=tuple(dict.fromkeys(segment.speaker for segment in run if segment.speaker)),
                span=Span(start=_seconds(run[0].start), end=_seconds(run[-1].end)),
            )
        )
    sheet = BeatSheet(beats=tuple(found))
    agrees = {BEATS: {TREATMENT: told.digest()}, TREATMENT: {BEATS: ""}} if told else {}
    return Made({BEATS: sheet}, agrees=agrees, subject=f"{counted(len(found), 'beat')} by time code")


def _known(audio: Audio) -> bool:
    """Whether the transcript says where somebody speaks."""
    return bool(audio.transcript)


def script(library: Library) -> Made:
    """Scenes without dialogue: each says by a note which part of the audio it plays, and asks what is seen.

    A beat whose text its author has written anew is taken for what is seen, in the first scene of that beat.
    """
    audio = audio_of(library)
    sheet = cast("BeatSheet", library.model(BEATS))
    scenes: list[WrittenScene] = []
    linked: list[Beat] = []
    for beat, run in _spans(sheet.beats, heard_in(audio.segments)):
        numbers = []
        for first, after in scene_runs(run):
            numbers.append(str(len(scenes) + 1))
            seen = _seen(beat, run, library.story.language, known=_known(audio)) if not first else ""
            scenes.append(_scene(numbers[-1], beat, run[first:after], seen, library, known=_known(audio)))
        linked.append(beat.model_copy(update={"scenes": tuple(numbers)}))
    text = write_script({"Title": library.story.title}, scenes, library.story.language)
    new = BeatSheet(derived=sheet.derived, beats=tuple(linked))
    return Made(
        {SCRIPT: text.encode()},
        touched={BEATS: new},
        agrees={SCRIPT: {BEATS: new.digest()}, BEATS: {SCRIPT: ""}},
        subject=f"{counted(len(scenes), 'scene')} by time code",
    )


def _spans(beats: Sequence[Beat], segments: Sequence[Segment]) -> Iterator[tuple[Beat, tuple[Segment, ...]]]:
    """Each beat with what is heard in it; all of the audio, whatever their spans say."""
    starts = [int(beat.span.start * 1000) if beat.span else None for beat in beats]
    for beat, (start, end) in zip(beats, stretches(starts, segments[-1].end, Fraction(1000)), strict=True):
        yield beat, tuple(_within(segments, start, end))


def _within(segments: Sequence[Segment], start: int, end: int) -> Iterator[Segment]:
    """Segments cut to a stretch; the words of one that is cut are heard where it begins."""
    for segment in segments:
        if segment.start < end and segment.end > start:
            words = segment.text if segment.start >= start else ""
            yield Segment(max(segment.start, start), min(segment.end, end), words, segment.speaker)


def _seen(beat: Beat, run: Sequence[Segment], language: str, *, known: bool) -> str:
    """What the author of a beat says is seen; nothing where the beat only has the words heard."""
    text = beat.text.strip()
    return "" if gaps_in(text) or text == what_is_heard(run, language, known=known) or not text else text


def _scene(
    number: str, beat: Beat, run: Sequence[Segment], seen: str, library: Library, *, known: bool
) -> WrittenScene:
    language = library.story.language
    question = "" if seen else what_is_seen(run, language, known=known)
    blocks = [WrittenBlock("action", f"[[{write_mark(run[0].start, run[-1].end)}]]")]
    blocks.append(WrittenBlock("action", f"{seen}{question}"))
    blocks += [
        WrittenBlock("action", f"[[audio {stamp(segment.start)}: {_quoted(segment)}]]")
        for segment in run
        if segment.text
    ]
    return WrittenScene(number, "", beat.place or place_to_name(language), "", tuple(blocks))


def _quoted(segment: Segment) -> str:
    words = segment.text.replace("[[", "[").replace("]]", "]")
    return f"{segment.speaker}: “{words}”" if segment.speaker else f"“{words}”"


def _seconds(milliseconds: int) -> Decimal:
    return Decimal(milliseconds).scaleb(-3)
