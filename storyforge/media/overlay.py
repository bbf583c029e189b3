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
from storyforge.media.previz.moves import read_move

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from storyforge.media.page import Box, Colour, Item, Point
    from storyforge.media.page_text import Setter
    from storyforge.media.previz.moves import Move
    from storyforge.media.previz.take import Take
    from storyforge.media.previz.where import Seen
    from storyforge.model.framing import FrameSpec

_TAG = Style(25, bold=True, colour=(24, 24, 27))
_MOVE = Style(25, bold=True, colour=RED)
_ROOM: Box = (10.0, 10.0, WIDTH - 10, HEIGHT - 10)
_LONGEST = 250.0
_BAR = 8.0
_STIRRED = 0.4
"""Metres that somebody must go for an arrow."""
_HIDDEN = 0.9


def overlay(take: Take, setter: Setter, *, names: bool = True, arrows: bool = True) -> list[Item]:
    """Tags and arrows of a shot, over its start frame; back to front."""
    people = {person.id: person for person in take.spec.people}
    first = {owner: seen for owner, seen in take.where(0.0).items() if owner in people}
    faces = [seen.head for seen in first.values() if seen.head is not None and _visible(seen)]
    items: list[Item] = []
    taken: list[Box] = list(faces)
    if arrows:
        made, filled = _move(take.spec, faces, setter)
        # A camera's arrow along the lower edge has its place there; whoever walks passes above it.
        floor = min([HEIGHT - 40, *(box[1] - 26 for box in filled if box[1] > 0.8 * HEIGHT)])
        for way in _ways(take, floor):
            items += way
            taken.append(bounds(way))
        items += made
        taken += filled
    if names:
        colours = {figure.id: figure.appearance.cloth for figure in take.stage.figures(0.0)}
        items += _tags(take.spec, first, taken, colours, setter)
    return items


def _visible(seen: Seen) -> bool:
    return overlaps(seen.box, _ROOM) and seen.hidden < _HIDDEN


def _tags(
    spec: FrameSpec, first: Mapping[str, Seen], taken: list[Box], colours: Mapping[str, Colour], setter: Setter
) -> list[Item]:
    words = {person.id: setter.cut(person.name, _LONGEST, _TAG) for person in spec.people}
    high = _TAG.size * 1.32
    wishes = [
        Wish(owner, setter.width(words[owner], _TAG) + _BAR + 18, high, seen.box)
        for owner, seen in first.items()
        if _visible(seen)
    ]
    items: list[Item] = []
    for owner, box in place(wishes, taken, _ROOM).items():
        items += _leader(box, first[owner].box)
        items += [
            rectangle(box, WHITE),
            rectangle((*box[:2], box[0] + _BAR, box[3]), colours.get(owner, RED)),
        ]
        items.append(frame(box, (70, 70, 76), 1.2))
        items += setter.line(words[owner], box[0] + _BAR + 8, box[3] - 0.36 * _TAG.size, _TAG)
    return items


def _leader(tag: Box, figure: Box) -> list[Item]:
    """A thin line from a tag to its figure, where it had to go away from it."""
    x, y = (tag[0] + tag[2]) / 2, (tag[1] + tag[3]) / 2
    near = (min(max(x, figure[0]), figure[2]), min(max(y, figure[1]), figure[3]))
    gap = math.dist((x, y), near)
    return [Line(((x, y), near), WHITE, 5), Line(((x, y), near), (70, 70, 76), 2)] if gap > 60 else []


def _move(spec: FrameSpec, faces: list[Box], setter: Setter) -> tuple[list[Item], list[Box]]:
    """The camera's arrows with the name of the move, and the boxes they fill."""
    move = _told(spec)
    items, filled = camera_arrows(move.kind, move.toward)
    if spec.move in {"", "static"}:
        return items, filled
    words = setter.cut(spec.move.upper(), 2 * _LONGEST, _MOVE)
    wish = Wish("", setter.width(words, _MOVE) + 20, _MOVE.size * 1.36, (*_beside(filled), *_beside(filled)))
    spot = place([wish], [*faces, *filled], _ROOM).get("")
    if spot is None:
        return items, filled
    items += [rectangle(spot, WHITE), frame(spot, RED, 2)]
    items += setter.line(words, spot[0] + 10, spot[3] - 0.38 * _MOVE.size, _MOVE)
    return items, [*filled, spot]


def _told(spec: FrameSpec) -> Move:
    subject = next((placed for placed in spec.blocking.start if placed.id == spec.subject), None)
    return read_move(spec.move, spec.blocking.toward, "left" if subject and "left" in subject.faces else "right")


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
