"""Slugs: lower-case ASCII names of files and ids, made from any script."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container


def _table(letters: str, spelt: str) -> dict[str, str]:
    return {a: b.replace("_", "") for a, b in zip(letters.split(), spelt.split(), strict=True)}


_LETTERS = {
    **_table("ß æ œ ø đ ð þ ł ı ə ħ", "ss ae oe o d d th l i e h"),
    **_table(
        "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я і ї є ґ ў",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i yi ye g u",
    ),
    **_table(
        "α β γ δ ε ζ η θ ι κ λ μ ν ξ ο π ρ σ ς τ υ φ χ ψ ω",
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o",
    ),
}


_SILENT = "’‘ー"  # apostrophes, and the mark that only lengthens a kana
_SYLLABLES = ("KATAKANA LETTER", "HIRAGANA LETTER", "HANGUL SYLLABLE")


def _spell(char: str) -> str:
    if char.isascii():
        return char if char.isalnum() else "" if char in "'.`" else "-"
    if char in _LETTERS:
        return _LETTERS[char]
    if unicodedata.combining(char):
        return ""
    base = "".join(c for c in unicodedata.normalize("NFKD", char).lower() if not unicodedata.combining(c))
    if any(c.isascii() or c in _LETTERS for c in base):
        return "".join(_spell(c) for c in base)
    if char in _SILENT:
        return ""
    return _syllable(char) or (f"-u{ord(char):x}-" if char.isalnum() else "-")


def _syllable(char: str) -> str:
    """How a kana or a Hangul syllable sounds: Unicode names it so (`KATAKANA LETTER NO`, `HANGUL SYLLABLE GIM`)."""
    name = unicodedata.name(char, "")
    return name.rpartition(" ")[2].lower() if name.startswith(_SYLLABLES) else ""


def slugify(name: str) -> str:
    """A slug of a name: Latin, Cyrillic and Greek letters, kana and Hangul spelt out, other scripts by code point."""
    text = unicodedata.normalize("NFC", name.casefold())
    return re.sub(r"-+", "-", "".join(map(_spell, text))).strip("-") or "unnamed"


def unique_slug(name: str, taken: Container[str]) -> str:
    """A slug that is not taken yet: `anna`, `anna-2`, `anna-3` and so on."""
    slug = slugify(name)
    candidate, count = slug, 1
    while candidate in taken:
        count += 1
        candidate = f"{slug}-{count}"
    return candidate
