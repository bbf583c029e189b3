"""A shot sheet: every shot of the film as a row of a table, for a production office's spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from storyforge.exporters.base import Exported
from storyforge.exporters.timing import Film
from storyforge.exporters.writing import target, write

if TYPE_CHECKING:
    from storyforge.exporters.base import ExportJob

COLUMNS = ("scene", "heading", "shot", "size", "angle", "move", "starts", "seconds", "action")


def export(job: ExportJob) -> Exported:
    """Write `Project_shots.csv`; raises ShotsMissingError, OutTakenError, OutSuffixError, DiskError."""
    place = target(job, "shotsheet", ".csv", "_shots")
    film = Film.of(job.library, job.scenes)
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for done, found in enumerate(film.shots, 1):
        camera = found.shot.camera
        heading = job.library.scenes[found.scene].title
        times = (f"{float(frames / film.rate):.2f}" for frames in (found.at, found.shot.frames))
        rows.writerow(
            (found.scene, heading, found.shot.id, camera.size, camera.angle, camera.move, *times, found.shot.action)
        )
        job.tell({"event": "progress", "task": "shot sheet", "done": done, "total": len(film.shots)})
    write(place, text.getvalue().encode("utf-8"))
    return Exported(place, (place,))
