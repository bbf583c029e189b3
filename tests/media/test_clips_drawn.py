"""Moves are what they are called: proved on decoded frames by block matching, and against the take's own numbers."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from storyforge.media.clips import encode
from storyforge.media.clips_between import Between
from storyforge.media.clips_drawn import _of_camera, _way, drawn
from storyforge.media.previz.raster import Canvas, render
from storyforge.media.previz.take import Take
from tests.media.films import apart, decoded, moved
from tests.media.previz.shots import STREET, shot

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.media.previz.display import Box
    from storyforge.model.framing import FrameSpec

SIZE = (640, 360)
K = SIZE[0] / 1280
PAIR = ("anna left 3q-right", "boris right 3q-left")


def pictures(spec: FrameSpec) -> list[Image.Image]:
    """All frames before they are encoded."""
    return [Image.frombytes("RGB", SIZE, frame) for frame, held in drawn(spec, *SIZE) for _ in range(held)]


def filmed(spec: FrameSpec, folder: Path) -> list[Image.Image]:
    """All frames as they come out of the clip."""
    path = folder / "clip.mp4"
    path.write_bytes(encode(drawn(spec, *SIZE), width=SIZE[0], height=SIZE[1], rate=spec.rate, where="test").mp4)
    return decoded(path)


def block(box: Box, by: float = 0.0) -> tuple[int, int, int, int]:
    """A box of the display list in pixels of a clip."""
    left, top, right, bottom = (round(value * K) for value in box)
    air = round(by * (right - left))
    return (left - air, top - air, right + air, bottom + air)


def head(spec: FrameSpec, who: str, t: float) -> Box:
    found = Take.of(spec).where(t)[who].head
    assert found is not None
    return found


MOVES = ["static", "push in", "pull out", "pan left", "track right", "tilt up", "crane up", "zoom in", "handheld"]


@pytest.mark.parametrize("move", MOVES)
def test_every_move_has_its_frames_and_begins_and_ends_with_the_anchor_frames(move: str) -> None:
    spec = shot("MS", *PAIR, move=move, frames=22)
    frames = pictures(spec)
    assert len(frames) == 22
    take = Take.of(spec)
    assert frames[0].tobytes() == render(take.display(0.0), SIZE[0]).tobytes()
    assert frames[-1].tobytes() == render(take.display(1.0), SIZE[0]).tobytes()


@pytest.mark.parametrize("frames", [1, 2, 3, 4, 5, 8, 9, 17])
@pytest.mark.parametrize("move", ["static", "push in", "whip pan"])
def test_short_shots_are_as_long_as_they_say(frames: int, move: str) -> None:
    for end in ((), ("anna centre faces:right walk",)):
        assert len(pictures(shot("MS", "anna left", end=end, move=move, frames=frames))) == frames


def test_a_static_shot_does_not_move_at_all(tmp_path: Path) -> None:
    spec = shot("MS", *PAIR, frames=48)
    assert [held for _, held in drawn(spec, *SIZE)] == [48]
    frames = filmed(spec, tmp_path)
    box = block(head(spec, "anna", 0), by=0.3)
    assert moved(frames[0], frames[-1], box, 6) == (0, 0)
    assert apart(frames[0], frames[-1]) < 1


def test_a_push_comes_closer_by_what_the_take_declares(tmp_path: Path) -> None:
    spec = shot("MS", "anna centre camera", move="push in", frames=60)
    before, after = head(spec, "anna", 0), head(spec, "anna", 1)
    declared = (after[2] - after[0]) / (before[2] - before[0])
    assert declared > 1.05
    frames = filmed(spec, tmp_path)
    first, last = frames[0].crop(block(before)), block(after)
    errors = {}
    for percent in range(90, 200, 2):
        wide, high = round(first.width * percent / 100), round(first.height * percent / 100)
        x, y = (last[0] + last[2]) // 2 - wide // 2, (last[1] + last[3]) // 2 - high // 2
        errors[percent] = apart(first.resize((wide, high)), frames[-1].crop((x, y, x + wide, y + high)))
    measured = min(errors, key=lambda percent: errors[percent]) / 100
    assert measured == pytest.approx(declared, abs=0.05)


def test_a_pull_is_the_other_way_round() -> None:
    spec = shot("MS", "anna centre camera", move="pull out", frames=60)
    before, after = head(spec, "anna", 0), head(spec, "anna", 1)
    assert (after[2] - after[0]) / (before[2] - before[0]) < 0.95


@pytest.mark.parametrize(("move", "sign"), [("pan left", 1), ("pan right", -1)])
def test_a_pan_shifts_the_whole_picture_alike(move: str, sign: int, tmp_path: Path) -> None:
    """Near and far go together, against the camera: what stands at the sides turns away a little, no more."""
    spec = shot("LS", *PAIR, move=move, frames=49, place=STREET)
    frames = filmed(spec, tmp_path)
    found = []
    for who in ("anna", "boris"):
        before, after = head(spec, who, 22 / 48), head(spec, who, 26 / 48)
        x, _ = moved(frames[22], frames[26], block(before, by=0.4), 40)
        assert x == pytest.approx((after[0] - before[0]) * K, abs=1.5)
        found.append(x)
    assert found[0] * sign > 3
    assert found[0] == pytest.approx(found[1], rel=0.15, abs=1)


def test_a_track_moves_what_is_near_more_than_what_is_far(tmp_path: Path) -> None:
    spec = shot("LS", "anna left near 3q-right", "boris right far camera", move="track right", frames=49, place=STREET)
    frames = filmed(spec, tmp_path)
    found = {}
    for who in ("anna", "boris"):
        before, after = head(spec, who, 21 / 48), head(spec, who, 27 / 48)
        found[who], _ = moved(frames[21], frames[27], block(before, by=0.3), 60)
        assert found[who] == pytest.approx((after[0] - before[0]) * K, abs=2)
    assert found["anna"] < found["boris"] < 0
    assert found["anna"] < 1.2 * found["boris"]


def test_a_camera_that_moves_moves_evenly() -> None:
    """No frame stands still or jumps amid a move: key drawings and in-betweens can't be told apart."""
    frames = pictures(shot("MS", "anna centre camera", move="push in", frames=73))
    changes = [apart(one, other) for one, other in pairwise(frames[10:-10])]
    steady = sorted(changes)[len(changes) // 2]
    assert min(changes) > 0.3 * steady
    assert max(changes) < 2 * steady


def test_figures_move_on_twos_before_a_camera_that_stands() -> None:
    spec = shot("LS", "anna left faces:right walk", "boris far-right", end=("anna centre faces:right walk",), frames=49)
    held = [held for _, held in drawn(spec, *SIZE)]
    assert set(held[:-1]) == {2}
    assert sum(held) == 49
    frames = pictures(spec)
    still = block(head(spec, "boris", 0), by=0.3)
    assert len({frame.crop(still).tobytes() for frame in frames}) == 1, "who stands does not move by a pixel"
    assert apart(frames[0], frames[24]) > 0.5


@pytest.mark.parametrize("weather", ["rain", "snow", "wind", "fog"])
def test_weather_is_alive_under_a_camera_that_stands(weather: str) -> None:
    spec = shot("LS", "anna left", place=STREET, frames=25, weather=weather)
    frames = pictures(spec)
    assert all(apart(frames[index], frames[index + 2]) > 0 for index in range(0, 22, 2))


@pytest.mark.parametrize("move", ["push in", "pull out", "pan right", "track left", "crane up", "zoom in", "handheld"])
def test_an_in_between_is_the_drawing_that_it_stands_for(move: str) -> None:
    """Furthest from both key drawings it differs from the true one less than it does from a frame of film before it."""
    take = Take.of(shot("MS", *PAIR, move=move, frames=97, place=STREET))
    step = _of_camera(take)
    for first in (0, 40, 78):
        between = Between(take.display(first / 96), take.display((first + step) / 96))
        assert between.sound
        canvas = Canvas(SIZE[0])
        amid = first + step // 2
        between.paint(canvas, _way(take, first, amid, first + step))
        true, before = (render(take.display(at / 96), SIZE[0]) for at in (amid, amid - 1))
        assert apart(canvas.picture(), true) < max(0.6, 0.5 * apart(before, true))


def test_in_betweens_at_their_ends_are_the_drawings() -> None:
    take = Take.of(shot("MS", *PAIR, move="push in", frames=97))
    first, last = take.display(0.5), take.display(0.58)
    between = Between(first, last)
    for w, display in ((0.0, first), (1.0, last)):
        canvas = Canvas(SIZE[0])
        between.paint(canvas, w)
        assert apart(canvas.picture(), render(display, SIZE[0])) < 0.3


def test_a_frame_of_another_shape_is_filled_with_black() -> None:
    spec = shot("MS", "anna centre", frames=2)
    ((tall, _),) = drawn(spec, 180, 320)
    picture = Image.frombytes("RGB", (180, 320), tall)
    assert picture.getpixel((90, 10)) == (0, 0, 0)
    assert (
        picture.crop((0, 110, 180, 210)).tobytes()
        == render(Take.of(spec).display(0), 180).crop((0, 1, 180, 101)).tobytes()
    )


def test_drawing_is_the_same_every_time() -> None:
    spec = shot("MS", *PAIR, move="track", frames=20)
    assert list(drawn(spec, *SIZE)) == list(drawn(spec, *SIZE))
