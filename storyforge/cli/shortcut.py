"""`status` and a `run` with nothing to do, past the parser: in their plain forms, where the answer is known already.

Everything else, and everything that goes wrong, is for the parser and the commands themselves.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Answer = Callable[[], None]

_STATUS = {"--json", "--all"}
_RUN = {"--json", "--auto", "--outdated", "--dry-run"}


def answered(arguments: Sequence[str]) -> int | None:
    """The exit code, where the answer was printed; None where nothing was."""
    # One short look at many small things that all stay: there is nothing to collect.
    gc.disable()
    try:
        answer = _answer(list(arguments))
    except Exception:  # noqa: BLE001 - whatever it is, the command itself will meet it, and say it as it says all
        answer = None
    if answer is None:
        gc.enable()
        return None
    try:
        answer()
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def _answer(arguments: list[str]) -> Answer | None:
    """What prints the answer; None where this is no plain form, or where the answer is not known."""
    folder = Path()
    if len(arguments) > 2 and arguments[0] == "-C":
        folder, arguments = Path(arguments[1]), arguments[2:]
    name, *rest = arguments or [""]
    options = {word for word in rest if word.startswith("-")}
    words = [word for word in rest if not word.startswith("-")]
    if len(words) > 1 or len(options) + len(words) < len(rest):
        return None
    if name == "status" and options <= _STATUS:
        return _status(folder, words, options)
    if name == "run" and options <= _RUN:
        return _run(folder, words, as_json="--json" in options)
    return None


def _status(folder: Path, words: list[str], options: set[str]) -> Answer | None:
    from storyforge.cli import status_text
    from storyforge.pipeline.freshness.verdict import recall_scene
    from storyforge.repo import snapshot
    from storyforge.reports.glance import told, with_calls

    seen, as_json = snapshot(folder), "--json" in options
    if words:
        scene = recall_scene(seen, words[0])
        return (lambda: status_text.print_scene(scene, as_json)) if scene else None
    report = told(seen)
    if report is None:
        return None
    whole = with_calls(report, seen)
    return lambda: status_text.print_report(whole, "--all" in options, as_json)


def _run(folder: Path, words: list[str], *, as_json: bool) -> Answer | None:
    from storyforge.reports.glance import nothing_to_do
    from storyforge.stages import BY_NAME

    upto = words[0] if words else ""
    known = (not words or upto in BY_NAME) and nothing_to_do(folder, upto)
    return (lambda: finish_quietly(as_json)) if known else None


def finish_quietly(as_json: bool) -> None:
    """Say that there was nothing to do."""
    if as_json:
        free = {"amount": "0", "currency": "USD"}
        counts = {"made": [], "skipped": 0, "commits": [], "cost": free, "kept": free, "calls": 0}
        print(json.dumps({"event": "summary", **counts, "seconds": 0.0}))
    else:
        print("Nothing to do: everything is made, locked and current.")
