"""What is remembered of everyone from shot to shot of a scene, and what a deed changes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.blocking import Feeling, Pose
    from storyforge.stages.film.blocking.reading import Deed
    from storyforge.stages.film.blocking.words import Effect, Going

SEATS = frozenset({"chair", "bench", "sofa", "bed", "pew", "car", "seat", "wheel", "passenger", "back-seat", "boat"})
"""Pieces that one has left when one is on one's feet."""


@dataclass(frozen=True, slots=True)
class Body:
    """One person: `posture` lasts, `doing` is a gesture or a task over it.

    `to` and `looks` are the slug of whom they face and look at, or `away` or `camera`. `met` tells whether a shot
    of the scene has shown them, `gone` whether they have left.
    """

    posture: Pose = "stand"
    doing: Pose | str = ""
    lasts: bool = False
    at: str = ""
    holds: str = ""
    feels: Feeling = "neutral"
    to: str = ""
    looks: str = ""
    touches: str = ""
    going: Going = ""
    side: str = ""
    met: bool = False
    gone: bool = False
    since: int = 0
    """Shots since somebody's last deed."""


@dataclass(frozen=True)
class World:
    """A moment of a scene: everyone, the order from left to right, props that were put down, and the weather."""

    bodies: Mapping[str, Body] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    down: Mapping[str, str] = field(default_factory=dict)
    """Prop -> who put it down."""

    def body(self, slug: str) -> Body:
        """Somebody as they are now."""
        return self.bodies.get(slug, Body())

    def but(self, slug: str, **changed: Any) -> World:
        """The same with something changed about one person."""
        return replace(self, bodies={**self.bodies, slug: replace(self.body(slug), **changed)})


def applied(world: World, deed: Deed, fixed: frozenset[str]) -> World:
    """The world after a deed; `fixed` are props that nobody holds."""
    for slug in deed.who:
        world = world.but(slug, since=0)
        changed = _changed(world.body(slug), deed, _partner(slug, deed))
        world = world.but(slug, **changed) if changed else world
        world = _with_prop(world, slug, deed, fixed) if deed.effect.prop else world
        if deed.effect.mutual and deed.prop and not deed.whom and deed.prop not in fixed:
            world = _held(world, slug, deed.prop)
    partner = deed.whom
    if deed.effect.mutual and partner and deed.effect.pose:
        if deed.effect.posture:
            world = world.but(
                partner, posture=deed.effect.pose, doing="", at=deed.at or world.body(partner).at, since=0
            )
        else:
            world = world.but(partner, doing=deed.effect.pose, touches=deed.who[0], to=deed.who[0], lasts=False)
    return world


def _partner(slug: str, deed: Deed) -> str:
    if len(deed.who) == 2 and not deed.whom and (deed.each or deed.effect.mutual):
        return deed.who[0] if deed.who[1] == slug else deed.who[1]
    return deed.whom


def _changed(body: Body, deed: Deed, partner: str) -> dict[str, Any]:
    """What a deed changes about its doer, in the order of the table's words."""
    effect = deed.effect
    changed: dict[str, Any] = {}
    if effect.feels:
        changed |= _felt(body, effect)
    if effect.halts:
        changed |= {"doing": "", "going": ""} if body.doing in ("walk", "run", "dance") else {}
        changed |= {"at": deed.at} if deed.at else {}
    elif effect.posture:
        changed |= _postured(body, deed)
    elif effect.going:
        changed |= _travelled(body, deed)
    elif effect.pose is not None and not body.gone:
        changed |= _gestured(deed, partner)
    if effect.turns:
        whom = partner if effect.turns == "to" else effect.turns
        changed |= {"to": whom, "looks": ""} if whom else {}
    if effect.looks:
        changed["looks"] = partner if effect.looks == "to" else "away"
    return changed


def _felt(body: Body, effect: Effect) -> dict[str, Any]:
    if effect.name == "wake":
        return {"feels": "neutral"} if body.feels == "asleep" else {}
    if effect.feels == "asleep" and body.posture == "stand" and not body.doing:
        return {"feels": "asleep", "posture": "sit" if body.at and body.at != "bed" else "lie"}
    return {"feels": effect.feels}


def _postured(body: Body, deed: Deed) -> dict[str, Any]:
    pose = deed.effect.pose
    at = deed.at or body.at
    at = "" if pose == "stand" and at in SEATS else at
    gesture = body.doing if body.lasts and body.doing not in ("walk", "run", "dance") else ""
    return {"posture": pose, "doing": gesture, "at": at, "going": "", "touches": "", "gone": False}


def _travelled(body: Body, deed: Deed) -> dict[str, Any]:
    effect = deed.effect
    keeps = body.at if effect.going == "near" and not deed.whom else ""
    gone = effect.going == "out"
    return {
        "posture": "stand",
        "doing": effect.pose,
        "lasts": False,
        "going": effect.going,
        "side": deed.side,
        "at": deed.at or keeps,
        "to": deed.whom,
        "looks": "",
        "touches": "",
        "gone": gone,
    }


def _gestured(deed: Deed, partner: str) -> dict[str, Any]:
    effect = deed.effect
    if effect.mutual and not partner:
        return {}
    changed: dict[str, Any] = {"doing": effect.pose, "lasts": effect.lasts, "touches": "", "going": ""}
    if effect.mutual or effect.pose == "hand-over":
        changed["touches"] = partner
        changed["doing"] = effect.pose if partner else "reach"
    if partner:
        changed["to"] = partner
    if deed.at:
        changed["at"] = deed.at
    return changed


def _with_prop(world: World, slug: str, deed: Deed, fixed: frozenset[str]) -> World:
    way, body = deed.effect.prop, world.body(slug)
    named = deed.prop if deed.prop not in fixed else ""
    if way in ("take", "use") or (way == "away" and named != body.holds):
        return _held(world, slug, named) if named else world
    thing = named or (body.holds if deed.it or way == "drop" else "")
    if not thing:
        return world
    world = _put(world, thing)
    if way == "give" and deed.whom:
        world = world.but(deed.whom, doing="hand-over", touches=slug, to=slug, lasts=False)
        return _held(world, deed.whom, thing)
    return world if way == "away" else replace(world, down={**world.down, thing: slug})


def _put(world: World, thing: str) -> World:
    """Nobody holds a thing any more."""
    for slug, body in world.bodies.items():
        if body.holds == thing:
            world = world.but(slug, holds="")
    return world


def _held(world: World, slug: str, thing: str) -> World:
    """One person holds a thing, and nobody else; what was in the hand before is put down."""
    world = _put(world, thing)
    before = world.body(slug).holds
    down = {name: who for name, who in world.down.items() if name != thing}
    down |= {before: slug} if before else {}
    return replace(world.but(slug, holds=thing), down=down)


def settled(world: World, fades: Mapping[str, int], carried: Mapping[str, str], *, continues: bool) -> World:
    """The world as the next shot finds it: gestures are over, walks have arrived, falls have landed.

    What nobody has mentioned for a while fades, but for what is `carried` (slug -> prop) by the story's state.
    """
    if continues:
        return world
    bodies = {slug: _settled(body, fades, carried.get(slug, "")) for slug, body in world.bodies.items()}
    return replace(world, bodies=bodies)


def _settled(body: Body, fades: Mapping[str, int], carried: str) -> Body:
    def over(what: str) -> bool:
        return body.since >= fades.get(what, body.since + 1)

    posture: Pose = "lie" if body.posture == "fall" else "stand" if over(body.posture) else body.posture
    doing = body.doing if body.lasts and not over(body.doing) else ""
    holds = "" if body.holds != carried and over("holds") else body.holds
    feels: Feeling = "asleep" if body.feels == "asleep" else "neutral"
    return replace(
        body,
        posture=posture,
        doing=doing,
        holds=holds,
        since=body.since + 1,
        feels=feels,
        to="",
        looks="",
        touches="",
        going="",
        side="",
        lasts=body.lasts,
    )
