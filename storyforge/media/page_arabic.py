"""Arabic letters joined: each letter as Unicode's presentation form for its place in the word.

Enough for Arabic, Persian and Urdu in any font that has these forms, without a shaping library. The tables are those
of the Unicode Character Database that comes with Python.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_FORMS = ("isolated", "final", "initial", "medial")
_LAM = "\u0644"
_JOINER, _NON_JOINER, _STRETCH = "\u200d", "\u200c", "\u0640"


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Letter, or lam with alef -> form -> character."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFDFC), *range(0xFE70, 0xFEFD)):
        kind, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        form = kind.strip("<>")
        text = "".join(chr(int(letter, 16)) for letter in letters.split())
        if form in _FORMS and (len(text) == 1 or (len(text) == 2 and text[0] == _LAM and text[1] in "آأإا")):
            found.setdefault(text, {}).setdefault(form, chr(code))
    return found


def _joins_next(char: str) -> bool:
    return char in (_JOINER, _STRETCH) or "initial" in _forms().get(char, {})


def _joins_previous(char: str) -> bool:
    return char in (_JOINER, _STRETCH) or "final" in _forms().get(char, {})


def _letters(text: str) -> list[tuple[str, str]]:
    """Letters with the marks on them, lam and alef together."""
    found: list[tuple[str, str]] = []
    for char in text:
        if found and unicodedata.combining(char):
            found[-1] = (found[-1][0], found[-1][1] + char)
        elif found and found[-1] == (_LAM, "") and _LAM + char in _forms():
            found[-1] = (_LAM + char, "")
        else:
            found.append((char, ""))
    return found


def joined(text: str) -> list[tuple[str, str]]:
    """Pairs of the character to draw and the characters it stands for, in logical order; other letters as they are."""
    if not any("\u0600" <= char <= "\u08ff" for char in text):
        return [(char, char) for char in text]
    letters = _letters(text)
    found: list[tuple[str, str]] = []
    for index, (letter, marks) in enumerate(letters):
        before = letters[index - 1][0] if index else ""
        after = letters[index + 1][0] if index + 1 < len(letters) else ""
        # Lam with alef is joined to the right only, as alef is.
        from_right = bool(before) and _joins_next(before) and _joins_previous(letter)
        to_left = bool(after) and _joins_next(letter) and _joins_previous(after)
        form = _FORMS[from_right + 2 * to_left]
        found.append((_forms().get(letter, {}).get(form, letter), letter))
        found += ((mark, mark) for mark in marks)
    return [pair for pair in found if pair[0] not in (_JOINER, _NON_JOINER)]
