"""The speech provider `litellm:MODEL`: lines spoken by any service that litellm can reach, a call a line.

As with letters, nothing is asked twice here: retries are whoever's who calls.
"""

from __future__ import annotations

import time
from decimal import ROUND_UP, Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from storyforge.errors import NoVoiceChosenError, SpoiltError, TooLongToSpeakError
from storyforge.formats.languages import language, speech_seconds
from storyforge.media.sound import one_channel, trimmed, wav_in
from storyforge.model.money import Cost
from storyforge.model.story import MediaSettings, TextSettings
from storyforge.providers.base import Reply
from storyforge.providers.litellm_door import client_error, litellm, service_of
from storyforge.providers.litellm_faults import failure
from storyforge.providers.litellm_model import LiteLLMModel
from storyforge.providers.media_catalogue import price_of_speech, speech_model
from storyforge.providers.offline.voices import stand_in
from storyforge.tasks.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from storyforge.media.sound import Sound
    from storyforge.providers.base import SpeechRequest
    from storyforge.providers.media_catalogue import SpeechModel

TASK = "speech"
_TIMEOUT = 120
_MILLIONTH = Decimal("0.000001")
_SLOWEST = 3
"""How many times longer than reckoned a line may turn out, when money is set aside for it."""


class LiteLLMSpeech(LiteLLMModel):
    """Speaks lines by one model; of its settings the address and the timeout are used."""

    @classmethod
    def opened(cls, model: str, settings: MediaSettings | TextSettings) -> Self:
        """The provider of a model such as `openai/gpt-4o-mini-tts`."""
        return cls(model, TextSettings(api_base=settings.api_base, timeout=settings.timeout))

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The address, where it is one of the user's own."""
        return {"api_base": self._settings.api_base} if self._settings.api_base else {}

    def price(self, request: SpeechRequest) -> Cost:
        """What a line costs at most; unknown where the catalogue lacks the model."""
        spoken = speech_seconds(request.text, language(request.language))
        longest = Fraction(spoken).limit_denominator(1000) * _SLOWEST + 1
        return self._priced(request, longest)

    def speak(self, request: SpeechRequest) -> Reply[Sound]:
        """Have one line spoken, asked for once.

        Raises:
            NoVoiceChosenError, TooLongToSpeakError: nothing was sent.
            UnknownServiceError, NoKeyError: there is no such service, or no key for it.
            BusyError, UnreachableError: nothing was sold; it may be asked again.
            FailedError: nothing was sold.
            SpoiltError: what came is sold, and no sound.
            InDoubtError: the connection broke off, or nothing came.
        """
        asked = self._request(request)
        begun = time.monotonic()
        try:
            came = bytes(litellm().speech(**asked).content)
        except (client_error(), LookupError, TypeError, ValueError, AttributeError, ImportError) as error:
            raise failure(error, self.name, TASK) from None
        if not came:
            raise failure(ValueError("nothing came"), self.name, TASK)
        sound = wav_in(came)
        if sound is None or not sound.samples:
            cost = self._priced(request, None)
            raise SpoiltError(f"a line of {request.speaker}", self.name, "it is no sound", cost, came)
        sound = one_channel(sound)
        usage = {"seconds": round(time.monotonic() - begun, 3), "spoken": round(float(sound.seconds), 3)}
        return Reply(trimmed(sound), self.name, self._priced(request, sound.seconds), usage)

    @cached_property
    def _row(self) -> SpeechModel | None:
        return speech_model(self.name)

    def _priced(self, request: SpeechRequest, seconds: Fraction | None) -> Cost:
        told = tokens(f"{request.text} {self._manner(request)}")
        cost = price_of_speech(self._row, len(request.text), seconds, tokens=told)
        if cost.amount is None:
            return cost
        return Cost(cost.amount.quantize(_MILLIONTH, ROUND_UP).normalize(), cost.currency)

    def _request(self, request: SpeechRequest) -> dict[str, Any]:
        if self._row and self._row.text is not None and len(request.text) > self._row.text:
            raise TooLongToSpeakError(request.speaker, len(request.text), self._row.text, self.name)
        told = {
            **self._service(_TIMEOUT),
            "input": request.text,
            "voice": request.voice or self._stand_in(request),
            "response_format": "wav",
            "instructions": self._manner(request) or None,
        }
        return {name: value for name, value in told.items() if value is not None}

    def _stand_in(self, request: SpeechRequest) -> str:
        service, _ = service_of(self._model)
        found = stand_in(request, service, self._row.voices if self._row else ())
        if not found:
            raise NoVoiceChosenError(request.speaker, self.name)
        return found

    def _manner(self, request: SpeechRequest) -> str:
        """How it is to be spoken, for a model that can be told."""
        if self._row is None or not self._row.directions:
            return ""
        parts = [f"Voice: {request.sound}." if request.sound else "", request.age and f"Age: {request.age}."]
        parts.append(f"Manner: {request.direction}." if request.direction else "")
        return " ".join(part for part in parts if part)
