"""Committing generated files beside a user who works in the same folder."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from storyforge.errors import BranchInUseError, GitFailedError, InvalidPathError, SigningError, StaleParentError
from storyforge.repo import Repository, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from tests.repo.conftest import Git


def head(repository: Repository) -> str:
    commit = repository.head().commit
    assert commit is not None
    return commit


def commit(repository: Repository, files: dict[str, bytes | None], message: str = "shots: 1 scene") -> str:
    return repository.commit(files, message, parent=head(repository), branch="main")


def test_the_first_commit_of_an_empty_story_is_an_ordinary_one(repository: Repository, git: Git) -> None:
    first = repository.commit({"story.yaml": b"a: 1\n"}, "setup: new story", parent=None, branch="main")
    assert git("rev-parse", "main").strip() == first
    assert git("log", "--format=%an <%ae>|%cn|%B").strip() == "Ada Quill <ada@example.com>|Ada Quill|setup: new story"
    assert (repository.root / "story.yaml").read_bytes() == b"a: 1\n"
    assert git("status", "--porcelain") == ""
    assert git("fsck", "--strict") == ""
    assert git("reflog").count("commit: setup: new story") == 1


def test_a_commit_changes_its_own_paths_and_keeps_all_others(story: Repository, git: Git) -> None:
    before = story.tree(head(story))
    made = commit(story, {"scenes/003/shots.yaml": b"shots: [3A]\n", "locks/scenes/003/shots.yaml.json": b"{}\n"})
    after = story.tree(made)
    assert story.blob(after["scenes/003/shots.yaml"]) == b"shots: [3A]\n"
    assert set(after) - set(before) == {"locks/scenes/003/shots.yaml.json"}
    assert {path for path in before if before[path] != after[path]} == {"scenes/003/shots.yaml"}
    listed = dict(line.split("\t")[::-1] for line in git("ls-tree", "-r", "-z", made).strip("\0").split("\0"))
    assert {path: line.split()[2] for path, line in listed.items()} == after
    assert list(after) == list(listed)
    assert git("status", "--porcelain") == ""


def test_equal_content_makes_no_commit(story: Repository) -> None:
    now = head(story)
    assert commit(story, {"beats.yaml": b"beats: []\n", "absent.yaml": None}) == now
    assert commit(story, {}) == now
    assert head(story) == now


def test_a_deleted_file_goes_with_the_folders_it_leaves_empty(story: Repository, git: Git) -> None:
    made = commit(story, {"scenes/003/visuals/café key.png": None, "scenes/003/shots.yaml": None})
    assert set(story.tree(made)) == {"beats.yaml", "story.yaml"}
    assert not (story.root / "scenes").exists()
    assert git("status", "--porcelain") == ""


def test_deleting_everything_leaves_an_empty_tree(story: Repository, git: Git) -> None:
    made = commit(story, dict.fromkeys(story.tree(head(story))))
    assert story.tree(made) == {}
    assert git("fsck") == ""


def test_four_hundred_files_are_one_commit_and_one_pack(story: Repository, git: Git) -> None:
    files: dict[str, bytes | None] = {f"scenes/{n:03}/prompts.yaml": b"scene: %d\n" % n * 40 for n in range(400)}
    made = commit(story, files)
    assert git("status", "--porcelain") == ""
    assert git("fsck", "--strict") == ""
    assert len(list((story.git_dir / "objects" / "pack").glob("*.pack"))) == 1
    assert story.blob(story.tree(made)["scenes/399/prompts.yaml"]) == files["scenes/399/prompts.yaml"]
    assert git("rev-list", "--count", "main").strip() == "2"


def test_many_packs_are_joined_by_git_when_its_settings_say_so(story: Repository, git: Git) -> None:
    git("config", "gc.autoPackLimit", "3")
    git("config", "gc.autoDetach", "false")
    for number in range(6):
        commit(story, {f"notes/{number}-{n}.md": b"%d %d\n" % (number, n) for n in range(20)})
    assert len(list((story.git_dir / "objects" / "pack").glob("*.pack"))) < 5
    assert len(story.tree("HEAD")) == 124
    assert git("status", "--porcelain") == ""
    assert git("fsck") == ""


def test_one_stored_content_many_times_is_one_object_in_the_pack(story: Repository, git: Git) -> None:
    commit(story, {f"notes/{n}.md": b"same\n" for n in range(50)})
    assert git("fsck", "--strict") == ""
    assert git("status", "--porcelain") == ""


def test_staged_and_unstaged_work_on_other_files_is_untouched(story: Repository, git: Git) -> None:
    beats = story.root / "beats.yaml"
    beats.write_bytes(b"beats: [staged]\n")
    git("add", "beats.yaml")
    beats.write_bytes(b"beats: [staged, and more]\n")
    (story.root / "story.yaml").write_bytes(b"title: Unstaged\n")
    (story.root / "new.md").write_bytes(b"new\n")
    git("add", "--intent-to-add", "new.md")
    git("rm", "--cached", "-q", "scenes/003/visuals/café key.png")
    before = git("status", "--porcelain", "-z"), git("diff"), git("diff", "--cached")
    made = commit(story, {"scenes/003/shots.yaml": b"shots: [3A]\n"})
    assert (git("status", "--porcelain", "-z"), git("diff"), git("diff", "--cached")) == before
    assert git("show", f"{made}:beats.yaml") == "beats: []\n"


def test_a_file_edited_meanwhile_keeps_the_edit_and_shows_it(story: Repository, git: Git) -> None:
    shots = story.root / "scenes/003/shots.yaml"

    def edit(step: str) -> None:
        if step == "ref":
            shots.write_bytes(b"shots: [mine]\n")

    story._crash_point = edit
    made = commit(story, {"scenes/003/shots.yaml": b"shots: [3A]\n", "beats.yaml": b"beats: [b01]\n"})
    assert shots.read_bytes() == b"shots: [mine]\n"
    assert git("show", f"{made}:scenes/003/shots.yaml") == "shots: [3A]\n"
    assert git("status", "--porcelain") == " M scenes/003/shots.yaml\n"
    assert (story.root / "beats.yaml").read_bytes() == b"beats: [b01]\n"


@pytest.mark.parametrize("content", [b"", b"mine\n"])
def test_an_untracked_file_in_the_way_is_kept(story: Repository, git: Git, content: bytes) -> None:
    (story.root / "treatment.md").write_bytes(content)
    commit(story, {"treatment.md": b"theirs\n"})
    assert (story.root / "treatment.md").read_bytes() == content
    assert git("status", "--porcelain") == " M treatment.md\n"


def test_a_file_edited_before_it_is_deleted_stays_as_untracked(story: Repository, git: Git) -> None:
    (story.root / "beats.yaml").write_bytes(b"mine\n")
    commit(story, {"beats.yaml": None})
    assert (story.root / "beats.yaml").read_bytes() == b"mine\n"
    assert git("status", "--porcelain") == "?? beats.yaml\n"


def test_a_file_the_user_removed_is_written_again(story: Repository, git: Git) -> None:
    (story.root / "beats.yaml").unlink()
    commit(story, {"beats.yaml": b"beats: [b01]\n"})
    assert git("status", "--porcelain") == ""


def test_a_folder_that_appears_in_the_way_meanwhile_is_left(story: Repository, git: Git) -> None:
    def occupy(step: str) -> None:
        if step == "ref":
            (story.root / "treatment.md").mkdir()
            (story.root / "treatment.md" / "mine").write_bytes(b"mine\n")

    story._crash_point = occupy
    commit(story, {"treatment.md": b"theirs\n"})
    assert (story.root / "treatment.md" / "mine").read_bytes() == b"mine\n"
    assert " D treatment.md" in git("status", "--porcelain")


def test_a_link_or_a_file_that_appears_in_place_of_a_folder_is_left(
    story: Repository, git: Git, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / ".a.md.storyforge-tmp").write_bytes(b"not ours")

    def occupy(step: str) -> None:
        if step == "ref":
            (story.root / "notes").write_bytes(b"mine\n")
            (story.root / "lore").symlink_to(outside)

    story._crash_point = occupy
    made = commit(story, {"notes/a.md": b"a\n", "lore/a.md": b"a\n", "beats.yaml": b"b\n"})
    assert (story.root / "notes").read_bytes() == b"mine\n"
    assert [found.name for found in outside.iterdir()] == [".a.md.storyforge-tmp"]
    assert (story.root / "beats.yaml").read_bytes() == b"b\n"
    assert set(story.tree(made)) >= {"notes/a.md", "lore/a.md"}
    assert story.finish_pending() is None
    assert " D notes/a.md" in git("status", "--porcelain")


def test_a_message_that_no_editor_would_write(story: Repository, git: Git) -> None:
    commit(story, {"beats.yaml": b"b\n"}, "bad \udcff byte and \0 nul\n\n")
    assert git("log", "-1", "--format=%s") == "bad ? byte and  nul\n"
    commit(story, {"beats.yaml": b"c\n"}, "")
    assert git("log", "-1", "--format=%s|") == "|\n"


def test_when_head_moves_to_another_branch_index_and_files_are_left_alone(story: Repository, git: Git) -> None:
    start = head(story)
    git("switch", "-q", "-c", "other")
    before = (story.git_dir / "index").read_bytes()
    made = story.commit({"beats.yaml": b"beats: [b01]\n"}, "beats: 1", parent=start, branch="main")
    assert git("rev-parse", "main").strip() == made
    assert git("rev-parse", "HEAD").strip() == start
    assert (story.git_dir / "index").read_bytes() == before
    assert (story.root / "beats.yaml").read_bytes() == b"beats: []\n"
    assert git("status", "--porcelain") == ""


def test_a_branch_that_moved_is_never_overwritten(story: Repository, git: Git) -> None:
    start = head(story)
    git("commit", "-q", "--allow-empty", "-m", "by hand")
    with pytest.raises(StaleParentError, match="main"):
        story.commit({"beats.yaml": b"x\n"}, "beats: 1", parent=start, branch="main")
    with pytest.raises(StaleParentError):
        story.commit({"beats.yaml": b"x\n"}, "beats: 1", parent=None, branch="main")
    assert git("log", "-1", "--format=%s") == "by hand\n"


@pytest.mark.parametrize("first", [False, True])
def test_a_branch_that_moves_at_the_last_moment_is_not_overwritten(
    repository: Repository, git: Git, *, first: bool
) -> None:
    parent = None if first else repository.commit({"a.md": b"a\n"}, "a", parent=None, branch="main")

    def by_hand(step: str) -> None:
        if step == "pending":
            git("commit", "-q", "--allow-empty", "-m", "by hand")

    repository._crash_point = by_hand
    with pytest.raises(StaleParentError):
        repository.commit({"a.md": b"b\n"}, "ours", parent=parent, branch="main")
    assert git("log", "-1", "--format=%s") == "by hand\n"
    assert not (repository.git_dir / "storyforge" / "pending.json").exists()
    assert repository.finish_pending() is None


def test_executable_bits_stay(story: Repository, git: Git) -> None:
    script = story.root / "beats.yaml"
    script.chmod(0o755)
    git("commit", "-q", "-am", "executable")
    made = commit(story, {"beats.yaml": b"beats: [b01]\n"})
    assert git("ls-tree", made, "beats.yaml").startswith("100755")
    assert git("status", "--porcelain") == ""


@pytest.mark.parametrize("setting", ["true", "input", "false"])
def test_line_end_settings_of_git_corrupt_nothing(story: Repository, git: Git, setting: str) -> None:
    git("config", "core.autocrlf", setting)
    texts: dict[str, bytes | None] = {"script.fountain": b"INT. KITCHEN\r\n\nAction\r\n", "notes/a.txt": b"one\ntwo\n"}
    made = commit(story, texts)
    for path, content in texts.items():
        assert story.blob(story.tree(made)[path]) == content
        (story.root / path).touch()
    assert git("status", "--porcelain") == ""


def test_a_checkout_with_crlf_is_no_edit(story: Repository, git: Git) -> None:
    git("config", "core.autocrlf", "true")
    (story.root / "beats.yaml").unlink()
    git("restore", "beats.yaml")
    assert (story.root / "beats.yaml").read_bytes() == b"beats: []\r\n"
    commit(story, {"beats.yaml": b"beats: [b01]\n"})
    assert (story.root / "beats.yaml").read_bytes() == b"beats: [b01]\n"
    assert git("status", "--porcelain") == ""


def test_line_ends_follow_the_storys_gitattributes(story: Repository, git: Git) -> None:
    commit(story, {".gitattributes": b"*.md text eol=lf\n*.fountain -text\n"})
    made = commit(story, {"lore.md": b"one\r\ntwo\r\n", "script.fountain": b"INT. A\r\n"})
    assert story.blob(story.tree(made)["lore.md"]) == b"one\ntwo\n"
    assert story.blob(story.tree(made)["script.fountain"]) == b"INT. A\r\n"
    (story.root / "lore.md").touch()
    assert git("status", "--porcelain") == ""


def test_hooks_do_not_run(story: Repository) -> None:
    hooks = story.git_dir / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("pre-commit", "commit-msg", "post-commit", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch '{story.root}/{name}.ran'\nexit 1\n")
        (hooks / name).chmod(0o755)
    commit(story, {f"notes/{n}.md": b"%d\n" % n for n in range(40)})
    assert list(story.root.glob("*.ran")) == []


def signer(folder: Path, body: str) -> str:
    program = folder / "signer"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    return str(program)


def test_commit_gpgsign_is_respected(story: Repository, git: Git, tmp_path: Path) -> None:
    body = 'cat >/dev/null; echo "[GNUPG:] SIG_CREATED D 1 8 00 0 0" >&2\n'
    body += "printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nabc\\n-----END PGP SIGNATURE-----\\n'"
    git("config", "gpg.program", signer(tmp_path, body))
    git("config", "commit.gpgsign", "true")
    made = commit(story, {"beats.yaml": b"beats: [b01]\n"}, "beats: 1 beat\n\nwörd for word")
    text = git("cat-file", "commit", made)
    assert "gpgsig -----BEGIN PGP SIGNATURE-----" in text
    assert text.endswith("beats: 1 beat\n\nwörd for word\n")
    assert "Ada Quill" in text
    assert git("status", "--porcelain") == ""
    assert git("fsck") == ""


def test_a_commit_that_cannot_be_signed_is_not_made(story: Repository, git: Git, tmp_path: Path) -> None:
    before = head(story)
    git("config", "gpg.program", signer(tmp_path, "echo no secret key >&2; exit 2"))
    git("config", "commit.gpgsign", "true")
    with pytest.raises(SigningError, match="nothing was committed"):
        commit(story, {"beats.yaml": b"beats: [b01]\n"})
    assert head(story) == before
    assert git("status", "--porcelain") == ""
    git("config", "commit.gpgsign", "perhaps")
    with pytest.raises(GitFailedError, match="bad boolean"):
        commit(story, {"beats.yaml": b"beats: [b01]\n"})


def test_a_linked_work_tree_has_its_own_index_and_pending_record(story: Repository, git: Git, tmp_path: Path) -> None:
    git("worktree", "add", "-q", "-b", "alt", str(tmp_path / "alt"))
    alt = Repository.open(tmp_path / "alt" / "scenes")
    assert alt.root == tmp_path / "alt"
    assert alt.common_dir == story.git_dir
    assert alt.git_dir == story.git_dir / "worktrees" / "alt"
    assert alt.writable_branch() == "alt"
    made = alt.commit({"beats.yaml": b"beats: [b01]\n"}, "beats: 1", parent=head(alt), branch="alt")
    assert git("rev-parse", "alt").strip() == made
    for place in (story.root, alt.root):
        assert git("status", "--porcelain", at=place) == ""
    assert snapshot(alt.root).common_dir == story.git_dir
    assert (alt.git_dir / "storyforge").is_dir()
    assert not (story.git_dir / "storyforge" / "pending.json").exists()


def test_a_branch_that_another_work_tree_has_checked_out_is_left_to_it(
    story: Repository, git: Git, tmp_path: Path
) -> None:
    git("worktree", "add", "-q", "-b", "alt", str(tmp_path / "alt tree"))
    alt = Repository.open(tmp_path / "alt tree")
    start = head(story)
    for here, branch, there in ((story, "alt", alt), (alt, "main", story)):
        with pytest.raises(BranchInUseError, match=branch) as caught:
            here.commit({"beats.yaml": b"b\n"}, "b", parent=start, branch=branch)
        assert str(there.root) in caught.value.hint
    shutil.rmtree(alt.root)
    assert story.commit({"beats.yaml": b"b\n"}, "b", parent=start, branch="alt") != start


def test_a_packed_repository_and_a_packed_branch_are_no_different(story: Repository, git: Git) -> None:
    git("gc", "-q")
    git("pack-refs", "--all")
    commit(story, {"beats.yaml": b"beats: [b01]\n"})
    assert git("status", "--porcelain") == ""
    assert snapshot(story.root).tree == story.tree_id("HEAD") == git("rev-parse", "HEAD^{tree}").strip()
    git("gc", "-q")
    assert snapshot(story.root).tree == story.tree_id("HEAD")


def test_a_split_index_is_as_good_as_any(story: Repository, git: Git) -> None:
    git("update-index", "--split-index")
    commit(story, {"beats.yaml": b"beats: [b01]\n"})
    assert git("status", "--porcelain") == ""


def test_git_variables_of_an_enclosing_hook_do_not_lead_elsewhere(
    story: Repository, git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    commit(story, {"beats.yaml": b"beats: [b01]\n"})
    monkeypatch.undo()
    assert not (tmp_path / "index").exists()
    assert git("rev-list", "--count", "main").strip() == "2"


@pytest.mark.parametrize("files", [{"beats.yaml/x": b"x"}, {"scenes": b"x"}, {"n/a": b"x", "n/a/b": b"x"}])
def test_a_path_is_a_file_or_a_folder_and_not_both(story: Repository, files: dict[str, bytes | None]) -> None:
    with pytest.raises(InvalidPathError, match=r"file|folder"):
        commit(story, files)
    assert snapshot(story.root).dirty == ()


def test_the_same_for_a_path_that_is_only_in_the_commit(story: Repository, git: Git) -> None:
    git("rm", "-q", "-r", "--cached", ".")
    (story.root / "beats.yaml").unlink()
    shutil.rmtree(story.root / "scenes")
    with pytest.raises(InvalidPathError, match="the last commit has a file there"):
        commit(story, {"beats.yaml/x": b"x"})
    with pytest.raises(InvalidPathError, match="the last commit has a folder there"):
        commit(story, {"scenes/003": b"x"})


def test_a_name_that_git_refuses_for_a_branch(story: Repository) -> None:
    with pytest.raises(InvalidPathError, match="branch name"):
        story.commit({"a": b"a"}, "a", parent=None, branch="no..way")
