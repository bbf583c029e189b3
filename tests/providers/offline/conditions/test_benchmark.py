"""The measured sentences: what the rules reach on them must not get worse unseen."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

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


def _conditions(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("conditions")


def test_labelled_texts_are_enough_and_a_third_was_never_tuned_on(monkeypatch: pytest.MonkeyPatch) -> None:
    benchmark = _conditions(monkeypatch)
    counts = {path.stem: len(benchmark.labelled(path).rows) for path in benchmark.SENTENCES.glob("*.tsv")}
    kinds = {row.kind for path in benchmark.SENTENCES.glob("*.tsv") for row in benchmark.labelled(path).rows}
    assert sum(counts.values()) >= 150
    assert counts["unseen"] * 3 >= sum(counts.values())
    assert kinds == {"plain", "holding", "negation", "miss", "removal", "pronoun", "two", "group", "thing"}


@pytest.mark.parametrize("name", ["tuned", "unseen"])
def test_what_the_rules_reach_is_as_written_down(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    benchmark = _conditions(monkeypatch)
    results = json.loads((BENCHMARKS / "results" / "conditions.json").read_text(encoding="utf-8"))
    found = benchmark.score(benchmark.SENTENCES / f"{name}.tsv")
    assert found == results[name]
    assert found["precision of what is sure"] >= 0.9


def test_of_the_unseen_no_sentence_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    benchmark = _conditions(monkeypatch)
    benchmark.score(benchmark.SENTENCES / "unseen.tsv", wrong=True)
    assert capsys.readouterr().out == ""
