"""Pictures that somebody else made are moved over, and fade into the end picture; no edge is ever seen."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from PIL import Image, ImageDraw

from storyforge.errors import UnreadableMediaError
from storyforge.media.clips_given import given
from tests.media.films import apart, moved
from tests.media.previz.shots import shot

SIZE = (320, 180)
MOVES = [
    "static",
    "push in",
    "pull out",
    "pan left",
    "pan right",
    "tilt up",
    "track",
    "crane down",
    "zoom out",
    "handheld",
]


def picture(tone: tuple[int, int, int], size: tuple[int, int] = (1280, 720), form: str = "PNG") -> bytes:
    """Light squares on a tone; nothing in it is black."""
    image = Image.new("RGB", size, tone)
    draw = ImageDraw.Draw(image)
    for x in range(20, size[0], 80):
        for y in range(30, size[1], 80):
            draw.rectangle(
                (x, y, x + 24 + (x + y) % 17, y + 30), fill=(250, 200 + (x // 80) % 40, 180 + (y // 80) % 60)
            )
    file = io.BytesIO()
    image.save(file, form)
    return file.getvalue()


START, END = picture((120, 60, 60)), picture((60, 70, 140))


def frames(move: str, count: int = 48, end: bytes = b"", start: bytes = START) -> list[Image.Image]:
    spec = shot("MS", "anna", move=move, frames=count)
    return [Image.frombytes("RGB", SIZE, data) for data, held in given(spec, start, end, *SIZE) for _ in range(held)]


def shown(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB").resize(SIZE)


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("count", [1, 2, 3, 24, 25])
@pytest.mark.parametrize("end", [b"", START, END])
def test_every_move_has_its_frames(move: str, count: int, end: bytes) -> None:
    assert len(frames(move, count, end)) == count


@pytest.mark.parametrize("move", MOVES)
def test_no_edge_is_seen(move: str) -> None:
    for found in frames(move, 25):
        for strip in ((0, 0, 320, 1), (0, 179, 320, 180), (0, 0, 1, 180), (319, 0, 320, 180)):
            assert min(low for low, _ in found.crop(strip).getextrema()) > 40  # type: ignore[misc]  # of RGB


@pytest.mark.parametrize("move", [move for move in MOVES if move not in {"pull out", "zoom out", "handheld"}])
def test_the_first_frame_is_the_start_picture_and_the_last_the_end_picture(move: str) -> None:
    found = frames(move, 48, END)
    assert apart(found[0], shown(START)) < 4
    assert apart(found[-1], shown(END)) < 4


def test_a_pull_ends_with_the_whole_end_picture() -> None:
    assert apart(frames("pull out", 48, END)[-1], shown(END)) < 4
    assert apart(frames("pull out", 48)[-1], shown(START)) < 4


def test_what_is_still_is_one_picture_and_then_a_fade() -> None:
    spec = shot("MS", "anna", frames=48)
    assert [held for _, held in given(spec, START, b"", *SIZE)] == [48]
    assert [held for _, held in given(spec, START, START, *SIZE)] == [48]
    held = [held for _, held in given(spec, START, END, *SIZE)]
    assert (held[0], set(held[1:]), sum(held)) == (30, {1}, 48)


def test_a_push_scales_and_a_pan_shifts() -> None:
    pushed = frames("push in", 48)
    grown = pushed[0].crop((40, 20, 280, 160)).resize((round(240 * 1.12), round(140 * 1.12)))
    left, top = (320 - grown.width) // 2, (180 - grown.height) // 2
    assert apart(grown, pushed[-1].crop((left, top, left + grown.width, top + grown.height))) < 6
    panned = frames("pan right", 48)
    x, y = moved(panned[22], panned[26], (100, 50, 220, 130), 12)
    assert -6 <= x < 0
    assert abs(y) <= 1


def test_moves_are_even_at_fractions_of_a_pixel() -> None:
    """A window that stopped at whole pixels would stand still in one frame and jump in the next."""
    changes = [apart(one, other) for one, other in pairwise(frames("push in", 120)[30:90])]
    assert min(changes) > 0.5 * max(changes)


def test_pictures_of_any_shape_and_kind_fill_the_frame() -> None:
    grey = (90, 90, 90)
    for start in (picture(grey, (600, 600)), picture(grey, (400, 900), "JPEG"), picture(grey, (64, 36), "WEBP")):
        assert min(low for low, _ in frames("static", 3, start=start)[0].getextrema()) > 40  # type: ignore[misc]


@pytest.mark.parametrize("content", [b"", b"version https://git-lfs.github.com/spec/v1\n", START[:4000]])
def test_what_is_no_picture_is_told(content: bytes) -> None:
    with pytest.raises(UnreadableMediaError, match="scene 1, shot 1A, start"):
        frames("static", 3, start=content)
    if content:
        with pytest.raises(UnreadableMediaError, match="scene 1, shot 1A, end"):
            frames("static", 3, end=content)
