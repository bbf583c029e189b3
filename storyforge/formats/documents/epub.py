"""EPUB books: what is in the file, the order of its documents, and its table of contents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from storyforge.errors import BrokenDocumentError, EmptyDocumentError, LockedDocumentError
from storyforge.formats.documents.bound import Entry, bound
from storyforge.formats.documents.document import Document
from storyforge.formats.documents.html import Page, read_page
from storyforge.formats.documents.xml import local, read_xml, text_of
from storyforge.formats.documents.zips import Zip

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

_NAME = "an EPUB book"
_CONTAINER = "META-INF/container.xml"
_LOCKS = "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"})


@dataclass(frozen=True, slots=True)
class _Package:
    """A book's package document: its own name, its manifest by id (entry, properties, type), and its root."""

    name: str
    root: Element
    items: dict[str, tuple[str, frozenset[str], str]]


def read_epub(path: str, data: bytes, _language: str = "") -> Document:
    """Read a book: its chapters in the order of its spine, with the titles of its contents.

    Cover, title page, contents, copyright and prefaces are left out, by what the book says they are and by their
    headings.

    Raises:
        BrokenDocumentError: it is no whole EPUB.
        UnsafeDocumentError: it unpacks without end, leads outside, or defines entities.
        LockedDocumentError: it is protected against copying.
        EmptyDocumentError: it has no words.
    """
    book = Zip(path, data, _NAME)
    package = _package(path, book)
    spine = _spine(package)
    _refuse_locked(path, book, frozenset(spine))
    names = [name for name in spine if name in book.names()]
    if not names:
        raise BrokenDocumentError(path, _NAME, "its list of documents names none that is there")
    pages = {name: read_page(_decoded(book.read(name))) for name in names}
    blocks = [replace(block, document=index) for index, name in enumerate(names) for block in pages[name].blocks]
    made = bound(blocks, _contents(path, book, package, names), _parts(book, package, names))
    if not made.sections:
        raise EmptyDocumentError(path)
    said = {name: _said(package.root, name) for name in ("title", "creator", "language")}
    missing = len(spine) - len(names)
    notes = (f"{missing} of its documents are missing in the file.",) if missing else ()
    return Document(
        "prose", made.sections, said["title"], said["creator"], said["language"], notes=(*notes, *made.notes)
    )


def _package(path: str, book: Zip) -> _Package:
    container = read_xml(path, _CONTAINER, book.read(_CONTAINER), _NAME)
    name = next((e.get("full-path", "") for e in container.iter() if local(e) == "rootfile"), "")
    if not name:
        raise BrokenDocumentError(path, _NAME, f"{_CONTAINER} in it names no book")
    name = book.beside("", unquote(name))
    root = read_xml(path, name, book.read(name), _NAME, document_type=True)
    items = {}
    for item in (element for element in root.iter() if local(element) == "item"):
        link = unquote(item.get("href", "").partition("#")[0])
        if link and "://" not in link:
            properties = frozenset(item.get("properties", "").split())
            items[item.get("id", "")] = (book.beside(name, link), properties, item.get("media-type", ""))
    return _Package(name, root, items)


def _spine(package: _Package) -> tuple[str, ...]:
    """The documents in reading order; notes and the like, which the book calls not linear, are none."""
    found = []
    for element in package.root.iter():
        if local(element) != "itemref" or element.get("linear") == "no":
            continue
        name, properties, kind = package.items.get(element.get("idref", ""), ("", frozenset(), ""))
        if name and "nav" not in properties and (kind in _PAGES or name.endswith((".xhtml", ".html", ".htm"))):
            found.append(name)
    return tuple(dict.fromkeys(found))


def _refuse_locked(path: str, book: Zip, spine: frozenset[str]) -> None:
    """A book may scramble its fonts; one that scrambles its text is locked."""
    if _LOCKS not in book.names():
        return
    root = read_xml(path, _LOCKS, book.read(_LOCKS), _NAME)
    if any(unquote(e.get("URI", "")) in spine for e in root.iter() if local(e) == "CipherReference"):
        raise LockedDocumentError(path, "protected against copying (DRM)")


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _said(root: Element, name: str) -> str:
    found = (text_of(element) for element in root.iter() if local(element) == name and "purl.org/dc" in element.tag)
    return next((text for text in found if text), "")


def _contents(path: str, book: Zip, package: _Package, names: list[str]) -> tuple[Entry, ...]:
    """The table of contents: that of EPUB 3, or else the NCX of EPUB 2."""
    nav = next((name for name, properties, _ in package.items.values() if "nav" in properties), "")
    if nav in book.names() and (found := _nav(read_page(_decoded(book.read(nav))), book, nav, names)):
        return found
    ncx = next((name for name, _, kind in package.items.values() if kind == "application/x-dtbncx+xml"), "")
    if ncx not in book.names():
        return ()
    root = read_xml(path, ncx, book.read(ncx), _NAME, document_type=True)
    start = next((element for element in root.iter() if local(element) == "navMap"), root)
    return tuple(_points(start, 0, book, ncx, names))


def _nav(page: Page, book: Zip, nav: str, names: list[str]) -> tuple[Entry, ...]:
    found = []
    for link, words, depth in page.contents:
        target, _, anchor = link.partition("#")
        name = book.beside(nav, unquote(target)) if target and "://" not in target else ""
        if name in names:
            found.append(Entry(words, names.index(name), unquote(anchor), depth))
    return tuple(found)


def _points(element: Element, depth: int, book: Zip, ncx: str, names: list[str]) -> Iterable[Entry]:
    if depth > 8:
        return
    for point in (child for child in element if local(child) == "navPoint"):
        label = next((text_of(child) for child in point if local(child) == "navLabel"), "")
        link = next((child.get("src", "") for child in point if local(child) == "content"), "")
        target, _, anchor = link.partition("#")
        name = book.beside(ncx, unquote(target)) if target else ""
        if name in names:
            yield Entry(label, names.index(name), unquote(anchor), depth)
        yield from _points(point, depth + 1, book, ncx, names)


def _parts(book: Zip, package: _Package, names: list[str]) -> dict[int, frozenset[str]]:
    """What the guide of EPUB 2 says that documents are: cover, toc, title-page."""
    found: dict[int, frozenset[str]] = {}
    for element in package.root.iter():
        if local(element) != "reference":
            continue
        target, _, anchor = element.get("href", "").partition("#")
        name = book.beside(package.name, unquote(target)) if target and "://" not in target else ""
        if name in names and not anchor:
            index = names.index(name)
            found[index] = found.get(index, frozenset()) | {element.get("type", "").lower()}
    return found
