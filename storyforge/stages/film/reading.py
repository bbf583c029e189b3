"""How stages read the script for tasks: scenes with their pieces, and speakers by slug."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.formats.headings import parse_heading
from storyforge.model.assets import Character, Prop
from storyforge.model.cast import Cast
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.stages.film.prompting import View
from storyforge.stages.film.styling import style_of
from storyforge.tasks.breakdown import BreakdownScene
from storyforge.tasks.pieces import pieces
from storyforge.tasks.shots import CastMember, PropNamed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.model.assets import Asset
    from storyforge.model.scene import Scene
    from storyforge.model.screenplay import ScriptScene
    from storyforge.model.summary import Summaries
    from storyforge.model.visuals import Visuals
    from storyforge.stages.base import Library
    from storyforge.tasks.pieces import Piece


def told(scenes: Mapping[str, ScriptScene]) -> tuple[BreakdownScene, ...]:
    """All scenes as tasks that read the whole script are told them."""
    return tuple(
        BreakdownScene(number=number, heading=scene.title, pieces=pieces(scene)) for number, scene in scenes.items()
    )


def cast_of(summaries: Summaries) -> Cast:
    """The characters of a story by name and alias."""
    indexes = {slug: summaries.asset(slug) for slug in summaries.assets}
    return Cast(
        (slug, index["name"], index["aliases"]) for slug, index in indexes.items() if index.get("kind") == "character"
    )


def cast_members(assets: Mapping[str, Asset], present: Sequence[str]) -> tuple[CastMember, ...]:
    """The characters of a scene as tasks are told them."""
    return tuple(
        CastMember(
            id=asset.id,
            name=asset.name,
            aliases=asset.aliases,
            pronouns=asset.pronouns,
            role=asset.role,
            group=asset.group,
        )
        for asset in (assets.get(slug) for slug in present)
        if isinstance(asset, Character)
    )


def scene_view(library: Library, number: str) -> View:
    """A scene as its prompts see it; its hub must be there."""
    here = folder(number)
    heading = parse_heading(library.scenes[number].title, library.story.language)
    visuals = cast("Visuals | None", library.model(scene_path(here, "visuals")))
    return View(
        scene=cast("Scene", library.model(scene_path(here, "scene"))),
        assets=library.assets,
        story=library.story,
        interior=heading.interior is not False,
        looks={element.id: element.look for element in visuals.elements if element.look} if visuals else {},
        style=style_of(library, visuals),
    )


def props_named(assets: Mapping[str, Asset], slugs: Sequence[str], number: str) -> tuple[PropNamed, ...]:
    """The props of a scene as tasks are told them."""
    return tuple(
        PropNamed(
            id=asset.id,
            name=asset.name,
            aliases=asset.aliases,
            key=asset.hero or asset.pinned,
            first=bool(asset.scenes) and asset.scenes[0] == number,
        )
        for asset in (assets.get(slug) for slug in slugs)
        if isinstance(asset, Prop)
    )


def order_of_appearance(assets: Sequence[Asset], pieces: Sequence[Piece]) -> list[str]:
    """Slugs in the order in which a scene's text first has them; those it does not have by name come last."""
    said = [piece.name if piece.kind == "speech" else piece.text for piece in pieces]
    text = "\n".join(said).casefold()
    speaks: dict[str, int] = {}
    at = 0
    for piece, words in zip(pieces, said, strict=True):
        speaks.setdefault(piece.character, at)
        at += len(words) + 1

    def first(asset: Asset) -> tuple[int, str]:
        found = [place for name in (asset.name, *asset.aliases) if (place := text.find(name.casefold())) >= 0]
        found += [speaks[asset.id]] if asset.id in speaks else []
        return (min(found, default=len(text)), asset.id)

    return [asset.id for asset in sorted(assets, key=first)]
