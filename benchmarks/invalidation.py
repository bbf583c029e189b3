"""Judges invalidation by the oracle of the tests, over many random edits: is bought again what must be, and no more?

`python benchmarks/invalidation.py [EDITS [FIRST_SEED]]` writes `results/invalidation.json`: edits (2,000 unless said
otherwise, half of them on each of two stories), how many of them ask for anything, how many agree both ways, seconds
for one, on the wall and of the processor. Every disagreement is printed with its seed.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from storyforge import __version__  # noqa: E402 - the tests' helpers are found beside this folder
from storyforge.pipeline.create import create  # noqa: E402
from storyforge.pipeline.inputs import Wanted  # noqa: E402
from storyforge.pipeline.request import Request  # noqa: E402
from storyforge.pipeline.run import Runner  # noqa: E402
from storyforge.pipeline.session import Session  # noqa: E402
from storyforge.providers import IMAGE, VIDEO  # noqa: E402
from tests.pipeline.judging import Court, with_media  # noqa: E402

RESULT = Path(__file__).parent / "results" / "invalidation.json"
SCRIPTS = ("kettle", "ferry")
EDITS = 2000


def court(script: str, folder: Path) -> Court:
    """A story with all its media, in memory."""
    made = create(Wanted(folder / script, "screenplay", ROOT / "tests" / f"{script}.fountain"))
    assert made.commits
    outcome = Runner(Session.open(folder / script), Request("prompts", auto=True), lambda _: None).run()
    assert outcome.stopped is None, outcome.stopped
    return Court(with_media(Session.open(folder / script).story))


def judged(court: Court, seeds: range) -> dict[str, Any]:
    """How the edits of one story came out."""
    agree = asks = 0
    start, worked = time.perf_counter(), time.process_time()
    for seed in seeds:
        verdict = court.judge(seed)
        agree += verdict.agrees
        asks += bool(verdict.wanted)
        if not verdict.agrees:
            print(verdict, flush=True)
    return {
        "scenes": len(court.story.scenes),
        "requests": len(court.before),
        "edits": len(seeds),
        "that_ask_for_something": asks,
        "agree": agree,
        "seconds_each": round((time.perf_counter() - start) / len(seeds), 3),
        "processor_seconds_each": round((time.process_time() - worked) / len(seeds), 3),
        "kinds": dict(sorted(court.kinds.items())),
    }


def machine() -> dict[str, Any]:
    """What it was measured with."""
    return {
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "pydantic": version("pydantic"),
        "python": platform.python_version(),
        "storyforge": __version__,
        "system": sys.platform,
    }


def main() -> None:
    """Judge, write the result, print it."""
    edits = int(sys.argv[1]) if len(sys.argv) > 1 else EDITS
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    IMAGE.table["scripted"] = "tests.pipeline.scripted_media:ScriptedArtist"
    VIDEO.table["scripted"] = "tests.pipeline.scripted_media:ScriptedCamera"
    result: dict[str, Any] = {"with": machine(), "first_seed": first}
    share = edits // len(SCRIPTS)
    with tempfile.TemporaryDirectory() as folder:
        for row, script in enumerate(SCRIPTS):
            result[script] = judged(court(script, Path(folder)), range(first + row * share, first + (row + 1) * share))
    result["edits"] = sum(result[script]["edits"] for script in SCRIPTS)
    result["agree"] = sum(result[script]["agree"] for script in SCRIPTS)
    text = json.dumps(result, indent=1, ensure_ascii=False) + "\n"
    if edits >= EDITS:
        RESULT.write_text(text, encoding="utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
