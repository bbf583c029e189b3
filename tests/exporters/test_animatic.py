"""The animatic: as long as the shot lists to the frame, every shot at its time, and what is heard and read at its."""

from __future__ import annotations

import shutil
import subprocess
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from storyforge.exporters import animatic, animatic_overlay, animatic_picture
from storyforge.exporters.timing import Film
from storyforge.formats.captions import read_captions
from storyforge.media import joining, sound
from storyforge.media.ffmpeg import program
from storyforge.model.timing import RATES
from storyforge.pipeline.export import ExportRequest, export
from storyforge.pipeline.session import Session
from tests.exporters.filming import HEIGHT, WIDTH, clip_bytes, film, shots_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.tale import Tale

SPEAKS = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="nobody speaks here")


def made(tale: Tale, **options: bool) -> Path:
    """The animatic, silent unless a test is about voices."""
    told = {"no_voices": True, **options}
    return export(Session.open(tale.root), ExportRequest("animatic", options=told), lambda _: None).exported.path


def ffmpeg(*arguments: str) -> bytes:
    done = subprocess.run([program().path, "-v", "error", *arguments], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def corners(path: Path) -> list[bytes]:
    """The colour near the top left of every decoded frame."""
    raw = ffmpeg("-i", str(path), "-map", "0:v", "-vf", f"crop=8:8:{WIDTH // 2}:8", "-pix_fmt", "rgb24",
                 "-f", "rawvideo", "-")  # fmt: skip
    size = 8 * 8 * 3
    return [raw[at : at + 3] for at in range(0, len(raw), size)]


def streams(path: Path) -> str:
    done = subprocess.run([program().path, "-i", str(path)], capture_output=True, check=False)
    return done.stderr.decode()


def heard(path: Path) -> sound.Sound:
    return sound.Sound(ffmpeg("-i", str(path), "-map", "0:a", "-f", "s16le", "-ac", "1", "-ar", "48000", "-"), 48000)


def is_near(one: bytes, other: bytes) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def runs(colours: Sequence[bytes]) -> list[int]:
    """How many frames each colour stands."""
    found: list[int] = []
    last = b""
    for colour in colours:
        if last and is_near(colour, last):
            found[-1] += 1
        else:
            found.append(1)
        last = colour
    return found


@pytest.mark.parametrize("rate", RATES)
def test_at_every_rate_it_is_as_long_as_the_shot_lists(rate: str, prompted: Tale) -> None:
    prompted.edit("story.yaml", "rate: '24'", f"rate: '{rate}'")
    film(prompted)
    found = joining.contents(made(prompted))
    assert found.frames == sum(shot.frames for shot in shots_of(prompted))
    assert found.rate == RATES[rate]


def test_every_shot_stands_at_its_time(prompted: Tale) -> None:
    film(prompted)
    assert runs(corners(made(prompted))) == [shot.frames for shot in shots_of(prompted)]


def test_a_clip_of_another_length_is_held_or_cut_to_its_shot(prompted: Tale) -> None:
    shots = {shot.id: shot.frames for shot in shots_of(prompted)}
    film(prompted, lengths={"1A": shots["1A"] - 10, "3A": shots["3A"] + 7})
    told = export(Session.open(prompted.root), ExportRequest("animatic", options={"no_voices": True}), lambda _: None)
    assert runs(corners(told.exported.path)) == list(shots.values())
    said = [finding.message for finding in told.findings if finding.check == "clip_length"]
    assert said == [
        f"The clip of 1A has {shots['1A'] - 10} frames, its shot {shots['1A']}: it holds its last picture.",
        f"The clip of 3A has {shots['3A'] + 7} frames, its shot {shots['3A']}: it is cut.",
    ]


def test_a_clip_of_another_size_is_framed_like_the_rest(prompted: Tale) -> None:
    film(prompted)
    frames = next(shot.frames for shot in shots_of(prompted) if shot.id == "2A")
    prompted.write("scenes/002/clips/2A.mp4", clip_bytes("2A", frames, Fraction(24), (96, 96)))
    text = prompted.read("scenes/002/clips.yaml")
    prompted.write("scenes/002/clips.yaml", text.replace("128x72", "96x96", 1))
    found = joining.contents(made(prompted))
    assert (found.width, found.height) == (WIDTH, HEIGHT)
    assert found.frames == sum(shot.frames for shot in shots_of(prompted))


def test_a_file_that_somebody_put_there_is_measured(prompted: Tale) -> None:
    film(prompted)
    shots = {shot.id: shot.frames for shot in shots_of(prompted)}
    prompted.write("scenes/002/clips/2A.mp4", clip_bytes("2A", shots["2A"] + 12, Fraction(24)))
    told = export(Session.open(prompted.root), ExportRequest("animatic", options={"no_voices": True}), lambda _: None)
    assert runs(corners(told.exported.path)) == list(shots.values())
    (finding,) = [finding for finding in told.findings if finding.check == "clip_length"]
    assert finding.message.startswith(f"The clip of 2A has {shots['2A'] + 12} frames, its shot {shots['2A']}")


def test_streams_chapters_and_subtitles(prompted: Tale) -> None:
    film(prompted)
    path = made(prompted)
    text = streams(path)
    assert "Video: h264" in text
    assert "Audio: aac" in text
    assert "Subtitle: mov_text" in text
    assert "title           : The Kettle" in text
    for heading in ("1 EXT. GARDEN - DAY", "3 INT. HOUSE - HALL - LATER", "4 INT. HOUSE - KITCHEN - NIGHT"):
        assert f"title           : {heading}" in text
    beside = read_captions(path.with_suffix(".srt").read_text("utf-8"))
    within = read_captions(ffmpeg("-i", str(path), "-map", "0:s", "-f", "srt", "-").decode())
    assert [cue.text for cue in within] == [cue.text for cue in beside]
    assert [cue.text for cue in beside][:2] == ["Ben! It leaks.", "The roof or the kettle?"]
    assert all(abs(one.start - other.start) <= 1 for one, other in zip(within, beside, strict=True))


@SPEAKS
def test_voices_begin_where_their_lines_do_and_nothing_is_heard_elsewhere(prompted: Tale) -> None:
    film(prompted)
    whole = Film.of(Session.open(prompted.root).story, ("1", "2", "3", "4"))
    found = heard(made(prompted, no_voices=False))
    assert abs(found.length - sound.sample_at(whole.frames, whole.rate, 48000)) <= 2048, "AAC comes in packets"

    def loudest(first: int, after: int) -> int:
        samples = memoryview(found.samples)[
            2 * sound.sample_at(first, whole.rate, 48000) : 2 * sound.sample_at(after, whole.rate, 48000)
        ].cast("h")
        return max(map(abs, samples), default=0)

    for line in whole.lines:
        assert loudest(line.start, line.start + 12) > 3000
    first = whole.lines[0]
    assert loudest(0, first.start - 3) < 200, "the rain of 1A is silence of the right length"


@SPEAKS
def test_an_interrupted_export_leaves_nothing_and_goes_on_where_it_was(
    prompted: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storyforge.providers.offline.voices import ScratchVoices

    film(prompted)
    spoken: list[str] = []
    speak = ScratchVoices.speak

    def counted(self: ScratchVoices, request: object) -> object:
        spoken.append(str(request))
        return speak(self, request)  # type: ignore[arg-type]

    def interrupted(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ScratchVoices, "speak", counted)
    with monkeypatch.context() as patch:
        patch.setattr(animatic_picture, "join", interrupted)
        with pytest.raises(KeyboardInterrupt):
            made(prompted, no_voices=False)
    assert [path.name for path in (prompted.root / "exports").iterdir()] == []
    assert spoken
    spoken.clear()
    made(prompted, no_voices=False)
    assert spoken == [], "every line is taken from what was spoken before"
    names = sorted(path.name for path in (prompted.root / "exports").iterdir())
    assert names == ["TheKettle_animatic.mp4", "TheKettle_animatic.srt"]


def test_where_nobody_speaks_the_film_is_silent_and_says_so(prompted: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    from storyforge.errors import NoVoicesError
    from storyforge.providers.offline.voices import ScratchVoices

    def dumb(*_: object) -> None:
        raise NoVoicesError

    film(prompted)
    monkeypatch.setattr(ScratchVoices, "speak", dumb)
    told = export(Session.open(prompted.root), ExportRequest("animatic"), lambda _: None)
    (finding,) = [finding for finding in told.findings if finding.check == "voices"]
    assert finding.message == "Lines can't be spoken: no espeak-ng was found. The film is silent."
    assert max(map(abs, memoryview(heard(told.exported.path).samples).cast("h"))) < 50


def test_subtitles_can_be_burnt_in(prompted: Tale) -> None:
    film(prompted)
    path = made(prompted, burn_subtitles=True)
    assert "mov_text" not in streams(path)
    (first, *_) = read_captions(path.with_suffix(".srt").read_text("utf-8"))
    plain, burnt = (
        ffmpeg("-ss", f"{first.start / 1000 + 0.2}", "-i", str(where), "-frames:v", "1", "-vf",
               "crop=128:24:0:44", "-pix_fmt", "gray", "-f", "rawvideo", "-")
        for where in (prompted.root / "scenes/001/clips/1B.mp4", path)
    )  # fmt: skip
    assert max(burnt) > 200, "white letters"
    assert burnt != plain
    found = joining.contents(path)
    assert found.frames == sum(shot.frames for shot in shots_of(prompted))


def test_an_overlay_is_in_the_animatic_and_not_in_the_clips(prompted: Tale) -> None:
    film(prompted)
    clip = prompted.root / "scenes/001/clips/1A.mp4"
    before = clip.read_bytes()
    path = made(prompted, overlay=True)
    assert clip.read_bytes() == before
    assert joining.count_frames(path) == sum(shot.frames for shot in shots_of(prompted))
    label = ffmpeg("-i", str(path), "-frames:v", "1", "-vf", "crop=8:4:2:2", "-pix_fmt", "gray", "-f", "rawvideo", "-")
    assert min(label) < 60, "the dark field of the shot id"
    kept = {entry.name for entry in (prompted.root / ".git/storyforge/exports/clips").iterdir()}
    made(prompted, overlay=True)
    assert {entry.name for entry in (prompted.root / ".git/storyforge/exports/clips").iterdir()} == kept


@pytest.mark.parametrize(
    ("frame", "rate", "text"),
    [
        (0, "24", "00:00:00:00"),
        (24 * 3599 + 5, "24", "00:59:59:05"),
        (90_000, "25", "01:00:00:00"),
        (29, "30000/1001", "00:00:00:29"),
        (24, "24000/1001", "00:00:01:00"),
    ],
)
def test_timecode_counts_frames(frame: int, rate: str, text: str) -> None:
    assert animatic_overlay.timecode(frame, RATES[rate]) == text


def test_the_same_story_gives_the_same_film(prompted: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    film(prompted)
    monkeypatch.setenv("STORYFORGE_WORKERS", "1")
    first = made(prompted).read_bytes()
    monkeypatch.setenv("STORYFORGE_WORKERS", "4")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert made(prompted).read_bytes() == first


def test_chapters_cover_the_film_without_a_hole(prompted: Tale) -> None:
    story = Session.open(prompted.root).story
    whole = Film.of(story, tuple(story.scenes))
    chapters = list(animatic._chapters(story, whole))
    assert chapters[0].first == 0
    assert [one.after for one in chapters[:-1]] == [one.first for one in chapters[1:]]
    assert chapters[-1].after == whole.frames


def test_without_clips_the_gate_names_scenes_and_the_next_step(
    prompted: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    assert prompted.storyforge("export", "animatic") == 3
    first, second, _ = capsys.readouterr().err.split("\n")
    assert first == "error: The animatic needs clips, and 9 shots of scenes 1, 2, 3, 4 have none yet."
    assert second == "hint: Make them: storyforge run video"
    film(prompted, leave_out=("3A",))
    assert prompted.storyforge("export", "animatic") == 3
    assert "a shot of scene 3 has none yet" in capsys.readouterr().err
