"""The drift score: what is planned does not fire, what nobody planned does; benchmarks/drift.py measures how well."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from storyforge.media.drift import Shot, drift
from storyforge.media.previz.raster import render
from storyforge.media.previz.take import Take
from storyforge.model.blocking import Blocking, Placed
from storyforge.model.framing import FrameSpec, PersonSeen, PlaceSeen, PropSeen

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"
ANNA = PersonSeen("anna", "Anna", "red hair, wears a blue coat", "35", "she")
KITCHEN = FrameSpec(
    "1A", "1", 72, Fraction(24), "MS", "eye", "static", "anna",
    Blocking(start=(Placed(id="anna", side="left", faces="3q-right"),)),
    PlaceSeen("kitchen", "KITCHEN"), (ANNA,), setting_seed="kitchen/",
)  # fmt: skip


def drawn(spec: FrameSpec, moment: str = "start", plan: FrameSpec | None = None) -> Shot:
    """A frame as it was drawn, and as it was planned."""
    picture = render(Take.of(spec).display(1.0 if moment == "end" else 0.0), 480)
    return Shot(picture, plan or spec, "end" if moment == "end" else "start")


@pytest.mark.parametrize(
    "after",
    [
        replace(KITCHEN, shot="1B"),
        replace(KITCHEN, shot="1B", size="CU"),
        replace(KITCHEN, shot="1B", size="LS", angle="high"),
    ],
)
def test_planned_cuts_are_no_drift(after: FrameSpec) -> None:
    found = drift(drawn(KITCHEN, "end"), drawn(after))
    assert found.score < 15
    assert found.flag == ""
    assert found.told() == []


def test_a_planned_insert_is_no_drift() -> None:
    key = PropSeen("key", "key")
    insert = replace(KITCHEN, shot="1B", size="INSERT", subject="key", people=(), props=(key,), blocking=Blocking())
    assert drift(drawn(KITCHEN, "end"), drawn(insert)).score < 15
    assert drift(drawn(insert, "end"), drawn(replace(KITCHEN, shot="1C"))).score < 15


@pytest.mark.parametrize("move", ["push in", "pan", "track", "crane"])
def test_a_planned_move_is_no_drift(move: str) -> None:
    spec = replace(KITCHEN, move=move)
    assert drift(drawn(spec), drawn(spec, "end")).flag == ""


def test_another_coat_is_told_with_its_wearer() -> None:
    other = replace(KITCHEN, people=(replace(ANNA, text="red hair, wears a yellow coat"),))
    found = drift(drawn(KITCHEN), drawn(other, plan=KITCHEN))
    assert found.flag == "warning"
    assert "Anna has other colours: the clothes" in found.told()


def test_a_coat_that_is_planned_to_be_another_is_no_drift() -> None:
    other = replace(KITCHEN, people=(replace(ANNA, conditions=("wearing:yellow-coat",)),))
    assert drift(drawn(KITCHEN), drawn(other)).flag == ""


def test_another_light_is_told_as_it_differs() -> None:
    night = replace(KITCHEN, place=replace(KITCHEN.place, time="NIGHT"))
    found = drift(drawn(KITCHEN), drawn(night, plan=KITCHEN))
    assert found.flag == "warning"
    assert any("the light is darker" in told for told in found.told())
    assert drift(drawn(KITCHEN), drawn(night)).flag == "", "where the plan has another time, nothing is amiss"


def test_another_place_is_another_set() -> None:
    church = replace(KITCHEN, place=PlaceSeen("church", "CHURCH"), setting_seed="church/")
    found = drift(drawn(KITCHEN), drawn(church, plan=KITCHEN))
    assert found.score > 90


@pytest.mark.parametrize("size", [(1, 1), (333, 777), (1920, 1080)])
def test_any_picture_has_a_score(size: tuple[int, int]) -> None:
    for exact in (True, False):
        first = replace(drawn(KITCHEN), exact=exact)
        found = drift(first, Shot(Image.new("RGB", size, "red"), KITCHEN, "start", exact=exact))
        assert 50 < found.score <= 100


def test_pairs_of_the_benchmark_and_what_it_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    pairs, auc = importlib.import_module("drift_pairs").pairs, importlib.import_module("drift").auc
    found = [(pair.harmful, drift(pair.first, pair.second).score) for pair in pairs(3, 10, unseen=True)]
    harmless, harmful = ([score for harm, score in found if harm is which] for which in (False, True))
    assert auc(harmless, harmful) >= 0.9
    measured: dict[str, Any] = json.loads((BENCHMARKS / "results" / "drift.json").read_text("utf-8"))
    assert measured["places"] == "unseen"
    assert sum(measured["pairs"].values()) >= 300
    assert measured["auc"] >= 0.95
