"""Rights: whose a likeness is stands with every picture that its author or a library brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, readable
from storyforge.model.assets import Asset
from storyforge.model.images import AssetImages
from storyforge.model.kinds import images_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story

HAND = "hand"


def check(story: Story) -> Iterator[Finding]:
    """What was drawn here is nobody else's; what somebody brought may be."""
    tell = Teller(__name__, story)
    for slug, path in story.summaries.assets.items():
        asset = readable(story, path, Asset)
        if asset is None or asset.rights:
            continue
        hint = f'Say it: storyforge asset rights {slug} "..."'
        if asset.source:
            yield tell.at(
                "note", f"{asset.name} came from {asset.source} without a word on its rights.", path, hint=hint
            )
        place = images_path(path)
        images = readable(story, place, AssetImages) if place in story.summaries else None
        for index, image in enumerate(images.images if images else ()):
            if image.by == HAND and not image.rights:
                said = f"{slug}.{image.id} was put there by hand, and whose it is is not said."
                yield tell.at("note", said, place, "images", index, hint=hint)
