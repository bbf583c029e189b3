"""Stage 8, instances: pictures of characters and props as they are in one scene, where that is not as their assets say.

Words can't overrule a reference picture; so whoever goes by reference pictures needs one of each state. The same state
in another scene is the same picture, and is not bought again.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from storyforge.formats.templates import Templates
from storyforge.model.framing import ranked
from storyforge.model.instances import Instance, InstanceSet
from storyforge.model.kinds import OWN_TEMPLATES, images_path, scene_path
from storyforge.model.numbering import folder
from storyforge.model.references import conditions_of, facet_of, instances_in
from storyforge.model.slug import slugify
from storyforge.stages.base import ALL
from storyforge.stages.film.drawing import HAND, Drawn, Sending, Sheet, Wish, made_of
from storyforge.stages.film.prompting.assets import TEMPLATE, portrait
from storyforge.stages.film.reading import scene_view
from storyforge.stages.film.styling import style_facets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from storyforge.model.images import AssetImages, ImageKind
    from storyforge.model.summary import Summaries
    from storyforge.providers.base import ReferenceRole
    from storyforge.stages.base import Facets, Job, Library, Made, Order, Plan

_BASE: dict[str, tuple[tuple[ImageKind, ReferenceRole], ...]] = {
    "character": (("face", "face"), ("key", "body")),
    "prop": (("key", "prop"),),
}
"""Kind of asset -> which of its approved pictures an instance is made from, and what they are sent for."""


def items(summaries: Summaries) -> Plan:
    """One item an element and state, in all scenes where somebody reads them, else in those that have some."""
    plan: Plan = {}
    for number in summaries.numbers:
        here = folder(number)
        path = scene_path(here, "instances")
        wanted = instances_in(summaries, here) if path in summaries or summaries.wants_instances else {}
        if path in summaries or wanted:
            plan[path] = {item: _facets(summaries, here, item, slug) for item, slug in wanted.items()} or {ALL: ()}
    return plan


def wanted(summaries: Summaries) -> list[str]:
    """The files of all scenes that lack a picture of a state, whoever reads them."""
    found = []
    for number in summaries.numbers:
        path = scene_path(folder(number), "instances")
        if set(instances_in(summaries, folder(number))) - set(summaries.index(path).get("pictures", ())):
            found.append(path)
    return found


def _facets(summaries: Summaries, here: str, item: str, slug: str) -> Facets:
    """What it looks like: the asset, its look in the scene, the style, and the pictures it was made from."""
    look, own = f"{scene_path(here, 'visuals')}#{slug}.look", f"{OWN_TEMPLATES}{TEMPLATE}"
    facets = [f"{summaries.assets[slug]}#seen", *style_facets(summaries, scene_path(here, "visuals"))]
    facets += [facet for facet in (look, f"{own}#content") if summaries.facet(facet) is not None]
    sent = summaries.index(scene_path(here, "instances")).get("sent", {}).get(item, ())
    return tuple(dict.fromkeys((*facets, *(facet_of(summaries, one) for one in sent))))


def orders(job: Job) -> list[Order]:
    """What would be asked for now."""
    return [order for scene in _scenes(job) for order in scene.orders()]


def run(job: Job) -> Made:
    """Draw what is due."""
    scenes = _scenes(job)
    ordered = [order for scene in scenes for order in scene.orders()]
    drawn = job.image.make_each("instances", ordered, len(ordered))
    for scene in scenes:
        scene.sheet.take(drawn)
    return made_of([scene for scene in scenes if scene.sheet.wishes or scene.old], "scene")


def _scenes(job: Job) -> list[_Scene]:
    templates = Templates(job.library.templates())
    every = {scene_path(folder(number), "instances"): number for number in job.library.scenes}
    return [_Scene(job, every[path], path, templates) for path in every if path in job.paths or ALL in job.paths]


class _Scene(Drawn):
    """The instances of one scene."""

    def __init__(self, job: Job, number: str, path: str, templates: Templates) -> None:
        self.job = job
        self.number = number
        self.templates = templates
        self.old = cast("InstanceSet | None", job.library.model(path))
        self.sheet = Sheet(job, path, number, self.old.pictures() if self.old else {})
        self.names = instances_in(job.library.summaries, folder(number))

    def orders(self) -> Iterator[Order]:
        """What is due of the elements that were named, or of all."""
        chosen = set(self.job.options.get("elements", ()))
        due = (item for item, slug in self.names.items() if not chosen or slug in chosen)
        return self.sheet.orders(self._wish(item) for item in due if self.sheet.is_due(item))

    def _wish(self, item: str) -> Wish:
        library: Library = self.job.library
        asset = library.assets[self.names[item]]
        view, tags = scene_view(library, self.number), conditions_of(item)
        sending = tuple(_base(library, asset.id)) if self.job.image.reads_references else ()
        bare = portrait(
            asset,
            "body" if asset.kind == "character" else "key",
            style=view.styled.said,
            templates=self.templates,
            rank=ranked(library.assets).get(asset.id, 0),
            state=view.state(tags),
            conditions=tags,
            look=view.looks.get(asset.id, ""),
            known=[one.role for one in sending],
        )
        return Wish(item, file_of(item), bare, sending)

    def artifact(self) -> InstanceSet:
        """The pictures as they are now; those of states that are no more go, but for their author's own."""
        before = self.old.pictures() if self.old else {}
        mine = [item for item, one in before.items() if item not in self.names and one.by == HAND]
        made = [item for item in (*self.names, *mine) if item in self.sheet.drawn or item in before]
        return InstanceSet(scene=self.number, instances=tuple(self._instance(item, before) for item in made))

    def _instance(self, item: str, before: Mapping[str, Instance]) -> Instance:
        if item not in self.sheet.drawn:
            return before[item]
        said = {"id": item, "conditions": conditions_of(item), "file": file_of(item), **self.sheet.said_of(item)}
        return Instance.model_validate(said)


def file_of(item: str) -> str:
    """Where an instance lies: `visuals/john-muddy-wet.png`."""
    return f"visuals/{slugify(item.replace('.', ' ').replace('+', ' '))}.png"


def _base(library: Library, slug: str) -> Iterator[Sending]:
    """The approved pictures of an asset that show how it is before anything happened to it."""
    path = library.summaries.assets[slug]
    images = cast("AssetImages | None", library.model(images_path(path)))
    for kind, role in _BASE.get(images.of, ()) if images else ():
        found = images.primary(kind) if images else None
        if found is not None and found.approved:
            read = partial(library.medium, f"{path.removesuffix('.yaml')}/{found.file}")
            yield Sending(f"{slug}.{kind}", role, library.assets[slug].name, found.picture, read)
