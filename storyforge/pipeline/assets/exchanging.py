"""Assets on their way into a library and out of it: promoted, looked for, pulled, deleted where nothing needs them."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from storyforge.errors import AssetNeededError, NoAssetError, WouldReplaceError
from storyforge.formats.yaml import dump_data
from storyforge.journal.passages import Contents, Passage, PassageIndex
from storyforge.model.assets import Character, Prop, Setting
from storyforge.model.counted import counted
from storyforge.model.kinds import asset_path, images_path, record_path
from storyforge.model.library_asset import LibraryAsset, LibraryPicture, Origin
from storyforge.model.slug import slugify
from storyforge.pipeline.assets.changing import AGAIN, asset_of, path_of
from storyforge.pipeline.assets.shelves import INDEX, entry_path
from storyforge.pipeline.change import Change, approved, to_bytes
from storyforge.pipeline.images import add_picture
from storyforge.pipeline.session import BUILD, message
from storyforge.pipeline.writing.asking import recorded_first, weighed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyforge.model.assets import Asset
    from storyforge.model.images import AssetImages
    from storyforge.pipeline.assets.shelves import Shelf
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.story import Story

_MODELS: dict[str, type[Character | Prop | Setting]] = {"character": Character, "prop": Prop, "setting": Setting}
_OWN = ("description", "identity_line", "age", "pronouns", "category", "voice", "rights", "name", "aliases")
"""Fields that an entry and an asset have in common, besides id, kind and pictures."""
_SAME = ("id", "kind", *_OWN)


@dataclass(frozen=True, slots=True)
class Promoted:
    """An asset in a library: where, at which revision, with how many pictures; what it differed in before."""

    library: str
    revision: str
    path: str
    pictures: int
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pulled:
    """An asset out of a library: its file, its source, what became different, and the pictures that came along."""

    path: str
    source: str
    changed: tuple[str, ...]
    pictures: tuple[str, ...] = ()
    commit: str | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """An entry that was looked for, with its score."""

    entry: LibraryAsset
    score: str


def promote(session: Session, shelf: Shelf, name: str, *, replace: bool, dry: bool = False) -> Promoted:
    """Put an asset, as it is committed or edited, into a library, with its approved pictures and where it is from.

    Raises NoAssetError, WouldReplaceError where the library has another of that name, LibraryBusyError, DiskError.
    """
    story = session.story
    asset = asset_of(story, name)
    entry, files = _entry(session, story, asset)
    path = entry_path(entry.kind, entry.id)
    there = shelf.entry(entry.id) if entry.id in shelf.entries() else None
    changed = _differing(there, entry) if there else ()
    if there and not replace and (there.kind != entry.kind or changed):
        raise WouldReplaceError(f"{entry.id} of the library {shelf.name}", changed or ("kind",))
    if dry:
        return Promoted(shelf.name, shelf.revision, path, len(entry.pictures), changed)
    written: dict[str, bytes | None] = {path: _filed(entry), **files}
    if there:
        old = entry_path(there.kind, there.id)
        gone = {f"{old.partition('/')[0]}/{picture.file}": None for picture in there.pictures}
        written = {**({old: None} if old != path else {}), **gone, **written}
    others = [each for each in shelf.readable() if each.id != entry.id]
    written[INDEX] = _index((*others, entry))
    said = message(f"{entry.id}: from {entry.origin.story}", "", {"Run": session.run_id, "Build": BUILD})
    revision = shelf.write(written, said)
    return Promoted(shelf.name, revision, path, len(entry.pictures), changed)


def _filed(entry: LibraryAsset) -> bytes:
    """The file of an entry."""
    return dump_data({"schema": entry.SCHEMA, **entry.filed()}).encode()


def _entry(session: Session, story: Story, asset: Asset) -> tuple[LibraryAsset, dict[str, bytes]]:
    pictures: list[LibraryPicture] = []
    files: dict[str, bytes] = {}
    images = _images(story, asset)
    place = images_path(story.summaries.assets[asset.id]).rpartition("/")[0]
    for image in images.images if images else ():
        if image.approved:
            file = f"{asset.id}/{image.id}.png"
            files[f"{entry_path(asset.kind, asset.id).partition('/')[0]}/{file}"] = story.files.medium(
                f"{place}/{image.file}"
            )
            rights = image.rights or asset.rights
            pictures.append(
                LibraryPicture(file=file, kind=image.kind, primary=image.primary, by=image.by, rights=rights)
            )
    own = {field: getattr(asset, field) for field in _SAME if hasattr(asset, field)}
    origin = Origin(story=story.story.title, commit=(session.parent or "")[:12])
    return LibraryAsset(**own, pictures=tuple(pictures), origin=origin), files


def _images(story: Story, asset: Asset) -> AssetImages | None:
    path = images_path(story.summaries.assets[asset.id])
    return cast("AssetImages | None", story.model(path)) if path in story.summaries else None


def _index(entries: Iterable[LibraryAsset]) -> bytes:
    """A list of what is there, for people and other programs; nothing here reads it."""
    rows = [
        {
            "id": entry.id,
            "kind": entry.kind,
            "name": entry.name,
            "aliases": list(entry.aliases),
            "pictures": len(entry.pictures),
            "rights": entry.rights,
            "story": entry.origin.story,
        }
        for entry in sorted(entries, key=lambda each: each.id)
    ]
    return (json.dumps({"schema": "library/1", "assets": rows}, ensure_ascii=False, indent=1) + "\n").encode()


def _differing(one: LibraryAsset, other: LibraryAsset) -> tuple[str, ...]:
    fields = (*_OWN, "pictures")
    return tuple(field for field in fields if getattr(one, field) != getattr(other, field))


def search(shelf: Shelf, text: str, count: int = 20) -> list[Near]:
    """The entries nearest to some words, by name, looks, voice and rights; without words all of them, by name."""
    entries = {entry.id: entry for entry in shelf.readable()}
    if not text.strip():
        return [Near(entry, "") for entry in list(entries.values())[:count]]
    passages = tuple(Passage(slug, 1, "", _text(entry)) for slug, entry in entries.items())
    index = PassageIndex(None, "library", shelf.revision, lambda: Contents(passages, {}))
    try:
        found = index.search(text, count)
    finally:
        index.close()
    return [Near(entries[each.passage.source], str(each.score)) for each in found]


def _text(entry: LibraryAsset) -> str:
    told = (entry.name, *entry.aliases, entry.description, entry.identity_line, entry.age, entry.category, entry.rights)
    parts = (*told, entry.id.replace("-", " "), entry.kind, entry.voice.words, entry.origin.story)
    return "\n".join(part for part in parts if part)


def pull(session: Session, shelf: Shelf, name: str, request: Request, *, replace: bool) -> Pulled:
    """Take an asset out of a library, `NAME` or `NAME@REVISION`, as its author's own; what the script says of it stays.

    Raises NotInLibraryError, UnsafeLibraryError, WouldReplaceError where the story's own differs, ImpactNotAccepted,
    UnreadableMediaError for a picture that is none.
    """
    entry, contents, source = _out_of(shelf, name)
    _, story, branch = recorded_first(session, request)
    path, before, after = _taken(story, entry, source)
    changed = tuple(field for field in _OWN if before and getattr(before, field, None) != getattr(after, field, None))
    news = _new_pictures(story, before, contents)
    if before and not replace:
        _refuse_replacing(story, before, after, news)
    if request.dry:
        return Pulled(path, source, changed, tuple(picture.file for picture in news))
    content = to_bytes(story, path, after)
    new = story.with_changes({path: content})
    new.refuse_unreadable([path])
    weighed(session, new, request, AGAIN)
    step = approved(new, [path], "locked")
    told = {"Stage": "assets", "Run": session.run_id, "Build": BUILD}
    subject = f"assets: {entry.name} from {source}"
    commit = session.commit(Change({path: content, **step.files}, step.after), message(subject, "", told), branch)
    made = [
        add_picture(session, after.id, picture.kind, png, f"{source}: {picture.file}", rights=picture.rights)
        for picture, png in news.items()
    ]
    return Pulled(path, source, changed, tuple(made), commit)


def _out_of(shelf: Shelf, name: str) -> tuple[LibraryAsset, dict[LibraryPicture, bytes], str]:
    """The entry of a name, its pictures, and what it is called as a source."""
    wanted, _, revision = name.partition("@")
    shelf = shelf.at(revision) if revision else shelf
    entry = shelf.entry(slugify(wanted) or wanted)
    folder = entry_path(entry.kind, entry.id).partition("/")[0]
    contents = {picture: shelf.read(f"{folder}/{picture.file}") for picture in entry.pictures}
    return entry, contents, f"{shelf.label}@{shelf.revision}"


def _refuse_replacing(story: Story, before: Asset, after: Asset, news: Iterable[LibraryPicture]) -> None:
    """Where something that the story says would go, or another picture come before one that is approved."""
    fields = (field for field in _OWN if field != "aliases" and getattr(before, field, None))
    own = [_words(each, before, after) for each in fields if getattr(before, each) != getattr(after, each, None)]
    own += _replaced(story, before, news)
    if own:
        raise WouldReplaceError(before.id, own)


def _taken(story: Story, entry: LibraryAsset, source: str) -> tuple[str, Asset | None, Asset]:
    """The file, the asset as the story has it, and as it will be; one of the entry's slug or name is the same."""
    before = _known(story, entry)
    own = {field: getattr(entry, field) for field in _OWN}
    if before is None:
        model = _MODELS[entry.kind]
        fields = {field: value for field, value in own.items() if field in model.model_fields}
        fields |= {"category": entry.category or "prop"} if entry.kind == "prop" else {}
        new = model(id=entry.id, kind=entry.kind, source=source, pinned=True, key=True, **fields)
        return asset_path(entry.kind, entry.id), None, new
    names = dict.fromkeys((before.name, *before.aliases, entry.name, *entry.aliases))
    names.pop(before.name)
    given = {field: value for field, value in own.items() if field in type(before).model_fields and value}
    given |= {"name": before.name, "aliases": tuple(names), "source": source}
    if given.get("pronouns") == "unknown":
        del given["pronouns"]
    return story.summaries.assets[before.id], before, before.model_copy(update=given)


def _known(story: Story, entry: LibraryAsset) -> Asset | None:
    for name in (entry.id, entry.name, *entry.aliases):
        with suppress(NoAssetError):
            found = asset_of(story, name)
            if found.kind == entry.kind:
                return found
    return None


def _words(field: str, before: Asset, after: Asset) -> str:
    """What differs, as it is here and as the library has it."""
    was, new = (str(getattr(getattr(one, field, ""), "words", getattr(one, field, ""))) for one in (before, after))
    return f'{field.replace("_", " ")} ("{was[:60]}", there "{new[:60]}")'


def _new_pictures(
    story: Story, before: Asset | None, contents: dict[LibraryPicture, bytes]
) -> dict[LibraryPicture, bytes]:
    """Pictures that the story does not have yet, by what they show."""
    from storyforge.media.pictures import open_picture, pixels_digest  # noqa: PLC0415 - heavy, seldom needed

    images = _images(story, before) if before else None
    there = {image.picture for image in images.images} if images else set()
    seen = {picture: pixels_digest(open_picture(content, picture.file)) for picture, content in contents.items()}
    return {picture: contents[picture] for picture, digest in seen.items() if digest not in there}


def _replaced(story: Story, before: Asset, news: Iterable[LibraryPicture]) -> list[str]:
    """Kinds of which the story has an approved picture, that another one would stand before."""
    images = _images(story, before)
    approved_kinds = {image.kind for image in images.images if image.approved} if images else set()
    return [f"{picture.kind} picture" for picture in news if picture.kind in approved_kinds]


def delete(session: Session, name: str, request: Request) -> str:
    """Delete an asset that nothing in the story depends on, with its pictures, in one commit; returns its file.

    Raises NoAssetError, AssetNeededError.
    """
    asset_of(session.story, name)
    _, story, branch = recorded_first(session, request)
    asset, path = asset_of(story, name), path_of(story, name)
    _refuse_needed(story, asset)
    images = images_path(path)
    media = story.summaries.index(images).get("media", {}) if images in story.summaries else {}
    paths = [
        path,
        *([images] if images in story.files.ids else []),
        *(each for each in media if each in story.files.ids),
    ]
    records = [record_path(each) for each in paths if record_path(each) in story.files.ids]
    if request.dry:
        return path
    gone: dict[str, bytes | None] = dict.fromkeys((*paths, *records))
    change = Change(dict(gone), story.with_changes(gone))
    told = {"Stage": "assets", "Run": session.run_id, "Build": BUILD}
    session.commit(change, message(f"assets: {asset.name} deleted", request.guidance, told), branch)
    return path


def _refuse_needed(story: Story, asset: Asset) -> None:
    """Where scenes, shots or other assets' states name it; raises AssetNeededError."""
    numbers = [number for number in asset.scenes if number in story.scenes]
    if numbers:
        where = f"the script has it in {counted(len(numbers), 'scene')} ({', '.join(numbers[:6])})"
        raise AssetNeededError(asset.name, where, f"storyforge asset show {asset.id}")
    for here, number in zip(story.summaries.order, story.summaries.numbers, strict=True):
        elements = story.summaries.index(f"scenes/{here}/shots.yaml").get("elements", {})
        scene = story.summaries.index(f"scenes/{here}/scene.yaml")
        if asset.id in elements or asset.id in (
            *scene.get("people", ()),
            *scene.get("props", ()),
            scene.get("setting"),
        ):
            raise AssetNeededError(asset.name, f"scene {number} has it in its shots", f"storyforge show shots {number}")
    if story.summaries.index(story.summaries.assets[asset.id]).get("speeches"):
        raise AssetNeededError(asset.name, "it speaks", "storyforge show script")


def delete_from(session: Session, shelf: Shelf, name: str, *, dry: bool = False) -> Promoted:
    """Take an asset out of a library; raises NotInLibraryError, AssetNeededError where this story was given it."""
    entry = shelf.entry(slugify(name) or name)
    for slug in session.story.summaries.assets:
        if asset_of(session.story, slug).source.startswith(f"{shelf.label}@") and slug == entry.id:
            raise AssetNeededError(entry.name, f"this story has it as {slug}", f"storyforge asset show {slug}")
    path = entry_path(entry.kind, entry.id)
    folder = path.partition("/")[0]
    gone: dict[str, bytes | None] = {path: None, **{f"{folder}/{picture.file}": None for picture in entry.pictures}}
    if dry:
        return Promoted(shelf.name, shelf.revision, path, len(entry.pictures))
    gone[INDEX] = _index(each for each in shelf.readable() if each.id != entry.id)
    said = message(f"{entry.id}: deleted", "", {"Run": session.run_id, "Build": BUILD})
    return Promoted(shelf.name, shelf.write(gone, said), path, len(entry.pictures))
