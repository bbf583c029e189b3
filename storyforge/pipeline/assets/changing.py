"""Changes of single assets by a command: whether they are kept, their names, rights and voices, each in one commit.

Such a change is its author's word and needs no second one: what was approved stays so. A description that is said
otherwise is another matter: it is an edit, and approved anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from storyforge.errors import NameTakenError, NoAssetError, NoCharacterError, RequestError
from storyforge.model.assets import Character, VoiceProfile, is_key
from storyforge.model.cast import name_key
from storyforge.model.slug import slugify
from storyforge.pipeline.change import Change, approved, to_bytes
from storyforge.pipeline.freshness.state import state_of
from storyforge.pipeline.session import BUILD, message
from storyforge.pipeline.writing.asking import recorded_first, weighed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storyforge.model.assets import Asset
    from storyforge.pipeline.repairing.impact import Impact
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.story import Story

AGAIN = "the same command with --accept-impact"


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of an asset; of a dry run nothing is written. `saved` is the commit of what was edited before."""

    path: str
    before: Asset
    after: Asset
    impact: Impact | None = None
    commit: str | None = None
    saved: str | None = None


def path_of(story: Story, name: str) -> str:
    """The file of an asset by slug, name or alias, in any case; raises NoAssetError."""
    assets = story.summaries.assets
    slug = slugify(name)
    if name in assets or slug in assets:
        return assets[name if name in assets else slug]
    wanted = name_key(name)
    for path in assets.values():
        index = story.summaries.index(path)
        if any(name_key(each) == wanted for each in (index.get("name", ""), *index.get("aliases", ()))):
            return path
    raise NoAssetError(name, list(assets))


def asset_of(story: Story, name: str) -> Asset:
    """The asset of a slug, name or alias; raises NoAssetError, InvalidArtifactError."""
    path = path_of(story, name)
    story.refuse_unreadable([path])
    return cast("Asset", story.model(path))


def pin(session: Session, name: str, request: Request, *, pinned: bool) -> Changed:
    """Keep an asset key whatever the script says, or no longer; raises what `change` raises."""

    def keyed(asset: Asset) -> Asset:
        speaks = bool(getattr(asset, "speeches", 0))
        key = is_key(asset.scenes, speaks=speaks, pinned=pinned)
        return asset.model_copy(update={"pinned": pinned, "key": key})

    return change(session, name, request, keyed, "pinned" if pinned else "pinned no more")


def give_rights(session: Session, name: str, request: Request, text: str) -> Changed:
    """Say whose the likeness or design of an asset is; raises what `change` raises."""
    rights = " ".join(text.split())
    return change(session, name, request, lambda asset: asset.model_copy(update={"rights": rights}), "rights")


def rename(session: Session, name: str, request: Request, new: str) -> Changed:
    """Give an asset another name; the one that the script has stays as an alias, and the file its name.

    Raises NameTakenError, and what `change` raises.
    """
    wanted = " ".join(new.split())
    if not wanted:
        raise RequestError("A name has letters.", 'Such as: storyforge asset rename old-tom "Thomas Reed"')

    def named(asset: Asset) -> Asset:
        _refuse_taken(session.story, asset, wanted)
        old = [each for each in (asset.name, *asset.aliases) if each != wanted]
        return asset.model_copy(update={"name": wanted, "aliases": tuple(dict.fromkeys(old))})

    return change(session, name, request, named, f"is {wanted}")


def _refuse_taken(story: Story, asset: Asset, name: str) -> None:
    for slug, path in story.summaries.assets.items():
        index = story.summaries.index(path)
        names = {name_key(each) for each in (index.get("name", ""), *index.get("aliases", ()))}
        if slug != asset.id and name_key(name) in names:
            raise NameTakenError(name, slug)


def set_voice(session: Session, name: str, request: Request, told: Mapping[str, Any]) -> Changed:
    """Say how a character sounds: fields of `VoiceProfile`; `ids` are added, and an empty one taken away.

    Raises NoCharacterError, and what `change` raises.
    """
    return change(session, name, request, partial(_sounding, told), "voice")


def _sounding(told: Mapping[str, Any], asset: Asset) -> Asset:
    person = character(asset)
    ids = {**person.voice.ids, **told.get("ids", {})}
    fields = {**person.voice.model_dump(), **told, "ids": {name: voice for name, voice in ids.items() if voice}}
    return person.model_copy(update={"voice": VoiceProfile.model_validate(fields)})


def character(asset: Asset) -> Character:
    """An asset that is somebody; raises NoCharacterError."""
    if not isinstance(asset, Character):
        raise NoCharacterError(asset.name, asset.kind)
    return asset


def change(
    session: Session, name: str, request: Request, make: Callable[[Asset], Asset], what: str, *, approve: bool = True
) -> Changed:
    """Change one asset in one commit; what the author edited is recorded first.

    With `approve`, what was locked stays locked. Raises NoAssetError, InvalidArtifactError, ImpactNotAcceptedError
    where repair costs money, and what recording edits raises.
    """
    asset_of(session.story, name)
    saved, story, branch = recorded_first(session, request)
    path = path_of(story, name)
    before = asset_of(story, name)
    after = make(before)
    if after == before:
        return Changed(path, before, after, saved=saved)
    content = to_bytes(story, path, after)
    new = story.with_changes({path: content})
    new.refuse_unreadable([path])
    if request.dry:
        return Changed(path, before, after)
    impact = weighed(session, new, request, AGAIN)
    found = Change({path: content}, new)
    if approve and _is_locked(story, path):
        step = approved(new, [path], "locked")
        found = Change({path: content, **step.files}, step.after)
    subject = f"assets: {before.name}, {what}"
    told = {"Stage": "assets", "Run": session.run_id, "Build": BUILD}
    commit = session.commit(found, message(subject, request.guidance, told), branch)
    return Changed(path, before, after, impact, commit, saved)


def _is_locked(story: Story, path: str) -> bool:
    state = state_of(story.summaries, story.records, "assets")
    return state.artifacts[path].approval == "locked"
