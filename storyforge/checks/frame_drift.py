"""Drift between frames: each shows set, light and people as the one before did, apart from what is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.neighbours import Scoring, neighbours
from storyforge.checks.reading import Teller, paths, readable
from storyforge.errors import StoryforgeError
from storyforge.formats.framing import scene_specs
from storyforge.model.frames import FrameSet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.checks.neighbours import Neighbours, Scored
    from storyforge.model.finding import Finding, Severity
    from storyforge.story import Story


def check(story: Story) -> Iterator[Finding]:
    """Frames are held against the one before them; two that the offline artist drew come from one plan as they are."""
    tell = Teller(__name__, story)
    scoring = Scoring(story)
    for path in paths(story, "frames"):
        found = readable(story, path, FrameSet)
        for pair in _to_look_at(story, found) if found else ():
            try:
                scored = scoring.score(found, pair) if found else None
            except StoryforgeError:
                continue  # media_in_place says so
            if scored is not None and scored.flag:
                yield _finding(tell, path, scored)
    scoring.close()


def _to_look_at(story: Story, frames: FrameSet) -> Iterator[Neighbours]:
    pictures = frames.pictures()
    others = [p for p in neighbours(frames) if not all(_is_untouched(pictures[i].by) for i in (p.before, p.item))]
    if not others:
        return
    try:
        known = scene_specs(story, frames.scene)
    except (StoryforgeError, KeyError):
        return
    yield from (p for p in others if {i.partition(".")[0] for i in (p.before, p.item)} <= known.keys())


def _is_untouched(by: str) -> bool:
    return "," not in by and by.partition(":")[0] == "offline"


def _finding(tell: Teller, path: str, scored: Scored) -> Finding:
    severity: Severity = "warning" if scored.flag == "warning" else "note"
    about = f" about {scored.score:.0f}" if scored.roughly else f" {scored.score:.0f}"
    why = f": {'; '.join(scored.told[:2])}" if scored.told else ""
    message = f"{scored.item} drifts from {scored.before} by{about} of 100{why}."
    hint = f"Look: storyforge frame compare {scored.before} {scored.item}"
    return tell.on(severity, message, path, None, hint=hint)
