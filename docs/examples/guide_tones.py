"""Speaks a line as guide tones: one for each word, high or low by who speaks, for a film that is only to be timed."""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING

from storyforge.media.sound import Sound
from storyforge.model.digest import digest
from storyforge.model.money import FREE
from storyforge.providers.base import Reply

if TYPE_CHECKING:
    from storyforge.model.money import Cost
    from storyforge.providers.base import SpeechRequest

RATE = 16_000
TONE, GAP = RATE // 4, RATE // 12


class GuideTones:
    """A third of a second a word: 180 words a minute, as English is read aloud."""

    name = "tones"
    pure = True

    def price(self, request: SpeechRequest) -> Cost:
        """Nothing."""
        del request
        return FREE

    def speak(self, request: SpeechRequest) -> Reply[Sound]:
        """One line, without silence before it."""
        pitch = 160 + int(digest(request.speaker)[:2], 16)
        tone = array("h", (int(9_000 * math.sin(math.tau * pitch * i / RATE)) for i in range(TONE)))
        word = tone.tobytes() + bytes(2 * GAP)
        return Reply(Sound(word * len(request.text.split()), RATE), by=self.name, cost=FREE)
