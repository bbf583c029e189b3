"""What an author's guidance changes in a shot list, and what it never does."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storyforge.providers.offline.director import direct
from tests.providers.offline.director.contexts import contexts

if TYPE_CHECKING:
    from storyforge.model.shots import Shot

SCENES = sorted((Path(__file__).parent / "scenes").glob("*.fountain"))
CLOSENESS = {"ELS": 0, "LS": 1, "MLS": 2, "TWO": 2, "MS": 3, "OTS": 3, "MCU": 4, "CU": 5, "ECU": 6, "INSERT": 6}


def shots(path: Path, guidance: str = "") -> list[tuple[Shot, ...]]:
    """The shots of every scene of a file, with guidance."""
    language = path.stem.partition(".")[2] or "en"
    found = contexts(path.read_text(encoding="utf-8"), language, guidance=guidance)
    return [direct(context).shots for context in found]


def words(found: list[tuple[Shot, ...]]) -> str:
    """Everything that is said and done, without white space."""
    said = "".join(line.text for scene in found for shot in scene for line in shot.dialogue)
    return "".join((said + "".join(shot.action for scene in found for shot in scene)).split())


def closeness(found: list[tuple[Shot, ...]]) -> float:
    """How close the frames are on average."""
    sizes = Counter(shot.camera.size for scene in found for shot in scene)
    return sum(CLOSENESS[size] * count for size, count in sizes.items()) / sizes.total()


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
@pytest.mark.parametrize("guidance", ["tighter, more close-ups", "wider", "faster", "longer takes, handheld"])
def test_guidance_changes_the_cut_and_not_a_word(path: Path, guidance: str) -> None:
    before, after = shots(path), shots(path, guidance)
    assert words(after) == words(before)
    assert all(not scene[0].continues for scene in after)


def test_over_all_scenes_tighter_is_closer_and_wider_is_wider() -> None:
    plain, tight, wide = (
        [scene for path in SCENES for scene in shots(path, guidance)] for guidance in ("", "tighter", "wider")
    )
    assert closeness(wide) < closeness(plain) < closeness(tight)


def test_over_all_scenes_faster_is_more_shots_and_slower_is_fewer() -> None:
    plain, fast, slow = (
        sum(len(scene) for path in SCENES for scene in shots(path, guidance)) for guidance in ("", "faster", "slower")
    )
    assert slow < plain < fast


def test_words_that_mean_nothing_to_the_rules_change_nothing() -> None:
    path = SCENES[0]
    assert shots(path, "make her angrier and add some rain") == shots(path)


def test_a_hand_on_the_camera() -> None:
    path = next(path for path in SCENES if path.stem == "dinner")
    moves = Counter(shot.camera.move for scene in shots(path, "handheld, please") for shot in scene)
    assert moves.most_common(1)[0][0] == "handheld"


def test_a_heading_with_nothing_under_it_is_a_view_of_the_place() -> None:
    (context,) = contexts("EXT. HARBOUR - DAWN\n\n= Somebody should write this.\n")
    (only,) = direct(context).shots
    assert only.camera.size in ("ELS", "LS")
    assert not only.action
    assert not only.dialogue
