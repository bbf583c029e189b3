"""Sentences as vectors of their words: the one door to numpy and scipy; loaded only where a whole book is read."""

from __future__ import annotations

import math
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

COMMON = 0.08
"""Share of sentences from which on a word says nothing of any of them."""
_BLOCK = 400
_PIECE = 1200
"""Sentences of a section that are compared with each other at once."""
_LIKE = 0.08
_DAMPING = 0.85


def standard(values: Any) -> Numbers:
    """Values less their mean, in deviations; zeros where all are alike."""
    array: Numbers = np.asarray(values, dtype=np.float64)
    deviation = array.std() if array.size else 0.0
    return (array - array.mean()) / deviation if deviation > 0 else array * 0.0


def heat(values: Sequence[float], deviation: float) -> Numbers:
    """Values spread over their neighbours by a bell of so many places."""
    reach = int(3 * deviation)
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation) ** 2)
    spread: Numbers = np.convolve(np.asarray(values, dtype=np.float64), bell / bell.sum(), "full")
    return spread[reach : reach + len(values)]


class Vectors:
    """One row a sentence, one column a word; rows have length 1. `terms` are the words that say something."""

    def __init__(self, terms: Sequence[Sequence[str]]) -> None:
        """Weigh words by how seldom they are; those in one sentence only connect nothing and are left out."""
        found = Counter(chain.from_iterable(set(row) for row in terms))
        most = max(3.0, COMMON * len(terms))
        kept = sorted(word for word, count in found.items() if 2 <= count <= most)
        column = {word: index for index, word in enumerate(kept)}
        rows, columns = [], []
        for index, row in enumerate(terms):
            hits = sorted(column[word] for word in set(row) if word in column)
            rows += [index] * len(hits)
            columns += hits
        self.count, self.width = len(terms), max(1, len(kept))
        weights = np.array([math.log(1 + len(terms) / found[word]) for word in kept] or [0.0])
        ones = np.ones(len(rows), dtype=np.float32)
        self.present = sparse.csr_matrix((ones, (rows, columns)), shape=(self.count, self.width))
        weighed = self.present @ sparse.diags(weights.astype(np.float32))
        norms = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
        norms[norms == 0] = 1
        self.rows = sparse.csr_matrix(sparse.diags(1 / norms) @ weighed)

    def central(self, groups: Sequence[int]) -> Numbers:
        """How central each sentence is among those of its group, 1 on average (Erkan and Radev 2004)."""
        ranks: Numbers = np.zeros(self.count)
        marks = np.asarray(groups)
        for group in np.unique(marks):
            members = np.flatnonzero(marks == group)
            for start in range(0, len(members), _PIECE):
                piece = members[start : start + _PIECE]
                ranks[piece] = _ranked(self.rows[piece])
        return ranks

    def keys(self, groups: Sequence[int]) -> Numbers:
        """How much of what only its group speaks of each sentence says, 0 to 1."""
        names, marks = np.unique(np.asarray(groups), return_inverse=True)
        member = sparse.csr_matrix((np.ones(self.count), (marks, np.arange(self.count))))
        told = sparse.csr_matrix(member @ self.present)
        spread = np.bincount(told.indices, minlength=self.width)
        seldom = np.log((1 + len(names)) / (1 + spread))
        size = np.maximum(6, np.asarray(self.present.sum(axis=1)).ravel())
        shares: Numbers = np.zeros(self.count)
        for group in range(len(names)):
            # One row at a time: a row of its own for every sentence would be a hundred times the book.
            row = np.log1p(told[group].toarray().ravel()) * seldom
            members = np.flatnonzero(marks == group)
            shares[members] = self.present[members] @ (row / (row.max() or 1)) / size[members]
        return shares

    def echoes(self, groups: Sequence[int], least: float) -> Numbers:
        """How many sentences of later groups resemble each one; groups rise. In blocks: memory is bounded."""
        marks = np.asarray(groups)
        found: Numbers = np.zeros(self.count)
        turned = sparse.csc_matrix(self.rows.T)
        for start in range(0, self.count, _BLOCK):
            block = (self.rows[start : start + _BLOCK] @ turned).tocoo()
            like = (block.data >= least) & (marks[block.col] > marks[block.row + start])
            counted = np.bincount(block.row[like], minlength=min(_BLOCK, self.count - start))
            found[start : start + len(counted)] = counted
        return found


def _ranked(rows: Any) -> Numbers:
    """LexRank of the rows: the walk over sentences whose cosine is at least `_LIKE`."""
    alike = (rows @ rows.T).tocsr()
    alike.data[alike.data < _LIKE] = 0
    alike.setdiag(0)
    alike.eliminate_zeros()
    count = alike.shape[0]
    degree = np.asarray(alike.sum(axis=1)).ravel()
    degree[degree == 0] = 1
    steps = (sparse.diags(1 / degree) @ alike).T.tocsr()
    ranks: Numbers = np.full(count, 1 / count)
    for _ in range(40):
        moved = _DAMPING * (steps @ ranks)
        following: Numbers = moved + (1 - moved.sum()) / count
        settled = np.abs(following - ranks).sum() < 1e-6
        ranks = following
        if settled:
            break
    whole: Numbers = ranks * count
    return whole
