"""Markdown with YAML front matter."""

from __future__ import annotations


def split(text: str) -> tuple[str, str, int]:
    """Front matter, body, and the number of lines before the front matter's first."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if lines and lines[0].strip() == "---":
        for index, line in enumerate(lines[1:], 1):
            if line.strip() in ("---", "..."):
                return "\n".join(lines[1:index]) + "\n", "\n".join(lines[index + 1 :]).strip("\n"), 1
    return "", "\n".join(lines).strip("\n"), 0


def join(head: str, body: str) -> str:
    """A Markdown text of front matter and body."""
    prose = body.strip("\n")
    return f"---\n{head}---\n\n{prose}\n"
