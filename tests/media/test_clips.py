"""Clips have exactly the frames that are asked for, are the same every time, and are known by what they show."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.errors import ClipSizeError
from storyforge.media.clips import USUAL, PictureDigest, encode, parse_size
from storyforge.media.joining import contents, join
from storyforge.model.timing import RATES
from tests.media.films import SMALL, apart, decoded, flat, samples_in

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from storyforge.media.clips import Encoded


def made(frames: list[tuple[bytes, int]], rate: Fraction = RATES["24"]) -> Encoded:
    return encode(iter(frames), width=SMALL[0], height=SMALL[1], rate=rate, where="test")


@pytest.mark.parametrize("rate", RATES.values(), ids=list(RATES))
def test_every_rate_gives_exact_clips(rate: Fraction, tmp_path: Path) -> None:
    (still, _), *_ = flat(40)
    for count in (1, 2, 3, 47, 48, 49, 200):
        for name, frames in (("held", [(still, count)]), ("moving", [*flat(*range(count))])):
            clip = made(frames, rate)
            assert samples_in(clip.mp4) == count
            path = tmp_path / f"{name}-{count}.mp4"
            path.write_bytes(clip.mp4)
            found = contents(path)
            assert (found.frames, found.rate, found.width, found.height) == (count, rate, *SMALL)
            assert found.duration == count / rate


def test_every_length_up_to_two_hundred_and_all_of_them_joined(tmp_path: Path) -> None:
    rate = RATES["24000/1001"]

    def one(count: int) -> Path:
        clip = made([(frame, count) for frame, _ in flat(count)], rate)
        assert samples_in(clip.mp4) == count
        path = tmp_path / f"{count}.mp4"
        path.write_bytes(clip.mp4)
        return path

    with ThreadPoolExecutor(4) as pool:
        clips = list(pool.map(one, range(1, 201)))
    film = tmp_path / "film.mp4"
    join(clips, film)
    found = contents(film)
    assert (found.frames, found.rate) == (sum(range(1, 201)), rate)


def test_the_same_frames_are_the_same_bytes_here_and_in_another_process(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.media.test_clips import made, flat\n"
        "Path(sys.argv[1]).write_bytes(made([*flat(*range(30))]).mp4)"
    )
    env = {"PYTHONHASHSEED": "7", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "other.mp4")], check=True, env=_environment() | env)
    first, again = made([*flat(*range(30))]), made([*flat(*range(30))])
    assert first == again
    assert (tmp_path / "other.mp4").read_bytes() == first.mp4


def _environment() -> dict[str, str]:
    import os

    return dict(os.environ)


def test_a_clip_has_neither_sound_nor_a_trace_of_who_encoded_it_and_begins_to_play_at_once() -> None:
    clip = made([*flat(*range(30))]).mp4
    assert b"soun" not in clip
    assert b"x264 - core" not in clip
    assert b"Lavf" not in clip
    assert clip.index(b"moov") < clip.index(b"mdat")


def test_what_is_seen_is_what_was_drawn(tmp_path: Path) -> None:
    """Colours survive the way through the clip, within what the eye can't tell."""
    frames = [*flat(10, 80, 160, 240)]
    path = tmp_path / "clip.mp4"
    path.write_bytes(made([(frame, 6) for frame, _ in frames]).mp4)
    from PIL import Image

    pictures = decoded(path)
    assert len(pictures) == 24
    for index, picture in enumerate(pictures):
        assert apart(picture, Image.frombytes("RGB", SMALL, frames[index // 6][0])) < 3


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), min_size=1, max_size=12))
def test_the_digest_is_of_what_is_seen_not_of_how_it_is_cut(held: list[tuple[int, int]]) -> None:
    whole, singly = PictureDigest(*SMALL), PictureDigest(*SMALL)
    for tone, count in held:
        (frame, _), *_ = flat(tone)
        whole.add(frame, count)
        for _ in range(count):
            singly.add(frame, 1)
    assert whole.text() == singly.text()
    assert len(whole.text()) == 32


def test_the_digest_tells_frames_order_length_and_size_apart() -> None:
    frames = [*flat(1, 2)]
    digests = [
        made(frames).digest,
        made([*frames, frames[1]]).digest,
        made(frames[::-1]).digest,
        made([*flat(1, 3)]).digest,
        encode(flat(1, 2, size=(36, 64)), width=36, height=64, rate=RATES["24"], where="x").digest,
    ]
    assert len(set(digests)) == len(digests)


@pytest.mark.parametrize(
    ("text", "size"),
    [("", USUAL), ("720p", (1280, 720)), ("1080P", (1920, 1080)), ("1024x576", (1024, 576)), ("360x640", (360, 640))],
)
def test_sizes(text: str, size: tuple[int, int]) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize(
    "text", ["big", "641x360", "640x361", "32x32", "8000x4000", "640", "x", "640x360x2", "٦٤٠x360"]
)
def test_sizes_that_no_clip_can_have(text: str) -> None:
    with pytest.raises(ClipSizeError) as caught:
        parse_size(text)
    assert str(caught.value) == f'"{text}" is no size of a clip.'
    assert "1280x720" in caught.value.hint
