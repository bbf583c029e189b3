"""Stage 5, keys: the reference pictures of every key asset, approved one by one.

A face comes first; it goes along with all that is drawn of the same person after it. A picture that its author put
there is never drawn over.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from storyforge.formats.templates import Templates
from storyforge.model.framing import ranked
from storyforge.model.images import AssetImage, AssetImages
from storyforge.model.kinds import OWN_TEMPLATES, asset_of, images_path
from storyforge.model.references import SECOND_VIEW, facet_of, wanted_images
from storyforge.stages.base import ALL
from storyforge.stages.film.drawing import HAND, Drawn, Sending, Sheet, Wish, made_of
from storyforge.stages.film.prompting.assets import TEMPLATE, portrait
from storyforge.stages.film.styling import style_facets, style_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from storyforge.model.assets import Asset
    from storyforge.model.summary import Summaries
    from storyforge.providers.base import ReferenceRole
    from storyforge.stages.base import Facets, Job, Made, Order, Plan

FACE: Final = "face"


def items(summaries: Summaries) -> Plan:
    """One item a picture, such as `face-1`; of all that need some where they are made, else where some are there."""
    plan: Plan = {}
    for asset in summaries.assets.values():
        path = images_path(asset)
        if path in summaries or summaries.wants_keys:
            names = _names(summaries, asset)
            if names or path in summaries:
                plan[path] = {name: _facets(summaries, asset, name) for name in names} or {ALL: ()}
    return plan


def wanted(summaries: Summaries) -> list[str]:
    """The files of all assets that lack reference pictures, whoever reads them."""
    found = []
    for asset in summaries.assets.values():
        path = images_path(asset)
        needed = wanted_images(summaries.index(asset), boards=summaries.boards)
        if set(needed) - set(summaries.index(path).get("pictures", ())):
            found.append(path)
    return found


def _names(summaries: Summaries, asset: str) -> list[str]:
    """Ids of the pictures that are made of an asset: those that it needs, and those that were made before."""
    there = summaries.index(images_path(asset)).get("pictures", {})
    made = [name for name, row in there.items() if row[1] != HAND]
    return list(dict.fromkeys((*wanted_images(summaries.index(asset), boards=summaries.boards), *made)))


def _facets(summaries: Summaries, asset: str, name: str) -> Facets:
    facets = [f"{asset}#seen", *style_facets(summaries)]
    facets += [f"{asset}#built"] if summaries.index(asset).get("kind") == "setting" else []
    own = f"{OWN_TEMPLATES}{TEMPLATE}"
    facets += [f"{own}#content"] if own in summaries else []
    sent = summaries.index(images_path(asset)).get("sent", {}).get(name, ())
    return tuple(dict.fromkeys((*facets, *(facet_of(summaries, one) for one in sent))))


def orders(job: Job) -> list[Order]:
    """What would be asked for now."""
    sheets = _sheets(job)
    return [order for sheet in sheets for order in (*sheet.first(), *sheet.then())]


def run(job: Job) -> Made:
    """Draw what is due: faces first, then all that they go along with."""
    sheets = _sheets(job)
    total = sum(len(sheet.due) for sheet in sheets)
    for wave in (_Pictures.first, _Pictures.then):
        ordered = [order for sheet in sheets for order in wave(sheet)]
        drawn = job.image.make_each("keys", ordered, max(total, len(ordered)))
        for sheet in sheets:
            sheet.sheet.take(drawn)
    return made_of(sheets, "asset")


class _Pictures(Drawn):
    """The reference pictures of one asset."""

    def __init__(self, job: Job, path: str, asset: Asset, rank: int, templates: Templates) -> None:
        self.job = job
        self.asset = asset
        self.rank = rank
        self.templates = templates
        self.old = cast("AssetImages | None", job.library.model(path))
        self.sheet = Sheet(job, path, asset.id, self.old.pictures() if self.old else {})
        self.names = _names(job.library.summaries, asset_of(path))
        self.due = [name for name in self.names if self.sheet.is_due(name)]

    def first(self) -> Iterator[Order]:
        """What goes along with nothing else."""
        return self.sheet.orders(self._wish(name, ()) for name in self.due if self._leads(name))

    def then(self) -> Iterator[Order]:
        """What is drawn with the face beside it; without a face that was due it would be bought again later."""
        if self.sheet.error is not None and self.job.image.reads_references:
            return iter(())
        face = self._face()
        return self.sheet.orders(self._wish(name, face) for name in self.due if not self._leads(name))

    def _leads(self, name: str) -> bool:
        return name.startswith(FACE) if self.asset.kind == "character" else name != SECOND_VIEW

    def _face(self) -> tuple[Sending, ...]:
        """The primary face, of a place its key image, an approved one first; only for those who read it."""
        if not self.job.image.reads_references:
            return ()
        every = (name for name in dict.fromkeys((*self.sheet.before, *self.sheet.drawn)) if name != SECOND_VIEW)
        there = [name for name in every if name.startswith(self._first)]
        there.sort(key=self._weight)
        return tuple(map(self._sent, there[:1]))

    def _sent(self, name: str) -> Sending:
        sheet = self.sheet
        role: ReferenceRole = FACE if self.asset.kind == "character" else "setting"
        said = f"{self.asset.id}.{self._first}"
        return Sending(said, role, self.asset.name, sheet.shows(name), partial(sheet.read, name))

    @property
    def _first(self) -> str:
        """The kind of picture that goes along with those after it."""
        return FACE if self.asset.kind == "character" else "key"

    def _weight(self, name: str) -> tuple[bool, bool]:
        old = self.old.pictures().get(name) if self.old else None
        return not (old and old.primary), not (old and old.approved)

    def _wish(self, name: str, sending: tuple[Sending, ...]) -> Wish:
        bare = portrait(
            self.asset,
            name if name == SECOND_VIEW else name.partition("-")[0],
            style=style_of(self.job.library).said,
            templates=self.templates,
            rank=self.rank,
            known=[one.role for one in sending],
        )
        return Wish(name, file_of(name), bare, sending)

    def artifact(self) -> AssetImages:
        """The pictures as they are now, in the order in which they are made; their author's own behind them."""
        before = self.old.pictures() if self.old else {}
        names = dict.fromkeys((*self.names, *before))
        images = [self._image(name, before.get(name)) for name in names if name in self.sheet.drawn or name in before]
        return AssetImages(asset=self.asset.id, of=self.asset.kind, images=tuple(images))

    def _image(self, name: str, old: AssetImage | None) -> AssetImage:
        if name not in self.sheet.drawn and old is not None:
            return old
        kind = name.partition("-")[0]
        alone = name != SECOND_VIEW and not any(i.kind == kind and i.primary for i in self._others())
        primary = old.primary if old else alone
        said: Mapping[str, Any] = {"id": name, "kind": kind, "file": file_of(name), **self.sheet.said_of(name)}
        return AssetImage.model_validate({**said, "primary": primary})

    def _others(self) -> tuple[AssetImage, ...]:
        return self.old.images if self.old else ()


def file_of(name: str) -> str:
    """Where a picture lies: `key.png`, `refs/face-1.png`."""
    return f"{name}.png" if name == "key" else f"refs/{name}.png"


def _sheets(job: Job) -> list[_Pictures]:
    summaries = job.library.summaries
    every = wanted(summaries) if ALL in job.paths else [path for path in items(summaries) if path in job.paths]
    paths = dict.fromkeys((*every, *(path for path in wanted(summaries) if path in job.paths)))
    order, templates = ranked(job.library.assets), Templates(job.library.templates())
    found = []
    for path in paths:
        asset = cast("Asset", job.library.model(asset_of(path)))
        found.append(_Pictures(job, path, asset, order.get(asset.id, len(order)), templates))
    return found
