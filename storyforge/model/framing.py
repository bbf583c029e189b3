"""A frame as data: what an artist who reads no prose needs to draw a shot; built from artifacts alone.

A model that makes pictures reads the prompt and the reference pictures; the previz artist, the boards' overlay and the
animatic camera read this.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Literal

from storyforge.model.assets import Character
from storyforge.model.blocking import Blocking
from storyforge.model.digest import digest
from storyforge.model.state import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from storyforge.model.assets import Asset
    from storyforge.model.prompts import Prompts
    from storyforge.model.scene import Scene
    from storyforge.model.shots import Shot, ShotList
    from storyforge.model.visuals import Visuals

Moment = Literal["start", "end", "establishing"]


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """A character as words describe them: `text` is description and identity line, `conditions` the state's tags.

    `rank` is the character's place among all of the story by weight, so that everyone keeps one colour.
    """

    id: str
    name: str
    text: str = ""
    age: str = ""
    pronouns: str = "unknown"
    group: bool = False
    rank: int = 0
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PropSeen:
    """A prop as words describe it."""

    id: str
    name: str
    text: str = ""
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """A place as its heading and its asset describe it; `time` is canonical (DAY, NIGHT, DUSK ...)."""

    id: str
    name: str
    part: str = ""
    interior: bool = True
    exterior: bool = False
    time: str = "DAY"
    text: str = ""
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FrameSpec:
    """One shot, ready to be drawn: how it is framed, who is where, in which place, for how many frames at which rate.

    `text` is the action with the script's words, for the few things that only words say (a lit lamp, an open door).
    """

    shot: str
    scene: str
    frames: int
    rate: Fraction
    size: str
    angle: str
    move: str
    subject: str
    blocking: Blocking
    place: PlaceSeen
    people: tuple[PersonSeen, ...] = ()
    props: tuple[PropSeen, ...] = ()
    text: str = ""
    setting_seed: str = ""
    """The same for every shot in one place, so that its set is the same from shot to shot."""

    def digest(self) -> str:
        """The digest over meaning."""
        data = asdict(self)
        return digest({**data, "rate": str(self.rate), "blocking": self.blocking.plain()})

    def seen(self, moment: Moment) -> str:
        """The digest of what one picture shows; not of how long the shot is, nor of the colour that tells people apart.

        A start frame says nothing of where people end up and of who comes in, an establishing frame nothing of people.
        """
        place = [_told(self.place), self.setting_seed, self.text, self.blocking.weather]
        if moment == "establishing":
            return digest([moment, place])
        camera = [self.size, self.angle, self.move, self.subject, self.blocking.toward if moment == "end" else ""]
        placed = self.blocking.at_end() if moment == "end" else self.blocking.start
        stands = [entry.plain() for entry in (*self.blocking.props, *placed)]
        absent = self._later() if moment == "start" else set()
        people = [_told(person) for person in self.people if person.id not in absent]
        props = [_told(prop) for prop in self.props if prop.id not in absent]
        return digest([moment, place, self.blocking.extras, stands, camera, people, props])

    def filmed(self) -> str:
        """The digest of what a clip shows that its frames do not: how long it is, and what moves where to."""
        ends = [entry.plain() for entry in self.blocking.at_end()]
        camera = [self.size, self.angle, self.move, self.subject, self.blocking.toward]
        return digest([self.frames, str(self.rate), camera, ends])

    def _later(self) -> set[str]:
        """Who and what comes into the shot after its start."""
        people = {entry.id for entry in self.blocking.start}
        held = {entry.holds for entry in self.blocking.start} | {prop.id for prop in self.blocking.props}
        later = {entry.id for entry in self.blocking.end} - people
        return later | ({entry.holds for entry in self.blocking.end} - held - {""})


def _told(seen: PersonSeen | PropSeen | PlaceSeen) -> dict[str, object]:
    """What is told of somebody or something; what is left at its default says nothing."""
    return {
        entry.name: value
        for entry in fields(seen)
        if entry.name != "rank" and (value := getattr(seen, entry.name)) != entry.default
    }


def frame_specs(
    *,
    shots: ShotList,
    scene: Scene,
    prompts: Prompts,
    visuals: Visuals | None,
    assets: Mapping[str, Asset],
    rate: Fraction,
    interior: bool | None = None,
    exterior: bool | None = None,
) -> dict[str, FrameSpec]:
    """Shot id -> its frame as data, for every shot of a scene.

    `interior` and `exterior` are the heading's; a heading that says nothing is an interior.
    """
    blockings = {entry.id: entry.blocking or Blocking() for entry in prompts.prompts}
    ranks = ranked(assets)
    start = {e.id: tuple(c.tag for c in e.conditions) for e in visuals.elements} if visuals else {}
    looks = {e.id: e.look for e in visuals.elements if e.look} if visuals else {}
    state = {slug: list(tags) for slug, tags in start.items()}
    specs: dict[str, FrameSpec] = {}
    for shot in shots.shots:
        blocking = blockings.get(shot.id, Blocking())
        specs[shot.id] = FrameSpec(
            shot=shot.id,
            scene=shots.scene,
            frames=shot.frames,
            rate=rate,
            size=shot.camera.size,
            angle=shot.camera.angle,
            move=shot.camera.move,
            subject=shot.subject,
            blocking=blocking,
            place=_place(shot, scene, assets, state, interior=interior, exterior=exterior),
            people=tuple(_person(slug, assets, ranks, looks, state) for slug in _in_shot(shot, blocking)),
            props=tuple(_prop(slug, assets, looks, state) for slug in _props_of(shot, blocking)),
            text=shot.action,
            setting_seed=f"{shot.setting or scene.setting}/{scene.place}",
        )
        for change in shot.accepted:
            state[change.element] = list(fold(state.get(change.element, ()), [(change.gains, change.loses)]))
    return specs


_WEIGHT = {"main": 0, "secondary": 1, "background": 2}


def ranked(assets: Mapping[str, Asset]) -> dict[str, int]:
    """Slug of a character -> its place among all of the story by weight, so that everyone keeps one colour."""
    people = [asset for asset in assets.values() if isinstance(asset, Character)]
    people.sort(key=lambda asset: (_WEIGHT[asset.role], -asset.speeches, asset.id))
    return {asset.id: index for index, asset in enumerate(people)}


def _in_shot(shot: Shot, blocking: Blocking) -> list[str]:
    placed = (entry.id for entry in (*blocking.start, *blocking.end))
    return list(dict.fromkeys((*(person.id for person in shot.characters), *placed)))


def _props_of(shot: Shot, blocking: Blocking) -> list[str]:
    held = (entry.holds for entry in (*blocking.start, *blocking.end) if entry.holds)
    return list(dict.fromkeys((*shot.props, *(prop.id for prop in blocking.props), *held)))


def _said(asset: Asset | None, look: str) -> str:
    if asset is None:
        return look
    parts = (asset.description, getattr(asset, "identity_line", ""), look)
    return "; ".join(part for part in parts if part)


def _person(
    slug: str,
    assets: Mapping[str, Asset],
    ranks: Mapping[str, int],
    looks: Mapping[str, str],
    state: Mapping[str, Iterable[str]],
) -> PersonSeen:
    asset = assets.get(slug)
    character = asset if isinstance(asset, Character) else None
    return PersonSeen(
        id=slug,
        name=asset.name if asset else slug.replace("-", " "),
        text=_said(asset, looks.get(slug, "")),
        age=character.age if character else "",
        pronouns=character.pronouns if character else "unknown",
        group=bool(character and character.group),
        rank=ranks.get(slug, len(ranks)),
        conditions=tuple(state.get(slug, ())),
    )


def _prop(
    slug: str, assets: Mapping[str, Asset], looks: Mapping[str, str], state: Mapping[str, Iterable[str]]
) -> PropSeen:
    asset = assets.get(slug)
    name = asset.name if asset else slug.replace("-", " ")
    return PropSeen(slug, name, _said(asset, looks.get(slug, "")), tuple(state.get(slug, ())))


def _place(
    shot: Shot,
    scene: Scene,
    assets: Mapping[str, Asset],
    state: Mapping[str, Iterable[str]],
    *,
    interior: bool | None,
    exterior: bool | None,
) -> PlaceSeen:
    slug = shot.setting or scene.setting
    asset = assets.get(slug)
    return PlaceSeen(
        id=slug,
        name=asset.name if asset else slug.replace("-", " "),
        part=scene.place if slug == scene.setting else "",
        interior=interior if interior is not None else not exterior,
        exterior=bool(exterior),
        time=scene.time or "DAY",
        text=_said(asset, ""),
        conditions=tuple(state.get(slug, ())),
    )
