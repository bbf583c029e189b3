"""The estimate against the target length, from summaries alone."""

from __future__ import annotations

from typing import Any

import pytest

from storyforge.model.playing import estimate, scene_seconds
from storyforge.model.summary import Summaries, Summary


def story(length: str | None, frames: tuple[int, ...] = (), rate: str = "24", scale: str = "1") -> Summaries:
    """Two scenes of 60 s each by their script, of which 20 s are speech; `frames` are those of planned scenes."""
    scenes = [
        {"number": number, "heading": "INT. A", "omitted": False, "speech": 20.0, "seconds": 60.0} for number in "12"
    ]
    found: dict[str, Summary] = {
        "story.yaml": Summary("story", "d", {}, {"rate": rate, "length": length, "action_scale": scale}),
        "script.fountain": Summary("script", "d", {}, {"scenes": scenes}),
    }
    for number, count in enumerate(frames, 1):
        found[f"scenes/00{number}/shots.yaml"] = Summary("shots", "d", {}, {"frames": count})
    return Summaries(found)


@pytest.mark.parametrize(
    ("length", "frames", "wanted"),
    [
        (None, (), {"seconds": 120.0, "planned": 0, "scenes": 2}),
        ("1:00-3:00", (), {"seconds": 120.0, "planned": 0, "scenes": 2, "target": [60, 180], "fits": "yes"}),
        ("3:00-4:00", (), {"seconds": 120.0, "planned": 0, "scenes": 2, "target": [180, 240], "fits": "short"}),
        ("0:30-1:00", (), {"seconds": 120.0, "planned": 0, "scenes": 2, "target": [30, 60], "fits": "long"}),
        ("2:00", (1440,), {"seconds": 120.0, "planned": 1, "scenes": 2, "target": [120, 120], "fits": "yes"}),
        (
            "2:16-3:00",
            (1440, 1440),
            {"seconds": 120.0, "planned": 2, "scenes": 2, "target": [136, 180], "fits": "short", "action_scale": 1.2},
        ),
        (
            "1:00-1:44",
            (1440, 1440),
            {"seconds": 120.0, "planned": 2, "scenes": 2, "target": [60, 104], "fits": "long", "action_scale": 0.8},
        ),
        (
            "3:00-4:00",
            (1440, 1440),
            {"seconds": 120.0, "planned": 2, "scenes": 2, "target": [180, 240], "fits": "short"},
        ),
    ],
)
def test_estimates(length: str | None, frames: tuple[int, ...], wanted: dict[str, Any]) -> None:
    assert estimate(story(length, frames)) == wanted


def test_a_planned_scene_is_as_long_as_its_frames() -> None:
    scene = {"number": "1", "seconds": 60.0}
    assert scene_seconds(story(None, (240,)), scene) == 10
    assert scene_seconds(story(None, (240,), "24000/1001"), scene) == pytest.approx(10.01)
    assert scene_seconds(story(None), scene) == 60
    assert scene_seconds(story(None, (240,)), {"number": "?1", "seconds": 7.0}) == 7


def test_a_scale_in_use_is_counted_in() -> None:
    """80 s of action are 72.7 s stretched by 1.1; 90 s of it are wanted."""
    assert estimate(story("2:10-3:00", (1440, 1440), scale="1.1"))["action_scale"] == 1.24


def test_a_story_without_a_script_has_no_target_yet() -> None:
    bare = Summaries({"story.yaml": Summary("story", "d", {}, {"length": "1:00-2:00"})})
    assert estimate(bare) == {"seconds": 0, "planned": 0, "scenes": 0}
