"""Pictures by litellm and OpenAI's real client over a real wire: asked once, whatever they would do by themselves."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from storyforge.errors import (
    BusyError,
    FailedError,
    InDoubtError,
    KeyRefusedError,
    NotMadeError,
    OfflineError,
    RejectedError,
    RequestError,
    SpoiltError,
    TooManyReferencesError,
    UnreadableMediaError,
)
from storyforge.media.patching import paste, prepare, rectangle, verify
from storyforge.media.pictures import open_picture
from storyforge.model.money import Cost
from storyforge.model.story import MediaSettings
from storyforge.providers import keys
from storyforge.providers.base import ImageRequest, Reference
from storyforge.providers.litellm_image import LiteLLMImage
from tests.media.previz.shots import shot
from tests.providers.gemini_server import png
from tests.providers.openai_server import OpenAIServer, Say

if TYPE_CHECKING:
    from collections.abc import Iterator

MODEL = "openai/gpt-image-1"
ASKED = ImageRequest("EDWARD opens the gate.", shot("MS", "anna"), "start")
FACE = Reference(png(64, 36, "face"), "face", "EDWARD")
BY_TOKENS = Decimal("0.04424")
"""400 tokens of text at 5 dollars a million, 1,056 of a picture at 40."""


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_kept", {})
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-0123456789-abcdef")


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(otherwise=lambda _: Say(picture=png(96, 64, "drawn"))) as running:
        yield running


def artist(server: OpenAIServer, model: str = MODEL, **settings: Any) -> LiteLLMImage:
    return LiteLLMImage.opened(model, MediaSettings(api_base=server.address, **settings))


def test_a_picture_from_words(server: OpenAIServer) -> None:
    reply = artist(server).draw(replace(ASKED, guidance="warmer"))
    assert (reply.value.width, reply.value.height) == (96, 64)
    assert reply.by == f"litellm:{MODEL}"
    assert reply.cost == Cost(BY_TOKENS)
    [heard] = server.heard
    assert heard.path == "/v1/images/generations"
    told = {name: value for name, value in heard.body.items() if name != "prompt"}
    assert told == {"model": "gpt-image-1", "n": 1, "quality": "medium", "size": "1536x1024"}
    assert "no captions" in heard.body["prompt"]
    assert "EDWARD opens the gate." in heard.body["prompt"]


def test_a_draft_upright(server: OpenAIServer) -> None:
    server.says.append(Say(picture=png(64, 96, "drawn")))
    artist(server).draw(replace(ASKED, draft=True, aspect="9:16"))
    body = server.heard[0].body
    assert (body["quality"], body["size"]) == ("low", "1024x1536")


def test_references_go_along_and_are_paid_for(server: OpenAIServer) -> None:
    details = {"text_tokens": 400, "image_tokens": 323}
    counted = {"input_tokens": 723, "input_tokens_details": details, "output_tokens": 1056, "total_tokens": 1779}
    server.says.append(Say(picture=png(96, 64, "drawn"), usage=counted))
    reply = artist(server).draw(replace(ASKED, references=(FACE,)))
    [heard] = server.heard
    assert heard.path == "/v1/images/edits"
    assert heard.files == (("image[]", FACE.png),)
    assert "Image 1: a face (EDWARD)" in heard.body["prompt"]
    assert reply.cost == Cost(BY_TOKENS + Decimal("0.00323"))


def test_the_price_before_is_at_most_what_comes_after(server: OpenAIServer) -> None:
    before = artist(server).price(ASKED)
    assert before.amount is not None
    after = artist(server).draw(replace(ASKED, references=(FACE, FACE))).cost
    assert after.amount is not None
    assert after.amount <= before.amount
    assert artist(server, "openai/gpt-image-2").price(ASKED) == Cost(None)
    assert artist(server, "openai/of-my-own").price(ASKED) == Cost(None)
    assert artist(server, "openai/of-my-own").draw(ASKED).cost == Cost(None)


@pytest.mark.parametrize("references", [(), (FACE,)])
@pytest.mark.parametrize(
    ("say", "kind"),
    [
        (Say(status=429, headers={"Retry-After": "3"}), BusyError),
        (Say(status=500), BusyError),
        (Say(status=503), BusyError),
        (Say(status=401), KeyRefusedError),
        (Say(status=400), RejectedError),
        (Say(status=404), RejectedError),
        (Say(status=400, error={"code": "moderation_blocked", "message": "Our safety system says no."}), NotMadeError),
        (Say(picture=b""), NotMadeError),
        (Say(picture=png(64, 64, "x")[:90]), SpoiltError),
        (Say(raw=b'{"created": 1, "data": [{"b64_json": "!!"}]}'), SpoiltError),
        (Say(raw=b'{"created": 1, "data": [{"url": "https://example.com/p.png"}]}'), SpoiltError),
        (Say(cut=0), InDoubtError),
        (Say(cut=30, picture=png(64, 64, "x")), InDoubtError),
        (Say(raw=b"<html>proxy</html>"), InDoubtError),
        (Say(status=504), InDoubtError),
    ],
)
def test_what_went_wrong_is_told_apart_and_asked_once(
    server: OpenAIServer, say: Say, kind: type[FailedError], references: tuple[Reference, ...]
) -> None:
    server.says.append(say)
    with pytest.raises(kind) as caught:
        artist(server).draw(replace(ASKED, references=references))
    assert len(server.heard) == 1, "neither litellm nor the client beneath it sends it again"
    if isinstance(caught.value, BusyError) and say.status == 429:
        assert caught.value.after == 3
    if say.error:
        assert "Our safety system says no." in caught.value.message


def test_no_answer_in_time(server: OpenAIServer) -> None:
    server.says.append(Say(wait=1.4))
    with pytest.raises(InDoubtError, match="in time"):
        artist(server, timeout=1).draw(ASKED)
    assert len(server.heard) == 1


def test_an_address_in_place_of_a_picture_is_kept_and_not_gone_to(server: OpenAIServer) -> None:
    address = "https://example.com/p.png"
    server.says.append(Say(raw=json.dumps({"created": 1, "data": [{"url": address}]}).encode()))
    with pytest.raises(SpoiltError) as caught:
        artist(server).draw(ASKED)
    assert caught.value.content == address.encode()


def test_a_region_is_made_anew(server: OpenAIServer) -> None:
    before = png(320, 180, "frame")
    region = rectangle("40,40,60x50", before)
    cut = prepare(before, region, aspects=("3:2", "1:1"))
    sent = (Reference(cut.base, "base"), Reference(cut.mask, "mask"), FACE)
    server.says.append(Say(picture=png(*((96, 64) if cut.aspect == "3:2" else (64, 64)), "drawn")))
    reply = artist(server).draw(replace(ASKED, references=sent, aspect=cut.aspect))
    after = paste(before, cut, reply.value.png)
    assert 0 < verify(before, after, region) <= 60 * 50 / (320 * 180)
    [heard] = server.heard
    assert [name for name, _ in heard.files] == ["image[]"] * 3 + ["mask"]
    clear = Image.open(io.BytesIO(heard.files[3][1])).getchannel("A").point(lambda alpha: 255 - alpha)
    white = open_picture(cut.mask, "mask").convert("L")
    assert clear.getbbox() == white.getbbox(), "OpenAI makes anew what is clear in a mask"


def test_a_region_in_another_shape_is_never_stretched_into_its_place(server: OpenAIServer) -> None:
    before = png(320, 180, "frame")
    cut = prepare(before, rectangle("40,40,60x50", before), aspects=("1:1",))
    asked = replace(ASKED, references=(Reference(cut.base, "base"), Reference(cut.mask, "mask")), aspect="1:1")
    with pytest.raises(SpoiltError, match="it is 96x64, and 1:1 was asked for"):
        artist(server, size="1536x1024").draw(asked)
    assert server.heard[0].body["size"] == "1024x1024", "the region's shape, whatever size the story names"
    with pytest.raises(UnreadableMediaError, match="it is 96x64, and is to fill"):
        paste(before, cut, png(96, 64, "drawn"))


def test_what_is_refused_before_anything_is_sent(server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RequestError, match="which model"):
        LiteLLMImage.opened("", MediaSettings())
    with pytest.raises(RequestError, match="no pictures of the size 2K"):
        artist(server, size="2K")
    with pytest.raises(TooManyReferencesError):
        artist(server).draw(replace(ASKED, references=(FACE,) * 4))
    with pytest.raises(RequestError, match="might ask, and pay, twice"):
        artist(server, "bedrock/amazon.nova-canvas-v1:0").draw(ASKED)
    monkeypatch.setenv("STORYFORGE_OFFLINE", "1")
    with pytest.raises(OfflineError):
        artist(server).draw(ASKED)
    assert server.heard == []
