"""Clips become films: joined as they are, muxed with sound, subtitles and chapters, burnt, conformed, looked into."""

from __future__ import annotations

import re
import subprocess
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops

from storyforge.errors import UnlikeClipsError, UnreadableMediaError
from storyforge.media import joining
from storyforge.media.clips import encode
from storyforge.media.ffmpeg import program
from storyforge.media.joining import Chapter, Overlay, Timecode, contents, count_frames, decode_digest, duration
from storyforge.media.sound import silence, write_wav
from storyforge.resources import template
from tests.media.films import SMALL, apart, decoded, flat

if TYPE_CHECKING:
    from pathlib import Path

NTSC = Fraction(24000, 1001)
FRACTIONS = (1, 2, 30, 7)


def clip(path: Path, *tones: int, rate: Fraction = NTSC, size: tuple[int, int] = SMALL) -> Path:
    made = encode(flat(*tones, size=size), width=size[0], height=size[1], rate=rate, where=path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.mp4)
    return path


@pytest.fixture
def clips(tmp_path: Path) -> list[Path]:
    """Clips in a folder and with names that a list of files could stumble over."""
    folder = tmp_path / 'it\'s a "störy" %d [x]'
    return [clip(folder / f"'{n} — 한 #{n}'.mp4", *range(10 * n, 11 * n + 1)) for n in FRACTIONS]


def strongest(one: Image.Image, other: Image.Image) -> int:
    """The greatest difference of any pixel."""
    return max(most for _, most in ImageChops.difference(one, other).getextrema())  # type: ignore[misc]  # of RGB


def told(path: Path) -> str:
    """What ffmpeg tells of a file."""
    return subprocess.run([program().path, "-i", f"file:{path}"], capture_output=True, text=True, check=False).stderr


def test_a_film_is_its_clips_frame_by_frame(clips: list[Path], tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    joining.join(clips, film)
    assert count_frames(film) == sum(count_frames(each) for each in clips)
    assert contents(film).rate == NTSC
    assert duration(film) == sum(duration(each) for each in clips)
    parts = [picture.tobytes() for each in clips for picture in decoded(each)]
    assert [picture.tobytes() for picture in decoded(film)] == parts
    assert decode_digest(film) == decode_digest(film)
    assert decode_digest(film) != decode_digest(clips[2])


def test_joining_is_the_same_every_time_and_one_clip_is_a_film(clips: list[Path], tmp_path: Path) -> None:
    for name in ("one", "two"):
        joining.join(clips, tmp_path / f"{name}.mp4")
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()
    joining.join(clips[2:3], tmp_path / "alone.mp4")
    assert decode_digest(tmp_path / "alone.mp4") == decode_digest(clips[2])
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"size": (80, 36)}, "its size is 80x36, not 64x36"),
        ({"rate": Fraction(24)}, "its frame rate is 24, not 24000/1001"),
    ],
)
def test_clips_of_another_make_are_refused(
    clips: list[Path], tmp_path: Path, other: dict[str, object], said: str
) -> None:
    strange = clip(tmp_path / "strange.mp4", 1, 2, **other)  # type: ignore[arg-type]  # one of two arguments
    with pytest.raises(UnlikeClipsError, match=said):
        joining.join([*clips, strange], tmp_path / "film.mp4")
    assert not (tmp_path / "film.mp4").exists()


def test_what_is_no_film_is_told(clips: list[Path], tmp_path: Path) -> None:
    (tmp_path / "pointer.mp4").write_text("version https://git-lfs.github.com/spec/v1\n", "utf-8")
    (tmp_path / "empty.mp4").write_bytes(b"")
    for name in ("pointer.mp4", "empty.mp4", "missing.mp4"):
        with pytest.raises(UnreadableMediaError, match=name):
            contents(tmp_path / name)
        with pytest.raises(UnreadableMediaError, match=name):
            joining.join([*clips, tmp_path / name], tmp_path / "film.mp4")
    with pytest.raises(UnreadableMediaError):
        decode_digest(tmp_path / "pointer.mp4")


def test_a_strange_clip_is_conformed_and_then_joins(clips: list[Path], tmp_path: Path) -> None:
    tall = clip(tmp_path / "tall.mp4", *range(20), rate=Fraction(30), size=(72, 96))
    for frames in (5, 200):
        fitting = tmp_path / f"fitting {frames}.mp4"
        joining.conform(tall, fitting, width=64, height=36, rate=NTSC, frames=frames)
        assert (count_frames(fitting), contents(fitting).rate) == (frames, NTSC)
        joining.join([clips[2], fitting], tmp_path / "film.mp4")
        assert count_frames(tmp_path / "film.mp4") == count_frames(clips[2]) + frames
    first = decoded(fitting)[0]
    assert max(first.getpixel((2, 18))) < 20, "black at the sides"  # type: ignore[arg-type]  # a pixel of RGB
    assert first.getpixel((32, 18))[2] > 60, "the picture in the middle"  # type: ignore[index]


def test_sound_subtitles_title_and_chapters_go_in_and_the_picture_stays(clips: list[Path], tmp_path: Path) -> None:
    film, sound, said = tmp_path / "film.mp4", tmp_path / "sound.wav", tmp_path / "said.srt"
    joining.join(clips, film)
    frames = count_frames(film)
    write_wav(silence(frames, NTSC), sound)
    said.write_text("1\n00:00:00,100 --> 00:00:00,900\nSchön = 'ja' 안녕\n\n", "utf-8")
    whole = tmp_path / "whole.mp4"
    chapters = [Chapter("1; INT. HÜTTE = DAY #1\\", 0, 10), Chapter("2", 10, frames)]
    joining.mux(film, whole, sound=sound, subtitles=said, language="ko-KR", title="A; b = c\n#d", chapters=chapters)
    assert (count_frames(whole), decode_digest(whole)) == (frames, decode_digest(film))
    text = told(whole)
    assert re.search(r"title +: A; b = c #d\n", text)
    assert re.search(r"title +: 1; INT. HÜTTE = DAY #1\n", text)
    assert re.search(r"\(kor\): Audio: aac \(LC\).* 48000 Hz, mono", text)
    assert re.search(r"\(kor\): Subtitle: mov_text", text)
    assert re.search(r"Chapter #0:1: start 0\.417083, end", text)
    back = subprocess.run(
        [program().path, "-v", "error", "-i", str(whole), "-map", "0:s:0", "-f", "srt", "-"],
        capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    assert "Schön = 'ja' 안녕" in back


def test_nothing_to_say_is_no_track(clips: list[Path], tmp_path: Path) -> None:
    (tmp_path / "none.srt").write_text("\n", "utf-8")
    joining.mux(clips[2], tmp_path / "mute.mp4", subtitles=tmp_path / "none.srt", language="xx")
    assert "Subtitle" not in told(tmp_path / "mute.mp4")
    assert "Audio" not in told(tmp_path / "mute.mp4")
    assert decode_digest(tmp_path / "mute.mp4") == decode_digest(clips[2])


def test_overlays_lie_over_their_frames_alone(tmp_path: Path) -> None:
    film = clip(tmp_path / "film.mp4", *[40] * 12, size=(128, 72))
    mark = Image.new("RGBA", (128, 72))
    mark.paste((255, 255, 255, 255), (0, 0, 20, 20))
    mark.save(tmp_path / "mark's.png")
    joining.burn(film, tmp_path / "burnt.mp4", overlays=[Overlay(tmp_path / "mark's.png", 3, 7)])
    pictures, before = decoded(tmp_path / "burnt.mp4"), decoded(film)
    assert len(pictures) == 12
    for index, picture in enumerate(pictures):
        white = picture.getpixel((8, 8))[0] > 200  # type: ignore[index]  # a pixel of RGB
        assert white == (3 <= index < 7)
        assert apart(picture.crop((60, 30, 128, 72)), before[index].crop((60, 30, 128, 72))) < 4
    joining.join([film, tmp_path / "burnt.mp4"], tmp_path / "both.mp4")
    assert count_frames(tmp_path / "both.mp4") == 24


def test_subtitles_and_a_running_timecode_are_burnt_in(tmp_path: Path) -> None:
    film = clip(tmp_path / "film.mp4", *[40] * 40, rate=Fraction(24), size=(256, 144))
    (tmp_path / "it's said.srt").write_text("1\n00:00:00,000 --> 00:00:00,500\nHALLO\n\n", "utf-8")
    code = Timecode("00:59:59:20", template("fonts/DejaVuSans.ttf"), 18, 4, 4)
    joining.burn(film, tmp_path / "burnt.mp4", subtitles=tmp_path / "it's said.srt", timecode=code)
    pictures, before = decoded(tmp_path / "burnt.mp4"), decoded(film)
    low, high = (0, 90, 256, 144), (0, 0, 160, 30)
    assert strongest(pictures[3].crop(low), before[3].crop(low)) > 100
    assert strongest(pictures[30].crop(low), before[30].crop(low)) < 20
    assert strongest(pictures[3].crop(high), before[3].crop(high)) > 100
    assert strongest(pictures[3].crop(high), pictures[4].crop(high)) > 60, "it runs"
