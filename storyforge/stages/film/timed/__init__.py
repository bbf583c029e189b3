"""A film for an audio that is there: its stages follow the time codes of `audio.yaml`, and write no dialogue.

The audio is divided into segments once, at set-up. Treatment and beats are the words heard, verbatim; the script has
a scene for each part of a beat, which asks what is seen; all shots together have exactly the frames of the audio.
Everything here is a rule: what is heard is given, and what is seen is for the author to say.
"""

from storyforge.stages.film.timed.telling import LAID_OUT_FROM, MADE_FROM, beats, is_timed, script, treatment
from storyforge.stages.film.timed.tiling import parts_of, timed_shots

__all__ = [
    "LAID_OUT_FROM",
    "MADE_FROM",
    "beats",
    "is_timed",
    "parts_of",
    "script",
    "timed_shots",
    "treatment",
]
