"""Documents that are broken, locked or built to do harm: one error with the path each, and never a traceback."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from storyforge.errors import (
    BinaryTextError,
    BrokenDocumentError,
    EmptyDocumentError,
    LargeDocumentError,
    LockedDocumentError,
    OtherFormatError,
    PictureDocumentError,
    StoryforgeError,
    UnknownFormatError,
    UnsafeDocumentError,
    UnsafeXmlError,
)
from storyforge.formats.documents import Document, read_document, supported
from tests.formats.documents.made import epub, page, pdf, repacked, word

if TYPE_CHECKING:
    from collections.abc import Callable

BOMB = b"0" * (40 * 1024 * 1024)
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><w:document>&c;</w:document>"""
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><x>&x;</x>'

WHOLE: dict[str, Callable[[], bytes]] = {
    "a.txt": "CHAPTER 1\n\nThe lämp went out.\n\nCHAPTER 2\n\nIt came back.\n".encode,
    "a.md": lambda: b"---\ntitle: Salt\n---\n# One\n\nThe lamp.\n\n# Two\n\nThe boat.\n",
    "a.pdf": lambda: pdf(["The lamp went out and nobody saw it go.", "She counted the steps again."]),
    "a.docx": lambda: word(["The lamp went out.", "She counted the steps."]),
    "a.epub": lambda: epub({"one.xhtml": page("One", "The lamp went out."), "two.xhtml": page("Two", "It came back.")}),
    "a.fountain": lambda: b"INT. LAMP ROOM - NIGHT\n\nThe lamp turns.\n\nADA\nForty years.\n",
    "a.fdx": lambda: (
        b'<?xml version="1.0" encoding="UTF-8"?><FinalDraft DocumentType="Script"><Content>'
        b'<Paragraph Type="Scene Heading"><Text>INT. LAMP ROOM - NIGHT</Text></Paragraph>'
        b'<Paragraph Type="Action"><Text>The lamp turns.</Text></Paragraph></Content></FinalDraft>'
    ),
    "a.srt": lambda: b"1\n00:00:01,000 --> 00:00:02,000\nThe lamp.\n\n2\n00:00:03,000 --> 00:00:04,000\nThe boat.\n",
    "a.vtt": lambda: b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>The lamp.\n\n00:03.000 --> 00:04.000\nThe boat.\n",
    "a.json": lambda: (
        b'{"segments": [{"start": 1, "end": 2, "text": "The lamp."}, {"start": 3, "end": 4, "text": "Boat."}]}'
    ),
    "a.tsv": lambda: b"start\tend\ttext\n1000\t2000\tThe lamp.\n3000\t4000\tThe boat.\n",
}


def tried(name: str, data: bytes) -> Document | None:
    """Read; an error must be one of ours, and name the path."""
    try:
        return read_document(name, data)
    except StoryforgeError as caught:
        error = caught
    assert error.path == name, error
    assert error.message
    assert error.hint
    return None


def test_every_suffix_has_an_example() -> None:
    assert {f".{name.partition('.')[2]}" for name in WHOLE} | {".markdown"} == set(supported())


@pytest.mark.parametrize("name", WHOLE)
def test_the_whole_file_is_read(name: str) -> None:
    document = read_document(name, WHOLE[name]())
    assert document.words > 1
    assert all(section.text for section in document.sections)


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_cut_off_anywhere_is_one_error_or_less_text(name: str) -> None:
    data = WHOLE[name]()
    for part in range(40):
        tried(name, data[: len(data) * part // 40])


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_with_damaged_bytes_is_one_error_or_other_text(name: str) -> None:
    data = bytearray(WHOLE[name]())
    for place in range(0, len(data), max(1, len(data) // 60)):
        damaged = bytearray(data)
        damaged[place : place + 3] = bytes([(damaged[place] + 101) % 256]) * len(damaged[place : place + 3])
        tried(name, bytes(damaged))


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("other", WHOLE)
def test_a_file_with_the_suffix_of_another_is_one_error_or_text(name: str, other: str) -> None:
    tried(name, WHOLE[other]())


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400), name=st.sampled_from(sorted(WHOLE)))
def test_random_bytes_are_one_error_or_text(data: bytes, name: str) -> None:
    tried(name, data)


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=300), name=st.sampled_from(["a.pdf", "a.docx", "a.epub", "a.fdx", "a.json"]))
def test_random_bytes_behind_the_right_beginning(data: bytes, name: str) -> None:
    tried(name, WHOLE[name]()[:40] + data)


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(max_size=300),
    name=st.sampled_from(["a.txt", "a.md", "a.srt", "a.vtt", "a.json", "a.tsv", "a.fountain"]),
)
def test_random_text_is_one_error_or_text(text: str, name: str) -> None:
    tried(name, text.encode("utf-8", "surrogatepass"))


CASES: dict[str, tuple[str, Callable[[], bytes], type[StoryforgeError], str]] = {
    "an empty file": ("a.txt", lambda: b"", EmptyDocumentError, "no words"),
    "only white space": ("a.md", lambda: b" \n\n", EmptyDocumentError, "no words"),
    "a picture": ("a.txt", lambda: b"\x89PNG\r\n\x1a\n" + bytes(60), OtherFormatError, "it is a picture"),
    "bytes of a program": ("a.txt", lambda: b"\x7fELF" + bytes(range(256)) * 8, BinaryTextError, "not text"),
    "an unknown suffix, and bytes": ("a.xyz", lambda: bytes(range(256)) * 8, UnknownFormatError, "no document"),
    "an old Word document": ("a.doc", lambda: b"\xd0\xcf\x11\xe0" + bytes(99), UnknownFormatError, "no document"),
    "a zip of something else": (
        "a.zip",
        lambda: repacked(word(["x"]), keep=("[Content_Types].xml",)),
        UnknownFormatError,
        "",
    ),
    "a text called .docx": ("a.docx", lambda: b"The lamp.", OtherFormatError, "a Word document, but it is plain text"),
    "a text called .pdf": ("a.pdf", lambda: b"The lamp.", OtherFormatError, "PDF, but it is plain text"),
    "a PDF called .txt": ("a.txt", WHOLE["a.pdf"], OtherFormatError, "plain text, but it is a PDF"),
    "a PDF without its table": ("a.pdf", lambda: b"%PDF-1.4\n1 0 obj\n<<", BrokenDocumentError, "PDF"),
    "an EPUB called .docx": ("a.docx", WHOLE["a.epub"], BrokenDocumentError, "no Word text"),
    "a Word document called .epub": ("a.epub", WHOLE["a.docx"], BrokenDocumentError, "container.xml is missing"),
    "65 MB": ("a.txt", lambda: b"a " * (33 * 1024 * 1024), LargeDocumentError, "66 MB; at most 64 MB"),
    "a bomb in a book": (
        "a.epub",
        lambda: repacked(WHOLE["a.epub"](), {"epub/one.xhtml": BOMB}),
        UnsafeDocumentError,
        "unpack to 40 MB",
    ),
    "a bomb in a Word document": (
        "a.docx",
        lambda: repacked(word(["x"]), {"word/media/image1.png": BOMB}),
        UnsafeDocumentError,
        "unpack to 40 MB",
    ),
    "a bomb of many": (
        "a.epub",
        lambda: repacked(WHOLE["a.epub"](), {f"epub/{n}.xhtml": b"0" * 1024 * 1024 for n in range(30)}),
        UnsafeDocumentError,
        "unpack to 30 MB",
    ),
    "a bomb that lies about its size": (
        "a.epub",
        lambda: lied(repacked(WHOLE["a.epub"](), {"epub/one.xhtml": BOMB}), len(BOMB)),
        BrokenDocumentError,
        "damaged",
    ),
    "20,000 entries": (
        "a.epub",
        lambda: repacked(WHOLE["a.epub"](), {f"x/{n}": b"" for n in range(20_000)}),
        LargeDocumentError,
        "entries",
    ),
    "a name that leads outside": (
        "a.epub",
        lambda: repacked(WHOLE["a.epub"](), {"../../etc/cron.d/x": b"x"}),
        UnsafeDocumentError,
        '"../../etc/cron.d/x" leads out',
    ),
    "a name from the root": (
        "a.docx",
        lambda: repacked(word(["x"]), {"/etc/x": b"x"}),
        UnsafeDocumentError,
        "leads out",
    ),
    "a name of a drive": ("a.docx", lambda: repacked(word(["x"]), {"C:\\x": b"x"}), UnsafeDocumentError, "leads out"),
    "a link that leads outside": (
        "a.epub",
        lambda: epub({"../../../etc/passwd": page("One", "x")}),
        UnsafeDocumentError,
        "leads out of it",
    ),
    "entities in a Word document": (
        "a.docx",
        lambda: repacked(word(["x"]), {"word/document.xml": LAUGHS}),
        UnsafeDocumentError,
        "word/document.xml in it defines XML entities",
    ),
    "entities in UTF-16": (
        "a.docx",
        lambda: repacked(word(["x"]), {"word/styles.xml": OUTSIDE.decode().encode("utf-16")}),
        UnsafeDocumentError,
        "word/styles.xml",
    ),
    "entities in a book": (
        "a.epub",
        lambda: repacked(WHOLE["a.epub"](), {"META-INF/container.xml": OUTSIDE}),
        UnsafeDocumentError,
        "defines XML entities",
    ),
    "entities in a book's list": (
        "a.epub",
        lambda: repacked(WHOLE["a.epub"](), {"epub/content.opf": LAUGHS}),
        UnsafeDocumentError,
        "epub/content.opf in it defines XML entities",
    ),
    "entities in Final Draft": (
        "a.fdx",
        lambda: OUTSIDE.replace(b"<x>&x;</x>", b"<FinalDraft><Content/>&x;</FinalDraft>"),
        UnsafeXmlError,
        "entities",
    ),
    "a book that is locked": (
        "a.epub",
        lambda: repacked(
            WHOLE["a.epub"](),
            {
                "META-INF/encryption.xml": b'<e xmlns="urn:x"><CipherReference URI="epub/one.xhtml"/></e>',
            },
        ),
        LockedDocumentError,
        "DRM",
    ),
    "an encrypted PDF": ("a.pdf", lambda: locked("salt"), LockedDocumentError, "encrypted"),
    "a PDF of pictures": ("a.pdf", lambda: pictured(3), PictureDocumentError, "its 3 pages are pictures"),
    "a bomb in a PDF": (
        "a.pdf",
        lambda: drawn(b"0 0 m\n" * 2_000_000),
        UnsafeDocumentError,
        "its page 1 unpacks to 11 MB",
    ),
    "a book with a broken list": (
        "a.epub",
        lambda: repacked(WHOLE["a.epub"](), {"epub/content.opf": b"<package>\n<manifest>\n</package>"}),
        BrokenDocumentError,
        "epub/content.opf in it is broken on its line 3",
    ),
    "a book whose pages are missing": (
        "a.epub",
        lambda: repacked(WHOLE["a.epub"](), keep=("META-INF/container.xml", "epub/content.opf")),
        BrokenDocumentError,
        "names none that is there",
    ),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_is_refused_with_one_clear_line(case: str) -> None:
    name, made, kind, said = CASES[case]
    with pytest.raises(kind) as caught:
        read_document(name, made())
    assert caught.value.path == name
    assert said in caught.value.message
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_pdf_that_only_forbids_copying_is_read() -> None:
    assert read_document("a.pdf", locked("")).words > 5


def test_an_unknown_suffix_is_read_by_its_content() -> None:
    for name in ("a.pdf", "a.docx", "a.epub", "a.fdx", "a.vtt", "a.json", "a.srt", "a.txt"):
        document = read_document("upload", WHOLE[name]())
        assert document.sections == read_document(name, WHOLE[name]()).sections, name


def lied(data: bytes, size: int) -> bytes:
    """A zip file in which an entry says that it unpacks to next to nothing."""
    return data.replace(struct.pack("<I", size), struct.pack("<I", 100))


def locked(password: str) -> bytes:
    """A PDF that asks for a password, or only forbids to copy."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(WHOLE["a.pdf"]())))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    found = io.BytesIO()
    writer.write(found)
    return found.getvalue()


def pictured(pages: int) -> bytes:
    """A PDF with drawings and no text."""
    made = FPDF()
    for _ in range(pages):
        made.add_page()
        made.rect(10, 10, 100, 100)
    return bytes(made.output())


def drawn(stream: bytes) -> bytes:
    """A PDF with one page, on which this is drawn."""
    writer = PdfWriter()
    page_drawn = writer.add_blank_page(200, 200)
    content = DecodedStreamObject()
    content.set_data(stream)
    page_drawn[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    found = io.BytesIO()
    writer.write(found)
    return found.getvalue()


def test_the_helpers_make_what_they_say() -> None:
    """A book and a Word document are whole before they are spoilt."""
    assert zipfile.ZipFile(io.BytesIO(WHOLE["a.epub"]())).testzip() is None
    assert docx.Document(io.BytesIO(word(["x"]))).paragraphs[0].text == "x"
