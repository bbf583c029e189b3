"""How many tokens a text is for a language model: an estimate, the same on every machine and for every model.

Letters of alphabets come to about four a token in English and three elsewhere; Chinese characters, kana and hangul to
about one each; other scripts to two a token. It is meant for trimming, where the same story must give the same context
whoever answers; what is paid is counted by the provider.
"""

from __future__ import annotations

import re

_DENSE = re.compile(r"[\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_LATIN = re.compile(r"[\x00-\x7f]")
_ACCENTED = re.compile(r"[\u0080-\u04ff]")


def tokens(text: str) -> int:
    """Tokens of a text, rounded up."""
    dense, latin, accented = (len(pattern.findall(text)) for pattern in (_DENSE, _LATIN, _ACCENTED))
    other = len(text) - dense - latin - accented
    return -(-(12 * dense + 3 * latin + 5 * accented + 6 * other) // 12)


def shortened(text: str, most: int) -> str:
    """A text of at most so many tokens, cut behind a sentence or else a word; an ellipsis says that it was."""
    if tokens(text) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if tokens(text[:middle]) < most else (low, middle - 1)
    kept = text[:low]
    ends = [match.end() for match in re.finditer(r"[.!?。！？…][\"”’»」』]*\s", kept)]
    at = ends[-1] if ends and ends[-1] > low // 2 else kept.rfind(" ") if " " in kept else low
    return f"{kept[:at].rstrip()} …"
