"""`storyforge run`, and what all stage commands share: run stages, show progress, print events."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import (
    AllowTodo,
    Auto,
    Detach,
    DryRun,
    Json,
    Scenes,
    StrictInputs,
    Timeline,
    spends,
)
from storyforge.cli.table import paint
from storyforge.model.counted import counted
from storyforge.model.timing import clock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from storyforge.model.money import Cost
    from storyforge.pipeline.request import Outcome, Request
    from storyforge.pipeline.session import Session


@spends
def run(
    ctx: typer.Context,
    stage: Annotated[str | None, typer.Argument(metavar="[STAGE]", help="The last stage to make; else all.")] = None,
    scene: Scenes = None,
    auto: Auto = False,
    outdated: Annotated[bool, typer.Option("--outdated", help="Also make again what is outdated.")] = False,
    timeline: Timeline = None,
    allow_todo: AllowTodo = False,
    strict_inputs: StrictInputs = False,
    detach: Detach = False,
    dry_run: DryRun = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Make everything that is missing, up to a stage; each stage is one commit.

    Without --auto it makes the next stage as a draft and stops at the gate: read it, lock it, run again.
    """
    from storyforge.cli import LATER, later
    from storyforge.cli.shortcut import finish_quietly
    from storyforge.reports.glance import nothing_to_do
    from storyforge.stages import row

    if stage in LATER:
        raise later(stage)
    upto = row(stage).name if stage else ""
    if detach:
        go_on_alone(ctx.obj, as_json)
        return
    if not scene and not timeline and not spending["providers"] and nothing_to_do(ctx.obj, upto):
        finish_quietly(as_json)
        return
    from storyforge.pipeline.request import Request

    execute(
        ctx.obj,
        Request(
            upto,
            scenes=tuple(scene or ()),
            auto=auto,
            outdated=outdated,
            dry=dry_run,
            timeline=timeline or "",
            allow_gaps=allow_todo,
            strict=strict_inputs,
            **spending,
        ),
        as_json,
    )


def providers(given: list[str] | None) -> dict[str, str]:
    """Kind -> provider of `--with KIND=NAME[:MODEL]`; raises RequestError, UnknownNameError."""
    from storyforge.errors import RequestError
    from storyforge.providers import EMBEDDING, IMAGE, SPEECH, TEXT, VIDEO

    kinds = {"text": TEXT, "image": IMAGE, "video": VIDEO, "speech": SPEECH, "embedding": EMBEDDING}
    found = {}
    for entry in given or ():
        kind, _, name = entry.partition("=")
        if kind not in kinds or not name:
            raise RequestError(f'"--with {entry}" is not KIND=PROVIDER.', f"Kinds: {', '.join(kinds)}.")
        first = name.partition(":")[0]
        if first != "auto" or kind not in ("image", "video"):
            kinds[kind].load(first)
        found[kind] = name
    return found


def execute(folder: Path, request: Request, as_json: bool, *, sheets: bool = True) -> None:
    """Run stages and print what happens; exits 3 at a gate, 1 where a scene failed, 4 where a budget did not reach.

    Where scenes failed, the gate behind them says nothing new. `sheets` says how a storyboard's come about.
    """
    from storyforge.pipeline.detaching import followed, how_it_ended, tell_if_long
    from storyforge.pipeline.run import Runner
    from storyforge.pipeline.session import Session

    start = time.monotonic()
    teller = Teller(as_json, sheets=sheets)
    session = Session.open(folder)
    with followed(session, teller.tell) as following:
        outcome = Runner(session, request, following.tell if following else teller.tell).run()
        remember(session)
        if following:
            state, code, message, hint = how_it_ended(outcome)
            following.ends(state, code, message=message, hint=hint, cost=outcome.cost.words())
        else:
            seconds = time.monotonic() - start
            tell_if_long(session, outcome, f"storyforge {request.upto}".strip(), seconds, teller.tell)
    teller.summary(outcome, time.monotonic() - start, request)
    if outcome.failed:
        raise typer.Exit(max(error.exit for error in outcome.failed.values()))
    if outcome.stopped:
        raise outcome.stopped


def go_on_alone(folder: Path, as_json: bool) -> None:
    """Begin what was typed in a process of its own, and say how to look at it."""
    from storyforge.cli import options
    from storyforge.pipeline.detaching import detach
    from storyforge.repo import Repository

    state = detach(Repository.open(folder).common_dir, [word for word in options.typed if word != "--detach"])
    if as_json:
        print(json.dumps({"run": state.run, "log": state.log}))
        return
    print(f"Run {state.run} goes on by itself, also after you log out.")
    print(f"Look at it: storyforge jobs watch {state.run}; end it: storyforge jobs cancel {state.run}")
    print(f"What it prints is in {state.log}")


def remember(session: Session) -> None:
    """Leave a verdict behind, so that the next command is quick; only where nobody has written anything meanwhile."""
    from storyforge.model.kinds import is_ours
    from storyforge.pipeline.freshness import verdict
    from storyforge.pipeline.freshness.basing import keep_base
    from storyforge.pipeline.freshness.state import state_of
    from storyforge.repo import snapshot
    from storyforge.reports.status import status

    seen = snapshot(session.repository.root)
    if seen.head == session.parent and not any(is_ours(change.path) for change in seen.dirty):
        session.dirty = ()
        state = state_of(session.story.summaries, session.story.records)
        verdict.remember(seen, status(session, state))
        keep_base(seen, session.story, state)


NOTES = 3
_WORTH_SAYING = 0.1
"""Seconds from which on it is said how long a stage took."""


class Teller:
    """Prints the events of a run: a line a stage, progress on a terminal; or one JSON object a line."""

    def __init__(self, as_json: bool, *, sheets: bool = True) -> None:
        self.as_json = as_json
        self.sheets = sheets
        self.live = sys.stderr.isatty() and not as_json
        self.timed = sys.stdout.isatty()
        self.start = time.monotonic()
        self.step, self.steps = 1, 1

    def tell(self, event: dict[str, Any]) -> None:
        """Print one event."""
        if not self.as_json:
            getattr(self, f"_{event['event']}", lambda _: None)(event)
        elif event["event"] not in ("progress", "begin", "step"):
            print(json.dumps(event, ensure_ascii=False), flush=True)

    def _step(self, event: dict[str, Any]) -> None:
        self.step, self.steps = event["step"], event["of"]

    def _progress(self, event: dict[str, Any]) -> None:
        self._live(self._far(event["task"], event["done"], event["total"]))

    def _begin(self, event: dict[str, Any]) -> None:
        count = f": {counted(len(event['scenes']), 'scene')}" if event["scenes"] else ""
        self._live(self._far(f"{event['stage']}{count}", 0, 0))

    def _far(self, what: str, done: int, total: int) -> str:
        """`frames 7/12   96 %   0:14`: what is being made, how far the whole run is, and since when."""
        share = (self.step - 1 + done / max(total, 1)) / self.steps
        pieces = f"{what} {done}/{total}" if total else f"{what} …"
        return f"{pieces}   {min(100, int(100 * share))} %   {clock(time.monotonic() - self.start)}"

    def _made(self, event: dict[str, Any]) -> None:
        took = f"  {event['seconds']:.1f} s" if self.timed and event.get("seconds", 0) >= _WORTH_SAYING else ""
        self._line(f"{event['stage']:<10} {event['subject']}{paint(took, 'dim') if took else ''}")
        for note in event["notes"][:NOTES]:
            self._line(f"           {note}")
        if len(event["notes"]) > NOTES:
            self._line(f"           … and {len(event['notes']) - NOTES} more: storyforge check")

    def _timeline(self, event: dict[str, Any]) -> None:
        self._line(f"timeline   {event['timeline']}, begun here")

    def _saved(self, _event: dict[str, Any]) -> None:
        self._line("edits      recorded as they were made by hand")

    def _impact(self, event: dict[str, Any]) -> None:
        from storyforge.cli.views_impact import short

        for line in short(event):
            self._line(line)

    def _would(self, event: dict[str, Any]) -> None:
        count = f", {counted(len(event['scenes']), 'scene')}" if event["scenes"] else ""
        files = "its files" if "*" in event["artifacts"] else counted(len(event["artifacts"]), "file")
        self._line(f"{event['stage']:<10} would be made: {files}{count}")

    def _route(self, event: dict[str, Any]) -> None:
        self._line(f"{event['stage']:<10} by {event['by']}: {event['reason']}")

    def _price(self, event: dict[str, Any]) -> None:
        calls = counted(event["calls"], "call") if event["calls"] else "how many calls is not known yet"
        amount, currency = event["cost"]["amount"], event["cost"]["currency"]
        known = f"at most {amount} {currency}" if amount is not None else "at a price that is not known"
        self._line(f"           by {event['by']}: {calls}, {known}")

    def _warning(self, event: dict[str, Any]) -> None:
        self._line(f"warning: {event['message']}", sys.stderr)

    def _failed(self, event: dict[str, Any]) -> None:
        self._line(f"error: {event['message']}\nhint: {event['hint']}", sys.stderr)

    def _live(self, text: str) -> None:
        if self.live:
            print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)

    def _line(self, text: str, file: Any = None) -> None:
        if self.live:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
        print(text, file=file or sys.stdout, flush=True)

    def summary(self, outcome: Outcome, seconds: float, request: Request) -> None:
        """Print what a run came to."""
        if self.as_json:
            counts = {"made": outcome.made, "skipped": outcome.skipped, "commits": outcome.commits}
            money = {"cost": outcome.cost.plain(), "kept": outcome.kept.plain(), "calls": outcome.calls}
            board = {"storyboard": board} if (board := outcome.storyboard) else {}
            print(json.dumps({"event": "summary", **counts, **money, "seconds": round(seconds, 3), **board}))
            return
        if request.dry:
            written = f"All of it {_price(outcome.cost, 'at most ')}; nothing was written."
            self._line(written if outcome.made else "Nothing would be made.")
        elif outcome.made:
            files, commits = counted(len(outcome.made), "file"), counted(len(outcome.commits), "commit")
            calls = f" and {counted(outcome.calls, 'call')}" if outcome.calls else ""
            self._line(f"{files} in {commits}, {seconds:.1f} s, {_price(outcome.cost)}{calls}.")
        elif not outcome.stopped and not outcome.failed:
            self._line("Nothing to do: everything is made.")
        if outcome.kept.amount or outcome.kept.amount is None:
            price = outcome.kept.words() if outcome.kept.amount else "at an unknown price"
            self._line(f"Kept for the next run: what was bought for scenes that failed, {price} (storyforge jobs).")
        if outcome.storyboard and not request.dry:
            self._storyboard(outcome.storyboard)

    def _storyboard(self, board: Mapping[str, Any]) -> None:
        """What a finished storyboard has, and how to see it."""
        scenes, shots = counted(board["scenes"], "scene"), counted(board["shots"], "shot")
        pictures = f"{counted(board['pictures'], 'picture')}, {board['components']} of them of its components"
        self._line(f"Storyboard: {scenes}, {shots} in {clock(board['length'])}; {pictures}.")
        if self.sheets:
            self._line(f"Its sheets: {paint(board['next'], 'bold')}")


def _price(cost: Cost, at_most: str = "") -> str:
    if cost.amount is None:
        return "at an unknown price"
    return f"for {at_most}{cost.words()}" if cost.amount else "at no cost"
