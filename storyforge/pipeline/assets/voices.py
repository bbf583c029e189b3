"""Voices heard before a film is: a line of a character, spoken by whoever speaks for the story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from storyforge.errors import OutSuffixError
from storyforge.exporters.voices import speech_of
from storyforge.formats.prose import one_line
from storyforge.media import sound
from storyforge.model.kinds import scene_path
from storyforge.model.money import FREE
from storyforge.model.numbering import folder
from storyforge.model.screenplay import Speech
from storyforge.pipeline.assets.changing import asset_of, character
from storyforge.pipeline.export import claims_of
from storyforge.pipeline.spending.speaking import speaking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storyforge.model.assets import Character
    from storyforge.model.money import Cost
    from storyforge.model.shots import ShotList
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.story import Story

FOLDER = "exports/voices"
_WORDS = (5, 30)
"""Words that a line for listening has at least and at most."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A line that was spoken, and the WAV file that it is in; none where it was only priced."""

    name: str
    text: str
    by: str
    seconds: float = 0.0
    path: Path | None = None
    cost: Cost = FREE


def preview(
    session: Session,
    name: str,
    request: Request,
    text: str,
    out: Path | None,
    tell: Callable[[dict[str, Any]], None],
) -> Heard:
    """Have a character say a line, the first longer one of the story where none is given, into a WAV file.

    Raises NoAssetError, NoCharacterError, OutSuffixError, OutTakenError, NoVoicesError, DiskError, and what the
    provider and the budgets raise.
    """
    story = session.story
    person = character(asset_of(story, name))
    place = out or session.repository.root / FOLDER / f"{person.id}.wav"
    if place.suffix.lower() != ".wav":
        raise OutSuffixError(str(place), "a voice", ".wav")
    claims = claims_of(session, overwrite=False)
    claims.claim(place)
    words = one_line(text) or _line_of(story, person)
    with speaking(session, request, tell) as speech:
        asked = speech_of(person, words, story.story.language, speech.name)
        if request.dry:
            return Heard(person.name, words, speech.name, cost=speech.price(asked))
        reply = speech.speak(asked)
        place.parent.mkdir(parents=True, exist_ok=True)
        sound.write_wav(sound.resampled(reply.value, sound.FILM_RATE), place)
        claims.ledger.add((place,))
        return Heard(person.name, words, reply.by, float(reply.value.seconds), place, speech.cost)


def _line_of(story: Story, person: Character) -> str:
    """A line that the character says in the film: the first that is long enough to be listened to, else the longest."""
    said = [line for number in person.scenes for line in _lines(story, number, person)]
    least, most = _WORDS
    fitting = (line for line in said if least <= len(line.split()) <= most)
    return next(fitting, max(said, key=len, default=person.name))


def _lines(story: Story, number: str, person: Character) -> list[str]:
    path = scene_path(folder(number), "shots")
    shots = cast("ShotList | None", story.model(path)) if path in story.summaries else None
    if shots is not None:
        spoken = (line for shot in shots.shots for line in shot.dialogue)
        return [one_line(line.text) for line in spoken if line.character == person.id]
    names = {name.casefold() for name in (person.name, *person.aliases)}
    scene = story.scenes.get(number)
    blocks = scene.blocks() if scene else []
    return [one_line(block.words) for block in blocks if isinstance(block, Speech) and block.name.casefold() in names]
