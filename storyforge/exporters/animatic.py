"""The animatic: all clips of a story as one film, with voices, subtitles and chapters."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from storyforge.errors import ClipsMissingError
from storyforge.exporters import animatic_picture, footage
from storyforge.exporters.animatic_sound import write_production, write_sound
from storyforge.exporters.base import Exported
from storyforge.exporters.given import Given
from storyforge.exporters.subtitles import subtitles
from storyforge.exporters.timing import Film
from storyforge.exporters.voices import Voices
from storyforge.exporters.writing import target, write
from storyforge.formats.captions import write_srt
from storyforge.media import joining
from storyforge.model.digest import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from storyforge.exporters.animatic_overlay import Over
    from storyforge.exporters.base import ExportJob
    from storyforge.exporters.footage import Clip
    from storyforge.formats.captions import Cue
    from storyforge.model.library import Library


def export(job: ExportJob) -> Exported:
    """Write an MP4 of the story's clips in order, and its subtitles beside it.

    The picture is joined as it is, exactly as long as the shot lists say: a clip that is longer or shorter is cut, or
    holds its last picture, and that is told. Voices lie where `line_times` says, SFX are silence of the right length.
    A film for a given audio has that alone as its sound, and its transcript as subtitles.
    What a clip has of sound of its own is heard with `clip_sound`, instead of voices: nobody knows what is said there.
    Options: `overlay`, `burn_subtitles` (then not as a track too), `no_voices`, `clip_sound`.

    Raises ClipsMissingError, ShotsMissingError, LfsPointerError, OutTakenError, DiskError and what ffmpeg raises.
    """
    place = target(job, "animatic", ".mp4", "_animatic")
    said = place.with_suffix(".srt")
    job.claim(said)
    film = Film.of(job.library, job.scenes)
    clips = footage.of_film(job.library, film)
    _refuse_missing(film, clips)
    given = Given.of(job, film)
    cues, unread = (given.subtitles(job.library), []) if given else subtitles(film.lines, film.rate, film.language)
    own = bool(job.options.get("clip_sound")) and not given
    voices = Voices() if given or own else Voices.spoken(job, film)
    with _workshop(job, place) as folder:
        clips = animatic_picture.join(job, film, clips, _overs(job, film, cues), folder / "picture.mp4")
        _step(job, 0)
        if given:
            given.write(job, folder / "sound.wav")
        elif own:
            write_production(job, film, clips, folder / "sound.wav")
        else:
            write_sound(film, voices, folder / "sound.wav")
        write(folder / "said.srt", write_srt(cues).encode())
        _step(job, 1)
        place.parent.mkdir(parents=True, exist_ok=True)
        joining.mux(
            folder / "picture.mp4",
            place,
            sound=folder / "sound.wav",
            subtitles=None if job.options.get("burn_subtitles") else folder / "said.srt",
            language=film.language,
            title=job.library.story.title,
            chapters=list(_chapters(job.library, film)),
        )
        write(said, write_srt(cues).encode())
    heard = given.findings(job, film) if given else ()
    findings = (*footage.unlike_their_shots(film, clips), *voices.findings, *unread, *heard)
    return Exported(place, (place, said), findings)


@contextmanager
def _workshop(job: ExportJob, place: Path) -> Iterator[Path]:
    """A folder for what is half done; what a killed export left is cleared away by the next one to the same place."""
    folder = job.cache / f"film-{digest(str(place.resolve()))}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _step(job: ExportJob, done: int) -> None:
    job.tell({"event": "progress", "task": "sound and film", "done": done, "total": 2})


def _refuse_missing(film: Film, clips: Mapping[str, Clip]) -> None:
    lacking = [shot for shot in film.shots if shot.shot.id not in clips]
    if lacking or not film.shots:
        raise ClipsMissingError("animatic", list(dict.fromkeys(shot.scene for shot in lacking)), len(lacking))


def _overs(job: ExportJob, film: Film, cues: list[Cue]) -> dict[str, Over]:
    """What is burnt in; the module that draws is loaded only where something is."""
    burnt = job.options.get("burn_subtitles")
    if not job.options.get("overlay") and not burnt:
        return {}
    from storyforge.exporters.animatic_overlay import overs  # noqa: PLC0415  # Pillow and fonts

    return overs(job, film, cues if burnt else [])


def _chapters(library: Library, film: Film) -> Iterator[joining.Chapter]:
    scenes = list(film.scenes())
    if len(scenes) == 1:
        # One scene alone is looked at shot by shot: every shot can be gone to.
        number, shots = scenes[0]
        yield from (joining.Chapter(shot.shot.id, shot.at, shot.end) for shot in shots)
        return
    for number, shots in scenes:
        title = f"{number} {library.scenes[number].title}"
        yield joining.Chapter(title, shots[0].at, shots[-1].end)
