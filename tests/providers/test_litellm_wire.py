"""The real litellm and a real server of this machine: what is sent, what comes back, what became of what failed."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.errors import (
    BusyError,
    FailedError,
    InDoubtError,
    KeyRefusedError,
    NoCreditError,
    NoKeyError,
    RejectedError,
    StoryforgeError,
    UnknownServiceError,
    UnreachableError,
)
from storyforge.model.money import Cost
from storyforge.model.story import TextSettings
from storyforge.providers.base import Letter, Turn, Written
from storyforge.providers.letters import UnreadableAnswer, read_answer, repair, write_letter
from storyforge.providers.litellm_text import LiteLLMText
from storyforge.tasks.brief import Brief
from storyforge.tasks.rewriting import RewriteContext
from tests.providers.openai_server import OpenAIServer, Say

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "sk-planted-0123456789-abcdef"
CONTEXT = RewriteContext(
    brief=Brief(title="Die Büchse", language="de", mode="expansion"),
    artifact="treatment.md",
    form="prose",
    passage="Sie öffnet 상자를. 🕯️",
    instruction="sadder",
)
GOOD = json.dumps({"passage": "Er kam nie zurück. 그는 오지 않았다."}, ensure_ascii=False)


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Every address that is connected to or looked up; none is beyond this machine."""
    seen: list[Any] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connected(self: socket.socket, address: Any) -> None:
        seen.append(address[0])
        connect(self, address)

    def looked_up(host: Any, *more: Any, **named: Any) -> Any:
        seen.append(host)
        if host not in ("127.0.0.1", "localhost", None):
            raise socket.gaierror(-2, "Name or service not known")
        return look_up(host, *more, **named)

    monkeypatch.setattr(socket.socket, "connect", connected)
    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    yield seen
    assert {host for host in seen if host != "nowhere.invalid"} <= {"127.0.0.1"}


@pytest.fixture
def letter() -> Letter:
    return write_letter("rewrite", CONTEXT, {})


def provider(server: OpenAIServer, model: str = "openai/teller-1", **settings: Any) -> LiteLLMText:
    return LiteLLMText.opened(model, TextSettings(api_base=server.address, **settings))


def failed(letter: Letter, say: Say, **settings: Any) -> StoryforgeError:
    """What one call raises; whatever it is, the server was called once and no key is in it."""
    with OpenAIServer(say) as server:
        with pytest.raises(StoryforgeError) as caught:
            provider(server, **settings).write(letter)
        assert len(server.heard) == 1
    assert KEY not in f"{caught.value!r} {caught.value} {caught.value.hint} {vars(caught.value)}"
    assert caught.value.__cause__ is None
    return caught.value


# What is sent


def test_one_letter_is_one_call_with_its_schema_its_key_and_its_settings(letter: Letter) -> None:
    with OpenAIServer(Say(GOOD)) as server:
        settings: dict[str, Any] = {"temperature": "0.4", "seed": 7, "max_tokens": 900, "effort": "medium"}
        reply = provider(server, **settings).write(letter)
    [heard] = server.heard
    assert heard.path == "/v1/chat/completions"
    assert heard.headers["Authorization"] == f"Bearer {KEY}"
    assert heard.body == {
        "model": "teller-1",
        "messages": [{"role": "system", "content": letter.system}, {"role": "user", "content": letter.prompt}],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "rewrite", "schema": letter.schema, "strict": True},
        },
        "temperature": 0.4,
        "seed": 7,
        "max_tokens": 900,
    }
    assert reply.value == Written(GOOD)
    assert reply.by == "litellm:openai/teller-1"
    assert reply.cost == Cost(None)
    seconds = reply.usage.pop("seconds")
    assert reply.usage == {"model": "teller-1", "prompt_tokens": 1000, "completion_tokens": 200}
    assert 0 < seconds < 60
    assert read_answer("rewrite", CONTEXT, reply.value.text).model_dump() == json.loads(GOOD)


def test_turns_are_a_conversation(letter: Letter) -> None:
    mended = repair(repair(letter, "no", ["There is no JSON object."]), "", ["The passage is empty."])
    with OpenAIServer(Say(GOOD)) as server:
        provider(server).write(mended)
    told = [(each["role"], each["content"]) for each in server.heard[0].body["messages"]]
    assert [role for role, _ in told] == ["system", "user", "assistant", "user", "assistant", "user"]
    assert told[2] == ("assistant", "no")
    assert told[3] == ("user", mended.turns[0].faults)
    assert told[4] == ("assistant", "(nothing)")


def test_a_model_without_schemas_is_told_the_schema_in_words(letter: Letter) -> None:
    with OpenAIServer(Say(GOOD)) as server:
        provider(server, "openai/gpt-3.5-turbo").write(letter)
    body = server.heard[0].body
    assert "response_format" not in body
    assert body["messages"][0]["content"].startswith(letter.system)
    assert json.dumps(letter.schema, ensure_ascii=False) in body["messages"][0]["content"]


@pytest.mark.parametrize(
    ("model", "effort", "sent"),
    [
        ("openai/gpt-5", "medium", "medium"),
        ("openai/gpt-5", "none", "minimal"),
        ("openai/gpt-5.4-mini", "none", "none"),
        ("openai/gpt-5.4-mini", None, None),
        ("openai/o3", "none", "low"),
        ("openai/gpt-4o", "high", None),
        ("openai/teller-1", "high", None),
    ],
)
def test_effort_is_asked_of_models_that_reason(letter: Letter, model: str, effort: Any, sent: str | None) -> None:
    with OpenAIServer(Say(GOOD)) as server:
        provider(server, model, effort=effort).write(letter)
    assert server.heard[0].body.get("reasoning_effort") == sent


def test_a_setting_that_a_model_does_not_take_is_left_out_before_anything_is_sent(letter: Letter) -> None:
    with OpenAIServer(Say(GOOD)) as server:
        provider(server, "openai/gpt-5", temperature="0.3", effort="high", seed=3).write(letter)
    [heard] = server.heard
    assert "temperature" not in heard.body
    assert heard.body["reasoning_effort"] == "high"
    assert heard.body["seed"] == 3
    assert "max_completion_tokens" in heard.body


def test_a_service_of_ones_own_may_want_no_key(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    with OpenAIServer(Say(GOOD)) as server:
        provider(server).write(letter)
    assert server.heard[0].headers["Authorization"] == "Bearer none"
    with pytest.raises(NoKeyError) as caught:
        LiteLLMText.opened("openai/gpt-5", TextSettings()).write(letter)
    assert "OPENAI_API_KEY" in caught.value.hint


LOAD = """
import os, socket, sys

def refuse(*_, **__):
    raise AssertionError("a socket was used")

socket.socket.connect = socket.getaddrinfo = refuse
from storyforge.model.story import TextSettings
from storyforge.providers.base import Letter
from storyforge.providers.litellm_text import LiteLLMText

teller = LiteLLMText.opened("openai/gpt-5", TextSettings())
assert "litellm" not in sys.modules
assert teller.price(Letter("scene", "You are calm.", "Write.", {})).amount
assert "litellm" in sys.modules
print(os.environ.get("OPENAI_API_KEY"), os.environ.get("LITELLM_LOG"))
"""


def test_loading_it_reads_no_env_file_opens_no_socket_and_says_nothing(tmp_path: Any) -> None:
    (tmp_path / ".env").write_text(f"OPENAI_API_KEY={KEY}\nLITELLM_LOG=DEBUG\n", encoding="utf-8")
    env = {name: value for name, value in os.environ.items() if name != "OPENAI_API_KEY"}
    done = subprocess.run(
        [sys.executable, "-c", LOAD], cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "None None\n", "")


def test_a_key_that_comes_back_in_an_answer_goes_no_further(letter: Letter) -> None:
    with OpenAIServer(Say(json.dumps({"passage": f"Authorization: Bearer {KEY}"}))) as server:
        reply = provider(server).write(letter)
    assert reply.value.text == '{"passage": "Authorization: Bearer [key]"}'


# How answers end


@pytest.mark.parametrize(
    ("say", "written"),
    [
        (Say(GOOD), Written(GOOD)),
        (Say("", refusal="I can't write that."), Written("I can't write that.", "refusal")),
        (Say(None, finish="content_filter"), Written("", "refusal")),
        (Say('{"passage": "He nev', finish="length"), Written('{"passage": "He nev', "length")),
        (Say(None), Written("", "empty")),
        (Say(" \n"), Written(" \n", "empty")),
    ],
)
def test_how_an_answer_ended_is_told_apart(letter: Letter, say: Say, written: Written) -> None:
    with OpenAIServer(say) as server:
        assert provider(server).write(letter).value == written
    assert len(server.heard) == 1


@pytest.mark.parametrize("text", ['{"passage": "He nev', '{"words": "x"}', '{"passage": ["x"]}', "Certainly!"])
def test_an_answer_that_is_no_fit_is_an_answer_and_its_reader_says_why(letter: Letter, text: str) -> None:
    with OpenAIServer(Say(text)) as server:
        reply = provider(server).write(letter)
    assert reply.value == Written(text)
    with pytest.raises(UnreadableAnswer):
        read_answer("rewrite", CONTEXT, reply.value.text)


# What became of what failed


@pytest.mark.parametrize("status", [429, 500, 502, 503, 529])
def test_a_busy_service_is_asked_again_by_whoever_keeps_the_journal(letter: Letter, status: int) -> None:
    with OpenAIServer(Say(status=status, headers={"Retry-After": "7"}), Say(GOOD)) as server:
        teller = provider(server)
        with pytest.raises(BusyError) as caught:
            teller.write(letter)
        assert caught.value.after == 7
        assert f"litellm:openai/teller-1 could not answer: HTTP {status}, said on purpose: {status}." in str(
            caught.value
        )
        assert len(server.heard) == 1
        assert teller.write(letter).value == Written(GOOD)


def test_when_to_come_back_may_be_a_date_or_nonsense(letter: Letter) -> None:
    past = failed(letter, Say(status=503, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}))
    assert isinstance(past, BusyError)
    assert past.after == 0
    nonsense = failed(letter, Say(status=503, headers={"Retry-After": "soon"}))
    assert isinstance(nonsense, BusyError)
    assert nonsense.after is None


def test_an_account_without_credit_is_not_busy(letter: Letter) -> None:
    error = failed(letter, Say(status=429, error={"code": "insufficient_quota", "message": "You exceeded your quota."}))
    assert isinstance(error, NoCreditError)
    assert "You exceeded your quota." in str(error)


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_refused(letter: Letter, status: int) -> None:
    error = failed(letter, Say(status=status, error={"message": f"Incorrect API key provided: {KEY}."}))
    assert isinstance(error, KeyRefusedError)
    assert str(error) == "litellm:openai/teller-1 refuses the key: Incorrect API key provided: [key]."
    assert "storyforge doctor" in error.hint


@pytest.mark.parametrize("status", [400, 404, 413, 422])
def test_a_request_that_is_rejected_says_why_and_is_not_sent_again(letter: Letter, status: int) -> None:
    error = failed(letter, Say(status=status, error={"message": "The model `teller-1` does not exist."}), seed=1)
    assert isinstance(error, RejectedError)
    assert f"HTTP {status}, The model `teller-1` does not exist." in str(error)
    assert not isinstance(error, InDoubtError)


def test_a_page_instead_of_an_error(letter: Letter) -> None:
    error = failed(letter, Say(status=404, raw=b"<html>not here</html>"))
    assert isinstance(error, RejectedError)
    assert "HTTP 404" in str(error)


@pytest.mark.parametrize(
    ("say", "why"),
    [
        (Say(GOOD, wait=3), "no answer came in time"),
        (Say(GOOD, cut=0), "the connection broke off"),
        (Say(GOOD, cut=40), "the connection broke off"),
        (Say(raw=b'{"id": "chatcmpl-1", "choices": [{"mess'), "its answer can't be read"),
        (Say(raw=b"<html>"), "its answer can't be read"),
        (Say(raw=b"{}"), "its answer can't be read"),
        (Say(raw=b'{"choices": []}'), "its answer can't be read"),
        (Say(status=504), "HTTP 504"),
        (Say(status=408), "HTTP 408"),
    ],
)
def test_what_may_have_been_sold_is_in_doubt(letter: Letter, say: Say, why: str) -> None:
    error = failed(letter, say, timeout=1)
    assert isinstance(error, InDoubtError)
    assert f"rewrite, asked of litellm:openai/teller-1: {why}" in str(error)


def test_a_service_that_is_not_there_sold_nothing(letter: Letter) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for base in (f"http://127.0.0.1:{port}/v1", "http://nowhere.invalid/v1", "nowhere/v1"):
        with pytest.raises(UnreachableError) as caught:
            LiteLLMText.opened("openai/teller-1", TextSettings(api_base=base, timeout=5)).write(letter)
        assert "can't be reached" in str(caught.value)


def test_a_model_of_no_service_that_is_known(letter: Letter, capfd: pytest.CaptureFixture[str]) -> None:
    for model in ("telepathy/mind-1", "mind-1", "github_copilot/gpt-4", "chatgpt/gpt-5"):
        teller = LiteLLMText.opened(model, TextSettings(api_base="http://localhost:1/v1"))
        for ask in (teller.price, teller.write):
            with pytest.raises(UnknownServiceError) as caught:
                ask(letter)
            assert f'"{model}" names no service' in str(caught.value)
    assert capfd.readouterr() == ("", "")


# Services that speak another language


def told(kind: str, text: str = GOOD, ended: str = "") -> bytes:
    """An answer as a service of this kind gives it."""
    if kind == "anthropic":
        blocks = [{"type": "text", "text": text}] if text else []
        counted = {"input_tokens": 1000, "output_tokens": 200}
        about = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-5"}
        return json.dumps({**about, "content": blocks, "stop_reason": ended or "end_turn", "usage": counted}).encode()
    parts = {"content": {"role": "model", "parts": [{"text": text}]}} if text else {}
    usage = {"promptTokenCount": 1000, "candidatesTokenCount": 200, "totalTokenCount": 1200}
    return json.dumps({"candidates": [{**parts, "finishReason": ended or "STOP"}], "usageMetadata": usage}).encode()


OTHERS = {
    "anthropic": ("anthropic/claude-sonnet-5", "x-api-key", "/v1/messages", "refusal", "0.004"),
    "gemini": (
        "gemini/gemini-3.8-flash",
        "x-goog-api-key",
        "/v1/models/gemini-3.8-flash:generateContent",
        "SAFETY",
        "0.0015",
    ),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_other_services_are_told_apart_in_the_same_words(
    letter: Letter, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, header, path, refuses, cost = OTHERS[kind]
    monkeypatch.setenv(f"{kind.upper()}_API_KEY", KEY)
    says = [Say(raw=told(kind)), Say(raw=told(kind, "", refuses)), Say(status=429, headers={"Retry-After": "7"})]
    errors: list[tuple[Say, type[StoryforgeError]]] = [
        (Say(status=529), BusyError),
        (Say(status=401), KeyRefusedError),
        (Say(status=400), RejectedError),
        (Say(cut=0), InDoubtError),
        (Say(raw=told(kind), cut=30), InDoubtError),
        (Say(raw=told(kind), wait=3), InDoubtError),
        (Say(raw=b"{}"), InDoubtError),
        (Say(raw=b'{"id": "x'), InDoubtError),
    ]
    with OpenAIServer(*says, *(say for say, _ in errors)) as server:
        base = server.address if kind == "gemini" else server.address.removesuffix("/v1")
        teller = LiteLLMText.opened(model, TextSettings(api_base=base, timeout=1, effort="low"))
        good = teller.write(letter)
        assert (good.value, good.cost) == (Written(GOOD), Cost(Decimal(cost)))
        assert teller.write(letter).value == Written("", "refusal")
        with pytest.raises(BusyError) as busy:
            teller.write(letter)
        assert busy.value.after == 7
        for say, error in errors:
            with pytest.raises(StoryforgeError) as caught:
                teller.write(letter)
            assert type(caught.value) is error, say
            assert KEY not in f"{caught.value} {caught.value.hint}"
    assert len(server.heard) == 3 + len(errors)
    assert {heard.path for heard in server.heard} == {path}
    assert {key.lower(): value for key, value in server.heard[0].headers.items()}[header] == KEY
    assert json.dumps(letter.schema["properties"]) in json.dumps(server.heard[0].body)


# Money


def test_the_price_is_a_bound_and_the_cost_is_by_what_the_service_counted(letter: Letter) -> None:
    with OpenAIServer(
        Say(GOOD, usage={"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200})
    ) as server:
        teller = provider(server, "openai/gpt-4o-mini", max_tokens=300)
        price, reply = teller.price(letter), teller.write(letter)
    # gpt-4o-mini: 0.15 USD a million tokens in, 0.60 out.
    assert reply.cost == Cost(Decimal("0.00027"))
    assert price.amount is not None
    assert price.amount > 300 * Decimal("0.0000006")
    long = Letter(letter.task, letter.system, letter.prompt * 50, letter.schema)
    dearer = teller.price(long).amount
    assert dearer is not None
    assert dearer > price.amount * 5


def test_the_price_holds_for_any_answer_that_the_settings_allow(letter: Letter) -> None:
    """Turns, the schema, and what is reasoned are paid for too."""
    teller = LiteLLMText.opened("openai/gpt-5", TextSettings(effort="high"))
    calm = LiteLLMText.opened("openai/gpt-5", TextSettings(effort="none"))
    amounts = [teller.price(letter).amount, calm.price(letter).amount]
    turned = Letter(letter.task, letter.system, letter.prompt, letter.schema, (Turn("x" * 5000, "y"),))
    amounts.insert(0, teller.price(turned).amount)
    assert None not in amounts
    assert amounts == sorted(amounts, key=lambda amount: amount or 0, reverse=True)
    assert len(set(amounts)) == 3


def test_models_that_nobody_has_a_price_for_are_of_unknown_price(letter: Letter) -> None:
    """And nobody is asked: neither a server that has the model, nor a hub that has its tokenizer."""
    for model in ("ollama/teller", "together_ai/meta-llama/Llama-9-teller", "hosted_vllm/teller", "openai/teller-1"):
        assert LiteLLMText.opened(model, TextSettings()).price(letter) == Cost(None)
    assert LiteLLMText.opened("ollama/llama3", TextSettings()).price(letter).amount == 0


# Many at once, and silence


def test_twenty_calls_at_once_from_twenty_threads(letter: Letter, only_this_machine: list[Any]) -> None:
    meet = threading.Barrier(20)

    def say(asked: Any) -> Say:
        meet.wait(30)
        return Say(json.dumps({"passage": f"{asked['messages'][1]['content'][-2:]}"}))

    with OpenAIServer(otherwise=say) as server, ThreadPoolExecutor(20) as pool:
        teller = provider(server, timeout=60)
        letters = [Letter("rewrite", "You are calm.", f"Number {n:02}", letter.schema) for n in range(20)]
        replies = list(pool.map(teller.write, letters))
    assert server.peak == 20
    assert [json.loads(reply.value.text)["passage"] for reply in replies] == [f"{n:02}" for n in range(20)]
    assert set(only_this_machine) == {"127.0.0.1"}


def test_nothing_is_printed_or_logged(
    letter: Letter, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), OpenAIServer(Say(GOOD), Say(status=500), Say(status=401)) as server:
        teller = provider(server)
        teller.write(letter)
        for _ in range(2):
            with pytest.raises(FailedError):
                teller.write(letter)
    assert capfd.readouterr() == ("", "")
    assert KEY not in caplog.text
    assert KEY not in repr(teller)
    assert KEY not in str(dict(teller.parameters))


def test_what_an_answer_depends_on_is_in_the_parameters_and_the_rest_is_not() -> None:
    settings = TextSettings(
        text="litellm:x/y",
        fallback="none",
        effort="low",
        temperature=Decimal("0.5"),
        timeout=9,
        api_base="http://localhost/v1",
    )
    one = LiteLLMText.opened("openai/teller-1", settings)
    assert one.parameters == {"api_base": "http://localhost/v1", "effort": "low", "temperature": "0.5"}
    assert (one.name, one.pure) == ("litellm:openai/teller-1", False)
