"""Clips as services deliver them in a film: longer than their shots, at a rate and a size of their own, with sound."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import opentimelineio as otio
import pytest

from storyforge.exporters.otio_parts import NAMESPACE
from storyforge.formats import artifacts
from storyforge.media import joining, sound
from storyforge.media.ffmpeg import program
from storyforge.media.played import look
from storyforge.model.kinds import BY_NAME
from storyforge.pipeline.export import ExportRequest, export
from storyforge.pipeline.session import Session
from tests.exporters.filming import HEIGHT, WIDTH, film, shots_of

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.model.clips import ClipSet
    from tests.tale import Tale

RED, BLUE = (254, 0, 0), (0, 0, 254)
CLIPS = "scenes/001/clips.yaml"


def delivered(folder: Path, seconds: float, more: float = 1.0, rate: str = "25", size: str = "192x108") -> bytes:
    """A clip that is red for some seconds and blue after them, with a tone, as encoders make them: frames reordered."""
    out = folder / "delivered.mp4"
    source = f"color=red:s={size}:r={rate}:d={seconds},format=yuv420p[a];color=blue:s={size}:r={rate}:d={more}"
    graph = f"{source},format=yuv420p[b];[a][b]concat=n=2:v=1[v];sine=f=440:d={seconds + more}[s]"
    made = ["-c:v", "libx264", "-bf", "3", "-c:a", "aac", "-movflags", "+faststart", str(out)]
    command = [program().path, "-v", "error", "-y", "-filter_complex", graph, "-map", "[v]", "-map", "[s]", *made]
    subprocess.run(command, check=True)
    return out.read_bytes()


@pytest.fixture
def bought(prompted: Tale, tmp_path: Path) -> Tale:
    """A film whose first clip was bought: a second too long, at 25 frames a second."""
    film(prompted)
    shot = shots_of(prompted)[0]
    content = delivered(tmp_path, shot.frames / 24)
    seen = look(content)
    assert (seen.sound, seen.rate) == (True, Fraction(25))
    prompted.write(f"scenes/001/clips/{shot.id}.mp4", content)
    old = cast("ClipSet", Session.open(prompted.root).story.model(CLIPS))
    mine = old.clips[0].model_copy(
        update={
            "content": hashlib.sha256(content).hexdigest(),
            "picture": seen.digest,
            "frames": shot.frames,
            "length": seen.length(Fraction(24)),
            "rate": "25",
            "size": "192x108",
            "sound": True,
            "sent": "first",
            "by": "google:gemini-omni-1.1-flash",
            "build": "",
        }
    )
    new = old.model_copy(update={"clips": (mine, *old.clips[1:])})
    prompted.write(CLIPS, artifacts.write(BY_NAME["clips"], CLIPS, new))
    prompted.git("commit", "-q", "-am", "video: one was bought")
    return prompted


def exported(tale: Tale, kind: str, **options: bool) -> Any:
    return export(Session.open(tale.root), ExportRequest(kind, options=options), lambda _: None).exported


def pixel(path: Path, frame: int) -> tuple[int, ...]:
    """The middle of a frame of a film."""
    graph = ["-vf", f"select=eq(n\\,{frame}),scale=1:1,format=rgb24", "-frames:v", "1", "-f", "rawvideo", "-"]
    done = subprocess.run([program().path, "-v", "error", "-i", str(path), *graph], capture_output=True, check=True)
    return tuple(done.stdout)


def is_near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(one, other, strict=True))


def loudness(path: Path, first: int, after: int) -> int:
    """The loudest sample over some frames of a film."""
    wav = path.with_name("heard.wav")
    subprocess.run([program().path, "-v", "error", "-y", "-i", str(path), "-ac", "1", str(wav)], check=True)
    heard = sound.read_wav(wav)
    start, end = (2 * sound.sample_at(frame, Fraction(24), heard.rate) for frame in (first, after))
    values = memoryview(heard.samples[start:end]).cast("h")
    return max(map(abs, values), default=0)


def test_a_film_has_exactly_the_frames_of_the_shot_and_no_handle(bought: Tale) -> None:
    shots = shots_of(bought)
    done = exported(bought, "animatic", no_voices=True)
    seen = joining.contents(done.path)
    assert seen.frames == sum(shot.frames for shot in shots)
    assert (seen.width, seen.height, seen.rate) == (WIDTH, HEIGHT, Fraction(24)), "conformed to the rest"
    assert is_near(pixel(done.path, 0), RED)
    assert is_near(pixel(done.path, shots[0].frames - 2), RED)
    assert not is_near(pixel(done.path, shots[0].frames), BLUE), "the next shot begins at its frame"
    assert not [finding for finding in done.findings if finding.check == "clip_length"]


def test_the_sound_of_a_clip_is_heard_only_where_it_is_asked_for(bought: Tale) -> None:
    first = shots_of(bought)[0].frames
    silent = exported(bought, "animatic", no_voices=True)
    assert loudness(silent.path, 0, first) < 50
    own = exported(bought, "animatic", clip_sound=True)
    assert loudness(own.path, 2, first - 2) > 1000
    assert loudness(own.path, first + 4, first + 24) < 50, "and its handle is not heard"


def test_a_timeline_has_the_handles_to_reach_for_and_its_sound_off(bought: Tale) -> None:
    shots = shots_of(bought)
    timeline = cast("Any", otio.adapters.read_from_file(str(exported(bought, "otio", no_voices=True).path)))
    clip = timeline.video_tracks()[0][0]
    assert clip.source_range.start_time.value == 0
    assert clip.source_range.duration.value == shots[0].frames
    assert clip.media_reference.available_range.duration.value == shots[0].frames + 24
    assert clip.metadata[NAMESPACE]["sent"] == "first"
    *usual, production = timeline.audio_tracks()
    assert [track.name for track in usual] == ["Dialogue", "SFX", "Music"]
    assert (production.name, production.enabled) == ("Production", False)
    assert all(track.enabled for track in usual)
    assert production.duration().value == sum(shot.frames for shot in shots)
    assert [item.name for item in production if isinstance(item, otio.schema.Clip)] == [f"{shots[0].id} production"]


def test_copies_are_the_files_themselves_or_exactly_their_shots(bought: Tale) -> None:
    shot = shots_of(bought)[0]
    name = f"TheKettle_Sc01_Shot{shot.id}_v02.mp4"
    folder = exported(bought, "clips").path
    source = bought.root / f"scenes/001/clips/{shot.id}.mp4"
    assert (folder / name).read_bytes() == source.read_bytes(), "the handles are paid for"
    row = next(csv.DictReader((folder / "TheKettle_clips.csv").read_text("utf-8-sig").splitlines()))
    told = (row["frames"], row["there"], row["sound"], row["rate"])
    assert told == (str(shot.frames), str(shot.frames + 24), "True", "24")
    exported(bought, "clips", exact=True)
    exact = joining.contents(folder / name)
    assert (exact.frames, exact.rate, joining.has_sound(folder / name)) == (shot.frames, Fraction(24), False)
    listed = json.loads((folder / "TheKettle_clips.json").read_text("utf-8"))["files"][0]
    assert (listed["there"], listed["sound"]) == (shot.frames, False)
    assert listed["sha256"] == hashlib.sha256((folder / name).read_bytes()).hexdigest()


def test_a_shot_that_grew_takes_more_of_what_is_there(bought: Tale) -> None:
    shot = shots_of(bought)[0]
    bought.edit("scenes/001/shots.yaml", f"frames: {shot.frames}", f"frames: {shot.frames + 12}")
    done = exported(bought, "animatic", no_voices=True)
    assert is_near(pixel(done.path, shot.frames + 6), BLUE)
    assert not [finding for finding in done.findings if "holds" in finding.message]


def test_an_author_may_put_a_clip_of_their_own_in_its_place(bought: Tale) -> None:
    shot = shots_of(bought)[0]
    other = (bought.root / f"scenes/001/clips/{shots_of(bought)[1].id}.mp4").read_bytes()
    bought.write(f"scenes/001/clips/{shot.id}.mp4", other)
    assert bought.storyforge("save", "-m", "mine") == 0
    clip = cast("ClipSet", Session.open(bought.root).story.model(CLIPS)).clips[0]
    assert (clip.by, clip.sound, clip.sent, clip.length, clip.rate) == ("hand", False, None, 0, "")
    assert clip.frames == shots_of(bought)[1].frames
