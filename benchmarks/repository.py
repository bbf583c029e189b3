"""Commits and snapshots of a story of 3,600 files, beside the git program doing the same in the same run.

Run `python benchmarks/repository.py`; the medians go to `benchmarks/results/repository.json`. Both sides write to the
same disk, in turns. The git program syncs nothing by default, so it is measured as users have it and with
`core.fsync=all`, which is what our commits do. Then six processes commit 40 times each, to the same branch at once, and
all 240 commits have to be in its history; and pictures go into the store of Git LFS, all at once and one by one.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pygit2

from storyforge.repo import Repository, commits, snapshot
from storyforge.repo.lfs import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.repo import Moved

SCENES, PER_SCENE = 200, 18
COUNTS = (1, 10, 600)
ROUNDS = 9
RACERS, COMMITS_EACH = 6, 40
PICTURES = 200
RESULT = Path(__file__).parent / "results" / "repository.json"


def story() -> dict[str, bytes]:
    """3,600 files in 200 scenes: eight texts of about 1 KB and ten pictures of 20 KB that don't compress, each."""
    dice = random.Random(7)  # noqa: S311 - content for a benchmark
    names = [f"part-{n}.yaml" for n in range(8)] + [f"frames/{n}A-start.png" for n in range(PER_SCENE - 8)]
    files = {}
    for scene in range(1, SCENES + 1):
        for name in names:
            text = f"schema: shots/1\nscene: {scene}\n" + "".join(f"- {dice.random()}\n" for _ in range(50))
            content = text.encode() if name.endswith(".yaml") else dice.randbytes(20_000)
            files[f"scenes/{scene:03}/{name}"] = content
    return files


def milliseconds(action: Callable[[], object], rounds: int = ROUNDS) -> dict[str, float]:
    """Median, least and most of so many calls, in milliseconds of wall time."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        taken.append((time.perf_counter() - start) * 1000)
    return {"median": round(statistics.median(taken), 1), "least": round(min(taken), 1), "most": round(max(taken), 1)}


def git(folder: Path, *arguments: str, stdin: str | None = None) -> None:
    """Run git as a user's script would."""
    subprocess.run(["git", *arguments], cwd=folder, input=stdin, text=True, check=True, capture_output=True)


class Scene:
    """Every call is a new revision of one scene's 60 files: 16 texts and records, 44 pictures of 20 KB."""

    def __init__(self) -> None:
        folder = "scenes/001"
        self.texts = [f"{folder}/part-{n}.yaml" for n in range(8)]
        self.texts += [f"locks/{path}.json" for path in self.texts]
        self.pictures = [f"{folder}/frames/{n}A-start.png" for n in range(44)]
        self.paths = self.texts + self.pictures

    def next(self) -> dict[str, bytes | None]:
        """The files of the next revision; no content comes twice."""
        texts = {path: f"revision: {os.urandom(8).hex()}\n".encode() * 40 for path in self.texts}
        return {**texts, **{path: os.urandom(20_000) for path in self.pictures}}


class Edits:
    """Every call is a new revision of `count` texts, spread over the scenes."""

    def __init__(self, files: dict[str, bytes], count: int) -> None:
        texts = [path for path in files if path.endswith(".yaml")]
        self.paths = texts[:: len(texts) // count][:count]
        self.revision = 0

    def next(self) -> dict[str, bytes | None]:
        """The files of the next revision; no content comes twice."""
        self.revision += 1
        return {path: f"revision: {self.revision}.{os.urandom(8).hex()}\n".encode() * 20 for path in self.paths}


def commit_here(repository: Repository, edits: Edits | Scene, pack_above: int | None = None) -> None:
    """One commit by our own way: objects, branch, index and work tree; `pack_above` overrides when a pack is made."""
    limit = commits._PACK_ABOVE if pack_above is None else pack_above  # noqa: SLF001 - the number under test
    with mock.patch.object(commits, "_PACK_ABOVE", limit):
        repository.commit(edits.next(), "shots: benchmark", parent=repository.head().commit, branch="main")


def commit_by_git(root: Path, edits: Edits | Scene, *settings: str) -> None:
    """The same by the git program: write the files, add them, commit them."""
    for path, content in edits.next().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content or b"")
    git(root, *settings, "add", "--pathspec-from-file=-", stdin="\n".join(edits.paths))
    git(root, *settings, "commit", "-q", "-m", "shots: benchmark")


def measure_commits(repository: Repository, edits: Edits) -> dict[str, dict[str, float]]:
    """Commits of some files by us (as it is, and with either way of storing objects) and by the git program."""
    root = repository.root
    ways = {
        "storyforge": partial(commit_here, repository, edits),
        "storyforge, objects one by one": partial(commit_here, repository, edits, sys.maxsize),
        "storyforge, objects as a pack": partial(commit_here, repository, edits, 0),
        "git": partial(commit_by_git, root, edits),
        "git core.fsync=all": partial(commit_by_git, root, edits, "-c", "core.fsync=all"),
    }
    return {name: milliseconds(way) for name, way in ways.items()}


def measure_scene(repository: Repository) -> dict[str, object]:
    """One scene's commit by us and by the git program that syncs as we do, in turns, and how they compare."""
    scene = Scene()
    ways = {
        "storyforge": partial(commit_here, repository, scene),
        "git core.fsync=all": partial(commit_by_git, repository.root, scene, "-c", "core.fsync=all"),
    }
    for way in ways.values():
        way()
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            taken[name].append((time.perf_counter() - start) * 1000)
    medians = {name: round(statistics.median(found), 1) for name, found in taken.items()}
    ours, theirs = medians.values()
    return {**medians, "ours to git's": round(ours / theirs, 2)}


def race(root: Path, name: str, count: int) -> None:
    """One of several processes that commit files of their own to one branch, each on what it saw last."""
    repository = Repository.open(root)
    parent = repository.head().commit
    for number in range(count):
        content = f"{name} {number}\n".encode()
        path = f"notes/{name}/{number}.md"
        parent = repository.commit({path: content}, f"{name} {number}", parent=parent, branch="main", moved=_no_matter)


def _no_matter(_moved: Moved) -> None:
    """What the others commit is of no matter to ours."""


def measure_race(repository: Repository) -> dict[str, object]:
    """Six processes at once: seconds, and the commits that are in the history and in the work tree afterwards."""
    before = len(repository.log())
    racers = [
        multiprocessing.Process(target=race, args=(repository.root, f"p{n}", COMMITS_EACH)) for n in range(RACERS)
    ]
    start = time.perf_counter()
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    seconds = time.perf_counter() - start
    git(repository.root, "fsck", "--no-dangling")
    return {
        "asked": RACERS * COMMITS_EACH,
        "in history": len(repository.log()) - before,
        "files": sum(path.startswith("notes/") for path in repository.tree("HEAD")),
        "changed after": len(repository.dirty()),
        "seconds": round(seconds, 2),
    }


def measure_media(folder: Path) -> dict[str, dict[str, float]]:
    """Pictures into the store of Git LFS, on disk before it returns."""
    folders = count()

    def put(*, together: bool) -> None:
        store = Store(folder, folder / f"lfs-{next(folders)}")
        pictures = [os.urandom(20_000) for _ in range(PICTURES)]
        for batch in [pictures] if together else [[picture] for picture in pictures]:
            store.put(batch)

    return {
        "together": milliseconds(partial(put, together=True)),
        "one by one": milliseconds(partial(put, together=False), rounds=3),
    }


def measure(folder: Path) -> dict[str, object]:
    """All numbers, ours and the git program's, on one repository."""
    files = story()
    repository = Repository.create(folder / "story")
    root = repository.root
    for key, value in (("user.name", "Benchmark"), ("user.email", "benchmark@example.com"), ("gc.auto", "0")):
        repository.set_local_config(key, value)
    first = partial(repository.commit, dict(files), "setup: benchmark", parent=None, branch="main")
    return {
        "first commit of all files": {"storyforge": milliseconds(first, rounds=1)},
        "commit of so many files": {str(count): measure_commits(repository, Edits(files, count)) for count in COUNTS},
        "commit of one scene's 60 files": measure_scene(repository),
        f"{RACERS} processes, {COMMITS_EACH} commits each": measure_race(repository),
        f"{PICTURES} pictures into Git LFS": measure_media(root),
        "status": {
            "storyforge snapshot": milliseconds(partial(snapshot, root)),
            "git status": milliseconds(partial(git, root, "status", "--porcelain=v2", "--branch", "-z", "-uall")),
        },
        "paths and ids of a commit": {
            "storyforge": milliseconds(partial(repository.tree, repository.resolve("HEAD"))),
            "git ls-tree": milliseconds(partial(git, root, "ls-tree", "-r", "HEAD")),
        },
    }


def versions() -> dict[str, object]:
    """What the numbers were measured with."""
    program = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    return {
        "cores": os.cpu_count(),
        "git": program,
        "libgit2": pygit2.LIBGIT2_VERSION,
        "machine": platform.machine(),
        "pygit2": version("pygit2"),
        "python": platform.python_version(),
        "system": sys.platform,
    }


def main() -> None:
    """Measure, write the result, print it."""
    with tempfile.TemporaryDirectory() as folder:
        result = {"files": SCENES * PER_SCENE, "milliseconds": measure(Path(folder)), "with": versions()}
    text = json.dumps(result, indent=1, sort_keys=True) + "\n"
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text, encoding="utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
