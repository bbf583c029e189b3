"""The log of a fault of our own, laid out for pasting into a report."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from pathlib import Path

from storyforge import __version__


def write_log(error: BaseException) -> Path:
    """Write version, system and traceback to a file, and return its path; no story text is in it."""
    trace = "".join(traceback.format_exception(error))
    command = " ".join(argument for argument in sys.argv[1:2])
    text = (
        f"### storyforge {__version__}\n\n"
        f"- command: storyforge {command}\n- python: {sys.version.split()[0]}\n- system: {platform.platform()}\n\n"
        f"```\n{trace}```\n"
    )
    with tempfile.NamedTemporaryFile("w", prefix="storyforge-", suffix=".log", delete=False, encoding="utf-8") as file:
        file.write(text)
    return Path(file.name)
