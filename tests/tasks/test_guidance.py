"""Guidance in words, as the offline director understands it."""

from __future__ import annotations

import pytest

from storyforge.tasks.guidance import Wishes, read_guidance


@pytest.mark.parametrize(
    ("text", "language", "wishes"),
    [
        ("tighter, more close-ups", "en", Wishes(size=1)),
        ("Wider please, and slower: let it breathe", "en", Wishes(size=-1, pace=-1)),
        ("faster and handheld, like a documentary", "en", Wishes(pace=1, move="handheld")),
        ("fewer close-ups", "en", Wishes(size=-1)),
        ("no more close-ups, they tire me", "en", Wishes(size=-1)),
        ("not handheld at all", "en", Wishes(move="static")),
        ("first wide, then tighter and tighter", "en", Wishes(size=1)),
        ("enger, mehr Großaufnahmen, aber langsamer", "de", Wishes(size=1, pace=-1)),
        ("plans plus serrés", "fr", Wishes(size=1)),
        ("tighter, bitte", "de", Wishes(size=1)),
        ("more rain, and make her angrier", "en", Wishes()),
        ("", "en", Wishes()),
        ("ближе, крупнее", "ru", Wishes()),
    ],
)
def test_words_of_directors(text: str, language: str, wishes: Wishes) -> None:
    assert read_guidance(text, language) == wishes
    assert bool(wishes) == (wishes != Wishes())
