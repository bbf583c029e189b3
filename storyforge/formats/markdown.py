"""Markdown with YAML front matter."""

from __future__ import annotations

import re

_EMPTY = re.compile(r"[\r\n]*")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def split(text: str) -> tuple[str, str, int]:
    """Front matter, body, and the number of lines before the front matter's first."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and lines[0].strip() == "---":
        for index, line in enumerate(lines[1:], 1):
            if line.strip() in ("---", "..."):
                return "\n".join(lines[1:index]) + "\n", "\n".join(lines[index + 1 :]).strip("\n"), 1
    return "", "\n".join(lines).strip("\n"), 0


def body_start(text: str) -> int:
    """How many characters stand before the body of a text without a byte order mark: front matter and empty lines."""
    lines = list(_LINE.finditer(text))
    start = 0
    if lines[0][0].strip() == "---":
        start = next((line.end() for line in lines[1:] if line[0].strip() in ("---", "...")), 0)
    match = _EMPTY.match(text, start)
    return match.end() if match else start


def join(head: str, body: str) -> str:
    """A Markdown text of front matter and body."""
    prose = body.strip("\n")
    return f"---\n{head}---\n\n{prose}\n"
