"""How telling each sentence of a book is: a weighted sum of counts (`templates/lexicons/condense.yaml`)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.providers.offline.condense import vectors
from storyforge.providers.offline.condense.lexicon import numbers, terms
from storyforge.providers.offline.condense.pool import NEARBY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.providers.offline.condense.cast import Cast
    from storyforge.providers.offline.condense.lexicon import Lexicon
    from storyforge.providers.offline.condense.reading import Sentence

_FEW_SECTIONS = 5
"""Where a book has fewer sections than this, tenths of it stand for sections."""


def weigh(sentences: Sequence[Sentence], cast: Cast, words: Lexicon) -> list[float]:
    """A number for every sentence: higher is more telling."""
    features = _own(sentences, cast, words) | _together(sentences, words)
    features["heat"] = _heat(features)
    weights = numbers()["weights"]
    sums = [0.0] * len(sentences)
    for name, weight in weights.items():
        for index, value in enumerate(features[name]):
            sums[index] += weight * value
    return sums


def _together(sentences: Sequence[Sentence], words: Lexicon) -> dict[str, list[float]]:
    """What a sentence is among the others."""
    table = numbers()
    rows = vectors.Vectors([terms(list(sentence.tokens), words.stop) for sentence in sentences])
    sections = [sentence.section for sentence in sentences]
    if len(set(sections)) < _FEW_SECTIONS:
        sections = [10 * index // len(sentences) for index in range(len(sentences))]
    echoes = rows.echoes(sections, table["echo"])
    count = len(sentences)
    # Whoever stands early has more behind him to be echoed by.
    fair = [
        math.log1p(echoes[index]) - 0.5 * math.log1p(count - 1 - index) / math.log(count + 1) for index in range(count)
    ]
    near = [index // table["near"] for index in range(count)]
    return {
        "central": vectors.standard(rows.central(sections)).tolist(),
        "key_section": vectors.standard(rows.keys(sections)).tolist(),
        "key_near": vectors.standard(rows.keys(near)).tolist(),
        "echo": vectors.standard(fair).tolist(),
    }


def _own(sentences: Sequence[Sentence], cast: Cast, words: Lexicon) -> dict[str, list[float]]:
    """What a sentence is by itself."""
    table = numbers()["words"]
    openings, sort = words.words("openings"), words.sort
    found: dict[str, list[float]] = {name: [] for name in _OWN}
    for sentence, people, places in zip(sentences, cast.people, cast.places, strict=True):
        # The words of each sentence are looked up once: a book has half a million.
        sorts = [sort(word) for word in set(sentence.tokens)]
        turns, changes, third, mind, past = map(sum, zip(*sorts, strict=True)) if sorts else (0, 0, 0, 0, 0)
        nearby = any(named.start < NEARBY for named in people)
        leans = sentence.tokens[:1] and sentence.tokens[0] in openings and not nearby
        found["turn"].append(math.sqrt(min(3, turns)))
        found["change"].append(math.sqrt(min(3, changes)))
        found["agent"].append(float(any(named.verb for named in people)))
        found["named"].append(float(bool(people)))
        found["nobody"].append(float(not people and not places))
        found["length"].append(-min(6.0, (math.log(max(1, sentence.words) / table["best"]) / table["spread"]) ** 2))
        found["spoken"].append(sentence.spoken)
        found["leaning"].append(float(bool(leans)))
        found["unresolved"].append(float(not people and third > 0))
        found["question"].append(float("?" in sentence.text or sentence.text.rstrip("\"”’'»_").endswith((":", "etc."))))
        found["supposed"].append(float(mind > 0))
        found["general"].append(float(bool(words.doing) and not past))
    return found | _cast(cast)


_OWN = (
    "turn",
    "change",
    "agent",
    "named",
    "nobody",
    "length",
    "spoken",
    "leaning",
    "unresolved",
    "question",
    "supposed",
    "general",
)


def _cast(cast: Cast) -> dict[str, list[float]]:
    """Who is in it, and who is met for the first time."""
    people = cast.of("person")
    most = people[0].count if people else 1
    rank = {one.name: math.log1p(one.count) / math.log1p(most) for one in people if one.count * 100 >= most}
    seen: set[str] = set()
    met: set[tuple[str, str]] = set()
    found: dict[str, list[float]] = {"cast": [], "pair": [], "first": []}
    for row in cast.people:
        names = [named.name for named in row if named.name in rank]
        found["cast"].append(sum(sorted((rank[name] for name in names), reverse=True)[:3]))
        found["first"].append(sum(rank[name] for name in names if name not in seen))
        pairs = [(min(a, b), max(a, b)) for index, a in enumerate(names) for b in names[:index]]
        found["pair"].append(min(2.0, sum(rank[a] * rank[b] for a, b in pairs if (a, b) not in met)))
        seen.update(names)
        met.update(pairs)
    return found


def _heat(features: dict[str, list[float]]) -> list[float]:
    """Words of change and people around a sentence."""
    own = [
        turn**2 + 0.4 * change**2 + 0.5 * cast
        for turn, change, cast in zip(features["turn"], features["change"], features["cast"], strict=True)
    ]
    spread: list[float] = vectors.standard(vectors.heat(own, numbers()["heat"])).tolist()
    return spread
