"""Pictures and clips that are not good are told; those that are drawn as they should be are not."""

from __future__ import annotations

import io
import subprocess
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from storyforge.errors import UnreadableMediaError
from storyforge.media.ffmpeg import program
from storyforge.media.quality import clip_faults, measure_clip, measure_picture, picture_faults
from storyforge.providers.base import ImageRequest
from storyforge.providers.offline.artist import OfflineArtist
from tests.media.previz.shots import shot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def drawn() -> Image.Image:
    request = ImageRequest("", shot("MS", "anna"), "start")
    return Image.open(io.BytesIO(OfflineArtist("640x360").draw(request).value.png)).convert("RGB")


def names(picture: Image.Image, *, night: bool = False) -> list[str]:
    return [fault.name for fault in picture_faults(measure_picture(picture), night=night)]


CHANGES: dict[str, tuple[Callable[[Image.Image], Image.Image], set[str]]] = {
    "as drawn": (lambda p: p, set()),
    "compressed": (lambda p: p.resize((320, 180)).resize((640, 360), Image.Resampling.LANCZOS), set()),
    "a little blurred": (lambda p: p.filter(ImageFilter.GaussianBlur(0.7)), set()),
    "out of focus": (lambda p: p.filter(ImageFilter.GaussianBlur(5)), {"soft"}),
    "washed out": (lambda p: ImageEnhance.Contrast(p).enhance(0.12), {"flat"}),
    "nearly black": (lambda p: ImageEnhance.Brightness(p).enhance(0.1), {"blank"}),
    "white": (lambda p: p.point(lambda v: min(255, v * 3 + 90)), {"bright"}),
    "one colour": (lambda p: Image.new("RGB", p.size, (90, 120, 50)), {"blank"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_done_to_a_picture_is_told(drawn: Image.Image, change: str) -> None:
    done, told = CHANGES[change]
    found = set(names(done(drawn)))
    assert told <= found
    assert bool(told) == bool(found)


def test_size_says_nothing_of_quality(drawn: Image.Image) -> None:
    large = measure_picture(drawn.resize((1920, 1080), Image.Resampling.LANCZOS))
    small = measure_picture(drawn)
    assert abs(large.legibility - small.legibility) < 0.03
    assert abs(large.sharpness - small.sharpness) < 0.2


def test_a_night_may_be_dark() -> None:
    night = Image.new("RGB", (640, 360), (4, 4, 6))
    night.paste((250, 230, 180), (200, 60, 360, 300))
    assert "dark" in names(night)
    assert "dark" not in names(night, night=True)


SCENE = "mandelbrot=s=320x180:r=24"
CLIPS: dict[str, tuple[str, str, set[str]]] = {
    "as it should be": (f"{SCENE},trim=duration=3", "sine=f=440:d=3,volume=0.5", set()),
    "frozen": (f"{SCENE},trim=duration=1,loop=loop=48:size=1:start=20", "", {"frozen"}),
    "black": ("color=black:s=320x180:r=24:d=3", "", {"blank"}),
    "flashing": (f"{SCENE},trim=duration=3,eq=brightness='if(between(t,2,2.1),0.15,0)':eval=frame", "", {"light-jump"}),
    "a thing that pops up": (
        f"{SCENE},trim=duration=3,drawbox=x=250:y=125:w=45:h=35:color=white:t=fill:enable='gte(t,2)'",
        "",
        {"pop"},
    ),
    "silent": (f"{SCENE},trim=duration=3", "anullsrc=d=3", {"silent"}),
    "too short": (f"{SCENE},trim=duration=2", "", {"short"}),
}


def filmed(tmp_path: Path, pictures: str, sound: str) -> bytes:
    out = tmp_path / "clip.mp4"
    heard = ["-f", "lavfi", "-i", sound, "-c:a", "aac", "-shortest"] if sound else []
    arguments = ["-v", "error", "-y", "-f", "lavfi", "-i", pictures, *heard, "-c:v", "libx264", "-preset", "ultrafast"]
    subprocess.run([program().path, *arguments, "-pix_fmt", "yuv420p", str(out)], check=True)
    return out.read_bytes()


@pytest.mark.parametrize("name", CLIPS)
def test_what_is_wrong_with_a_clip_is_told(tmp_path: Path, name: str) -> None:
    pictures, sound, told = CLIPS[name]
    found = measure_clip(filmed(tmp_path, pictures, sound), name)
    faults = {fault.name: fault.words for fault in clip_faults(found, wanted=2.9, speaks=True, moves=True)}
    assert told <= set(faults)
    assert bool(told) == bool(faults), faults
    if name == "a thing that pops up":
        assert "bottom right" in faults["pop"]


def test_a_cut_in_a_clip_is_told(tmp_path: Path) -> None:
    pictures = f"{SCENE},trim=duration=1[a];testsrc2=s=320x180:r=24:d=1[b];[a][b]concat=n=2"
    found = measure_clip(filmed(tmp_path, pictures, ""), "cut")
    assert [jump.at for jump in found.cuts] == [1.0]
    assert type(found).read(found.plain()) == found


def test_what_does_not_play_is_not_measured() -> None:
    with pytest.raises(UnreadableMediaError):
        measure_clip(b"no clip at all", "3A.mp4")
