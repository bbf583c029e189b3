"""A parsed script: the file as it is, and the screenplay read from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storyforge.formats.fountain.source import Source
    from storyforge.model.language import Language
    from storyforge.model.screenplay import Diagnostic, Element, Screenplay, ScriptScene


@dataclass(frozen=True)
class Script:
    """A Fountain file and what it says.

    `language` and `lenient` are how it was read, and how it is read again after an edit.
    """

    source: Source
    screenplay: Screenplay
    language: Language | None = None
    lenient: bool = False

    @property
    def elements(self) -> tuple[Element, ...]:
        """The elements in order."""
        return self.screenplay.elements

    @property
    def scenes(self) -> tuple[ScriptScene, ...]:
        """The scenes in order."""
        return self.screenplay.scenes

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What looks odd."""
        return self.screenplay.diagnostics

    @property
    def text(self) -> str:
        """The text, as it is in the file."""
        return self.source.text

    def to_bytes(self) -> bytes:
        """The file."""
        return self.source.to_bytes()
