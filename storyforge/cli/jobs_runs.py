"""`storyforge jobs watch | cancel | retry`: runs that go on by themselves, and single calls given up or asked again."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

import typer

from storyforge.errors import NotAgainError, RequestError
from storyforge.journal import runs

if TYPE_CHECKING:
    from storyforge.journal.runs import RunState
    from storyforge.pipeline.session import Session

_LOOK = 0.3
_RECENT = 24 * 3600.0
"""Seconds for which a run that is over is still listed."""
_WORDS = {
    "starting": "begins",
    "running": "at work",
    "ending": "ends",
    "done": "done",
    "stopped": "stopped at a gate",
    "failed": "failed",
    "ended": "was ended",
    "lost": "was killed; run it again: what was bought is kept",
}


def going(session: Session, *, every: bool) -> list[RunState]:
    """The runs that are at work, and those that were over not long ago; or all that are known."""
    now = time.time()
    found = runs.listed(runs.folder_of(session.repository.common_dir))
    return [state for state in found if every or state.at_work or now - state.updated < _RECENT]


def line(state: RunState) -> str:
    """A run in one line, with the next step where there is one."""
    text = f"run {state.run}  {state.command}: {_WORDS[state.state]}"
    if state.at_work:
        return text + _how_far(state)
    said = f": {state.message}" if state.message and state.state != "done" else ""
    hint = f" {state.hint}" if said and state.hint else ""
    cost = f", {state.cost}" if state.state == "done" and state.cost else ""
    return f"{text}{cost}{said}{hint}"


def _how_far(state: RunState) -> str:
    if not state.total:
        return f", {state.stage}" if state.stage else ""
    left = state.seconds_left(time.time())
    about = "" if left is None else f", about {int(left) // 60}:{int(left) % 60:02} left"
    return f", {state.task} {state.done}/{state.total}, {state.percent} %{about}"


def watch(session: Session, words: list[str], *, as_json: bool) -> None:
    """Follow a run until it is over; its exit code is ours. Ctrl-C leaves it alone."""
    folder = runs.folder_of(session.repository.common_dir)
    known = runs.listed(folder)
    if not words and not known:
        raise RequestError("No run goes on by itself.", "Begin one: storyforge video 3 --detach")
    run = words[0] if words else next((state.run for state in known if state.at_work), known[0].run)
    live, told = sys.stdout.isatty() and not as_json, ""
    try:
        while True:
            state = runs.read(folder, run)
            text = json.dumps(state.plain(time.time()), ensure_ascii=False) if as_json else line(state)
            news = json.dumps([state.state, state.stage, state.task, state.done, state.total])
            if live:
                print(f"\r\033[K{text}", end="", flush=True)
            elif news != told:
                print(text, flush=True)
            told = news
            if not state.at_work:
                break
            time.sleep(_LOOK)
    except KeyboardInterrupt:
        print(f"\nRun {run} goes on. Look again: storyforge jobs watch {run}", file=sys.stderr)
        return
    if live:
        print()
    if state.exit or state.state == "lost":
        raise typer.Exit(state.exit or 1)


def cancel(session: Session, words: list[str], *, as_json: bool) -> None:
    """End a run, or give up one job at its provider."""
    from storyforge.pipeline import detaching
    from storyforge.pipeline.spending import jobs

    if len(words) != 1:
        raise RequestError("cancel is for one run or one job.", "See them: storyforge jobs")
    word = words[0]
    known = {state.run for state in runs.listed(runs.folder_of(session.repository.common_dir))}
    if not word.isdecimal() or any(run.startswith(word) and len(word) > 3 for run in known):
        state = detaching.cancel(session.repository.common_dir, word)
        told = f"Run {state.run} was told to end: what is out is kept, nothing more is asked for."
        print(json.dumps({"run": state.run, "ended": True}) if as_json else told)
        return
    gone = jobs.cancel(session, int(word))
    if as_json:
        print(json.dumps({"call": int(word), "cancelled": gone}))
    elif gone:
        print(f"Call {word} was given up; nothing is paid for it.")
    else:
        print(f"Call {word} can't be given up: its provider has no way to, or finished it. Fetch it: jobs fetch")
    if not gone:
        raise typer.Exit(1)


_AGAIN = {"video": "clips", "frames": "frames"}
"""Stages whose single calls are asked again by number."""


def retry(session: Session, words: list[str], *, as_json: bool) -> None:
    """Ask again what failed, was refused or is spoilt, as another take where one is there."""
    from storyforge.cli.run import execute
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.spending import jobs

    if len(words) != 1 or not words[0].isdecimal():
        raise RequestError("retry is for one call.", "Such as: storyforge jobs retry 12")
    entry = jobs.again(session, int(words[0]))
    call = entry.call
    if call.stage not in _AGAIN:
        hint = "storyforge run" if call.scene else f"storyforge {call.stage}"
        raise NotAgainError(entry.number, f"{call.stage} are made together", f"Make them: {hint}")
    shot = call.item.partition("/")[2].partition(".")[0]
    why = f"call {entry.number} asked again: {entry.problem or entry.state}"
    request = Request(
        call.stage,
        only=True,
        scenes=(call.scene,),
        shots=(shot,) if shot else (),
        guidance=why,
        providers={call.kind: call.by},
    )
    execute(session.repository.root, request, as_json)


def try_notices(session: Session, *, as_json: bool) -> None:
    """Send a test every way that is set up, and say what became of each."""
    from storyforge.pipeline.notifying import Notice, notify, place, ways

    how = ways()
    if not how.told():
        raise RequestError(f"{place()} says no way to tell you.", 'Such as: [webhook] and url = "https://..." in it.')
    notice = Notice(session.story.story.title, "test", "storyforge jobs notify", "This is what you asked for: a test.")
    sent = notify(notice, how)
    if as_json:
        print(json.dumps({"sent": {way: why or None for way, why in sent.items()}}, ensure_ascii=False))
    else:
        for way, why in sent.items():
            print(f"{way}: {why or 'sent'}")
    if any(sent.values()):
        raise typer.Exit(1)
