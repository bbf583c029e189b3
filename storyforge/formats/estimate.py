"""How long a script plays, before any shot is planned: speech by its language's rate, action by its length.

The numbers, with their reasons, stand in `templates/timing.yaml`; a transition costs nothing.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from storyforge import resources
from storyforge.formats.languages import speech_seconds
from storyforge.formats.yaml import load_data
from storyforge.model.screenplay import Action, Speech

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyforge.model.language import Language
    from storyforge.model.screenplay import ScriptScene


@dataclass(frozen=True, slots=True)
class Estimate:
    """Seconds of speech and of action."""

    speech: float = 0.0
    action: float = 0.0

    @property
    def total(self) -> float:
        """Seconds in all."""
        return self.speech + self.action

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(self.speech + other.speech, self.action + other.action)


@cache
def _numbers() -> dict[str, float]:
    data = load_data(resources.read_template("timing.yaml"))
    return {name: float(value) for name, value in data["estimate"].items()}


def estimate_scene(scene: ScriptScene, language: Language) -> Estimate:
    """Seconds of speech and action in one scene."""
    numbers = _numbers()
    speech = action = 0.0
    for block in scene.blocks():
        if isinstance(block, Speech):
            speech += speech_seconds(block.words, language) + numbers["air"]
        elif isinstance(block, Action):
            lines = max(1.0, _lines(block.text, numbers))
            action += lines * numbers["second_a_line"]
    return Estimate(speech, action)


def _lines(text: str, numbers: dict[str, float]) -> float:
    """Lines of action; Chinese characters, kana and Hangul say more than letters do."""
    wide = 0 if text.isascii() else sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return (len(text) - wide) / numbers["line"] + wide / numbers["wide_line"]


def estimate(scenes: Iterable[ScriptScene], language: Language) -> Estimate:
    """Seconds of speech and action in many scenes."""
    return sum((estimate_scene(scene, language) for scene in scenes if not scene.omitted), Estimate())
