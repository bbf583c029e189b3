"""The measured sentences: what the rules reach on them must not get worse unseen."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[4] / "benchmarks"
FILES = sorted((BENCHMARKS / "data").glob("conditions-*.tsv"))


def test_there_are_four_files() -> None:
    assert [path.stem.removeprefix("conditions-") for path in FILES] == ["a", "b", "blind", "c"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scores_are_as_written_down(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    results = json.loads((BENCHMARKS / "results" / "breakdown.json").read_text(encoding="utf-8"))
    assert importlib.import_module("breakdown").score(path, wrong=False) == results[path.stem]
