"""Fences around texts of a story that go to a model: what stands in one is material and never an instruction."""

from __future__ import annotations

import hashlib
from itertools import count

_MARK = 8


def fenced(name: str, text: str) -> str:
    """A text between two marks that are named by its digest and do not stand in it."""
    marks = (hashlib.sha256(f"{name} {number}\n{text}".encode()).hexdigest()[:_MARK] for number in count())
    mark = next(mark for mark in marks if mark not in text)
    return f"<<<{mark}\n{text}\n{mark}>>>"
