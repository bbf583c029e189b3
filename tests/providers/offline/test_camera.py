"""The animatic camera as the pipeline uses it: by name, in any process, the same bytes for the same request."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pytest

from storyforge.errors import ClipSizeError, FfmpegBrokenError
from storyforge.media.ffmpeg import VARIABLE, build_id
from storyforge.media.joining import contents
from storyforge.model.money import FREE
from storyforge.model.timing import RATES
from storyforge.providers import VIDEO
from storyforge.providers.base import ImageRequest, VideoRequest
from storyforge.providers.offline.artist import OfflineArtist
from tests.media.films import apart, decoded
from tests.media.previz.shots import shot

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.model.framing import FrameSpec
    from storyforge.providers.base import Footage


def film(size: str, request: VideoRequest) -> Footage:
    footage: Footage = VIDEO.load("offline")(size).film(request).value
    return footage


def wanted(spec: FrameSpec, *, drawn: bool = True) -> VideoRequest:
    artist = OfflineArtist()
    start, end = (artist.draw(ImageRequest("", spec, moment)).value.png for moment in ("start", "end"))
    return VideoRequest("She turns.", spec, start, end, drawn=drawn)


SPEC = shot("MS", "anna left 3q-right", "boris right 3q-left", move="push in", frames=30)


def test_a_clip_is_what_was_asked_for_and_free(tmp_path: Path) -> None:
    camera = VIDEO.load("offline")()
    request = wanted(SPEC)
    assert camera.price(request) == FREE
    assert camera.pure
    reply = camera.film(request)
    clip = reply.value
    assert (reply.by, reply.cost, clip.build) == ("offline", FREE, build_id())
    assert (clip.frames, clip.width, clip.height, len(clip.digest)) == (30, 640, 360, 32)
    (tmp_path / "clip.mp4").write_bytes(clip.mp4)
    found = contents(tmp_path / "clip.mp4")
    assert (found.frames, found.rate, found.width, found.height) == (30, SPEC.rate, 640, 360)


def test_it_is_the_same_in_any_process() -> None:
    request = wanted(SPEC)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        clips = [*pool.map(film, ["", ""], [request, request]), film("", request)]
    assert clips[0] == clips[1] == clips[2]


def test_a_drawn_clip_shows_the_frames_that_were_confirmed(tmp_path: Path) -> None:
    import io

    from PIL import Image

    request = wanted(SPEC)
    for drawn in (True, False):
        (tmp_path / "clip.mp4").write_bytes(film("", VideoRequest("", SPEC, request.start, request.end, drawn)).mp4)
        frames = decoded(tmp_path / "clip.mp4")
        assert len(frames) == 30
        for found, png in ((frames[0], request.start), (frames[-1], request.end)):
            assert apart(found, Image.open(io.BytesIO(png)).convert("RGB").resize((640, 360))) < 4


@pytest.mark.parametrize(("size", "pixels"), [("320x180", (320, 180)), ("540p", (960, 540)), ("180x320", (180, 320))])
def test_sizes_are_part_of_its_name(size: str, pixels: tuple[int, int]) -> None:
    assert VIDEO.load("offline")(size).name == f"offline:{size}"
    clip = film(size, wanted(shot("MS", "anna", frames=2)))
    assert (clip.width, clip.height) == pixels
    with pytest.raises(ClipSizeError):
        VIDEO.load("offline")("huge")


def test_the_digest_is_of_pictures_and_the_rate_is_the_story_s() -> None:
    one = film("", VideoRequest("", shot("MS", "anna", frames=10), b"", drawn=True))
    two = film("", VideoRequest("", shot("MS", "anna", frames=11), b"", drawn=True))
    other = film("", VideoRequest("", shot("MS", "boris", frames=10), b"", drawn=True))
    assert len({one.digest, two.digest, other.digest}) == 3
    assert RATES["24"] == SPEC.rate


def test_a_broken_ffmpeg_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ffmpeg").write_text("#!/bin/sh\necho no\n", "utf-8")
    (tmp_path / "ffmpeg").chmod(0o755)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "ffmpeg"))
    with pytest.raises(FfmpegBrokenError, match="is no ffmpeg"):
        film("", VideoRequest("", SPEC, b"", drawn=True))
