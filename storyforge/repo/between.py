"""What lies between two trees, and files of a tree, by the git program: no library is loaded for it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from storyforge.repo.program import run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_FILES = {"000000", "100644", "100755"}


def changed_paths(root: Path, old: str, new: str) -> list[str] | None:
    """Paths of the files in which two trees differ; None where that can't be told, or more than files do."""
    if old == new:
        return []
    told = run(root, "diff-tree", "-r", "-z", "--raw", "--no-renames", old, new)
    if told.code:
        return None
    fields = os.fsdecode(told.out).split("\0")[:-1]
    paths: list[str] = []
    for facts, path in zip(fields[::2], fields[1::2], strict=True):
        if not set(facts.removeprefix(":").split(" ")[:2]) <= _FILES:
            return None
        paths.append(path)
    return paths


def committed_files(root: Path, tree: str, paths: Sequence[str]) -> dict[str, bytes | None] | None:
    """Path -> content in a tree, None where it has no such file; None for all where git can't be asked."""
    if not paths:
        return {}
    if any("\n" in path for path in paths):
        return None
    told = run(root, "cat-file", "--batch", stdin=[os.fsencode(f"{tree}:{path}\n") for path in paths])
    return None if told.code else _answers(told.out, paths)


def _answers(out: bytes, paths: Sequence[str]) -> dict[str, bytes | None] | None:
    """By git-cat-file(1), `--batch`: `<id> <type> <size>`, the content and a line end; or `<name> missing`."""
    found: dict[str, bytes | None] = {}
    at = 0
    for path in paths:
        line, _, _ = out[at : at + 8192].partition(b"\n")
        at += len(line) + 1
        if line.endswith(b" missing"):
            found[path] = None
            continue
        kind, _, size = line.partition(b" ")[2].partition(b" ")
        if kind != b"blob" or not size.isdigit():
            return None
        found[path] = out[at : at + int(size)]
        at += int(size) + 1
    return found
