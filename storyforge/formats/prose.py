"""Script prose as plain prose: sentences, and capitals undone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_END = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+(?=\S)|(?<=[。！？])")
_TITLES = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Prof|Sgt|Lt|Capt|Rev|Jr|Sr|vs|No)\.$")
_NOTES = re.compile(r"\[\[.*?\]\]|/\*.*?\*/|[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}", re.DOTALL)
_CAPITALS = re.compile(r"\b[^\W\d_a-z]{2,}(?:['’][^\W\d_a-z]+)*(?:[ -][^\W\d_a-z]{2,}(?:['’][^\W\d_a-z]+)*)*\b")
_ARTICLE_BEFORE = re.compile(
    r"\b(?:d(?:er|ie|as|en|em|es)|(?:k?ein|mein|dein|sein|ihr|unser)(?:e[rnms]?)?|am|im|zum|zur|vom|beim)\s+(?:\w+e[rnms]?\s+)?$",
    re.IGNORECASE,
)
_AGE = re.compile(r"\s*[,(]\s*(?:\d|(?:early|mid|late)\b)", re.IGNORECASE)


def plain_text(text: str) -> str:
    """A paragraph on one line, notes and emphasis marks taken away."""
    return re.sub(r"\s+", " ", _NOTES.sub("", text)).strip()


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, as they are written but for line breaks, notes and emphasis marks."""
    found: list[str] = []
    for part in _END.split(plain_text(text)):
        if found and part and _TITLES.search(found[-1]):
            found[-1] += f" {part.strip()}"
        elif part and part.strip():
            found.append(part.strip())
    return found


def capital_runs() -> re.Pattern[str]:
    """What matches words in capitals that stand together; letters without case match too."""
    return _CAPITALS


def cased(sentence: str, names: Mapping[str, str], language: str = "en") -> str:
    """Capitals undone: names as they are said, introductions (`ANNA BERG, 40`) as names, all else in lower case.

    `names` maps a case-folded name to its spelling. In German what follows an article is a noun, and keeps its capital.
    """

    def undo(match: re.Match[str]) -> str:
        run = match[0]
        if not run.isupper():
            return run
        if run.casefold() in names:
            return names[run.casefold()]
        introduced = _AGE.match(sentence, match.end()) is not None
        introduced |= language == "de" and _ARTICLE_BEFORE.search(sentence, 0, match.start()) is not None
        return " ".join(_word(word, names, introduced=introduced) for word in run.split(" "))

    lowered = _CAPITALS.sub(undo, sentence)
    return lowered[:1].upper() + lowered[1:]


def _word(word: str, names: Mapping[str, str], *, introduced: bool) -> str:
    owner = re.match(r"(.+)(['’]S)$", word)
    if owner and owner[1].casefold() in names:
        return f"{names[owner[1].casefold()]}{owner[2].lower()}"
    return names.get(word.casefold()) or (word.capitalize() if introduced else word.lower())


def spelt(name: str) -> str:
    """A name in capitals as it is said: `INGE ASTRUP` is Inge Astrup, `O'NEIL` is O'Neil, `BO'S WIFE` Bo's Wife."""
    if not name.isupper():
        return name
    return re.sub(r"(?<=['’])(S)\b|[^\W\d_]+", lambda m: "s" if m[1] else m[0].capitalize(), name)
