"""`storyforge assist do`: what is said in plain words, as the commands that do it; run on yes, in this process."""

from __future__ import annotations

import io
import json
import shlex
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from storyforge.cli import COMMANDS
from storyforge.cli.table import fill, paint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from storyforge.pipeline.session import Session
    from storyforge.tasks.assist import CommandTold, Step

_HIDDEN = ("completion", "schema", "new")
"""Commands that are not about a story as it is."""
_DELETES = (("beat", "remove"), ("timeline", "delete"), ("style", "remove"))
_SWITCHES = (("timeline", "new"), ("timeline", "switch"))
GATE = 3


@dataclass(frozen=True, slots=True)
class Planned:
    """A command that was checked: its words, what it does, and why it is not run on a mere yes."""

    words: tuple[str, ...]
    does: str
    marks: tuple[str, ...] = ()
    spends: bool = False

    @property
    def line(self) -> str:
        """As it is typed."""
        return shlex.join(["storyforge", *self.words])


def do(folder: Path, text: str, spending: dict[str, Any], *, yes: bool, dry: bool, as_json: bool) -> None:
    """Say which commands do what is said; run them with `--yes`, or after a yes at a terminal."""
    from storyforge.cli.run import Teller
    from storyforge.pipeline.assisting.wishing import wished
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session

    session = Session.open(folder)
    request = Request("script", only=True, dry=dry, **spending)
    found = wished(session, text, told(), request, Teller(as_json).tell)
    if found.answer is None:
        if as_json:
            print(json.dumps({"steps": None, "by": found.by, "cost": found.cost.plain()}))
        else:
            print(f"{found.by} would be asked, for at most {found.cost.words()}; nothing was asked or written.")
        return
    planned = [_planned(step, session, text, spending) for step in found.answer.steps]
    if not as_json:
        _show(planned)
    _refuse_unclear(text, found.answer.unclear, planned)
    ran, code = ([], 0) if dry else _run(folder, planned, yes=yes, limit=bool(spending["max_cost"]), quiet=as_json)
    if as_json:
        steps = [{"command": list(p.words), "does": p.does, "marks": list(p.marks)} for p in planned]
        print(json.dumps({"steps": steps, "by": found.by, "cost": found.cost.plain(), "ran": ran}, ensure_ascii=False))
    if code:
        raise typer.Exit(code)


def told() -> list[CommandTold]:
    """The commands as whoever understands words is told them, from the command line itself."""
    from storyforge.cli.app import load
    from storyforge.tasks.assist import CommandTold

    found = []
    for name, (_, about) in COMMANDS.items():
        if name in _HIDDEN:
            continue
        command = load(name)
        context = command.make_context(name, [], resilient_parsing=True)
        options = [opt for param in command.params if param.param_type_name == "option" for opt in param.opts]
        usage = " ".join(command.get_usage(context).partition("Usage: ")[2].split())
        found.append(CommandTold(name=name, about=about, usage=usage, options=tuple(options)))
    return found


def _planned(step: Step, session: Session, text: str, spending: dict[str, Any]) -> Planned:
    """A command that the program takes as it stands; raises NotUnderstoodError for any other."""
    from typer._click.exceptions import ClickException

    from storyforge.cli.app import load
    from storyforge.errors import NotUnderstoodError

    words = step.arguments
    if not words or words[0] not in COMMANDS or words[0] in _HIDDEN or words[:2] == ("assist", "do"):
        raise NotUnderstoodError(text, f"there is no command {words[0] if words else ''}.")
    command = load(words[0])
    try:
        command.make_context(words[0], list(words[1:]))
    except ClickException as error:
        raise NotUnderstoodError(text, error.format_message()) from None
    paid = _paid(words, session) if any("--max-cost" in param.opts for param in command.params) else []
    most = spending["max_cost"]
    costs = [f"may cost: {', '.join(paid)}"] if paid else []
    marks = (*costs, *_moves(words))
    if paid and most is not None and "--max-cost" not in words:
        words = (*words, "--max-cost", f"{most.amount}{most.currency}")
    return Planned(words, step.does, marks, bool(paid))


def _paid(words: Sequence[str], session: Session) -> list[str]:
    """Who may take money for a command; nobody for what is done with beats as they are, and for what only reads."""
    from storyforge.pipeline.assisting.wishing import payees

    free = (*((("beat", act)) for act in ("move", "remove", "swap", "edit")), ("assist", "next"))
    return [] if tuple(words[:2]) in free else payees(session, words[0])


def _moves(words: Sequence[str]) -> list[str]:
    found = ["deletes"] if tuple(words[:2]) in _DELETES else []
    if tuple(words[:2]) in _SWITCHES or "--timeline" in words:
        found.append("goes to another timeline")
    return found


def _show(planned: Sequence[Planned]) -> None:
    for step in planned:
        print(paint(step.line, "bold"))
        print(fill(step.does, "     "))
        for mark in step.marks:
            print(paint(f"     ! {mark}", "yellow"))


def _refuse_unclear(text: str, unclear: str, planned: Sequence[Planned]) -> None:
    from storyforge.errors import NotUnderstoodError

    if unclear or not planned:
        understood = f" Understood: {'; '.join(step.line for step in planned)}." if planned else ""
        raise NotUnderstoodError(text, f"{unclear or 'no command does that.'}{understood}")


def _run(
    folder: Path, planned: Sequence[Planned], *, yes: bool, limit: bool, quiet: bool
) -> tuple[list[dict[str, Any]], int]:
    """What was run and what came of it; stops at the first that fails. Asks only at a terminal."""
    asked = not yes and not quiet and sys.stdin.isatty() and sys.stdout.isatty()
    if not yes and not asked:
        return [], 0
    if asked and not typer.confirm("Run it?" if len(planned) == 1 else "Run them?", default=False):
        return [], 0
    ran: list[dict[str, Any]] = []
    for step in planned:
        held = "" if asked else _held(step, limit=limit)
        if held:
            if not quiet:
                print(f"Not run: {step.line}\n     {held}")
            return ran, GATE
        code, output = _one(folder, step, quiet=quiet)
        ran.append({"command": list(step.words), "exit": code, **({"output": output} if quiet else {})})
        if code:
            return ran, code
    return ran, 0


def _held(step: Planned, *, limit: bool) -> str:
    """Why `--yes` alone does not run a command."""
    if step.spends and not limit:
        return "It may cost money: say how much at most, --max-cost AMOUNT."
    moves = [mark for mark in step.marks if not mark.startswith("may cost")]
    return f"It {moves[0]}: type it yourself, or say yes at a terminal." if moves else ""


def _one(folder: Path, step: Planned, *, quiet: bool) -> tuple[int, str]:
    """Run one command in this process, by a list of words, never through a shell."""
    from storyforge.cli.main import run

    arguments = ["-C", str(folder), *step.words]
    if not quiet:
        print(paint(f"\n$ {step.line}", "dim"), flush=True)
        return run(arguments), ""
    heard = io.StringIO()
    with redirect_stdout(heard):
        code = run(arguments)
    return code, heard.getvalue()
