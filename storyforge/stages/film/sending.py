"""Which reference pictures go with a frame, at most three: the frame it grows out of, who it is, the place, the thing.

Only approved pictures of assets are sent. Which assets bear on a shot its prompt's contract says; the numbers in the
prompt's words are those of the pictures as they are sent.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, cast

from storyforge.model.kinds import images_path, scene_path
from storyforge.model.references import INSTANCE, slug_of
from storyforge.stages.film.drawing import MOST_REFERENCES, Sending

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from storyforge.model.images import AssetImages
    from storyforge.model.instances import InstanceSet
    from storyforge.providers.base import ReferenceRole
    from storyforge.stages.base import Library

_KINDS: dict[str, tuple[tuple[str, ReferenceRole], ...]] = {
    "character": (("face", "face"), ("key", "body")),
    "prop": (("key", "prop"),),
    "setting": (("key", "setting"),),
}
"""Kind of asset -> which of its pictures are sent and what for; the first that is approved."""
_NUMBERED = re.compile(r"\s?\(reference picture (\d+)\)")


def of_instance(library: Library, scene_folder: str, item: str) -> Sending | None:
    """The approved picture of an element as it is in a scene; None where there is none."""
    instances = cast("InstanceSet | None", library.model(scene_path(scene_folder, "instances")))
    found = instances.pictures().get(item) if instances else None
    if found is None or not found.approved:
        return None
    read = partial(library.medium, f"scenes/{scene_folder}/{found.file}")
    return Sending(f"{item}.{INSTANCE}", INSTANCE, library.assets[slug_of(item)].name, found.picture, read)


def of_asset(library: Library, slug: str) -> Sending | None:
    """The approved picture that an asset is known by; None where it has none."""
    path = library.summaries.assets.get(slug, "")
    images = cast("AssetImages | None", library.model(images_path(path))) if path else None
    if images is None:
        return None
    for kind, role in _KINDS[images.of]:
        found = images.primary(kind)
        if found is not None and found.approved:
            file = f"{path.removesuffix('.yaml')}/{found.file}"
            name = library.assets[slug].name
            return Sending(f"{slug}.{kind}", role, name, found.picture, partial(library.medium, file))
    return None


def chosen(
    first: Iterable[Sending], others: Iterable[Sending | None], roles: Collection[str] = ()
) -> tuple[Sending, ...]:
    """What goes with a frame: what it grows out of before all else, then the rest in its order; each once.

    Those of some `roles`, which a frame is made again for, go before all others.
    """
    found: dict[str, Sending] = {}
    for one in (*first, *others):
        if one is not None:
            found.setdefault(one.name, one)
    return tuple(sorted(found.values(), key=lambda one: one.role not in roles))[:MOST_REFERENCES]


def numbered(prompt: str, slugs: Sequence[str], shown: Sequence[str]) -> str:
    """A prompt whose numbers of reference pictures are those of the pictures that are sent.

    `slugs` are the assets that the prompt counts, `shown` the one that each picture which is sent shows. What is not
    sent is not spoken of.
    """
    places = {slug: str(row) for row, slug in enumerate(shown, 1)}

    def renamed(found: re.Match[str]) -> str:
        number = int(found[1])
        slug = slugs[number - 1] if 0 < number <= len(slugs) else ""
        return found[0].replace(found[1], places[slug]) if slug in places else ""

    return _NUMBERED.sub(renamed, prompt)
