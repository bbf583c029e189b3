"""`storyforge trace`: what was asked of language models, what they answered, and how they did."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from storyforge.cli.options import Json


class Action(StrEnum):
    """What is done."""

    SHOW = "show"
    STATS = "stats"
    SEND = "send"


class Way(StrEnum):
    """By what calls are grouped."""

    PROVIDER = "provider"
    TASK = "task"
    STAGE = "stage"
    RUN = "run"


def trace(
    ctx: typer.Context,
    action: Annotated[Action, typer.Argument(help="show, stats or send.")] = Action.SHOW,
    number: Annotated[
        int | None, typer.Argument(metavar="[N]", help="With show: one call, whole, by its number.")
    ] = None,
    task: Annotated[str, typer.Option(metavar="TASK", help="Only calls of this task.")] = "",
    scene: Annotated[str, typer.Option("--scene", "-s", metavar="N", help="Only calls of this scene.")] = "",
    run: Annotated[str, typer.Option(metavar="ID", help="Only calls of this run.")] = "",
    way: Annotated[Way, typer.Option("--by", help="With stats: by what calls are grouped.")] = Way.PROVIDER,
    to: Annotated[
        str, typer.Option(metavar="URL", help="With send: an OTLP address, such as http://localhost:4318/v1/traces.")
    ] = "",
    texts: Annotated[bool, typer.Option("--texts", help="With send: prompts and answers too.")] = False,
    as_json: Json = False,
) -> None:
    """What was asked of language models: prompts, answers, tokens, prices, seconds.

    Traces lie on this machine only, below .git/storyforge/traces, a JSON line a call; nothing of them leaves it unless
    you send it. show lists calls, and shows one whole: storyforge trace show 12. stats has the medians (p50), the
    slowest twentieth (p95) and the errors of each provider. send hands them to a tool that takes OpenTelemetry.
    """
    from storyforge.repo import Repository
    from storyforge.reports.traces import chosen, traces_of

    folder = Repository.open(ctx.obj).common_dir
    lines = chosen(traces_of(folder), task=task, scene=scene, run=run)
    if action is Action.STATS:
        _stats(lines, way, as_json)
    elif action is Action.SEND:
        _send(lines, to, texts=texts, as_json=as_json)
    elif number is not None:
        _one(lines, number, as_json)
    else:
        _list(lines, as_json)


def _stats(lines: list[dict[str, Any]], way: Way, as_json: bool) -> None:
    from storyforge.cli.table import table
    from storyforge.reports.traces import figures

    found = figures(lines, way.value)
    if as_json:
        print(json.dumps({"by": way.value, "groups": [one.plain() for one in found]}, ensure_ascii=False))
        return
    if not found:
        print("Nothing was asked of a language model on this machine.")
        return
    rows = [
        [
            one.name,
            str(one.calls),
            "" if one.p50 is None else f"{one.p50:.2f} s",
            "" if one.p95 is None else f"{one.p95:.2f} s",
            str(one.mended or ""),
            ", ".join(f"{count} {name}" for name, count in one.errors.items()),
            f"{one.prompt_tokens:,}",
            f"{one.answer_tokens:,}",
            one.price.words(),
        ]
        for one in found
    ]
    heads = [way.value, "calls", "p50", "p95", "mended", "errors", "tokens in", "tokens out", "price"]
    print(table([heads, *rows]))


def _send(lines: list[dict[str, Any]], to: str, *, texts: bool, as_json: bool) -> None:
    from storyforge.errors import RequestError
    from storyforge.reports.telemetry import send

    if not to:
        raise RequestError(
            "send needs an address.", "Such as: storyforge trace send --to http://localhost:4318/v1/traces"
        )
    count = send(lines, to, texts=texts) if lines else 0
    if not lines and not as_json:
        print("Nothing was asked of a language model on this machine.")
        return
    print(json.dumps({"sent": count, "to": to}) if as_json else f"Sent {count} calls to {to}.")


def _one(lines: list[dict[str, Any]], number: int, as_json: bool) -> None:
    from storyforge.cli.views_trace import whole
    from storyforge.errors import RequestError

    line = next((line for line in lines if line["number"] == number), None)
    if line is None:
        raise RequestError(f"There is no call {number} in the traces.", "See them: storyforge trace show")
    if as_json:
        print(json.dumps(line, ensure_ascii=False))
        return
    for text in whole(line):
        print(text)


def _list(lines: list[dict[str, Any]], as_json: bool) -> None:
    from storyforge.cli.views_trace import rows

    if as_json:
        print(json.dumps({"traces": lines}, ensure_ascii=False))
        return
    for text in rows(lines):
        print(text)
