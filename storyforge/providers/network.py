"""Whether the network may be used; standard library only."""

from __future__ import annotations

import os

OFFLINE = "STORYFORGE_OFFLINE"
"""Set, and not empty: nothing opens a socket. `--offline` sets it for a command and all that it starts."""


def is_offline() -> bool:
    """Whether the network is not to be used."""
    return bool(os.environ.get(OFFLINE))


def go_offline() -> None:
    """From here on, and in all that is started from here, no socket is opened."""
    os.environ[OFFLINE] = "1"
