"""`storyforge frame list` and `frame compare`: frames with their scores, and two of them in one picture."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from storyforge.cli.table import paint, table

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.checks.neighbours import Scored
    from storyforge.media.comparing import How

COLOURS = {"": "", "note": "yellow", "warning": "red"}


def list_frames(folder: Path, numbers: list[str], as_json: bool) -> None:
    """A row a frame: how it stands, its score against the one before, its take, what it cost."""
    from storyforge.pipeline.session import Session
    from storyforge.reports.drift import rows

    session = Session.open(folder)
    found = {number: rows(session.story, number) for number in numbers}
    if as_json:
        print(json.dumps({"scenes": found}, ensure_ascii=False))
        return
    for number, frames in found.items():
        print(paint(f"Scene {number}  {session.story.scenes[number].title}", "bold"))
        print(table([_row(row) for row in frames], [COLOURS[row["flag"]] for row in frames]))
    flagged = [row for frames in found.values() for row in frames if row["flag"]]
    if flagged:
        worst = max(flagged, key=lambda row: float(row["score"]))
        print(f"\n{worst['item']} drifts most: {'; '.join(worst['told']) or 'all in all'}")
        print(f"Look: storyforge frame compare {worst['before']} {worst['item']}")


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    score = "" if row["score"] is None else f"{'about ' if row['roughly'] else ''}{row['score']:.0f}"
    against = f"drift {score} from {row['before']}" if score else ""
    take = f"take {row['take']}"
    return (f"  {row['item']}", "approved" if row["approved"] else "open", take, row["by"], row["cost"], against)


def compare(folder: Path, names: list[str], how: How, out: Path | None, as_json: bool) -> None:
    """Write a picture of two frames and say how far they are apart."""
    from storyforge.checks.neighbours import plain
    from storyforge.errors import RequestError
    from storyforge.pipeline.comparing import compare as made_of
    from storyforge.pipeline.session import Session

    if len(names) != 2:
        raise RequestError("compare needs two frames.", "Such as: storyforge frame compare 3A.end 3B.start")
    session = Session.open(folder)
    found = made_of(session, (names[0], names[1]), how, out)
    if as_json:
        print(json.dumps({"file": str(found.path), **plain(found.score)}, ensure_ascii=False))
        return
    print(told(found.score))
    print(f"Written: {_near(found.path, session.repository.root)}")


def told(score: Scored) -> str:
    """A score in a sentence."""
    about = "about " if score.roughly else ""
    line = f"{score.item} against {score.before}: drift {about}{score.score:.0f} of 100"
    why = f" ({'; '.join(score.told)})" if score.told else ", as planned" if not score.flag else ""
    return paint(line, COLOURS[score.flag]) + why


def _near(path: Path, root: Path) -> str:
    full = path.resolve()
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else str(path)
