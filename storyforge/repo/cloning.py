"""Cloning: another repository's newest commit, to be read once."""

from __future__ import annotations

from pathlib import Path

from storyforge.repo.program import git

_SAFELY = (
    # No address may run a program, and no filter of a repository may run one here.
    *("-c", "protocol.ext.allow=never", "-c", "protocol.fd.allow=never"),
    *("-c", "filter.lfs.smudge=", "-c", "filter.lfs.process=", "-c", "filter.lfs.required=false"),
)


def clone_shallow(address: str, place: Path) -> None:
    """Clone the newest commit of an address or a local path into a new folder; raises GitFailedError, DiskError."""
    local = Path(address)
    source = local.resolve().as_uri() if local.is_dir() else address
    quiet = ("clone", "--quiet", "--depth", "1", "--no-recurse-submodules")
    git(place.parent, *_SAFELY, *quiet, "--", source, str(place))
