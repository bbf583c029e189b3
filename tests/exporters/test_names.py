"""Names of exported files: ASCII, sorted, and different for different things."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.exporters.names import Names, project_name

NUMBER = st.from_regex(r"[A-Z]{0,2}[1-9][0-9]{0,3}[A-Z]{0,2}", fullmatch=True)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Big Fish", "BigFish"),
        ("Big Fish: A Tale/of \\ “Water”", "BigFishATaleOfWater"),
        ("L'Été d'après", "LeteDapres"),
        ("Преступление и наказание", "PrestuplenieINakazanie"),
        ("キッチン", "Kitchin"),
        ("CON", "ConFilm"),
        ("../../etc", "Etc"),
        ("x" * 300, "X" + "x" * 39),
        ("One two three four five six seven eight nine ten", "OneTwoThreeFourFiveSixSevenEightNineTen"),
    ],
)
def test_titles(title: str, name: str) -> None:
    assert project_name(title) == name or (title == "キッチン" and re.fullmatch("[A-Za-z]+", project_name(title)))


@given(st.text(min_size=1, max_size=200))
def test_every_title_is_a_name_on_every_system(title: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9]{1,44}", project_name(title))


def test_a_clip_is_called_as_editors_know_it() -> None:
    names = Names.of("Project", ["1", "2", "3"])
    assert names.clip("1", "1A", 2, ".mp4") == "Project_Sc01_Shot1A_v02.mp4"
    assert names.clip("110A", "110A-B", 12, ".mp4") == "Project_Sc110A_Shot110A-B_v12.mp4"
    assert names.frame("1", "1A.start", 1, ".png") == "Project_Sc01_Shot1A_Start_v01.png"
    assert names.frame("1", "establishing", 1, ".png") == "Project_Sc01_Establishing_v01.png"


def test_numbers_are_padded_for_the_whole_story() -> None:
    assert Names.of("X", ["3", "A12", "190"]).scene("3") == "Sc003"
    assert Names.of("X", ["3", "A12", "190"]).scene("A12") == "ScA012"


@given(st.sets(NUMBER, min_size=1, max_size=30))
def test_two_scenes_never_share_a_name_even_where_case_does_not_count(numbers: set[str]) -> None:
    names = Names.of("X", numbers)
    assert len({names.scene(number).casefold() for number in numbers}) == len(numbers)


def test_a_part_of_the_story_has_a_name_of_its_own() -> None:
    names = Names.of("X", ["1", "2", "3"])
    assert names.whole(["1", "2", "3"], ["1", "2", "3"]) == "X"
    assert names.whole(["2"], ["1", "2", "3"]) == "X_Sc02"
    assert names.whole(["1", "3"], ["1", "2", "3"]) == "X_Sc01-Sc03"
