"""Repositories as people have them: shallow, sparse, linked, nested, moved, copied, signed, with clocks that jump."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from storyforge.errors import InvalidPathError, SigningError
from storyforge.repo import Repository, snapshot
from tests.repo.test_kill import KILLED, kill

if TYPE_CHECKING:
    from pathlib import Path

    from tests.repo.conftest import Git, Spawn

SHOTS = "scenes/003/shots.yaml"


def commit(story: Repository, files: dict[str, bytes | None]) -> str:
    return story.commit(files, "shots: 1 scene", parent=story.head().commit, branch=story.writable_branch())


def kill_at(root: Path, spawn: Spawn, step: str, branch: str = "main") -> None:
    process = spawn(KILLED.replace('branch="main"', f'branch="{branch}"'), root, step, 1)
    _, words = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, words


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="no ssh-keygen")
def test_a_commit_is_signed_with_an_ssh_key(story: Repository, git: Git, tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    (tmp_path / "allowed").write_text(f"ada@example.com {key.with_suffix('.pub').read_text()}")
    git("config", "gpg.format", "ssh")
    git("config", "gpg.ssh.allowedSignersFile", str(tmp_path / "allowed"))
    git("config", "user.signingKey", str(key))
    git("config", "commit.gpgSign", "true")
    made = commit(story, {SHOTS: b"shots: [3A]\n"})
    git("verify-commit", made)
    assert git("log", "-1", "--format=%G? %s") == "G shots: 1 scene\n"
    assert git("status", "--porcelain") == ""
    git("config", "user.signingKey", str(tmp_path / "gone"))
    with pytest.raises(SigningError, match="nothing was committed"):
        commit(story, {SHOTS: b"shots: [3B]\n"})
    assert story.head().commit == made
    assert story.finish_pending() is None
    assert git("status", "--porcelain") == ""


def test_a_shallow_clone_is_worked_on_and_pushed(story: Repository, git: Git, tmp_path: Path) -> None:
    for number in range(4):
        commit(story, {"beats.yaml": b"beats: [%d]\n" % number})
    git("clone", "-q", "--depth", "1", "--no-single-branch", f"file://{story.root}", str(tmp_path / "shallow"))
    there = Repository.open(tmp_path / "shallow")
    base = there.resolve("HEAD")
    assert len(there.log()) == 1
    made = commit(there, {SHOTS: b"shots: [3A]\n"})
    there.create_branch("alt", base)
    assert there.is_merged("alt", "main")
    assert there.merge_base("alt", "main") == base
    assert git("status", "--porcelain", at=there.root) == ""
    assert git("fsck", "--no-dangling", at=there.root) == ""
    git("push", "-q", "origin", "main:refs/heads/from-shallow", at=there.root)
    assert git("rev-parse", "from-shallow").strip() == made
    assert git("fsck", "--no-dangling") == ""


def test_a_partial_clone_is_worked_on(story: Repository, git: Git, tmp_path: Path) -> None:
    git("config", "uploadpack.allowFilter", "true")
    commit(story, {f"scenes/{n:03}/shots.yaml": b"%d\n" % n for n in range(10, 20)})
    git("clone", "-q", "--filter=blob:none", f"file://{story.root}", str(tmp_path / "partial"))
    there = Repository.open(tmp_path / "partial")
    git("config", "user.name", "Ada", at=there.root)
    made = commit(there, {SHOTS: b"shots: [3A]\n", "scenes/010/shots.yaml": None})
    assert git("status", "--porcelain", at=there.root) == ""
    assert "scenes/010/shots.yaml" not in there.tree(made)
    assert git("fsck", "--no-dangling", at=there.root) == ""


@pytest.mark.parametrize("sparse_index", [False, True])
def test_a_sparse_checkout_gets_what_is_made(story: Repository, git: Git, *, sparse_index: bool) -> None:
    commit(story, {"lore/a.md": b"a\n", **{f"scenes/{n:03}/shots.yaml": b"%d\n" % n for n in range(10, 13)}})
    git("status")
    git("sparse-checkout", "set", "--cone", *(["--sparse-index"] if sparse_index else []), "scenes/010")
    assert not (story.root / "scenes/011").exists()
    assert snapshot(story.root).dirty == ()
    there = Repository.open(story.root)
    made = commit(there, {"scenes/010/shots.yaml": b"new\n", "scenes/011/shots.yaml": b"new\n", "lore/b.md": b"b\n"})
    assert git("status", "--porcelain") == ""
    assert (story.root / "scenes/010/shots.yaml").read_bytes() == b"new\n"
    assert (story.root / "scenes/011/shots.yaml").read_bytes() == b"new\n"
    assert there.tree(made).keys() >= {"scenes/012/shots.yaml", "lore/a.md", "lore/b.md"}
    assert git("diff", "--name-only", "HEAD~1", "HEAD").split() == [
        "lore/b.md",
        "scenes/010/shots.yaml",
        "scenes/011/shots.yaml",
    ]


def test_two_work_trees_finish_each_its_own(story: Repository, git: Git, spawn: Spawn, tmp_path: Path) -> None:
    git("worktree", "add", "-q", "-b", "alt", str(tmp_path / "alt"))
    alt = Repository.open(tmp_path / "alt")
    kill_at(story.root, spawn, "ref")
    kill_at(alt.root, spawn, "ref", "alt")
    assert snapshot(story.root).pending
    assert snapshot(alt.root).pending
    assert 'on "alt"' in str(alt.finish_pending())
    assert snapshot(story.root).pending, "the other's is left to it"
    assert git("status", "--porcelain", at=alt.root) == ""
    assert 'on "main"' in str(story.finish_pending())
    for root in (story.root, alt.root):
        assert git("status", "--porcelain", at=root) == ""
        assert (root / "scenes/004/shots.yaml").read_bytes() == b"shots: [4A]\n"


def test_a_story_that_is_a_submodule(story: Repository, git: Git, spawn: Spawn, tmp_path: Path) -> None:
    above = tmp_path / "season"
    subprocess.run(["git", "init", "-q", "-b", "main", str(above)], check=True)
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(story.root), "pilot", at=above)
    git("commit", "-q", "-m", "pilot", at=above)
    there = Repository.open(above / "pilot" / "scenes")
    assert there.root == above / "pilot"
    assert there.git_dir == above / ".git" / "modules" / "pilot"
    made = commit(there, {SHOTS: b"shots: [3A]\n"})
    assert git("status", "--porcelain", at=there.root) == ""
    assert git("status", "--porcelain", at=above) == " M pilot\n"
    assert git("submodule", "status", at=above).split()[0] == f"+{made}"
    kill_at(there.root, spawn, "ref")
    assert there.finish_pending() is not None
    assert git("status", "--porcelain", at=there.root) == ""
    assert git("fsck", "--no-dangling", at=there.root) == ""


def test_a_submodule_within_a_story_is_left_alone(story: Repository, git: Git, tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    subprocess.run(["git", "init", "-q", "-b", "main", str(fonts)], check=True)
    (fonts / "a.txt").write_bytes(b"a\n")
    git("add", "a.txt", at=fonts)
    git("commit", "-q", "-m", "fonts", at=fonts)
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(fonts), "assets/fonts")
    git("commit", "-q", "-m", "fonts")
    linked = git("ls-tree", "HEAD", "assets/fonts")
    assert "assets/fonts" not in story.tree("HEAD")
    commit(story, {"assets/props/lamp.yaml": b"lamp\n"})
    assert git("ls-tree", "HEAD", "assets/fonts") == linked
    assert git("status", "--porcelain") == ""
    (story.root / "assets/fonts/mine.txt").write_bytes(b"mine\n")
    (story.root / "assets/fonts/a.txt").write_bytes(b"mine\n")
    commit(story, {"assets/props/lamp.yaml": b"lamp 2\n"})
    assert (story.root / "assets/fonts/a.txt").read_bytes() == b"mine\n"
    with pytest.raises(InvalidPathError, match="not a folder"):
        commit(story, {"assets/fonts/b.txt": b"b\n"})
    with pytest.raises(InvalidPathError, match="folder"):
        commit(story, {"assets/fonts": b"b\n"})


def test_a_file_renamed_by_case_alone(story: Repository, git: Git) -> None:
    made = commit(story, {"beats.yaml": None, "Beats.yaml": b"beats: []\n"})
    assert {"Beats.yaml", "beats.yaml"} & set(story.tree(made)) == {"Beats.yaml"}
    assert (story.root / "Beats.yaml").read_bytes() == b"beats: []\n"
    assert git("status", "--porcelain") == ""
    git("mv", "Beats.yaml", "BEATS.yaml")
    git("commit", "-q", "-m", "by hand")
    commit(story, {"BEATS.yaml": None, "Beats.yaml": b"beats: []\n"})
    assert git("status", "--porcelain") == ""


def test_what_goes_is_removed_before_what_comes_is_written(story: Repository) -> None:
    """Where a disk knows no case, the new name is the old file until that is removed."""
    order = []
    names = ("Beats.yaml", "beats.yaml")

    def look(step: str) -> None:
        if step == "file":
            order.append([name for name in names if (story.root / name).exists()])

    story._crash_point = look
    commit(story, {"beats.yaml": None, "Beats.yaml": b"beats: []\n"})
    assert order == [[], ["Beats.yaml"]]


@pytest.mark.parametrize("step", ["pending", "ref", "file", "worktree"])
def test_a_story_that_was_moved_after_a_kill(story: Repository, git: Git, spawn: Spawn, step: str) -> None:
    kill(story, spawn, step)
    record = (story.git_dir / "storyforge" / "pending.json").read_text()
    assert str(story.root.parent) not in record
    there = Repository.open(story.root.rename(story.root.with_name("anderswo")))
    assert there.finish_pending() is not None
    assert git("status", "--porcelain", at=there.root) == ""
    assert git("fsck", "--no-dangling", at=there.root) == ""
    commit(there, {"lore.md": b"lore\n"})
    assert git("status", "--porcelain", at=there.root) == ""
    story.root.mkdir()
    there.root.replace(story.root)


@pytest.mark.parametrize("step", ["pending", "ref", "file", "worktree"])
def test_a_story_that_was_copied_after_a_kill(story: Repository, git: Git, spawn: Spawn, step: str) -> None:
    kill(story, spawn, step)
    copy = Repository.open(shutil.copytree(story.root, story.root.with_name("copy"), symlinks=True))
    for there in (copy, story):
        assert there.finish_pending() is not None
        assert git("status", "--porcelain", at=there.root) == ""
        assert git("fsck", "--no-dangling", at=there.root) == ""
    commit(copy, {"lore.md": b"lore\n"})
    assert not (story.root / "lore.md").exists()


@pytest.mark.parametrize("moment", [0, 1, 4_102_444_800])
def test_files_of_another_time_are_what_they_hold(story: Repository, git: Git, moment: int) -> None:
    """Nothing depends on the clock: only what a file holds says whether it was edited."""
    for path in ("beats.yaml", SHOTS):
        os.utime(story.root / path, (moment, moment))
    assert snapshot(story.root).dirty == ()
    commit(story, {SHOTS: b"shots: [3A]\n"})
    os.utime(story.root / SHOTS, (moment, moment))
    assert git("status", "--porcelain") == ""
    (story.root / "beats.yaml").write_bytes(b"beats: {}\n")
    os.utime(story.root / "beats.yaml", (moment + 7, moment + 7))
    assert [found.path for found in snapshot(story.root).dirty] == ["beats.yaml"]
    commit(story, {"beats.yaml": b"other\n"})
    assert (story.root / "beats.yaml").read_bytes() == b"beats: {}\n"


def test_a_clock_that_was_put_back_between_commits(
    story: Repository, git: Git, spawn: Spawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for stamp in ("4000000000 +0000", "1000000000 +0000", "2000000000 +0000", "100000000 +0000"):
        monkeypatch.setenv("GIT_COMMITTER_DATE", stamp)
        monkeypatch.setenv("GIT_AUTHOR_DATE", stamp)
        commit(story, {"lore.md": stamp.encode()})
    ids = [found.id for found in story.log()]
    assert ids == git("rev-list", "--topo-order", "main").split()
    kill(story, spawn, "ref")
    assert str(story.finish_pending()).startswith("finished")
    story.create_branch("alt", ids[2])
    assert (story.is_merged("alt", "main"), story.is_merged("main", "alt")) == (True, False)
    assert story.merge_base("alt", "main") == ids[2]
    assert git("status", "--porcelain") == ""
