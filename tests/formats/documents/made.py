"""Documents made by the libraries that make them, and zip files packed again with other entries."""

from __future__ import annotations

import io
import textwrap
import zipfile
from typing import TYPE_CHECKING

import docx
from fpdf import FPDF

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="epub/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
_PAGE = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"{attributes}>{body}</html>'


def page(heading: str, *paragraphs: str, kind: str = "", rank: int = 2) -> str:
    """A document of a book; `kind` is the `epub:type` of its body."""
    title = f"<h{rank}>{heading}</h{rank}>" if heading else ""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    said = f' epub:type="{kind}"' if kind else ""
    return _PAGE.format(attributes="", body=f"<head><title>x</title></head><body{said}>{title}{body}</body>")


def epub(pages: Mapping[str, str], contents: str = "", ncx: str = "", guide: str = "", version: str = "3.0") -> bytes:
    """A book of pages in reading order; `contents` is the list of its navigation, `ncx` that of EPUB 2."""
    names = list(pages)
    items = [f'<item id="d{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(names)]
    made = {f"epub/{name}": text for name, text in pages.items()}
    if contents:
        items.append('<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>')
        nav = f'<body><nav epub:type="toc">{contents}</nav><nav epub:type="landmarks"><ol/></nav></body>'
        made["epub/nav.xhtml"] = _PAGE.format(attributes="", body=nav)
    if ncx:
        items.append('<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>')
        kind = '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">'
        made["epub/toc.ncx"] = f'{kind}<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{ncx}</navMap></ncx>'
    spine = "".join(f'<itemref idref="d{n}"/>' for n in range(len(names)))
    said = "<dc:title>Salt</dc:title><dc:creator>M. Ode</dc:creator><dc:language>en-GB</dc:language>"
    made["epub/content.opf"] = (
        f'<package xmlns="http://www.idpf.org/2007/opf" version="{version}">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{said}</metadata>'
        f"<manifest>{''.join(items)}</manifest><spine>{spine}</spine><guide>{guide}</guide></package>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        book.writestr("META-INF/container.xml", _CONTAINER)
        for name, text in made.items():
            book.writestr(name, text)
    return packed.getvalue()


def repacked(data: bytes, other: Mapping[str, bytes] | None = None, keep: Sequence[str] = ()) -> bytes:
    """A zip file with entries replaced or added, and only those of `keep` where it says so."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename not in (other or {}) and (not keep or entry.filename in keep):
                new.writestr(entry, old.read(entry))
        for name, content in (other or {}).items():
            new.writestr(name, content)
    return packed.getvalue()


def word(paragraphs: Sequence[str]) -> bytes:
    """A Word document of plain paragraphs."""
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    return saved(made)


def saved(made: docx.document.Document) -> bytes:
    """A Word document as a file."""
    found = io.BytesIO()
    made.save(found)
    return found.getvalue()


def pdf(paragraphs: Sequence[str], *, width: int = 60, head: str = "", height: float = 540.0) -> bytes:
    """A PDF of prose: first lines indented, a running head and a page number where `head` says so."""
    made = _sheet()
    y = height + 1
    for text in paragraphs:
        for row, line in enumerate(textwrap.wrap(text, width, break_on_hyphens=False)):
            if y > height:
                made.add_page()
                y = 70.0
                if head:
                    made.text(150, 30, head)
                    made.text(200, 590, str(made.page_no()))
            made.text(50 if row else 64, y, line)
            y += 14
    return bytes(made.output())


def pdf_lines(lines: Sequence[str]) -> bytes:
    """A PDF with these lines, one below the other."""
    made = _sheet()
    made.add_page()
    for row, line in enumerate(lines):
        made.text(50, 70 + 14 * row, line)
    return bytes(made.output())


def _sheet() -> FPDF:
    made = FPDF(unit="pt", format=(420, 600))
    made.set_auto_page_break(auto=False)
    made.set_font("Times", size=11)
    return made


COLUMNS = {"heading": 108, "action": 108, "cue": 252, "aside": 208, "speech": 180, "transition": 400, "number": 60}


def screenplay(pages: Sequence[Sequence[tuple[str, str]]], *, shift: float = 0.0) -> bytes:
    """A PDF of a screenplay: lines with their column; an empty line before all but what is spoken."""
    made = FPDF(unit="pt", format="letter")
    made.set_auto_page_break(auto=False)
    made.set_font("Courier", size=12)
    for number, lines in enumerate(pages, 1):
        made.add_page()
        if number > 1:
            made.text(510, 40, f"{number}.")
        y = 72.0
        for column, text in lines:
            y += 12 if column in {"aside", "speech", "more"} else 24
            if column == "heading" and text[0].isdigit():
                mark, _, text = text.partition(" ")  # noqa: PLW2901 - the number stands in both margins
                made.text(COLUMNS["number"] + shift, y, mark)
                made.text(545 + shift, y, mark)
            made.text(COLUMNS.get(column, 252) + shift, y, text)
    return bytes(made.output())
