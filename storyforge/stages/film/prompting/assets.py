"""What a reference picture of an asset shows: as a frame for who draws from data, as words for who reads them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from storyforge.formats.prose import spelt
from storyforge.model.assets import Character, Setting
from storyforge.model.blocking import Blocking, Placed
from storyforge.model.framing import FrameSpec, PersonSeen, PlaceSeen, PropSeen
from storyforge.providers.base import ImageRequest
from storyforge.stages.film.prompting.tables import table
from storyforge.stages.film.prompting.view import layout, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.formats.templates import Templates
    from storyforge.model.assets import Asset
    from storyforge.model.blocking import Facing, Place
    from storyforge.model.framing import Moment

TEMPLATE = "prompts/key.j2"
_BACKDROP = PlaceSeen("backdrop", "seamless backdrop")
_VIEWS: tuple[tuple[str, Place, Facing], ...] = (
    ("", "left", "camera"),
    ("#side", "centre", "left"),
    ("#back", "right", "away"),
)
_SHOWS = {"face": "person", "body": "whole", "prop": "thing", "setting": "place"}
"""Role of a reference -> the line that says what it shows."""
_FACES: dict[str, Facing] = {"body": "3q-left"}


def portrait(
    asset: Asset,
    kind: str,
    *,
    style: str,
    templates: Templates,
    rank: int = 0,
    state: Sequence[str] = (),
    conditions: tuple[str, ...] = (),
    look: str = "",
    known: Sequence[str] = (),
) -> ImageRequest:
    """One reference picture of an asset, without the pictures that go with it; `kind` is what it shows.

    `style` is the visual style in words. `conditions` are the tags of the state that it is in, `state` the same in
    words; `look` is what it looks like in one scene. `known` are the roles of the references that go along.
    """
    told = f"{asset.description}; {getattr(asset, 'identity_line', '')}; {look}"
    text = "; ".join(part for part in told.split("; ") if part)
    row = _row(asset, kind)
    spec, moment = _spec(asset, kind, row["size"], text, rank, conditions)
    prompt = _prompt(asset, row["words"], style, templates, look=look, state=state, known=known)
    return ImageRequest(prompt, spec, moment, aspect=row["aspect"])


def _row(asset: Asset, kind: str) -> dict[str, Any]:
    of = "group" if isinstance(asset, Character) and asset.group else asset.kind
    rows: dict[str, dict[str, Any]] = table("assets")["views"]
    return rows.get(f"{of}.{kind}") or rows[f"{asset.kind}.{kind}"]


def _prompt(
    asset: Asset,
    view: str,
    style: str,
    templates: Templates,
    *,
    look: str,
    state: Sequence[str],
    known: Sequence[str],
) -> str:
    wording = table("assets")
    line = getattr(asset, "identity_line", "") or asset.description
    now = f"now {', '.join(state)}" if state else ""
    said = [shortened(line.removeprefix(f"{asset.name}, ")), look, "" if known else now]
    changed = [wording["state"].format(state=", ".join((*([look] if look else []), *state)))]
    place = isinstance(asset, Setting)
    values = {
        "view": view,
        "name": spelt(asset.name),
        "look": "; ".join(part for part in said if part),
        "known": [wording["known"][_SHOWS[role]].format(number=n) for n, role in enumerate(known, 1)]
        + (changed if known and (state or look) else []),
        "notes": [f"{note}." for note in layout(asset)] if isinstance(asset, Setting) else [],
        "background": "" if place else wording["background"],
        "style": style,
        "never": wording["never"]["people" if isinstance(asset, Character) else "things"],
    }
    return templates.render(TEMPLATE, values)


def _spec(
    asset: Asset, kind: str, size: str, text: str, rank: int, conditions: tuple[str, ...]
) -> tuple[FrameSpec, Moment]:
    alone = FrameSpec(
        shot=f"{asset.id}.{'+'.join(conditions) or kind}",
        scene="",
        frames=24,
        rate=Fraction(24),
        size=size,
        angle="eye",
        move="static",
        subject=asset.id,
        blocking=Blocking(),
        place=_BACKDROP,
    )
    if isinstance(asset, Setting):
        place = replace(alone, subject="", place=_place(asset, text, conditions), setting_seed=f"{asset.id}/")
        return (place, _PLACE) if kind == "key" else (replace(place, angle="high"), _START)
    if isinstance(asset, Character):
        seen = PersonSeen(asset.id, asset.name, text, asset.age, asset.pronouns, asset.group, rank, conditions)
        return _figure(alone, kind, seen), _START
    return replace(alone, props=(PropSeen(asset.id, asset.name, text, conditions),)), _START


_PLACE: Literal["establishing"] = "establishing"
_START: Literal["start"] = "start"


def _place(asset: Setting, text: str, conditions: tuple[str, ...]) -> PlaceSeen:
    interior = asset.interior or not asset.exterior
    return PlaceSeen(
        asset.id,
        asset.name,
        interior=interior,
        exterior=asset.exterior and not asset.interior,
        text=text,
        conditions=conditions,
    )


def _figure(alone: FrameSpec, kind: str, seen: PersonSeen) -> FrameSpec:
    """Somebody in front of a backdrop: from three sides on a character sheet, else once."""
    if kind != "key" or seen.group:
        placed = Placed(id=seen.id, faces=_FACES.get(kind, "camera"))
        return replace(alone, people=(seen,), blocking=Blocking(start=(placed,)))
    people = tuple(replace(seen, id=f"{seen.id}{view}") for view, _, _ in _VIEWS)
    placed_ = tuple(Placed(id=f"{seen.id}{view}", side=side, faces=faces) for view, side, faces in _VIEWS)
    return replace(alone, people=people, blocking=Blocking(start=placed_))
