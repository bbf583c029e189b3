"""What an author lives with: findings that are accepted, as long as what they excuse is what it was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from storyforge.checks.reading import readable
from storyforge.model.digest import digest
from storyforge.model.finding import Finding
from storyforge.model.waivers import Waivers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyforge.model.waivers import Waiver
    from storyforge.story import Story

FILE = "waivers.yaml"


def waivers(story: Story) -> tuple[Waiver, ...]:
    """The waivers of a story; none where the file can't be read, which `invalid_artifact` says."""
    found = readable(story, FILE, Waivers) if FILE in story.files.ids else None
    return found.waivers if found else ()


def excused(story: Story, path: str, about: str) -> str:
    """The digest of what a finding is about: its item, else its file, whatever that is."""
    facet = story.summaries.facet(f"{path}#{about}") if about else None
    if facet is not None:
        return facet
    summary = story.summaries.get(path)
    if summary is not None:
        return summary.digest
    content = story.read(path) if path in story.files.ids else None
    return digest(content.hex()) if content is not None else ""


def with_waivers(story: Story, found: Iterable[Finding]) -> list[Finding]:
    """Findings with the reasons why some are lived with; and a note of each waiver that has lapsed."""
    known = waivers(story)
    if not known:
        return list(found)
    valid = {(each.finding, each.says): each for each in known if not _lapsed(story, each)}
    told = []
    for finding in found:
        waiver = valid.get((finding.name, finding.says))
        told.append(replace(finding, waived=waiver.why) if waiver else finding)
    open_names = {(finding.name, finding.says) for finding in told if not finding.waived}
    return told + [_note(each) for each in known if _lapsed(story, each) and (each.finding, each.says) in open_names]


def _lapsed(story: Story, waiver: Waiver) -> bool:
    return excused(story, waiver.path, waiver.item) != waiver.excuses


def _note(waiver: Waiver) -> Finding:
    message = f"{waiver.finding} was accepted ({waiver.why}); what that excused has changed since."
    return Finding(
        "waiver", "note", message, FILE, None, f'Accept it again: storyforge accept {waiver.finding} -m "..."'
    )
