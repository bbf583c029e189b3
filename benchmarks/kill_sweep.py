"""Kills a run of forty shots at every kind of boundary, goes on, finishes it, and looks whether anything was lost.

`python benchmarks/kill_sweep.py [--each 13] [--processes 2] [--minutes 60] [--folder /dev/shm]` writes
`results/kill_sweep.json`. The points are spread evenly over all boundaries of each kind, and each is tried with `save`
and with `run` as the next command. Pictures and clips are bought from a shop in a process of its own, which counts
what it sold. The kinds are in `tests/sweep/boundaries.py`, what is looked at in `tests/sweep/looking.py`.

Asked for: at least 500 points; jobs with an id never bought twice and never lost; of calls that answer at once never
more in doubt than were in flight, each listed, none sent again without a word; `git fsck` and `git status` clean; no
edit of the author's invented or lost; the final tree that of the undisturbed run. Builds that are broken on purpose
must fail it.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import platform
import sys
import time
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.sweep import film
from tests.sweep.boundaries import ANY, FAMILIES, KINDS
from tests.sweep.broken import BROKEN
from tests.sweep.forks import Counts, adopt_orphans
from tests.sweep.points import BREAKS, spread
from tests.sweep.sweep import Ground, Point, Result

if TYPE_CHECKING:
    from tests.sweep.sweep import Course

RESULT = Path(__file__).parent / "results" / "kill_sweep.json"


_ground: Ground
_course: Course
_end = 0.0


def _begin(ground: Ground, course: Course, end: float) -> None:
    global _ground, _course, _end
    _ground, _course, _end = replace(ground, counts=Counts()), course, end
    adopt_orphans()


def _try(numbered: tuple[int, Point]) -> list[Result]:
    number, point = numbered
    return _ground.trials(f"trial-{number}", point, _course) if time.monotonic() < _end else []


def sweep(ground: Ground, course: Course, points: list[Point], processes: int, minutes: float) -> list[Result]:
    """Try all points, in as many processes, until the time is up; says how far it is."""
    around = multiprocessing.get_context("fork")
    end = time.monotonic() + 60 * minutes
    found: list[Result] = []
    with around.Pool(processes, _begin, (ground, course, end)) as pool:
        for results in pool.imap_unordered(_try, enumerate(points)):
            found += results
            for result in results:
                for problem in result.problems if not result.point.broken else ():
                    print(f"\n{result.point}: {problem}", file=sys.stderr)
            print(f"\r{len(found)} of {2 * len(points)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def table(results: list[Result]) -> dict[str, dict[str, Any]]:
    """Kind -> how many points, how many were killed there, calls in flight and in doubt, problems."""
    rows: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        rows[result.point.kind].append(result)
    return {
        kind: {
            "family": next(family for family, kinds in FAMILIES.items() if kind in kinds),
            "points": len({result.point.count for result in rows[kind]}),
            "trials": len(rows[kind]),
            "killed": sum(result.killed for result in rows[kind]),
            "in flight": sum(result.in_flight for result in rows[kind]),
            "in doubt": sum(result.doubts for result in rows[kind]),
            "problems": sum(bool(result.problems) for result in rows[kind]),
        }
        for kind in KINDS
        if kind in rows
    }


def summary(results: list[Result], broken: list[Result], course: Course, seconds: float) -> dict[str, Any]:
    """What is written down."""
    rows = table(results)
    words = sum((result.resolved for result in results), Counter[str]())
    return {
        "python": platform.python_version(),
        "shots": film.SHOTS,
        "bought by the undisturbed run": len(course.bought),
        "boundaries of the undisturbed run": sum(course.counts.values()),
        "kinds": len(rows),
        "kinds never reached": [kind for kind in KINDS if kind != ANY and not course.counts[kind]],
        "changes of files that are of no kind": course.unlisted,
        "points": sum(row["points"] for row in rows.values()),
        "trials": len(results),
        "killed": sum(result.killed for result in results),
        "in flight": sum(result.in_flight for result in results),
        "in doubt": sum(result.doubts for result in results),
        "most in doubt at once": max((result.doubts for result in results), default=0),
        "resolved": dict(sorted(words.items())),
        "trials with problems": [
            {"kind": r.point.kind, "count": r.point.count, "then": r.point.then, "problems": r.problems}
            for r in results
            if r.problems
        ],
        "broken builds": {
            name: {
                "trials": len(mine := [result for result in broken if result.point.broken == name]),
                "found": sum(bool(result.problems) for result in mine),
                "as": sorted({problem.split(":")[0] for result in mine for problem in result.problems})[:6],
            }
            for name in BROKEN
        },
        "minutes": round(seconds / 60, 1),
        "table": rows,
    }


def main() -> None:
    """Prepare a story, run it undisturbed, try all points, write the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=13, help="points of each kind")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=600)
    parser.add_argument("--folder", type=Path, help="where to work; a file system in memory is quickest")
    given = parser.parse_args()
    start = time.monotonic()
    with TemporaryDirectory(dir=given.folder) as temporary:
        base = Path(temporary)
        film.isolated(base / "home")
        (base / "work").mkdir()
        shots = film.prepare(base / "prepared")
        assert shots == film.SHOTS, f"{shots} shots"
        with film.shop(base / "books") as address:
            ground = Ground(base / "prepared", base / "work", address, base / "books", Counts())
            ground.warm()
            course = ground.undisturbed()
            points = [
                Point(kind, count)
                for row in zip(*spread(course, given.each).values(), strict=True)
                for kind, count in row
                if count
            ]
            broken = sweep(
                ground,
                course,
                [replace(point, broken=name) for name, row in BREAKS.items() for point in row],
                given.processes,
                600,
            )
            results = sweep(ground, course, points, given.processes, given.minutes)
    said = {"points chosen": len(points), **summary(results, broken, course, time.monotonic() - start)}
    RESULT.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    for kind, row in said["table"].items():
        print(f"{kind:38}{row['points']:4} points{row['in doubt']:6} in doubt{row['problems']:4} problems")
    print({name: said[name] for name in ("points", "trials", "killed", "in flight", "in doubt", "broken builds")})
    missed = said["kinds never reached"] or said["changes of files that are of no kind"]
    unfound = [name for name, row in said["broken builds"].items() if not row["found"]]
    sys.exit(1 if said["trials with problems"] or missed or unfound else 0)


if __name__ == "__main__":
    main()
