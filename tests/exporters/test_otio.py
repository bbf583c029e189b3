"""Timelines: exact, whole, and read back as they were written."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import opentimelineio as otio
import pytest
from hypothesis import HealthCheck, given, settings

from storyforge.exporters.otio import export
from storyforge.exporters.timing import Film
from storyforge.media import sound
from storyforge.model.timing import RATES
from storyforge.pipeline.session import Session
from tests.exporters.desk import Desk, desks, job
from tests.exporters.filming import film, shots_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tale import Tale

OURS = "storyforge"


def frames(time: Any) -> int:
    """Whole frames of a time; anything else is a fault."""
    assert time.value == int(time.value)
    return int(time.value)


def written(desk: Desk, root: Path) -> Any:
    found = export(job(desk, root))
    return otio.adapters.read_from_file(str(found.path))


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(desks())
def test_every_track_is_as_long_as_the_shot_lists_to_the_frame(tmp_path: Path, desk: Desk) -> None:
    timeline = written(desk, tmp_path)
    whole = Film.of(desk, tuple(desk.scenes))
    assert whole.frames == desk.frames()
    assert [(track.name, track.kind) for track in timeline.tracks] == [
        ("Picture", "Video"), ("Dialogue", "Audio"), ("SFX", "Audio"), ("Music", "Audio"),
    ]  # fmt: skip
    rate = float(RATES[desk.story.rate])
    for track in timeline.tracks:
        assert frames(track.duration()) == desk.frames()
        assert all(part.source_range.duration.rate == rate for part in track)
        assert all(part.source_range.duration.value > 0 for part in track)
    assert timeline.duration().rate == rate


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(desks())
def test_every_clip_lies_where_its_shot_does_and_within_its_media(tmp_path: Path, desk: Desk) -> None:
    timeline = written(desk, tmp_path)
    track = timeline.tracks[0]
    clips = {clip.name: clip for clip in track.find_clips()}
    shots = Film.of(desk, tuple(desk.scenes)).shots
    assert list(clips) == [shot.shot.id for shot in shots]
    for shot in shots:
        clip = clips[shot.shot.id]
        assert frames(clip.trimmed_range_in_parent().start_time) == shot.at
        available = clip.media_reference.available_range
        assert 0 == clip.source_range.start_time.value == available.start_time.value
        assert clip.source_range.duration <= available.duration
        for marker in clip.markers:
            assert clip.source_range.duration.value >= 1
            assert marker.marked_range.end_time_exclusive().value <= shot.shot.frames
    for marker in timeline.tracks.markers:
        assert frames(marker.marked_range.start_time) < desk.frames()


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(desks())
def test_it_reads_back_equal(tmp_path: Path, desk: Desk) -> None:
    path = export(job(desk, tmp_path)).path
    first = otio.adapters.read_from_file(str(path))
    again = tmp_path / "again.otio"
    otio.adapters.write_to_file(first, str(again), adapter_name="otio_json", indent=1)
    assert otio.adapters.read_from_file(str(again)).is_equivalent_to(first)
    assert again.read_bytes() == path.read_bytes()


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(desks())
def test_lines_and_sounds_stand_on_their_tracks_when_they_are_heard(tmp_path: Path, desk: Desk) -> None:
    timeline = written(desk, tmp_path)
    whole = Film.of(desk, tuple(desk.scenes))
    said = [part for part in timeline.tracks[1] if OURS in part.metadata]
    heard = [line for line in whole.lines if line.time.end > line.time.start]
    assert [frames(part.trimmed_range_in_parent().start_time) for part in said] == [line.start for line in heard]
    named = [name for part in timeline.tracks[2] if OURS in part.metadata for name in part.metadata[OURS]["sfx"]]
    assert set(named) <= {sound for shot in whole.shots for sound in shot.shot.sfx}


def test_a_story_with_clips(prompted: Tale) -> None:
    film(prompted, leave_out=("2A",))
    assert prompted.storyforge("export", "otio", "--no-voices") == 0
    path = prompted.root / "exports" / "TheKettle.otio"
    timeline = otio.adapters.read_from_file(str(path))
    clips = list(timeline.tracks[0].find_clips())
    assert [clip.name for clip in clips] == [shot.id for shot in shots_of(prompted)]
    for clip in clips:
        about = clip.metadata[OURS]
        url = clip.media_reference.target_url
        assert url.startswith("../scenes/")
        assert (path.parent / unquote(url)).resolve() == (prompted.root / about["file"]).resolve()
        assert about["media"] == ("still" if clip.name == "2A" else "clip")
        assert about["prompts"]["video"]
    one = next(clip for clip in clips if clip.name == "1B")
    assert one.markers[0].name.startswith("1B  ")
    assert [marker.comment for marker in one.markers[1:]] == ["Ben! It leaks."]
    assert [dict(line) for line in one.metadata[OURS]["dialogue"]] == [{"character": "ada", "text": "Ben! It leaks."}]
    assert timeline.tracks.markers[0].name == "1  EXT. GARDEN - DAY"
    assert timeline.metadata[OURS]["commit"] == prompted.head
    assert prompted.dirty == ""


def test_clips_that_were_not_fetched_are_told(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    film(prompted)
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 12345\n"
    prompted.write("scenes/001/clips/1A.mp4", pointer)
    prompted.git("commit", "-q", "-am", "video: elsewhere")
    capsys.readouterr()
    assert prompted.storyforge("export", "otio", "--no-voices") == 0
    said = capsys.readouterr().out
    assert "The clip of 1A is in Git LFS and not fetched" in said
    assert "Run `git lfs pull`." in said


def test_one_scene_elsewhere_refers_back_to_the_story(prompted: Tale, tmp_path: Path) -> None:
    film(prompted)
    out = tmp_path / "für den Schnitt"
    out.mkdir()
    assert prompted.storyforge("export", "otio", "--no-voices", "--scene", "3", "--out", str(out)) == 0
    timeline = otio.adapters.read_from_file(str(out / "TheKettle_Sc03.otio"))
    for clip in timeline.tracks[0].find_clips():
        url = clip.media_reference.target_url
        assert " " not in url
        assert (out / unquote(url)).resolve().is_file()
        assert clip.name.startswith("3")


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="nobody speaks here")
def test_voices_are_clips_of_whole_frames_where_they_are_spoken(prompted: Tale) -> None:
    film(prompted)
    assert prompted.storyforge("export", "otio") == 0
    exports = prompted.root / "exports"
    timeline = otio.adapters.read_from_file(str(exports / "TheKettle.otio"))
    whole = Film.of(Session.open(prompted.root).story, ("1", "2", "3", "4"))
    voices = list(timeline.tracks[1].find_clips())
    assert [frames(voice.trimmed_range_in_parent().start_time) for voice in voices] == [x.start for x in whole.lines]
    for voice in voices:
        assert (exports / voice.media_reference.target_url).is_file()
        available = voice.media_reference.available_range
        assert voice.source_range.duration <= available.duration
        heard = sound.read_wav(exports / voice.media_reference.target_url)
        assert heard.seconds * 24 == frames(available.duration), "of whole frames"
    assert frames(timeline.tracks[1].duration()) == whole.frames
