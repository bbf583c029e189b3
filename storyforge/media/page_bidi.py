"""The order in which the characters of a line are seen: the Unicode Bidirectional Algorithm (UAX #9).

Without explicit embeddings and isolates: their characters are left out, as a board has no use for them.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

Direction = Literal["ltr", "rtl"]
_STRONG = {"L": "L", "R": "R", "AL": "R"}
_NEUTRAL = {"B", "S", "WS", "ON", "BN"}
_PAIRS = "()[]{}<>«»‹›≤≥⟨⟩❨❩❪❫❬❭❮❯❰❱❲❳❴❵｟｠"
_MIRROR = {
    a: b for first, last in zip(_PAIRS[::2], _PAIRS[1::2], strict=True) for a, b in ((first, last), (last, first))
}
_BRACKETS = {"(": ")", "[": "]", "{": "}", "⟨": "⟩"}


def direction(text: str, default: Direction = "ltr") -> Direction:
    """The direction of a paragraph: that of its first strong character (P2, P3)."""
    for char in text:
        kind = _STRONG.get(unicodedata.bidirectional(char))
        if kind:
            return "ltr" if kind == "L" else "rtl"
    return default


def mirrored(char: str) -> str:
    """The character that is drawn for one in a right-to-left run (L4)."""
    return _MIRROR.get(char, char)


def levels(text: str, base: Direction) -> list[int]:
    """The embedding level of each character of a line; odd ones run from right to left."""
    level = 1 if base == "rtl" else 0
    kinds = [unicodedata.bidirectional(char) or "L" for char in text]
    outer = "R" if level else "L"
    _weak(kinds, outer)
    _brackets(text, kinds, outer)
    _neutral(kinds, outer)
    found = [_implicit(kind, level) for kind in kinds]
    for index in reversed(range(len(text))):
        if unicodedata.bidirectional(text[index]) not in {"WS", "S", "B", "BN"}:
            break
        found[index] = level
    return found


def _implicit(kind: str, level: int) -> int:
    if level % 2:
        return level + (kind in {"L", "EN", "AN"})
    return level + {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)


def _weak(kinds: list[str], outer: str) -> None:
    """Rules W1 to W7, in place."""
    strong = before = outer
    for index, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[index] = before
        elif kind == "EN" and strong == "AL":
            kinds[index] = "AN"
        elif kind in _STRONG:
            strong = kind
        before = kinds[index]
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for index in range(1, len(kinds) - 1):
        left, right = kinds[index - 1], kinds[index + 1]
        if left == right and (
            (kinds[index] == "ES" and left == "EN") or (kinds[index] == "CS" and left in {"EN", "AN"})
        ):
            kinds[index] = left
    _terminators(kinds)
    kinds[:] = ["ON" if kind in {"ES", "ET", "CS"} else kind for kind in kinds]
    strong = outer
    for index, kind in enumerate(kinds):
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"


def _terminators(kinds: list[str]) -> None:
    for order in (range(len(kinds)), reversed(range(len(kinds)))):
        number = False
        for index in order:
            if kinds[index] == "EN":
                number = True
            elif kinds[index] == "ET" and number:
                kinds[index] = "EN"
            elif kinds[index] != "BN":
                number = False


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R" if kind in {"R", "EN", "AN"} else ""


def _brackets(text: str, kinds: list[str], outer: str) -> None:
    """Rule N0: a pair of brackets goes with what it holds."""
    for first, last in _bracket_pairs(text, kinds):
        inside = {_side(kind) for kind in kinds[first + 1 : last]} - {""}
        if outer in inside:
            kinds[first] = kinds[last] = outer
        elif inside:
            before = next((side for kind in reversed(kinds[:first]) if (side := _side(kind))), outer)
            kinds[first] = kinds[last] = before if before in inside else outer


def _bracket_pairs(text: str, kinds: list[str]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for index, char in enumerate(text):
        if kinds[index] != "ON":
            continue
        if char in _BRACKETS:
            opened.append((_BRACKETS[char], index))
        elif any(char == closing for closing, _ in opened):
            while opened:
                closing, first = opened.pop()
                if closing == char:
                    found.append((first, index))
                    break
    return sorted(found)


def _neutral(kinds: list[str], outer: str) -> None:
    """Rules N1 and N2, in place."""
    index = 0
    while index < len(kinds):
        if kinds[index] not in _NEUTRAL:
            index += 1
            continue
        end = index
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        before = _side(kinds[index - 1]) if index else outer
        after = _side(kinds[end]) if end < len(kinds) else outer
        kinds[index:end] = [before if before == after else outer] * (end - index)
        index = end


def visual_order(found: list[int]) -> list[int]:
    """The places of characters of given levels, from left to right (L2)."""
    order = list(range(len(found)))
    for level in range(max(found, default=0), 0, -1):
        index = 0
        while index < len(order):
            end = index
            while end < len(order) and found[order[end]] >= level:
                end += 1
            order[index:end] = reversed(order[index:end])
            index = max(end, index + 1)
    return order
