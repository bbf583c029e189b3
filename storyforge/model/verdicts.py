"""Which verdicts on clips still hold, from summaries alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.model.digest import digest
from storyforge.model.kinds import scene_path

if TYPE_CHECKING:
    from storyforge.model.summary import Summaries


@dataclass(frozen=True, slots=True)
class Standing:
    """One verdict: about a shot, or the scene; whether it still holds, and the stage it goes back to."""

    shot: str
    says: str
    stage: str
    holds: bool


def judged(summaries: Summaries, here: str, shot: str) -> str:
    """The digest of what a verdict is about today: a clip, or all clips of a scene; empty where there is none."""
    index = summaries.index(scene_path(here, "clips"))
    files, media = index.get("clips", {}), index.get("media", {})
    contents = {name: media.get(f"scenes/{here}/{row[0]}", "") for name, row in files.items()}
    return contents.get(shot, "") if shot else digest(contents) if contents else ""


def verdicts(summaries: Summaries, here: str) -> list[Standing]:
    """The verdicts of a scene's folder."""
    rows = summaries.index(scene_path(here, "review")).get("verdicts", ())
    return [Standing(shot, says, stage, judged(summaries, here, shot) == then) for shot, says, stage, then in rows]
