"""Git: the only room that imports pygit2 or runs git; names are imported on first use, for `status` needs few."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storyforge.repo.attributes import GITIGNORE, Storage, gitattributes, is_media_name, with_storage
    from storyforge.repo.branches import BACKUPS, Branch
    from storyforge.repo.cloning import clone_shallow, clone_whole, fetch_whole, push_branch
    from storyforge.repo.history import CommitInfo
    from storyforge.repo.hooks import hooks_folder
    from storyforge.repo.identity import Identity, Person
    from storyforge.repo.lfs import has_push_hook, is_pointer, medium_digest, pointed
    from storyforge.repo.lineage import Version
    from storyforge.repo.objects import Content, blob_id, content_of
    from storyforge.repo.patience import Waiting, waiting
    from storyforge.repo.publish import Moved
    from storyforge.repo.quick import Dirty, Snapshot, branch_names, find_root, snapshot
    from storyforge.repo.repository import Head, Repository, remove_stale_locks, stale_locks
    from storyforge.repo.staged import staged_files
    from storyforge.repo.worktree import WorkTree

_HOMES = {
    "attributes": ("GITIGNORE", "Storage", "gitattributes", "is_media_name", "with_storage"),
    "branches": ("BACKUPS", "Branch"),
    "cloning": ("clone_shallow", "clone_whole", "fetch_whole", "push_branch"),
    "history": ("CommitInfo",),
    "hooks": ("hooks_folder",),
    "identity": ("Identity", "Person"),
    "lfs": ("has_push_hook", "is_pointer", "medium_digest", "pointed"),
    "lineage": ("Version",),
    "objects": ("Content", "blob_id", "content_of"),
    "patience": ("Waiting", "waiting"),
    "publish": ("Moved",),
    "quick": ("Dirty", "Snapshot", "branch_names", "find_root", "snapshot"),
    "repository": ("Head", "Repository", "remove_stale_locks", "stale_locks"),
    "staged": ("staged_files",),
    "worktree": ("WorkTree",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [  # noqa: RUF022 - by module
    "GITIGNORE",
    "Storage",
    "gitattributes",
    "is_media_name",
    "with_storage",
    "BACKUPS",
    "Branch",
    "clone_shallow",
    "clone_whole",
    "fetch_whole",
    "push_branch",
    "CommitInfo",
    "hooks_folder",
    "Identity",
    "Person",
    "has_push_hook",
    "is_pointer",
    "medium_digest",
    "pointed",
    "Version",
    "Waiting",
    "waiting",
    "Content",
    "blob_id",
    "content_of",
    "Moved",
    "Dirty",
    "Snapshot",
    "branch_names",
    "find_root",
    "snapshot",
    "Head",
    "Repository",
    "remove_stale_locks",
    "stale_locks",
    "staged_files",
    "WorkTree",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
