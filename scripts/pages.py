"""A page of the documents that the program writes: brought up to date, or compared."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def bring_up_to_date(file: Path, new: str, source: str, arguments: Sequence[str]) -> int:
    """Write the page where it is out of date; the exit code.

    With `--check` among the arguments nothing is written: what differs from `source` is printed, and the code is 1.
    """
    old = file.read_text(encoding="utf-8") if file.exists() else ""
    if new == old:
        return 0
    if "--check" not in arguments:
        file.write_text(new, encoding="utf-8")
        return 0
    print("".join(difflib.unified_diff(old.splitlines(True), new.splitlines(True), file.name, source)))
    print("Bring it up to date with: make docs")
    return 1
