"""Scene numbers: given once, kept for good."""

from __future__ import annotations

import pytest

from storyforge.errors import DuplicateSceneNumberError, SceneNumberError
from storyforge.formats.fountain import number_scenes, parse
from storyforge.model.numbering import (
    folder,
    is_number,
    number_of,
    parse_number,
    parse_shot_id,
    shot_id,
)


def script(*headings: str) -> str:
    return "\n\n".join(f"{heading}\n\nRain." for heading in headings) + "\n"


def numbered(*headings: str, locked: tuple[str, ...] = ()) -> list[str | None]:
    return [scene.number for scene in number_scenes(parse(script(*headings)), locked).scenes]


def test_scenes_are_counted_from_one() -> None:
    assert numbered("INT. A", "INT. B", "INT. C") == ["1", "2", "3"]


def test_numbering_touches_headings_only() -> None:
    text = "Title: X\r\n\r\nINT. A  \r\n\r\nRain.\r\n\r\n.OUT THERE\r\n\r\nSun."
    assert number_scenes(parse(text)).text == text.replace("INT. A  ", "INT. A #1#  ").replace(
        "OUT THERE", "OUT THERE #2#"
    )


def test_numbers_that_are_there_stay() -> None:
    assert numbered("INT. A", "INT. B #5#", "INT. C") == ["1", "5", "6"]
    assert numbered("INT. A", "INT. B #1#") == ["A1", "1"]
    assert numbered("INT. A #1#", "INT. B", "INT. C", "INT. D #3#") == ["1", "A3", "B3", "3"]


def test_after_the_lock_new_scenes_get_a_letter_before_the_scene_they_precede() -> None:
    found = numbered("INT. A #1#", "INT. N", "INT. M", "INT. B #2#", "INT. Z", locked=("1", "2"))
    assert found == ["1", "A2", "B2", "2", "3"]


def test_a_letter_that_was_used_is_not_given_again() -> None:
    assert numbered("INT. A #3#", "INT. A4 #A4#", "INT. N", "INT. B #4#", locked=("3", "A4", "4")) == [
        "3",
        "A4",
        "B4",
        "4",
    ]
    assert numbered("INT. A #3#", "INT. N", "INT. B #4#", locked=("3", "A4", "4")) == ["3", "A4", "B4", "4"]


def test_a_dropped_scene_stays_as_omitted() -> None:
    new = number_scenes(parse(script("INT. A #1#", "INT. C #3#")), ("1", "2", "3"))
    assert new.text == "INT. A #1#\n\nRain.\n\n.OMITTED #2#\n\nINT. C #3#\n\nRain.\n"
    assert [scene.omitted for scene in new.scenes] == [False, True, False]
    assert number_scenes(new, ("1", "2", "3")).text == new.text


@pytest.mark.parametrize("text", ["", "Title: X\n\nFADE IN:\n", "INT. NEW\n\nRain."])
def test_omitted_scenes_find_a_place_in_any_script(text: str) -> None:
    new = number_scenes(parse(text), ("1", "2"))
    assert {"1", "2"} <= {scene.number for scene in new.scenes}


def test_reordering_keeps_the_numbers() -> None:
    assert numbered("INT. C #3#", "INT. A #1#", "INT. B #2#", locked=("1", "2", "3")) == ["3", "1", "2"]


def test_the_last_number_is_never_used_twice() -> None:
    assert numbered("INT. A #1#", "INT. N", locked=("1", "2")) == ["1", "2", "3"]


def test_a_script_that_lost_its_numbers_gets_them_back_by_its_headings() -> None:
    locked = {"1": "INT. A", "A2": "INT. B", "2": "INT. C"}
    new = number_scenes(parse(script("INT. A", "INT. B", "INT. NEW", "INT. C")), locked)
    assert [scene.number for scene in new.scenes] == ["1", "A2", "B2", "2"]


def test_two_scenes_with_one_number_are_refused_with_the_line() -> None:
    with pytest.raises(DuplicateSceneNumberError) as caught:
        number_scenes(parse(script("INT. A #3#", "INT. B #3#")), path="film.fountain")
    assert str(caught.value) == "film.fountain:5: Scene number 3 is used twice; the first is on line 1."


def test_other_forms_are_mapped_and_remembered() -> None:
    new = number_scenes(parse(script("INT. A #I-1-A#", "INT. B [[red]] #2.#", "INT. C #1.2#", "INT. D")))
    assert [scene.number for scene in new.scenes] == ["I1A", "2", "3", "4"]
    assert new.source.raw[0] == "INT. A [[scene number was I-1-A]] #I1A#"
    assert new.source.raw[4] == "INT. B [[red]] [[scene number was 2.]] #2#"


@pytest.mark.parametrize(
    ("number", "name"), [("3", "003"), ("A3", "A003"), ("110A", "110A"), ("1234", "1234"), ("AB12CD", "AB012CD")]
)
def test_folders(number: str, name: str) -> None:
    assert folder(number) == name
    assert number_of(name) == number
    assert str(parse_number(number)) == number


@pytest.mark.parametrize("text", ["", "I-1-A", "a3", "12345", "ABC1", "03", "3 ", "３", "A"])
def test_what_is_no_number(text: str) -> None:
    assert not is_number(text)
    with pytest.raises(SceneNumberError):
        parse_number(text)


def test_shot_ids_skip_no_letter() -> None:
    ids = [shot_id("3", index) for index in range(1, 703)]
    assert ids[:3] == ["3A", "3B", "3C"]
    assert (ids[25], ids[26], ids[701], shot_id("3", 703)) == ("3Z", "3AA", "3ZZ", "3AAA")
    assert len(set(ids)) == 702
    assert [parse_shot_id(each).index for each in ids] == list(range(1, 703))


def test_a_hyphen_stands_where_the_scene_number_ends_in_a_letter() -> None:
    assert shot_id("3A", 2) == "3A-B"
    assert shot_id("A3", 2) == "A3B"
    for text in ("3A-B", "A3B", "3B1", "110A-AA12"):
        assert str(parse_shot_id(text)) == text
    with pytest.raises(SceneNumberError):
        parse_shot_id("3")
