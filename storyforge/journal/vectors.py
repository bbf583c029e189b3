"""Vectors of passages: kept in an .npy file, one row a passage, and ranked by how near they point.

A row that is not there yet is NaN: what was paid for stays when a program is stopped halfway.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

FUSION = 60
"""How little the first ranks weigh over the next (Cormack, Clarke and Buettcher 2009, reciprocal rank fusion)."""


def vectors_of(
    file: Path | None,
    texts: Sequence[str],
    embed: Callable[[Sequence[str]], Sequence[Sequence[float]]],
    batch: int = 96,
) -> Vectors:
    """The vector of each text, from the file where it has them; others are asked for in batches and kept at once.

    A file that is broken, or of other texts by their number, is begun again. Raises what `embed` raises, and ValueError
    where it answers with other vectors than were asked for.
    """
    found = _opened(file, len(texts))
    for start in range(0, len(texts), batch):
        rows = slice(start, min(start + batch, len(texts)))
        if found is not None and not np.isnan(found[rows]).any():
            continue
        new = _checked(embed(texts[rows]), rows.stop - rows.start, found)
        if found is None:
            found = _begun(file, (len(texts), new.shape[1]))
        found[rows] = new
        if isinstance(found, np.memmap):
            found.flush()
    return np.zeros((0, 0), np.float32) if found is None else found


def rank(query: Sequence[float], vectors: Vectors, among: Iterable[int] | None = None) -> list[int]:
    """Row numbers by the cosine between a query and each vector, the nearest first; equal ones in their order."""
    rows = np.arange(len(vectors)) if among is None else np.fromiter(sorted(among), np.int64)
    if not len(rows):
        return []
    asked = np.asarray(query, np.float32)
    chosen = np.asarray(vectors[rows], np.float32)
    lengths = np.linalg.norm(chosen, axis=1) * np.linalg.norm(asked)
    cosines = np.divide(chosen @ asked, lengths, out=np.zeros(len(rows), np.float32), where=lengths > 0)
    order = np.argsort(-np.round(cosines, 6), kind="stable")
    return [int(row) for row in rows[order]]


def fused(rankings: Iterable[Sequence[int]]) -> list[tuple[int, float]]:
    """Several rankings as one: what stands high in any of them stands high; with scores, the highest first."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for place, row in enumerate(ranking, 1):
            scores[row] = scores.get(row, 0.0) + 1 / (FUSION + place)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def _opened(file: Path | None, count: int) -> Any:
    """The rows of a file, to be read and written; None where there is no such file, or one of other texts."""
    with suppress(OSError, ValueError):
        if file is not None and file.is_file():
            found = np.lib.format.open_memmap(file, mode="r+")
            if found.ndim == 2 and len(found) == count and found.dtype == np.float32:
                return found
    return None


def _begun(file: Path | None, shape: tuple[int, int]) -> Any:
    """Rows without a value yet, in a file if it can be written."""
    with suppress(OSError):
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.unlink(missing_ok=True)
            found = np.lib.format.open_memmap(file, mode="w+", dtype=np.float32, shape=shape)
            found[:] = np.nan
            return found
    return np.full(shape, np.nan, np.float32)


def _checked(answer: Sequence[Sequence[float]], count: int, found: Any) -> Vectors:
    made = np.asarray(answer, np.float32)
    if made.ndim != 2 or len(made) != count or np.isnan(made).any() or not made.shape[1]:
        raise ValueError(f"{count} vectors were asked for, and {made.shape} came")
    if found is not None and made.shape[1] != found.shape[1]:
        raise ValueError(f"vectors of {found.shape[1]} numbers were asked for, and of {made.shape[1]} came")
    return made
