"""Stage 5, assets: characters, props and settings out of the whole script, each with every mention.

What the author wrote into an asset wins over what is read from the script: a file that was edited by hand is kept, and
whoever is merged into another by an alias does not come back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from storyforge.model.assets import Asset, Character, is_key
from storyforge.model.cast import name_key
from storyforge.model.counted import counted
from storyforge.model.kinds import asset_path
from storyforge.model.slug import slugify
from storyforge.stages.base import Made
from storyforge.stages.film.definitions import known
from storyforge.stages.film.describing import described, worth_asking
from storyforge.stages.film.reading import cast_of, told
from storyforge.tasks.breakdown import BreakdownContext, BreakdownOutput

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from storyforge.model.summary import Summaries
    from storyforge.stages.base import Facets, Job, Library, Plan

SCRIPT = "script.fountain"
INPUTS = "inputs/inputs.yaml"
_WORD = re.compile(r"\w+")


def items(summaries: Summaries) -> Plan:
    """One item an asset; a speaker whom no asset names is an asset that is missing."""
    plan: Plan = {path: {slug: _facets(summaries, summaries.asset(slug))} for slug, path in summaries.assets.items()}
    known = cast_of(summaries)
    for name in summaries.index(SCRIPT).get("speakers", {}):
        if not known.knows(name):
            path = asset_path("character", slugify(name))
            plan.setdefault(path, {slugify(name): (f"{SCRIPT}#order",)})
    return plan


def _facets(summaries: Summaries, index: dict[str, Any]) -> Facets:
    """What an asset is made from: its definitions, and what the script says where its names' words stand."""
    words = {word for name in (index.get("name", ""), *index.get("aliases", ())) for word in _words(name)}
    where = "places" if index.get("kind") == "setting" else "mentions"
    facets = {f"{SCRIPT}#{where}.{word}" for word in words}
    if index.get("kind") == "character":
        facets |= {f"{SCRIPT}#speaks.{word}" for word in words}
    facets |= {f"{path}#content" for path in summaries.index(INPUTS).get("definitions", ())}
    return tuple(sorted(facet for facet in facets if summaries.facet(facet) is not None))


def _words(name: str) -> list[str]:
    """The words of a name; an article in front of it stands everywhere in a script, and says nothing."""
    words = _WORD.findall(name.casefold())
    return words[1:] if len(words) > 1 and name_key(f"{words[0]} x") == "x" else words


def run(job: Job) -> Made:
    """Break the script down by rules; a language model then describes what they found.

    On a storyboard they are its components, each with a picture of its own, and so each of them is key.
    """
    library = job.library
    context = BreakdownContext(language=library.story.language, scenes=told(library.scenes), definitions=known(library))
    output = cast("BreakdownOutput", job.rules.ask("breakdown", context))
    kinds = (("character", output.characters), ("prop", output.props), ("setting", output.settings))
    counts = ", ".join(counted(len(assets), kind) for kind, assets in kinds)
    read = tuple(_with_own(library, asset) for asset in (*output.characters, *output.props, *output.settings))
    if library.summaries.boards:
        read = tuple(asset.model_copy(update={"key": True}) for asset in read)
    found, alone = _described(job, context, read)
    questions = tuple(question.ask for asset in found for question in asset.questions)
    made = {asset_path(asset.kind, asset.id): asset for asset in found}
    left = _left(job, made)
    gone = "is named nowhere in the script any more: storyforge check"
    unnamed = tuple(f"{asset.name} {gone}" for asset in left.values())
    return Made({**made, **left}, notes=(*alone, *unnamed, *questions), subject=counts)


def _with_own(library: Library, asset: Asset) -> Asset:
    """What was found, with what only its author can have said: that it is kept, its rights, its voice, its source."""
    path = asset_path(asset.kind, asset.id)
    was = cast("Asset | None", library.model(path)) if path in library.summaries else None
    if was is None:
        return asset
    own = {"pinned": asset.pinned or was.pinned, "rights": asset.rights or was.rights, "source": was.source}
    if was.source:
        # What was pulled from a library is its author's: the script says where it is, not how it looks.
        told = ("name", "aliases", "description", "identity_line", "age", "pronouns", "category")
        own |= {field: getattr(was, field) for field in told if hasattr(was, field) and getattr(was, field)}
    own |= {"key": asset.key or was.pinned} | ({"voice": was.voice} if isinstance(was, Character) else {})
    return asset.model_copy(update=own)


def _described(
    job: Job, context: BreakdownContext, found: tuple[Asset, ...]
) -> tuple[tuple[Asset, ...], tuple[str, ...]]:
    """What was found, with what a model says of those that are to be made; rules alone have said it all."""
    if job.text.pure:
        return found, ()
    paths = {asset.id: asset_path(asset.kind, asset.id) for asset in found}
    new = {slug for slug, path in paths.items() if path in job.due or path not in job.library.summaries}
    asked = [asset for asset in found if asset.id in new and worth_asking(asset)]
    guidance = {slug: job.guidance_for(path) for slug, path in paths.items()}
    told, notes = described(asked, job.text, context, found, guidance)
    return tuple(told.get(asset.id, asset) for asset in found), notes


def _left(job: Job, made: Collection[str]) -> dict[str, Asset]:
    """Assets that are due and that nobody would make of today's script: they stay, without scenes that are gone.

    Whether they are still wanted is their author's to say; until then nothing has to wait for them.
    """
    assets = {path: cast("Asset | None", job.library.model(path)) for path in job.due if path not in made}
    return {path: _without_gone(asset, job.library.scenes) for path, asset in assets.items() if asset}


def _without_gone(asset: Asset, scenes: Collection[str]) -> Asset:
    left = tuple(number for number in asset.scenes if number in scenes)
    mentions = tuple(mention for mention in asset.mentions if mention.scene in scenes)
    key = is_key(left, speaks=bool(getattr(asset, "speeches", 0)), pinned=asset.pinned)
    return asset.model_copy(update={"scenes": left, "mentions": mentions, "key": key}) if left else asset
