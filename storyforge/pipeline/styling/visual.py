"""Visual styles: how a story's pictures look. Built in, or the story's own, with pictures that show it.

A style of the story lies in `styles/visual/NAME/`: `style.yaml`, which says it in words, and pictures as samples.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from storyforge.errors import NotAVisualStyleError, StoryforgeError, UnknownVisualStyleError
from storyforge.formats.visual_styles import SHEET, VISUAL, built_in_styles, read_style, sheet_path, visual_style
from storyforge.media.likeness.descriptors import Description, describe
from storyforge.media.likeness.signature import learn, nearest
from storyforge.media.pictures import open_picture
from storyforge.model.digest import digest

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.media.likeness.signature import Signature
    from storyforge.model.visual_style import VisualStyle
    from storyforge.story import Story

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
_SHAPE = 1
"""Counts up when the same picture is described otherwise."""


@dataclass(frozen=True)
class Entry:
    """One visual style: where it is from, what it says, the paths of its samples, and why it can't be read."""

    name: str
    origin: Literal["story", "built-in"]
    style: VisualStyle | None
    pictures: tuple[str, ...] = ()
    problem: str = ""


def entries(story: Story | None) -> dict[str, Entry]:
    """Every visual style by name: the story's own hide the built-in ones, which come last."""
    built = {name: Entry(name, "built-in", style) for name, style in built_in_styles().items()}
    own: dict[str, list[str]] = {}
    for path in story.files.ids if story else ():
        name, _, file = path.removeprefix(VISUAL).partition("/")
        if path.startswith(VISUAL) and file and "/" not in file:
            own.setdefault(name, []).append(path)
    mine = {name: _own(story, name, paths) for name, paths in sorted(own.items()) if story is not None}
    return mine | {name: entry for name, entry in built.items() if name not in mine}


def _own(story: Story, name: str, paths: list[str]) -> Entry:
    pictures = tuple(sorted(path for path in paths if path.lower().endswith(SUFFIXES)))
    if sheet_path(name) not in paths:
        words = f"it has no {SHEET}, so its name stands in prompts as it is; write one: style add {name} --visual"
        return Entry(name, "story", visual_style(story.read, name), pictures, words)
    try:
        return Entry(name, "story", read_style(sheet_path(name), story.read(sheet_path(name)) or b""), pictures)
    except StoryforgeError as problem:
        return Entry(name, "story", None, pictures, problem.message)


def entry_of(story: Story | None, name: str) -> Entry:
    """The visual style of a name; raises UnknownVisualStyleError, InvalidArtifactError where its file is wrong."""
    known = entries(story)
    if name not in known:
        raise UnknownVisualStyleError(name, list(known))
    found = known[name]
    if found.style is None and story is not None:
        read_style(sheet_path(name), story.read(sheet_path(name)) or b"")
    return found


class Samples:
    """The pictures of a story's styles, described; what is known of them is kept on this machine, by content."""

    def __init__(self, story: Story, common_dir: Path | None) -> None:
        self._story = story
        self._file = common_dir / "storyforge" / "styles" / "pictures.json" if common_dir else None
        self._known: dict[str, Description] | None = None

    def of(self, entry: Entry) -> dict[str, Description]:
        """Path -> description of each sample that can be read."""
        known = self._read()
        found: dict[str, Description] = {}
        grown = False
        for path in entry.pictures:
            key = f"{_SHAPE}:{self._story.files.ids[path]}"
            if key not in known:
                try:
                    known[key] = describe(open_picture(self._story.medium(path), path))
                except StoryforgeError:
                    continue
                grown = True
            found[path] = known[key]
        if grown:
            self._write(known)
        return found

    def nearest(self, entry: Entry, wanted: Description, count: int) -> list[str]:
        """The paths of the samples that are nearest to a picture in tone and colour."""
        described = self.of(entry)
        paths = list(described)
        return [paths[index] for index in nearest(wanted, list(described.values()), count)]

    def _read(self) -> dict[str, Description]:
        if self._known is None:
            self._known = {}
            if self._file is not None:
                with suppress(OSError, ValueError, TypeError):
                    data = json.loads(self._file.read_text("utf-8"))
                    self._known = {key: Description.read(row) for key, row in data.items()}
        return self._known

    def _write(self, known: dict[str, Description]) -> None:
        """Keep what is known; a cache that can't be written is no error."""
        if self._file is None:
            return
        new = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps({key: one.plain() for key, one in known.items()}), "utf-8")
            new.replace(self._file)
        except OSError:
            with suppress(OSError):
                new.unlink(missing_ok=True)


def signature_of(story: Story | None, common_dir: Path | None, name: str) -> tuple[Signature, str]:
    """What a style's pictures have in common, and from what it was learned, in words.

    A style without samples is learned from the test scenes, drawn offline. Raises UnknownVisualStyleError,
    NotAVisualStyleError where it is a style in words alone.
    """
    entry = entry_of(story, name)
    described = list(Samples(story, common_dir).of(entry).values()) if story is not None and entry.pictures else []
    if described:
        return learn(described), f"learned from {len(described)} of its pictures"
    if entry.origin == "story" and (entry.style is None or not entry.style.palette):
        raise NotAVisualStyleError(name)
    return learn(drawn_samples(entry.style or visual_style(lambda _: None, name))), "learned from scenes drawn offline"


_DRAWN: dict[str, list[Description]] = {}


def drawn_samples(style: VisualStyle) -> list[Description]:
    """The test scenes as the offline artist has them in a style, described."""
    from storyforge.pipeline.styling.scenes import drawn, shown_scenes  # noqa: PLC0415 - loads the artist

    key = digest(style.plain())
    if key not in _DRAWN:
        _DRAWN[key] = [describe(drawn(scene.spec, style)) for scene in shown_scenes()]
    return _DRAWN[key]
