"""What is refused: in one clear line with one hint, and with nothing half-written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from storyforge.errors import (
    DetachedHeadError,
    FileMissingError,
    GitFailedError,
    GitMissingError,
    IdentityError,
    InvalidPathError,
    LfsPointerError,
    MissingObjectError,
    NotARepositoryError,
    OperationInProgressError,
    RepositoryExistsError,
    SymlinkError,
    UnknownRevisionError,
    UnsupportedRepositoryError,
)
from storyforge.repo import Repository, WorkTree, find_root, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from tests.repo.conftest import Git


def commit(story: Repository, path: str, content: bytes | None = b"x\n") -> str:
    return story.commit({path: content}, "x", parent=story.head().commit, branch="main")


def plain(*arguments: str, at: Path) -> None:
    subprocess.run(["git", *arguments], cwd=at, check=True, capture_output=True)


def test_a_folder_outside_any_repository(tmp_path: Path) -> None:
    for ask in (Repository.open, find_root, snapshot):
        with pytest.raises(NotARepositoryError, match="not in a story") as caught:
            ask(tmp_path)
        assert "storyforge new" in caught.value.hint


def test_a_sha256_repository(tmp_path: Path) -> None:
    plain("init", "-q", "--object-format=sha256", at=tmp_path)
    with pytest.raises(UnsupportedRepositoryError, match="SHA-256"):
        Repository.open(tmp_path)
    plain("commit", "-q", "--allow-empty", "-m", "x", at=tmp_path)
    with pytest.raises(UnsupportedRepositoryError, match="SHA-256"):
        snapshot(tmp_path)


def test_a_bare_repository(tmp_path: Path) -> None:
    plain("init", "-q", "--bare", at=tmp_path)
    with pytest.raises(UnsupportedRepositoryError, match="bare"):
        Repository.open(tmp_path)


def test_a_repository_with_a_reftable(story: Repository) -> None:
    story.set_local_config("core.repositoryFormatVersion", "1")
    story.set_local_config("extensions.refStorage", "reftable")
    with pytest.raises(UnsupportedRepositoryError, match="reftable"):
        Repository.open(story.root)
    (story.git_dir / "reftable").mkdir()
    with pytest.raises(UnsupportedRepositoryError, match="reftable"):
        snapshot(story.root)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_another_user(story: Repository) -> None:
    for place in (story.root, story.git_dir):
        os.chown(place, 12345, 12345)
    for ask in (Repository.open, snapshot):
        with pytest.raises(UnsupportedRepositoryError, match="another user") as caught:
            ask(story.root)
        assert "safe.directory" in caught.value.hint


def test_a_story_is_made_once_and_with_sha1_whatever_gits_defaults(
    tmp_path: Path, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (machine / ".gitconfig").write_text("[init]\n defaultObjectFormat = sha256\n defaultBranch = trunk\n")
    monkeypatch.setenv("GIT_DEFAULT_HASH", "sha256")
    made = Repository.create(tmp_path / "a" / "new", branch="pilot")
    assert (made.head().branch, made.head().commit, made.log()) == ("pilot", None, [])
    assert len(made.commit({}, "empty", parent=None, branch="pilot")) == 40
    with pytest.raises(RepositoryExistsError):
        Repository.create(tmp_path / "a" / "new")


def test_no_git_program(story: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitMissingError):
        snapshot(story.root)


def test_nothing_is_written_on_a_detached_head(story: Repository, git: Git) -> None:
    assert story.writable_branch() == "main"
    git("switch", "-q", "--detach")
    with pytest.raises(DetachedHeadError, match="detached") as caught:
        story.writable_branch()
    assert "storyforge timeline new" in caught.value.hint
    assert story.head().branch is None
    assert story.head().commit == story.resolve("main")
    assert snapshot(story.root).branch is None


def conflict(story: Repository, git: Git) -> None:
    git("switch", "-q", "-c", "alt")
    story.commit({"beats.yaml": b"alt\n"}, "alt", parent=story.head().commit, branch="alt")
    git("switch", "-q", "main")
    commit(story, "beats.yaml", b"main\n")


@pytest.mark.parametrize(
    ("command", "operation"),
    [
        (("merge", "alt"), "merge"),
        (("rebase", "alt"), "rebase"),
        (("rebase", "--apply", "alt"), "rebase"),
        (("cherry-pick", "alt"), "cherry-pick"),
        (("revert", "--no-edit", "HEAD~1"), "revert"),
        (("bisect", "start"), "bisect"),
    ],
)
def test_nothing_is_written_during_a_merge_or_the_like(
    story: Repository, git: Git, command: tuple[str, ...], operation: str
) -> None:
    conflict(story, git)
    if operation == "revert":
        commit(story, "beats.yaml", b"again\n")
    subprocess.run(["git", *command], cwd=story.root, capture_output=True, check=False)
    with pytest.raises(OperationInProgressError, match=operation) as caught:
        story.writable_branch()
    assert f"git {operation}" in caught.value.hint
    assert snapshot(story.root).operation == operation


def test_no_identity(story: Repository, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        for what in ("NAME", "EMAIL"):
            monkeypatch.delenv(f"GIT_{role}_{what}")
    for ask in (story.identity, lambda: commit(story, "a.md")):
        with pytest.raises(IdentityError) as caught:
            ask()
        assert caught.value.hint.count("git config --global user.") == 2
    assert git("status", "--porcelain") == ""
    git("config", "user.name", "Béla <von> Ink")
    git("config", "user.email", "bela@example.com")
    assert story.identity().email == "bela@example.com"
    made = commit(story, "a.md")
    assert git("log", "-1", "--format=%an|%ce", made) == "Béla von Ink|bela@example.com\n"


def test_dates_come_from_gits_variables(story: Repository, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2001-02-03T04:05:06-0730")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "1000000000 +0200")
    commit(story, "a.md")
    assert git("log", "-1", "--format=%aI %ct") == "2001-02-03T04:05:06-07:30 1000000000\n"
    assert story.log()[0].when.isoformat() == "2001-02-03T04:05:06-07:30"
    monkeypatch.setenv("GIT_AUTHOR_DATE", "tomorrow or so")
    with pytest.raises(GitFailedError, match="date"):
        story.identity()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../a",
        "a/../../b",
        "a//b",
        "./a",
        "a/",
        ".git/config",
        "a/.GIT/x",
        "git~1/x",
        ".git ",
        "a\\b",
        "a\nb",
        "a\0b",
        "a\x7fb",
    ],
)
def test_a_path_that_leads_out_or_into_git(story: Repository, path: str) -> None:
    with pytest.raises(InvalidPathError, match="can't be a file of the story"):
        commit(story, path)
    with pytest.raises(InvalidPathError):
        WorkTree(story.root).read(path)


def test_a_path_is_not_written_through_a_symbolic_link(story: Repository, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (story.root / "assets").symlink_to(outside)
    (story.root / "lore.md").symlink_to(outside / "lore.md")
    start = story.head()
    for path, link in (("assets/props/lamp.yaml", "assets"), ("lore.md", "lore.md")):
        with pytest.raises(SymlinkError, match=f'"{link}" is a symbolic link') as caught:
            commit(story, path)
        assert "Replace" in caught.value.hint
    assert list(outside.iterdir()) == []
    assert story.head() == start


def test_a_link_that_was_committed_is_no_file(story: Repository, git: Git) -> None:
    (story.root / "lore.md").symlink_to("story.yaml")
    git("add", "lore.md")
    git("commit", "-q", "-m", "link")
    assert "lore.md" not in story.tree("HEAD")
    (story.root / "lore.md").unlink()
    with pytest.raises(SymlinkError):
        commit(story, "lore.md")


def test_a_folder_or_a_file_where_the_other_should_be(story: Repository) -> None:
    (story.root / "notes").write_bytes(b"")
    (story.root / "lore.md").mkdir()
    with pytest.raises(InvalidPathError, match='"notes" is a file'):
        commit(story, "notes/a.md")
    with pytest.raises(InvalidPathError, match="a folder stands there"):
        commit(story, "lore.md")


def test_reading_stays_within_the_story(story: Repository, tmp_path: Path) -> None:
    tree = WorkTree(story.root)
    (tmp_path / "secret").write_bytes(b"secret")
    (story.root / "out").symlink_to(tmp_path)
    (story.root / "in.yaml").symlink_to("story.yaml")
    (story.root / "git.md").symlink_to(".git/config")
    assert tree.read("story.yaml") == tree.read("in.yaml") == "title: Big Störm\n".encode()
    for path in ("out/secret", "git.md"):
        with pytest.raises(SymlinkError, match=path.split("/", maxsplit=1)[0]):
            tree.read(path)
    os.mkfifo(story.root / "pipe")
    for path in ("absent.md", "story.yaml/x", "scenes", "pipe"):
        with pytest.raises(FileMissingError, match=path):
            tree.read(path)
    assert tree.exists("story.yaml")
    assert not tree.exists("scenes")


def test_an_lfs_pointer_is_not_taken_for_a_picture(story: Repository) -> None:
    text = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 20000\n"
    (story.root / "key.png").write_bytes(text)
    with pytest.raises(LfsPointerError, match=r"key\.png") as caught:
        WorkTree(story.root).read("key.png")
    assert "git lfs pull" in caught.value.hint
    (story.root / "key.png").write_bytes(text + b"\0" * 2000)
    assert len(WorkTree(story.root).read("key.png")) > 2000


def test_revisions_and_objects_that_are_not_there(story: Repository, git: Git) -> None:
    git("tag", "-a", "-m", "cp", "checkpoint")
    assert story.resolve("checkpoint") == story.head().commit
    for rev in ("nowhere", "HEAD~9", "", "main:beats.yaml", "..", "0" * 40):
        with pytest.raises(UnknownRevisionError):
            story.resolve(rev)
    with pytest.raises(UnknownRevisionError):
        story.tree("0" * 40)
    for identifier in ("0" * 40, "--help", "x"):
        with pytest.raises(MissingObjectError, match=identifier):
            story.blob(identifier)


DRIVER = """
import os, resource, signal, sys
from pathlib import Path
from storyforge.errors import StoryforgeError
from storyforge.repo import Repository, snapshot

repository = Repository.open(Path(sys.argv[1]))
files = {f"notes/{n}.md": os.urandom(100) for n in range(int(sys.argv[2]))}
if len(sys.argv) > 3:
    files["big.png"] = os.urandom(100_000)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    repository.commit(files, "notes", parent=repository.head().commit, branch="main")
except StoryforgeError as error:
    print(type(error).__name__, error, error.hint, sep="|")
"""

# Root may write everywhere, so a process of root's gives that right up first.
POWERLESS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


def told(*arguments: object, powerless: bool = False) -> str:
    command = [*(POWERLESS if powerless else []), sys.executable, "-c", DRIVER, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(bool(POWERLESS) and shutil.which("setpriv") is None, reason="root, and no setpriv")
@pytest.mark.parametrize("count", [1, 60])
@pytest.mark.parametrize("place", [".", ".git", ".git/objects", ".git/refs/heads", ".git/storyforge"])
def test_a_folder_that_can_not_be_written(story: Repository, git: Git, place: str, count: int) -> None:
    start = story.head().commit
    closed = [story.root / place]
    if place == ".git/objects":
        closed += [found for found in closed[0].rglob("*") if found.is_dir()]
    for folder in closed:
        folder.chmod(0o555)
    said = told(story.root, count, powerless=True)
    for folder in closed:
        folder.chmod(0o755)
    assert said.startswith("DiskError|"), said
    assert "permission denied" in said
    if place in {".", ".git"}:
        assert "The commit is made" in said
        assert story.finish_pending() is not None
    else:
        assert story.head().commit == start
        assert story.finish_pending() is None
    assert git("status", "--porcelain") == ""
    assert git("fsck", "--no-dangling") == ""


@pytest.mark.parametrize("count", [1, 60])
def test_a_disk_without_room_leaves_the_story_as_it_was(story: Repository, git: Git, count: int) -> None:
    start = story.head()
    said = told(story.root, count, 8192)
    assert said.startswith("DiskError|"), said
    assert "the disk refuses" in said or "larger than is allowed" in said
    assert story.head() == start
    assert git("status", "--porcelain") == ""
    assert git("fsck", "--no-dangling") == ""
