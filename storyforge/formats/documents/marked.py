"""Markdown: its headings are sections, its front matter is what the document says of itself."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from storyforge.errors import EmptyDocumentError, InvalidArtifactError
from storyforge.formats.documents.document import Document, Section
from storyforge.formats.documents.encodings import decode
from storyforge.formats.documents.headings import heading_of
from storyforge.formats.documents.paragraphs import Paragraph
from storyforge.formats.documents.plain import plain_document
from storyforge.formats.documents.words import bare, words
from storyforge.formats.markdown import split
from storyforge.formats.prose import one_line
from storyforge.formats.yaml import load_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.formats.documents.encodings import Decoded

_ATX = re.compile(r" {0,3}(#{1,6})[ \t](?=.*[^#\s])")
_CLOSING = re.compile(r"(?<=\s)#++$")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ITEM = re.compile(r" {0,3}(?:[-+*]|\d{1,3}[.)])[ \t]+\S")
_QUOTE = re.compile(r" {0,3}> ?")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_KEY = re.compile(r"\s*[A-Za-z_][\w -]{0,40}:(?:\s|$)")
_MARKS = re.compile(r"(?<!\\)[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}|\s*\{#?[\w .#-]*\}$")


def read_markdown(path: str, data: bytes, _language: str = "") -> Document:
    """Read a Markdown file; without any heading it is read as plain text.

    Raises:
        BinaryTextError: it is no text.
        InvalidArtifactError: its front matter is no YAML, with the line.
        EmptyDocumentError: it has no words.
    """
    decoded = decode(path, data)
    head, body = _front_matter(path, decoded.text)
    found = list(_parts(_without_comments(body)))
    if not any(level for level, _, _ in found):
        return _with_head(plain_document(path, _rest(decoded, body)), head)
    title, sections, left = _sections(found)
    if not sections:
        raise EmptyDocumentError(path)
    notes = (f"Left out: {left:,} words of contents, copyright and the like.",) if left else ()
    document = Document(
        "prose", sections, title, encoding=decoded.encoding, guessed=decoded.guessed, notes=(*decoded.notes, *notes)
    )
    return _with_head(document, head)


def _rest(decoded: Decoded, body: str) -> Decoded:
    return type(decoded)(body, decoded.encoding, decoded.guessed, decoded.notes)


def _with_head(document: Document, head: dict[str, Any]) -> Document:
    """The document with what its front matter says of it."""
    author = head.get("author", head.get("authors", ""))
    said: dict[str, Any] = {
        "title": _words(head.get("title", "")) or document.title,
        "author": ", ".join(map(_words, author)) if isinstance(author, list) else _words(author) or document.author,
        "language": _words(head.get("language", head.get("lang", ""))) or document.language,
    }
    return replace(document, **said)


def _words(value: object) -> str:
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


def _front_matter(path: str, text: str) -> tuple[dict[str, Any], str]:
    """What stands between the two lines of hyphens that a file begins with, if it is a table of keys."""
    head, body, _ = split(text)
    if not head:
        return {}, text
    first = next((line for line in head.split("\n") if line.strip() and not line.lstrip().startswith("#")), "")
    if not _KEY.match(first):
        return ({}, text) if first else ({}, body)
    try:
        found = load_data(head, path)
    except InvalidArtifactError as error:
        line = error.line + 1 if error.line else None
        raise InvalidArtifactError(error.message, error.hint, path=path, line=line, column=error.column) from None
    return (found, body) if isinstance(found, dict) else ({}, text)


def _without_comments(body: str) -> str:
    """A text without HTML comments; one that is never closed is text."""
    kept: list[str] = []
    at = 0
    while (start := body.find("<!--", at)) >= 0 and (end := body.find("-->", start)) >= 0:
        kept.append(body[at:start] + "\n" * body.count("\n", start, end))
        at = end + 3
    return "".join([*kept, body[at:]])


def _parts(body: str) -> Iterator[tuple[int, str, str]]:
    """Level, heading and text of every part; the first may have neither."""
    level, title = 0, ""
    blocks: list[list[str]] = [[]]
    fence = ""
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
            continue
        heading = None if fence else _ATX.match(line)
        under = None if fence or not blocks[-1] else _SETEXT.fullmatch(line)
        if heading:
            yield level, title, _text(blocks)
            level, title, blocks = len(heading[1]), _bare(_CLOSING.sub("", line[heading.end() :].strip())), [[]]
        elif under and not _ITEM.match(blocks[-1][0]):
            above = " ".join(blocks.pop())
            yield level, title, _text(blocks)
            level, title, blocks = 1 if under[1][0] == "=" else 2, _bare(above), [[]]
        else:
            _add(blocks, line)
    yield level, title, _text(blocks)


def _add(blocks: list[list[str]], line: str) -> None:
    quoted = _QUOTE.sub("", line, count=1)
    if not quoted.strip():
        blocks.append([])
    elif _RULE.fullmatch(quoted):
        blocks.extend([[quoted.strip()], []])
    elif _ITEM.match(quoted):
        blocks.append([quoted.strip()])
    else:
        blocks[-1].append(quoted.strip())


def _text(blocks: list[list[str]]) -> str:
    return "\n\n".join(one_line("\n".join(lines)) for lines in blocks if lines)


def _bare(heading: str) -> str:
    return _MARKS.sub("", heading).strip()


def _is_chapter(heading: str) -> bool:
    found = heading_of(Paragraph((heading,), 1)) if heading else None
    return found is not None and found.sort in {"part", "number"}


def _sections(found: list[tuple[int, str, str]]) -> tuple[str, tuple[Section, ...], int]:
    """The title, sections, and how many words of other matter were left out.

    A first heading above all others is the title of the whole; one without text of its own goes before the titles of
    those below it.
    """
    title = ""
    left = 0
    above: dict[int, str] = {}
    sections: list[Section] = []
    top = [level for level, _, _ in found if level]
    titled = len(top) > 1 and top[0] == min(top) and top.count(top[0]) == 1
    known = words()
    # Notes have introductions too: only a book with chapters has front matter.
    book = sum(_is_chapter(heading) for _, heading, _ in found) > 1
    for index, (level, heading, text) in enumerate(found):
        if titled and level == top[0]:
            title = heading
            if text:
                sections.append(Section("", text))
            continue
        if not level and not any(map(str.isalnum, text)):
            continue
        if book and bare(heading) in known.front and len(text.split()) and len(found) > 2:
            left += len(text.split())
            continue
        above = {depth: name for depth, name in above.items() if depth < level}
        if text:
            sections.append(Section(" / ".join([*above.values(), heading] if heading else []), text))
        elif level and index + 1 < len(found) and found[index + 1][0] > level:
            above[level] = heading
    return title, tuple(sections), left
