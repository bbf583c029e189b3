"""Bold, italic and underline: marks to spans, spans to marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOKEN = re.compile(r"\\.|\*+|_+|[^\\*_]+|\\", re.DOTALL)
_STYLES = {
    "*": frozenset({"italic"}),
    "**": frozenset({"bold"}),
    "***": frozenset({"bold", "italic"}),
    "_": frozenset({"underline"}),
}
_NONE: frozenset[str] = frozenset()
_SIGNS = {"bold": "**", "italic": "*", "underline": "_"}
_SIGN = re.compile(r"([*_\\])")
_ORDER = ("bold", "italic", "underline")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style: any of `bold`, `italic` and `underline`."""

    text: str
    styles: frozenset[str] = frozenset()

    @property
    def style(self) -> str:
        """The styles as FDX writes them, such as `Bold+Italic`; empty for plain text."""
        return "+".join(name.capitalize() for name in _ORDER if name in self.styles)


def runs(text: str) -> tuple[Run, ...]:
    """Read the emphasis of a text, line by line (it is not carried over a line break), into runs of one style."""
    if "*" not in text and "_" not in text and "\\" not in text:
        return (Run(text),) if text else ()
    found: list[Run] = []
    for index, line in enumerate(text.split("\n")):
        if index:
            _add(found, "\n", frozenset())
        for run in _line_runs(line):
            _add(found, run.text, run.styles)
    return tuple(found)


def plain(text: str) -> str:
    r"""The text without its marks; a backslash before `*`, `_` or `\` makes the sign a letter."""
    if "*" not in text and "_" not in text and "\\" not in text:
        return text
    return "".join(run.text for run in runs(text))


def marked(pieces: Sequence[Run]) -> str:
    """Write runs with Fountain's marks; signs that are meant literally get a backslash.

    Space at the edge of a style is taken out of it, since a mark beside space marks nothing. What can't be written (an
    underline inside a word) loses its style: compare `runs` of the result to see.
    """
    if not any(run.styles for run in pieces):
        return escaped("".join(run.text for run in pieces))
    text = _with_marks(pieces)
    if plain(text) == "".join(run.text for run in pieces):
        return text
    text = _with_marks([Run(run.text, run.styles - {"underline"}) for run in pieces])
    whole = "".join(run.text for run in pieces)
    return text if plain(text) == whole else escaped(whole)


def _with_marks(pieces: Sequence[Run]) -> str:
    lines: list[list[Run]] = [[]]
    for run in pieces:
        for index, text in enumerate(run.text.split("\n")):
            if index:
                lines.append([])
            if text:
                lines[-1].append(Run(text, run.styles))
    return "\n".join(_mark_line(line) for line in lines)


def _mark_line(line: Sequence[Run]) -> str:
    """One line: each style opens before its first word and closes behind its last, longest outside."""
    words = _words(line)
    out: list[str] = []
    open_: list[str] = []
    for index, word in enumerate(words):
        while not set(open_) <= word.styles:
            out.append(_SIGNS[open_.pop()])
        fresh = sorted(word.styles - set(open_), key=lambda style: (-_lasts(words, index, style), _ORDER.index(style)))
        text = word.text.lstrip() if fresh else word.text
        out.extend((word.text[: len(word.text) - len(text)], *(_SIGNS[style] for style in fresh)))
        open_.extend(fresh)
        out.append(_SIGN.sub(r"\\\1", text))
    return "".join(out) + "".join(_SIGNS[style] for style in reversed(open_))


def _words(line: Sequence[Run]) -> list[Run]:
    """The runs cut at spaces; a space keeps only styles that the words on both sides share."""
    cut = [Run(text, run.styles) for run in line for text in re.split(r"(\s+)", run.text) if text]
    found: list[Run] = []
    for index, run in enumerate(cut):
        if run.text.isspace():
            before = next((r.styles for r in reversed(cut[:index]) if not r.text.isspace()), _NONE)
            after = next((r.styles for r in cut[index + 1 :] if not r.text.isspace()), _NONE)
            _add(found, run.text, run.styles & before & after)
        else:
            _add(found, run.text, run.styles)
    return found


def _lasts(words: Sequence[Run], start: int, style: str) -> int:
    """For how many runs from here a style goes on."""
    return next((n for n, word in enumerate(words[start:]) if style not in word.styles), len(words) - start)


def escaped(text: str) -> str:
    """Put a backslash before every `*` and `_` that would be read as a mark; leave a text alone that has none."""
    if plain(text) == text:
        return text
    return _SIGN.sub(r"\\\1", text)


def _add(found: list[Run], text: str, styles: frozenset[str]) -> None:
    if found and found[-1].styles == styles:
        found[-1] = Run(found[-1].text + text, styles)
    elif text:
        found.append(Run(text, styles))


def _line_runs(line: str) -> list[Run]:
    pairs = _Pairs()
    for match in _TOKEN.finditer(line):
        text = match.group()
        before, after = line[match.start() - 1 : match.start()], line[match.end() : match.end() + 1]
        if len(text) == 2 and text[0] == "\\" and text[1] in "*_\\":
            pairs.tokens.append(text[1])
        elif text in _STYLES:
            pairs.mark(text, before, after)
        else:
            pairs.tokens.append(text)
    return pairs.runs()


class _Pairs:
    """The tokens of one line, and which mark closes which: the nearest open one of its kind.

    What was opened within a pair and not closed there is text. Every open mark is pushed and popped once.
    """

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self._pairs: dict[int, int] = {}
        self._open: list[int] = []
        self._stars: list[int] = []
        self._waiting = {"*": 0, "**": 0, "_": 0}

    def mark(self, text: str, before: str, after: str) -> None:
        inword = text == "_" and before.isalnum() and after.isalnum()
        opens = bool(after) and not after.isspace() and not inword
        closes = bool(before) and not before.isspace() and not inword
        if text != "***":
            self._one(text, opens, closes)
            return
        first = self.tokens[self._stars[-1]] if closes and self._stars else "**"
        for piece in (first, "*" if first == "**" else "**"):
            self._one(piece, opens, closes)

    def _one(self, text: str, opens: bool, closes: bool) -> None:
        index = len(self.tokens)
        self.tokens.append(text)
        if closes and self._waiting[text]:
            self._turn(text)
            while self.tokens[start := self._pop()] != text:
                pass
            self._pairs[start], self._pairs[index] = index, start
        elif opens:
            self._open.append(index)
            self._waiting[text] += 1
            if text != "_":
                self._stars.append(index)

    def _pop(self) -> int:
        start = self._open.pop()
        self._waiting[self.tokens[start]] -= 1
        if self.tokens[start] != "_":
            self._stars.pop()
        return start

    def _turn(self, text: str) -> None:
        """Three opening stars are bold around italic until a bold closes first; then they are italic around bold."""
        if text == "**" and len(self._open) > 1 and self.tokens[self._open[-1]] == "*":
            outer, inner = self._open[-2:]
            if inner == outer + 1 and self.tokens[outer] == "**":
                self.tokens[outer], self.tokens[inner] = "*", "**"

    def runs(self) -> list[Run]:
        found: list[Run] = []
        depth = dict.fromkeys(_ORDER, 0)
        styles = _NONE
        text: list[str] = []
        for index, token in enumerate(self.tokens):
            if index not in self._pairs:
                text.append(token)
                continue
            if text:
                _add(found, "".join(text), styles)
                text.clear()
            for style in _STYLES[token]:
                depth[style] += 1 if self._pairs[index] > index else -1
            styles = frozenset(style for style, open_ in depth.items() if open_)
        _add(found, "".join(text), styles)
        return found
