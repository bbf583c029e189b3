"""Lines by a hosted voice, over a real wire: what is asked, what it costs, and what becomes of a call that fails."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from storyforge.errors import (
    BusyError,
    InDoubtError,
    NoVoiceChosenError,
    RejectedError,
    SpoiltError,
    TooLongToSpeakError,
)
from storyforge.media.sound import wav_in
from storyforge.model.money import Cost
from storyforge.model.story import MediaSettings
from storyforge.providers import SPEECH
from storyforge.providers.base import SpeechRequest
from storyforge.providers.litellm_speech import LiteLLMSpeech
from tests.providers.openai_server import OpenAIServer, Say
from tests.providers.spoken import speaker, wav

if TYPE_CHECKING:
    from collections.abc import Iterator

MODEL = "openai/gpt-4o-mini-tts"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenAIServer]:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-0123456789-abcdef")
    with OpenAIServer(otherwise=speaker(2.0)) as running:
        yield running


def provider(server: OpenAIServer, model: str = MODEL) -> LiteLLMSpeech:
    return LiteLLMSpeech.opened(model, MediaSettings(api_base=server.address, timeout=5))


def line(text: str = "The lamp is out.", **more: str) -> SpeechRequest:
    return SpeechRequest(text, "en", "ines", **more)  # type: ignore[arg-type]  # names of fields, values as told


def test_it_is_in_the_table() -> None:
    assert SPEECH.load("litellm") is LiteLLMSpeech


def test_a_line_is_asked_for_once_in_the_voice_and_manner_that_were_chosen(server: OpenAIServer) -> None:
    reply = provider(server).speak(
        line(voice="coral", sound="gravelly alto, slow pace", direction="whispering", age="41")
    )
    (heard,) = server.heard
    assert heard.path == "/v1/audio/speech"
    assert heard.body["input"] == "The lamp is out."
    assert (heard.body["voice"], heard.body["response_format"]) == ("coral", "wav")
    assert heard.body["instructions"] == "Voice: gravelly alto, slow pace. Age: 41. Manner: whispering."
    assert 1.9 < reply.value.seconds <= 2
    assert reply.cost.amount is not None
    assert Decimal("0.0005") < reply.cost.amount < Decimal("0.0006"), "two seconds, and the words that were sent"


def test_the_price_beforehand_is_more_than_it_comes_to(server: OpenAIServer) -> None:
    asked = line("I told you the house was empty and nobody had been there for a year.")
    before, after = provider(server).price(asked), provider(server).speak(asked).cost
    assert before.amount is not None
    assert after.amount is not None
    assert before.amount > after.amount > 0
    assert provider(server, "openai/my-own").price(asked) == Cost(None)


def test_who_has_no_voice_has_always_the_same_one(server: OpenAIServer) -> None:
    for who in ("ines", "ben", "ines"):
        provider(server).speak(SpeechRequest("Yes.", "en", who, pronouns="she"))
    voices = [heard.body["voice"] for heard in server.heard]
    assert voices[0] == voices[2]
    with pytest.raises(NoVoiceChosenError, match="ines"):
        provider(server, "elevenlabs/eleven_v3").speak(line())
    assert len(server.heard) == 3


def test_a_line_that_is_too_long_is_not_sent(server: OpenAIServer) -> None:
    with pytest.raises(TooLongToSpeakError, match="5000 characters"):
        provider(server).speak(line("a" * 5000))
    assert not server.heard


@pytest.mark.parametrize(
    ("say", "error"),
    [
        (Say(status=429), BusyError),
        (Say(status=500), BusyError),
        (Say(status=400), RejectedError),
        (Say(cut=20), InDoubtError),
        (Say(cut=0), InDoubtError),
        (Say(raw=b"not a sound"), SpoiltError),
        (Say(raw=wav(0)), SpoiltError),
        (Say(raw=b""), InDoubtError),
    ],
)
def test_what_fails_fails_after_one_call(server: OpenAIServer, say: Say, error: type[Exception]) -> None:
    server.says = [say]
    with pytest.raises(error):
        provider(server).speak(line())
    assert len(server.heard) == 1, "whoever asked decides whether it is asked again"


def test_sounds_of_other_forms() -> None:
    assert wav_in(wav(1, channels=2)) is not None
    assert wav_in(wav(1, bits=8)) is None
    assert wav_in(b"RIFF") is None
    assert wav_in(b"") is None
