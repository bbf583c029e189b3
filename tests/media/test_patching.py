"""A region of a picture made anew by a model that heeds no mask: what is outside of it stays, to the last pixel."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from storyforge.errors import RegionError, RegionLeakedError, UnreadableMediaError
from storyforge.media.patching import ASPECTS, FEATHER, LONGEST, Region, masked, paste, prepare, rectangle, verify
from storyforge.media.pictures import as_png, open_picture

if TYPE_CHECKING:
    from numpy.typing import NDArray


def frame(width: int = 320, height: int = 180) -> bytes:
    """A picture with something else at every pixel."""
    across, down = np.meshgrid(np.arange(width), np.arange(height))
    return as_png(Image.fromarray(np.uint8(np.dstack([across % 256, down % 256, (across * 7 + down * 13) % 256]))))


def flat(picture: bytes, colour: tuple[int, int, int] = (250, 20, 20)) -> bytes:
    """What a model answers that repaints everything."""
    return as_png(Image.new("RGB", open_picture(picture, "x").size, colour))


def pixels(content: bytes) -> NDArray[np.uint8]:
    return np.asarray(open_picture(content, "x"))


def blob(size: tuple[int, int] = (320, 180)) -> bytes:
    """A mask that is no rectangle."""
    picture = Image.new("L", size)
    ImageDraw.Draw(picture).ellipse((100, 40, 180, 150), fill=255)
    return as_png(picture)


def test_a_face_is_made_anew_and_nothing_else() -> None:
    before = frame()
    region = rectangle("100,40,80x60", before)
    cut = prepare(before, region)
    after = paste(before, cut, flat(cut.base))
    old, new = pixels(before), pixels(after)
    inside = np.zeros(old.shape[:2], dtype=bool)
    inside[40:100, 100:180] = True
    assert (old[~inside] == new[~inside]).all()
    assert tuple(new[70, 140]) == (250, 20, 20), "the middle is the model's"
    edge = new[70, 100].astype(int)
    assert abs(edge - old[70, 100]).max() < abs(edge - [250, 20, 20]).max(), "its edge is nearly what it was"
    assert verify(before, after, region) == pytest.approx(80 * 60 / (320 * 180), rel=0.1)


def test_the_model_is_shown_the_region_with_what_is_around_it_in_a_shape_that_it_sells() -> None:
    before = frame()
    cut = prepare(before, rectangle("140,60,40x30", before), aspects=("1:1", "16:9"))
    left, top, right, bottom = cut.box
    assert (left < 140, top < 60, right > 180, bottom > 90) == (True,) * 4
    base, mask = open_picture(cut.base, "base"), open_picture(cut.mask, "mask")
    assert base.size == mask.size
    assert max(base.size) == LONGEST
    across, _, down = cut.aspect.partition(":")
    assert base.width / base.height == pytest.approx(int(across) / int(down), rel=0.03)
    white = open_picture(cut.mask, "mask").convert("L").getbbox()
    scale = base.width / (right - left)
    assert white is not None
    assert white == pytest.approx(
        ((140 - left) * scale, (60 - top) * scale, (180 - left) * scale, (90 - top) * scale), abs=scale
    )


def test_an_answer_that_gives_back_what_it_was_shown_changes_next_to_nothing() -> None:
    before = frame()
    cut = prepare(before, rectangle("10%,10%,50%x50%", before))
    after = paste(before, cut, cut.base)
    apart = np.abs(pixels(after).astype(int) - pixels(before)).astype(float)
    assert np.median(apart) <= 2, "it lies where it was cut out"


def test_a_mask_that_is_no_rectangle_holds_at_every_pixel() -> None:
    before, mask = frame(), blob()
    region = masked(mask, before)
    assert region.box == (100, 40, 181, 151)
    cut = prepare(before, region)
    after = paste(before, cut, flat(cut.base))
    white = np.asarray(Image.open(io.BytesIO(mask))) > 127
    assert (pixels(after)[~white] == pixels(before)[~white]).all()
    assert (pixels(after)[white] != pixels(before)[white]).any()


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_wherever_the_region_lies_the_rest_stays(data: st.DataObject) -> None:
    width, height = data.draw(st.integers(2, 90)), data.draw(st.integers(2, 90))
    left, top = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    right, bottom = data.draw(st.integers(left + 1, width)), data.draw(st.integers(top + 1, height))
    some = data.draw(st.lists(st.sampled_from(ASPECTS), min_size=1, max_size=3))
    before = frame(width, height)
    region = Region((left, top, right, bottom))
    cut = prepare(before, region, aspects=some)
    assert cut.aspect in some
    box = cut.box
    assert 0 <= box[0] <= left < right <= box[2] <= width
    assert 0 <= box[1] <= top < bottom <= box[3] <= height
    across, down = (int(side) * data.draw(st.shared(st.integers(1, 9), key="size")) for side in cut.aspect.split(":"))
    answer = as_png(Image.new("RGB", (across, down), (255, 254, 253)))
    after = paste(before, cut, answer)
    share = verify(before, after, region)
    assert 0 < share <= (right - left) * (bottom - top) / (width * height)
    middle = pixels(after)[(top + bottom) // 2, (left + right) // 2]
    assert tuple(middle) != tuple(pixels(before)[(top + bottom) // 2, (left + right) // 2])


def test_an_answer_of_another_shape_is_not_stretched_into_its_place() -> None:
    before = frame()
    cut = prepare(before, rectangle("140,60,40x30", before), aspects=("16:9",))
    assert paste(before, cut, flat(as_png(Image.new("RGB", (1344, 768)))))
    for size in ((64, 64), (96, 64), (36, 64)):
        with pytest.raises(UnreadableMediaError, match=f"it is {size[0]}x{size[1]}, and is to fill"):
            paste(before, cut, as_png(Image.new("RGB", size)))


def test_at_the_edge_of_the_picture_the_new_one_is_whole() -> None:
    before = frame()
    cut = prepare(before, rectangle("0,0,160x180", before))
    after = pixels(paste(before, cut, flat(cut.base)))
    assert tuple(after[0, 0]) == tuple(after[179, 0]) == (250, 20, 20)
    assert tuple(after[90, 159]) != (250, 20, 20), f"and comes in over {FEATHER} pixels where it ends"


def test_a_changed_pixel_outside_is_found() -> None:
    before = frame()
    region = rectangle("10,10,20x20", before)
    spoilt = open_picture(before, "x").copy()
    spoilt.putpixel((30, 10), (1, 2, 3))
    with pytest.raises(RegionLeakedError, match="at 1 pixels outside"):
        verify(before, as_png(spoilt), region)
    with pytest.raises(RegionLeakedError):
        verify(before, frame(160, 90), region)
    assert verify(before, before, region) == 0


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "10,10,0x5", "300,10,40x20", "90%,90%,20%x5%"])
def test_a_region_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(RegionError):
        rectangle(text, frame())


def test_a_mask_of_another_size_or_without_white_is_refused() -> None:
    with pytest.raises(RegionError, match="320 x 180"):
        masked(blob((64, 64)), frame())
    with pytest.raises(RegionError, match="white nowhere"):
        masked(as_png(Image.new("L", (320, 180))), frame())
    with pytest.raises(UnreadableMediaError):
        masked(b"no picture", frame())
    cut = prepare(frame(), rectangle("1,1,9x9", frame()))
    with pytest.raises(UnreadableMediaError):
        paste(frame(), cut, b"no picture")
