"""Styles as stages ask for them: passages nearest to a task, and pictures nearest to a frame."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from storyforge.errors import StoryforgeError
from storyforge.formats.languages import detect, language, languages
from storyforge.formats.visual_styles import VISUAL
from storyforge.journal.passages import PassageIndex
from storyforge.model.digest import digest
from storyforge.pipeline.styling.corpus import corpora, corpus_of
from storyforge.pipeline.styling.reading import CUT, About, about, contents
from storyforge.tasks.brief import StylePassage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from storyforge.journal.passages import Found, Passage
    from storyforge.model.framing import FrameSpec, Moment
    from storyforge.pipeline.styling.corpus import Corpus
    from storyforge.stages.base import Sample
    from storyforge.story import Story

_NEAR_NOTHING = Decimal(0)
_DEPTH = 100
"""Passages found by words that are merged with those found by meaning."""


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that was looked for: its style, its place, and how near it is."""

    style: str
    place: str
    number: int
    language: str
    text: str
    score: Decimal


class Merging(Protocol):
    """A second ranking, merged with the one by words: `storyforge.pipeline.styling.meaning.Meaning`."""

    def merged(
        self, index: PassageIndex, query: str, by_words: Sequence[Found], language: str | None, count: int
    ) -> list[Found]:
        """The nearest passages by both, best first."""
        ...


class WrittenStyle:
    """One style, opened: its texts, what it says of itself, and the index of its passages, built when first asked.

    `common_dir` is the repository's shared git folder, where the index is kept; without one it lives in memory. With
    `meaning`, passages are also found by what they mean.
    """

    def __init__(self, corpus: Corpus, common_dir: Path | None, meaning: Merging | None = None) -> None:
        self.corpus = corpus
        self._meaning = meaning
        folder = common_dir / "storyforge" / "styles" if common_dir else None
        name = digest([corpus.digest, CUT])
        self._index = PassageIndex(folder, corpus.name, name, lambda: contents(corpus))

    def about(self) -> About:
        """What the style says of itself; raises InvalidArtifactError."""
        return about(self.corpus)

    def line(self) -> str:
        """The line that the style says about itself; empty where there is none that can be read."""
        try:
            return self.about().line
        except StoryforgeError:
            return ""

    def facts(self) -> dict[str, Any]:
        """Passages, words, those said, words of a sentence, passages by language, and files that can't be read."""
        return self._index.facts()

    def search(self, query: str, count: int) -> list[Near]:
        """The passages nearest to a question, best first; none where no word of it is there."""
        return self._nearest(query, count, detect(query), None)

    def some(self, count: int, code: str | None = None) -> list[Near]:
        """Passages from all over the style, in one language or all."""
        return [self._near(passage, _NEAR_NOTHING) for passage in self._index.spread(count, code)]

    def for_task(self, query: str, count: int, code: str) -> list[Near]:
        """So many passages for a task, the nearest first, then others: in its language, else in the style's own.

        What a style sounds like is told by any of its passages, so there are `count` of them if the style has as many.
        """
        there = self.facts()["languages"]
        spoken = code if code in there else None
        found = self._nearest(query, count, code, spoken)
        if len(found) < count:
            # Passages in one language sound more alike than some of each.
            mother = spoken or next(iter(there), None)
            more = (*self.some(count * 2, mother), *self.some(count * 2))
            known = {(one.place, one.number) for one in found}
            others = {(one.place, one.number): one for one in more}
            found += [one for place, one in others.items() if place not in known]
        return found[:count]

    def _nearest(self, query: str, count: int, code: str, spoken: str | None) -> list[Near]:
        """Passages by their words, and by what they mean if that is asked for."""
        depth = max(count, _DEPTH) if self._meaning else count
        found = self._index.search(query, depth, language=spoken, without=_common(code))
        if self._meaning and query.strip():
            found = self._meaning.merged(self._index, query, found, spoken, count)
        return [self._near(one.passage, one.score) for one in found]

    def close(self) -> None:
        """Close the index."""
        self._index.close()

    def _near(self, passage: Passage, score: Decimal) -> Near:
        place = self.corpus.place(passage.source)
        return Near(self.corpus.name, place, passage.number, passage.language, passage.text, score)


class Styles:
    """How a story should sound and look, for stages: made in no time, opened when asked, by as many threads as wish."""

    def __init__(self, common_dir: Path | None, story: Story, meaning: Merging | None = None) -> None:
        self._common_dir = common_dir
        self._meaning = meaning
        self._story = story
        self._turn = threading.Lock()
        self._style: WrittenStyle | None = None

    @property
    def name(self) -> str:
        """The name of the story's written style; empty where it has none."""
        return self._story.story.styles.written or ""

    def passages(self, query: str, count: int = 3) -> tuple[StylePassage, ...]:
        """The passages of the story's style that are nearest to a task's words; none where it has no style.

        In the story's language where the style has passages in it. A score of 0 is a passage that has no word in
        common with the task, and shows the sound alone. Raises UnknownStyleError.
        """
        style = self._opened()
        if style is None:
            return ()
        found = style.for_task(query, count, self._story.story.language)
        return tuple(
            StylePassage(text=one.text, source=f"{one.place}, passage {one.number}", score=one.score) for one in found
        )

    def about(self) -> About:
        """What the story's style says of itself; empty where it has no style, or the style no words for it."""
        style = self._opened()
        return style.about() if style else About()

    def sound(self) -> str:
        """The same in a few sentences, as whoever writes is told it."""
        about = self.about()
        return " ".join([about.line, *(f"{name.capitalize()}: {text}" for name, text in about.sounds.items())]).strip()

    def samples(self, name: str, spec: FrameSpec, moment: Moment, count: int) -> tuple[Sample, ...]:
        """The pictures of a visual style that are nearest to a frame in light and colour; none where it has none."""
        start = f"{VISUAL}{name}/"
        if not name or not any(path.startswith(start) for path in self._story.files.ids):
            return ()
        from storyforge.pipeline.styling.sampling import samples_near  # noqa: PLC0415 - loads the artist

        with self._turn:
            return samples_near(self._story, self._common_dir, name, spec, moment, count)

    def digest(self) -> str:
        """What the story's style is made of; empty where it has none."""
        return style_digest(self._story, self.name) if self.name else ""

    def _opened(self) -> WrittenStyle | None:
        with self._turn:
            if self._style is None and self.name:
                self._style = WrittenStyle(corpus_of(self._story, self.name), self._common_dir, self._meaning)
            return self._style


def style_digest(story: Story | None, name: str) -> str:
    """The digest of all texts of a style with their names; raises UnknownStyleError."""
    return digest([corpus_of(story, name).digest, CUT])


def refuse_unknown_style(story: Story | None, name: str) -> None:
    """Raise UnknownStyleError, with the nearest name, where neither story, library nor program has such a style."""
    corpus_of(story, name)


def every_style(story: Story | None, common_dir: Path | None) -> list[WrittenStyle]:
    """All styles there are, by name."""
    return [WrittenStyle(corpus, common_dir) for corpus in corpora(story).values()]


def one_style(story: Story | None, common_dir: Path | None, name: str) -> WrittenStyle:
    """The style of a name; raises UnknownStyleError."""
    return WrittenStyle(corpus_of(story, name), common_dir)


def search_styles(styles: Iterable[WrittenStyle], query: str, count: int) -> list[Near]:
    """The passages of several styles that are nearest to a question; equal ones by style, place and number."""
    found = [near for style in styles for near in style.search(query, count)]
    return sorted(found, key=lambda one: (-one.score, one.style, one.place, one.number))[:count]


def _common(code: str) -> frozenset[str]:
    """The words of a language that say nothing by themselves; none for a language that is not in the table."""
    return frozenset(language(code).function_words) if code in languages() else frozenset()
