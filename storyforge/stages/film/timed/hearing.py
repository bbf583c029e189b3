"""Stage 1 for a given audio: it is listened to, and its transcript is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.formats.documents import read_document
from storyforge.stages.film.timed.facts import audio_artifact

if TYPE_CHECKING:
    from storyforge.model.audio import Audio
    from storyforge.model.story import Inputs
    from storyforge.stages.base import Library

TRANSCRIPT = "transcript"
"""The tag of the context file that says what is heard, and when."""


def heard(library: Library, inputs: Inputs, language: str) -> tuple[Audio, tuple[str, ...]]:
    """`audio.yaml` of the primary input, and sentences for its author.

    Raises what listening to an audio and reading a transcript raises, MissingArtifactError, LfsPointerError.
    """
    path = inputs.primary.path
    transcript = next((entry.path for entry in inputs.context if entry.tag == TRANSCRIPT), "")
    words = library.read(transcript) if transcript else None
    cues = read_document(transcript, words, language).cues if words is not None else ()
    return audio_artifact(path, library.medium(path), cues, transcript, language)
