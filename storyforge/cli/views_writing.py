"""How tellings, options and beats are shown, and what was changed in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.cli.table import fill, paint

if TYPE_CHECKING:
    from collections.abc import Iterator


def change(place: str, before: str, after: str) -> Iterator[str]:
    """A passage as it was and as it is; nothing new where nobody has written it yet."""
    yield paint(place, "cyan")
    yield from _marked("-", before, "red")
    if after:
        yield from _marked("+", after, "green")


def _marked(mark: str, text: str, colour: str) -> Iterator[str]:
    for line in fill(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"):
        yield paint(f"  {mark} {line}".rstrip(), colour)
