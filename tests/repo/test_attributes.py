"""A story's attributes and ignores as git reads them, and media in Git LFS."""

from __future__ import annotations

import hashlib
import sys
from typing import TYPE_CHECKING

import pytest

from storyforge.errors import LfsNotSetUpError, LfsPointerError
from storyforge.journal.answers import Answers
from storyforge.repo import GITIGNORE, gitattributes

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.repo import Repository
    from tests.repo.conftest import Git

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


def set_up(repository: Repository, media: str) -> None:
    files = {
        ".gitattributes": gitattributes("lfs" if media == "lfs" else "git").encode(),
        ".gitignore": GITIGNORE.encode(),
    }
    repository.commit(files, "setup: new story", parent=None, branch="main")


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        ("scenes/003/shots.yaml", "eol", "lf"),
        ("locks/beats.yaml.json", "eol", "lf"),
        ("treatment.md", "text", "set"),
        ("script.fountain", "text", "unset"),
        ("script.fountain", "diff", "unspecified"),
        ("inputs/final.fdx", "text", "unset"),
        ("scenes/003/frames/3A-start.png", "binary", "set"),
        ("scenes/003/clips/3A.mp4", "diff", "unset"),
        ("notes/a.txt", "text", "unspecified"),
    ],
)
def test_attributes(repository: Repository, git: Git, path: str, name: str, value: str) -> None:
    set_up(repository, "git")
    assert git("check-attr", name, path) == f"{path}: {name}: {value}\n"


def test_exports_and_half_written_files_are_ignored(repository: Repository) -> None:
    set_up(repository, "git")
    for path in ("exports/a.pdf", ".DS_Store", "scenes/exports/a.md", ".beats.yaml.storyforge-tmp"):
        (repository.root / path).parent.mkdir(parents=True, exist_ok=True)
        (repository.root / path).write_bytes(b"")
    assert [item.path for item in repository.dirty()] == ["scenes/exports/a.md"]


def test_lfs_that_is_not_set_up_is_refused_before_anything_is_written(repository: Repository, git: Git) -> None:
    set_up(repository, "lfs")
    parent = repository.head().commit
    with pytest.raises(LfsNotSetUpError, match=r"key\.png") as caught:
        repository.commit({"key.png": PICTURE}, "key", parent=parent, branch="main")
    assert "git lfs install" in caught.value.hint
    assert git("status", "--porcelain") == ""


def stand_in(git: Git, folder: Path) -> None:
    """A clean filter that writes pointers as the LFS specification says, in place of the git-lfs program."""
    program = folder / "clean.py"
    program.write_text(
        "import hashlib, sys\n"
        "data = sys.stdin.buffer.read()\n"
        "pointer = data.startswith(b'version https://git-lfs') or not data\n"
        "text = 'version https://git-lfs.github.com/spec/v1\\noid sha256:%s\\nsize %d\\n'\n"
        "text %= (hashlib.sha256(data).hexdigest(), len(data))\n"
        "sys.stdout.buffer.write(data if pointer else text.encode())\n"
    )
    git("config", "filter.lfs.clean", f'"{sys.executable}" "{program}"')
    git("config", "filter.lfs.required", "true")


def test_with_lfs_the_commit_holds_a_pointer_and_the_work_tree_the_picture(
    repository: Repository, git: Git, tmp_path: Path
) -> None:
    set_up(repository, "lfs")
    stand_in(git, tmp_path)
    files = {"key.png": PICTURE, "empty.png": b"", "scenes/003/shots.yaml": b"shots: []\n"}
    made = repository.commit(files, "assets: 1", parent=repository.head().commit, branch="main")
    digest = hashlib.sha256(PICTURE).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(PICTURE)}\n"
    assert git("show", f"{made}:key.png") == pointer
    assert git("show", f"{made}:empty.png") == ""
    assert (repository.root / "key.png").read_bytes() == PICTURE
    stored = repository.common_dir / "lfs" / "objects" / digest[:2] / digest[2:4] / digest
    assert stored.read_bytes() == PICTURE
    assert [found for found in stored.parents[2].rglob("*") if found.is_file()] == [stored]
    assert repository.medium(repository.tree(made)["key.png"], "key.png") == PICTURE
    assert repository.medium(repository.tree(made)["empty.png"], "empty.png") == b""
    assert git("status", "--porcelain") == ""
    again = repository.commit({"key.png": PICTURE[:99]}, "assets: 1", parent=made, branch="main")
    assert (repository.root / "key.png").read_bytes() == PICTURE[:99]
    assert repository.commit({"key.png": PICTURE[:99]}, "assets: 1", parent=again, branch="main") == again
    assert git("status", "--porcelain") == ""


@pytest.mark.parametrize("count", [2, 40], ids=["loose objects", "one pack"])
@pytest.mark.parametrize("media", ["git", "lfs"])
def test_media_in_files_are_committed_as_if_they_were_in_memory(
    repository: Repository, git: Git, tmp_path: Path, media: str, count: int
) -> None:
    """Pictures that lie in files until they are committed: same tree, same work tree, clean, stored once."""
    set_up(repository, media)
    if media == "lfs":
        stand_in(git, tmp_path)
    answers = Answers(tmp_path / "answers")
    pictures = {f"scenes/003/frames/{n}.png": PICTURE + bytes([n]) * n for n in range(count)}
    kept = {path: answers.keep(f"{n:04}", "png", data, {}) for n, (path, data) in enumerate(pictures.items())}
    parent = repository.head().commit
    made = repository.commit(kept, "frames: 1", parent=parent, branch="main")
    assert {path: (repository.root / path).read_bytes() for path in pictures} == pictures
    assert git("status", "--porcelain") == ""
    git("fsck", "--strict")
    ids = repository.tree(made)
    assert all(repository.medium(ids[path], path) == data for path, data in pictures.items())
    assert repository.commit(pictures, "frames: 1", parent=made, branch="main") == made, "nothing differs"


def test_a_pointer_without_its_content_stays_a_pointer_in_the_work_tree(
    repository: Repository, git: Git, tmp_path: Path
) -> None:
    set_up(repository, "lfs")
    stand_in(git, tmp_path)
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"1" * 64 + b"\nsize 5\n"
    made = repository.commit({"key.png": pointer}, "restore", parent=repository.head().commit, branch="main")
    with pytest.raises(LfsPointerError, match=r"key\.png"):
        repository.medium(repository.tree(made)["key.png"], "key.png")
    assert (repository.root / "key.png").read_bytes() == pointer
    assert git("status", "--porcelain") == ""
