"""Traces as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.cli.table import cut, paint, table
from storyforge.model.money import Cost

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWN = 40
"""The newest calls, in a list."""


def rows(lines: list[dict[str, Any]]) -> Iterator[str]:
    """A table of calls, the newest last."""
    if not lines:
        yield "Nothing was asked of a language model on this machine."
        return
    found = [
        [
            str(line["number"]),
            str(line.get("time", ""))[:19].replace("T", " "),
            f"{line.get('task', '')} {line.get('scene', '')}".strip(),
            str(line.get("by", "")),
            f"{line.get('seconds', 0):.1f} s",
            _tokens(line),
            Cost.read(line.get("price")).words() if "price" in line else "",
            _ended(line),
        ]
        for line in lines[-SHOWN:]
    ]
    yield table([["call", "when", "task", "by", "took", "tokens", "price", ""], *found])
    if len(lines) > SHOWN:
        yield f"… and {len(lines) - SHOWN} older ones: storyforge trace show --json"


def _tokens(line: dict[str, Any]) -> str:
    usage = line.get("usage") or {}
    return f"{usage.get('prompt_tokens', '?')} + {usage.get('completion_tokens', '?')}" if usage else ""


def _ended(line: dict[str, Any]) -> str:
    if "error" in line:
        return f"{line['error']}: {cut(str(line.get('message', '')), 60)}"
    words = [] if line.get("ended") == "stop" else [str(line.get("ended"))]
    return ", ".join([*words, *([f"mended {line['turn']}"] if line.get("turn") else [])])


def whole(line: dict[str, Any]) -> Iterator[str]:
    """One call with all that was said."""
    told = ("time", "run", "stage", "task", "scene", "take", "turn", "by", "seconds", "template", "key")
    for name in told:
        if line.get(name) not in (None, ""):
            yield f"{name:<10} {line[name]}"
    if "price" in line:
        yield f"{'price':<10} {Cost.read(line['price']).words()}"
    if line.get("usage"):
        yield f"{'usage':<10} {', '.join(f'{name} {value}' for name, value in line['usage'].items())}"
    for source, score in line.get("passages", ()):
        yield f"{'passage':<10} {source} ({score})"
    for name in ("system", "prompt"):
        yield f"\n{paint(name, 'bold')}\n{line.get(name, '')}"
    for answer, faults in line.get("mended", ()):
        yield f"\n{paint('answer that would not do', 'bold')}\n{answer}\n{paint('to be mended', 'bold')}\n{faults}"
    if "error" in line:
        yield f"\n{paint(str(line['error']), 'bold')}\n{line.get('message', '')}"
    else:
        yield f"\n{paint('answer', 'bold')}\n{line.get('answer', '')}"
