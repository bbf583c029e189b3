"""Prompts and blocking that an author wrote: they are named as edited when they are saved, and stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.model.kinds import kind_of
from storyforge.pipeline.change import to_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyforge.model.prompts import Prompts, PromptSet
    from storyforge.story import Story

TEXTS = ("frame", "end_frame", "video", "blocking")
KIND = "prompts"


def marked(committed: Story, after: Story, paths: Iterable[str]) -> dict[str, bytes]:
    """The prompt files among some paths in which a text is another than was committed, with its name under `edited`.

    What its author took out of `edited` is the program's again.
    """
    found: dict[str, bytes] = {}
    for path in paths:
        kind = kind_of(path)
        if kind is None or kind.name != KIND:
            continue
        old, new = (cast("Prompts | None", story.model(path)) for story in (committed, after))
        if old is None or new is None:
            continue
        before = {entry.id: entry for entry in old.prompts}
        entries = tuple(_marked(entry, before.get(entry.id)) for entry in new.prompts)
        if entries != new.prompts:
            found[path] = to_bytes(after, path, new.model_copy(update={"prompts": entries}))
    return found


def _marked(entry: PromptSet, before: PromptSet | None) -> PromptSet:
    if before is None:
        return entry
    known = {*entry.edited, *before.edited}
    new = tuple(name for name in TEXTS if name not in known and getattr(entry, name) != getattr(before, name))
    if not new:
        return entry
    compiled = {name: one for name, one in entry.compiled.items() if name not in new}
    return entry.model_copy(update={"edited": (*entry.edited, *new), "compiled": compiled})
