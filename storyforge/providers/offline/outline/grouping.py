"""Scenes to groups: as many as the film has beats, cut where place, time and people change and where a scene turns.

The cut is the best of all: the sum of border strengths less a price for uneven lengths, found by dynamic programming.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.providers.offline.outline.lexicon import structure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.providers.offline.outline.lexicon import Lexicon
    from storyforge.providers.offline.outline.reading import Scene

ACT_ENDS = (0.25, 0.5, 0.8)
LONGEST = 6
"""No beat is longer than this many mean beats, unless one scene is; it keeps the search linear."""


def is_feature(scenes: Sequence[Scene]) -> bool:
    """Whether a script is a feature, by its words or scenes."""
    limit = structure()["size"]["feature"]
    return sum(scene.words for scene in scenes) >= int(limit["words"]) or len(scenes) >= int(limit["scenes"])


def beat_count(scenes: Sequence[Scene]) -> int:
    """How many beats a script has: 15 to 30 for a feature, 5 to 14 for a short, never more than it has scenes."""
    size = structure()["size"]["long" if is_feature(scenes) else "short"]
    wanted = int(size["base"] + size["per_scene"] * len(scenes) + 0.5)
    return min(len(scenes), max(int(size["least"]), min(int(size["most"]), wanted)))


def borders(scenes: Sequence[Scene], lexicon: Lexicon) -> list[float]:
    """The strength of the border after each scene but the last."""
    rule = structure()["border"]
    seen: set[str] = set()
    found: list[float] = []
    for one, two in pairwise(scenes):
        seen.add(one.place)
        both, either = set(one.people) & set(two.people), set(one.people) | set(two.people)
        strength = rule["cast"] * (1 - len(both) / len(either)) if either else 0.0
        if one.place != two.place:
            strength += rule["place"] + (rule["new_place"] if two.place not in seen else 0)
        if two.heading.time and one.heading.time and two.heading.time != one.heading.time:
            strength += rule["time"]
        strength += rule["later"] * two.later
        strength += rule["continuous"] * (two.heading.relative == "CONTINUOUS")
        found.append(strength + rule["turn"] * _turn(one, lexicon))
    _favour_acts(scenes, found, rule["act"])
    return found


def _turn(scene: Scene, lexicon: Lexicon) -> int:
    """Points of the last three passages: words of change in action, of revelation and threat in speech."""
    points = 0
    for passage in scene.passages[-3:]:
        words = set(passage.tokens)
        points += (
            len(words & (lexicon.revelation | lexicon.threat)) if passage.speaker else lexicon.changes(list(words))
        )
    return min(points, 3)


def _favour_acts(scenes: Sequence[Scene], strengths: list[float], bonus: float) -> None:
    total = sum(scene.words for scene in scenes)
    for end in ACT_ENDS:
        if strengths:
            at, nearest, best = 0, 0, float("inf")
            for index in range(len(strengths)):
                at += scenes[index].words
                distance = abs(at / total - end)
                if distance < best:
                    nearest, best = index, distance
            strengths[nearest] += bonus


def groups(scenes: Sequence[Scene], count: int, lexicon: Lexicon) -> list[range]:
    """The scenes of each beat, in order; every scene once."""
    sizes = [0]
    for scene in scenes:
        sizes.append(sizes[-1] + scene.words)
    mean = sizes[-1] / count
    uneven = structure()["border"]["uneven"]
    strength = [*borders(scenes, lexicon), 0.0]
    nothing = float("-inf")
    best = [[nothing] * (len(scenes) + 1) for _ in range(count + 1)]
    cut = [[0] * (len(scenes) + 1) for _ in range(count + 1)]
    best[0][0] = 0.0
    for beat in range(1, count + 1):
        for end in range(beat, len(scenes) - (count - beat) + 1):
            for start in range(end - 1, beat - 2, -1):
                words = sizes[end] - sizes[start]
                if words > LONGEST * mean and start < end - 1 and best[beat][end] > nothing:
                    break
                value = best[beat - 1][start] + strength[end - 1] - uneven * min((words / mean - 1) ** 2, 9)
                if value > best[beat][end]:
                    best[beat][end], cut[beat][end] = value, start
    found: list[range] = []
    end = len(scenes)
    for beat in range(count, 0, -1):
        found.append(range(cut[beat][end], end))
        end = cut[beat][end]
    return found[::-1]
