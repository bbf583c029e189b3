"""Reference pictures of assets: approved, made primary, put there by their author."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, cast

from storyforge.errors import InputMissingError, MissingArtifactError, UnknownArtifactError
from storyforge.model.counted import briefly
from storyforge.model.images import AssetImage, AssetImages
from storyforge.model.kinds import images_path
from storyforge.model.references import SECOND_VIEW
from storyforge.pipeline.change import Change, approved, to_bytes
from storyforge.pipeline.editing.save import record_edits
from storyforge.pipeline.session import message
from storyforge.pipeline.ticking import commit_ticked, newly
from storyforge.stages.film.drawing import HAND
from storyforge.stages.film.s05_keys import file_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from storyforge.model.images import ImageKind
    from storyforge.pipeline.session import Session
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


def named(story: Story, name: str) -> tuple[str, list[str]]:
    """The file and the ids that a name means: `edward` all, `edward.face` those of a kind, `edward.face-2` one.

    Raises UnknownArtifactError, MissingArtifactError where the asset has no pictures yet.
    """
    slug, mark, which = name.partition(".")
    path = images_path(story.summaries.assets[key_assets(story, [slug])[0]])
    if path not in story.files.ids:
        raise MissingArtifactError(path)
    every = list(story.summaries.index(path).get("pictures", {}))
    mine = [item for item in every if not mark or which in (item, item.partition("-")[0])]
    if not mine:
        raise UnknownArtifactError(name, [f"{slug}.{item}" for item in every])
    return path, mine


def approve_images(session: Session, names: Sequence[str]) -> list[str]:
    """Approve reference pictures in one commit; returns what is new. Raises what `named` raises."""
    branch = session.branch()
    record_edits(session, branch=branch)
    story = session.story
    wanted: dict[str, set[str]] = {}
    for name in names:
        path, items = named(story, name)
        wanted.setdefault(path, set()).update(items)
    models: dict[str, AssetImages] = {}
    new: list[str] = []
    for path, ids in wanted.items():
        old = cast("AssetImages", story.model(path))
        ticked = old.ticked(ids.__contains__)
        found = newly(old, ticked)
        if found:
            models[path] = ticked
            new += [f"{old.asset}.{item}" for item in found]
    if models:
        commit_ticked(session, models, f"keys: {briefly(new, 'picture')} approved", branch)
    return new


def make_primary(session: Session, name: str) -> bool:
    """Let one picture stand for its kind; returns whether that is news. Raises UnknownArtifactError for several."""
    branch = session.branch()
    record_edits(session, branch=branch)
    story = session.story
    path, items = named(story, name)
    if len(items) != 1:
        slug = name.partition(".")[0]
        raise UnknownArtifactError(name, [f"{slug}.{item}" for item in items])
    old = cast("AssetImages", story.model(path))
    new = old.with_primary(items[0])
    if new != old:
        commit_ticked(session, {path: new}, f"keys: {old.asset}.{items[0]} is primary", branch)
    return new != old


def add_reference(session: Session, slug: str, kind: ImageKind, file: Path, *, rights: str = "") -> str:
    """Put a picture of one's own beside an asset, approved and primary, in one commit; returns its name.

    Raises InputMissingError, UnreadableMediaError, UnknownArtifactError.
    """
    if not file.is_file():
        raise InputMissingError(str(file), "there is no such file")
    return add_picture(session, slug, kind, file.read_bytes(), str(file), rights=rights)


def add_picture(session: Session, slug: str, kind: ImageKind, content: bytes, where: str, *, rights: str = "") -> str:
    """The same of a picture's content; `where` it comes from is said where it can't be read."""
    from storyforge.media.pictures import as_png, open_picture, pixels_digest  # noqa: PLC0415 - heavy, seldom needed

    branch = session.branch()
    record_edits(session, branch=branch)
    story = session.story
    asset = story.assets[key_assets(story, [slug])[0]]
    path = images_path(story.summaries.assets[asset.id])
    picture = open_picture(content, where)
    png = as_png(picture)
    old = cast("AssetImages | None", story.model(path)) or AssetImages(asset=asset.id, of=asset.kind)
    name = _free(old, kind)
    image = AssetImage(
        id=name,
        kind=kind,
        file=file_of(name),
        content=_sha256(png),
        picture=pixels_digest(picture),
        by=HAND,
        approved=True,
        rights=rights,
    )
    new = old.model_copy(update={"images": (*old.images, image)}).with_primary(name)
    medium = f"{path.rpartition('/')[0]}/{image.file}"
    files = {path: to_bytes(story, path, new), medium: png}
    record = story.records.get(path)
    done = all(one.approved for one in new.images)
    after = story.with_changes(files, {path: new})
    step = approved(after, [path], "locked" if done or (record and record.approval == "locked") else "draft")
    change = Change({**files, **step.files}, step.after)
    session.commit(change, message(f"keys: {asset.id}.{name} by hand", "", {"Run": session.run_id}), branch)
    return f"{asset.id}.{name}"


def _free(images: AssetImages, kind: str) -> str:
    """A name that no picture of the asset has."""
    names = images.pictures()
    if kind == "key" and kind not in names:
        return kind
    taken = {*names, SECOND_VIEW}
    return next(name for number in range(1, len(taken) + 2) if (name := f"{kind}-{number}") not in taken)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
