"""Scene numbers and shot ids, as productions write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storyforge.errors import SceneNumberError

_NUMBER = re.compile(r"([A-Z]{0,2})([0-9]{1,4})([A-Z]{0,2})")
_SHOT = re.compile(r"([A-Z]{0,2}[0-9]{1,4}(?:[A-Z]{1,2}-)?)([A-Z]+)([0-9]*)")


@dataclass(frozen=True, slots=True, order=True)
class SceneNumber:
    """A scene number taken apart: `A110B` is prefix `A`, `count` 110, suffix `B`."""

    count: int
    prefix: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        return f"{self.prefix}{self.count}{self.suffix}"


def is_number(text: str) -> bool:
    """Whether a text is a scene number of the form `[A-Z]{0,2}[0-9]{1,4}[A-Z]{0,2}` without leading zeros."""
    match = _NUMBER.fullmatch(text)
    return match is not None and match.group(2) == str(int(match.group(2)))


def parse_number(text: str) -> SceneNumber:
    """Take a scene number apart.

    Raises:
        SceneNumberError: it is not of the form that `is_number` describes.
    """
    match = _NUMBER.fullmatch(text)
    if match is None or not is_number(text):
        raise SceneNumberError(text)
    return SceneNumber(int(match.group(2)), match.group(1), match.group(3))


def folder(number: str) -> str:
    """The folder of a scene: prefix, three digits, suffix (`003`, `A003`, `110A`).

    Raises:
        SceneNumberError: it is no scene number.
    """
    parts = parse_number(number)
    return f"{parts.prefix}{parts.count:03d}{parts.suffix}"


def number_of(name: str) -> str:
    """The scene number of a folder, the other way round.

    Raises:
        SceneNumberError: it is no scene's folder.
    """
    match = _NUMBER.fullmatch(name)
    number = f"{match.group(1)}{int(match.group(2))}{match.group(3)}" if match else name
    if folder(number) != name:
        raise SceneNumberError(name)
    return number


def letters(index: int) -> str:
    """The letters of the `index`-th shot, counted from 1: A to Z, AA to ZZ, AAA; no letter is skipped."""
    found = ""
    while index > 0:
        index, rest = divmod(index - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def shot_id(number: str, index: int) -> str:
    """The id of the `index`-th shot of a scene, from 1: `3A`, or `3A-B` where the scene number ends in a letter.

    Raises:
        SceneNumberError: it is no scene number.
    """
    parts = parse_number(number)
    return f"{parts}{'-' if parts.suffix else ''}{letters(index)}"


@dataclass(frozen=True, slots=True)
class ShotId:
    """A shot id taken apart: `3B1` is shot `B` of scene `3`, and the first split off it."""

    scene: str
    letters: str
    split: int = 0

    @property
    def index(self) -> int:
        """Its place in the scene, counted from 1, splits aside."""
        place = 0
        for letter in self.letters:
            place = place * 26 + ord(letter) - ord("A") + 1
        return place

    def __str__(self) -> str:
        hyphen = "-" if self.scene[-1].isalpha() else ""
        return f"{self.scene}{hyphen}{self.letters}{self.split or ''}"


def parse_shot_id(text: str) -> ShotId:
    """Take a shot id apart.

    Raises:
        SceneNumberError: it is no shot id.
    """
    match = _SHOT.fullmatch(text)
    if match is None or not is_number(scene := match.group(1).removesuffix("-")):
        raise SceneNumberError(text)
    return ShotId(scene, match.group(2), int(match.group(3) or 0))
