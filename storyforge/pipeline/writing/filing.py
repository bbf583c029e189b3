"""`beats.yaml` with other beats: each beat's lines move as a block, with the comments above it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.errors import InvalidArtifactError
from storyforge.formats import artifacts
from storyforge.formats.yaml import dump_data
from storyforge.model.kinds import BY_NAME
from storyforge.pipeline.change import to_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.beats import Beat, BeatSheet
    from storyforge.story import Story

BEATS = "beats.yaml"
_LIST = re.compile(r"^beats:[ \t]*(?:#.*)?\n", re.MULTILINE)
_ITEM = re.compile(r"( *)- ")
_LOOSE = re.compile(r"\s*(?:#.*)?\s*")
_ID = re.compile(r"""(\bid:\s*["']?)b\d{2,}""")


@dataclass(frozen=True, slots=True)
class _Blocks:
    """A file cut where its beats begin: what stands before them, each with its comments, and what stands behind."""

    head: str
    items: tuple[str, ...]
    tail: str
    indent: str

    def __str__(self) -> str:
        return "".join([self.head, *self.items, self.tail])


def filed(
    story: Story,
    sheet: BeatSheet,
    joined: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> bytes:
    """The file of a sheet, over the one that is there: what stays keeps its lines, and moves with its comments.

    `joined` says of beats that are gone in which other one they are: their comments go there. `names` are new ids,
    by those in `sheet`, which are the file's.
    """
    text = story.text(BEATS)
    whole = _with_names(sheet, names or {})
    blocks = _cut(text)
    old = story.model(BEATS)
    ids = [beat.id for beat in getattr(old, "beats", ())]
    if blocks is None or len(ids) != len(blocks.items):
        return to_bytes(story, BEATS, whole)
    laid = replace(blocks, items=tuple(_laid(blocks, ids, sheet, joined or {})))
    try:
        made = artifacts.write(BY_NAME["beats"], BEATS, sheet, str(laid))
        named = _renamed(made, [beat.id for beat in whole.beats])
        if artifacts.read(BY_NAME["beats"], BEATS, named) == whole:
            return named.encode()
    except InvalidArtifactError:
        pass
    return to_bytes(story, BEATS, whole)


def _with_names(sheet: BeatSheet, names: Mapping[str, str]) -> BeatSheet:
    beats = tuple(beat.model_copy(update={"id": names.get(beat.id, beat.id)}) for beat in sheet.beats)
    return sheet.model_copy(update={"beats": beats})


def _cut(text: str) -> _Blocks | None:
    """The blocks of a file whose beats stand below one another; None where they are written otherwise."""
    found = _LIST.search(text)
    if found is None:
        return None
    lines = text[found.end() :].splitlines(keepends=True)
    first = next((line for line in lines if not _LOOSE.fullmatch(line)), "")
    item = _ITEM.match(first)
    if item is None:
        return None
    end = next((row for row, line in enumerate(lines) if not _is_within(line, item[1])), len(lines))
    starts = [row for row, line in enumerate(lines[:end]) if line.startswith(f"{item[1]}- ")]
    end = _above(lines, end)
    edges = [0, *(_above(lines, row) for row in starts[1:]), end]
    items = ["".join(lines[first:last]) for first, last in pairwise(edges)]
    items[-1] += "" if items[-1].endswith("\n") else "\n"
    return _Blocks(text[: found.end()], tuple(items), "".join(lines[end:]), item[1])


def _is_within(line: str, indent: str) -> bool:
    """Whether a line belongs to a list whose items begin after an indent."""
    return line.startswith((f"{indent}- ", f"{indent} ")) or _LOOSE.fullmatch(line) is not None


def _above(lines: list[str], row: int) -> int:
    """The first of the comments and empty lines directly above a line."""
    while _LOOSE.fullmatch(lines[row - 1]):
        row -= 1
    return row


def _laid(blocks: _Blocks, ids: list[str], sheet: BeatSheet, joined: Mapping[str, str]) -> list[str]:
    known = dict(zip(ids, blocks.items, strict=True))
    comments: dict[str, str] = {}
    for gone, into in joined.items():
        comments[into] = comments.get(into, "") + _comments(known.get(gone, ""))
    laid = ((beat.id, known.get(beat.id) or _new(beat, blocks.indent)) for beat in sheet.beats)
    return [_commented(block, comments.get(name, "")) for name, block in laid]


def _comments(block: str) -> str:
    """The comments above a beat."""
    lines = block.splitlines(keepends=True)
    first = next((row for row, line in enumerate(lines) if not _LOOSE.fullmatch(line)), 0)
    return "".join(line for line in lines[:first] if line.strip())


def _commented(block: str, comments: str) -> str:
    lines = block.splitlines(keepends=True)
    first = next((row for row, line in enumerate(lines) if not _LOOSE.fullmatch(line)), 0)
    return "".join([*lines[:first], comments, *lines[first:]])


def _new(beat: Beat, indent: str) -> str:
    text = dump_data({"beats": [beat.filed()]}).partition("\n")[2]
    return "".join(f"{indent}{line}" if line.strip() else line for line in text.splitlines(keepends=True))


def _renamed(text: str, ids: list[str]) -> str:
    blocks = _cut(text)
    if blocks is None or len(blocks.items) != len(ids):
        return text
    items = [_with_id(item, name) for item, name in zip(blocks.items, ids, strict=True)]
    return str(replace(blocks, items=tuple(items)))


def _with_id(block: str, name: str) -> str:
    return _ID.sub(rf"\g<1>{name}", block, count=1)
