"""Pages: the same layout as pixels, as a PDF and as SVG; the same bytes each time."""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, ImageChops

from storyforge.media import page_png
from storyforge.media.fonts import Fonts
from storyforge.media.page import PAPER, Line, Page, Picture, Shape, frame, moved, rectangle
from storyforge.media.page_images import PRINTED, NoPictureError, checked, embedded, opened, printed
from storyforge.media.page_pdf import Pdf
from storyforge.media.page_svg import svg
from storyforge.media.page_text import Setter, Style
from tests.media.pdfwords import words_of_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.media.page import Item

RED = (214, 40, 40)
SETTER = Setter(Fonts.of([""]))
WHEN = datetime(2026, 11, 20, 10, 52, tzinfo=timezone(timedelta(hours=1)))


def picture(mode: str = "RGB", size: tuple[int, int] = (64, 36), colour: object = (10, 120, 200)) -> bytes:
    data = BytesIO()
    Image.new(mode, size, colour).save(data, "PNG")  # type: ignore[arg-type]  # a colour of the mode
    return data.getvalue()


def words(text: str, x: float = 40, y: float = 60, size: float = 9) -> list[Item]:
    return [*SETTER.line(text, x, y, Style(size))]


def pdf_of(folder: Path, *pages: Page, pictures: dict[str, bytes] | None = None, date: datetime = WHEN) -> bytes:
    with Pdf(folder, title="Big Störy", date=date, author="Ada Quill", language="en") as pdf:
        for page in pages:
            pdf.add(page, printed(page, pictures or {}, opened(pictures or {})))
        pdf.save(folder / "page.pdf")
    return (folder / "page.pdf").read_bytes()


def test_what_is_drawn_is_where_it_was_put() -> None:
    items: list[Item] = [
        rectangle((100, 100, 200, 150), RED),
        Line(((300, 100), (300, 200)), (0, 0, 0), 4),
        frame((400, 100, 500, 200), (0, 0, 255), 2),
        Picture((600, 100, 664, 136), "p"),
    ]
    drawn = page_png.render(Page(*PAPER["a4"], tuple(items)), opened({"p": picture()}), dpi=72)
    assert drawn.size == (842, 595)
    assert drawn.getpixel((150, 125)) == RED
    assert drawn.getpixel((300, 150)) == (0, 0, 0)
    assert drawn.getpixel((401, 150)) == (0, 0, 255)
    assert drawn.getpixel((450, 150)) == (255, 255, 255)
    assert drawn.getpixel((630, 118)) == (10, 120, 200)
    assert drawn.getpixel((50, 50)) == (255, 255, 255)


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    box = image.convert("L").point([255 if value < 128 else 0 for value in range(256)]).getbbox()
    assert box is not None
    return box


def test_text_is_as_long_as_it_was_measured_whatever_the_resolution() -> None:
    text = "Wave AVATAR, the ferryman; illicit"
    page = Page(400, 100, tuple(words(text)))
    for dpi in (72, 150, 300):
        left, top, right, bottom = (edge * 72 / dpi for edge in ink(page_png.render(page, {}, dpi)))
        assert left == pytest.approx(40, abs=1.0)
        assert right == pytest.approx(40 + SETTER.width(text, Style(9)), abs=1.2)
        assert 51 < top < 55
        assert 60 < bottom < 64


def test_a_layer_is_clear_where_nothing_is() -> None:
    layer = page_png.layer([rectangle((10, 10, 30, 30), RED), *words("x")], 128, 72, 1.0)
    assert layer.mode == "RGBA"
    assert layer.getpixel((20, 20)) == (*RED, 255)
    assert layer.getpixel((100, 50)) == (0, 0, 0, 0)
    edges = {layer.getpixel((x, y)) for x in range(38, 50) for y in range(50, 64)}
    assert all(pixel[:3] == (24, 24, 27) for pixel in edges if isinstance(pixel, tuple) and pixel[3])


def test_a_layer_may_reach_over_the_edge() -> None:
    layer = page_png.layer([Shape(((-50, -50), (200, -50), (200, 20), (-50, 20)), RED)], 100, 50, 1.0)
    assert layer.getpixel((0, 0)) == (*RED, 255)
    assert layer.getpixel((99, 10)) == (*RED, 255)
    assert layer.getpixel((50, 40)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    "text", ["Ruth, “no” — never…", "Łódź, Привет, Καλημέρα", "[[TODO: who is it?]]", "한글 \U00100000 here"]
)
def test_the_words_of_a_pdf_can_be_found_again(tmp_path: Path, text: str) -> None:
    assert text in words_of_pdf(pdf_of(tmp_path, Page(400, 100, tuple(words(text)))))


def test_arabic_is_found_by_its_letters_as_they_are_seen_from_the_left(tmp_path: Path) -> None:
    found = words_of_pdf(pdf_of(tmp_path, Page(400, 100, tuple(words("قرأت (24)")))))
    assert found.split("\n") == [")", "24", "( تأرق"], "brackets as they are meant"


def test_a_character_that_no_font_has_is_a_box_in_both(tmp_path: Path) -> None:
    page = Page(100, 100, tuple(words("\U00100000", size=40)))
    left, top, right, bottom = ink(page_png.render(page, {}, 72))
    assert right - left > 10
    assert bottom - top > 20
    assert b"/FontFile2" in pdf_of(tmp_path, page)


def fine(size: tuple[int, int]) -> bytes:
    data = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(data, "PNG")
    return data.getvalue()


def test_a_picture_is_in_a_pdf_once_for_each_size_that_it_is_printed_in(tmp_path: Path) -> None:
    wide, narrow = Picture((10, 10, 298, 172), "p"), Picture((10, 200, 82, 240.5), "p")
    made = pdf_of(
        tmp_path, Page(400, 300, (wide, narrow)), Page(400, 300, (wide,)), Page(400, 300, (narrow,)),
        pictures={"p": fine((1280, 720))},
    )  # fmt: skip
    assert PRINTED == 200
    assert re.findall(rb"/Width (\d+)", made) == [b"800", b"200"]
    assert made.count(b"/Filter /DCTDecode") == 2


def test_a_small_picture_of_flat_colours_is_kept_as_it_is() -> None:
    flat, noise = picture(size=(320, 180)), fine((320, 180))
    kept = embedded(flat, opened({"": flat})[""], 696, 392)
    assert (kept.filter, kept.width, kept.height) == ("FlateDecode", 320, 180)
    assert kept.data in flat
    kept = embedded(noise, opened({"": noise})[""], 696, 392)
    assert (kept.filter, kept.width, kept.height) == ("DCTDecode", 320, 180)
    assert len(kept.data) < len(noise)


def test_a_reduced_drawing_looks_like_the_drawing() -> None:
    drawn = Image.new("RGB", (1280, 720), (226, 214, 190))
    drawn.paste((44, 92, 148), (300, 100, 900, 720))
    drawn.paste((30, 30, 34), (296, 100, 300, 720))
    data = BytesIO()
    drawn.save(data, "PNG")
    kept = embedded(data.getvalue(), drawn, 696, 392)
    with Image.open(BytesIO(kept.data)) as shown:
        expected = drawn.resize((696, 392), Image.Resampling.LANCZOS)
        differences = ImageChops.difference(shown.convert("RGB"), expected).convert("L").histogram()
    assert sum(differences[24:]) < 0.002 * 696 * 392


@pytest.mark.parametrize(
    ("mode", "colour", "seen"),
    [
        ("RGB", (10, 120, 200), (10, 120, 200)),
        ("L", 90, (90, 90, 90)),
        ("RGBA", (10, 120, 200, 255), (10, 120, 200)),
        ("RGBA", (10, 120, 200, 0), (255, 255, 255)),
        ("P", 0, (0, 0, 0)),
        ("I;16", 0, (0, 0, 0)),
    ],
)
def test_pictures_of_every_kind(mode: str, colour: object, seen: tuple[int, ...]) -> None:
    data = picture(mode, colour=colour)
    page = Page(64, 36, (Picture((0, 0, 64, 36), "p"),))
    pictures = opened({"p": data})
    assert page_png.render(page, pictures, 72).getpixel((30, 15)) == seen
    found = printed(page, {"p": data}, pictures)["p"]
    assert (found.width, found.height) == (64, 36)
    assert zlib.decompress(found.data) if found.filter == "FlateDecode" else Image.open(BytesIO(found.data)).load()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        picture()[:60],
        picture()[:-20],
        picture().replace(b"IDAT", b"IDOT"),
        picture()[:-16] + b"\0" * 16,
    ],
)
def test_a_broken_picture_is_told(data: bytes) -> None:
    with pytest.raises(NoPictureError):
        checked(data)


def test_of_several_pictures_the_broken_one_is_named() -> None:
    with pytest.raises(NoPictureError) as caught:
        opened({"that one": picture(), "this one": picture()[:60]})
    assert caught.value.key == "this one"


def test_the_same_page_is_the_same_bytes(tmp_path: Path) -> None:
    page = Page(400, 300, (*words("Ruth"), Picture((10, 100, 74, 136), "p")), ("1  HALL",))
    first = pdf_of(tmp_path, page, pictures={"p": picture()})
    assert first == pdf_of(tmp_path, page, pictures={"p": picture()})
    assert first != pdf_of(tmp_path, page, pictures={"p": picture()}, date=WHEN.astimezone(UTC) + timedelta(days=1))
    drawn = page_png.png(page_png.render(page, opened({"p": picture()})), {"story": "x"})
    assert drawn == page_png.png(page_png.render(page, opened({"p": picture()})), {"story": "x"})
    assert page_png.words_of(drawn)["story"] == "x"
    assert page_png.words_of(b"none") == {}


def test_a_pdf_says_whose_it_is_and_has_a_table_of_contents(tmp_path: Path) -> None:
    made = pdf_of(tmp_path, Page(400, 300, tuple(words("x")), ("1  HALL", "2  STREET")))
    assert b"/Producer (storyforge)" in made
    assert b"D:20261120105200+01'00'" in made
    assert b"/Title (2  STREET)" in made
    assert re.search(rb"/ID \[<[0-9A-F]{32}>", made)
    assert not re.search(rb"/tmp|python|fpdf", made)


def test_svg_is_of_the_same_things() -> None:
    items = [rectangle((0, 0, 10, 10), RED), Line(((0, 0), (5, 5)), RED, 2), *words("R & <b>")]
    root = ET.fromstring(svg(items, 1280, 720))  # noqa: S314  # our own
    assert root.attrib["viewBox"] == "0 0 1280 720"
    assert [child.tag.rpartition("}")[2] for child in root] == ["polygon", "polyline", "text"]
    assert root[2].text == "R & <b>"
    assert "direction" not in root[2].attrib
    hebrew = ET.fromstring(svg(words("רות"), 1280, 720))[0]  # noqa: S314  # our own
    assert (hebrew.attrib["direction"], hebrew.attrib["text-anchor"], hebrew.text) == ("rtl", "end", "רות")
    assert root[0].attrib["fill"] == "#d62828"


def test_things_can_be_moved_to_another_plane() -> None:
    here: list[Item] = [rectangle((0, 0, 100, 50), RED), Line(((0, 0), (100, 50)), RED, 4), *words("x", 0, 0, 9)]
    there: list[Item] = [rectangle((10, 20, 60, 45), RED), Line(((10, 20), (60, 45)), RED, 2), *words("x", 10, 20, 4.5)]
    assert moved([*here, Picture((0, 0, 100, 50), "p")], 10, 20, 0.5) == [*there, Picture((10, 20, 60, 45), "p")]
