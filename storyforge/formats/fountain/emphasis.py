"""Bold, italic and underline: marks to spans, spans to marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"\\.|\*+|_+|[^\\*_]+|\\", re.DOTALL)
_STYLES = {
    "*": frozenset({"italic"}),
    "**": frozenset({"bold"}),
    "***": frozenset({"bold", "italic"}),
    "_": frozenset({"underline"}),
}
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


def marked(pieces: tuple[Run, ...]) -> str:
    """Write runs with Fountain's marks; signs that are meant literally get a backslash.

    Space at the edge of a styled run moves out of its marks, since a mark with space inside it marks nothing.
    """
    return "".join(_mark_line(run) for run in pieces)


def escaped(text: str) -> str:
    """Put a backslash before every `*` and `_` that would be read as a mark; leave a text alone that has none."""
    if plain(text) == text:
        return text
    return _SIGN.sub(r"\\\1", text)


def _mark_line(run: Run) -> str:
    if not run.styles or not run.text.strip():
        return escaped(run.text)
    marks = ("_" if "underline" in run.styles else "") + ("**" if "bold" in run.styles else "")
    marks += "*" if "italic" in run.styles else ""
    return "\n".join(_wrapped(line, marks) for line in run.text.split("\n"))


def _wrapped(line: str, marks: str) -> str:
    body = line.strip()
    if not body:
        return line
    head, _, tail = line.partition(body)
    return head + marks + _SIGN.sub(r"\\\1", body) + marks[::-1] + tail


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

    What was opened within a pair and not closed there is text.
    """

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self._pairs: dict[int, int] = {}
        self._open: list[int] = []

    def mark(self, text: str, before: str, after: str) -> None:
        inword = text == "_" and before.isalnum() and after.isalnum()
        opens = bool(after) and not after.isspace() and not inword
        closes = bool(before) and not before.isspace() and not inword
        waiting = [self.tokens[index] for index in reversed(self._open)]
        if text == "***":
            inner = next((mark for mark in waiting if mark != "_"), "**" if not closes else "*")
            first = inner if closes and inner in waiting else "**"
            for piece in (first, "*" if first == "**" else "**"):
                self._one(piece, opens, closes)
        else:
            self._one(text, opens, closes)

    def _one(self, text: str, opens: bool, closes: bool) -> None:
        index = len(self.tokens)
        self.tokens.append(text)
        if closes and any(self.tokens[start] == text for start in self._open):
            while self.tokens[start := self._open.pop()] != text:
                pass
            self._pairs[start], self._pairs[index] = index, start
        elif opens:
            self._open.append(index)

    def runs(self) -> list[Run]:
        found: list[Run] = []
        active: list[frozenset[str]] = []
        for index, token in enumerate(self.tokens):
            if index not in self._pairs:
                _add(found, token, frozenset().union(*active))
            elif self._pairs[index] > index:
                active.append(_STYLES[token])
            else:
                active.remove(_STYLES[token])
        return found
