"""`storyforge jobs`: what is open at providers, what is in doubt, what was bought and is in no commit."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import Json

if TYPE_CHECKING:
    from storyforge.journal.calls import Entry
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.spending.jobs import Open


class Action(StrEnum):
    """What is done."""

    LIST = "list"
    FETCH = "fetch"
    WATCH = "watch"
    CANCEL = "cancel"
    RETRY = "retry"
    RESOLVE = "resolve"
    ADOPT = "adopt"
    NOTIFY = "notify"


_WORDS = {
    "reserved": "about to be asked",
    "submitting": "being asked now",
    "submitted": "a job at work",
    "received": "bought, not committed yet",
    "settled": "bought and committed",
    "spoilt": "bought, and can't be used",
    "failed": "failed",
    "released": "never sent",
    "doubt": "in doubt: it broke off",
    "sold": "sold without an answer",
}
"""State of a call -> what a person calls it."""


def jobs(
    ctx: typer.Context,
    action: Annotated[
        Action, typer.Argument(help="list, watch, fetch, cancel, retry, resolve, adopt or notify.")
    ] = Action.LIST,
    numbers: Annotated[
        list[str] | None, typer.Argument(metavar="[N|RUN]...", help="Calls: 12, or 12-17 for resolve; or a run.")
    ] = None,
    sold: Annotated[
        bool | None, typer.Option("--sold/--not-sold", help="With resolve: whether the provider charged for it.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every call there ever was on this machine.")] = False,
    as_json: Json = False,
) -> None:
    """Runs that go on by themselves; what is open at providers, in doubt, or bought and in no commit.

    watch follows a run (--detach) until it is over; Ctrl-C leaves it alone. cancel ends a run, and keeps what is out;
    or gives up one job at its provider, where that can be. retry asks again what failed, was refused or is spoilt.
    fetch asks for open jobs and keeps their answers; the next run uses them. resolve is your word on a call that broke
    off: look at your account at the provider first. adopt takes over the jobs of a repository that this is a copy of.
    notify sends a test to where you want to be told that a run is over: ~/.config/storyforge/notify.toml.

    Examples: storyforge jobs; storyforge jobs watch; storyforge jobs cancel 1f3a; storyforge jobs retry 12
    """
    from storyforge.errors import RequestError
    from storyforge.pipeline.session import Session

    session = Session.open(ctx.obj)
    if action is Action.LIST:
        _list(session, every, as_json)
    elif action is Action.FETCH:
        _fetch(session, as_json)
    elif action is Action.ADOPT:
        _adopt(session, as_json)
    elif action is Action.NOTIFY:
        from storyforge.cli import jobs_runs

        jobs_runs.try_notices(session, as_json=as_json)
    elif action in (Action.WATCH, Action.CANCEL, Action.RETRY):
        from storyforge.cli import jobs_runs

        {"watch": jobs_runs.watch, "cancel": jobs_runs.cancel, "retry": jobs_runs.retry}[action](
            session, numbers or [], as_json=as_json
        )
    elif not numbers or sold is None:
        raise RequestError(
            "resolve needs a number and your word.", "Such as: storyforge jobs resolve 12 --not-sold, or --sold"
        )
    else:
        _resolve(session, _numbers(numbers), sold, as_json)


def _numbers(words: list[str]) -> list[tuple[int, int]]:
    """First and last of each word, `12` or `12-17`; raises RequestError."""
    from storyforge.errors import RequestError

    found = []
    for word in words:
        first, _, last = word.partition("-")
        if not (first.isdecimal() and (last or first).isdecimal()) or int(last or first) < int(first):
            raise RequestError(
                f'"{word}" is no number of a call.', "Such as: storyforge jobs resolve 12-17 20 --not-sold, or --sold"
            )
        found.append((int(first), int(last or first)))
    return found


def _list(session: Session, every: bool, as_json: bool) -> None:
    import time

    from storyforge.cli import jobs_runs
    from storyforge.pipeline.spending.jobs import listed

    found = listed(session, every=every)
    going = jobs_runs.going(session, every=every)
    if as_json:
        calls = [{**plain(entry), "kept": found.kept.get(entry.number)} for entry in found.entries]
        told = [state.plain(time.time()) for state in going]
        data = {"calls": calls, "copied_from": found.copied_from or None, "runs": told}
        print(json.dumps(data, ensure_ascii=False))
        return
    for state in going:
        print(jobs_runs.line(state))
    if not found.entries and not (going and not every):
        print("No call was made on this machine." if every else "Nothing is open, and nothing is in doubt.")
    if found.entries:
        print(_table(found))
    for line in _hints(found):
        print(line)


def _table(found: Open) -> str:
    from storyforge.cli.table import table

    rows = [
        [
            str(entry.number),
            entry.call.what,
            entry.call.by,
            entry.counted.words(),
            entry.begun.replace("T", " ")[:16],
            _WORDS[entry.state] + (" (of the copy's origin)" if entry.number <= found.foreign else ""),
        ]
        for entry in found.entries
    ]
    return table([["call", "what", "by", "counts", "since", "is"], *rows])


def _hints(found: Open) -> list[str]:
    states = {entry.state for entry in found.entries}
    hints = []
    if found.copied_from:
        hints.append(f"This repository is a copy of {found.copied_from}; take its jobs over: storyforge jobs adopt")
    if "doubt" in states:
        doubts = [entry.number for entry in found.entries if entry.state == "doubt"]
        which = f"{doubts[0]}-{doubts[-1]}" if len(doubts) > 1 else f"{doubts[0]}"
        hints.append(f"Look at your account there, then say so: storyforge jobs resolve {which} --sold, or --not-sold")
    hints += [_about_spoilt(entry, found) for entry in found.entries if entry.state == "spoilt"]
    if "submitted" in states:
        hints.append("Jobs at work: storyforge jobs fetch, or run the stage again")
    if "received" in states:
        hints.append("Bought and not committed: the next run uses what is still asked for; all of it counts as spent.")
    return hints


def _about_spoilt(entry: Entry, found: Open) -> str:
    kept = found.kept.get(entry.number)
    where = f" It is kept: {kept}." if kept else ""
    again = f"To buy it again: storyforge jobs resolve {entry.number} --sold"
    return f"Call {entry.number} can't be used: {entry.problem.rstrip('.')}.{where} {again}"


def _fetch(session: Session, as_json: bool) -> None:
    import sys

    from storyforge.pipeline.spending.jobs import fetch

    found = fetch(session, lambda sentence: print(sentence, file=sys.stderr))
    if as_json:
        failed = {str(number): error.as_json() for number, error in found.failed.items()}
        came, waiting = ([plain(entry) for entry in entries] for entries in (found.came, found.waiting))
        print(json.dumps({"came": came, "waiting": waiting, "failed": failed}, ensure_ascii=False))
    else:
        for entry in found.came:
            print(f"Came: {entry.call.what}, {entry.counted.words()}")
        for entry in found.waiting:
            print(f"Still at work: {entry.call.what}")
        if not found.came and not found.waiting and not found.failed:
            print("No job is open.")
    for number, error in found.failed.items():
        print(f"error: call {number}: {error}", file=sys.stderr)
    if found.failed:
        raise typer.Exit(1)


def _adopt(session: Session, as_json: bool) -> None:
    from storyforge.pipeline.spending.jobs import take_over

    where = take_over(session)
    if as_json:
        print(json.dumps({"adopted_from": where or None}))
    else:
        print(f"The jobs of {where} are this repository's now." if where else "This repository is no copy.")


def _resolve(session: Session, spans: list[tuple[int, int]], sold: bool, as_json: bool) -> None:
    from storyforge.pipeline.spending.jobs import resolve

    entries = resolve(session, spans, sold_it=sold)
    if as_json:
        print(json.dumps({"resolved": [plain(entry) for entry in entries]}, ensure_ascii=False))
        return
    for entry in entries:
        counts = f"It counts as {entry.counted.words()}." if sold else "It counts for nothing."
        print(f"Call {entry.number}, {entry.call.what}: {_WORDS[entry.state]}. {counts}")
    print(f"{'It' if len(entries) == 1 else 'They'} may be asked again: storyforge run")
    scenes = sorted({entry.call.scene for entry in entries if entry.agreement}) if sold else []
    if scenes:
        print(f"What was sold once is sold again once that is agreed to: storyforge confirm {' '.join(scenes)}")


def plain(entry: Entry) -> dict[str, Any]:
    """A call as `--json` prints it."""
    call = entry.call
    names = ("kind", "by", "task", "stage", "scene", "item", "take", "run", "timeline", "author", "key")
    return {
        "number": entry.number,
        "state": entry.state,
        **{name: getattr(call, name) for name in names},
        "estimate": call.estimate.plain(),
        "price": entry.price.plain(),
        "counts": entry.counted.plain(),
        "job": entry.job or None,
        "problem": entry.problem or None,
        "commit": entry.commit or None,
        "since": entry.begun,
    }
