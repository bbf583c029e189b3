"""Checks of what pictures are made from, and of pictures."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.checks.conftest import Look

PROMPTS = "scenes/001/prompts.yaml"
FRAMES = "scenes/001/frames.yaml"
PICTURE = "scenes/001/frames/1A-start.png"


def prompts(start: str, end: str = "[]") -> dict[str, str | None]:
    blocking = f"  blocking:\n    start: {start}\n    end: {end}\n"
    return {PROMPTS: f'schema: prompts/1\nscene: "1"\nprompts:\n- id: 1A\n{blocking}'}


def frames(content: str, picture: str | None) -> dict[str, str | None]:
    frame = f"{{file: frames/1A-start.png, content: {content}, picture: 00}}"
    return {
        FRAMES: f'schema: frames/1\nscene: "1"\nframes:\n- id: 1A\n  start: {frame}\n',
        **({PICTURE: picture} if picture is not None else {}),
    }


def test_a_place_for_each(look: Look) -> None:
    assert look("blocking_clash", prompts("[{id: anna, side: left}, {id: tom, side: right}]")) == []
    assert look("blocking_clash", prompts("[{id: anna, side: left}, {id: tom, side: left, depth: far}]")) == []
    (found,) = look("blocking_clash", prompts("[{id: anna, side: left}, {id: tom, side: left}]"))
    assert found.message == "1A has anna and tom in one place (left, mid)."
    assert (found.path, found.line) == (PROMPTS, 6)
    assert look("blocking_clash", prompts("[{id: anna, side: left}, {id: tom, side: left, touches: anna}]")) == []
    assert look("blocking_clash", prompts("[{id: anna, side: off-left}, {id: tom, side: off-left}]")) == []


def test_who_is_placed(look: Look) -> None:
    (twice,) = look("blocking_clash", prompts("[{id: anna, side: left}, {id: anna, side: right}]"))
    assert twice.message == "1A places anna twice."
    (unknown,) = look("blocking_clash", prompts("[{id: anna, side: left}]", "[{id: ana, side: right}]"))
    assert (unknown.message, unknown.hint) == ('1A places "ana", of whom nobody knows.', 'Did you mean "anna"?')


def test_pictures_are_where_and_what_they_were(look: Look) -> None:
    content = hashlib.sha256(b"a picture").hexdigest()
    assert look("media_in_place", frames(content, "a picture")) == []
    (other,) = look("media_in_place", frames(content, "mine"))
    assert (other.severity, other.message) == ("warning", f"{PICTURE} is another than was made.")
    (lost,) = look("media_in_place", frames(content, None))
    assert (lost.severity, lost.message) == ("error", f"{PICTURE} is not there.")
    assert lost.hint.endswith("storyforge frames 1")
