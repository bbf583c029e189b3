"""Media in Git LFS, as the stock git-lfs program lists, checks, pushes and pulls them."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from storyforge.errors import LfsNotSetUpError, LfsPointerError
from storyforge.repo import GITIGNORE, Repository, gitattributes, is_media_name, with_storage
from tests.repo.test_kill import KILLED

if TYPE_CHECKING:
    from pathlib import Path

    from tests.repo.conftest import Git, Spawn

stock = pytest.mark.skipif(shutil.which("git-lfs") is None, reason="git-lfs is not installed")

PICTURES = {f"scenes/003/frames/3{letter}-stärt.png": os.urandom(3000) for letter in "ABCDE"}


def kept(repository: Repository, git: Git) -> Repository:
    """A story that keeps its media in Git LFS, with five pictures, an empty one, and a text."""
    git("lfs", "install", "--local")
    files = {".gitattributes": gitattributes("lfs").encode(), ".gitignore": GITIGNORE.encode()}
    first = repository.commit(files, "setup: new story", parent=None, branch="main")
    repository.commit(
        {**PICTURES, "empty.png": b"", "beats.yaml": b"beats: []\n"}, "frames: 5", parent=first, branch="main"
    )
    return repository


def tracked(git: Git) -> dict[str, str]:
    """Path -> SHA-256, as git-lfs lists them; it leaves out empty files."""
    lines = git("-c", "core.quotePath=false", "lfs", "ls-files", "--long").splitlines()
    return {line.split(" ", 2)[2]: line.split(" ", 1)[0] for line in lines}


@stock
def test_the_stock_client_lists_and_checks_what_we_wrote(repository: Repository, git: Git) -> None:
    kept(repository, git)
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in PICTURES.items()}
    assert {path: digest for path, digest in tracked(git).items() if path != "empty.png"} == digests
    assert git("lfs", "fsck").strip() == "Git LFS fsck OK"
    assert git("lfs", "fsck", "--pointers").strip() == "Git LFS fsck OK"
    assert git("status", "--porcelain") == ""
    assert git("fsck", "--no-dangling") == ""
    for path, content in PICTURES.items():
        assert (repository.root / path).read_bytes() == content


@stock
def test_what_was_pushed_is_pulled_whole_somewhere_else(repository: Repository, git: Git, tmp_path: Path) -> None:
    kept(repository, git)
    bare, clone = tmp_path / "bare.git", tmp_path / "clone"
    git("init", "-q", "--bare", "--initial-branch=main", str(bare))
    git("remote", "add", "origin", f"file://{bare}")
    git("push", "-q", "origin", "main")
    assert sum(file.is_file() for file in (bare / "lfs").rglob("*")) == len(PICTURES), "the push took the media along"
    git("-c", "filter.lfs.smudge=", "-c", "filter.lfs.required=false", "clone", "-q", f"file://{bare}", str(clone))
    there = Repository.open(clone)
    path = next(iter(PICTURES))
    with pytest.raises(LfsPointerError, match="stärt"):
        there.medium(there.tree("HEAD")[path], path)
    with pytest.raises(LfsNotSetUpError, match="new"):
        there.commit({"new.png": b"new"}, "new", parent=there.head().commit, branch="main")
    git("lfs", "install", "--local", at=clone)
    git("lfs", "pull", at=clone)
    assert {path: (clone / path).read_bytes() for path in PICTURES} == PICTURES
    assert there.medium(there.tree("HEAD")[path], path) == PICTURES[path]
    assert git("status", "--porcelain", at=clone) == ""
    fresh = Repository.open(clone)
    fresh.commit({"new.png": b"new"}, "new", parent=fresh.head().commit, branch="main")
    git("push", "-q", "origin", "main", at=clone)
    git("pull", "-q", "origin", "main")
    assert (repository.root / "new.png").read_bytes() == b"new"


@stock
def test_a_touched_medium_is_not_edited_and_a_changed_one_is(repository: Repository, git: Git) -> None:
    kept(repository, git)
    path = next(iter(PICTURES))
    for when in (0, 4_000_000_000):
        os.utime(repository.root / path, (when, when))
        assert git("status", "--porcelain") == ""
    (repository.root / path).write_bytes(b"mine")
    assert [found.path for found in repository.dirty()] == [path]


@stock
def test_switching_between_branches_brings_pictures_and_no_pointers(repository: Repository, git: Git) -> None:
    kept(repository, git)
    path = next(iter(PICTURES))
    repository.create_branch("alt", "HEAD")
    repository.commit({path: b"another"}, "frames: 1", parent=repository.head().commit, branch="main")
    repository.switch("alt")
    assert (repository.root / path).read_bytes() == PICTURES[path]
    repository.switch("main")
    assert (repository.root / path).read_bytes() == b"another"
    assert git("status", "--porcelain") == ""


@stock
def test_a_linked_work_tree_shares_the_media(repository: Repository, git: Git, tmp_path: Path) -> None:
    kept(repository, git)
    git("worktree", "add", "-q", "-b", "alt", str(tmp_path / "alt"))
    alt = Repository.open(tmp_path / "alt")
    made = alt.commit({"key.png": b"key"}, "assets: 1", parent=alt.head().commit, branch="alt")
    assert repository.medium(repository.tree(made)["key.png"], "key.png") == b"key"
    assert git("lfs", "fsck", at=alt.root).strip() == "Git LFS fsck OK"
    assert git("status", "--porcelain", at=alt.root) == ""


@stock
def test_media_lie_where_the_user_says(repository: Repository, git: Git, tmp_path: Path) -> None:
    git("config", "lfs.storage", str(tmp_path / "big disk"))
    kept(repository, git)
    assert sum(file.is_file() for file in (tmp_path / "big disk").rglob("*")) == len(PICTURES)
    assert git("lfs", "fsck").strip() == "Git LFS fsck OK"
    assert not (repository.common_dir / "lfs" / "objects").exists()


@stock
def test_a_medium_that_was_cut_short_on_disk_is_written_again(repository: Repository, git: Git) -> None:
    kept(repository, git)
    content = next(iter(PICTURES.values()))
    digest = hashlib.sha256(content).hexdigest()
    stored = repository.common_dir / "lfs" / "objects" / digest[:2] / digest[2:4] / digest
    stored.chmod(0o644)
    stored.write_bytes(content[:10])
    head = repository.head().commit
    repository.commit({"again.png": content}, "again", parent=head, branch="main")
    assert stored.read_bytes() == content


@stock
@pytest.mark.parametrize("step", ["media", "objects", "ref", "file"])
def test_killed_in_the_midst_of_media(repository: Repository, git: Git, spawn: Spawn, step: str) -> None:
    kept(repository, git)
    program = KILLED.replace('"beats.yaml": b', '"key.png": b"key" * 99, "beats.yaml": b')
    process = spawn(program, repository.root, step, 1)
    _, words = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, words
    repository.finish_pending()
    assert git("status", "--porcelain") == ""
    assert git("lfs", "fsck").strip() == "Git LFS fsck OK"
    repository.commit({"key.png": b"key" * 99}, "key", parent=repository.head().commit, branch="main")
    assert (repository.root / "key.png").read_bytes() == b"key" * 99
    assert git("lfs", "fsck").strip() == "Git LFS fsck OK"
    assert git("status", "--porcelain") == ""


def test_a_filter_whose_program_is_gone_is_not_set_up(repository: Repository, git: Git) -> None:
    git("config", "filter.lfs.clean", "no-such-program-lfs clean -- %f")
    files = {".gitattributes": gitattributes("lfs").encode()}
    first = repository.commit(files, "setup: new story", parent=None, branch="main")
    with pytest.raises(LfsNotSetUpError):
        repository.commit({"key.png": b"key"}, "key", parent=first, branch="main")


@stock
def test_a_push_hook_of_the_users_own_stays(repository: Repository, git: Git) -> None:
    hook = repository.git_dir / "hooks" / "pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 0\n")
    git("config", "filter.lfs.clean", "git-lfs clean -- %f")
    git("config", "filter.lfs.smudge", "git-lfs smudge -- %f")
    files = {".gitattributes": gitattributes("lfs").encode()}
    first = repository.commit(files, "setup: new story", parent=None, branch="main")
    repository.commit({"key.png": b"key"}, "key", parent=first, branch="main")
    assert hook.read_text() == "#!/bin/sh\nexit 0\n"


def test_attributes_change_for_media_alone() -> None:
    own = "# mine\n*.bin filter=lfs\n*.png  binary # not a rule\n*.yaml text eol=lf"
    for text in (gitattributes("git"), gitattributes("lfs"), own, ""):
        there = with_storage(text, "lfs")
        back = with_storage(there, "git")
        assert with_storage(there, "lfs") == there
        assert with_storage(back, "lfs") == there
        assert [line for line in text.splitlines() if "*.png" not in line and "." not in line[:2]] <= there.splitlines()
    assert with_storage(gitattributes("git"), "lfs") == gitattributes("lfs")
    assert with_storage(gitattributes("lfs"), "git") == gitattributes("git")
    assert with_storage(own, "lfs").startswith(
        "# mine\n*.bin filter=lfs\n*.png filter=lfs diff=lfs merge=lfs -text\n*.yaml"
    )


@pytest.mark.parametrize(
    ("path", "media"),
    [("a.png", True), ("x/y.mp4", True), ("a.PNG", False), ("png", False), ("a.png/b", False), ("a.yaml", False)],
)
def test_what_is_a_medium_by_its_name(repository: Repository, git: Git, path: str, *, media: bool) -> None:
    (repository.root / ".gitattributes").write_text(gitattributes("lfs"))
    assert is_media_name(path) is media
    assert (git("check-attr", "filter", path).strip() == f"{path}: filter: lfs") is media
