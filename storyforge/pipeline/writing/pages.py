"""Pages: the texts of a story in which passages are found, and how each is written back around a new passage."""

from __future__ import annotations

import codecs
from abc import ABC, abstractmethod
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, cast

from storyforge.errors import MissingArtifactError, NotRewritableError, RequestError, UnknownArtifactError
from storyforge.formats import fountain, markdown
from storyforge.model.kinds import kind_of, option_path
from storyforge.model.slug import slugify
from storyforge.pipeline.change import to_bytes
from storyforge.pipeline.writing.passages import Lines, Places, Stretch
from storyforge.pipeline.writing.scripts import around_scene, refuse_other_structure
from storyforge.pipeline.writing.sheet import beat_of
from storyforge.stages import BY_NAME
from storyforge.story import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from storyforge.model.assets import Asset
    from storyforge.model.beats import BeatSheet
    from storyforge.story import Story

BEATS = "beats.yaml"
TELLINGS = ("treatment", "lore", "narrative")
AROUND = 1500
"""Characters of the surroundings that a passage is told with, on either side."""
_APART = "\0"
"""Stands between two texts of one file: no file of ours may hold it, and no passage reaches over it."""


@dataclass(frozen=True)
class Page(ABC):
    """A text of a story: `form` is how it is written, `stage` whose it is."""

    story: Story
    path: str
    text: str
    form: str
    stage: str

    @property
    def places(self) -> Places:
        """What places in it are called."""
        return Lines(self.text)

    def surroundings(self, stretch: Stretch) -> tuple[str, str]:
        """What stands before and behind a passage, as far as whoever rewrites it is told."""
        return around(self.text, stretch, 0, len(self.text))

    def people(self, stretch: Stretch) -> tuple[str, ...]:
        """Names of those who matter in a passage; none where nobody is known to."""
        del stretch
        return ()

    def scene(self, stretch: Stretch) -> str:
        """The number of the scene that a passage is of, or nothing."""
        del stretch
        return ""

    def fitted(self, passage: str) -> str:
        """A new passage as it may stand here."""
        return passage.strip()

    @abstractmethod
    def written(self, text: str, changed: Sequence[tuple[Stretch, str]]) -> bytes:
        """The file with another text, which differs in some stretches only; raises where that can't be."""


def around(text: str, stretch: Stretch, first: int, last: int) -> tuple[str, str]:
    """Up to `AROUND` characters on either side of a stretch, within bounds, no word cut."""
    start, end = max(first, stretch.start - AROUND), min(last, stretch.end + AROUND)
    before, after = text[start : stretch.start], text[stretch.end : end]
    if start > first:
        before = before.partition(" ")[2] or before
    if end < last:
        after = after.rpartition(" ")[0] or after
    return before, after


@dataclass(frozen=True)
class Prose(Page):
    """The body of a telling; what stands before it in the file is kept as it is."""

    head: bytes

    @classmethod
    def open(cls, story: Story, path: str, stage: str) -> Prose:
        """The prose of a file; raises MissingArtifactError, InvalidArtifactError."""
        story.refuse_unreadable([path])
        text = story.text(path)
        start = markdown.body_start(text)
        bom = codecs.BOM_UTF8 if (story.read(path) or b"").startswith(codecs.BOM_UTF8) else b""
        return cls(story, path, text[start:], "prose", stage, bom + text[:start].encode())

    @property
    def places(self) -> Places:
        """Lines of the file."""
        return Lines(self.text, Lines.count(self.head.decode("utf-8-sig")) + 1)

    def written(self, text: str, changed: Sequence[tuple[Stretch, str]]) -> bytes:
        """The same head, and the text."""
        del changed
        return self.head + text.encode()


@dataclass(frozen=True)
class Script(Page):
    """The master script, whole; surroundings end where the scene does."""

    @classmethod
    def open(cls, story: Story) -> Script:
        """The script; raises MissingArtifactError, InvalidArtifactError."""
        return cls(story, SCRIPT, story.source.text, "screenplay", "script")

    def surroundings(self, stretch: Stretch) -> tuple[str, str]:
        """What of the same scene stands around a passage."""
        return around(self.text, stretch, *around_scene(self.story.source, stretch))

    def people(self, stretch: Stretch) -> tuple[str, ...]:
        """Who speaks in the scene."""
        first, last = around_scene(self.story.source, stretch)
        there = fountain.parse(self.text[first:last], self.story.story.language).elements
        return tuple(dict.fromkeys(each.text for each in there if each.kind == "character"))

    def scene(self, stretch: Stretch) -> str:
        """The scene whose heading stands last before the end of a passage."""
        line = Lines(self.text).line(stretch.end - 1)
        return next((each.number or "" for each in reversed(self.story.script.scenes) if each.line <= line), "")

    def fitted(self, passage: str) -> str:
        """A new passage without empty lines around it; its indent stays."""
        return passage.strip("\r\n").rstrip()

    def written(self, text: str, changed: Sequence[tuple[Stretch, str]]) -> bytes:
        """The script with its scene numbers; raises StructureChangedError."""
        source = self.story.source.source
        new = fountain.Source.from_text(text, source.codec, source.bom)
        return refuse_other_structure(self.story.source, new, changed).to_bytes()


@dataclass(frozen=True)
class Beats(Page):
    """The texts of some beats, one behind the other."""

    ids: tuple[str, ...]

    @classmethod
    def open(cls, story: Story, ids: Sequence[str]) -> Beats:
        """The beats that are named, else all; raises MissingArtifactError, UnknownBeatError."""
        sheet = cast("BeatSheet | None", story.model(BEATS))
        if sheet is None:
            raise MissingArtifactError(BEATS)
        beats = [beat_of(sheet, name) for name in ids] or list(sheet.beats)
        text = _APART.join(beat.text for beat in beats)
        return cls(story, BEATS, text, "sentence", "beats", tuple(beat.id for beat in beats))

    @property
    def places(self) -> Places:
        """Beats by id."""
        return _ById(self.text, self.ids)

    def surroundings(self, stretch: Stretch) -> tuple[str, str]:
        """The rest of the beat."""
        first = self.text.rfind(_APART, 0, stretch.start) + 1
        last = self.text.find(_APART, stretch.end)
        return around(self.text, stretch, first, last if last >= 0 else len(self.text))

    def written(self, text: str, changed: Sequence[tuple[Stretch, str]]) -> bytes:
        """The beat sheet, its comments kept."""
        del changed
        sheet = cast("BeatSheet", self.story.model(self.path))
        texts = dict(zip(self.ids, text.split(_APART), strict=True))
        beats = tuple(beat.model_copy(update={"text": texts.get(beat.id, beat.text)}) for beat in sheet.beats)
        return to_bytes(self.story, self.path, sheet.model_copy(update={"beats": beats}))


class _ById(Places):
    def __init__(self, text: str, ids: Sequence[str]) -> None:
        self._starts = list(accumulate(len(each) + 1 for each in text.split(_APART)))
        self._ids = ids

    def name(self, stretch: Stretch) -> str:
        """The beat's id."""
        return self._ids[bisect_right(self._starts, stretch.start)]


@dataclass(frozen=True)
class Description(Page):
    """What an asset looks like."""

    @classmethod
    def open(cls, story: Story, path: str) -> Description:
        """The description of an asset; raises InvalidArtifactError."""
        asset = cast("Asset", story.model(path))
        return cls(story, path, asset.description, "prose", "assets")

    def written(self, text: str, changed: Sequence[tuple[Stretch, str]]) -> bytes:
        """The asset, its comments kept."""
        del changed
        asset: Any = self.story.model(self.path)
        return to_bytes(self.story, self.path, asset.model_copy(update={"description": text}))


def page_of(story: Story, what: str, which: Sequence[str] = ()) -> Page:
    """The text that a name stands for: treatment, `treatment 2`, beats, `beats b07`, script, an asset, or a path.

    Raises UnknownArtifactError, NotRewritableError, MissingArtifactError, UnknownBeatError, InvalidArtifactError.
    """
    if what in ("beats", BEATS):
        return Beats.open(story, which)
    if what in TELLINGS:
        return _telling(story, what, which)
    path = _path(story, what)
    kind = kind_of(path)
    if which:
        raise RequestError(f"{what} is one text.", f"Leave {which[0]} out.")
    if path == SCRIPT:
        return Script.open(story)
    if kind is not None and kind.format == "markdown":
        return Prose.open(story, path, kind.stage)
    if kind is not None and kind.stage == "assets":
        story.refuse_unreadable([path])
        return Description.open(story, path)
    raise NotRewritableError(what, _elsewhere(kind.stage if kind else what))


def _telling(story: Story, stage: str, which: Sequence[str]) -> Prose:
    if len(which) > 1 or not all(name.isdigit() and len(name) == 1 for name in which):
        raise RequestError(f"{' '.join(which)} is no option of {stage}.", f"Such as: storyforge rewrite {stage} 2")
    return Prose.open(story, option_path(stage, int(which[0])) if which else f"{stage}.md", stage)


def _path(story: Story, what: str) -> str:
    if what == "script":
        return SCRIPT
    clean = what.removeprefix("./")
    if clean in story.files.ids and kind_of(clean) is not None:
        return clean
    assets: Mapping[str, str] = story.summaries.assets
    if (slug := slugify(what)) in assets:
        return assets[slug]
    known: Iterable[str] = (*TELLINGS, "beats", "script", *assets)
    if kind_of(clean) is not None:
        raise MissingArtifactError(clean)
    if what in BY_NAME:
        raise NotRewritableError(what, _elsewhere(what))
    raise UnknownArtifactError(what, list(known), "Name treatment, lore, narrative, beats, script or an asset.")


def _elsewhere(stage: str) -> str:
    return f'Edit its file, or make it anew with your word on it: storyforge {stage} -m "..."'
