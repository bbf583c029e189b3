"""Scratch voices: lines spoken by espeak-ng where it is there, one voice a character, always the same."""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from storyforge.errors import NoVoicesError
from storyforge.media.espeak import Engine, Voice, engine, speak
from storyforge.media.sound import levelled, trimmed
from storyforge.model.money import FREE
from storyforge.providers.base import Reply
from storyforge.resources import read_template

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.media.sound import Sound
    from storyforge.model.money import Cost
    from storyforge.providers.base import SpeechRequest

_FALLBACK = "en"


class ScratchVoices:
    """Speaks by espeak-ng: no key, no network, the same sound for the same line and the same espeak-ng."""

    name = "offline"
    pure = True

    def available(self) -> bool:
        """Whether there is an espeak-ng; raises NoVoicesError where the one that is named does not run."""
        return engine() is not None

    def price(self, request: SpeechRequest) -> Cost:  # noqa: ARG002  # whatever is asked
        """Nothing."""
        return FREE

    def speak(self, request: SpeechRequest) -> Reply[Sound]:
        """Speak one line, without silence around it; raises NoVoicesError."""
        used = engine()
        if used is None:
            raise NoVoicesError
        sound = _spoken(request.text, voice_of(request), used)
        loudness = 0.6 * _direction(request.direction)["volume"]
        return Reply(levelled(trimmed(sound), min(0.9, loudness)), f"{self.name} ({used.version})")


def _spoken(text: str, voice: Voice, used: Engine) -> Sound:
    try:
        return speak(text, voice, used)
    except NoVoicesError:
        # A distribution may leave variants and accents out; the language's own voice is better than silence.
        plain = Voice(voice.language.partition("-")[0], "", voice.speed, voice.pitch, voice.volume)
        if voice.name == plain.name:
            raise
        return speak(text, plain, used)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(read_template("voices.toml"))


def voice_of(request: SpeechRequest) -> Voice:
    """The voice of a speaker: variant, pitch and speed by name, age and pronouns; then what a parenthetical changes.

    What the speaker's profile says comes over it: a variant of espeak-ng, an accent, pace and pitch.
    """
    table, direction = _table(), _direction(request.direction)
    age = age_of(request.age)
    kind = _kind(request)
    variants = table["voices"][kind]
    variant = request.voice or variants[_number(request.speaker, "variant") % len(variants)]
    if direction["whispering"]:
        variant = table["voices"]["whispering"][kind]
    profile = table["profile"]
    pitch = 50 + age["pitch"] + direction["pitch"] + profile["pitch"][request.pitch]
    pitch += _spread(request.speaker, "pitch") * table["pitch_spread"]
    own = 1 + _spread(request.speaker, "speed") * table["speed_spread"]
    speed = table["speed"] * age["speed"] * direction["speed"] * own * profile["pace"][request.pace]
    code = request.language.partition("-")[0].lower() or _FALLBACK
    spoken = _accent(request.accent, code) or table["languages"].get(code, code)
    return Voice(spoken, variant, round(speed), max(0, min(99, round(pitch))))


def _accent(accent: str, code: str) -> str:
    """The voice of espeak-ng that has an accent; nothing where it has none."""
    known: Mapping[str, str] = _table()["accents"].get(code, {})
    return next((voice for word, voice in known.items() if word in accent.lower()), "")


def stand_in(request: SpeechRequest, service: str, voices: Sequence[str]) -> str:
    """The voice of a hosted service for somebody who has none of their own: always the same for the same speaker.

    Nothing where the table does not know the service's voices, or the model lacks them.
    """
    known: Mapping[str, Sequence[str]] = _table()["hosted"].get(service, {})
    fitting = [voice for voice in known.get(_kind(request), ()) if not voices or voice in voices]
    return fitting[_number(request.speaker, "variant") % len(fitting)] if fitting else ""


def age_of(text: str) -> Mapping[str, Any]:
    """The row of `templates/voices.toml` for an age as a script gives it: `44`, `late 60s`, `a girl`, or nothing."""
    rows: list[Mapping[str, Any]] = _table()["ages"]
    adult = next(row for row in rows if row["name"] == "adult")
    years = re.search(r"\d{1,3}", text)
    if years:
        return next((row for row in rows if int(years[0]) <= row["until"]), rows[-1])
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower())
    # Who is called an old man's boy is told by the first word that says anything.
    for word in words:
        for row in rows:
            if word in row["words"]:
                return row
    return adult


def _kind(request: SpeechRequest) -> Literal["she", "he"]:
    if request.pronouns in {"she", "he"}:
        return "she" if request.pronouns == "she" else "he"
    return "she" if _number(request.speaker, "kind") % 2 else "he"


_PLAIN = {"volume": 1.0, "speed": 1.0, "pitch": 0, "whispering": False}


def _direction(text: str) -> Mapping[str, Any]:
    low = text.lower()
    rows: list[dict[str, Any]] = _table()["directions"]
    for row in rows:
        if any(re.search(rf"(?<!\w){re.escape(word)}", low) for word in row["words"]):
            return _PLAIN | row
    return _PLAIN


def _number(speaker: str, what: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{speaker}/{what}".encode()).digest()[:4], "big")


def _spread(speaker: str, what: str) -> float:
    """From -1 to 1."""
    return _number(speaker, what) / 2**31 - 1
