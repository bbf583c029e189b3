"""Who is in a shot, read from its blocking: looks, seats, where in the frame and how deep, at its start and its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.media.previz.figures import read_look
from storyforge.media.previz.lenses import lens_of, number, turned
from storyforge.media.previz.places.props import prop_kind
from storyforge.media.previz.staging.standing import MAY_SIT, SEATED, Standing
from storyforge.model.blocking import Placed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.media.previz.figures.figure import Look
    from storyforge.media.previz.lenses import Lens
    from storyforge.media.previz.places.setting import Setting
    from storyforge.model.framing import FrameSpec, PersonSeen

SEAT = 0.46
"""Metres: a chair's seat, where the set has none."""
BED = 0.55
_OFF = 0.62
"""Widths of the frame from the middle, for who is outside: with the body's own width added by their distance."""


_IN_CAR = {"ELS": "TWO", "LS": "TWO", "MLS": "TWO"}
_SITTING = SEATED | MAY_SIT | {"hug", "fight", "aim", "carry", "hands-up"}


@dataclass
class Cast:
    """Everyone in a shot at its start and at its end, in one order; who stays is the same object in both."""

    start: list[Standing]
    end: list[Standing]
    focus: str = ""
    """Slug of whom the frame is about."""
    framed: str = "start"
    """The moment at which they are on the plane that the size is meant for."""
    size: str = "MS"
    """The size as it can be had here: a car shows nobody's feet."""
    inside: bool = True
    """Whether walls are around them."""
    in_car: bool = False

    def moment(self, name: str) -> list[Standing]:
        """Everyone at `start` or `end`."""
        return self.end if name == "end" else self.start

    def of(self, slug: str, name: str = "start") -> Standing | None:
        """One of them."""
        return next((standing for standing in self.moment(name) if standing.id == slug), None)

    @property
    def lens(self) -> Lens:
        """The numbers of the size."""
        return lens_of(self.size, inside=self.inside)

    @property
    def measured(self) -> Standing | None:
        """Whom the frame is measured by, at the moment when it is."""
        return self.of(self.focus, self.framed)


def cast_of(spec: FrameSpec, setting: Setting) -> Cast:
    """Read the blocking of a shot; who is its subject but nowhere placed stands in the middle."""
    people = {person.id: person for person in spec.people}
    looks = {slug: read_look(person) for slug, person in people.items()}
    start, end = _placed(spec, people)
    props = {prop.id: prop_kind(prop) for prop in spec.props}
    if setting.front:
        start, end = [_seated(p) for p in start], [_seated(p) for p in end]
    at_start = [_standing(spec, placed, looks, setting, props) for placed in start]
    at_end = [
        standing if later == standing.placed else _standing(spec, later, looks, setting, props)
        for standing, later in zip(at_start, end, strict=True)
    ]
    size = _IN_CAR.get(spec.size, spec.size) if setting.front else spec.size
    cast = Cast(at_start, at_end, size=size, inside=not setting.exterior, in_car=bool(setting.front))
    cast.focus = _focus(spec, cast)
    first, last = cast.of(cast.focus), cast.of(cast.focus, "end")
    if first and last and (first.off or (first.placed.depth == "far" and last.placed.depth != "far")) and not last.off:
        cast.framed = "end"
    _to_plane(spec, cast)
    return cast


def _placed(spec: FrameSpec, people: Mapping[str, PersonSeen]) -> tuple[list[Placed], list[Placed]]:
    later = {placed.id: placed for placed in spec.blocking.at_end()}
    start = {placed.id: placed for placed in spec.blocking.start}
    for slug, placed in later.items():
        if slug not in start:
            side = "off-left" if placed.side.endswith("left") else "off-right"
            start[slug] = placed.model_copy(update={"side": side})
    if not start and spec.subject in people and spec.size != "INSERT":
        start[spec.subject] = Placed(id=spec.subject, faces="3q-right")
    return list(start.values()), [later.get(slug, placed) for slug, placed in start.items()]


def _seated(placed: Placed) -> Placed:
    """Somebody in a car, where nobody stands."""
    return placed if placed.pose in _SITTING else placed.model_copy(update={"pose": "sit"})


def _standing(
    spec: FrameSpec, placed: Placed, looks: Mapping[str, Look], setting: Setting, props: Mapping[str, str]
) -> Standing:
    look = looks.get(placed.id) or read_look(_nobody(placed.id))
    yaw = turned(placed.faces)
    standing = Standing(
        placed=placed,
        look=look,
        yaw=yaw,
        gaze=turned(placed.looks) if placed.looks else yaw,
        share=share_of(spec, placed),
        z=0.0,
        seat=seat_of(placed, setting),
        holds=_as_held(props.get(placed.holds, ""), spec),
    )
    standing.measure()
    return standing


def _as_held(kind: str, spec: FrameSpec) -> str:
    """The kind of a thing in the hand: an umbrella is open where something falls on it, and under no roof."""
    opened = kind == "umbrella" and spec.place.exterior and spec.blocking.weather in {"rain", "snow"}
    return "open-umbrella" if opened else kind


def _nobody(slug: str) -> PersonSeen:
    from storyforge.model.framing import PersonSeen  # noqa: PLC0415

    return PersonSeen(slug, slug)


def share_of(spec: FrameSpec, placed: Placed) -> float:
    """How far from the middle of the frame a head is, in its widths."""
    if placed.side.startswith("off"):
        return -_OFF if placed.side == "off-left" else _OFF
    share = number("sides", placed.side)
    if spec.size == "OTS" and placed.depth == "near":
        sign = -1.0 if share < 0 or (share == 0 and "right" in placed.faces) else 1.0
        return sign * number("over", "edge")
    return share * lens_of(spec.size).reach if placed.depth == "mid" or spec.size == "ELS" else share


def seat_of(placed: Placed, setting: Setting) -> float:
    """The height in metres of what somebody sits or lies on; 0 on the floor or on their feet."""
    spot = setting.spots.get(placed.at)
    if setting.front:
        return next((spot.height for spot in setting.spots.values() if spot.height), SEAT)
    if placed.pose in SEATED:
        return spot.height if spot and 0.3 < spot.height < 0.95 else SEAT
    if placed.pose == "lie":
        flat = [s for name, s in setting.spots.items() if s.lying and name.rstrip("-0123456789") == placed.at]
        spot = flat[0] if flat else spot
        return spot.height if spot else BED if placed.at == "bed" else 0.0
    if spot and 0.3 < spot.height < 0.95 and spot.beside is None and placed.pose in MAY_SIT:
        return spot.height
    return 0.0


def _focus(spec: FrameSpec, cast: Cast) -> str:
    """Whom the frame is about: the subject; else who is in the middle distance, nearest to the middle."""
    if cast.of(spec.subject):
        return spec.subject
    seen = [s for s in cast.start if not s.off] or [s for s in cast.end if not s.off]
    depths = {"mid": 0, "near": 1, "far": 2}
    seen.sort(key=lambda s: (depths[s.placed.depth], abs(s.share)))
    return seen[0].id if seen else ""


def _to_plane(spec: FrameSpec, cast: Cast) -> None:
    """Say for everyone how deep they are, where the plane of the one who matters is 0; distances follow later."""
    measured = cast.measured
    plane = measured.placed.depth if measured else "mid"
    order = {"near": -1, "mid": 0, "far": 1}
    for standing in _once(cast.start, cast.end):
        standing.z = float(order[standing.placed.depth] - order[plane])
        if not (standing.z or standing.off) and spec.size not in {"ELS", "OTS"}:
            standing.share = number("sides", standing.placed.side) * lens_of(spec.size).reach
    if spec.size == "OTS" and measured:
        _opposite(cast, measured)


def _opposite(cast: Cast, face: Standing) -> None:
    """Over the shoulder somebody is nearer, at one edge, and the face is on the other side."""
    others = [s for s in cast.start if s is not face and s.id != face.id and not s.off]
    if not others:
        return
    near = min(others, key=lambda s: (s.z, -abs(s.share)))
    near.z = -1.0
    near.share = abs(number("over", "edge")) * (1 if near.share > 0 or (near.share == 0 and face.share < 0) else -1)
    for standing in _once([face], [s for s in cast.end if s.id == face.id]):
        standing.share = -number("over", "face") * (1 if near.share > 0 else -1)
        standing.z = 0.0


def _once(*lists: Sequence[Standing]) -> list[Standing]:
    found: dict[int, Standing] = {}
    for standings in lists:
        found.update({id(standing): standing for standing in standings})
    return list(found.values())
