"""Scene numbers as productions write them, the folders named after them, and shot ids."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"([A-Z]{0,2})([0-9]{1,4})([A-Z]{0,2})")
_FOLDER = re.compile(r"([A-Z]{0,2})([0-9]{3,4})([A-Z]{0,2})")


@dataclass(frozen=True, slots=True)
class SceneNumber:
    """`A12B`: a prefix for scenes inserted before, the number, a suffix for scenes inserted after."""

    prefix: str
    number: int
    suffix: str

    def __str__(self) -> str:
        return f"{self.prefix}{self.number}{self.suffix}"


def parse_number(text: str) -> SceneNumber | None:
    """The parts of a scene number, or None for a form that productions don't use."""
    match = _NUMBER.fullmatch(text)
    return SceneNumber(match.group(1), int(match.group(2)), match.group(3)) if match else None


def folder(number: str) -> str:
    """The folder of a scene: `3` is `003`, `A3` is `A003`; raises ValueError for a number of another form."""
    parsed = parse_number(number)
    if parsed is None:
        raise ValueError(f'"{number}" is no scene number')
    return f"{parsed.prefix}{parsed.number:03}{parsed.suffix}"


def number_of(folder_name: str) -> str:
    """The scene number of a folder; raises ValueError for a folder of another form."""
    match = _FOLDER.fullmatch(folder_name)
    if match is None:
        raise ValueError(f'"{folder_name}" is no scene folder')
    return f"{match.group(1)}{int(match.group(2))}{match.group(3)}"


def letters(index: int) -> str:
    """`A` for 0 to `Z` for 25, then `AA`, `AB` ... `ZZ`, `AAA`: no letter is skipped."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def shot_id(number: str, index: int) -> str:
    """The id of the shot at an index from 0: `3A`; with a hyphen where the scene number ends in a letter, `A3B-A`."""
    return f"{number}{'-' if number[-1:].isalpha() else ''}{letters(index)}"
