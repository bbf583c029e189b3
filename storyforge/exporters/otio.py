"""A timeline for editing software: an OpenTimelineIO file that names the story's clips by relative paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import opentimelineio as otio

from storyforge.exporters import footage, otio_sound
from storyforge.exporters.base import Exported
from storyforge.exporters.given import Given
from storyforge.exporters.otio_parts import NAMESPACE, at_rate, marker, span
from storyforge.exporters.paths import relative
from storyforge.exporters.timing import Film
from storyforge.exporters.voices import Voices
from storyforge.exporters.writing import target, whole
from storyforge.formats.prose import one_line
from storyforge.model.finding import Finding
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from storyforge.exporters.base import ExportJob
    from storyforge.exporters.footage import Clip, Still
    from storyforge.exporters.otio_parts import Part
    from storyforge.exporters.timing import FilmShot
    from storyforge.model.library import Library
    from storyforge.model.prompts import Prompts, PromptSet


def export(job: ExportJob) -> Exported:
    """Write one timeline: a picture track with a clip a shot, and dialogue, SFX and music tracks.

    A film for a given audio has that on a track of its own in the place of dialogue and music. The sound that bought
    clips have of their own lies on a track more, which is off.

    Every length is the shot list's, in whole frames. A shot without a clip shows its start frame, one without either
    refers to missing media; both say so in their metadata. Fades and dissolves are named in metadata and overlap
    nothing. Raises ShotsMissingError, OutSuffixError, OutTakenError, DiskError.
    """
    place = target(job, "otio", ".otio")
    film = Film.of(job.library, job.scenes)
    clips = footage.of_film(job.library, film)
    given = Given.of(job, film)
    voices = Voices() if given else Voices.spoken(job, film).copied(film, job.folder / "audio")
    timeline = otio.schema.Timeline(job.library.story.title, metadata={NAMESPACE: _about(job, film)})
    timeline.global_start_time = at_rate(0, film.rate)
    heard = otio_sound.of_audio(film, given, job.root, place) if given else otio_sound.tracks(film, voices, place)
    tracks = (_pictures(job, film, clips, place), *heard, *otio_sound.production(film, clips, job.root, place))
    timeline.tracks.extend(tracks)
    timeline.tracks.markers.extend(_scene_markers(job.library, film))
    with whole(place) as temporary:
        otio.adapters.write_to_file(timeline, str(temporary), adapter_name="otio_json", indent=1)
    sounds = tuple(voice.path for voice in voices.by_line.values())
    findings = (
        *_without(film, clips),
        *_elsewhere(job, clips),
        *footage.unlike_their_shots(film, clips),
        *voices.findings,
        *(given.findings(job, film) if given else ()),
    )
    return Exported(place, (place, *sounds), findings)


def _about(job: ExportJob, film: Film) -> dict[str, Any]:
    return {
        "schema": "timeline/1",
        "title": job.library.story.title,
        "commit": job.commit.id,
        "branch": job.commit.branch,
        "date": job.commit.date.isoformat(),
        "rate": job.library.story.rate,
        "language": film.language,
        "scenes": [number for number, _ in film.scenes()],
        "frames": film.frames,
    }


def _pictures(job: ExportJob, film: Film, clips: Mapping[str, Clip], place: Path) -> Part:
    track = otio.schema.Track("Picture", kind=otio.schema.TrackKind.Video)
    for number, shots in film.scenes():
        prompts = _prompts(job.library, number)
        stills = footage.stills(job.library, number)
        for shot in shots:
            media, about = _media(job, film, shot, clips, stills, place)
            metadata = {**_facts(job.library, shot, prompts.get(shot.shot.id)), **about}
            track.extend(_items(film, shot, clips.get(shot.shot.id), media, metadata))
    return track


def _items(film: Film, shot: FilmShot, clip: Clip | None, media: Part, metadata: dict[str, Any]) -> Iterator[Part]:
    """The clip of a shot, whose first frames are the shot's; and where there are too few, a gap for the rest."""
    frames = min(shot.shot.frames, clip.there) if clip else shot.shot.frames
    yield otio.schema.Clip(
        shot.shot.id,
        media_reference=media,
        source_range=span(0, frames, film.rate),
        markers=list(_shot_markers(film, shot)),
        metadata={NAMESPACE: metadata},
    )
    if frames < shot.shot.frames:
        rest = shot.shot.frames - frames
        said = {NAMESPACE: {"shot": shot.shot.id, "holds": "the clip is shorter than its shot"}}
        yield otio.schema.Gap(f"{shot.shot.id} (rest)", source_range=span(0, rest, film.rate), metadata=said)


def _media(
    job: ExportJob,
    film: Film,
    shot: FilmShot,
    clips: Mapping[str, Clip],
    stills: Mapping[str, Still],
    place: Path,
) -> tuple[Part, dict[str, Any]]:
    """What a clip refers to, and what its metadata say of it."""
    clip, still = clips.get(shot.shot.id), stills.get(f"{shot.shot.id}.start")
    if clip:
        about: dict[str, Any] = {"media": "clip", "file": clip.path, "sha256": clip.content}
        about |= {"picture": clip.picture, "size": clip.size}
        if clip.bought:
            about |= {"there": clip.there, "sound": clip.sound, "sent": clip.sent, "rate": clip.rate}
        available = span(0, clip.there, film.rate)
        return otio.schema.ExternalReference(relative(job.root / clip.path, place), available), about
    if still:
        about = {"media": "still", "file": still.path, "sha256": still.content, "picture": still.picture}
        available = span(0, shot.shot.frames, film.rate)
        return otio.schema.ExternalReference(relative(job.root / still.path, place), available), about
    return otio.schema.MissingReference(available_range=span(0, shot.shot.frames, film.rate)), {"media": "missing"}


def _facts(library: Library, shot: FilmShot, prompts: PromptSet | None) -> dict[str, Any]:
    listed = shot.shot
    summary = library.summaries.get(shot.path)
    return {
        "scene": shot.scene,
        "shot": listed.id,
        "frames": listed.frames,
        "digest": summary.digest if summary else "",
        "action": listed.action,
        "dialogue": [{"character": line.character, "text": line.text} for line in listed.dialogue],
        "characters": [person.id for person in listed.characters],
        "props": list(listed.props),
        "setting": listed.setting,
        "camera": {"size": listed.camera.size, "angle": listed.camera.angle, "move": listed.camera.move},
        "sfx": list(listed.sfx),
        "transition": listed.transition,
        "beats": list(listed.beats),
        "continues": listed.continues,
        "prompts": {name: getattr(prompts, name) for name in ("frame", "end_frame", "video")} if prompts else {},
    }


def _prompts(library: Library, number: str) -> dict[str, PromptSet]:
    found = cast("Prompts | None", library.model(scene_path(folder(number), "prompts")))
    return {entry.id: entry for entry in found.prompts} if found else {}


def _shot_markers(film: Film, shot: FilmShot) -> Iterator[Part]:
    """Shot id and camera with the action as comment; then one for each line, where it is spoken."""
    camera = shot.shot.camera
    name = f"{shot.shot.id}  {camera.size} {camera.angle} {camera.move}"
    yield marker(name, 0, 1, film.rate, "CYAN", shot.shot.action, {"shot": shot.shot.id, "scene": shot.scene})
    for time in shot.times.lines:
        spoken = time.line
        frames = max(1, min(time.end, shot.shot.frames) - time.start)
        said = {"character": spoken.character, "extension": spoken.extension}
        yield marker(spoken.character, time.start, frames, film.rate, "YELLOW", one_line(spoken.text), said)


def _scene_markers(library: Library, film: Film) -> Iterator[Part]:
    for number, shots in film.scenes():
        heading = library.scenes[number].title
        yield marker(f"{number}  {heading}", shots[0].at, 1, film.rate, "GREEN", heading, {"scene": number})


def _without(film: Film, clips: Mapping[str, Clip]) -> Iterator[Finding]:
    lacking = [shot for shot in film.shots if shot.shot.id not in clips]
    if lacking:
        many = f"{len(lacking)} of {len(film.shots)} shots have" if len(lacking) > 1 else f"{lacking[0].shot.id} has"
        message = f"{many} no clip yet: a start frame stands there, or nothing does."
        yield Finding("clips_missing", "note", message, lacking[0].path, hint="Make them: storyforge run video")


def _elsewhere(job: ExportJob, clips: Mapping[str, Clip]) -> Iterator[Finding]:
    """Clips that the timeline names and that don't lie in the story's folder."""
    absent = [shot for shot, clip in clips.items() if not footage.lies(job.root, clip.path)]
    if absent:
        what = f"{len(absent)} clips are" if len(absent) > 1 else f"The clip of {absent[0]} is"
        message = f"{what} in Git LFS and not fetched: an editing program will not find what is named."
        yield Finding("not_fetched", "warning", message, clips[absent[0]].path, hint="Run `git lfs pull`.")
