"""A moment of the world as a shot frames it: who is where in the frame, which way they face, and what they do."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, cast

from storyforge.model.blocking import Blocking, Facing, Placed, Pose
from storyforge.stages.film.blocking.sides import (
    CLOSE,
    COLUMNS,
    MOST,
    WIDE,
    columns,
    depths,
    inwards,
    occupied,
    off,
    shoulder,
    towards,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.model.blocking import Depth, Place
    from storyforge.model.shots import Shot
    from storyforge.stages.film.blocking.world import Body, World

_HELD = frozenset({"sit", "lie", "kneel", "crouch", "drive"})
"""Postures that a wide shot shows before any gesture."""
_CONTACT = frozenset({"hug", "fight", "hand-over"})
_LOOKS: dict[str, Facing] = {"left": "3q-left", "right": "3q-right", "camera": "camera", "away": "away"}


@dataclass(frozen=True)
class Picture:
    """One moment of a shot: columns and depths of everyone in it, and whom each of them attends to."""

    shot: Shot
    world: World
    cols: Mapping[str, int]
    rows: Mapping[str, Depth]
    heeds: Mapping[str, str]
    off: Mapping[str, Place] = field(default_factory=dict)
    course: Facing | Literal[""] = ""
    """The way in which all go who run, or walk together."""

    def placed(self) -> tuple[Placed, ...]:
        """Everyone, in the order of the shot."""
        return tuple(self._one(slug) for slug in self.cols)

    def _one(self, slug: str) -> Placed:
        body = self.world.body(slug)
        faces = self._faces(slug, body)
        looks = self._looks(slug, body)
        touches = body.touches if body.touches in self.cols and slug not in self.off else ""
        return Placed(
            id=slug,
            side=self.off.get(slug, COLUMNS[self.cols[slug]]),
            depth=self.rows[slug],
            faces=faces,
            looks=looks if looks != faces else "",
            pose=self._pose(body, touches),
            feels=body.feels,
            holds=body.holds,
            at=body.at,
            touches=touches,
        )

    def _pose(self, body: Body, touches: str) -> Pose:
        """What the body does: in a wide shot how somebody sits is seen before what their hands do."""
        doing = body.doing
        if doing in _CONTACT and not touches:
            doing = "reach" if doing == "hand-over" else ""
        if not doing or (body.posture in _HELD and self.shot.camera.size in WIDE and doing not in _CONTACT):
            return body.posture
        return cast("Pose", doing)

    def _faces(self, slug: str, body: Body) -> Facing:
        own = self.cols[slug]
        if slug in self.off or (body.going == "out" and body.doing in ("walk", "run")):
            return self._travels(slug, body)
        if body.going == "in" and own in (0, 4):
            return "left" if own else "right"
        if body.going == "along" and self.course and body.doing in ("walk", "run"):
            return self.course
        if body.to in ("camera", "away"):
            return cast("Facing", body.to)
        if slug == shoulder(tuple(self.cols), self.shot):
            return "back-right" if own < self.cols.get(self.shot.subject, own) else "back-left"
        return self._attends(slug, body, own)

    def _attends(self, slug: str, body: Body, own: int) -> Facing:
        """Towards whom they touch, turned to, or attend to; else the way they go, or into the frame."""
        target = body.touches or body.to or self.heeds.get(slug, "")
        contact = bool(body.touches) and body.touches in self.cols
        if target in self.cols and target != slug:
            return towards(own, self.cols[target], profile=contact or self.shot.camera.size == "ELS")
        axis = self.shot.axis.looks if self.shot.axis and slug == self.shot.subject else ""
        if axis and body.going != "along":
            return _LOOKS[axis]
        if target in self.world.order and slug in self.world.order:
            return "3q-right" if self.world.order.index(target) > self.world.order.index(slug) else "3q-left"
        return ("left" if own > 2 else "right") if body.going == "along" else inwards(own)

    def _travels(self, slug: str, body: Body) -> Facing:
        """Into the frame, or out of it."""
        where = self.off.get(slug) or off(self.cols[slug], body.side)
        leaves = body.going == "out"
        return "left" if (where == "off-left") == leaves else "right"

    def _looks(self, slug: str, body: Body) -> Facing | str:
        own = self.cols[slug]
        if body.looks in self.cols and body.looks != slug and slug not in self.off:
            return towards(own, self.cols[body.looks])
        if body.looks == "away":
            target = self.cols.get(body.to or self.heeds.get(slug, ""), 4 if own < 3 else 0)
            return "left" if target > own else "right"
        return ""


@dataclass(frozen=True)
class Staged:
    """A shot's people at its start and at its end, and who moved in which direction."""

    start: tuple[Placed, ...]
    end: tuple[Placed, ...]
    mover: str = ""


def staged(
    shot: Shot,
    people: Sequence[str],
    before: World,
    after: World,
    *,
    heeds: Mapping[str, str],
    arriving: Mapping[str, str],
) -> Staged:
    """The two pictures of a shot.

    `before` and `after` are the world as it starts and ends, each with its order from left to right; `arriving` are
    those who come into the frame, each with the side they come from where one is known.
    """
    rows = depths(people, shot)
    rows |= _second_row(people, shot)
    first = _columns(people, before.order, shot, rows)
    last = _columns(people, after.order, shot, rows)
    bodies = {slug: after.body(slug) for slug in people}
    walkers = {slug: body for slug, body in bodies.items() if body.going and _goes(body, before.body(slug), shot)}
    ends, depth_after = _moved(shot, last, rows, walkers, heeds)
    starts = _coming(shot, first, walkers)
    hidden = {slug: off(first[slug], side, leaving=False) for slug, side in arriving.items() if slug in first}
    hidden, starts, edge = _stepping_in(shot, hidden, starts)
    first_in = [slug for slug in hidden if after.body(slug).going == "out"]
    edge += tuple(first_in)
    hidden = {slug: side for slug, side in hidden.items() if slug not in first_in}
    leaving = {slug: body for slug, body in walkers.items() if body.going == "out"}
    ways = [off(last[slug], body.side) for slug, body in leaving.items()]
    gone = dict.fromkeys(leaving, ways[0]) if ways else {}
    course = _course(bodies, last)
    one = Picture(shot, _stepped(before, (*edge, *hidden), after), starts, rows, heeds, hidden, course)
    other = Picture(shot, after, ends, depth_after, heeds, gone, course)
    start, end = one.placed(), other.placed()
    return Staged(start, tuple(now for was, now in zip(start, end, strict=True) if was != now), next(iter(walkers), ""))


def _goes(body: Body, before: Body, shot: Shot) -> bool:
    """Whether somebody gets anywhere within a shot, rather than having got there before it."""
    return body != before or (body.going == "along" and not shot.continues)


def _course(bodies: Mapping[str, Body], cols: Mapping[str, int]) -> Facing | Literal[""]:
    """Who runs does so away from the others, and all who go along go the same way: a chase has one direction."""
    going = [slug for slug, body in bodies.items() if body.going == "along"]
    if not going or (len(going) == 1 and bodies[going[0]].doing != "run"):
        return ""
    return "left" if max(cols[slug] for slug in going) < 2 else "right"


def _second_row(people: Sequence[str], shot: Shot) -> dict[str, Depth]:
    """More than one row holds: the subject and the most prominent in front, the others behind."""
    if len(people) <= MOST:
        return {}
    ranks = {
        person.id: ("foreground", "midground", "background").index(person.prominence) for person in shot.characters
    }
    ordered = sorted(people, key=lambda slug: (slug != shot.subject, ranks.get(slug, 1)))
    return {slug: "mid" if index < MOST else "far" for index, slug in enumerate(ordered)}


def _columns(people: Sequence[str], order: Sequence[str], shot: Shot, rows: Mapping[str, Depth]) -> dict[str, int]:
    ranked = sorted(people, key=lambda slug: order.index(slug) if slug in order else len(order))
    if len(people) <= MOST:
        found = columns(ranked, shot)
    else:
        found = columns([slug for slug in ranked if rows[slug] == "mid"], shot)
        found |= columns([slug for slug in ranked if rows[slug] == "far"][:MOST], shot)
    return {slug: found[slug] for slug in people if slug in found}


def _coming(shot: Shot, cols: Mapping[str, int], walkers: Mapping[str, Body]) -> dict[str, int]:
    """Who walks through a frame alone starts at one side of it."""
    found = dict(cols)
    for slug, body in walkers.items():
        alone = len(cols) == 1 and shot.camera.size not in CLOSE
        if alone and body.going in ("along", "to") and found[slug] == 2 and shot.camera.move != "track":
            found[slug] = 1
    return found


def _moved(
    shot: Shot,
    cols: Mapping[str, int],
    rows: Mapping[str, Depth],
    walkers: Mapping[str, Body],
    heeds: Mapping[str, str],
) -> tuple[dict[str, int], dict[str, Depth]]:
    """Where those end up who go somewhere within the frame, without walking into or past anybody."""
    ends, deep = dict(cols), dict(rows)
    if shot.camera.size in CLOSE:
        return ends, deep
    for slug, body in walkers.items():
        aim = body.to or heeds.get(slug, "")
        step = _step(slug, body, ends, aim, tracked=shot.camera.move == "track")
        depth: Depth = "far" if body.going == "back" or (body.going == "to" and len(cols) > 1) else deep[slug]
        if slug == shot.subject and shot.camera.size == "TWO":
            depth = deep[slug]
        if _passes(slug, step, ends):
            step = ends[slug]
        free = (place for place in ((step, depth), (step, deep[slug])) if place not in occupied(ends, deep, slug))
        ends[slug], deep[slug] = next(free, (ends[slug], deep[slug]))
    return ends, deep


def _passes(slug: str, step: int, cols: Mapping[str, int]) -> bool:
    """Whether somebody would walk past another, or in front of them: who is left stays left."""
    first, last = sorted((cols[slug], step))
    return any(first <= column <= last for name, column in cols.items() if name != slug)


def _step(slug: str, body: Body, cols: Mapping[str, int], aim: str, *, tracked: bool) -> int:
    own, alone = cols[slug], len(cols) == 1
    if body.going == "near":
        other = cols.get(aim, own)
        return other - 1 if other > own else other + 1 if other < own else own
    if alone and body.going in ("along", "to") and not tracked:
        return 3 if own == 2 else 2
    if body.going == "to":
        return max(own - 1, 0) if own < 2 else min(own + 1, 4) if own > 2 else own
    return own


def _stepping_in(
    shot: Shot, hidden: dict[str, Place], cols: dict[str, int]
) -> tuple[dict[str, Place], dict[str, int], tuple[str, ...]]:
    """A frame without anybody says nothing in a tight shot: there the first to come is just stepping in."""
    if not hidden or len(hidden) < len(cols) or shot.camera.size in ("ELS", "LS"):
        return hidden, cols, ()
    first = shot.subject if shot.subject in hidden else next(iter(hidden))
    side = hidden.pop(first)
    cols[first] = 0 if side == "off-left" else 4
    return hidden, cols, (first,)


def _stepped(before: World, edge: tuple[str, ...], after: World) -> World:
    for slug in edge:
        before = before.but(slug, doing=after.body(slug).doing or "walk", posture="stand", going="in")
    return before


def continued(staged_: Staged, previous: Sequence[Placed]) -> Staged:
    """A shot that grows out of the one before begins as that one ended."""
    last = {placed.id: placed for placed in previous}
    if {placed.id for placed in staged_.start} != set(last):
        return staged_
    start = tuple(last[placed.id] for placed in staged_.start)
    end = tuple(placed for placed in staged_.end if placed not in start)
    found = replace(staged_, start=start, end=end)
    return found if _apart(start) and _apart(Blocking(start=start, end=end).at_end()) else staged_


def _apart(people: Sequence[Placed]) -> bool:
    """Whether nobody stands where somebody else does."""
    spots = [(placed.side, placed.depth) for placed in people if not placed.side.startswith("off-")]
    return len(set(spots)) == len(spots)
