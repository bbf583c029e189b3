"""Every document a story can begin with, read into one form."""

from __future__ import annotations

from storyforge.formats.documents.document import Document, Section, TimedCue
from storyforge.formats.documents.read import read_document, supported

__all__ = ["Document", "Section", "TimedCue", "read_document", "supported"]
