"""Vectors of passages are kept as they come, ranked by cosine, and merged with another ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.journal.vectors import fused, rank, vectors_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TEXTS = [f"passage {number}" for number in range(10)]


class Service:
    """Answers with a vector of a text's number; stops after so many calls."""

    def __init__(self, calls: int = 99, length: int = 3) -> None:
        self.calls, self.length = calls, length
        self.asked: list[list[str]] = []

    def __call__(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        if len(self.asked) == self.calls:
            raise ConnectionError("the line is dead")
        self.asked.append(list(texts))
        return [(float(text.split()[1]), 1.0, 0.0)[: self.length] for text in texts]


def test_each_text_is_asked_for_once(tmp_path: Path) -> None:
    service = Service()
    found = vectors_of(tmp_path / "new" / "v.npy", TEXTS, service, 4)
    assert [len(batch) for batch in service.asked] == [4, 4, 2]
    assert found[7].tolist() == [7.0, 1.0, 0.0]
    again = Service(0)
    assert vectors_of(tmp_path / "new" / "v.npy", TEXTS, again, 4).tolist() == found.tolist()


def test_what_was_paid_for_stays_when_the_line_goes_dead(tmp_path: Path) -> None:
    file = tmp_path / "v.npy"
    with pytest.raises(ConnectionError):
        vectors_of(file, TEXTS, Service(2), 4)
    rest = Service()
    found = vectors_of(file, TEXTS, rest, 4)
    assert rest.asked == [TEXTS[8:]]
    assert not np.isnan(found).any()


@pytest.mark.parametrize("damage", [b"", b"no numbers", None])
def test_a_broken_file_is_begun_again(tmp_path: Path, damage: bytes | None) -> None:
    file = tmp_path / "v.npy"
    whole = vectors_of(file, TEXTS, Service(), 4).tolist()
    file.write_bytes(file.read_bytes()[:90] if damage is None else damage)
    assert vectors_of(file, TEXTS, Service(), 4).tolist() == whole


def test_without_a_file_they_live_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for place in (None, tmp_path / "file" / "v.npy"):
        assert len(vectors_of(place, TEXTS, Service(), 4)) == 10
    assert len(vectors_of(None, [], Service(0))) == 0


def test_other_vectors_than_asked_for_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2 vectors were asked for"):
        vectors_of(None, TEXTS[:2], lambda _: [(1.0, 2.0)])
    with pytest.raises(ValueError, match="came"):
        vectors_of(None, TEXTS[:1], lambda _: [(float("nan"),)])
    file = tmp_path / "v.npy"
    with pytest.raises(ConnectionError):
        vectors_of(file, TEXTS, Service(1), 4)
    with pytest.raises(ValueError, match="of 3 numbers were asked for, and of 2 came"):
        vectors_of(file, TEXTS, Service(length=2), 4)


def test_the_nearest_by_direction_is_first() -> None:
    vectors = np.array([[1, 0], [0, 3], [2, 2], [0, 0], [-1, 0]], np.float32)
    assert rank((0.0, 1.0), vectors) == [1, 2, 0, 3, 4]
    assert rank((0.0, 1.0), vectors, [4, 2, 0]) == [2, 0, 4]
    assert rank((0.0, 0.0), vectors) == [0, 1, 2, 3, 4]
    assert rank((0.0, 1.0), vectors, []) == []


def test_what_is_high_in_both_is_first() -> None:
    assert [row for row, _ in fused([[1, 2, 3], [3, 1, 9]])] == [1, 3, 2, 9]
    ((row, score),) = fused([[4], [4]])
    assert (row, score) == (4, 2 / 61)


@given(st.lists(st.lists(st.integers(0, 30), unique=True), max_size=4))
def test_a_fusion_has_all_and_keeps_what_all_agree_on(rankings: list[list[int]]) -> None:
    merged = [row for row, _ in fused(rankings)]
    assert sorted(merged) == sorted({row for ranking in rankings for row in ranking})
    if rankings and all(ranking == rankings[0] for ranking in rankings):
        assert merged == rankings[0]
