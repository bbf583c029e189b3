"""The questions that a given audio leaves open: what is seen while it is heard; in the language of the story."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING

from storyforge import resources
from storyforge.model.stretches import stamp
from storyforge.tasks.gaps import gap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.stages.film.timed.segmenting import Segment

_FIRST, _LAST = 14, 8
"""Words of a long passage that a question repeats, from its beginning and from its end."""
_LETTERS = 120
"""Letters beyond which a passage is long in a language that writes no spaces."""


@cache
def _phrases(language: str) -> dict[str, str]:
    """The phrases of a language; English ones for a language that has none."""
    table: dict[str, dict[str, str]] = tomllib.loads(resources.read_template("timed.toml"))
    return table.get(language, table["en"])


def words_of(segments: Sequence[Segment]) -> str:
    """All that is heard in some segments, verbatim."""
    return " ".join(segment.text for segment in segments if segment.text)


def what_is_seen(segments: Sequence[Segment], language: str, *, known: bool = True) -> str:
    """A gap for what is seen while some segments are heard; `known`: the transcript says where nobody speaks."""
    words = words_of(segments)
    if words:
        return gap(_phrases(language)["heard"].format(words=_shortened(words)))
    return gap(_timed(segments, language, "quiet" if known else "unknown"))


def what_is_heard(segments: Sequence[Segment], language: str, *, known: bool = True) -> str:
    """The words of some segments, verbatim; where there are none, that there are none."""
    return words_of(segments) or _timed(segments, language, "no_words" if known else "no_transcript")


def _timed(segments: Sequence[Segment], language: str, phrase: str) -> str:
    return _phrases(language)[phrase].format(start=clock(segments[0].start), end=clock(segments[-1].end))


def clock(milliseconds: int) -> str:
    """A moment to the second, as people read it."""
    return stamp(milliseconds).rpartition(".")[0]


def place_to_name(language: str) -> str:
    """What stands in a heading where nobody has said where it is."""
    return _phrases(language)["place"]


def _shortened(words: str) -> str:
    parts = words.split()
    if len(parts) > _FIRST + _LAST + 4:
        return f"{' '.join(parts[:_FIRST])} … {' '.join(parts[-_LAST:])}"
    if len(parts) <= 4 and len(words) > _LETTERS:
        return f"{words[: _LETTERS * 2 // 3]}…{words[-_LETTERS // 3 :]}"
    return words
