"""The rule `outline`: beats become scenes. What plays at one place and time is one scene; nothing is made up.

A place that no beat names is `SOMEWHERE`, inside or outside only where the text says so, and no time of day is given
where none is told: the scene has the one before it (Fountain's own rule for headings without a time).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.formats.languages import languages
from storyforge.formats.screenwriting import upper
from storyforge.model.cast import name_key
from storyforge.providers.offline.scripting.lexicon import common, words
from storyforge.providers.offline.scripting.setting import settings
from storyforge.tasks.scenes import OutlineOutput, PlannedScene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.providers.offline.scripting.lexicon import Words
    from storyforge.providers.offline.scripting.setting import Setting
    from storyforge.tasks.scenes import OutlineContext


def outline(context: OutlineContext) -> OutlineOutput:
    """The scenes in order; every beat is played once, in order."""
    lexicon = words(context.brief.language)
    told = settings(context.beats, context.brief, lexicon)
    if not told:
        return OutlineOutput(scenes=())
    groups = _grouped(told, context)
    found = [_planned(group, lexicon) for group in groups]
    return OutlineOutput(scenes=tuple(_continued(found, groups)))


def _grouped(told: Sequence[Setting], context: OutlineContext) -> list[list[Setting]]:
    """Beats that are one scene: they must part, they must stay, or the number of scenes that is wanted decides.

    A story goes on where it is until it says otherwise. Excerpts of a book do not: what stands between them is gone.
    """
    excerpts = context.brief.mode == "condensation"
    ties = [_tie(before, after, excerpts=excerpts) for before, after in pairwise(told)]
    parts = _must(told)
    holds = common()["ties"]["holds" if excerpts else "may_part"]
    enough = min(context.scenes, len(told))
    loose = sorted((i for i in range(len(ties)) if i not in parts and told[i + 1].place is None), key=lambda i: ties[i])
    for index in loose:
        if ties[index] >= holds or (not excerpts and 2 * (len(parts) + 1) >= enough):
            break
        parts.add(index)
    groups: list[list[Setting]] = [[told[0]]]
    for index, setting in enumerate(told[1:]):
        if index in parts:
            groups.append([])
        groups[-1].append(setting)
    return groups


def _must(told: Sequence[Setting]) -> set[int]:
    """Where one scene ends for certain: another place or another time is named."""
    found: set[int] = set()
    place, time = _key(told[0]), told[0].when.time
    for index, setting in enumerate(told[1:]):
        here, now = _key(setting) or place, setting.when.time or time
        if setting.when.passed or (here != place) or (time and now != time):
            found.add(index)
            if setting.when.passed and not setting.when.time:
                now = ""
        place, time = here, now
    return found


def _key(setting: Setting) -> str:
    return f"{setting.inside} {name_key(setting.place.name)}" if setting.place else ""


def _tie(before: Setting, after: Setting, *, excerpts: bool) -> float:
    """How much a beat that names no place holds to the one before it."""
    weights = common()["ties"]
    keys = {name_key(name) for name in before.people}
    shared = any(name_key(name) in keys for name in after.people)
    found = weights["people"] * shared
    found += weights["leans"] * (after.leans or after.runs_on)
    found += weights["nobody"] * (not after.people)
    found += weights["gap"] * (not after.told)
    found += weights["act"] * (after.beat.act not in ("", before.beat.act))
    return float(found + weights["excerpt"] * excerpts)


def _planned(group: Sequence[Setting], lexicon: Words) -> PlannedScene:
    placed = next((setting for setting in group if setting.place), None)
    sides = dict.fromkeys(setting.inside for setting in ([placed] if placed else group))
    told = [side for side in sides if side != "INT./EXT."]
    timed = next((setting.when for setting in group if setting.when.shown), None)
    people = dict.fromkeys(name for setting in group for name in setting.people)
    pack = languages().get(lexicon.code)
    return PlannedScene(
        place=upper(placed.place.name, pack) if placed and placed.place else lexicon.somewhere,
        inside=told[0] if len(told) == 1 else "INT./EXT.",
        time=timed.shown if timed else "",
        people=tuple(people),
        purpose=" ".join(dict.fromkeys(s.beat.goal.strip() for s in group if s.beat.goal.strip())),
        beats=tuple(setting.beat.id for setting in group),
    )


def _continued(scenes: Sequence[PlannedScene], groups: Sequence[Sequence[Setting]]) -> list[PlannedScene]:
    """`CONTINUOUS` where the text says that no time passes."""
    return [
        scene.model_copy(update={"time": "CONTINUOUS"}) if index and group[0].runs_on and not scene.time else scene
        for index, (scene, group) in enumerate(zip(scenes, groups, strict=True))
    ]
