"""Cloning: another repository's newest commit, to be read once."""

from __future__ import annotations

from pathlib import Path

from storyforge.repo.program import git

_SAFELY = (
    # No address may run a program; nothing is checked out, so that no link is followed and no filter runs.
    *("-c", "protocol.ext.allow=never", "-c", "protocol.fd.allow=never"),
)


def clone_shallow(address: str, place: Path) -> None:
    """Clone the newest commit of an address or a local path into a new folder, with no file checked out.

    Raises GitFailedError, DiskError.
    """
    local = Path(address)
    source = local.resolve().as_uri() if local.is_dir() else address
    quiet = ("clone", "--quiet", "--depth", "1", "--no-checkout", "--no-recurse-submodules")
    git(place.parent, *_SAFELY, *quiet, "--", source, str(place))
