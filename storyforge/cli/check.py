"""`storyforge check`: faults in the story's files."""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated

import typer

from storyforge.cli.options import Json

if TYPE_CHECKING:
    from storyforge.model.finding import Finding

_COLOURS = {"error": "red", "warning": "yellow", "note": "dim"}


def check(
    ctx: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[CHECK]...", help="Run these checks only; else all.")
    ] = None,
    every: Annotated[bool, typer.Option("--list", help="List the checks.")] = False,
    by_name: Annotated[bool, typer.Option("--names", help="With the name of each finding, for accept.")] = False,
    as_json: Json = False,
) -> None:
    """Look for faults in the story's files.

    Hand edits are checked before they are saved, and a file that can't be read is a finding too. The exit code is 2
    where there is an error; warnings and notes alone are no failure, nor is what you live with (storyforge accept).

    Examples: storyforge check; storyforge check speech_fits axis_flip; storyforge check --json
    """
    from storyforge.checks import findings
    from storyforge.pipeline.session import Session

    if every:
        _list(as_json)
        return
    found = findings(Session.open(ctx.obj).story, names or ())
    if as_json:
        counts = {severity: sum(f.severity == severity and not f.waived for f in found) for severity in _COLOURS}
        print(json.dumps({"findings": [finding.as_json() for finding in found], "counts": counts}, ensure_ascii=False))
    else:
        _print([finding for finding in found if not finding.waived], names=by_name)
        _print_waived([finding for finding in found if finding.waived])
    if any(finding.severity == "error" and not finding.waived for finding in found):
        raise typer.Exit(2)


def _list(as_json: bool) -> None:
    from storyforge.checks import CHECKS
    from storyforge.cli.table import table

    about = {name: (CHECKS.load(name).__doc__ or "").partition("\n")[0] for name in CHECKS}
    print(json.dumps(about) if as_json else table(list(about.items())))


def _print(found: list[Finding], *, names: bool) -> None:
    from storyforge.cli.table import paint

    # What helps several faults in a row is said once, behind the last of them.
    for finding, following in zip_longest(found, found[1:]):
        name = f"  {paint(finding.name, 'cyan')}" if names else ""
        print(f"{finding.place}: {paint(finding.severity, _COLOURS[finding.severity])}: {finding.message}{name}")
        if finding.hint and not (following and following.hint == finding.hint):
            print(paint(f"  {finding.hint}", "dim"))
    counts = [_counted(sum(f.severity == severity for f in found), severity) for severity in _COLOURS]
    print(", ".join(filter(None, counts)) or "No faults found.")


def _print_waived(found: list[Finding]) -> None:
    from storyforge.cli.table import paint

    for finding in found:
        print(paint(f"accepted: {finding.place}: {finding.message} ({finding.waived})", "dim"))


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}" if count else ""
