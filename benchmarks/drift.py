"""How well the drift score tells harm from what is planned: on places that its numbers were never set on.

`python benchmarks/drift.py` draws 400 pairs of neighbouring frames in unseen places, half of them harmful, scores them,
and writes `results/drift.json`; with `--places tuned` it only prints the same of the places that the numbers of
`templates/drift.toml` were set on. Asked for: an area under the curve (AUC) of at least 0.95, which is the chance that
a harmful pair scores higher than a harmless one. Kinds of harm have an AUC each, against all harmless pairs.
"""

from __future__ import annotations

import json
import multiprocessing
import platform
import statistics
import sys
import time
from collections import Counter
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from drift_pairs import HARM, pairs

from storyforge.media.drift import drift

RESULTS = Path(__file__).parent / "results" / "drift.json"
SEED, CHUNK, CHUNKS = 6, 40, 10
Row = tuple[str, bool, float, float, str, float]
"""Kind, whether harmful, score, score by blocks alone, flag, seconds."""


def auc(harmless: list[float], harmful: list[float]) -> float:
    """The chance that a harmful pair scores higher than a harmless one; ties are half a chance."""
    wins = sum((low < high) + 0.5 * (low == high) for low in harmless for high in harmful)
    return wins / len(harmless) / len(harmful)


def scored(task: tuple[int, bool]) -> list[Row]:
    """Some pairs with their scores."""
    chunk, unseen = task
    rows: list[Row] = []
    for pair in pairs(SEED + chunk, CHUNK, unseen=unseen):
        start = time.perf_counter()
        found = drift(pair.first, pair.second)
        took = time.perf_counter() - start
        rough = drift(replace(pair.first, exact=False), replace(pair.second, exact=False))
        rows.append((pair.kind, pair.harmful, found.score, rough.score, found.flag, took))
    return rows


def told(rows: list[Row]) -> dict[str, Any]:
    """What is to be said of scored pairs."""
    harmless, harmful = ([row for row in rows if row[1] is harm] for harm in (False, True))
    quiet = [row[2] for row in harmless]
    return {
        "pairs": {"harmless": len(harmless), "harmful": len(harmful)},
        "auc": round(auc(quiet, [row[2] for row in harmful]), 4),
        "auc_by_kind": {
            kind: round(auc(quiet, [row[2] for row in harmful if row[0] == kind]), 3)
            for kind in HARM
            if any(row[0] == kind for row in harmful)
        },
        "flagged": {
            "harmless": dict(Counter(row[4] or "nothing" for row in harmless)),
            "harmful": dict(Counter(row[4] or "nothing" for row in harmful)),
        },
        "median_score": {
            "harmless": statistics.median(quiet),
            "harmful": statistics.median(row[2] for row in harmful),
        },
        "auc_by_blocks_alone": round(auc([row[3] for row in harmless], [row[3] for row in harmful]), 4),
        "milliseconds_a_pair": round(1000 * statistics.median(row[5] for row in rows)),
    }


def main() -> None:
    """Measure, print, and write what was measured on unseen places."""
    unseen = "tuned" not in sys.argv
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        rows = [row for chunk in pool.map(scored, [(n, unseen) for n in range(CHUNKS)], 1) for row in chunk]
    found = told(rows)
    print(json.dumps(found, indent=2))
    if unseen:
        versions = {name: version(name) for name in ("storyforge", "numpy", "pillow")}
        about = {"seed": SEED, "places": "unseen", "python": platform.python_version(), **versions}
        RESULTS.write_text(json.dumps({**about, **found}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
