"""What Project Gutenberg puts round a book: cut, and read for its title, author and language."""

from __future__ import annotations

import re
from dataclasses import dataclass

_START = re.compile(
    r"^\*{2,3} ?START OF (?:THE|THIS) PROJECT GUTENBERG[^\n]*(?:\n[^\n*]+\*{3})?$|^\*END\*? ?THE SMALL PRINT![^\n]*$",
    re.MULTILINE,
)
_END = re.compile(
    r"^\*{2,3} ?END OF (?:THE|THIS) PROJECT GUTENBERG|^\W{0,4}End of (?:the |this )?Project Gutenberg"
    r"|^\*{2,3}START: FULL LICENSE",
    re.MULTILINE | re.IGNORECASE,
)
_FIELD = r"(?:^|gutenberg\.(?:org|net))[ \t]*{}:[ \t]*([^\n]+(?:\n[ \t]{{2,}}[^\n:]+)*)"
_CREDIT = re.compile(
    r"(?:produced by|e-?text prepared by|transcribed from|this e-?text was (?:prepared|produced)|prepared by"
    r"|html version by|note: project gutenberg also has|credits:)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"\[(?:Illustrations?|Transcriber'?’?s? Notes?|Ilustraci[oó]n|Frontispiece|Blank Page)\b", re.IGNORECASE
)
_OPENING = re.compile(r"^[ \t]*+(\[)(?=[A-Za-z])", re.MULTILINE)
_WITHIN = re.compile(r"\n[ \t]*+((?i:chapter|capítulo|kapitel|chapitre) (?:[IVXLC]+|\d+)\.?)\]")
_LONGEST_NOTE = 3_000
_LANGUAGES = {
    "english": "en", "spanish": "es", "german": "de", "french": "fr", "italian": "it", "portuguese": "pt",
    "dutch": "nl", "swedish": "sv", "danish": "da", "norwegian": "no", "finnish": "fi", "polish": "pl", "russian": "ru",
    "chinese": "zh", "japanese": "ja", "greek": "el", "hungarian": "hu", "czech": "cs",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Book:
    """A book without what was put round it; `cut` is how many words that was, 0 where it comes from elsewhere.

    `line` is how many lines were cut before the text.
    """

    text: str
    title: str = ""
    author: str = ""
    language: str = ""
    cut: int = 0
    line: int = 0


def unwrapped(text: str) -> Book:
    """A book between the marks of its beginning and end; any other text comes back as it is."""
    begin = _START.search(text[:60_000])
    start = begin.end() if begin else 0
    finish = _END.search(text, start)
    if begin is None and (finish is None or finish.start() < len(text) // 2):
        return Book(text)
    end = finish.start() if finish else len(text)
    head = text[:start]
    cut = len(head.split()) + len(text[end:].split())
    language = _field(head, "Language").casefold()
    return Book(
        text[start:end],
        _field(head, "Title"),
        _field(head, "Author"),
        _LANGUAGES.get(language, ""),
        cut,
        head.count("\n"),
    )


def _field(head: str, name: str) -> str:
    found = re.search(_FIELD.format(name), head, re.MULTILINE)
    return " ".join(found[1].split()) if found else ""


def is_credit(text: str) -> bool:
    """Whether a paragraph says who made the file."""
    return len(text) < 600 and _CREDIT.match(text.lstrip("_[(* ")) is not None


def without_notes(text: str) -> tuple[str, int]:
    """A text without notes in brackets that stand alone, such as `[Illustration]`, and how many there were."""
    kept: list[str] = []
    at = count = 0
    openings = [m.start(1) for m in _OPENING.finditer(text) if _BRACKETED.match(text, m.start(1), m.start(1) + 40)]
    closings = _closings(text) if openings else {}
    for start in openings:
        end = closings.get(start, 0)
        alone = (
            start >= at and 0 < end - start <= _LONGEST_NOTE and not text[end : end + 200].partition("\n")[0].strip()
        )
        if alone:
            kept.append(text[at:start])
            # The empty lines stay: numbers of lines are told to the user. Initials drawn as pictures hold a heading.
            heading = _WITHIN.search(text, start, end)
            kept.append(f"\n\n{heading[1]}\n\n" if heading else "\n" * text.count("\n", start, end))
            at, count = end, count + 1
    return "".join([*kept, text[at:]]), count


def _closings(text: str) -> dict[int, int]:
    """The offset behind the bracket that closes each."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for mark in re.finditer(r"[\[\]]", text):
        if mark[0] == "[":
            opened.append(mark.start())
        elif opened:
            found[opened.pop()] = mark.end()
    return found
