"""The script as it was: its versions in the history, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.story import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.pipeline.session import Session

BACK = 200
"""Versions that are looked through."""


def past_scripts(session: Session) -> Iterator[bytes]:
    """Versions of the script from the commit at hand back, each once, up to `BACK` commits that changed it."""
    seen: set[str] = set()
    for commit in session.repository.log(SCRIPT, limit=BACK):
        name = session.repository.tree(commit.id).get(SCRIPT)
        if name is not None and name not in seen:
            seen.add(name)
            yield session.repository.blob(name)
