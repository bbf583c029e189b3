"""What can be measured of dialogue: who has how much of it, how long it takes to say, and who sounds like whom."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from storyforge.errors import UnknownSpeakerError
from storyforge.formats.languages import language, speech_seconds
from storyforge.model.screenplay import Speech
from storyforge.tasks.assist import Line, Voices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.screenplay import ScriptScene
    from storyforge.story import Story

ENOUGH = 60
"""Different words that somebody must say before their voice can be compared."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_STEM = 6


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a scene's dialogue is somebody's."""

    name: str
    lines: int
    words: int
    seconds: float
    percent: int
    longest: int


def lines_of(scene: ScriptScene, code: str) -> tuple[Line, ...]:
    """The speeches of a scene, each with how long it takes to say."""
    pack = language(code)
    speeches = [block for block in scene.blocks() if isinstance(block, Speech)]
    return tuple(
        Line(number=row, name=each.name, text=each.words, tenths=round(10 * speech_seconds(each.words, pack)))
        for row, each in enumerate(speeches, 1)
    )


def shares_of(lines: Sequence[Line]) -> tuple[Share, ...]:
    """Everybody who speaks, the most words first."""
    every = sum(_words(line) for line in lines)
    found = []
    for name in dict.fromkeys(line.name for line in lines):
        own = [line for line in lines if line.name == name]
        words = sum(map(_words, own))
        longest = max(own, key=lambda line: line.tenths)
        seconds = sum(line.tenths for line in own) / 10
        found.append(Share(name, len(own), words, seconds, round(100 * words / every) if every else 0, longest.number))
    return tuple(sorted(found, key=lambda share: -share.words))


def _words(line: Line) -> int:
    return len(line.text.split())


def voices_of(story: Story, names: Sequence[str]) -> tuple[Voices, ...]:
    """Pairs of the speakers of a scene, with how much of their words over the whole script both use."""
    stop = language(story.story.language).function_words
    said: dict[str, Counter[str]] = {}
    written: dict[str, str] = {}
    for scene in story.scenes.values():
        for block in scene.blocks():
            if isinstance(block, Speech):
                told = [word.casefold() for word in _WORD.findall(block.words)]
                for word in told:
                    if word not in stop:
                        written.setdefault(word[:_STEM], word)
                        said.setdefault(block.name, Counter())[word[:_STEM]] += 1
    every = sum(said.values(), Counter())
    found = []
    for one, other in combinations([name for name in names if len(said.get(name, ())) >= ENOUGH], 2):
        both = sorted(set(said[one]) & set(said[other]), key=lambda stem: (every[stem], stem))
        least = min(len(said[one]), len(said[other]))
        words = tuple(written[stem] for stem in both[:6])
        found.append(Voices(one=one, other=other, shared=round(100 * len(both) / least), words=words))
    return tuple(found)


def speaker_of(scene: str, name: str, names: Sequence[str]) -> str:
    """The cue of somebody who speaks in a scene; nothing for nobody. Raises UnknownSpeakerError."""
    if not name:
        return ""
    found = next((cue for cue in names if cue.casefold() == name.casefold()), None)
    if found is None:
        raise UnknownSpeakerError(scene, name, list(names))
    return found
