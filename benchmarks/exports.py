"""Measures exports of a feature: a timeline, named clips and the animatic, its memory, and frames against shot lists.

`python benchmarks/exports.py` writes `results/exports.json`. The clips are of one colour each, 640x360, since making
clips is measured elsewhere. Memory is that of all processes of a command together; the animatic of a tenth of the film
stands beside that of the whole, for it should not grow with the length. A second animatic takes its voices from the
first.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zlib
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import opentimelineio as otio
from commands import git, run, versions
from feature_script import feature_script

from storyforge.formats import artifacts
from storyforge.media import clips as encoding
from storyforge.media.ffmpeg import build_id, program
from storyforge.media.joining import contents
from storyforge.model.clips import Clip, ClipSet
from storyforge.model.kinds import BY_NAME, scene_path
from storyforge.model.numbering import folder
from storyforge.pipeline.session import Session

if TYPE_CHECKING:
    from storyforge.model.shots import ShotList

RESULT = Path(__file__).parent / "results" / "exports.json"
WIDTH, HEIGHT = 640, 360
RATE = Fraction(24)
NAME = "TheSaltBell"


def film(story: Path) -> int:
    """Give every shot a clip, in one commit; returns the frames of all shot lists."""
    library = Session.open(story).story
    total = 0
    for number in library.scenes:
        path = scene_path(folder(number), "clips")
        listed = cast("ShotList", library.model(scene_path(folder(number), "shots")))
        place = (story / path).parent / "clips"
        place.mkdir()
        made = []
        for shot in listed.shots:
            colour = zlib.crc32(shot.id.encode()).to_bytes(4, "big")[:3]
            held = [(colour * (WIDTH * HEIGHT), shot.frames)]
            found = encoding.encode(held, width=WIDTH, height=HEIGHT, rate=RATE, where=shot.id)
            (place / f"{shot.id}.mp4").write_bytes(found.mp4)
            made.append(_listed(shot.id, shot.frames, found))
            total += shot.frames
        text = artifacts.write(BY_NAME["clips"], path, ClipSet(scene=number, clips=tuple(made)))
        (story / path).write_text(text, "utf-8")
    git(story, "add", "scenes")
    git(story, "-c", "user.name=Measure", "-c", "user.email=measure@example.org", "commit", "-q", "-m", "video: clips")
    return total


def _listed(shot: str, frames: int, found: encoding.Encoded) -> Clip:
    return Clip(
        id=shot,
        file=f"clips/{shot}.mp4",
        frames=frames,
        content=hashlib.sha256(found.mp4).hexdigest(),
        picture=found.digest,
        size=f"{WIDTH}x{HEIGHT}",
        build=build_id(),
    )


def measure(story: Path) -> dict[str, Any]:
    """All numbers."""
    frames = film(story)
    scenes = list(Session.open(story).story.scenes)
    tenth = [word for number in scenes[: len(scenes) // 10] for word in ("--scene", number)]
    export = ["-C", str(story), "export"]
    _, small = run([*export, "animatic", *tenth])
    whole, large = run([*export, "animatic"])
    again, _ = run([*export, "animatic"])
    silent, _ = run([*export, "animatic", "--no-voices"])
    timeline, _ = run([*export, "otio", "--no-voices"])
    clips, _ = run([*export, "clips"])
    read = otio.adapters.read_from_file(str(story / "exports" / f"{NAME}.otio"))
    return {
        "scenes": len(scenes),
        "film_seconds": float(frames / RATE),
        "frames": {
            "shot_lists": frames,
            "animatic": contents(story / "exports" / f"{NAME}_animatic.mp4").frames,
            "timeline": int(read.duration().value),
        },
        "animatic_seconds": round(whole, 1),
        "animatic_again_seconds": round(again, 1),
        "animatic_silent_seconds": round(silent, 1),
        "animatic_peak_megabytes": round(large / 1024),
        "animatic_of_a_tenth_peak_megabytes": round(small / 1024),
        "otio_seconds": round(timeline, 1),
        "clips_seconds": round(clips, 1),
    }


def main() -> None:
    """Measure, write the result, print it."""
    with tempfile.TemporaryDirectory() as name:
        script, story = Path(name, "script.fountain"), Path(name, "story")
        script.write_text(feature_script(), "utf-8")
        run(["new", str(story), "--primary", str(script)])
        run(["-C", str(story), "run", "prompts", "--auto"])
        found = {"measured": measure(story), "with": {**versions(), "ffmpeg": program().version}}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n", "utf-8")
    print(json.dumps(found, indent=2, sort_keys=True))


if __name__ == "__main__":
    main()
