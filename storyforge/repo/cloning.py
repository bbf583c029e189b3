"""Cloning: another repository's newest commit, to be read once."""

from __future__ import annotations

from pathlib import Path

from storyforge.repo.program import git

_SAFELY = (
    # No address may run a program; nothing is checked out, so that no link is followed and no filter runs.
    *("-c", "protocol.ext.allow=never", "-c", "protocol.fd.allow=never"),
)


_WHOLE = ("clone", "--quiet", "--no-checkout", "--no-recurse-submodules")


def _source(address: str) -> str:
    """An address, or a local path as one, so that nothing of it is linked."""
    local = Path(address)
    return local.resolve().as_uri() if local.is_dir() else address


def clone_shallow(address: str, place: Path) -> None:
    """Clone the newest commit of an address or a local path into a new folder, with no file checked out.

    Raises GitFailedError, DiskError.
    """
    quiet = ("clone", "--quiet", "--depth", "1", "--no-checkout", "--no-recurse-submodules")
    git(place.parent, *_SAFELY, *quiet, "--", _source(address), str(place))


def clone_whole(address: str, place: Path) -> None:
    """Clone an address or a local path with its history into a new folder, with no file checked out.

    Raises GitFailedError, DiskError.
    """
    git(place.parent, *_SAFELY, *_WHOLE, "--", _source(address), str(place))


def fetch_whole(place: Path) -> None:
    """Bring a clone up to its origin, and its branch with it, whatever it held; raises GitFailedError."""
    git(place, *_SAFELY, "fetch", "--quiet", "--no-recurse-submodules", "origin")
    found = git(place, "rev-parse", "--abbrev-ref", "HEAD").decode().strip()
    git(place, "update-ref", f"refs/heads/{found}", f"refs/remotes/origin/{found}")


def push_branch(place: Path, branch: str) -> None:
    """Push a clone's branch to its origin, as it is and without force; raises GitFailedError."""
    git(place, *_SAFELY, "push", "--quiet", "origin", f"refs/heads/{branch}:refs/heads/{branch}")
