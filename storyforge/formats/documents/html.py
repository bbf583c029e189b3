"""XHTML and HTML of a book to blocks: paragraphs and headings with the anchors before them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

# fmt: off
_BLOCKS = frozenset({
    "p", "div", "section", "article", "aside", "header", "footer", "main", "nav", "body",
    "blockquote", "li", "dt", "dd", "ul", "ol", "dl", "table", "tr", "td", "th", "caption",
    "figure", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "address", "center",
    "hgroup", "details", "summary", "form",
})
_SILENT = frozenset({
    "head", "script", "style", "template", "svg", "math", "audio", "video", "object", "iframe",
    "noscript", "rt", "rp",
})
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
})
# fmt: on
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SILENT = frozenset(
    ["head", "script", "style", "template", "svg", "math", "audio", "video", "object", "iframe", "noscript", "rt", "rp"]
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_DEEPEST = 400


@dataclass(slots=True)
class Block:
    """A paragraph, or a heading of `level` 1 to 6; `anchors` are ids at it or above it since the block before.

    `kinds` are the `epub:type`s and roles of all elements it stands in.
    """

    text: str
    level: int = 0
    anchors: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    document: int = 0


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet."""

    tag: str
    kinds: frozenset[str]
    note: bool = False


@dataclass
class Page(HTMLParser):
    """Reads one document; whatever it is, something comes of it: HTML has no errors."""

    blocks: list[Block] = field(default_factory=list)
    contents: list[tuple[str, str, int]] = field(default_factory=list)
    """The table of contents, where the document is one: where a line leads, its words, and how deep it stands."""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[_Open] = []
        self._words: list[str] = []
        self._anchors: list[str] = []
        self._silent = 0
        self._level = 0
        self._link: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element opens."""
        values = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += tag not in _VOID
            return
        if self._silent:
            return
        if tag in _BLOCKS:
            self._flush()
        if anchor := values.get("id") or (values.get("name") if tag == "a" else ""):
            self._anchors.append(anchor)
        if tag == "br":
            self._words.append(" ")
        if tag == "hr":
            self.blocks.append(Block("* * *", kinds=self._kinds()))
        if tag in _VOID or len(self._open) >= _DEEPEST:
            return
        kinds = frozenset(f"{values.get('epub:type', '')} {values.get('role', '')} {_named(values)}".split())
        self._open.append(_Open(tag, self._kinds() | kinds, "noteref" in kinds or "doc-noteref" in kinds))
        self._level = _HEADINGS.get(tag, self._level if tag not in _BLOCKS or self._level else 0)
        if tag == "a" and "href" in values:
            self._link = (values["href"], len(self._words))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that is empty, as XHTML writes it."""
        if tag in _SILENT:
            return
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element closes, and those within it that were left open."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
            return
        if self._silent or tag in _VOID or all(each.tag != tag for each in self._open):
            return
        if tag == "a" and self._link is not None:
            target, since = self._link
            if "toc" in self._kinds():
                depth = sum(each.tag == "ol" for each in self._open) - 1
                self.contents.append((target, _joined(self._words[since:]), max(0, depth)))
            self._link = None
        if tag in _BLOCKS:
            self._flush()
        while self._open and self._open.pop().tag != tag:
            pass
        self._level = next((_HEADINGS[each.tag] for each in reversed(self._open) if each.tag in _HEADINGS), 0)

    def handle_data(self, data: str) -> None:
        """Text."""
        if not self._silent and not any(each.note for each in self._open[-4:]):
            self._words.append(data)

    def _kinds(self) -> frozenset[str]:
        return self._open[-1].kinds if self._open else frozenset()

    def _flush(self) -> None:
        text = _joined(self._words)
        self._words.clear()
        self._link = None if self._link is None else (self._link[0], 0)
        if text:
            self.blocks.append(Block(text, self._level, tuple(self._anchors), self._kinds()))
            self._anchors.clear()


def _named(values: dict[str, str]) -> str:
    """The ids that Project Gutenberg gives its own words."""
    anchor = values.get("id", "")
    return anchor if anchor in {"pg-header", "pg-footer", "pg-machine-header"} else ""


def _joined(words: list[str]) -> str:
    return _SPACE.sub(" ", "".join(words)).strip(" ")


def read_page(text: str) -> Page:
    """The blocks and links of a document."""
    page = Page()
    page.feed(text)
    page.close()
    page._flush()  # noqa: SLF001 - what stands behind the last tag
    return page
