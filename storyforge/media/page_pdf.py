"""Pages as a PDF: fpdf2, fonts embedded as subsets; the only module that writes PDF.

Pictures wait in a file beside the PDF and go from there into it one by one, so that memory does not grow with them.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from typing import TYPE_CHECKING, Any, BinaryIO, Self, cast

from fpdf import FPDF, fonts
from fpdf.image_datastructures import RasterImageInfo
from fpdf.output import OutputProducer, PDFXObject

from storyforge.media.page import Line, Page, Picture, Shape, Text
from storyforge.media.page_glyphs import laid, shaped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from fpdf.fonts import TTFFont

    from storyforge.media.fonts import Face
    from storyforge.media.page import Item
    from storyforge.media.page_glyphs import Glyph, Piece
    from storyforge.media.page_images import Embedded

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

    def show(self, item: Text, font: TTFFont, operators: str) -> None:
        """Put a text's operators where it begins, in its font and colour."""
        colour = " ".join(f"{value / 255:.3f}" for value in item.colour)
        chosen = self._set_font_for_page(font, item.size)
        self._out(f"{chosen} q {colour} rg BT {item.x:.2f} {self.h - item.y:.2f} Td {operators} ET Q")

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
        self._pieces: dict[tuple[Face, str, bool, str, float], str] = {}
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

    def add(self, page: Page, pictures: Mapping[str, Embedded]) -> None:
        """Add a page; `pictures` are those on it by their keys."""
        self._document.add_page(format=(page.width, page.height))
        for mark in page.marks:
            self._document.start_section(mark)
        for item in page.items:
            self._draw(item, pictures)

    def save(self, path: Path) -> None:
        """Write the file; nothing can be added afterwards."""
        with path.open("wb") as file:
            self._document.output(output_producer_class=_producer(_Sink(file), self._store))

    def _draw(self, item: Item, pictures: Mapping[str, Embedded]) -> None:
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
                name = self._picture(key, pictures[key])
                document.image(name, box[0], box[1], box[2] - box[0], box[3] - box[1])

    def _picture(self, key: str, found: Embedded) -> str:
        """Keep a picture for when the file is written; one of another size is another one. Returns its name."""
        known = self._document.image_cache.images
        name = f"{key} {found.width}"
        if name not in known:
            start = self._store.seek(0, 2)
            self._store.write(found.data)
            known[name] = RasterImageInfo(
                i=len(known) + 1, usages=0, w=found.width, h=found.height, cs=found.space, bpc=found.bits,
                f=found.filter, dp=found.parameters, pal=found.palette, data=b"", start=start, length=len(found.data),
            )  # fmt: skip
        return name

    def _font(self, face: Face) -> TTFFont:
        name = self._fonts.setdefault(face, f"f{len(self._fonts) + 1}")
        if name not in self._document.fonts:
            self._document.add_font(name, fname=face.path, collection_font_number=face.index)
        return cast("TTFFont", self._document.fonts[name])

    def _text(self, item: Text) -> None:
        font = self._font(item.face)
        found: list[str] = []
        for _, piece in laid(item.face, item.text, rtl=item.rtl, language=item.language):
            key = (item.face, piece, item.rtl, item.language, item.size)
            if key not in self._pieces:
                made = shaped(item.face, piece, rtl=item.rtl, language=item.language)
                shown = _operators(font, made, item.size, rtl=item.rtl)
                self._pieces[key] = shown if item.rtl else _said(shown, piece, made)
            found.append(self._pieces[key])
        self._document.show(item, font, " ".join(found))


def _operators(font: TTFFont, piece: Piece, size: float, *, rtl: bool) -> str:
    """Glyphs as a PDF shows them (ISO 32000-1, 9.4.3): codes with the gaps between them, raised where they stand."""
    found: list[str] = []
    pen = rise = 0.0
    for glyph in piece.glyphs:
        known = _known(font, glyph, rtl=rtl)
        if glyph.y != rise:
            found.append(f"] TJ {glyph.y * size:.2f} Ts [")
            rise = glyph.y
        found.append(_gap(pen - glyph.x) + f"<{font.subset.pick_glyph(known):04X}>")
        pen = glyph.x + known.glyph_width / 1000
    found.append(_gap(pen - piece.width) + ("] TJ 0 Ts" if rise else "] TJ"))
    return ("[" + "".join(found)).replace("><", "").replace("[] TJ ", "")


def _gap(back: float) -> str:
    thousandths = round(1000 * back)
    return str(thousandths) if thousandths else ""


def _said(operators: str, text: str, piece: Piece) -> str:
    """Operators with the text they stand for (14.9.4), where glyphs alone don't tell."""
    if all(len(glyph.meant) == 1 for glyph in piece.glyphs):
        return operators
    return f"/Span <</ActualText <FEFF{text.encode('utf-16-be').hex().upper()}>>> BDC {operators} EMC"


def _known(font: TTFFont, glyph: Glyph, *, rtl: bool) -> fonts.Glyph:
    """A glyph as fpdf2 keeps it: one for each text that it stands for, so that the text can be found again."""
    name = font.ttfont.getGlyphName(glyph.number)
    width = round(font.scale * font.ttfont["hmtx"].metrics[name][0])
    # Readers turn what runs to the left round character by character, the two of lam with alef as well.
    meant = reversed(glyph.meant) if rtl else glyph.meant
    return fonts.Glyph(glyph.number, tuple(map(ord, meant)), name, width)


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
