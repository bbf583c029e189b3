"""What a service, an address or a table of prices may say to spoil the books, against the real client."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.cli.main import run
from storyforge.errors import (
    AbsurdPriceError,
    CatalogueError,
    InDoubtError,
    JobFailedError,
    NoKeyError,
    NotMadeError,
    OfflineError,
    OverBudgetError,
    RejectedError,
    RequestError,
    UnknownServiceError,
)
from storyforge.journal.calls import Call, Limit, Reserved
from storyforge.journal.ledger import Ledger
from storyforge.model.money import Cost
from storyforge.model.story import Budget, MediaSettings, TextSettings
from storyforge.pipeline.session import Session
from storyforge.pipeline.spending.budget import limits
from storyforge.providers import keys
from storyforge.providers.base import Letter
from storyforge.providers.litellm_text import LiteLLMText
from storyforge.providers.media_catalogue import image_models, speech_models, video_models
from storyforge.providers.vertex_video import VertexVideo
from tests.cli.small import SCRIPT
from tests.providers.gemini_clips import Does, of
from tests.providers.gemini_server import GeminiServer
from tests.providers.openai_server import OpenAIServer, Say
from tests.providers.test_google_clips import MADE, fetched, opened, request
from tests.tale import Tale

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CALL = Call("k", "image", "p:m", "frames", "frames", "1", "1/1.start", 1, "r", "main", "A", Cost(Decimal("0.5")))


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("attacked")
    (root / "key.fountain").write_text(SCRIPT, encoding="utf-8")
    assert run(["new", str(root / "key"), "--primary", str(root / "key.fountain")]) == 0
    return root / "key"


@pytest.fixture
def tale(begun: Path, tmp_path: Path) -> Tale:
    shutil.copytree(begun, tmp_path / "key", symlinks=True)
    return Tale(tmp_path / "key")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[GeminiServer]:
    monkeypatch.setenv("GEMINI_API_KEY", "a-key-of-mine-1234")
    monkeypatch.delenv("STORYFORGE_OFFLINE", raising=False)
    with GeminiServer() as running:
        yield running


@pytest.mark.parametrize("service", MADE)
@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_question_that_is_not_understood_says_nothing_of_the_job(
    server: GeminiServer, service: str, status: int
) -> None:
    provider = opened(service, server)
    job = provider.submit(request())
    of(server).busy[status] = 1
    with pytest.raises(RejectedError):
        provider.fetch(job)
    assert fetched(provider, job).value.mp4


@pytest.mark.parametrize("service", MADE)
def test_without_a_key_or_a_network_a_job_is_what_it_was(
    server: GeminiServer, service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = opened(service, server).submit(request())
    with monkeypatch.context() as away:
        away.setenv("STORYFORGE_OFFLINE", "1")
        with pytest.raises(OfflineError):
            opened(service, server).fetch(job)
    if service == "google":
        with monkeypatch.context() as away:
            away.delenv("GEMINI_API_KEY")
            away.setattr(keys, "_kept", {"GOOGLE_API_KEY": "", "GEMINI_API_KEY": ""})
            with pytest.raises(NoKeyError):
                opened(service, server, api_base=None).fetch(job)
    assert fetched(opened(service, server), job).value.mp4


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("incomplete", NotMadeError),
        ("budget_exceeded", NotMadeError),
        ("failed", NotMadeError),
        ("requires_action", InDoubtError),
        ("requires_continuation", InDoubtError),
        ("", InDoubtError),
    ],
)
def test_a_job_without_a_clip_is_told_as_what_it_is(server: GeminiServer, status: str, error: type[Exception]) -> None:
    """What was counted was taken, whatever the end is called; a state that nobody knows is no end."""
    of(server).does = [Does(words="nothing", status=status)]
    provider = opened("google", server)
    job = provider.submit(request())
    with pytest.raises(error) as caught:
        fetched(provider, job)
    if isinstance(caught.value, NotMadeError):
        assert caught.value.cost == Cost(None)
    else:
        assert not isinstance(caught.value, JobFailedError)


@pytest.mark.parametrize("tokens", [-400, -(10**12), 10**30])
def test_a_count_that_nobody_can_believe_is_no_price(server: GeminiServer, tokens: int) -> None:
    of(server).does = [Does(tokens=tokens)]
    provider = opened("google", server)
    assert fetched(provider, provider.submit(request())).cost == Cost(None)


FOREIGN = ["evil.example/x?", "evil.example#", "evil.example/", "us-central1@evil.example/", "a.b", "..", "us central1"]


@pytest.mark.parametrize("location", FOREIGN)
def test_a_region_is_no_address(location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client makes a host of it, and sends the sign-in there."""
    monkeypatch.delenv("STORYFORGE_OFFLINE", raising=False)
    asked: dict[str, Any] = {"project": "p1", "location": location}
    with pytest.raises(RequestError, match="region"):
        VertexVideo.opened("veo-3.1-lite-generate-001", MediaSettings.model_validate(asked)).submit(request())


BELIEVED = {
    "0": True,
    "0.000001": True,
    "9999999": True,
    "-0.01": False,
    "1e99": False,
    "NaN": False,
    "Infinity": False,
}


@pytest.mark.parametrize("amount", BELIEVED)
def test_a_price_that_nothing_has_is_reserved_by_nobody_and_counts_as_it_was_reckoned(
    tmp_path: Path, amount: str
) -> None:
    """Less than nothing would make a budget larger, and more than a ledger can write would shut it for ever."""
    ledger = Ledger(tmp_path)
    told, limit = Cost(Decimal(amount)), Limit("all", Decimal(10**9), "USD", "")
    if BELIEVED[amount]:
        assert isinstance(ledger.reserve(replace(CALL, key="b", estimate=told), [limit]), Reserved)
    else:
        with pytest.raises(AbsurdPriceError):
            ledger.reserve(replace(CALL, key="b", estimate=told), [limit])
    before = ledger.spent(limit)
    reserved = ledger.reserve(CALL, [limit])
    assert isinstance(reserved, Reserved)
    ledger.received(reserved.number, told)
    assert ledger.spent(limit) - before == (Decimal(amount) if BELIEVED[amount] else Decimal("0.5"))
    ledger.close()


@pytest.mark.parametrize("text", ["-3 USD", "NaN USD", "Infinity USD", "ten USD", " USD", "1e5 USD"])
def test_what_commits_of_others_say_was_spent_makes_no_budget_larger(tale: Tale, text: str) -> None:
    """A story may come from anybody, with its history."""
    told = f"frames: 1 scene\n\nStoryforge-Run: r-of-another\nStoryforge-Stage: frames\nStoryforge-Cost: {text}\n"
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-q", "--allow-empty", "-m", told)
    subprocess.run(git, cwd=tale.root, check=True)
    budget = Budget(amount=Decimal(5))
    session = Session.open(tale.root)
    ledger = Ledger(session.repository.common_dir / "storyforge")
    found = limits(ledger, session.repository, budget, "r", None)
    assert all(limit.elsewhere >= 0 for limit in found)
    with suppress(OverBudgetError):
        ledger.reserve(CALL, found)
    ledger.close()
    assert tale.storyforge("cost") == 0


@pytest.mark.parametrize("price", ["-1", "1e99", "1e-300", ".nan", ".inf", "true", '"free"', "[1]", "100001"])
@pytest.mark.parametrize(
    "row",
    [
        "image:\n  google:x:\n    prices: {1K: PRICE}",
        "image:\n  google:x:\n    input: {million: PRICE}",
        "video:\n  google:x:\n    prices: {720p: PRICE}",
        "speech:\n  litellm:x/y:\n    second: PRICE",
    ],
)
def test_a_table_of_ones_own_may_be_wrong_and_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, price: str
) -> None:
    own = tmp_path / "models.yaml"
    own.write_text(row.replace("PRICE", price) + "\n", "utf-8")
    monkeypatch.setenv("STORYFORGE_MODELS", str(own))
    with pytest.raises(CatalogueError):
        {"i": image_models, "v": video_models, "s": speech_models}[row[0]]()


@pytest.mark.parametrize("model", ["huggingface/ADDRESS/x", "oobabooga/ADDRESS"])
def test_the_name_of_a_model_is_no_address(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Litellm asks where such a name says, and sends the key of the service along."""
    monkeypatch.setenv("HUGGINGFACE_API_KEY", "hf-planted-0123456789")
    monkeypatch.setenv("OOBABOOGA_API_KEY", "ob-planted-0123456789")
    monkeypatch.delenv("STORYFORGE_OFFLINE", raising=False)
    with OpenAIServer(otherwise=lambda _: Say("[]")) as server:
        provider = LiteLLMText.opened(model.replace("ADDRESS", server.address), TextSettings())
        with pytest.raises(UnknownServiceError):
            provider.write(Letter("survey", "s", "p", {"type": "object", "properties": {}}))
        assert not server.heard
