"""What every test stands on: a machine without the user's configuration, keys or repositories, and a fresh story."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pygit2
import pytest
from hypothesis import settings

from storyforge.pipeline.create import create
from storyforge.pipeline.inputs import Wanted
from storyforge.repo import Repository
from tests.room import Scribe, built, engaged
from tests.tale import KETTLE, Tale

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEYS = ("_API_KEY", "_ACCESS_KEY", "_SECRET_KEY", "_TOKEN", "_CREDENTIALS")
_LEVELS = ("GLOBAL", "XDG", "SYSTEM", "PROGRAMDATA")

# How long an example takes is the machine's business.
settings.register_profile("storyforge", deadline=None)
settings.load_profile("storyforge")


def _isolate(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("GIT_", "XDG_")) or name.upper().endswith(_KEYS):
            monkeypatch.delenv(name)
    monkeypatch.setenv("STORYFORGE_OFFLINE", "")
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


@pytest.fixture(scope="session", autouse=True)
def _world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The same for stories that are made once for many tests, before any of these begins."""
    with pytest.MonkeyPatch.context() as patch:
        _isolate(patch, tmp_path_factory.mktemp("world"))
        yield


@pytest.fixture(autouse=True)
def machine(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home: no git configuration but ours, an identity, no keys. TZ and LANG stay as they are."""
    home = tmp_path_factory.mktemp("home")
    _isolate(monkeypatch, home)
    return home


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A story's repository before its first commit, in a folder with a space and a letter beyond ASCII."""
    return Repository.create(tmp_path / "big störy")


@pytest.fixture(scope="session")
def _shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stories that are made once and copied for each test: `new`, only begun, and `made`, with all its stages."""
    shelf = tmp_path_factory.mktemp("shelf")
    with pytest.MonkeyPatch.context() as patch:
        _isolate(patch, shelf / "home")
        for name in ("new", "made"):
            made = create(Wanted(shelf / name, "screenplay", KETTLE, options={"length": "1:00-2:00"}))
            if name == "made":
                assert Tale(shelf / name).storyforge("run", "prompts", "--auto") == 0
            assert made.commits
    return shelf


@pytest.fixture
def begun(_shelf: Path, tmp_path: Path) -> Tale:
    """A story of which only the parameters are set."""
    return Tale(Path(shutil.copytree(_shelf / "new", tmp_path / "néw störy")))


@pytest.fixture
def tale(_shelf: Path, tmp_path: Path) -> Tale:
    """A story of which all stages up to the prompts are made and locked."""
    return Tale(Path(shutil.copytree(_shelf / "made", tmp_path / "big störy")))


@pytest.fixture
def prompted(tale: Tale) -> Tale:
    """The same story, where a test is about what comes after the prompts."""
    return tale


@pytest.fixture(scope="session")
def _filmed(_shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same story with all its frames and clips; made once, and only where a test asks for it."""
    whole = Path(shutil.copytree(_shelf / "made", tmp_path_factory.mktemp("cinema") / "film"))
    with pytest.MonkeyPatch.context() as patch:
        _isolate(patch, whole.parent / "home")
        assert Tale(whole).storyforge("run", "--auto", "--with", "video=offline:128x72") == 0
    return whole


@pytest.fixture
def film(_filmed: Path, tmp_path: Path) -> Tale:
    """A story of which all twelve stages are made and locked."""
    return Tale(Path(shutil.copytree(_filmed, tmp_path / "big film")))


@pytest.fixture
def scribe(monkeypatch: pytest.MonkeyPatch) -> type[Scribe]:
    """Somebody who writes for money: `--with text=scribe`."""
    return engaged(monkeypatch)


@pytest.fixture(scope="session")
def _written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story from an idea, with its script; made once, and only where a test asks for it."""
    shelf = tmp_path_factory.mktemp("room")
    with pytest.MonkeyPatch.context() as patch:
        _isolate(patch, shelf / "home")
        engaged(patch)
        return built(shelf / "crossing").root


@pytest.fixture
def room(_written: Path, tmp_path: Path) -> Tale:
    """A story from an idea: treatment, beats and script are written and locked."""
    return Tale(Path(shutil.copytree(_written, tmp_path / "the crössing")))
