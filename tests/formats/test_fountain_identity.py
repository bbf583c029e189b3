"""Which scene is which: whatever an author does to an approved script, each scene keeps the number it was given."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyforge.errors import OmittedSceneNumberError, RenumberedSceneError
from storyforge.formats.fountain import Script, number_again, number_scenes, parse

PLACES = ("INT. MILL - NIGHT", "EXT. LAKE - DAY", "INT. HALL - DAY")
SAID = (
    "wheel",
    "stone",
    "river",
    "sack",
    "flour",
    "miller",
    "lantern",
    "ladder",
    "owl",
    "boots",
    "bell",
    "door",
    "rope",
)


def scene(seed: int, number: str = "") -> str:
    """A scene with words that no other scene has so many of."""
    words = [f"{SAID[(seed * 7 + row * row) % len(SAID)]}{seed}" for row in range(12)]
    mark = f" #{number}#" if number else ""
    return f"{PLACES[seed % 3]}{mark}\n\nThe {' '.join(words[:6])}.\n\nADA\nAnd {' '.join(words[6:])}.\n"


def told(script: Script) -> dict[str, str]:
    """Number -> the word that only this scene has."""
    return {
        each.number: next((word for e in each.elements for word in e.text.split() if word[-1:].isdigit()), "")
        for each in script.scenes
        if each.number and not each.omitted
    }


APPROVED = number_scenes(parse("\n".join(map(scene, range(8)))))
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["drop", "move", "insert", "lose", "heading", "word"]), st.integers(0, 30), st.integers(0, 30)
    ),
    max_size=6,
)


def edited(edits: list[tuple[str, int, int]]) -> tuple[str, dict[str, str], int]:
    """A script after some edits, the scenes that must keep their numbers, and how many new ones came in."""
    texts = [scene(seed, str(seed + 1)) for seed in range(8)]
    alive, new = [str(seed + 1) for seed in range(8)], 0
    for what, one, other in edits:
        row, place = one % len(texts), other % len(texts)
        match what:
            case "drop" if len(texts) > 2:
                texts.pop(row)
                alive.pop(row)
            case "move":
                texts.insert(place, texts.pop(row))
                alive.insert(place, alive.pop(row))
            case "insert":
                texts.insert(place, scene(100 + new + one * 7))
                alive.insert(place, "")
                new += 1
            case "lose":
                texts[row] = texts[row].replace(f" #{alive[row]}#", "") if alive[row] else texts[row]
            case "heading":
                texts[row] = texts[row].replace("INT. ", "INT. OLD ", 1)
            case "word":
                texts[row] = texts[row].replace("And ", "And so ", 1)
    kept = {number: f"{number}" for number in alive if number}
    return "\n".join(texts), kept, alive.count("")


@settings(max_examples=150)
@given(EDITS)
def test_scenes_keep_their_numbers_whatever_is_done_around_them(edits: list[tuple[str, int, int]]) -> None:
    text, kept, new = edited(edits)
    was = told(APPROVED)
    found = told(number_again(parse(text), APPROVED))
    # A scene that lost its number and was rewritten at once is another; all others are themselves.
    lost = {f"{one % 8}" for what, one, _ in edits if what == "lose"} if any(e[0] == "word" for e in edits) else set()
    same = {number for number in kept if found.get(number) == was[number]}
    assert len(same) >= len(kept) - len(lost)
    assert len(found) == len(kept) + new
    assert set(found) - set(kept) == {number for number in found if number not in was}, "no number is given out again"
    assert set(was) <= {each.number for each in number_again(parse(text), APPROVED).scenes}, "the gone are omitted"


@given(st.permutations(range(1, 9)))
def test_numbers_that_were_dealt_out_anew_are_refused(order: list[int]) -> None:
    text = "\n".join(scene(seed, str(number)) for seed, number in enumerate(order))
    if order == sorted(order):
        assert number_again(parse(text), APPROVED).text == text
        return
    with pytest.raises(RenumberedSceneError) as refused:
        number_again(parse(text), APPROVED)
    line = text.split("\n")[(refused.value.line or 0) - 1]
    assert line[(refused.value.column or 0) - 1 :].startswith("#")


def test_what_was_omitted_comes_back_only_as_itself() -> None:
    text = "\n".join(scene(seed, str(seed + 1)) for seed in range(8))
    gone = number_again(parse(text.replace(scene(3, "4"), "")), APPROVED)
    assert ".OMITTED #4#" in gone.text

    def former(number: str) -> object:
        return next(each for each in APPROVED.scenes if each.number == number)

    assert number_again(parse(text), gone, former=former).text == text  # type: ignore[arg-type]  # a scene it is
    with pytest.raises(OmittedSceneNumberError):
        number_again(parse(text.replace(scene(3, "4"), scene(77, "4"))), gone, former=former)  # type: ignore[arg-type]
    with pytest.raises(OmittedSceneNumberError):
        number_again(parse(text), gone)


def test_two_scenes_that_were_joined_are_the_one_that_is_left() -> None:
    texts = [scene(seed, str(seed + 1)) for seed in range(8)]
    joined = texts[4].rstrip("\n") + "\n\n" + texts[3].partition("\n")[2].lstrip("\n")
    after = number_again(parse("\n".join([*texts[:3], joined, *texts[5:]])), APPROVED)
    assert list(told(after)) == ["1", "2", "3", "5", "6", "7", "8"]
