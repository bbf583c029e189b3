"""The cautious answer to an edit: every scene after the first that it touches, and every element's later scenes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.model.kinds import scene_folder_of, scene_path
from storyforge.model.numbering import folder
from storyforge.story import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyforge.model.summary import Summaries
    from storyforge.pipeline.repairing.impact import Impact
    from storyforge.story import Story


def later(before: Story, after: Story, impact: Impact) -> dict[str, Any]:
    """`first`, the first scene touched; `scenes`, the numbers of all after it; `elements`, slug -> its later scenes.

    Whether anything in them changes is not asked.
    """
    summaries = after.summaries
    touched = _touched(before.summaries, summaries, impact)
    numbers = summaries.numbers
    first = next((number for number in numbers if folder(number) in touched), None)
    if first is None:
        return {"first": None, "scenes": [], "elements": {}}
    start = numbers.index(first)
    rest = numbers[start + 1 :]
    seen: dict[str, list[str]] = {}
    for number in numbers[start:]:
        for slug in summaries.index(scene_path(folder(number), "shots")).get("elements", {}):
            if folder(number) in touched or slug in seen:
                seen.setdefault(slug, [])
            if slug in seen and number in rest:
                seen[slug].append(number)
    return {"first": first, "scenes": rest, "elements": {slug: found for slug, found in seen.items() if found}}


def _touched(before: Summaries, after: Summaries, impact: Impact) -> set[str]:
    """Folders of the scenes that the edit is in, or that it outdates."""
    paths = [*impact.edited, *(one.path for one in impact.touched), *impact.missing]
    found = {name for path in paths if (name := scene_folder_of(path))}
    for slug, path in after.assets.items():
        if path in impact.edited:
            found |= {folder(number) for number in after.asset(slug).get("scenes", ())}
    return found | set(_in_script(before, after))


def _in_script(before: Summaries, after: Summaries) -> Iterable[str]:
    """Folders of the scenes whose text in the script is another one."""
    old, new = before.get(SCRIPT), after.get(SCRIPT)
    then, now = old.facets if old else {}, new.facets if new else {}
    for number in after.numbers:
        names = [f"{number}.{part}" for part in ("heading", "action", "dialogue", "cues")]
        if any(then.get(name) != now.get(name) for name in names):
            yield folder(number)
