"""A shot's action and lines are told in the order in which they are played."""

from __future__ import annotations

from typing import Any

import pytest

from storyforge.formats.played import played
from storyforge.model.shots import Camera, Shot, SpokenLine

ACTION = "Rain. Mr. Bell waits. He coughs."


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ((None,), [ACTION, 0]),
        ((0,), [0, ACTION]),
        ((1,), ["Rain.", 0, "Mr. Bell waits. He coughs."]),
        ((1, 1, 2), ["Rain.", 0, 1, "Mr. Bell waits.", 2, "He coughs."]),
        ((3,), [ACTION, 0]),
        ((99,), [ACTION, 0]),
        ((2, 1), ["Rain. Mr. Bell waits.", 0, 1, "He coughs."]),
        ((), [ACTION]),
    ],
)
def test_lines_stand_where_they_are_spoken(places: tuple[int | None, ...], told: list[str | int]) -> None:
    lines = tuple(SpokenLine(character="bell", text=str(row), after=place) for row, place in enumerate(places))
    given: dict[str, Any] = {"id": "1A", "frames": 96, "camera": Camera(size="MS")}
    shown = list(played(Shot(**given, action=ACTION, dialogue=lines), "en"))
    assert [entry if isinstance(entry, str) else int(entry.text) for entry in shown] == told


def test_a_shot_without_words_or_action_tells_nothing() -> None:
    assert list(played(Shot(id="1A", frames=96, camera=Camera(size="LS")), "en")) == []
