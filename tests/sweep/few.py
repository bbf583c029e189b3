"""A small part of the sweep, for the suite: a short film, one point of each family, each broken build once.

`python -m tests.sweep.few FOLDER` prints what came of it as JSON. It is a process of its own because it forks.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.sweep import film
from tests.sweep.boundaries import ANY, KINDS
from tests.sweep.forks import Counts, adopt_orphans, forked
from tests.sweep.points import BREAKS
from tests.sweep.sweep import NEXT, Ground, Point

if TYPE_CHECKING:
    from tests.sweep.sweep import Course

CASTS = 2
FEW = (
    "file half written",
    "fsync done",
    "file about to be renamed",
    "commit: ref",
    "commit: file",
    "git running",
    "transaction about to be committed",
    "reserve after",
    "draw answered",
    "submit sent",
    "poll answered",
    "settle before",
    ANY,
)


def points(course: Course) -> list[Point]:
    """The middle boundary of some kinds, with either command after it in turn; and what finds the broken builds."""
    middle = {kind: (course.counts[kind] + 1) // 2 for kind in FEW} | {ANY: int(course.seconds * 500)}
    some = [Point(kind, middle[kind], NEXT[index % 2]) for index, kind in enumerate(FEW)]
    return some + [
        replace(row[0], then=NEXT[index % 2], broken=name) for index, (name, row) in enumerate(BREAKS.items())
    ]


def tried(ground: Ground, course: Course) -> list[dict[str, Any]]:
    """All of them, one after another, in this process."""
    adopt_orphans()
    results = [ground.trial(f"trial-{index}", point, course) for index, point in enumerate(points(course))]
    return [
        {"kind": r.point.kind, "broken": r.point.broken, "killed": r.killed, "problems": r.problems} for r in results
    ]


def main(base: Path) -> None:
    """Prepare, run undisturbed, try."""
    film.isolated(base / "home")
    (base / "work").mkdir()
    film.prepare(base / "prepared", CASTS)
    with film.shop(base / "books") as address:
        ground = Ground(base / "prepared", base / "work", address, base / "books", Counts())
        ground.warm()
        course = ground.undisturbed()
        ended = forked(lambda: tried(ground, course))
    never = [kind for kind in KINDS if kind != ANY and not course.counts[kind]]
    said = {"never": never, "unlisted": course.unlisted, "wrong": ended.wrong, "trials": ended.value}
    print(json.dumps(said))  # noqa: T201 - what the suite reads


if __name__ == "__main__":
    main(Path(sys.argv[1]))
