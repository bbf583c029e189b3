"""`storyforge frame approve`: single frames approved, and what is to be looked at next."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from storyforge.story import Story


def approve(folder: Path, names: list[str], as_json: bool) -> None:
    """Approve frames, and say which of their scenes are open still."""
    from storyforge.cli.status import read_report
    from storyforge.model.counted import few
    from storyforge.pipeline.frames import approve_frames, scene_numbers_of
    from storyforge.pipeline.session import Session

    session = Session.open(folder)
    new = approve_frames(session, names)
    still = still_open(session.story, scene_numbers_of(session.story, names))
    if as_json:
        print(json.dumps({"approved": new, "open": still, "commits": session.commits}))
        return
    print(f"Approved {', '.join(new)}" if new else "Nothing to do: they are approved already.")
    if still:
        print(f"Still open: {few(still, 6)}")
        print(f"Next: storyforge frame approve {still[0]}; or see it first: {_seen_by(still[0], session.story)}")
        return
    print(f"Next: {_next(session.story, scene_numbers_of(session.story, names)) or read_report(folder)['next'][0]}")


def _next(story: Story, scenes: Sequence[str]) -> str:
    """How the frames go on that a scene lacks: one by one, as it was begun."""
    from storyforge.checks.neighbours import frames_of
    from storyforge.model.kinds import scene_path
    from storyforge.model.numbering import folder

    for number in scenes:
        made = frames_of(story, number)
        shots = story.summaries.index(scene_path(folder(number), "shots")).get("shots", ())
        ends = story.summaries.index(scene_path(folder(number), "prompts")).get("ends", ())
        wanted = {*(f"{row[0]}.start" for row in shots), *(f"{shot}.end" for shot in ends)}
        if made and wanted - set(made.pictures()):
            return f"storyforge frames {number} --control, one by one as before; or all at once: --quick"
    return ""


def _seen_by(item: str, story: Story) -> str:
    """The command that shows a frame beside the one before it."""
    from storyforge.checks.neighbours import frames_of, neighbours
    from storyforge.pipeline.frames import scene_numbers_of

    if item == "establishing" or "." not in item:
        return "storyforge frame list"
    (scene,) = scene_numbers_of(story, [item])
    frames = frames_of(story, scene)
    before = next((pair.before for pair in neighbours(frames) if pair.item == item), "") if frames else ""
    return f"storyforge frame compare {before} {item}" if before else f"storyforge frame list {scene}"


def still_open(story: Story, scenes: tuple[str, ...]) -> list[str]:
    """The frames of some scenes that are drawn and not approved, in the order of the shots."""
    from storyforge.checks.neighbours import frames_of

    found = [frames for number in scenes if (frames := frames_of(story, number)) is not None]
    return [
        item
        for frames in found
        for item, one in frames.pictures().items()
        if not one.approved and item != "establishing"
    ]
