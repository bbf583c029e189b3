"""The tone of an option, as its own words measure it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from storyforge.providers.offline.condense.lexicon import tokens

if TYPE_CHECKING:
    from storyforge.providers.offline.condense.lexicon import Lexicon

_SPEECH = re.compile(
    r"“[^”\n]+”|«[^»\n]+»|「[^」\n]+」|\"[^\"\n]+\"|(?<!\w)‘[^\n]+?[.,!?;—-]’(?!\w)|^[—–-] .+$", re.MULTILINE
)
_LEAST = 2
"""Marked words that make a tone."""
_SECOND = 0.6
"""Share of the most frequent tone's words from which on a second one is named."""
_SHOWN = 3


def tone(body: str, words: Lexicon) -> str:
    """The one or two tones with the most words, the words themselves, and whether speech or telling prevails."""
    found = Counter(tokens(body))
    counted: dict[str, list[tuple[int, str]]] = {}
    for name, listed in words.tones.items():
        hits = sorted(
            ((count, word) for word, count in found.items() if word in listed), key=lambda hit: (-hit[0], hit[1])
        )
        counted[name] = hits
    sums = {name: sum(count for count, _ in hits) for name, hits in counted.items()}
    ordered = sorted(sums, key=lambda name: (-sums[name], name))
    most = sums[ordered[0]] if ordered else 0
    shown = [name for name in ordered[:2] if sums[name] >= max(_LEAST, _SECOND * most)]
    names = words.lists.get("tone_names", {})
    parts = [f"{names.get(name, name)} ({', '.join(word for _, word in counted[name][:_SHOWN])})" for name in shown]
    return "; ".join([*(parts or [words.says("plain")]), words.says("spoken" if spoken(body) > 0.5 else "told")])


def spoken(text: str) -> float:
    """The share of a text that stands in quotation marks, 0 to 1."""
    return sum(len(match[0]) for match in _SPEECH.finditer(text)) / max(1, len(text))


def weight(text: str, words: Lexicon) -> int:
    """How many different words of grave, fearful and tense tone a passage has."""
    own = set(tokens(text))
    dark = [words.tones[name] for name in ("grave", "fearful", "tense") if name in words.tones]
    return sum(any(word in listed for listed in dark) for word in own)
