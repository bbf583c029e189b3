"""Reference pictures of assets: approved, made primary, and put there by their author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors import UnknownArtifactError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.story import Story


def key_assets(story: Story, names: Sequence[str]) -> tuple[str, ...]:
    """Slugs of assets by slug or by path; raises UnknownArtifactError."""
    assets = story.summaries.assets
    by_path = {path: slug for slug, path in assets.items()}
    found = [by_path.get(name, name) for name in names]
    for slug in found:
        if slug not in assets:
            raise UnknownArtifactError(slug, list(assets))
    return tuple(dict.fromkeys(found))
