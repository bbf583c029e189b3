"""States that can't be: what ends that never began, two states at once, the dead who speak, one prop in two hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, readable, shot_lists
from storyforge.model.assets import Character, Prop, Setting
from storyforge.tasks.contradictions import HELD, against_line, contradictions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding, Severity
    from storyforge.model.shots import ShotList
    from storyforge.story import Story

_HINTS = {
    "never begun": "Reject it (storyforge state reject {scene} {name}), or accept what began it in an earlier shot.",
    "not at once": "Say which of the two ends, with `loses:` in the shot, or: storyforge state reject {scene} {name}",
    "dead": "Reject it (storyforge state reject {scene} {name}), or give the line an extension such as V.O.",
    "two hands": "Say who puts it down or hands it over, or: storyforge state reject {scene} {name}",
}


def check(story: Story) -> Iterator[Finding]:
    """Every contradiction of the accepted changes, at the shot in which it shows."""
    tell = Teller(__name__, story)
    for number, path, found in shot_lists(story):
        if number not in story.summaries.numbers:
            continue
        places = {shot.id: index for index, shot in enumerate(found.shots)}
        for each in contradictions(story.summaries, number):
            severity: Severity = "note" if each.sort == "never begun" and _held(found, each.shot) else "warning"
            hint = _HINTS[each.sort].format(scene=each.scene, name=each.name)
            yield tell.at(
                severity, f"{each.shot}: {each.message}.", path, "shots", places[each.shot], "changes", hint=hint
            )
        yield from _against_lines(story, tell, path, found)


def _held(found: ShotList, shot: str) -> bool:
    """Whether all that ends in a shot was in hand or worn, as it may have been before anybody said so."""
    loses = [tag for each in found.shots if each.id == shot for change in each.accepted for tag in change.loses]
    return all(tag.startswith(HELD) for tag in loses)


def _against_lines(story: Story, tell: Teller, path: str, found: ShotList) -> Iterator[Finding]:
    """Tags that say the opposite of a line which every prompt repeats."""
    for index, shot in enumerate(found.shots):
        for change in shot.accepted:
            asset_path = story.summaries.assets.get(change.element, "")
            asset = next((a for kind in (Character, Prop, Setting) if (a := readable(story, asset_path, kind))), None)
            line = getattr(asset, "identity_line", "") or (asset.description if asset else "")
            for tag in change.gains:
                word = against_line(line, tag)
                if word:
                    message = (
                        f"{shot.id}: {change.element} is {tag}, and its identity line says “{word}” in every prompt."
                    )
                    hint = (
                        f"Take what changes out of the line in {asset_path}; what lasts belongs there, states do not."
                    )
                    yield tell.at("warning", message, path, "shots", index, "changes", hint=hint)
