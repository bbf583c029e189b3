"""Files of pictures that were bought: the pixels as they came, and nothing that a maker wrote beside them."""

from __future__ import annotations

import io
import os
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from storyforge.errors import UnreadableMediaError
from storyforge.media.pictures import bare_png, open_picture, pixels_digest
from storyforge.providers.pictures import as_reference, delivered


def grainy(mode: str = "RGB") -> Image.Image:
    return Image.frombytes("RGB", (40, 24), os.urandom(40 * 24 * 3)).convert(mode)


def file_of(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def test_pixels_are_not_compressed_anew_and_what_stands_beside_them_is_gone() -> None:
    picture, told = grainy(), PngImagePlugin.PngInfo()
    told.add_text("prompt", "an unreleased script")
    content = file_of(picture, pnginfo=told, icc_profile=b"profile", compress_level=1)
    assert b"unreleased" in content
    came = delivered(content + b"and more behind the end")
    assert came.png == file_of(picture, compress_level=1)
    assert pixels_digest(open_picture(came.png, "it")) == came.digest == pixels_digest(picture)
    assert (came.width, came.height) == (40, 24)


@pytest.mark.parametrize(("mode", "kind"), [("RGBA", "PNG"), ("L", "PNG"), ("P", "PNG"), ("RGB", "JPEG")])
def test_other_kinds_of_pictures_become_plain_ones(mode: str, kind: str) -> None:
    content = file_of(grainy(mode), kind)
    assert bare_png(content) is None
    made = Image.open(io.BytesIO(delivered(content).png))
    assert (made.mode, made.format, made.size) == ("RGB", "PNG", (40, 24))


def test_a_file_that_breaks_off_or_was_damaged_is_no_picture() -> None:
    content = file_of(grainy())
    for broken in (content[:60], content[: len(content) // 2], content[:-30], b"", b"<html>"):
        with pytest.raises(UnreadableMediaError):
            delivered(broken)
    middle = len(content) // 2
    with pytest.raises(UnreadableMediaError):
        delivered(content[:middle] + bytes(byte ^ 255 for byte in content[middle : middle + 4]) + content[middle + 4 :])


def test_a_picture_to_be_looked_at_goes_as_what_is_smaller() -> None:
    large = file_of(Image.effect_noise((400, 300), 60).convert("RGB"))
    sent, kind = as_reference(large)
    assert kind == "image/jpeg"
    assert len(sent) < len(large)
    assert as_reference(large) == (sent, kind)
    assert Image.open(io.BytesIO(sent)).size == (400, 300)
    flat = file_of(Image.new("RGB", (40, 30), "red"))
    assert as_reference(flat) == (flat, "image/png")
