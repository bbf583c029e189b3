"""What a document is once it has been read, whatever format it came in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Form = Literal["prose", "script", "captions"]


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter, a scene, or another part: its heading, and its paragraphs with one empty line between them.

    A heading is never part of the text. Lines of a paragraph are joined by a space; letters and signs are the author's.
    """

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class TimedCue:
    """Words with the whole milliseconds in which they are heard, and their speaker where one is named."""

    start: int
    end: int
    text: str
    speaker: str = ""


@dataclass(frozen=True)
class Document:
    """A document as it was read.

    `encoding` is the codec of a text file, empty for other formats; `guessed` says that nothing in the file names it.
    `notes` are sentences for the user: what was guessed, cut or left out. `cues` are those of captions and transcripts,
    `fountain` the script that a screenplay came as, or was turned into.
    """

    kind: Form
    sections: tuple[Section, ...]
    title: str = ""
    author: str = ""
    language: str = ""
    encoding: str = ""
    guessed: bool = False
    notes: tuple[str, ...] = ()
    cues: tuple[TimedCue, ...] = ()
    fountain: str = ""

    @cached_property
    def words(self) -> int:
        """Words of all sections: stretches without white space."""
        return sum(len(section.text.split()) for section in self.sections)
