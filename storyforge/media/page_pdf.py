"""Pages as a PDF: fpdf2, fonts embedded as subsets, pictures as they are; the only module that knows fpdf2.

Pictures wait in a file beside the PDF and go from there into it one by one, so that memory does not grow with them.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from typing import TYPE_CHECKING, Any, BinaryIO, Self, cast

from fpdf import FPDF
from fpdf.image_datastructures import RasterImageInfo
from fpdf.output import OutputProducer, PDFXObject

from storyforge.media.fonts import Face, metrics
from storyforge.media.page import Line, Page, Picture, Shape, Text
from storyforge.media.page_images import embedded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from fpdf.fonts import TTFFont

    from storyforge.media.page import Item

_STANDS = 0xF0000
"""Where the private characters begin that stand for others within a font."""
# It warns of every table of a font that it leaves out, which is what we want of it.
logging.getLogger("fontTools.subset").setLevel(logging.ERROR)


class _Sink:
    """Where the PDF's bytes go: as much of a bytearray as fpdf2 asks of one, written to a file at once."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._length = 0

    def __iadd__(self, data: bytes) -> Self:
        self._length += self._file.write(data)
        return self

    def __len__(self) -> int:
        return self._length


class _Waiting(PDFXObject):
    """A picture that is read when it is written."""

    def __init__(self, store: BinaryIO, start: int, length: int, **known: Any) -> None:
        super().__init__(contents=b"", **known)
        self._store, self._start, self.length = store, start, length

    def content_stream(self) -> bytes:
        self._store.seek(self._start)
        return self._store.read(self.length)


class _Document(FPDF):
    """A PDF whose identifier comes from its title and date, not from a clock."""

    name = ""

    def file_id(self) -> str:
        word = hashlib.sha256(self.name.encode()).hexdigest()[:32].upper()
        return f"<{word}><{word}>"


class Pdf:
    """A PDF that pages are added to; a context manager, as its pictures wait in a temporary file in `folder`."""

    def __init__(
        self, folder: Path, *, title: str, date: datetime, author: str = "", language: str = "", keywords: str = ""
    ) -> None:
        # Closed by __exit__.
        self._store: BinaryIO = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._fonts: dict[Face, str] = {}
        self._stands: dict[tuple[Face, str, str], int] = {}
        self._document = _Document(unit="pt")
        self._document.name = f"{title}\0{date.isoformat()}"
        self._document.set_auto_page_break(auto=False)
        self._document.set_title(title)
        self._document.set_creation_date(date)
        self._document.set_producer("storyforge")
        self._document.set_keywords(keywords)
        if author:
            self._document.set_author(author)
        if language:
            self._document.set_lang(language)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    def add(self, page: Page, pictures: Mapping[str, bytes]) -> None:
        """Add a page; `pictures` are the bytes of those on it; raises NoPictureError."""
        self._document.add_page(format=(page.width, page.height))
        for mark in page.marks:
            self._document.start_section(mark)
        for item in page.items:
            self._draw(item, pictures)

    def save(self, path: Path) -> None:
        """Write the file; nothing can be added afterwards."""
        meant = {(key[0], stand): tuple(map(ord, key[2])) for key, stand in self._stands.items()}
        for face in self._fonts:
            for glyph, _ in tuple(self._font(face)[1].subset.items()):
                if glyph is not None and isinstance(glyph.unicode, tuple):
                    glyph.unicode = meant.get((face, glyph.unicode[0]), glyph.unicode)
        with path.open("wb") as file:
            self._document.output(output_producer_class=_producer(_Sink(file), self._store))

    def _draw(self, item: Item, pictures: Mapping[str, bytes]) -> None:
        document = self._document
        match item:
            case Text():
                self._text(item)
            case Shape(points, colour):
                document.set_fill_color(*colour)
                document.polygon(points, style="F")
            case Line(points, colour, width):
                document.set_draw_color(*colour)
                document.set_line_width(width)
                if points[0] == points[-1]:
                    document.polygon(points[:-1], style="D")
                else:
                    document.polyline(points)
            case Picture(box, key):
                self._picture(key, pictures)
                document.image(key, box[0], box[1], box[2] - box[0], box[3] - box[1])

    def _picture(self, key: str, pictures: Mapping[str, bytes]) -> None:
        known = self._document.image_cache.images
        if key in known:
            return
        found = embedded(pictures[key])
        start = self._store.seek(0, 2)
        self._store.write(found.data)
        known[key] = RasterImageInfo(
            i=len(known) + 1, usages=0, w=found.width, h=found.height, cs=found.space, bpc=found.bits, f="FlateDecode",
            dp=found.parameters, pal=found.palette, data=b"", start=start, length=len(found.data),
        )  # fmt: skip

    def _font(self, face: Face) -> tuple[str, TTFFont]:
        name = self._fonts.setdefault(face, f"f{len(self._fonts) + 1}")
        if name not in self._document.fonts:
            self._document.add_font(name, fname=face.path, collection_font_number=face.index)
        return name, cast("TTFFont", self._document.fonts[name])

    def _text(self, item: Text) -> None:
        name, font = self._font(item.face)
        means = item.meant or tuple(item.text)
        text = "".join(self._code(font, item.face, *pair) for pair in zip(item.text, means, strict=True))
        self._document.set_font(name, size=item.size)
        self._document.set_text_color(*item.colour)
        self._document.text(item.x, item.y, text)

    def _code(self, font: TTFFont, face: Face, char: str, meant: str) -> str:
        """The character that fpdf2 is given for one: another where it has no glyph, or where another is to be copied.

        Lam with alef stays one character: readers take the two of a ligature for letters in the order of the page.
        """
        has = ord(char) in font.glyph_ids
        if has and (char == meant or len(meant) > 1):
            return char
        key = (face, char, meant)
        if key not in self._stands:
            stand = next(code for code in range(_STANDS, 0x10FFFE) if code not in font.glyph_ids)
            box = metrics(face)
            font.cmap[stand] = font.cmap[ord(char)] if has else ".notdef"
            font.cw[stand] = font.cw[ord(char)] if has else round(1000 * (box.box if box else 0.6))
            font.glyph_ids[stand] = font.glyph_ids[ord(char)] if has else 0
            self._stands[key] = stand
        return chr(self._stands[key])


def _producer(sink: _Sink, store: BinaryIO) -> type[OutputProducer]:
    """fpdf2's writer, to a file instead of into memory."""

    class Producer(OutputProducer):
        def __init__(self, fpdf: FPDF) -> None:
            super().__init__(fpdf)
            self.buffer = cast("bytearray", sink)

        def _add_image(self, info: dict[str, Any]) -> PDFXObject:
            # fpdf2 sets up the object and its palette; the bytes are put in when they are written.
            made = super()._add_image(info)
            waiting = _Waiting(
                store,
                info["start"],
                info["length"],
                subtype="Image",
                width=0,
                height=0,
                color_space=None,
                bits_per_component=8,
            )
            for name in ("width", "height", "color_space", "bits_per_component", "filter", "decode", "decode_parms"):
                setattr(waiting, name, getattr(made, name))
            waiting.id = made.id
            self.pdf_objs[self.pdf_objs.index(made)] = waiting
            return waiting

    return Producer
