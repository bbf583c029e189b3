"""Scene numbers and shot ids as productions write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.errors import SceneNumberError
from storyforge.model.numbering import (
    ShotId,
    folder,
    is_number,
    letters,
    number_of,
    parse_number,
    parse_shot_id,
    shot_id,
)

NUMBERS = st.from_regex(r"[A-Z]{0,2}(0|[1-9][0-9]{0,3})[A-Z]{0,2}", fullmatch=True)


@pytest.mark.parametrize(
    ("number", "name"),
    [("3", "003"), ("A3", "A003"), ("110A", "110A"), ("AB12CD", "AB012CD"), ("1234", "1234"), ("0", "000")],
)
def test_a_number_and_its_folder(number: str, name: str) -> None:
    assert folder(number) == name
    assert number_of(name) == number


@pytest.mark.parametrize("text", ["", "A", "I-1-A", "03", "12345", "ABC1", "1ABC", "a3", "3 ", "3\n", "３", "-1"])
def test_what_is_no_number(text: str) -> None:
    assert not is_number(text)
    with pytest.raises(SceneNumberError) as caught:
        parse_number(text)
    assert caught.value.exit == 2
    assert "110A" in caught.value.hint


@pytest.mark.parametrize("text", ["3", "03", "0003", "A3", "../003", "003/"])
def test_what_is_no_folder(text: str) -> None:
    with pytest.raises(SceneNumberError):
        number_of(text)


@given(NUMBERS)
def test_every_number_has_a_folder_of_its_own(number: str) -> None:
    assert str(parse_number(number)) == number
    assert number_of(folder(number)) == number


@pytest.mark.parametrize(
    ("index", "wanted"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA")]
)
def test_letters_go_on_after_z(index: int, wanted: str) -> None:
    assert letters(index) == wanted


@pytest.mark.parametrize(
    ("number", "index", "wanted"),
    [("3", 1, "3A"), ("3", 27, "3AA"), ("A3", 2, "A3B"), ("110A", 2, "110A-B"), ("1", 703, "1AAA")],
)
def test_shot_ids(number: str, index: int, wanted: str) -> None:
    assert shot_id(number, index) == wanted
    taken = parse_shot_id(wanted)
    assert (taken.scene, taken.index, taken.split) == (number, index, 0)


def test_a_split_shot_keeps_the_id_it_came_from() -> None:
    assert parse_shot_id("3B1") == ShotId("3", "B", 1)
    assert str(ShotId("110A", "B", 2)) == "110A-B2"


@pytest.mark.parametrize("text", ["", "3", "A", "3a", "3-A1B", "03A", "3A-", "3A B"])
def test_what_is_no_shot_id(text: str) -> None:
    with pytest.raises(SceneNumberError):
        parse_shot_id(text)


@given(NUMBERS, st.integers(1, 20_000))
def test_a_shot_id_reads_back(number: str, index: int) -> None:
    name = shot_id(number, index)
    taken = parse_shot_id(name)
    assert (taken.scene, taken.index) == (number, index)
    assert str(taken) == name


def test_no_two_scenes_share_a_shot_id() -> None:
    """`3A` is the first shot of scene 3, and `3A-A` that of scene 3A."""
    numbers = ["3", "3A", "3AA", "A3", "A3A", "33"]
    ids = [shot_id(number, index) for number in numbers for index in range(1, 800)]
    assert len(set(ids)) == len(ids)
