"""Parts of artifacts that are put together from several fields; standard library only, so that facets need no more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storyforge.model.blocking import Blocking, Placed
    from storyforge.model.frames import Frame, FrameSet
    from storyforge.model.shots import Change, Shot

CAPITAL_RUN = re.compile(r"\b[^\W\d_a-z]{2,}(?:['’][^\W\d_a-z]+)*(?:[ -][^\W\d_a-z]{2,}(?:['’][^\W\d_a-z]+)*)*\b")
"""Words in capitals that stand together; letters without case match too."""
_GAP = re.compile(r"\[\[\s*TODO\b", re.IGNORECASE)
_STOP = re.compile(r"[.!?…。！？:;\n]+")
_OWNER = re.compile(r"['’]s$")


def gaps(text: str) -> int:
    """How many gaps, `[[TODO: a question]]`, a text has."""
    return len(_GAP.findall(text))


def pictures(frame_set: FrameSet) -> dict[str, Frame]:
    """Item -> picture: `establishing`, `3A.start`, `3A.end` ..."""
    found = {"establishing": frame_set.establishing} if frame_set.establishing else {}
    for shot in frame_set.frames:
        found[f"{shot.id}.start"] = shot.start
        if shot.end:
            found[f"{shot.id}.end"] = shot.end
    return found


def at_end(blocking: Blocking) -> tuple[Placed, ...]:
    """Everyone as the end frame shows them, in the order of the start."""
    later = {placed.id: placed for placed in blocking.end}
    first = tuple(later.pop(placed.id, placed) for placed in blocking.start)
    return (*first, *later.values())


def capitals(text: str) -> list[str]:
    """What stands in capitals in a text, folded, as whole runs and word by word: where a name may stand."""
    found: dict[str, None] = {}
    for run in CAPITAL_RUN.findall(text):
        if run.isupper():
            for word in (run, *run.split(" ")):
                found[word.casefold()] = None
                found[_OWNER.sub("", word.casefold())] = None
    return list(found)


def quoted(shot: Shot) -> list[str]:
    """The lines of a shot that stand in its action too: a picture's prompt leaves their words out."""
    pieces = [piece for part in _STOP.split(shot.action) if (piece := part.strip(" \"“”«»„'’*_-–—"))]
    lines = [line.text for line in shot.dialogue]
    return [line for line in lines if line in shot.action or any(piece in line for piece in pieces)]


def accepted(shot: Shot) -> tuple[Change, ...]:
    """The changes of state in a shot that count."""
    return tuple(change for change in shot.changes if change.review == "accepted")


def as_counted(shot: dict[str, Any]) -> dict[str, Any]:
    """A shot's plain data, in which a change that is reviewed as `shots/1` counted it says nothing of its review.

    So a shot list that was locked before changes had a review is still the one that was locked.
    """
    if "changes" not in shot:
        return shot
    return {**shot, "changes": [_change_as_counted(change) for change in shot["changes"]]}


def _change_as_counted(change: dict[str, Any]) -> dict[str, Any]:
    as_before = "accepted" if change.get("sure", True) else "proposed"
    said = {name: value for name, value in change.items() if name not in ("review", "decided")}
    review = change.get("review", "proposed")
    return said if review == as_before else {**said, "review": review}
