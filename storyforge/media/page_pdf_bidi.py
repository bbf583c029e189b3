"""The order in which a line is seen: fpdf2's Unicode Bidirectional Algorithm (UAX #9), asked for what runs to the left.

Explicit embeddings never come here: their characters are left out of text that is set.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import Literal

from storyforge.media.page_breaks import clusters

Direction = Literal["ltr", "rtl"]
_LEFTWARD = frozenset({"R", "AL", "AN"})


def direction(text: str, default: Direction = "ltr") -> Direction:
    """The direction of a paragraph: that of its first strong character (P2, P3)."""
    kinds = (unicodedata.bidirectional(char) for char in text)
    first = next((kind for kind in kinds if kind in {"L", "R", "AL"}), "")
    return default if not first else "ltr" if first == "L" else "rtl"


def leftward(text: str) -> bool:
    """Whether anything in a text runs from right to left."""
    return any(unicodedata.bidirectional(char) in _LEFTWARD for char in text)


def runs(text: str, base: Direction) -> list[tuple[str, bool]]:
    """The runs of a line as they are seen from the left: each as it is spoken, and whether it runs to the left."""
    if base == "ltr" and not leftward(text):
        return [(text, False)]
    # fpdf2 is loaded for lines that need it.
    from fpdf.bidi import BidiParagraph  # noqa: PLC0415
    from fpdf.enums import TextDirection  # noqa: PLC0415

    parts = clusters(text)
    # Marks and joiners go wherever their letter goes.
    heads = "".join(part[0] for part in parts)
    order = BidiParagraph(heads, TextDirection.RTL if base == "rtl" else TextDirection.LTR).get_reordered_characters()
    found: list[tuple[str, bool]] = []
    for level, run in groupby(order, key=lambda char: char.embedding_level):
        places = sorted(char.character_index for char in run)
        found.append(("".join(parts[place] for place in places), level % 2 == 1))
    return found
