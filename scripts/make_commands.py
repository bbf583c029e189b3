"""Write docs/commands.md from the program itself.

Usage: python scripts/make_commands.py [--check]

With `--check` nothing is written, and the exit code is 1 where the file is not what the program says.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pages import bring_up_to_date

from storyforge.checks import CHECKS
from storyforge.cli import COMMANDS
from storyforge.cli.app import load

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"

HEAD = """\
# Commands

This page is written by the program (`make docs`); the same is said by `storyforge COMMAND --help`.

Every command works on the story in the current folder, or in `DIR` with `storyforge -C DIR COMMAND`. With `--json` a
command prints one JSON object, or one a line while it works; an error is one object with `error`, `message`, `hint`,
`path`, `line`, `column` and `exit`.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | it failed: git, the disk, a provider |
| 2 | the request or a file is wrong |
| 3 | a gate is closed: something must be locked or decided first, or guidance is missing |
| 4 | over the budget |
| 70 | a fault of the program; a log ready to paste is written |
| 130 | interrupted |
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD, "| command | |\n|---|---|"]
    parts += [f"| [`{name}`](#{name}) | {about} |" for name, (_, about) in COMMANDS.items()]
    for name in COMMANDS:
        parts += ["", *command(name)]
    parts += ["", "## The checks", "", "What `storyforge check` runs, in this order.", "", "| check | |", "|---|---|"]
    parts += [f"| `{name}` | {(CHECKS.load(name).__doc__ or '').partition(chr(10))[0]} |" for name in CHECKS]
    return "\n".join(parts) + "\n"


def command(name: str) -> Iterator[str]:
    """The section of one command."""
    found = load(name)
    params = [param for param in found.params if not getattr(param, "hidden", False)]
    arguments = [param for param in params if param.param_type_name == "argument"]
    usage = " ".join(["storyforge", name, *(map(_metavar, arguments)), "[OPTIONS]"])
    yield f"## {name}"
    yield ""
    yield f"`{usage}`"
    for paragraph in (found.help or "").split("\n\n"):
        yield ""
        yield _paragraph(paragraph)
    yield ""
    yield "| | |\n|---|---|"
    for param in params:
        yield f"| {_signature(param)} | {_about(param)} |"


def _paragraph(text: str) -> str:
    """One paragraph; the commands of an example are set as code."""
    flat = " ".join(text.split())
    label, _, rest = flat.partition(": ")
    if label not in ("Example", "Examples"):
        return flat
    return f"{label}: " + "; ".join(f"`{part.strip()}`" for part in rest.split("; "))


def _metavar(param: Any) -> str:
    name = (param.metavar or param.name.upper()).strip("{}")
    return str(name) if param.required or name.startswith("[") else f"[{name}]"


def _signature(param: Any) -> str:
    if param.param_type_name == "argument":
        return f"`{_metavar(param)}`"
    names = ", ".join(f"`{name}`" for name in param.opts)
    value = "" if getattr(param, "is_flag", False) else f" {param.metavar or 'TEXT'}"
    return f"{names}{value}"


def _about(param: Any) -> str:
    about = str(param.help or "").replace("|", "\\|")
    default = param.default if isinstance(param.default, str) and param.default else ""
    return f"{about} Default: {default}." if default else about


if __name__ == "__main__":
    sys.exit(bring_up_to_date(FILE, page(), "the program", sys.argv[1:]))
