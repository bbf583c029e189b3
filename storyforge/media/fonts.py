"""Fonts: DejaVu Sans, which comes with storyforge, and for what it lacks the fonts of the machine, by what they cover.

The choice depends on the characters and on the fonts' names alone, never on the order in which a folder lists them.
"""

from __future__ import annotations

import os
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

# fontTools, which fpdf2 stands on, says nothing about its types.
from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]
from fontTools.ttLib.ttCollection import TTCollection  # type: ignore[import-untyped]

from storyforge.resources import read_template, template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDERS = "STORYFORGE_FONTS"
"""The environment variable with folders of fonts that come before the system's."""
_KINDS = (".ttf", ".otf", ".ttc", ".otc")
_ENOUGH = 0.5
"""A font of the story's language is taken before one that covers more, if it covers this share of what is wanted."""


@dataclass(frozen=True, slots=True, order=True)
class Face:
    """A font: its file, and which of the fonts in a collection."""

    path: str
    index: int = 0


@dataclass(frozen=True)
class Coverage:
    """What a font has: its name, its characters' code points, its weight from 1 to 1000."""

    name: str
    codes: frozenset[int] = field(repr=False)
    weight: int = 400


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(read_template("fonts/fonts.toml"))


def own(*, bold: bool) -> Face:
    """DejaVu Sans, or its bold."""
    return Face(str(template(f"fonts/DejaVuSans{'-Bold' if bold else ''}.ttf")))


@cache
def coverage(face: Face) -> Coverage | None:
    """What a font has; None for a file that is no font, or one of coloured pictures without outlines."""
    try:
        with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
            if not {"glyf", "CFF ", "CFF2"} & set(font.keys()):
                return None
            codes = frozenset(font.getBestCmap() or ())
            return Coverage(font["name"].getBestFullName() or "", codes, font["OS/2"].usWeightClass)
    except (TTLibError, OSError, KeyError, AttributeError, ValueError, AssertionError):
        return None


def covers(font: Face | Path, text: str) -> bool:
    """Whether a font has a glyph for every character that is drawn."""
    found = coverage(font if isinstance(font, Face) else Face(str(font)))
    return found is not None and all(ord(char) in found.codes for char in text if is_drawn(char))


def is_drawn(char: str) -> bool:
    """Whether a character needs a glyph: no control, no format character, no variation selector, no white space."""
    category = unicodedata.category(char)
    return not (category[0] in "CZ" and category != "Co") and not 0xFE00 <= ord(char) <= 0xFE0F


def _folders() -> Iterator[Path]:
    for name in (*os.environ.get(FOLDERS, "").split(os.pathsep), *_table()["folders"]):
        folder = Path(name).expanduser()
        if name and folder.is_dir():
            yield folder


@cache
def _machine(_folders_now: tuple[str, ...]) -> tuple[tuple[int, Face], ...]:
    """Faces in the folders with the place of their folder, files sorted by name."""
    found: list[tuple[int, Face]] = []
    for place, folder in enumerate(_folders_now):
        files = [path for path in Path(folder).rglob("*") if path.suffix.lower() in _KINDS]
        for path in sorted(files, key=lambda path: (path.name.casefold(), str(path))):
            found += ((place, Face(str(path), index)) for index in range(_count(path)))
    return tuple(found)


def _count(path: Path) -> int:
    if path.suffix.lower() not in {".ttc", ".otc"}:
        return 1
    try:
        with TTCollection(str(path), lazy=True) as collection:
            return len(collection.fonts)
    except (TTLibError, OSError, AssertionError):
        return 0


def _rank(place: int, found: Coverage, *, bold: bool) -> tuple[bool, int, int]:
    name = found.name.casefold()
    is_bold = found.weight >= 600 or any(word in name for word in _table()["bold"])
    return (is_bold != bold, sum(word in name for word in _table()["last"]), place)


def _candidates(*, bold: bool) -> list[tuple[Face, Coverage]]:
    folders = tuple(str(folder) for folder in _folders())
    known = [(place, face, found) for place, face in _machine(folders) if (found := coverage(face))]
    known.sort(key=lambda row: (*_rank(row[0], row[2], bold=bold), Path(row[1].path).name.casefold(), row[1]))
    return [(face, found) for _, face, found in known]


def _best(wanted: set[int], candidates: list[tuple[Face, Coverage]], language: str) -> Face | None:
    counts = [(len(wanted & found.codes), found.name.casefold(), face) for face, found in candidates]
    for word in _table()["languages"].get(language, ()):
        for count, name, face in counts:
            if word in name and count >= max(1, _ENOUGH * len(wanted)):
                return face
    most = max(counts, key=lambda row: row[0], default=None)
    return most[2] if most and most[0] else None


def _chain(characters: set[int], language: str, *, bold: bool) -> tuple[Face, ...]:
    first = own(bold=bold)
    base = coverage(first)
    wanted = characters - (base.codes if base else set())
    chain = [first]
    candidates = _candidates(bold=bold) if wanted else []
    while wanted and (face := _best(wanted, candidates, language)):
        found = coverage(face)
        chain.append(face)
        wanted -= found.codes if found else set()
    return tuple(chain)


@dataclass(frozen=True)
class Fonts:
    """The fonts that a text is set in: for each weight a chain, the first that has a character draws it."""

    regular: tuple[Face, ...]
    bold: tuple[Face, ...]
    language: str = ""

    @classmethod
    def of(cls, texts: Iterable[str], language: str = "") -> Fonts:
        """The fonts for all of some texts, so that the same character looks the same wherever it stands."""
        characters = {ord(char) for text in texts for char in text if is_drawn(char)}
        return cls(_chain(characters, language, bold=False), _chain(characters, language, bold=True), language)

    def face(self, text: str, *, bold: bool = False) -> Face | None:
        """The first font of the chain that has all characters of a text; None where none has."""
        return next((face for face in (self.bold if bold else self.regular) if covers(face, text)), None)

    def missing(self, text: str) -> str:
        """The characters of a text that no font has, each once, in order."""
        return "".join(dict.fromkeys(char for char in text if is_drawn(char) and self.face(char) is None))


def find_font(text: str, *, bold: bool = False, language: str = "") -> Path:
    """The font that draws most of a text: DejaVu Sans where it draws it all."""
    fonts = Fonts.of([text], language)
    chain = fonts.bold if bold else fonts.regular
    whole = [face for face in chain if covers(face, text)]
    return Path((whole or chain[1:] or chain)[0].path)


def missing_glyphs(text: str) -> str:
    """The characters of a text that no font of this machine has, each once, in order."""
    return Fonts.of([text]).missing(text)
