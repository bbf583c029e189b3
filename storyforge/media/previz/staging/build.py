"""Setting up a shot, step by step: set, people, camera, positions, the set turned behind them, furniture, clearing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from storyforge.media.previz.lenses import number
from storyforge.media.previz.places import build_setting
from storyforge.media.previz.places.props import insert_pieces
from storyforge.media.previz.staging.cast import Cast, cast_of
from storyforge.media.previz.staging.clearing import Watch, cleared
from storyforge.media.previz.staging.crowd import Bounds, companions, extras
from storyforge.media.previz.staging.framing import cut_off, others, over_shoulder, rig_for
from storyforge.media.previz.staging.furniture import brought
from storyforge.media.previz.staging.inserts import hero, insert_rig
from storyforge.media.previz.staging.placing import place
from storyforge.media.previz.staging.stage import Stage
from storyforge.media.previz.staging.things import Table, lying
from storyforge.media.previz.staging.turning import Turn, turn_set

if TYPE_CHECKING:
    from storyforge.media.previz.moves import Rig
    from storyforge.media.previz.places.setting import Setting
    from storyforge.media.previz.solids import Piece
    from storyforge.media.previz.vectors import Vec
    from storyforge.model.framing import FrameSpec, PropSeen


def stage(spec: FrameSpec) -> Stage:
    """Set up a shot."""
    setting = build_setting(spec.place, weather=spec.blocking.weather, seed=spec.setting_seed, text=spec.text)
    thing = hero(spec)
    if thing is not None:
        return _insert(spec, setting, thing)
    cast, rig = _framed(spec, setting)
    for slug, members in companions(spec, cast.start).items():
        for standing in (*cast.start, *cast.end):
            if standing.id == slug:
                standing.members = members
    turn = turn_set(setting, cast, spec.size)
    return _furnished(spec, setting, cast, rig, turn)


def _insert(spec: FrameSpec, setting: Setting, thing: PropSeen) -> Stage:
    pieces = insert_pieces(thing, setting.light)
    own = [piece for piece in pieces if piece.owner == thing.id]
    return Stage(spec, setting, insert_rig(spec, own), Cast([], []), tuple(pieces), insert=thing.id)


def _framed(spec: FrameSpec, setting: Setting) -> tuple[Cast, Rig]:
    """Everybody in their places before a camera; another camera where this one would cut off heads."""
    cast, rig = _tried(spec, setting, None)
    best, lost = (cast, rig), cut_off(rig, cast)
    for other in others(spec, rig, cast) if lost > 1 and spec.size != "OTS" else ():
        tried = _tried(spec, setting, other)
        left = cut_off(tried[1], tried[0])
        if left < lost - 4:
            best, lost = tried, left
        if lost <= 1:
            break
    return best


def _tried(spec: FrameSpec, setting: Setting, rig: Rig | None) -> tuple[Cast, Rig]:
    cast = cast_of(spec, setting)
    if rig is None:
        rig = rig_for(spec, cast)
        near = next((s for s in cast.start if s.z < 0), None)
        if spec.size == "OTS" and near is not None and spec.angle == "eye":
            rig = replace(rig, pitch=over_shoulder(rig, near))
    place(spec, cast, rig)
    return cast, rig


def _furnished(spec: FrameSpec, setting: Setting, cast: Cast, rig: Rig, turn: Turn) -> Stage:
    people = [s for s in (*cast.start, *cast.end) if not s.off]
    watches = _watches(cast, rig)
    used = [s for s in people if s.spot]
    moved = [turn.piece(piece) for piece in setting.pieces]
    table = any(prop.lies == "table" for prop in spec.blocking.props)
    furniture = brought(people, setting.light, table=table)
    kept = cleared(moved, watches, used) if not cast.in_car else moved
    things = lying(spec, Table(setting, cast, rig, (*kept, *furniture), watches))
    pieces: tuple[Piece, ...] = (*kept, *furniture, *things)
    plane = cast.measured.position[2] if cast.measured else 0.0
    crowd = extras(spec, people, rig.camera(rig.reference), plane, setting.light, _bounds(setting, turn))
    lamps = tuple(turn.point(lamp) for lamp in setting.lamps)
    return Stage(spec, setting, rig, cast, pieces, lamps, crowd, turn)


def _watches(cast: Cast, rig: Rig) -> list[Watch]:
    times = (0.0,) if rig.move.kind == "static" and cast.start == cast.end else (0.0, 0.5, 1.0)
    found: list[Watch] = []
    for t in times:
        camera = rig.camera(t)
        people = [s for s in (cast.start if t < 1 else cast.end) if not s.off]
        measured = [camera.distance(s.head_at()) for s in people if s.id == cast.focus] or [rig.depth]
        found.append(Watch(camera, people, measured[0]))
    return found


def _bounds(setting: Setting, turn: Turn) -> Bounds:
    if setting.exterior:
        return Bounds(number("crowd", "outside"))

    def holds(position: Vec) -> bool:
        x, _, z = turn.back(position)
        return abs(x) <= setting.free[0] + 0.2 and abs(z) <= setting.free[1] + 0.4

    return Bounds(number("crowd", "inside"), holds)
