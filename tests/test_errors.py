"""Errors come back from another process as they went."""

from __future__ import annotations

import pickle

import pytest

from storyforge import errors
from storyforge.errors import CarryUndecidedError, DuplicateSceneNumberError, NotLockedError, StoryforgeError

EXAMPLES = [
    StoryforgeError("It failed.", "Try again.", path="a.yaml", line=3, column=7),
    CarryUndecidedError("2", "ada", ("wet", "torn"), "1"),
    DuplicateSceneNumberError("3", 1, 9, "script.fountain"),
    NotLockedError("shots", "assets", ["a", "b"], missing=False),
    errors.UnknownSceneError("9", ["1", "2"]),
    errors.BudgetError("Too dear."),
]


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_survives_the_way_between_processes(error: StoryforgeError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is type(error)
    assert again.as_json() == error.as_json()
    assert str(again) == str(error)
    assert again.__dict__ == error.__dict__


def test_the_place_is_what_is_known_of_it() -> None:
    assert str(StoryforgeError("It failed.")) == "It failed."
    assert str(StoryforgeError("It failed.", path="a.yaml")) == "a.yaml: It failed."
    assert str(StoryforgeError("It failed.", path="a.yaml", line=3)) == "a.yaml:3: It failed."
    assert EXAMPLES[0].place == "a.yaml:3:7"


@pytest.mark.parametrize(
    ("word", "said"),
    [("shot", 'Did you mean "shots"?'), ("SHOTS", 'Did you mean "shots"?'), ("xyz", ""), ("", "")],
)
def test_did_you_mean(word: str, said: str) -> None:
    assert errors.did_you_mean(word, ["beats", "shots", "script"]) == said
