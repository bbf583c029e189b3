"""`storyforge prompts --compile`: the prompts put into words by a language model, and what stays the rules'."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from storyforge.cli.table import paint
from storyforge.model.counted import counted

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.pipeline.compiling import CompiledPrompts

_NOTES = 8


def compile_texts(folder: Path, scenes: tuple[str, ...], spending: dict[str, Any], *, as_json: bool) -> None:
    """Compile the prompts of some scenes, or of all that have some, and say what came of each."""
    from storyforge.cli.run import Teller
    from storyforge.pipeline.compiling import STAGE, compile_prompts
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session

    request = Request(STAGE, only=True, scenes=scenes, **spending)
    made = compile_prompts(Session.open(folder), scenes, request, Teller(as_json).tell)
    if as_json:
        told = {"by": made.by, "rules": made.rules, "asked": made.asked, "already": made.already}
        more = {"compiled": made.texts, "notes": made.notes, "cost": made.cost.plain(), "commit": made.commit}
        print(json.dumps({**told, **more, "dry_run": request.dry}, ensure_ascii=False))
        return
    for line in _said(made, request):
        print(line)


def _said(made: CompiledPrompts, request: Any) -> list[str]:
    if made.rules:
        return [
            "Nothing to do: offline, rules have written the prompts already, and have no other words for them.",
            "A language model puts them otherwise: --compile --with text=PROVIDER:MODEL",
        ]
    already = f"; {counted(made.already, 'text')} compiled already" if made.already else ""
    if not made.asked:
        return [f"Nothing to do{already}."]
    price = "at no cost" if made.cost.amount == 0 else f"for {'at most ' if request.dry else ''}{made.cost.words()}"
    if request.dry:
        return [f"Would ask {made.by} for {counted(made.asked, 'text')}, {price}{already}; nothing was written."]
    lines = [f"{note}" for note in made.notes[:_NOTES]]
    lines += [paint(f"… and {len(made.notes) - _NOTES} more", "dim")] if len(made.notes) > _NOTES else []
    lines.append(f"{counted(len(made.texts), 'text')} of {made.asked} compiled by {made.by}, {price}{already}.")
    if made.commit:
        shown = made.texts[0].partition(".")[0]
        lines.append(f"Commit {made.commit[:10]}. Read them: storyforge show prompts {shown}")
    return lines
