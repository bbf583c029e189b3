"""The rule `coherence`: how much of what a scene's beats tell is found in it again, with the sentences that show it.

It compares words. It can see that nothing of a beat is there; it can't see that what is there is any good.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from storyforge.formats.prose import sentences
from storyforge.model.cast import name_key
from storyforge.providers.offline.outline.lexicon import lexicon as outline_lexicon
from storyforge.providers.offline.outline.lexicon import tokens as plain_tokens
from storyforge.providers.offline.scripting.lexicon import common, words
from storyforge.providers.offline.scripting.stems import content, stems
from storyforge.tasks.gaps import gaps_in, without_gaps
from storyforge.tasks.scenes import CoherenceOutput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.model.beats import Beat
    from storyforge.providers.offline.scripting.lexicon import Words
    from storyforge.tasks.scenes import CoherenceContext

_MOST_MISSING = 6
_ENOUGH_CHANGE = 2
"""Words of change or decision with which a goal counts as pursued in full."""


@dataclass(frozen=True)
class _Scene:
    """A scene as it is compared: its names and stems, and how many words of change and decision it has."""

    names: str
    stems: frozenset[str]
    changes: int


class _Part(NamedTuple):
    """One thing that a beat asks: how much it counts, the share that is there, and what is not."""

    weight: float
    share: float
    missing: str


def coherence(context: CoherenceContext) -> CoherenceOutput:
    """0 to 100: the mean over the beats of the shares of people, place, words and change that the scene has."""
    lexicon = words(context.language)
    text = without_gaps(context.text)
    scene = _Scene(
        names=f" {name_key(f'{context.heading} {text}')} ",
        stems=stems(f"{context.heading} {text}", lexicon.code),
        changes=_changes(text, lexicon),
    )
    told = [(beat, list(_parts(beat, scene, lexicon))) for beat in context.beats]
    scores = [_score(parts) for _, parts in told]
    return CoherenceOutput(
        score=round(100 * sum(scores) / len(scores)) if scores else 0,
        evidence=_evidence(context, lexicon),
        missing=" ".join(line for beat, parts in told if (line := _missing(beat, parts))),
    )


def _changes(text: str, lexicon: Words) -> int:
    read = plain_tokens(text)
    return outline_lexicon(lexicon.code).changes(read) + sum(lexicon.has("decides", token) for token in read)


def _parts(beat: Beat, scene: _Scene, lexicon: Words) -> Iterator[_Part]:
    """What a beat asks of its scene; what it does not say asks nothing, and a beat that is still a gap has nothing."""
    weights = common()["coherence"]
    told = without_gaps(beat.text)
    absent = [name for name in beat.people if not _named(name, scene)]
    if beat.people:
        yield _Part(weights["people"], 1 - len(absent) / len(beat.people), ", ".join(absent))
    if beat.place.strip():
        there = bool(stems(beat.place, lexicon.code) & scene.stems)
        yield _Part(weights["place"], float(there), "" if there else beat.place)
    # An inquit is no word of the scene: it became a cue.
    inquits = ("say", "write")
    told_words = content(told, lexicon.code).items()
    asked = {key: word for key, word in told_words if not any(lexicon.has(name, word) for name in inquits)}
    if asked:
        lost = [word for key, word in asked.items() if key not in scene.stems]
        yield _Part(weights["words"], 1 - len(lost) / len(asked), ", ".join(lost[:_MOST_MISSING]))
    if beat.goal.strip() and told.strip() and (lexicon.known or outline_lexicon(lexicon.code).change):
        share = min(1.0, scene.changes / _ENOUGH_CHANGE)
        yield _Part(weights["change"], share, "" if scene.changes else "a change or a decision")


def _named(name: str, scene: _Scene) -> bool:
    """Whether a name, or its last word, is in the scene."""
    key = name_key(name)
    return any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", scene.names) for part in (key, key.split(" ")[-1]) if part)


def _score(parts: Sequence[_Part]) -> float:
    whole = sum(part.weight for part in parts)
    return sum(part.weight * part.share for part in parts) / whole if whole else 0.0


def _missing(beat: Beat, parts: Sequence[_Part]) -> str:
    gaps = gaps_in(beat.text)
    lost = "; ".join(part.missing for part in parts if part.missing)
    if not parts:
        return f"{beat.id} is still a gap{f': {gaps[0].question}' if gaps else '.'}"
    return f"{beat.id}: {lost}." if lost else ""


def _evidence(context: CoherenceContext, lexicon: Words) -> tuple[str, ...]:
    """The sentences of the scene that have most of the beats' words, in the scene's order, word for word."""
    asked = frozenset[str]().union(*(stems(without_gaps(beat.text), lexicon.code) for beat in context.beats))
    lines = [line.strip() for line in context.text.split("\n")]
    told = [
        s for line in lines if line and "[[" not in line and "]]" not in line for s in sentences(line, lexicon.code)
    ]
    ranked = sorted((-len(asked & stems(s, lexicon.code)), row) for row, s in enumerate(told))
    best = [row for score, row in ranked[: int(common()["coherence"]["evidence"])] if score < 0]
    return tuple(dict.fromkeys(told[row] for row in sorted(best)))
