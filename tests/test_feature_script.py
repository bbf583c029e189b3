"""The generated feature that everything is measured on has the proportions of a real one."""

from __future__ import annotations

import importlib
import statistics
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storyforge.formats.fountain import parse
from storyforge.model.screenplay import Action, Speech, Transition

if TYPE_CHECKING:
    from collections.abc import Callable

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture
def feature_script(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], str]:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    written: Callable[[int], str] = importlib.import_module("feature_script").feature_script
    return written


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_its_proportions_are_those_of_a_feature(feature_script: Callable[[int], str], seed: int) -> None:
    text = feature_script(seed)
    scenes = parse(text).screenplay.scenes
    speeches = [b for s in scenes for b in s.blocks() if isinstance(b, Speech)]
    share = Counter(s.name for s in speeches)
    blocks = sorted(len(s.blocks()) for s in scenes)
    masters = {s.title.split(". ", 1)[-1].split(" - ")[0] for s in scenes}

    assert abs(len(text.encode()) / 146_000 - 1) < 0.03
    assert (len(scenes), len(speeches), len(share)) == (190, 770, 48)
    assert 65 <= len(masters) <= 75
    assert blocks[0] <= 2
    assert statistics.median(blocks) <= 8
    assert blocks[-1] >= 25
    ranked = [count for _, count in share.most_common()]
    assert 0.35 <= sum(ranked[:2]) / 770 <= 0.52
    assert 0.28 <= sum(ranked[2:8]) / 770 <= 0.48
    assert ranked[-1] >= 1


def test_it_has_what_real_scripts_have(feature_script: Callable[[int], str]) -> None:
    text = feature_script(1)
    blocks = [b for s in parse(text).screenplay.scenes for b in s.blocks()]
    extensions = {e for b in blocks if isinstance(b, Speech) for e in b.extensions}
    action = [b.text for b in blocks if isinstance(b, Action)]

    assert {"V.O.", "O.S.", "CONT'D"} <= extensions
    assert {"CUT TO:", "DISSOLVE TO:"} & {b.text for b in blocks if isinstance(b, Transition)}
    assert {"CROWD", "ALL"} <= {b.name for b in blocks if isinstance(b, Speech)}
    for camera in ("CLOSE ON", "ANGLE ON", "INSERT --", "NORA'S POV"):
        assert any(camera in paragraph for paragraph in action), camera
    assert any(paragraph.startswith("NORA VOSS, 44") or "NORA VOSS, 44," in paragraph for paragraph in action)
    assert any(len(b.words.split()) > 70 for b in blocks if isinstance(b, Speech))
    assert any("BEGIN MONTAGE" in paragraph for paragraph in action)
    assert "[[" in text
    assert " - CONTINUOUS\n" in text


def test_nobody_speaks_on_screen_before_they_are_introduced(feature_script: Callable[[int], str]) -> None:
    met: set[str] = set()
    for scene in parse(feature_script(1)).screenplay.scenes:
        for block in scene.blocks():
            if isinstance(block, Action):
                met.update(
                    word for word in ("NORA", "DANIEL", "AGNES", "CRANE", "BAKER", "NURSE") if word in block.text
                )
            elif isinstance(block, Speech) and block.name in {"NORA", "DANIEL", "AGNES", "BAKER", "NURSE"}:
                assert block.name in met or {"V.O.", "O.S."} & set(block.extensions), block


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(feature_script: Callable[[int], str]) -> None:
    assert feature_script(5) == feature_script(5) != feature_script(6)
