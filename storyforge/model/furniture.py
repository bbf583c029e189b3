"""Page furniture: what a page of paper needs and a film does not, left in a text by a conversion.

Only lines that can be nothing else; the words are those that screenwriting programs print at the top and bottom of a
page (continuation marks, page numbers, the date of a revision).
"""

from __future__ import annotations

import re

_COLOURS = "white|blue|pink|yellow|green|gold(?:en)?rod|buff|salmon|cherry|tan|gr[ae]y|ivory"
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_PAGE = r"\d{1,3}[A-Z]?\."
_LINE = re.compile(
    rf"""\(?CONTINUED:?\)?:?(?:\s*\(\d{{1,3}}\))?
    | \(MORE\)
    | {_PAGE}
    | (?:{_PAGE}\s+)?\(?(?:(?:double|2nd|3rd|second|third)\s)?(?:{_COLOURS})\s
      (?:rev(?:isions?|ised|s|\.)?|pages?|draft)\s*[-–:]?\s*(?:pages?\s*)?{_DATE}\)?(?:\s+{_PAGE})?
    | \*+
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A number without its dot counts only where a conversion has left it at the edge of the page.
_EDGE = re.compile(r"(?:\s{20,}|\t{3,})\d{1,3}")


def is_furniture(text: str) -> bool:
    """Whether every line of a paragraph is page furniture: `CONTINUED: (2)`, `(MORE)`, `12.`, `Blue Rev. 03/04/12`."""
    lines = [line for line in text.split("\n") if line.strip()]
    return bool(lines) and all(_is_line(line) for line in lines)


def _is_line(line: str) -> bool:
    bare = line.strip()
    if bare.lower().startswith(("continued", "(continued", "(more")) and not bare.isupper():
        return False
    return _LINE.fullmatch(bare) is not None or _EDGE.fullmatch(line) is not None
