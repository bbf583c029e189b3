"""The audio tracks of a timeline: dialogue where it is spoken, SFX where they are heard, and room for music."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import opentimelineio as otio

from storyforge.exporters.otio_parts import NAMESPACE, marker, span
from storyforge.exporters.paths import relative
from storyforge.formats.prose import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from storyforge.exporters.footage import Clip
    from storyforge.exporters.given import Given
    from storyforge.exporters.otio_parts import Part
    from storyforge.exporters.timing import Film, FilmLine
    from storyforge.exporters.voices import Voice, Voices


@dataclass(frozen=True, slots=True)
class _Placed:
    """Something on a track: the frames it lies on, and itself."""

    start: int
    frames: int
    item: Part


def tracks(film: Film, voices: Voices, place: Path) -> tuple[Part, ...]:
    """Dialogue, SFX and music, each exactly as long as the film."""
    spoken = [_spoken(film, line, voices.by_line.get((line.shot, line.number)), place) for line in film.lines]
    return (
        _track("Dialogue", [placed for placed in spoken if placed.frames], film),
        _track("SFX", list(_sounds(film)), film),
        _track("Music", [], film),
    )


def of_audio(film: Film, given: Given, root: Path, place: Path) -> tuple[Part, ...]:
    """The given audio as it lies in the story, and SFX, each exactly as long as the film."""
    return _track("Audio", _heard_of(film, given, root, place), film), _track("SFX", list(_sounds(film)), film)


def production(film: Film, clips: Mapping[str, Clip], root: Path, place: Path) -> tuple[Part, ...]:
    """The sound that clips have of their own, on a track that is off: nobody has checked what is said there.

    None where no clip has any.
    """
    placed = []
    for shot in film.shots:
        clip = clips.get(shot.shot.id)
        if clip is None or not clip.sound:
            continue
        frames = min(shot.shot.frames, clip.there)
        media = otio.schema.ExternalReference(relative(root / clip.path, place), span(0, clip.there, film.rate))
        about = {NAMESPACE: {"shot": shot.shot.id, "file": clip.path, "sha256": clip.content}}
        part = otio.schema.Clip(
            f"{shot.shot.id} production", media_reference=media, source_range=span(0, frames, film.rate), metadata=about
        )
        placed.append(_Placed(shot.at, frames, part))
    if not placed:
        return ()
    track = _track("Production", placed, film)
    track.enabled = False
    track.metadata[NAMESPACE] = {"is": "the clips' own sound; not the dialogue"}
    return (track,)


def _heard_of(film: Film, given: Given, root: Path, place: Path) -> Iterator[_Placed]:
    about = {"file": given.audio.file, "sha256": given.audio.sha256, "seconds": given.audio.seconds}
    media = relative(root / given.audio.file, place)
    for piece in given.pieces:
        # An audio that ends within a frame is as long as all frames that it has begun.
        frames = min(piece.frames, max(0, given.whole - piece.first))
        if frames:
            clip = otio.schema.Clip(
                given.audio.file.rpartition("/")[2],
                media_reference=otio.schema.ExternalReference(media, span(0, given.whole, film.rate)),
                source_range=span(piece.first, frames, film.rate),
                metadata={NAMESPACE: about},
            )
            yield _Placed(piece.at, frames, clip)


def _track(name: str, placed: Iterable[_Placed], film: Film) -> Part:
    """A track without a hole: gaps fill what nothing lies on."""
    track = otio.schema.Track(name, kind=otio.schema.TrackKind.Audio)
    at = 0
    for entry in placed:
        if entry.start > at:
            track.append(otio.schema.Gap(source_range=span(0, entry.start - at, film.rate)))
        track.append(entry.item)
        at = entry.start + entry.frames
    if at < film.frames:
        track.append(otio.schema.Gap(source_range=span(0, film.frames - at, film.rate)))
    return track


def _spoken(film: Film, line: FilmLine, voice: Voice | None, place: Path) -> _Placed:
    """A line as a clip of its voice, or as a gap where there is none; cut where the next line begins."""
    spoken = line.time.line
    text = one_line(spoken.text)
    about = {"shot": line.shot, "scene": line.scene, "character": spoken.character, "extension": spoken.extension}
    frames = min(voice.frames if voice else line.time.end - line.time.start, line.free)
    said = [marker(f"{line.shot}  {spoken.character}", 0, max(1, frames), film.rate, "YELLOW", text, about)]
    metadata = {NAMESPACE: {**about, "text": text}}
    if voice is None:
        gap = otio.schema.Gap(
            f"{line.shot} {spoken.character}", source_range=span(0, frames, film.rate), markers=said, metadata=metadata
        )
        return _Placed(line.start, frames, gap)
    # In frames, as the file is: other programs take a time at a sound's own rate for a timecode, and fail.
    available = span(0, voice.frames, film.rate)
    clip = otio.schema.Clip(
        voice.path.stem,
        media_reference=otio.schema.ExternalReference(relative(voice.path, place), available),
        source_range=span(0, frames, film.rate),
        markers=said,
        metadata=metadata,
    )
    return _Placed(line.start, frames, clip)


def _sounds(film: Film) -> Iterator[_Placed]:
    """A gap for every stretch of action that is heard, with a marker for each of its sounds."""
    for shot in film.shots:
        heard: dict[tuple[int, int], list[str]] = {}
        for sound in shot.shot.sfx:
            heard.setdefault(shot.heard(sound, film.language), []).append(sound)
        at = 0
        for (start, end), sounds in sorted(heard.items()):
            first = max(start, at)
            if end > first:
                at = end
                yield _Placed(shot.at + first, end - first, _heard(film, shot.shot.id, sounds, end - first))


def _heard(film: Film, shot: str, sounds: list[str], frames: int) -> Part:
    said = [marker(f"{shot}  {sound}", 0, frames, film.rate, "PINK", sound, {"shot": shot}) for sound in sounds]
    metadata = {NAMESPACE: {"shot": shot, "sfx": sounds}}
    return otio.schema.Gap(f"{shot} sfx", source_range=span(0, frames, film.rate), markers=said, metadata=metadata)
