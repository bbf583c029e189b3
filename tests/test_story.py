"""A story as stages read it: one state of its files, seen as artifacts."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, cast

import pytest

from storyforge.errors import InvalidArtifactError, MissingArtifactError, SymlinkError
from storyforge.pipeline.session import Session, message
from storyforge.repo import Repository
from storyforge.story import Story, SummaryCache, edited_files

if TYPE_CHECKING:
    from storyforge.model.beats import BeatSheet
    from tests.tale import Tale

BEATS = b"schema: beats/1\nbeats:\n- {id: b01, text: Rain.}\n"


def opened(tale: Tale) -> Story:
    return Story.open(Repository.open(tale.root))


def test_a_commit_is_read_as_it_was_made(begun: Tale) -> None:
    begun.write("story.yaml", "broken: [")
    story = opened(begun)
    assert story.story.title == "The Kettle"
    assert story.read("gone.yaml") is None
    assert story.model("inputs/kettle.fountain") is None


def test_edits_lie_over_the_commit(begun: Tale) -> None:
    story = Story.open(Repository.open(begun.root), {"beats.yaml": BEATS, "inputs/inputs.yaml": None})
    assert cast("BeatSheet", story.model("beats.yaml")).beats[0].text == "Rain."
    assert story.model("inputs/inputs.yaml") is None
    assert story.files.committed("beats.yaml") is None
    assert story.files.committed("inputs/inputs.yaml") is not None
    assert "inputs/inputs.yaml" not in story.summaries


def test_a_change_makes_another_story(begun: Tale) -> None:
    story = opened(begun)
    script = b"INT. A - DAY #1#\n\nRain.\n"
    more = story.with_changes({"script.fountain": script, "beats.yaml": BEATS})
    assert list(more.scenes) == ["1"]
    assert more.with_changes({"beats.yaml": None}).source is more.source, "what did not change is not read again"
    assert more.with_changes({"script.fountain": script + b"\nINT. B - DAY #2#\n\nSnow.\n"}).scenes.keys() == {"1", "2"}
    with pytest.raises(MissingArtifactError):
        _ = story.scenes


def test_what_is_missing_is_told(begun: Tale) -> None:
    story = opened(begun).with_changes({"story.yaml": None})
    with pytest.raises(MissingArtifactError) as caught:
        _ = story.story
    assert "This folder is no story" in str(caught.value)
    with pytest.raises(MissingArtifactError, match=r"There is no script\.fountain yet"):
        story.text("script.fountain")


def test_text_that_is_not_utf_8(begun: Tale) -> None:
    story = opened(begun).with_changes({"beats.yaml": b"schema: beats/1\n\n# caf\xe9\n"})
    with pytest.raises(InvalidArtifactError) as caught:
        story.model("beats.yaml")
    assert str(caught.value) == "beats.yaml:3: The file is not UTF-8."
    assert story.summaries.by_path["beats.yaml"].kind == "invalid"


def test_a_byte_order_mark_is_no_part_of_the_text(begun: Tale) -> None:
    story = opened(begun).with_changes({"beats.yaml": b"\xef\xbb\xbf" + BEATS})
    assert story.model("beats.yaml") is not None


def test_records_that_are_none_are_left_out(tale: Tale) -> None:
    story = opened(tale).with_changes({"locks/beats.yaml.json": b"\xff{", "locks/notes.txt": b"x"})
    assert "beats.yaml" not in story.records
    assert "treatment.md" in story.records


def test_a_broken_story_file_still_lets_the_script_be_seen(tale: Tale) -> None:
    story = opened(tale).with_changes({"story.yaml": b"title: ["})
    assert story.summaries.by_path["story.yaml"].kind == "invalid"
    assert len(story.summaries.scenes) == 4


def test_the_language_is_part_of_what_a_script_is_read_by(tale: Tale) -> None:
    story = opened(tale)
    german = story.with_changes(
        {"story.yaml": tale.read("story.yaml").replace("language: en", "language: de").encode()}
    )
    ours, theirs = story.summaries.index("script.fountain"), german.summaries.index("script.fountain")
    assert ours["scenes"][0]["seconds"] != theirs["scenes"][0]["seconds"]


def test_summaries_from_the_cache_are_those_made_anew(tale: Tale) -> None:
    story = opened(tale)
    cached = story.summaries.by_path
    shutil.rmtree(tale.root / ".git" / "storyforge")
    assert opened(tale).summaries.by_path == cached


def test_the_cache_keeps_what_is_in_use(tale: Tale) -> None:
    opened(tale).summaries  # noqa: B018
    file = tale.root / ".git" / "storyforge" / "summaries.json"
    before = file.read_bytes()
    opened(tale).summaries  # noqa: B018
    assert file.read_bytes() == before, "nothing new, nothing written"
    cache = SummaryCache(tale.root / ".git")
    assert cache.get("beats:0000") is None


def test_links_are_refused(tale: Tale) -> None:
    (tale.root / "beats.yaml").unlink()
    (tale.root / "beats.yaml").symlink_to("/etc/hostname")
    with pytest.raises(SymlinkError):
        edited_files(tale.root, ["beats.yaml"])


def test_templates_of_the_storys_own(begun: Tale) -> None:
    story = opened(begun).with_changes({".storyforge/templates/frame.j2": b"{{ view }}"})
    assert story.templates() == {"frame.j2": "{{ view }}"}


def test_a_session_sees_what_the_user_sees(tale: Tale) -> None:
    tale.edit("beats.yaml", "Garden.", "Orchard.")
    tale.write("notes.txt", "mine")
    session = Session.open(tale.root)
    assert [(change.path, change.state) for change in session.dirty] == [("beats.yaml", "modified")]
    assert "Orchard." in session.story.text("beats.yaml")
    assert session.parent == tale.head
    assert session.branch() == "main"


@pytest.mark.parametrize(
    ("body", "trailers", "wanted"),
    [
        ("", {}, "a: b\n"),
        ("why\n", {}, "a: b\n\nwhy\n"),
        ("", {"Stage": "shots", "Scenes": ""}, "a: b\n\nStoryforge-Stage: shots\n"),
        ("one\n\ntwo", {"Run": "1"}, "a: b\n\none\n\ntwo\n\nStoryforge-Run: 1\n"),
    ],
)
def test_messages(body: str, trailers: dict[str, str], wanted: str) -> None:
    assert message("a: b", body, trailers) == wanted
