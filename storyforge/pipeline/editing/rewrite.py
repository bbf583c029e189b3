"""How much of an approved script was rewritten: enough, and a timeline of its own keeps the old one beside it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from storyforge.formats import fountain
from storyforge.model.screenplay import Kind
from storyforge.story import SCRIPT

if TYPE_CHECKING:
    from storyforge.model.screenplay import Screenplay
    from storyforge.pipeline.session import Session

MUCH = 0.1
"""The part of a script's elements from which on a rewrite is a new version of the story."""
_SEEN_OR_HEARD = frozenset(
    (
        Kind.SCENE_HEADING,
        Kind.ACTION,
        Kind.CHARACTER,
        Kind.PARENTHETICAL,
        Kind.DIALOGUE,
        Kind.LYRIC,
        Kind.TRANSITION,
    )
)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What differs between two states of a script: so many of so many elements, and whether scenes begin elsewhere."""

    changed: int
    of: int
    borders: bool

    @property
    def is_much(self) -> bool:
        """Whether it deserves a timeline of its own."""
        return self.borders or self.changed > MUCH * self.of


def rewrite(before: Screenplay, after: Screenplay) -> Rewrite:
    """Compare two scripts by a diff over their elements, notes and page furniture apart.

    A border has moved where an element that stayed is in another scene, or where a scene came or went.
    """
    old, new = _elements(before), _elements(after)
    changed, moved = 0, False
    matcher = SequenceMatcher(None, [key for key, _ in old], [key for key, _ in new])
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            moved = moved or any(x[1] != y[1] for x, y in zip(old[a:b], new[c:d], strict=True))
        else:
            changed += max(b - a, d - c)
    return Rewrite(changed, len(old), moved or _scenes(before) != _scenes(after))


def _elements(script: Screenplay) -> list[tuple[tuple[str, str], int]]:
    """Kind and text of each element, and the place of its scene; a heading's number is none of its text."""
    return [
        ((element.kind.value, element.text), place)
        for place, scene in enumerate(script.scenes)
        for element in ([scene.heading] if scene.heading else []) + list(scene.elements)
        if element.kind in _SEEN_OR_HEARD
    ]


def _scenes(script: Screenplay) -> list[str | None]:
    return [scene.number for scene in script.scenes if not scene.omitted]


def advice(session: Session) -> str:
    """One line where an approved script is about to be much rewritten; else nothing.

    A script that can't be read is refused elsewhere.
    """
    record = session.story.records.get(SCRIPT)
    committed = session.story.files.committed(SCRIPT)
    if record is None or record.approval != "locked" or committed is None:
        return ""
    if SCRIPT not in {change.path for change in session.edits}:
        return ""
    before = fountain.parse(committed, language=session.story.story.language).screenplay
    found = rewrite(before, session.story.script)
    if not found.is_much:
        return ""
    what = "Scene borders changed" if found.borders else f"{found.changed} of {found.of} elements of the script changed"
    kept = f"storyforge timeline new NAME --from {session.parent[:7]}" if session.parent else "storyforge timeline"
    return f"{what}. To have the script as it was approved beside it: {kept}"
