"""The three texts can't mix: what their writers are given has no way to what is another's."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from storyforge.model.assets import Asset, Character
from storyforge.model.shots import Camera, Shot, ShotCharacter, SpokenLine
from storyforge.stages.film.prompting import moving, picture, sight
from storyforge.stages.film.prompting.sight import Heard, Names, Seen, heard_of, seen_of
from tests.stages.film.prompting.test_prompting import CAST, view

if TYPE_CHECKING:
    from collections.abc import Callable

_WORD = re.compile(r"\w+")


def named(function: Callable[..., object]) -> set[str]:
    """All types that a function's parameters are written with."""
    parameters = inspect.signature(function).parameters.values()
    return {word for parameter in parameters for word in _WORD.findall(str(parameter.annotation))}


@pytest.mark.parametrize("writer", [picture.frame_values, picture.end_values, picture.moment, picture.place_alone])
def test_whoever_writes_a_picture_is_given_no_shot_and_nothing_that_is_heard(writer: Callable[..., object]) -> None:
    kinds = named(writer)
    assert "Seen" in kinds
    assert not kinds & {"Shot", "Heard", "Line", "SpokenLine"}


@pytest.mark.parametrize("writer", [moving.video_values, moving.events, sight.ending, sight.positions])
def test_whoever_writes_a_clip_is_given_no_view_and_no_assets(writer: Callable[..., object]) -> None:
    kinds = named(writer)
    assert "Names" in kinds
    assert not kinds & {"View", "Shot", "Asset", "Character", "Visuals"}


def texts_in(value: object) -> list[str]:
    """All texts that can be got out of plain data, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for pair in value.items() for part in pair for text in texts_in(part)]
    if isinstance(value, tuple | list | frozenset):
        return [text for part in value for text in texts_in(part)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in texts_in(getattr(value, field.name))]
    if hasattr(value, "plain"):
        return texts_in(value.plain())
    return []


def test_what_is_seen_holds_no_line_and_what_names_holds_no_look() -> None:
    made = Shot(
        id="7A",
        frames=96,
        camera=Camera(size="MS"),
        action='Ada lifts the lantern. "We leave tonight." It RINGS.',
        characters=(ShotCharacter(id="ada"),),
        dialogue=(SpokenLine(character="ada", text="We leave tonight.", parenthetical="hoarse"),),
        sfx=("rings",),
    )
    names = view().told
    seen, heard = seen_of(made, names), heard_of(made, names, Fraction(1, 2))
    assert (type(seen), type(heard), type(names)) == (Seen, Heard, Names)
    assert not [text for text in texts_in(seen) if "leave tonight" in text or "hoarse" in text]
    assert [line.text for line in heard.lines] == ["We leave tonight."]
    people: dict[str, Asset] = dict(CAST)
    for asset in people.values():
        assert isinstance(asset, Character)
        assert asset.identity_line not in texts_in(names) + texts_in(seen) + texts_in(heard)
