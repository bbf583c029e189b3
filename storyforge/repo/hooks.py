"""Where git looks for hooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.repo.program import run

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.repo.repository import Repository


def hooks_folder(repository: Repository) -> Path:
    """The folder of the hooks of a repository: `core.hooksPath`, a relative one as git-config(1) says, else `hooks`."""
    outcome = run(repository.root, "config", "--null", "--type=path", "--get-all", "core.hooksPath")
    # Our own calls switch hooks off by the last value; the one before it is the user's.
    values = outcome.out.decode("utf-8", "surrogateescape").split("\0")[:-2] if not outcome.code else []
    return repository.root / values[-1] if values else repository.common_dir / "hooks"
