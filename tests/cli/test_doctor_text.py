"""`storyforge doctor` on those who write: ready, or what is missing; never a key, never a socket."""

from __future__ import annotations

import json
import socket
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

import keyring
import pytest

from storyforge.cli.main import run
from storyforge.model.story import Models
from storyforge.providers import keys
from storyforge.reports.text_providers import readiness
from tests.cli.small import Caller, new_story

if TYPE_CHECKING:
    from pathlib import Path

KEY = "sk-planted-0123456789-abcdef"
TODAY = date(2026, 11, 20)


class Empty:
    def get_password(self, service: str, username: str) -> None:
        """No key of any name."""


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_kept", {})
    monkeypatch.setattr(keyring, "get_keyring", Empty)
    monkeypatch.setenv("STORYFORGE_OFFLINE", "")  # --offline sets it for the whole process


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Caller:
    return new_story(tmp_path / "key", capsys)


def names(call: Caller, old: str, new: str) -> None:
    story = call.folder / "story.yaml"
    text = story.read_text("utf-8")
    assert old in text
    story.write_text(text.replace(old, new, 1), encoding="utf-8")


def told(call: Caller, *before: str) -> list[tuple[str, str, str]]:
    code, out, _ = call(*before, "doctor", "--json")
    assert code in {0, 1}
    lines = json.loads(out)["lines"]
    return [(line["state"], line["message"], line["hint"]) for line in lines if line["name"] == "text"]


def test_a_new_story_needs_no_key(call: Caller) -> None:
    assert told(call) == [("ok", "offline rules; they need no key", "")]


def test_a_model_without_a_key_and_then_with_one(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    names(call, "text: offline", "text: litellm:openai/gpt-5")
    [(state, message, hint)] = told(call)
    assert (state, message) == ("warn", "litellm:openai/gpt-5 is not ready: no key in OPENAI_API_KEY")
    assert "keyring set storyforge OPENAI_API_KEY" in hint
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert told(call) == [("ok", "litellm:openai/gpt-5 is ready (OPENAI_API_KEY from the environment)", "")]
    assert KEY not in call("doctor")[1]


def test_no_socket_is_opened(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("a socket was opened")

    names(call, "text: offline", "text: litellm:openai/gpt-5")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    assert told(call)[0][0] == "ok"
    assert told(call, "--offline")[0][1].endswith("; this run is offline")


def test_offline_the_keyring_is_not_asked(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> NoReturn:
        raise AssertionError("the keyring was asked")

    names(call, "text: offline", "text: litellm:openai/gpt-5")
    monkeypatch.setattr(keys, "_asked_of_keyring", refuse)
    assert told(call, "--offline")[0][0] == "warn"


def test_a_key_that_no_stage_uses_is_offered(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    [_, (state, message, hint)] = told(call)
    assert state == "ok"
    assert message == "a key of anthropic is in the environment (ANTHROPIC_API_KEY), and the story does not ask it"
    assert hint == "Use it: --with text=litellm:anthropic/claude-haiku-4-5"


def test_a_provider_that_there_is_not(call: Caller) -> None:
    names(call, "text: offline", "text: litelm:openai/gpt-5")
    [(state, message, hint)] = told(call)
    assert (state, message) == ("fail", 'There is no text provider called "litelm".')
    assert hint == 'Did you mean "litellm"?'
    assert call("doctor")[0] == 1


def test_outside_a_story_the_environment_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert run(["-C", str(tmp_path), "doctor"]) == 0
    out = capsys.readouterr().out
    assert "a key of openai is in the environment" in out
    assert KEY not in out


def test_a_story_that_can_not_be_read_is_the_business_of_check(call: Caller) -> None:
    names(call, "text: offline", "text: [offline]")
    assert told(call) == [("warn", "story.yaml can't be read", "See what is wrong in it: storyforge check")]


def ready(**models: Any) -> list[tuple[str, str]]:
    return [(line.state, line.message) for line in readiness(Models.model_validate(models), TODAY)]


def test_every_provider_that_some_stage_names_has_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    stages = {
        "shots": {"fallback": "litellm:anthropic/claude-haiku-4-5"},
        "script": {"text": "litellm:openai/teller", "api_base": "http://user:secret@localhost:8000/v1"},
        "beats": {"text": "litellm:ollama/llama3"},
        "treatment": {"text": "litellm:bedrock/teller"},
    }
    assert sorted(ready(text="litellm:openai/gpt-5", stages=stages)) == [
        ("ok", "litellm:ollama/llama3 is ready (without a key)"),
        ("ok", "litellm:openai/gpt-5 is ready (OPENAI_API_KEY from the environment)"),
        ("ok", "litellm:openai/teller at localhost:8000 is ready (OPENAI_API_KEY from the environment)"),
        ("warn", "litellm:anthropic/claude-haiku-4-5 is not ready: no key in ANTHROPIC_API_KEY"),
        ("warn", "litellm:bedrock/teller is not ready: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY not set"),
    ]


def test_a_model_that_ends_soon_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    [(state, message)] = ready(text="litellm:anthropic/claude-sonnet-4-5")
    assert state == "warn"
    assert message.endswith("and its maker promises it only until 2026-11-30")
    [line] = readiness(Models(text="litellm:anthropic/claude-sonnet-4-5"), date(2026, 1, 1))
    assert line.state == "ok"
