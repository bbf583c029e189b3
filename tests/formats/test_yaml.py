"""YAML 1.2 with one meaning for reading and writing; what the author wrote keeps its look."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storyforge.errors import InvalidArtifactError
from storyforge.formats.yaml import dump_data, load_data, position, rewrite

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=24) | st.sampled_from(
    [
        "no",
        "012",
        "1e3",
        "1:30",
        "0x1f",
        "~",
        "null",
        "<<",
        "=",
        "2001-01-01",
        "a: b",
        "# c",
        "- d",
        " x ",
        "é\nè",
        "\\U0001F600",
        "𠮷",
        "😀\n😀",
    ]
)
KEYS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8) | st.sampled_from(
    ["no", "1", "1:30", "null"]
)
SCALARS = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats(allow_nan=False) | TEXT
DATA = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
        max_leaves=10,
    ),
    max_size=5,
)

FILED = st.dictionaries(
    st.sampled_from(["id", "text", "scenes", "no", "x"]),
    st.recursive(
        st.booleans() | st.integers(-(10**12), 10**12) | TEXT,
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["id", "text", "y"]), inner, max_size=3)
        ),
        max_leaves=12,
    ),
    max_size=4,
)
"""What artifacts hold: keys of their own, no floats and no nulls."""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("Off", "Off"),
        ("y", "y"),
        ("true", True),
        ("False", False),
        ("012", 12),
        ("0o14", 12),
        ("0x1F", 31),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("12:30:45", "12:30:45"),
        ("1e3", 1000.0),
        ("1.5", 1.5),
        ("-.5", -0.5),
        (".inf", math.inf),
        ("+5", 5),
        ("2024-01-02", "2024-01-02"),
        ("2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"),
        ("~", None),
        ("null", None),
        ("", None),
        ("'1'", "1"),
        ('"a\\tb"', "a\tb"),
        ("=", "="),
        ("<<", "<<"),
        ("黒澤", "黒澤"),
        ("3A", "3A"),
        ("3e", "3e"),
    ],
)
def test_what_a_word_means(written: str, meant: object) -> None:
    found = load_data(f"k: {written}\n")
    assert found == {"k": meant}
    assert type(found["k"]) is type(meant)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: 1\na: 2\n", (2, 1), 'The key "a" stands here twice.'),
        ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> lena\n", (2, None), "The file holds conflict markers."),
        ("a:\n  b: 1\n  c: 2\n  b: 3\n", (4, 3), 'The key "b" stands here twice.'),
        ("a: {b: 1, b: 2}\n", (1, 11), 'The key "b" stands here twice.'),
        ("a: b: c\n", (1, 5), "mapping values are not allowed"),
        ("a:\n\tb: 1\n", (2, 1), "cannot start any token"),
        ("a: [1\n", (2, 1), "did not find expected"),
        ('a: "open\n', (2, 1), "quoted scalar"),
        ("a: *gone\n", (1, 4), "undefined alias"),
        ("a: !python/object 1\n", (1, 4), "tag"),
        ("a: !!python/object/apply:os.system [ls]\n", (1, 4), "tag"),
        ("a: 1\n---\nb: 2\n", (2, 1), "another document"),
        ("a: 1\n\nb: \x07\n", (3, None), "control characters"),
    ],
)
def test_every_fault_has_its_place(text: str, place: tuple[int, int | None], words: str) -> None:
    with pytest.raises(InvalidArtifactError) as caught:
        load_data(text, "beats.yaml")
    error = caught.value
    assert (error.path, error.line, error.column) == ("beats.yaml", *place)
    assert words in error.message
    assert "\n" not in str(error)
    assert error.hint


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 20_000 + "]" * 20_000,
        "a: &a [*a]\n",
        "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)),
    ],
    ids=["deep", "itself", "aliases of aliases"],
)
def test_a_few_bytes_do_not_fill_memory(text: str) -> None:
    with pytest.raises(InvalidArtifactError, match="nested too deeply"):
        load_data(text, "beats.yaml")


def test_a_number_of_many_digits_is_an_error_like_any_other() -> None:
    with pytest.raises(InvalidArtifactError, match="can't be read"):
        load_data("a: " + "9" * 5000)


@settings(max_examples=300)
@given(DATA)
def test_what_is_written_is_read(data: dict[str, Any]) -> None:
    text = dump_data(data)
    assert load_data(text) == data
    assert dump_data(load_data(text)) == text


@settings(max_examples=300)
@given(FILED)
def test_a_rewrite_that_changes_nothing_changes_no_byte(data: dict[str, Any]) -> None:
    text = dump_data(data)
    assert rewrite(text, data) == text


@settings(max_examples=300)
@given(FILED, FILED)
def test_a_rewrite_means_what_it_was_given(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert load_data(rewrite(dump_data(old), new)) == new


def test_names_of_every_script_stay_as_they_are() -> None:
    text = dump_data({"names": ["Дядя Ваня", "𠮷野家", "ليلى", "😀 smile", "C:\\U0001F600"]})
    for name in ("Дядя Ваня", "𠮷野家", "ليلى", "😀 smile"):
        assert name in text
    assert load_data(text)["names"][-1] == "C:\\U0001F600"


def test_words_that_older_yaml_takes_for_something_else_are_quoted() -> None:
    text = dump_data({"a": "no", "b": "1:30", "c": "2024-01-02", "d": "on", "e": "not", "f": "012"})
    assert text == "a: 'no'\nb: '1:30'\nc: '2024-01-02'\nd: 'on'\ne: not\nf: '012'\n"


def test_long_text_stands_on_lines_of_its_own() -> None:
    assert dump_data({"body": "One.\n\nTwo.\n"}) == "body: |\n  One.\n\n  Two.\n"


def test_small_things_in_lists_stand_on_one_line() -> None:
    assert dump_data({"beats": [{"id": "b01", "text": "Ada"}]}) == "beats:\n- {id: b01, text: Ada}\n"


HAND = """\
# yaml-language-server: $schema=schemas/beats.json
schema: beats/1   # the format

# What happens.
beats:
  # the opening
  - id: b01
    text: "Ada is cold."    # said twice
    scenes: ['1',  "2"]
    x-colour: red

  # the turn
  - {id: b02, text: 'Ben breaks the lamp.', scenes: ["3"]}   # inline

  - id: b03
    text: >-
      It is dark
      and late.
x-producer: {name: Ada, since: 2024-01-02}
# the end
"""


def data_of(text: str) -> Any:
    return load_data(text)


def test_an_authors_file_that_stays_the_same_keeps_every_byte() -> None:
    tidy = HAND.replace("'1',  \"2\"", "'1', \"2\"")
    assert rewrite(HAND, without_own(data_of(HAND))) == tidy, "but for spaces inside brackets"


def without_own(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: without_own(value) for key, value in data.items() if not key.startswith("x-")}
    return [without_own(value) for value in data] if isinstance(data, list) else data


@pytest.mark.parametrize("crlf", [False, True])
def test_a_changed_value_changes_its_own_line(crlf: bool) -> None:
    text = HAND.replace("\n", "\r\n") if crlf else HAND
    new = without_own(data_of(text))
    new["beats"][1]["text"] = "Ben mends the lamp."
    written = rewrite(text, new)
    before, after = rewrite(text, without_own(data_of(text))).split("\n"), written.split("\n")
    assert [line for line in after if line not in before] == [
        "  - {id: b02, text: 'Ben mends the lamp.', scenes: [\"3\"]}    # inline" + ("\r" if crlf else "")
    ]
    assert len(after) == len(before)
    assert written.count("\r\n") == (written.count("\n") if crlf else 0)


def test_new_items_come_in_and_old_ones_keep_their_comments() -> None:
    new = without_own(data_of(HAND))
    new["beats"].insert(1, {"id": "b01a", "text": "New.", "scenes": ["2"]})
    new["title"] = "Added"
    written = rewrite(HAND, new)
    assert without_own(load_data(written)) == new
    for kept in (
        "# the format",
        "# What happens.",
        "# the opening",
        "# said twice",
        "x-colour: red",
        "# inline",
        "x-producer",
    ):
        assert kept in written
    assert '"Ada is cold."' in written
    assert ">-" in written


def test_items_that_go_take_nothing_else_along() -> None:
    new = without_own(data_of(HAND))
    del new["beats"][1]
    written = rewrite(HAND, new)
    assert without_own(load_data(written)) == new
    for kept in ("# the opening", "# said twice", "x-colour: red", ">-", "x-producer"):
        assert kept in written
    assert "Ben breaks" not in written


def test_items_that_change_places_take_their_comments_along() -> None:
    new = without_own(data_of(HAND))
    new["beats"].reverse()
    written = rewrite(HAND, new)
    assert without_own(load_data(written)) == new
    assert written.index("b03") < written.index("b02") < written.index("b01")
    assert "x-colour: red" in written


STYLES = st.sampled_from(
    ["text: x", "text: 'x'", 'text: "x"', "text: |\n  x\n  y", "text: >-\n  x\n  y", "{text: x, no: 'y'}"]
)


@settings(max_examples=200)
@example("text: |\n  x\n  y", "\t")
@given(STYLES, TEXT)
def test_any_text_may_take_the_place_of_text_in_any_style(style: str, text: str) -> None:
    old = f"# mine\n{style}\n"
    assert load_data(rewrite(old, {"text": text, "no": text})) == {"text": text, "no": text}


def test_two_items_with_one_id_stay_two() -> None:
    data = {"shots": [{"id": "3A", "frames": 1}, {"id": "3A", "frames": 2}]}
    text = dump_data(data)
    assert rewrite(text, data) == text


def test_words_in_a_list_take_their_comments_along() -> None:
    written = rewrite("a:\n- one  # first\n- two  # second\n- two  # third\n", {"a": ["two", "zero", "one"]})
    assert written == "a:\n- two  # second\n- zero\n- one  # first\n"


def test_a_list_may_become_empty_and_full_again() -> None:
    empty = rewrite("a: [1, 2]\nb: x\n", {"a": [], "b": "x"})
    assert load_data(empty) == {"a": [], "b": "x"}
    assert load_data(rewrite(empty, {"a": [3], "b": "x"})) == {"a": [3], "b": "x"}


@pytest.mark.parametrize("text", ["", "- 1\n", "word\n", "# only a comment\n"])
def test_a_file_that_holds_no_keys_is_written_anew(text: str) -> None:
    assert rewrite(text, {"a": 1}) == "a: 1\n"


@pytest.mark.parametrize(
    ("steps", "place"),
    [
        ([], (2, 1)),
        (["schema"], (2, 1)),
        (["beats"], (5, 1)),
        (["beats", 0, "text"], (8, 5)),
        (["beats", 1], (13, 5)),
        (["beats", 1, "scenes", 0], (13, 54)),
        (["beats", 0, "gone"], (7, 5)),
        (["gone"], (2, 1)),
        (["beats", 9], (5, 1)),
    ],
)
def test_the_place_of_a_value_or_of_its_nearest_parent(steps: list[str | int], place: tuple[int, int]) -> None:
    assert position(HAND, steps) == place


def test_an_empty_text_has_no_places() -> None:
    assert position("", ["a"]) is None


@pytest.mark.parametrize("sign", [chr(point) for point in range(33, 127) if not chr(point).isalnum()])
def test_any_sign_may_stand_in_a_line_of_dialogue_that_is_written_into_an_old_file(sign: str) -> None:
    """Between braces YAML gives a meaning to more signs, and the reader is stricter there than the writer."""
    old = "schema: shots/1\nshots:\n- id: 1A\n  dialogue:\n  - {character: a, text: b, to: c}\n"
    for text in (sign, f"x{sign}", f"x{sign}y", f"x {sign}", f"{sign}x", f"x {sign} y"):
        line = {"character": "a", "text": text, "to": "c"}
        data = {"schema": "shots/1", "shots": [{"id": "1A", "dialogue": [line, line]}]}
        assert load_data(rewrite(old, data)) == data


REWRITES = Path(__file__).parent / "rewrites"


@pytest.mark.parametrize("name", sorted(file.name.partition(".")[0] for file in REWRITES.glob("*.before.yaml")))
def test_a_file_of_an_authors_hand(name: str) -> None:
    """`NAME.before.yaml`, given the meaning of `NAME.data.yaml`, becomes `NAME.after.yaml`; read them side by side."""
    before, data, after = (
        (REWRITES / f"{name}.{part}.yaml").read_text("utf-8") for part in ("before", "data", "after")
    )
    meaning = {"schema": load_data(before)["schema"], **load_data(data)}
    assert rewrite(before, meaning) == after
    assert rewrite(after, meaning) == after
    assert without_own(load_data(after)) == meaning
