"""Where a file's content comes from: the commits of its versions, and of its lines; how far branches are apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storyforge.errors import GitFailedError
from storyforge.repo import Repository, WorkTree

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.repo import Version
    from tests.repo.conftest import Git

BEATS = "beats.yaml"
SHOTS = "scenes/003/shots.yaml"
PICTURE = "scenes/003/visuals/café key.png"


def save(story: Repository, path: str, content: bytes | None, subject: str) -> str:
    head = story.head()
    return story.commit({path: content}, subject, parent=head.commit, branch=head.branch or "")


def told(versions: list[Version]) -> list[tuple[str, list[str]]]:
    return [(version.commit.subject, list(version.blobs)) for version in versions]


def test_versions_newest_first_with_what_they_hold(story: Repository) -> None:
    save(story, BEATS, b"beats: [one]\n", "beats: edited\n\n\x01 :100644 odd words, 'quoted'")
    save(story, SHOTS, b"shots: [one]\n", "shots: edited")
    save(story, BEATS, None, "beats: gone")
    found = story.lineage([BEATS, SHOTS, PICTURE])
    assert told(found) == [
        ("beats: gone", [BEATS]),
        ("shots: edited", [SHOTS]),
        ("beats: edited", [BEATS]),
        ("setup: a story", [BEATS, SHOTS, PICTURE]),
    ]
    assert found[0].blobs[BEATS] is None
    assert story.blob(found[2].blobs[BEATS] or "") == b"beats: [one]\n"
    assert found[2].commit.body == "\x01 :100644 odd words, 'quoted'"
    assert told(story.lineage([SHOTS], limit=1)) == [("shots: edited", [SHOTS])]
    assert told(story.lineage([BEATS], "HEAD~2")) == [*told(found)[2:3], ("setup: a story", [BEATS])]
    assert story.lineage(["notes.md"]) == []


def test_of_a_story_without_a_commit_there_are_none(repository: Repository) -> None:
    assert repository.lineage([BEATS]) == []


def test_a_merge_brings_what_neither_side_had(story: Repository, git: Git) -> None:
    git("branch", "aside")
    save(story, BEATS, b"a\nb\nmain\n", "beats: main")
    git("switch", "-q", "aside")
    save(story, SHOTS, b"aside\n", "shots: aside")
    git("merge", "-q", "main", "-m", "merged without a word")
    assert [name for name, _ in told(story.lineage([BEATS]))] == ["beats: main", "setup: a story"]
    assert [name for name, _ in told(story.lineage([SHOTS]))] == ["shots: aside", "setup: a story"]

    git("switch", "-q", "-c", "third", "main")
    git("merge", "-q", "aside", "--no-commit", "--no-ff")
    WorkTree(story.root).replace(SHOTS, b"aside\n", b"both\n")
    git("commit", "-q", "-a", "-m", "merged by hand")
    found = story.lineage([SHOTS])
    assert [name for name, _ in told(found)].count("merged by hand") == 1
    assert story.blob(found[0].blobs[SHOTS] or "") == b"both\n"


def test_who_wrote_each_line(story: Repository) -> None:
    save(story, BEATS, b"one\ntwo\nthree\n", "beats: three")
    save(story, BEATS, b"one\n2\nthree\n", "beats: two")
    (story.root / BEATS).write_bytes(b"one\n2\nthree, and more\n")
    found = story.line_commits(BEATS, [1, 2, 3, 2])
    assert [commit.subject if commit else None for commit in found.values()] == ["beats: three", "beats: two", None]
    assert story.line_commits(BEATS, []) == {}
    for path, line in ((BEATS, 9), ("notes.md", 1)):
        with pytest.raises(GitFailedError):
            story.line_commits(path, [line])


def test_how_far_apart(story: Repository, git: Git, tmp_path: Path) -> None:
    git("branch", "aside")
    assert story.apart("main", "aside") == (0, 0)
    save(story, BEATS, b"main\n", "beats: main")
    assert story.apart("main", "aside") == (1, 0)
    assert story.apart("aside", "main") == (0, 1)
    elsewhere = Repository.create(tmp_path / "elsewhere")
    assert elsewhere.backups() == {}
    assert story.backups() == {}
    ref = story.delete_branch("aside")
    assert story.backups() == {ref: story.resolve("main~1")}
