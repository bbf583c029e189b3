"""Checks: each reads a story and says what it finds; content is never a reason to raise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from storyforge.checks.waiving import with_waivers
from storyforge.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story

_CHECKS = "storyforge.checks"
CHECKS = Registry(
    "check",
    {
        name: f"{_CHECKS}.{name}"
        for name in (
            "invalid_artifact",
            "script_diagnostics",
            "scene_numbers",
            "unknown_character",
            "dialogue_verbatim",
            "shot_ids",
            "shot_length",
            "speech_fits",
            "input_contract",
            "first_shot_continues",
            "axis_flip",
            "state_contradicts",
            "clean_frames",
            "prompt_faults",
            "blocking_clash",
            "media_in_place",
            "picture_quality",
            "clip_quality",
            "frame_drift",
            "orphan_asset",
            "orphan_scene",
            "beat_coverage",
            "unsealed_record",
            "length_target",
            "audio_length",
            "open_questions",
            "rights_said",
            "gaps_left",
        )
    },
)
"""Check -> where it is; one module a check, in the order in which they are run."""

_WORST = ("error", "warning", "note")


class Check(Protocol):
    """A check module."""

    def check(self, story: Story) -> Iterator[Finding]:
        """What is to be said about a story; never raises about content."""
        ...


def findings(story: Story, names: Iterable[str] = ()) -> list[Finding]:
    """What the checks of these names find, or all checks: by path and line, worst first on one line.

    What the author lives with (`waivers.yaml`) says why.

    Raises:
        UnknownNameError: there is no such check.
    """
    found = [finding for name in names or CHECKS for finding in cast("Check", CHECKS.load(name)).check(story)]
    return sorted(
        set(with_waivers(story, found)),
        key=lambda f: (f.path, f.line or 0, _WORST.index(f.severity), f.check, f.message),
    )
