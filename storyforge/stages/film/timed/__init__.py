"""A film for an audio that is there: its stages follow the time codes of `audio.yaml`, and write no dialogue.

The audio is divided into segments once, at set-up. Treatment and beats are the words heard, verbatim; the script has
a scene for each part of a beat, which asks what is seen; all shots together have exactly the frames of the audio.
Everything here is a rule: what is heard is given, and what is seen is for the author to say.
"""

from storyforge.stages.film.timed.facts import audio_artifact
from storyforge.stages.film.timed.telling import beats, is_timed, script, treatment

__all__ = ["audio_artifact", "beats", "is_timed", "script", "treatment"]
