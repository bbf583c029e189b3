"""Reports without opening a story: by the last verdict, else by a glance at what has changed; no library is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.journal.open_calls import open_calls
from storyforge.pipeline.freshness import verdict
from storyforge.repo import snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.repo import Snapshot


def told(seen: Snapshot) -> dict[str, Any] | None:
    """The report on a story; None where it must be made anew."""
    return verdict.recall(seen) or glanced(seen)


def with_calls(report: dict[str, Any], seen: Snapshot) -> dict[str, Any]:
    """The report with what is open at providers, where something is; no verdict keeps that."""
    calls = open_calls(seen.common_dir / "storyforge")
    return {**report, "calls": calls} if calls else report


def glanced(seen: Snapshot) -> dict[str, Any] | None:
    """The same where no verdict was kept; the new one is."""
    # What was told before needs none of this.
    from storyforge.pipeline.freshness.glance import edits_of, glance  # noqa: PLC0415
    from storyforge.reports.status import Standing, report  # noqa: PLC0415

    found = glance(seen)
    if found is None:
        return None
    edited, deleted = edits_of(seen, found.contents)
    made = report(Standing(seen.branch, seen.head, seen.operation, edited, deleted), found.summaries, found.state)
    verdict.remember(seen, made, verdict.key_of(seen, found.contents))
    return made


def nothing_to_do(folder: Path, upto: str) -> bool:
    """Whether all up to a stage, or up to the end of its way, is made, locked and current, and nothing is edited.

    As far as that is told already.
    """
    from storyforge.stages import goal, walk  # noqa: PLC0415 - as above

    seen = snapshot(folder)
    report = verdict.recall_story(seen) or glanced(seen)
    if report is None:
        return False
    way = report["way"]
    return verdict.is_done(report, [row.name for row in walk(way, upto or goal(way))])
