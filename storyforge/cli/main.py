"""Errors to exit codes: 0 done, 1 failed, 2 wrong, 3 gate, 4 budget, 130 interrupted, 70 our own fault."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import typer
from typer._click.exceptions import ClickException, NoArgsIsHelpError, UsageError
from typer.main import get_command

from storyforge.cli import COMMANDS, ELSEWHERE, LATER, later, options
from storyforge.cli.app import app
from storyforge.errors import DiskError, RequestError, StoryforgeError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

WRONG = 2
INTERRUPTED = 130
OUR_FAULT = 70


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns the exit code. Prints errors as two lines, or as one object with `--json`."""
    options.typed = tuple(arguments)
    try:
        result = get_command(app).main(list(arguments), prog_name="storyforge", standalone_mode=False)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - whatever happens ends in one place
        try:
            return _ended_by(error, arguments)
        except BrokenPipeError as gone:
            return _ended_by(gone, arguments)
    # Ctrl-C within a command comes back as its result.
    return _interrupted() if result == INTERRUPTED else result if isinstance(result, int) else 0


def _interrupted() -> int:
    print("\nInterrupted. What was committed stays; what was not is as it was.", file=sys.stderr)
    return INTERRUPTED


def _ended_by(error: BaseException, arguments: Sequence[str]) -> int:
    match error:
        case typer.Exit():
            code = int(error.exit_code)
        case NoArgsIsHelpError():
            print(error.format_message())
            code = WRONG
        case KeyboardInterrupt() | typer.Abort():
            code = _interrupted()
        case BrokenPipeError():
            # Whoever read our output has gone; nothing more can be said to them.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 1
        case _:
            known = _as_known(error)
            code = _tell(known, "--json" in arguments) if known else _our_fault(error)
    return code


def _as_known(error: BaseException) -> StoryforgeError | None:
    """The error as one that a user can mend, or None for a fault of ours."""
    match error:
        case StoryforgeError():
            return error
        case UsageError() if (word := _unknown_command(error)) in LATER:
            return later(word)
        case UsageError():
            return RequestError(error.format_message(), _usage_hint(error))
        case ClickException():
            return RequestError(error.format_message(), "See: storyforge --help")
        case OSError():
            return DiskError(str(error.filename or "."), error.strerror or str(error))
        case _:
            return None


def _tell(error: StoryforgeError, as_json: bool) -> int:
    if as_json:
        print(json.dumps(error.as_json(), ensure_ascii=False))
    else:
        print(f"error: {error}", file=sys.stderr)
        if error.hint:
            print(f"hint: {error.hint}", file=sys.stderr)
    return error.exit


def _usage_hint(error: UsageError) -> str:
    name = error.ctx.info_name if error.ctx else None
    if (word := _unknown_command(error)) in ELSEWHERE:
        return f"That is: storyforge {ELSEWHERE[word]}"
    if word:
        return did_you_mean(word, COMMANDS) or "See the commands: storyforge --help"
    return f"See: storyforge {name} --help" if name and name != "storyforge" else "See: storyforge --help"


def _unknown_command(error: UsageError) -> str:
    said = error.format_message()
    return said.partition("'")[2].partition("'")[0] if "No such command" in said else ""


def _our_fault(error: BaseException) -> int:
    from storyforge.cli.fault import write_log

    print(f"error: storyforge itself failed: {type(error).__name__}: {error}", file=sys.stderr)
    print(f"hint: Your files are as they were. The details, ready to paste, are in {write_log(error)}", file=sys.stderr)
    return OUR_FAULT
