"""Assets as rows and as cards: who and what they are, where they are seen, what they still need; plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from storyforge.model.assets import Character
from storyforge.model.kinds import images_path
from storyforge.model.numbering import folder
from storyforge.model.references import lacking

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyforge.model.assets import Asset
    from storyforge.model.images import AssetImages
    from storyforge.model.summary import Summaries
    from storyforge.story import Story

ORDER = ("character", "prop", "setting")
_WEIGHT = ("main", "secondary", "background")


def rows(story: Story, kinds: Iterable[str] = (), *, key: bool = False, unready: bool = False) -> list[dict[str, Any]]:
    """Assets in a row each: people, props, places, the weightiest first; narrowed as asked."""
    wanted = set(kinds) or set(ORDER)
    assets = sorted((asset for asset in story.assets.values() if asset.kind in wanted), key=_weight)
    found = [_row(story, asset) for asset in assets]
    return [row for row in found if (row["key"] or not key) and (row["needs"] or not unready)]


def _weight(asset: Asset) -> tuple[int, int, bool, bool, int]:
    role = _WEIGHT.index(asset.role) if isinstance(asset, Character) else 0
    hero = getattr(asset, "hero", False)
    return ORDER.index(asset.kind), role, not hero, not asset.key, -len(asset.scenes)


def _row(story: Story, asset: Asset) -> dict[str, Any]:
    person = asset if isinstance(asset, Character) else None
    return {
        "id": asset.id,
        "kind": asset.kind,
        "name": asset.name,
        "path": story.summaries.assets[asset.id],
        "role": person.role if person else "",
        "age": person.age if person else "",
        "group": bool(person and person.group),
        "category": getattr(asset, "category", ""),
        "hero": bool(getattr(asset, "hero", False)),
        "key": asset.key,
        "pinned": asset.pinned,
        "scenes": list(asset.scenes),
        "speeches": person.speeches if person else 0,
        "voice": person.voice.words if person else "",
        "rights": asset.rights,
        "description": asset.description,
        "identity_line": person.identity_line if person else "",
        "questions": len(asset.questions),
        "needs": needs(story.summaries, asset),
    }


def needs(summaries: Summaries, asset: Asset) -> list[str]:
    """What an asset still lacks: words that say how it looks, pictures where somebody reads them, answers."""
    found = []
    if asset.key and not asset.description and not getattr(asset, "identity_line", "") and not _is_group(asset):
        found.append("description missing")
    if summaries.wants_keys or images_path(summaries.assets[asset.id]) in summaries:
        found += lacking(summaries, asset.id)
    count = len(asset.questions)
    return [*found, f"{count} question{'s' if count > 1 else ''}"] if count else found


def _is_group(asset: Asset) -> bool:
    return isinstance(asset, Character) and asset.group


def card(story: Story, asset: Asset) -> dict[str, Any]:
    """All that is known of an asset: its row, its mentions, scenes with states, voice, pictures and questions."""
    person = asset if isinstance(asset, Character) else None
    return {
        **_row(story, asset),
        "aliases": list(asset.aliases),
        "pronouns": person.pronouns if person else "",
        "source": asset.source,
        "sub_places": list(getattr(asset, "sub_places", ())),
        "times": list(getattr(asset, "times", ())),
        "voice": {**person.voice.model_dump(), "words": person.voice.words} if person else None,
        "appears": [_scene(story, asset, number) for number in asset.scenes if number in story.scenes],
        "mentions": [mention.model_dump() for mention in asset.mentions],
        "pictures": _pictures(story, asset),
        "open": [question.model_dump() for question in asset.questions],
    }


def _scene(story: Story, asset: Asset, number: str) -> dict[str, Any]:
    """A scene that it is in: shots in which it is seen, lines that it says, its state before and after."""
    summaries, here = story.summaries, folder(number)
    shots = summaries.index(f"scenes/{here}/shots.yaml").get("shots", ())
    seen = [row[0] for row in shots if asset.id in row[2] or asset.id in row[3] or asset.id == row[4]]
    return {
        "scene": number,
        "heading": story.scenes[number].title,
        "shots": seen,
        "speaks": [row[0] for row in shots if asset.id in row[6]],
        "begins": list(summaries.start_state(here, asset.id)),
        "ends": list(summaries.end_state(here, asset.id)),
    }


def _pictures(story: Story, asset: Asset) -> list[dict[str, Any]]:
    path = images_path(story.summaries.assets[asset.id])
    images = cast("AssetImages | None", story.model(path)) if path in story.summaries else None
    if images is None:
        return []
    place = path.rpartition("/")[0]
    return [{**image.model_dump(exclude={"sent"}), "path": f"{place}/{image.file}"} for image in images.images]
