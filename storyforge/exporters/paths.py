"""How one exported file names another."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from pathlib import Path


def relative(medium: Path, beside: Path) -> str:
    """The URL of a medium from the folder of the file that names it, links followed.

    Where another drive has no relative path, its file URL.
    """
    try:
        return quote(os.path.relpath(medium.resolve(), beside.parent.resolve()).replace(os.sep, "/"))
    except ValueError:
        return medium.resolve().as_uri()
