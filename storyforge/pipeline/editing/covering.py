"""What an edit of an approved script leaves open: beats that no scene plays any more, and scenes of no beat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from storyforge.formats import fountain
from storyforge.story import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.model.beats import BeatSheet
    from storyforge.pipeline.session import Session

BEATS = "beats.yaml"


@dataclass(frozen=True, slots=True)
class Approved:
    """A script as it was approved, and the commit that has it."""

    content: bytes
    commit: str


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Beats without a scene and scenes without a beat, that were not so before; `commit` has the script before."""

    beats: tuple[str, ...]
    scenes: tuple[str, ...]
    commit: str

    def words(self) -> str:
        """Both by name, and what can be done."""
        found = [f"{_listed(self.beats)} {_have(self.beats)} no scene any more"] if self.beats else []
        word = "scene" if len(self.scenes) == 1 else "scenes"
        found += [f"{word} {_listed(self.scenes)} {_have(self.scenes)} no beat"] if self.scenes else []
        left = f"Left open: {'; '.join(found)}. To bring the beats up to the script: storyforge sync beats"
        return (
            f"{left}\n"
            f"A change of story deserves a timeline of its own; as it was approved, the script is kept with: "
            f"storyforge timeline new NAME --from {self.commit[:7]}"
        )

    def plain(self) -> dict[str, list[str]]:
        """Plain data."""
        return {"beats": list(self.beats), "scenes": list(self.scenes)}


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _have(names: Sequence[str]) -> str:
    return "has" if len(names) == 1 else "have"


def approved_script(session: Session) -> Approved | None:
    """The script as it was approved, where its author has edited it since."""
    record = session.story.records.get(SCRIPT)
    content = session.story.files.committed(SCRIPT)
    edited = SCRIPT in {change.path for change in session.edits}
    if record is None or record.approval != "locked" or content is None or not edited or not session.parent:
        return None
    return Approved(content, session.parent)


def uncovered(session: Session, approved: Approved) -> Uncovered | None:
    """What the script at hand leaves open that the approved one did not; None where that is nothing."""
    story = session.story
    sheet = cast("BeatSheet | None", story.model(BEATS)) if BEATS in story.summaries else None
    if sheet is None:
        return None
    before = fountain.parse(approved.content, language=story.story.language).scenes
    old = {scene.number: scene for scene in before if scene.number and not scene.omitted}
    played = {number for beat in sheet.beats for number in beat.scenes}
    lost = (beat.id for beat in sheet.beats if _plays(beat.scenes, old) and not _plays(beat.scenes, story.scenes))
    new = (number for number in story.scenes if number not in played and number not in old)
    found = Uncovered(tuple(lost), tuple(new), approved.commit)
    return found if found.beats or found.scenes else None


def _plays(scenes: Sequence[str], there: Mapping[str, object]) -> bool:
    return any(number in there for number in scenes)
