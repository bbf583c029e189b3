"""What every test stands on: a machine without the user's configuration, keys or repositories, and a fresh story."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pygit2
import pytest

from storyforge.repo import Repository

if TYPE_CHECKING:
    from pathlib import Path

_KEYS = ("_API_KEY", "_ACCESS_KEY", "_SECRET_KEY", "_TOKEN", "_CREDENTIALS")
_LEVELS = ("GLOBAL", "XDG", "SYSTEM", "PROGRAMDATA")


@pytest.fixture(autouse=True)
def machine(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home: no git configuration but ours, an identity, no keys. TZ and LANG stay as they are."""
    home = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith(("GIT_", "XDG_")) or name.upper().endswith(_KEYS):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / ".local" / "share"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / ".gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ada Quill")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ada@example.com")
    for level in _LEVELS:
        pygit2.settings.search_path[getattr(pygit2.enums.ConfigLevel, level)] = str(home)
    return home


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A story's repository before its first commit, in a folder with a space and a letter beyond ASCII."""
    return Repository.create(tmp_path / "big störy")
