"""Changes: new artifacts with their records, turned into files that are committed all or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from storyforge.formats import artifacts
from storyforge.model.base import Artifact
from storyforge.model.kinds import chosen_path, kind_of, record_path, scene_folder_of
from storyforge.model.money import FREE
from storyforge.model.numbering import number_of
from storyforge.model.record import SHAPE, Item, Record
from storyforge.stages import row
from storyforge.stages.base import ALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storyforge.model.record import Approval
    from storyforge.model.summary import Summaries
    from storyforge.repo import Content
    from storyforge.stages.base import Facets, Made, Medium
    from storyforge.story import Story


@dataclass(frozen=True, slots=True)
class Change:
    """Files to be written, the story as it will be, and the digests of the facets that it all was made from."""

    files: dict[str, Content | None]
    after: Story
    made_from: Mapping[str, str] = field(default_factory=dict)


def made_by(story: Story, stage: str, made: Made, *, locked: bool, guidance: str) -> Change:
    """What a stage made, as files and records on top of a story."""
    written = {**made.artifacts, **made.touched}
    files = {path: _content(story, path, new) for path, new in written.items()}
    models = {path: artifact for path, artifact in written.items() if isinstance(artifact, Artifact)}
    after = story.with_changes(files, models)
    records = _records(after, stage, made, locked=locked, guidance=guidance)
    records |= _of_others(story, after, made)
    items = (item for record in records.values() for item in record.items.values())
    made_from = {facet: name for item in items for facet, name in item.made_from.items()}
    return replace(with_records(after, files, records), made_from=made_from)


def _of_others(story: Story, after: Story, made: Made) -> dict[str, Record]:
    """The records of artifacts that this stage did not make: links were written into them, or they now agree with it.

    One that was as its record says is so still; one that its author had edited stays edited.
    """
    found: dict[str, Record] = {}
    others = [path for path in (*made.touched, *made.agrees) if path not in made.artifacts]
    for path in dict.fromkeys(others):
        record = story.records.get(path)
        if record is None:
            continue
        agrees = {other: _digest(after.summaries, other) for other in made.agrees.get(path, {})}
        as_recorded = _digest(story.summaries, path) == record.digest
        if path in made.touched and as_recorded:
            items = {
                name: replace(item, digest=_item_digest(after.summaries, path, name))
                for name, item in record.items.items()
            }
            record = replace(record, digest=_digest(after.summaries, path), items=items)
        found[path] = replace(record, agrees={**record.agrees, **agrees})
    for path in made.touched:
        was, now = _digest(story.summaries, path), _digest(after.summaries, path)
        for other, record in {**story.records, **found}.items():
            if record.agrees.get(path) == was and other not in made.artifacts:
                found[other] = replace(record, agrees={**record.agrees, path: now})
    return found


def _content(story: Story, path: str, new: Artifact | bytes | Medium | None) -> Content | None:
    """What a file will hold: a model as text, a medium where it lies."""
    return to_bytes(story, path, new) if isinstance(new, Artifact | bytes) else cast("Content | None", new)


def to_bytes(story: Story, path: str, artifact: Artifact | bytes) -> bytes:
    """The file of an artifact; what an older file says the same keeps its comments, order and quotes."""
    if isinstance(artifact, bytes):
        return artifact
    kind = kind_of(path)
    if kind is None:
        raise ValueError(f"{path} is no artifact")
    old = story.text(path) if path in story.files.ids else None
    return artifacts.write(kind, path, artifact, old).encode()


def _records(after: Story, stage: str, made: Made, *, locked: bool, guidance: str) -> dict[str, Record]:
    scenes = {number_of(folder) for path in made.artifacts if (folder := scene_folder_of(path))}
    summaries = after.summaries.only(scenes) if row(stage).scope == "scene" else after.summaries
    plan = row(stage).load().items(summaries)
    proposed = {path for path in made.artifacts if chosen_path(path) != path}
    found: dict[str, Record] = {}
    for path in made.artifacts:
        if kind_of(path) is None:
            continue
        old = after.records.get(path)
        digest = _digest(after.summaries, path)
        # What comes out as it was approved is approved; the guidance it was made with is kept until there is other.
        same = old is not None and old.approval == "locked" and old.digest == digest
        found[path] = Record(
            artifact=path,
            stage=stage,
            digest=digest,
            approval="locked" if (locked and path not in proposed) or same else "draft",
            items=_items(after.summaries, path, plan.get(chosen_path(path), {}), made, old),
            agrees=made.agrees.get(path, {}),
            guidance=guidance or (old.guidance if old else ""),
        )
    return found


def _items(
    summaries: Summaries, path: str, items: Mapping[str, Facets], made: Made, old: Record | None
) -> dict[str, Item]:
    """One answer may make many items: what it cost stands at the first, so that the sum of all is what was paid.

    An item with a price of its own has that, one that was kept has the cost and the maker it had. One that was not due
    is as up to date as it was.
    """
    cost = made.costs.get(path, FREE)
    kept = made.kept.get(path, frozenset())
    exact = made.item_costs.get(path)
    answers = made.answers.get(path, {})
    found: dict[str, Item] = {}
    for name, facets in _made_items(summaries, path, items).items():
        was = old.items.get(name) if old else None
        if old and was and (name in kept or (exact is not None and name not in exact)):
            today = _today(summaries, facets)
            made_from = today if name in kept else _as_it_was(was, today, same_shape=old.shape == SHAPE)
            found[name] = replace(was, digest=_item_digest(summaries, path, name), made_from=made_from)
            continue
        share = exact.get(name, FREE) if exact is not None else cost if not found or cost.amount is None else FREE
        found[name] = Item(
            digest=_item_digest(summaries, path, name),
            made_from=_today(summaries, facets),
            by=made.by,
            cost=share.plain()["amount"],
            currency=share.currency,
            answer=answers.get(name, answers.get(ALL)),
            take=made.takes.get(path, 1),
            passages=made.passages.get(path, ()),
        )
    return found


def _as_it_was(item: Item, today: Mapping[str, str], *, same_shape: bool) -> dict[str, str]:
    """What an item that is left alone was made from; facets that a newer program declares are taken as they are."""
    if same_shape:
        return item.made_from
    return {facet: item.made_from.get(facet, digest) for facet, digest in today.items()}


def _made_items(summaries: Summaries, path: str, items: Mapping[str, Facets]) -> dict[str, Facets]:
    """The items that are there: where a file's items have facets of their own, those that it has not are not made."""
    named = {name: facets for name, facets in items.items() if name != ALL}
    summary = summaries.get(path)
    there = set(summary.facets) if summary else set()
    there |= {facet.rpartition(".")[0] for facet in there}
    return {name: facets for name, facets in named.items() if name in there} or named


def _digest(summaries: Summaries, path: str) -> str:
    summary = summaries.get(path)
    return summary.digest if summary else ""


def _item_digest(summaries: Summaries, path: str, item: str) -> str:
    """An item's digest is the facet of its name; where a file is one item, it is the file's."""
    return summaries.facet(f"{path}#{item}") or _digest(summaries, path)


def _today(summaries: Summaries, facets: Facets) -> dict[str, str]:
    return {facet: digest for facet in facets if (digest := summaries.facet(facet)) is not None}


def approved(story: Story, paths: Iterable[str], approval: Approval) -> Change:
    """Records of artifacts as they are now, approved or not; what they were made from stays as recorded.

    An asset that its author gave another name is from now on made from what the script says of that.
    """
    found: dict[str, Record] = {}
    for path in paths:
        record = story.records.get(path) or new_record(path)
        items = {
            name: replace(item, digest=_item_digest(story.summaries, path, name)) for name, item in record.items.items()
        }
        if path.startswith("assets/"):
            plan = row("assets").load().items(story.summaries).get(path, {})
            items = {name: _renamed(story.summaries, item, plan.get(name)) for name, item in items.items()}
        found[path] = replace(record, approval=approval, digest=_digest(story.summaries, path), items=items)
    return with_records(story, {}, found)


def _renamed(summaries: Summaries, item: Item, facets: Facets | None) -> Item:
    if facets is None:
        return item
    return replace(item, made_from=_as_it_was(item, _today(summaries, facets), same_shape=False))


def new_record(path: str) -> Record:
    """The record of an artifact that no stage made: its author wrote it."""
    kind = kind_of(path)
    return Record(artifact=path, stage=kind.stage if kind else "", digest="")


def with_records(story: Story, files: Mapping[str, Content | None], records: Mapping[str, Record]) -> Change:
    """A change of some files and records."""
    written: dict[str, bytes | None] = {record_path(path): record.write().encode() for path, record in records.items()}
    return Change({**files, **written}, story.with_changes(written))
