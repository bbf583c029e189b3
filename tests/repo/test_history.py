"""What was committed, and git's configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storyforge.errors import GitFailedError, UnknownRevisionError
from storyforge.repo.history import split_message

if TYPE_CHECKING:
    from storyforge.repo import Repository
    from tests.repo.conftest import Git

MESSAGE = """\
shots: 3 scenes, 21 shots, 2 min 6 s

tighter, more close-ups
Note: keep the lamp

and no dolly

Storyforge-Stage: shots
Storyforge-Scenes: 1 2
 3
Storyforge-With: offline"""


def test_a_message_comes_back_as_it_was_given(story: Repository, git: Git) -> None:
    made = story.commit({"scenes/003/shots.yaml": b"x\n"}, MESSAGE, parent=story.head().commit, branch="main")
    info = story.log()[0]
    assert info.id == made
    assert info.subject == "shots: 3 scenes, 21 shots, 2 min 6 s"
    assert info.body == "tighter, more close-ups\nNote: keep the lamp\n\nand no dolly"
    assert info.trailers == {"Storyforge-Stage": "shots", "Storyforge-Scenes": "1 2 3", "Storyforge-With": "offline"}
    assert (info.author, info.email) == ("Ada Quill", "ada@example.com")
    assert info.parents == (story.log()[1].id,)
    assert info.when.utcoffset() is not None
    assert git("log", "-1", "--format=%(trailers:key=Storyforge-Stage,valueonly)").strip() == "shots"


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("one line", ("one line", "", {})),
        ("subject\n\nbody: with\nno trailers", ("subject", "body: with\nno trailers", {})),
        ("subject\n\nA: 1\nB: 2", ("subject", "", {"A": "1", "B": "2"})),
        ("subject\n\nbody\n\n continued\nA: 1", ("subject", "body\n\n continued\nA: 1", {})),
        ("", ("", "", {})),
    ],
)
def test_messages_of_every_kind(message: str, parts: tuple[str, str, dict[str, str]]) -> None:
    assert split_message(message) == parts
    assert split_message(message + "\n") == parts


def test_the_history_of_one_file_and_of_a_branch(story: Repository, git: Git) -> None:
    for number in range(3):
        files = {"beats.yaml": b"%d\n" % number, "a [b]*.md": b"%d\n" % (number // 2)}
        story.commit(files, f"beats: {number}", parent=story.head().commit, branch="main")
    git("branch", "old", "HEAD~2")
    assert [info.subject for info in story.log()] == ["beats: 2", "beats: 1", "beats: 0", "setup: a story"]
    assert [info.subject for info in story.log("a [b]*.md")] == ["beats: 2", "beats: 0"]
    assert [info.subject for info in story.log("beats.yaml", limit=2)] == ["beats: 2", "beats: 1"]
    assert [info.subject for info in story.log(rev="old")] == ["beats: 0", "setup: a story"]
    assert story.log("absent.md") == []
    with pytest.raises(UnknownRevisionError):
        story.log(rev="--all")


def test_configuration_as_git_sees_it(story: Repository, git: Git) -> None:
    assert story.config("merge.storyforge.driver") is None
    story.set_local_config("merge.storyforge.driver", "storyforge merge-driver %O %A %B\nsecond")
    assert story.config("merge.storyforge.driver") == "storyforge merge-driver %O %A %B\nsecond"
    git("config", "--global", "storyforge.name", "Zoë")
    assert story.config("storyforge.name") == "Zoë"
    assert story.config("not a key") is None
    with pytest.raises(GitFailedError, match="config"):
        story.set_local_config("not a key", "x")
