"""Passages found by what they mean, beside those found by their words: two rankings merged into one.

Vectors cost money, so who brings them is given: here is what is asked for, when, and what is kept of it.
"""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import TYPE_CHECKING

from storyforge.journal.passages import Found
from storyforge.journal.vectors import fused, rank, vectors_of
from storyforge.model.digest import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from storyforge.journal.passages import PassageIndex
    from storyforge.providers.base import Vector

DEPTH = 100
"""How far down each of the two rankings is read."""


class Meaning:
    """Ranks passages by vectors; `name` says by which model, for only vectors of one model compare.

    `embed` brings the vector of each text, at most `batch` of them in a call. The passages of a style are asked for
    once, and kept beside its index batch by batch; a question is asked for each time. May be asked by many threads.
    """

    def __init__(self, name: str, embed: Callable[[Sequence[str]], Sequence[Vector]], batch: int = 96) -> None:
        self._name, self._embed, self._batch = name, embed, batch
        self._turn = threading.Lock()

    def merged(
        self, index: PassageIndex, query: str, by_words: Sequence[Found], language: str | None, count: int
    ) -> list[Found]:
        """The passages nearest by words and meaning together, best first.

        A score is the reciprocal rank fusion of both, times 100: 3.279 is first in both. Raises what `embed` raises.
        """
        kept = index.file.with_name(f"{index.file.stem}-{digest(self._name)[:8]}.npy") if index.file else None
        with self._turn:
            vectors = vectors_of(kept, index.texts(), self._embed, self._batch)
        if not len(vectors):
            return list(by_words[:count])
        (asked,) = self._embed([query])
        near = rank(asked, vectors, index.rows(language))[:DEPTH]
        best = fused([[found.row for found in by_words], near])[:count]
        passages = index.at([row for row, _ in best])
        scores = (round(Decimal(repr(100 * score)), 3) for _, score in best)
        return [Found(passage, score, row) for passage, score, (row, _) in zip(passages, scores, best, strict=True)]
