"""Names without an asset: people, props and places in shots and scenes, and cues in the script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, cast_of, paths, readable, script, shot_lists
from storyforge.errors import did_you_mean
from storyforge.model.scene import Scene
from storyforge.model.screenplay import Speech
from storyforge.story import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.model.shots import Shot
    from storyforge.story import Story

Place = tuple[str | int, ...]
_ALL = "all"
_NEW = "Correct the name, or write the asset: a file below assets/ with that id."


def check(story: Story) -> Iterator[Finding]:
    """Every slug names an asset, and every speaker of the script is one; nothing is said before there are assets."""
    tell = Teller(__name__, story)
    known = story.summaries.assets
    if not known:
        return
    for path, owner, slug, place in _named(story):
        if slug not in known:
            what = f'{owner} names "{slug}", which is no asset.'
            yield tell.at("error", what, path, *place, hint=did_you_mean(slug, known) or _NEW)
    yield from _cues(story, tell)


def _named(story: Story) -> Iterator[tuple[str, str, str, Place]]:
    """(path, what names it, slug, its place in the file)."""
    for path in paths(story, "scene"):
        scene = readable(story, path, Scene)
        if scene is not None:
            owner = f"Scene {scene.scene}"
            rows = {"people": scene.people, "props": scene.props, "sides": scene.sides, "pins": scene.pins}
            yield from ((path, owner, slug, (key, i)) for key, slugs in rows.items() for i, slug in enumerate(slugs))
            yield from ((path, owner, slug, ("setting",)) for slug in [scene.setting] if slug)
    for _, path, found in shot_lists(story):
        for index, shot in enumerate(found.shots):
            yield from ((path, shot.id, slug, ("shots", index, *place)) for slug, place in _in_shot(shot))


def _in_shot(shot: Shot) -> Iterator[tuple[str, Place]]:
    for index, line in enumerate(shot.dialogue):
        yield line.character, ("dialogue", index, "character")
        if line.to not in ("", _ALL):
            yield line.to, ("dialogue", index, "to")
    yield from ((person.id, ("characters", index, "id")) for index, person in enumerate(shot.characters))
    yield from ((slug, ("props", index)) for index, slug in enumerate(shot.props))
    axis = {"left": shot.axis.left, "right": shot.axis.right} if shot.axis else {}
    yield from ((slug, ("axis", side)) for side, slug in axis.items() if slug)
    single = {"subject": shot.subject, "setting": shot.setting}
    yield from ((slug, (key,)) for key, slug in single.items() if slug)


def _cues(story: Story, tell: Teller) -> Iterator[Finding]:
    source, cast = script(story), cast_of(story)
    said: set[str] = set()
    for block in (block for scene in source.scenes for block in scene.blocks()) if source else ():
        if not isinstance(block, Speech) or block.name in said or cast.knows(block.name):
            continue
        said.add(block.name)
        names = [story.summaries.asset(slug).get("name", slug) for slug in story.summaries.assets]
        near = did_you_mean(block.name, [name.lower() for name in names])
        hint = near or f"Make the asset: storyforge run assets; or add {block.name} to the aliases of one."
        yield tell.on("warning", f"{block.name} speaks and is no asset.", SCRIPT, block.line, hint)
