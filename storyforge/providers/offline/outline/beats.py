"""The rule `beats`: scenes become beats, each told by who, where, its strongest sentences and its decisive line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from storyforge.formats.prose import join_sentences, plain_text
from storyforge.model.beats import Beat, Source
from storyforge.providers.offline.outline.grouping import beat_count, groups, is_feature
from storyforge.providers.offline.outline.lexicon import SHAPE, lexicon, structure
from storyforge.providers.offline.outline.reading import read
from storyforge.providers.offline.outline.weighing import Weights
from storyforge.tasks.outline import BeatsOutput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.providers.offline.outline.reading import Passage, Scene
    from storyforge.tasks.outline import BeatsContext

MOST_PEOPLE = 4
MOST_PLACES = 2
SENTENCES = {True: 2, False: 3}
"""Sentences of action a beat, in a feature and in a short."""
MOST_WORDS = 60
LONG_BEAT = 2500
"""Words of script above which a beat gets a sentence and a line more: an act of a play is one scene."""
DECISIVE = 4
"""Words that a line must have to be what a beat rests on."""


def beats(context: BeatsContext) -> BeatsOutput:
    """15 to 30 beats for a feature, 5 to 14 for a short, never more than there are scenes; every scene in one beat."""
    words = lexicon(context.language)
    scenes = read(context.scenes, context.language)
    if not scenes:
        return BeatsOutput()
    spans = groups(scenes, beat_count(scenes), words)
    weights = Weights([[scenes[i] for i in span] for span in spans], words)
    feature = is_feature(scenes)
    steps = structure()["shapes"][SHAPE]["steps" if feature else "short"]
    total, at = sum(scene.words for scene in scenes), 0
    found: list[Beat] = []
    for index, span in enumerate(spans):
        group = [scenes[i] for i in span]
        end = at + sum(scene.words for scene in group)
        step, act = _step(_open_to(steps, index, len(spans)), steps, 100 * at / total, 100 * end / total)
        text, quote = _told(group, weights, index, SENTENCES[feature])
        found.append(
            Beat(
                id=f"b{index + 1:02}",
                text=text,
                goal=step["goal"],
                act=act,
                source=Source(file=context.script, quote=quote) if quote else None,
                scenes=tuple(scene.number for scene in group),
            )
        )
        at = end
    return BeatsOutput(beats=tuple(found))


def _open_to(steps: Sequence[dict[str, Any]], index: int, count: int) -> Sequence[dict[str, Any]]:
    """The steps that a beat may be: only the first one opens a film, and only the last one is its final image."""
    first, last = index > 0, index < count - 1
    left = steps[int(first) : len(steps) - int(last)]
    return left or steps


def _step(
    among: Sequence[dict[str, Any]], steps: Sequence[dict[str, Any]], start: float, end: float
) -> tuple[dict[str, Any], str]:
    """The step that a beat covers most of, and the act that it stands in."""

    def share(step: dict[str, Any]) -> float:
        return float(max(0.0, min(end, step["to"]) - max(start, step["from"])) / (step["to"] - step["from"]))

    best = max(among, key=share)
    act = next(step["act"] for step in reversed(steps[: steps.index(best) + 1]) if "act" in step)
    return best, act


def _told(group: Sequence[Scene], weights: Weights, index: int, most: int) -> tuple[str, str]:
    """The text of a beat, and the passage it rests on, word for word."""
    actions, speeches = weights.actions(index), weights.speeches(index)
    long = sum(scene.words for scene in group) > LONG_BEAT
    told = _chosen(actions, most + long)
    lines = [entry[2] for entry in sorted(sorted(speeches, key=_rank)[: 1 + long], key=lambda entry: entry[1])]
    parts = [_lead(group, [line.speaker for line in lines])]
    parts += [_closed(passage.text) for passage in told]
    parts += [f"{line.speaker}: “{_short(line.text)}”" for line in lines]
    decisive = min(speeches, key=_rank)[2] if speeches else None
    strongest = min(actions, key=_rank)[2] if actions else None
    rests = decisive if decisive and len(decisive.tokens) >= DECISIVE else strongest or decisive
    told_text = plain_text(join_sentences(parts[1:]))
    return " ".join(part for part in (parts[0], told_text) if part), rests.quote if rests else ""


def _rank(entry: tuple[float, int, Passage]) -> tuple[float, int]:
    return -entry[0], entry[1]


def _lead(group: Sequence[Scene], speakers: Sequence[str]) -> str:
    """Who and where: the speakers of the lines that are quoted, then those who speak most."""
    people = Counter(p for scene in group for p in scene.people)
    spoken = Counter(p.speaker for scene in group for p in scene.passages if p.speaker)
    order = list(people)
    ranked = sorted(people, key=lambda name: (name not in speakers, -spoken[name], -people[name], order.index(name)))
    who = sorted(ranked[:MOST_PEOPLE], key=lambda name: (-spoken[name], -people[name], order.index(name)))
    where = list(dict.fromkeys(scene.shown_place for scene in group if scene.shown_place))[:MOST_PLACES]
    lead = " – ".join(part for part in (", ".join(who), ", ".join(where)) if part)
    return f"{lead}." if lead else ""


def _chosen(weighed: list[tuple[float, int, Passage]], most: int) -> list[Passage]:
    """The strongest sentences, in the script's order; a second one only if it says something else."""
    found: list[tuple[int, Passage]] = []
    room = MOST_WORDS
    for _, place, passage in sorted(weighed, key=lambda entry: (-entry[0], entry[1])):
        if len(found) == most:
            break
        alike = any(len(set(p.tokens) & set(passage.tokens)) > len(set(passage.tokens)) / 2 for _, p in found)
        if (not found or len(passage.tokens) <= room) and not alike:
            found.append((place, passage))
            room -= len(passage.tokens)
    return [passage for _, passage in sorted(found, key=lambda entry: entry[0])]


def _short(words: str) -> str:
    """A speech cut after `MOST_WORDS` words, with an ellipsis."""
    parts = words.split(" ")
    return words if len(parts) <= MOST_WORDS else " ".join(parts[:MOST_WORDS]) + " …"


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…", "。", "！", "？", "”", '"')) else f"{sentence}."
