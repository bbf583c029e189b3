"""Sky and weather: a horizon where the camera has it, and rain that falls, drifts and is the same every time."""

from __future__ import annotations

import pytest

from storyforge.media.previz.camera import Camera
from storyforge.media.previz.colours import light_of
from storyforge.media.previz.display import HEIGHT, WIDTH, DisplayList, Gradient, Polygon, Polyline, Shape
from storyforge.media.previz.places import build_setting
from storyforge.media.previz.places.weather import paint_backdrop, paint_weather
from storyforge.model.framing import PlaceSeen

EYE = Camera((0.0, 1.6, -6.0), 0.0, -2.0, 0.0, 28.0)


def backdrop(
    name: str, time: str = "DAY", weather: str = "", camera: Camera = EYE, *, inside: bool = False
) -> list[Shape]:
    place = PlaceSeen("p", name, interior=inside, exterior=not inside, time=time)
    display = DisplayList()
    paint_backdrop(display, camera, build_setting(place, weather=weather, seed="s", text=""), weather)
    return display.shapes


def falling(weather: str, t: float, *, exterior: bool = True, seed: str = "s") -> list[Shape]:
    display = DisplayList()
    paint_weather(display, weather, light_of("DAY", inside=False), t, seed, exterior=exterior)
    return display.shapes


def test_sky_meets_ground_at_the_horizon_of_the_camera() -> None:
    for pitch in (-12.0, 0.0, 9.0):
        camera = Camera((0.0, 1.6, -6.0), 0.0, pitch, 0.0, 28.0)
        sky, ground = (shape for shape in backdrop("FIELD", camera=camera) if isinstance(shape, Gradient))
        assert sky.bottom == pytest.approx(camera.horizon())
        assert ground.top == pytest.approx(camera.horizon())


def test_from_straight_above_there_is_only_ground() -> None:
    shapes = backdrop("FIELD", camera=Camera((0.0, 9.0, 0.0), 0.0, -78.0, 0.0, 28.0))
    bands = [shape for shape in shapes if isinstance(shape, Gradient) and shape.bottom > 0 and shape.top < HEIGHT]
    assert len(bands) == 1
    assert not any(isinstance(shape, Polygon) for shape in shapes)


def test_a_tilted_camera_has_a_tilted_ground() -> None:
    camera = Camera((0.0, 1.6, -6.0), 0.0, -2.0, 11.0, 28.0)
    bands = [shape for shape in backdrop("FIELD", camera=camera) if isinstance(shape, Gradient)]
    grounds = [
        s for s in backdrop("FIELD", camera=camera) if isinstance(s, Polygon) and max(y for _, y in s.points) > HEIGHT
    ]
    assert len(bands) == 1
    assert len(grounds) == 1
    left = min(y for x, y in grounds[0].points if x < 0)
    right = min(y for x, y in grounds[0].points if x > WIDTH)
    assert abs(left - right) > 100


def test_a_room_has_no_sky() -> None:
    shapes = backdrop("KITCHEN", inside=True)
    assert len(shapes) == 1
    assert isinstance(shapes[0], Gradient)


def test_at_night_there_are_stars_and_in_fog_no_far_hills() -> None:
    assert len(backdrop("FIELD", "NIGHT")) > len(backdrop("FIELD", "DAY"))
    assert len(backdrop("FIELD", weather="fog")) < len(backdrop("FIELD"))


def test_another_direction_has_another_horizon() -> None:
    ahead, aside = (backdrop("FIELD", camera=Camera((0.0, 1.6, -6.0), yaw, -2.0, 0.0, 28.0)) for yaw in (0.0, 60.0))
    assert ahead != aside


@pytest.mark.parametrize("weather", ["rain", "snow", "fog", "wind"])
def test_weather_moves_with_time_and_is_the_same_for_the_same_moment(weather: str) -> None:
    assert falling(weather, 0.4) == falling(weather, 0.4)
    assert falling(weather, 0.4) != falling(weather, 0.5)
    assert falling(weather, 0.4) != falling(weather, 0.4, seed="other")


def test_rain_falls_down_and_a_little_aside() -> None:
    for shape in falling("rain", 0.0):
        assert isinstance(shape, Polyline)
        (x0, y0), (x1, y1) = shape.points
        assert y1 > y0
        assert x1 < x0


def test_indoors_weather_is_in_the_windows_alone() -> None:
    for weather in ("rain", "snow", "fog", "wind", ""):
        assert falling(weather, 0.3, exterior=False) == []
    place = PlaceSeen("p", "KITCHEN")
    dry, wet = (build_setting(place, weather=weather, seed="s", text="") for weather in ("", "rain"))
    assert len(wet.pieces) > len(dry.pieces)


def test_snow_fills_the_picture() -> None:
    xs = [shape.points[0][0] for shape in falling("snow", 1.0) if isinstance(shape, Polygon)]
    assert len(xs) > 100
    assert min(xs) < WIDTH * 0.1
    assert max(xs) > WIDTH * 0.9
