"""Copies of the clips, and of the frames on request, under the names that editors know; and a list of them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from storyforge.errors import ClipsMissingError
from storyforge.exporters import footage
from storyforge.exporters.base import Exported
from storyforge.exporters.timing import Film
from storyforge.exporters.writing import names_of, write
from storyforge.media import joining
from storyforge.media.clips import parse_size
from storyforge.model.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.exporters.base import ExportJob
    from storyforge.exporters.footage import Clip

COLUMNS = (
    *("file", "kind", "scene", "shot", "version", "frames", "rate", "seconds", "start", "size", "sha256", "source"),
    *("there", "sound"),
)


def export(job: ExportJob) -> Exported:
    """Copy every clip as `Project_Sc01_Shot3A_v02.mp4`, and with `frames` every frame.

    The version is how often that clip was committed. The folder, `exports/clips` unless another is named, also gets
    `Project_clips.csv` for people and `Project_clips.json` for programs; copies of earlier versions stay in it. What is
    copied already is not copied again. A clip that was bought is longer than its shot: its first `frames` are meant of
    those that are `there`. With `exact` each is encoded anew, of exactly its shot's frames and without sound.

    Raises ClipsMissingError where no shot has a clip.
    """
    film = Film.of(job.library, job.scenes)
    found = footage.of_film(job.library, film)
    if not found:
        raise ClipsMissingError("export of clips", list(job.scenes), len(film.shots))
    folder = job.out or job.folder / "clips"
    rows = list(_clip_rows(job, film, found))
    if job.options.get("frames"):
        rows += _frame_rows(job, film)
    for done, row in enumerate(rows, 1):
        place = folder / row["file"]
        job.claim(place)
        write(place, _content(job, film, row, found))
        job.tell({"event": "progress", "task": "clips", "done": done, "total": len(rows)})
    lists = {".csv": _table(rows), ".json": _data(job, rows)}
    stem = f"{names_of(job.library).whole(job.scenes, job.library.scenes)}_clips"
    for suffix, content in lists.items():
        job.claim(folder / (stem + suffix))
        write(folder / (stem + suffix), content)
    files = (*(folder / row["file"] for row in rows), *(folder / (stem + suffix) for suffix in lists))
    return Exported(folder, files, (*_missing(film, found), *footage.unlike_their_shots(film, found)))


def _clip_rows(job: ExportJob, film: Film, found: dict[str, Clip]) -> Iterator[dict[str, Any]]:
    names, versions = names_of(job.library), job.versions()
    for shot in film.shots:
        clip = found.get(shot.shot.id)
        if clip:
            version = versions.get(clip.path, 1)
            name = names.clip(shot.scene, shot.shot.id, version, PurePosixPath(clip.path).suffix.lower())
            yield {
                "file": name,
                "kind": "clip",
                "scene": shot.scene,
                "shot": shot.shot.id,
                "version": version,
                "frames": clip.frames,
                "rate": job.library.story.rate,
                "seconds": f"{float(clip.frames / film.rate):.3f}",
                "start": shot.at,
                "size": clip.size,
                "sha256": clip.content,
                "source": clip.path,
                "there": clip.there,
                "sound": clip.sound,
            }


def _content(job: ExportJob, film: Film, row: dict[str, Any], found: dict[str, Clip]) -> bytes:
    """The file of a row: as it lies in the story, or of exactly its frames."""
    clip = found.get(row["shot"])
    if not job.options.get("exact") or row["kind"] != "clip" or clip is None:
        return job.library.medium(row["source"])
    width, height = parse_size(clip.size)
    frames = next(shot.shot.frames for shot in film.shots if shot.shot.id == row["shot"])
    with tempfile.TemporaryDirectory(prefix="storyforge-") as folder:
        out = Path(folder, "exact.mp4")
        joining.conform(footage.lying(job, clip), out, width=width, height=height, rate=film.rate, frames=frames)
        content = out.read_bytes()
    row |= {"frames": frames, "there": frames, "sound": False, "sha256": hashlib.sha256(content).hexdigest()}
    row["seconds"] = f"{float(frames / film.rate):.3f}"
    return content


def _frame_rows(job: ExportJob, film: Film) -> Iterator[dict[str, Any]]:
    names, versions = names_of(job.library), job.versions()
    for number, _ in film.scenes():
        for item, still in footage.stills(job.library, number).items():
            version = versions.get(still.path, 1)
            suffix = PurePosixPath(still.path).suffix.lower()
            yield {
                "file": names.frame(number, item, version, suffix),
                "kind": item.rpartition(".")[2],
                "scene": number,
                "shot": item.rpartition(".")[0],
                "version": version,
                "sha256": still.content,
                "source": still.path,
            }


def _table(rows: Sequence[dict[str, Any]]) -> bytes:
    """With the mark of UTF-8 in front, which spreadsheets look for."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _data(job: ExportJob, rows: Sequence[dict[str, Any]]) -> bytes:
    data = {
        "story": job.library.story.title,
        "commit": job.commit.id,
        "date": job.commit.date.isoformat(),
        "rate": job.library.story.rate,
        "files": rows,
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _missing(film: Film, found: dict[str, Clip]) -> Iterator[Finding]:
    lacking = [shot for shot in film.shots if shot.shot.id not in found]
    if lacking:
        many = f"{len(lacking)} of {len(film.shots)} shots have" if len(lacking) > 1 else f"{lacking[0].shot.id} has"
        message = f"{many} no clip yet: left out."
        yield Finding("clips_missing", "warning", message, lacking[0].path, hint="Make them: storyforge run video")
