"""The display list and its renderers: what is painted, in which order, and always the same."""

from __future__ import annotations

import os
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.errors import PictureSizeError
from storyforge.media.previz.camera import Camera
from storyforge.media.previz.display import DisplayList, Glow, Gradient, Polygon
from storyforge.media.previz.hulls import hull, outline
from storyforge.media.previz.raster import render
from storyforge.media.previz.svg import svg
from storyforge.media.previz.take import Take
from storyforge.model.money import FREE
from storyforge.providers.base import ImageRequest
from storyforge.providers.offline.artist import OfflineArtist
from tests.media.previz.shots import KITCHEN, STREET, shot

TWO = shot("TWO", "anna left faces:right", "boris right faces:left", place=KITCHEN)


def test_parts_are_the_whole_without_the_figures_and_the_figures_alone() -> None:
    take = Take.of(TWO)
    figures = take.display(0.0, "figures")
    place = take.display(0.0, "set")
    assert {s.owner for s in figures.shapes if isinstance(s, Polygon)} >= {"anna", "boris"}
    assert place.bounds("anna") is None
    assert take.display(0.0).bounds("anna") == figures.bounds("anna")


def test_the_nearer_figure_is_painted_over_the_farther() -> None:
    take = Take.of(shot("LS", "boris centre far", "anna left", "dan right", subject="anna"))
    shapes = take.display(0.0).shapes
    last = {s.owner: i for i, s in enumerate(shapes) if isinstance(s, Polygon)}
    assert last["boris"] < min(last["anna"], last["dan"])


def test_shadows_lie_under_the_figures() -> None:
    shapes = Take.of(shot("LS", "anna", place=STREET)).display(0.0).shapes
    soft = [i for i, s in enumerate(shapes) if isinstance(s, Polygon) and s.colour[3] < 80 and not s.owner]
    first = next(i for i, s in enumerate(shapes) if isinstance(s, Polygon) and s.owner == "anna")
    assert sum(index < first for index in soft) >= 4


def test_svg_is_valid_and_holds_every_shape() -> None:
    display = Take.of(TWO).display(0.0)
    root = ET.fromstring(svg(display, title='"<Anna> & Boris"'))  # noqa: S314 - our own bytes
    drawn = [e for e in root.iter() if e.tag.endswith(("polygon", "polyline", "rect", "circle"))]
    assert len(drawn) == len(display.shapes)
    assert root[0].text == '"<Anna> & Boris"'
    assert any(e.get("class") == "of-anna" for e in drawn)


def test_svg_escapes_whatever_an_owner_is_called() -> None:
    display = DisplayList()
    display.polygon([(0, 0), (9, 0), (9, 9)], (1, 2, 3, 128), 'a"<b>&')
    display.shapes += [Gradient(0, 9, (0, 0, 0), (9, 9, 9)), Glow(5, 5, 3, (255, 255, 0, 90))]
    root = ET.fromstring(svg(display))  # noqa: S314 - our own bytes
    assert root[0].get("class") == 'of-a"<b>&'
    assert root[0].get("fill-opacity") == "0.502"


def test_frames_are_wide_rgb_of_the_size_that_is_asked_for() -> None:
    assert render(Take.of(TWO).display(0.0), 640).size == (640, 360)


def test_the_artist_files_pictures_without_metadata_and_is_free() -> None:
    artist = OfflineArtist()
    request = ImageRequest("", TWO, "start")
    reply = artist.draw(request)
    assert (artist.name, artist.pure, artist.price(request)) == ("offline", True, FREE)
    assert (reply.value.width, reply.value.height, len(reply.value.digest)) == (1280, 720, 32)
    assert {name for name in (b"tEXt", b"tIME", b"iTXt", b"eXIf") if name in reply.value.png} == set()
    assert artist.draw(request).value == reply.value


def test_a_size_is_part_of_the_artists_name() -> None:
    artist = OfflineArtist("640x360")
    picture = artist.draw(ImageRequest("", TWO, "establishing")).value
    assert (artist.name, picture.width, picture.height) == ("offline:640x360", 640, 360)
    for wrong in ("640", "640x480", "16x9", "9600x5400", "big"):
        with pytest.raises(PictureSizeError, match=wrong):
            OfflineArtist(wrong)


def test_start_and_end_are_two_pictures_only_where_something_changes() -> None:
    artist = OfflineArtist("320x180")
    still, moving = TWO, shot("CU", "anna", move="push in")
    for spec, same in ((still, True), (moving, False)):
        first, last = (artist.draw(ImageRequest("", spec, moment)).value for moment in ("start", "end"))
        assert (first == last) is same


_DRAW = """
import hashlib
from storyforge.media.previz.take import Take
from tests.media.previz.shots import STREET, shot
specs = [
    shot("LS", "anna left walk", "boris right sit", "cleo centre far", end=["anna centre walk"], place=STREET,
         extras=5, weather="rain"),
    shot("OTS", "anna right 3q-left", "boris left near back-right", things=["letter"]),
]
print(hashlib.sha256(repr([Take.of(s).display(t).shapes for s in specs for t in (0.0, 0.4, 1.0)]).encode()).hexdigest())
"""


def test_the_same_shot_is_the_same_picture_in_every_process_and_language() -> None:
    """The display list decides the pixels; another process, hash seed, language or time zone changes nothing of it."""
    found = set()
    for seed, lang, zone in (("0", "C", "UTC"), ("4711", "tr_TR.UTF-8", "Asia/Kathmandu")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "LANG": lang, "LC_ALL": lang, "TZ": zone}
        done = subprocess.run([sys.executable, "-c", _DRAW], env=env, capture_output=True, text=True, check=True)
        found.add(done.stdout)
    assert len(found) == 1


coordinate = st.floats(-500, 500)
disc = st.tuples(coordinate, coordinate, st.floats(0.5, 120))


@given(st.lists(disc, min_size=1, max_size=6))
def test_an_outline_is_convex_and_holds_every_disc(circles: list[tuple[float, float, float]]) -> None:
    ring = outline(circles)
    turns = [
        (bx - ax) * (cy - by) - (by - ay) * (cx - bx)
        for (ax, ay), (bx, by), (cx, cy) in zip(ring, ring[1:] + ring[:1], ring[2:] + ring[:2], strict=True)
    ]
    assert all(turn > -1e-6 * 500 * 500 for turn in turns)
    for x, y, r in circles:
        assert min(p[0] for p in ring) <= x - 0.9 * r
        assert max(p[0] for p in ring) >= x + 0.9 * r
        assert min(p[1] for p in ring) <= y - 0.9 * r
        assert max(p[1] for p in ring) >= y + 0.9 * r


@given(st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=30))
def test_a_hull_keeps_only_points_that_were_given(points: list[tuple[float, float]]) -> None:
    assert set(hull(points)) <= set(points)


@given(yaw=st.floats(-60, 60), pitch=st.floats(-80, 30), x=st.floats(-3, 3), y=st.floats(0, 3), z=st.floats(0.5, 9))
def test_a_camera_turned_right_moves_the_world_left(yaw: float, pitch: float, x: float, y: float, z: float) -> None:
    still = Camera((0.0, 1.5, -4.0), yaw, pitch)
    turned = Camera((0.0, 1.5, -4.0), yaw + 1.0, pitch)
    here, there = still.project((x, y, z)), turned.project((x, y, z))
    if here and there and 0 < here[0] < 1280 and 0 < here[1] < 720 and pitch > -60:
        assert there[0] < here[0]
