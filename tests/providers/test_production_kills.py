"""The sweep of killed productions on one scene: real processes, killed while they buy, and what was sold in the end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SWEEP = Path(__file__).parent.parent.parent / "benchmarks" / "production_kills.py"


def test_killed_three_times_nothing_is_bought_twice_or_lost(tmp_path: Path) -> None:
    out = tmp_path / "told.json"
    given = ["--kills", "3", "--scenes", "1", "--seed", "7", "--out", str(out)]
    ran = subprocess.run([sys.executable, str(SWEEP), *given], capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    told = json.loads(out.read_text("utf-8"))
    assert (told["kills"], told["with problems"]) == (3, 0)
    assert told["undisturbed"]["sold"] > 10
    for trial in told["trials"]:
        assert trial["sold"] == told["undisturbed"]["sold"] + trial["resubmitted"]
        assert trial["doubts"] <= trial["out"] <= 16
