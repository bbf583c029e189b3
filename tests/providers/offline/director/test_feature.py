"""The promises in numbers, on whole films: a generated feature and, where it is at hand, a play of three long acts."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

BENCHMARKS = Path(__file__).parents[4] / "benchmarks"
PACES = ("brisk", "standard", "long")


@pytest.fixture(scope="module")
def benchmark() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield importlib.import_module("director")


@pytest.fixture(scope="module")
def feature(benchmark: ModuleType) -> Any:
    return benchmark.contexts(benchmark.feature_script())


@pytest.fixture(scope="module")
def play(benchmark: ModuleType) -> Any:
    folder = os.environ.get("STORYFORGE_TEST_DATA")
    path = Path(folder) / "fountain" / "earnest_pd.fountain" if folder else None
    if path is None or not path.is_file():
        pytest.skip("the play is not at hand")
    return benchmark.contexts(path.read_text(encoding="utf-8"))


def broken(found: dict[str, Any], most_of_one_size: float) -> list[str]:
    """The promises that a film does not keep."""
    none = ("text_faults", "id_faults", "order_faults", "first_continues", "flips", "shorter_than_words")
    kept = {name: found[name] == 0 for name in (*none, "continued_as_extension")} | {
        "longest": found["longest"] <= 8,
        "mean_off_percent": abs(found["mean_off_percent"]) <= 20,
        "under_1_5_percent": found["under_1_5_percent"] <= 3,
        "established_percent": found["established_percent"] >= 95,
        "triples_percent": found["triples_percent"] <= 3,
        "on_speaker_percent": found["on_speaker_percent"] >= 90,
        "sizes_percent": max(found["sizes_percent"].values()) <= most_of_one_size,
    }
    return [f"{name}: {found[name]}" for name, holds in kept.items() if not holds]


@pytest.mark.parametrize("pace", PACES)
def test_a_feature_keeps_every_promise(benchmark: ModuleType, feature: Any, pace: str) -> None:
    found = benchmark.measure(feature, pace)
    assert broken(found, 40) == []
    honoured, _, wanted = found["camera_words"].partition(" of ")
    assert honoured == wanted != "0"


@pytest.mark.parametrize("pace", PACES)
def test_a_play_keeps_every_promise(benchmark: ModuleType, play: Any, pace: str) -> None:
    assert broken(benchmark.measure(play, pace), 45) == []
