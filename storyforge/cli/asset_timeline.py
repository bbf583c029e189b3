"""`storyforge asset timeline`, `storyforge state timeline`: an element's states through the film."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def show_timeline(folder: Path, names: Sequence[str], *, command: str, as_json: bool) -> None:
    """Print the strip of one element; raises RequestError, NoSuchElementError."""
    from storyforge.cli.views_state import strip
    from storyforge.errors import RequestError
    from storyforge.pipeline.session import Session
    from storyforge.reports.asset_timeline import asset_timeline

    if len(names) != 1:
        raise RequestError(f"{command} needs one character, prop or setting.", f"Such as: storyforge {command} john")
    found = asset_timeline(Session.open(folder).story, names[0])
    print(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(strip(found)))
