"""What is laid over a clean frame: who is who, who goes where, and what the camera does.

Boards and the animatic draw it; the frame's file never has it. Everything is in the picture's 1280 x 720 coordinates,
as things of a page: `page_png.layer`, `page_png.draw`, `page_pdf` and `page_svg` render it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.overlay_arrows import HEIGHT, RED, WHITE, WIDTH, along_floor, bounds, camera_arrows
from storyforge.media.overlay_tags import Wish, overlaps, place
from storyforge.media.page import Line, frame, rectangle
from storyforge.media.page_text import Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from storyforge.media.page import Box, Colour, Item, Point
    from storyforge.media.page_text import Setter
    from storyforge.media.previz.take import Take
    from storyforge.media.previz.where import Seen
    from storyforge.model.framing import FrameSpec

_INK: Colour = (24, 24, 27)
_ROOM: Box = (10.0, 10.0, WIDTH - 10, HEIGHT - 10)
_LONGEST = 14.0
"""The longest name, in sizes of its letters."""
_EDGE: Colour = (70, 70, 76)
_STIRRED = 0.4
"""Metres that somebody must go for an arrow."""
_HIDDEN = 0.9


def overlay(
    take: Take, setter: Setter, *, names: bool = True, arrows: bool = True, letters: float = 25.0
) -> list[Item]:
    """Tags and arrows of a shot, over its start frame, back to front; `letters` is their size in pixels."""
    people = {person.id: person for person in take.spec.people}
    first = {owner: seen for owner, seen in take.whereabouts(0.0).items() if owner in people}
    faces = [seen.head for seen in first.values() if seen.head is not None and _visible(seen)]
    items: list[Item] = []
    taken: list[Box] = list(faces)
    if arrows:
        move = take.stage.rig.move
        made, filled = camera_arrows(move.kind, move.toward)
        # A camera's arrow along the lower edge has its place there; whoever walks passes above it.
        floor = min([HEIGHT - 40, *(box[1] - 26 for box in filled if box[1] > 0.8 * HEIGHT)])
        for way in _ways(take, floor):
            items += way
            taken.append(bounds(way))
        label, spot = _label(take.spec, filled, faces, Style(letters, bold=True, colour=RED), setter)
        items += [*made, *label]
        taken += [*filled, *spot]
    if names:
        words = {owner: people[owner].name for owner, seen in first.items() if _visible(seen)}
        boxes = {owner: seen.box for owner, seen in first.items()}
        colours = {figure.id: figure.appearance.cloth for figure in take.stage.figures(0.0)}
        items += _tags(words, boxes, taken, colours, Style(letters, bold=True, colour=_INK), setter)
    return items


def _visible(seen: Seen) -> bool:
    return overlaps(seen.box, _ROOM) and seen.hidden < _HIDDEN


def _tags(
    words: Mapping[str, str],
    boxes: Mapping[str, Box],
    taken: list[Box],
    colours: Mapping[str, Colour],
    style: Style,
    setter: Setter,
) -> list[Item]:
    words = {owner: setter.cut(word, _LONGEST * style.size, style) for owner, word in words.items()}
    bar, high = 0.32 * style.size, 1.32 * style.size
    wishes = [Wish(o, setter.width(w, style) + bar + 0.7 * style.size, high, boxes[o]) for o, w in words.items()]
    items: list[Item] = []
    for owner, box in place(wishes, taken, _ROOM).items():
        items += _leader(box, boxes[owner])
        items += [rectangle(box, WHITE), rectangle((*box[:2], box[0] + bar, box[3]), colours.get(owner, RED))]
        items.append(frame(box, _EDGE, 0.05 * style.size))
        items += setter.line(words[owner], box[0] + bar + 0.32 * style.size, box[3] - 0.36 * style.size, style)
    return items


def _leader(tag: Box, figure: Box) -> list[Item]:
    """A thin line from a tag to its figure, where it had to go away from it."""
    x, y = (tag[0] + tag[2]) / 2, (tag[1] + tag[3]) / 2
    near = (min(max(x, figure[0]), figure[2]), min(max(y, figure[1]), figure[3]))
    gap = math.dist((x, y), near)
    return [Line(((x, y), near), WHITE, 5), Line(((x, y), near), _EDGE, 2)] if gap > 60 else []


def _label(
    spec: FrameSpec, filled: list[Box], faces: list[Box], style: Style, setter: Setter
) -> tuple[list[Item], list[Box]]:
    """The name of the camera's move beside its arrows, and the box it fills; none for a camera that stands."""
    if spec.move in {"", "static"}:
        return [], []
    words = setter.cut(spec.move.upper(), 2 * _LONGEST * style.size, style)
    near = _beside(filled)
    wish = Wish("", setter.width(words, style) + 0.8 * style.size, 1.36 * style.size, (*near, *near))
    spot = place([wish], [*faces, *filled], _ROOM).get("")
    if spot is None:
        return [], []
    text = setter.line(words, spot[0] + 0.4 * style.size, spot[3] - 0.38 * style.size, style)
    return [rectangle(spot, WHITE), frame(spot, RED, 0.08 * style.size), *text], [spot]


def _beside(filled: list[Box]) -> Point:
    """Where the name of a move is wanted: at the end of its last arrow, else at the bottom left."""
    if not filled:
        return (0.0, HEIGHT)
    last = filled[-1]
    return (last[2] + 70, last[1] - 4) if last[1] > HEIGHT / 2 and last[2] < WIDTH - 200 else (last[0], last[3])


def _ways(take: Take, floor: float) -> Iterator[list[Item]]:
    """Arrows of those who are elsewhere at the end, as the camera sees their way where it stands at the start.

    Where the floor is below the frame, they go along `floor`, pixels from above.
    """
    camera = take.camera(0.0)
    first, last = ({figure.id: figure.position for figure in reversed(take.stage.figures(t))} for t in (0.0, 1.0))
    for placed in take.spec.blocking.at_end():
        here, there = first.get(placed.id), last.get(placed.id)
        if here is None or there is None or math.dist(here, there) < _STIRRED:
            continue
        start, end = camera.project(here), camera.project(there)
        if start and end:
            scales = (camera.focal / camera.distance(here), camera.focal / camera.distance(there))
            way = along_floor((start[0], min(start[1], floor)), (end[0], min(end[1], floor)), scales)
            if way:
                yield way
