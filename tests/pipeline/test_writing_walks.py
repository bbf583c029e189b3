"""A writer's walks through stages 1 to 4 without a model, and what is said on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storyforge.exporters.boards_content import ASKED, board_scenes
from storyforge.pipeline.session import Session
from storyforge.tasks.gaps import gaps_in
from tests.tale import Tale

if TYPE_CHECKING:
    from pathlib import Path

BOARD = (
    "In a city where nobody may whistle, Ada Finch carries a music box over the bridge. The guards follow Ada. "
    "Ada hides in the bakery of old Tam. Tam hears the music box and remembers his daughter. "
    "On the roof Ada opens the music box, and the whole city hears it."
)


@pytest.fixture
def desk(tmp_path: Path) -> Tale:
    """A folder in which stories are begun."""
    return Tale(tmp_path)


def begin(desk: Tale, name: str, *arguments: str) -> Tale:
    """A new story below a folder."""
    assert desk.storyforge("new", name, *arguments) == 0
    return Tale(desk.root / name)


def test_a_board_asks_what_the_script_leaves_open(desk: Tale) -> None:
    tale = begin(desk, "böard one", "--format", "storyboard", "--idea", BOARD)
    assert tale.storyforge("run", "shots", "--auto") == 0
    story = Session.open(tale.root).story
    panels = [list(scene.panels) for scene in board_scenes(story, tuple(story.scenes))]
    asked = [[[said.text for said in panel.words if said.by == ASKED] for panel in scene] for scene in panels]
    assert [question for scene in asked for question in scene[0]] == [
        gap.question for gap in gaps_in(tale.read("script.fountain"))
    ]
    assert not any(words for scene in asked for words in scene[1:]), "under the first board of a scene"
    assert tale.storyforge("export", "boards") == 0
