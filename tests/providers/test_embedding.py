"""The real litellm asks a server of this machine for vectors; passages are found by what they mean."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.errors import BusyError, InDoubtError, NoKeyError, UnreachableError
from storyforge.model.money import Cost
from storyforge.model.story import TextSettings
from storyforge.pipeline.styling.corpus import Corpus
from storyforge.pipeline.styling.meaning import Meaning
from storyforge.pipeline.styling.styles import WrittenStyle
from storyforge.providers import EMBEDDING
from storyforge.providers.litellm_embedding import LiteLLMEmbedding
from tests.providers.openai_server import OpenAIServer, Say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from storyforge.providers.base import Vector

MODEL = "openai/text-embedding-3-small"
SAME = {"drizzle": "rain", "downpour": "rain", "pane": "glass", "window": "glass", "hound": "dog"}
"""Words that this server takes for the same."""


def vector(text: str) -> list[float]:
    """A bag of words in 1,024 numbers, words of one meaning in one place."""
    found = [0.0] * 1024
    for word in text.lower().replace(".", "").replace(",", "").split():
        place = int(hashlib.sha256(SAME.get(word, word).encode()).hexdigest()[:8], 16)
        found[place % 1024] += 1.0
    return found


def embedded(body: Any) -> Say:
    rows = [{"object": "embedding", "index": n, "embedding": vector(text)} for n, text in enumerate(body["input"])]
    told = {
        "object": "list",
        "model": body["model"],
        "data": rows[::-1],
        "usage": {"prompt_tokens": 9, "total_tokens": 9},
    }
    return Say(raw=json.dumps(told).encode())


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenAIServer]:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-0123456789-abcdef")
    with OpenAIServer(otherwise=embedded) as running:
        yield running


def provider(server: OpenAIServer) -> LiteLLMEmbedding:
    return LiteLLMEmbedding.opened(MODEL, TextSettings(api_base=server.address, timeout=5))


def test_it_is_in_the_table() -> None:
    assert EMBEDDING.load("litellm") is LiteLLMEmbedding


def test_vectors_come_in_the_order_of_their_texts(server: OpenAIServer) -> None:
    reply = provider(server).embed(["Rain on glass.", "A dog."])
    assert [list(one) for one in reply.value] == [vector("Rain on glass."), vector("A dog.")]
    assert reply.by == f"litellm:{MODEL}"
    assert reply.usage["prompt_tokens"] == 9
    assert reply.cost.amount is not None
    assert reply.cost.amount > 0
    (heard,) = server.heard
    assert heard.path == "/v1/embeddings"
    assert heard.body["input"] == ["Rain on glass.", "A dog."]
    assert heard.headers["Authorization"] == "Bearer sk-planted-0123456789-abcdef"


def test_the_price_is_known_before_and_unknown_for_a_model_of_ones_own(server: OpenAIServer) -> None:
    assert provider(server).price(["Rain on glass."] * 100).amount
    own = LiteLLMEmbedding("openai/my-own", TextSettings(api_base=server.address))
    assert own.price(["Rain"]) == Cost(None)
    assert own.embed(["Rain"]).cost == Cost(None)
    assert len(server.heard) == 1


@pytest.mark.parametrize(
    ("say", "error"),
    [
        (Say(status=429), BusyError),
        (Say(status=500), BusyError),
        (Say(cut=20), InDoubtError),
        (Say(cut=0), InDoubtError),
        (Say(raw=b'{"object": "list", "data": [], "model": "x"}'), InDoubtError),
        (Say(raw=b"not json"), InDoubtError),
    ],
)
def test_a_call_that_fails_is_made_once(server: OpenAIServer, say: Say, error: type[Exception]) -> None:
    server.says.append(say)
    with pytest.raises(error):
        provider(server).embed(["Rain"])
    assert len(server.heard) == 1


def test_without_a_key_or_a_service_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(NoKeyError):
        LiteLLMEmbedding(MODEL).embed(["Rain"])
    with pytest.raises(UnreachableError):
        LiteLLMEmbedding(MODEL, TextSettings(api_base="http://127.0.0.1:9/v1")).embed(["Rain"])


TEXTS = (
    "All night the drizzle ran along the pane, and nobody in the house could sleep for thinking of the road. " * 3,
    "The hound lay at the door of the mill and lifted its head whenever a cart went by on the road below. " * 3,
    "He counted the money on the table, twice, and put it in the tin, and the tin behind the clock again. " * 3,
)


def opened(server: OpenAIServer, folder: Path) -> WrittenStyle:
    files = {f"{number}.txt": text.encode() for number, text in enumerate(TEXTS)}
    asked = provider(server)

    def embed(texts: Sequence[str]) -> Sequence[Vector]:
        return asked.embed(texts).value

    corpus = Corpus("mine", "story", {name: name for name in files}, lambda name: files[name])
    return WrittenStyle(corpus, folder, Meaning(asked.name, embed, batch=2))


def test_a_passage_is_found_without_a_word_in_common(server: OpenAIServer, tmp_path: Path) -> None:
    style = opened(server, tmp_path)
    found = style.search("rain glass", 1)
    assert found[0].text.startswith("All night the drizzle")
    assert found[0].score > 0
    assert [len(heard.body["input"]) for heard in server.heard] == [2, 1, 1]
    assert opened(server, tmp_path).for_task("dog", 1, "en")[0].text.startswith("The hound lay")
    assert [len(heard.body["input"]) for heard in server.heard] == [2, 1, 1, 1], "the passages are bought once"


def test_what_is_near_by_words_and_by_meaning_is_first(server: OpenAIServer, tmp_path: Path) -> None:
    first, *_ = opened(server, tmp_path).search("money in a tin", 3)
    assert first.text.startswith("He counted the money")
    assert str(first.score) == "3.279"
