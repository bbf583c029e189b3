"""Keys: where they are looked for, to whom they are sent, and that they are never told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any
from urllib.parse import quote

import keyring
import pytest

from storyforge.errors import NoKeyError
from storyforge.providers import catalogue, keys
from storyforge.providers.keys import found_in, key_for, needed_key, redacted, secrets, variables
from storyforge.providers.litellm_door import litellm

KEY = "sk-planted-0123456789-abcdef"


class Safe:
    """A keyring of this test: what it holds, and what it was asked for."""

    def __init__(self, **held: str) -> None:
        self.held = held
        self.asked: list[tuple[str, str]] = []

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.append((service, username))
        return self.held.get(username)


class Broken(Safe):
    """A keyring of a desktop that is not there."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError(f"no D-Bus for {service} {username}")


class Chain:
    """Several keyrings behind one, as a desktop with two of them has."""

    def __init__(self, *backends: Safe) -> None:
        self.backends = backends


Use = Callable[[Any], None]


@pytest.fixture(autouse=True)
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """Puts a keyring in the place of the system's, which no test ever sees; an empty one to begin with."""
    monkeypatch.setattr(keys, "_kept", {})

    def put(backend: Any) -> None:
        monkeypatch.setattr(keyring, "get_keyring", lambda: backend)

    put(Safe())
    return put


def test_the_environment_comes_before_the_keyring(monkeypatch: pytest.MonkeyPatch, use: Use) -> None:
    safe = Safe(OPENAI_API_KEY="sk-of-the-keyring")
    use(safe)
    assert key_for("openai/gpt-5") == "sk-of-the-keyring"
    assert found_in("OPENAI_API_KEY") == "keyring"
    monkeypatch.setenv("OPENAI_API_KEY", f" {KEY}\n")
    assert key_for("openai/gpt-5") == KEY
    assert found_in("OPENAI_API_KEY") == "environment"
    assert safe.asked == [("storyforge", "OPENAI_API_KEY")], "it is asked once"
    assert found_in("ANTHROPIC_API_KEY") == ""


@pytest.mark.parametrize("backend", [Broken(), Safe(), Chain(), Chain(Safe(), Safe()), None])
def test_a_keyring_that_is_broken_or_empty_has_no_key(backend: Any, use: Use) -> None:
    use(backend)
    assert key_for("openai/gpt-5") is None
    with pytest.raises(NoKeyError) as caught:
        needed_key("openai/gpt-5")
    assert str(caught.value) == "There is no key for openai."
    assert "keyring set storyforge OPENAI_API_KEY" in caught.value.hint


def test_a_keyring_that_keeps_files_or_asks_on_the_terminal_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, use: Use
) -> None:
    safe = Safe(OPENAI_API_KEY=KEY)
    monkeypatch.setattr(Safe, "__module__", "keyrings.alt.file")
    use(Chain(safe))
    assert key_for("openai/gpt-5") is None
    assert safe.asked == []


def test_services_that_want_no_key_or_more_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for model in ("ollama/llama3", "bedrock/x", "hosted_vllm/x"):
        assert needed_key(model) is None
    assert needed_key("openai/x", "http://localhost:8000/v1") is None
    monkeypatch.setenv("GEMINI_API_KEY", KEY)
    assert needed_key("gemini/gemini-3.8-flash") == KEY
    monkeypatch.setenv("NEW_SERVICE_API_KEY", "another-key-01234567")
    assert key_for("new-service/x") == "another-key-01234567"
    assert key_for("gpt-5-mini") is None
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert key_for("gpt-5-mini") == KEY


@pytest.mark.parametrize("service", [name for name, row in catalogue.services().items() if not row.get("optional")])
def test_the_variables_are_those_that_litellm_knows(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in catalogue.services()[service]["keys"]:
        monkeypatch.delenv(name, raising=False)
    missing = litellm().validate_environment(f"{service}/teller")["missing_keys"]
    ours = [*catalogue.key_variables(f"{service}/teller"), *catalogue.needed_besides(f"{service}/teller")]
    assert sorted(ours) == sorted(missing)


@pytest.mark.parametrize(
    ("base", "looked_for"),
    [
        (None, "OPENAI_API_KEY"),
        ("https://api.openai.com/v1", "OPENAI_API_KEY"),
        ("http://localhost:8000/v1", "OPENAI_API_KEY"),
        ("http://127.0.0.1:8000/v1", "OPENAI_API_KEY"),
        ("http://[::1]:8000/v1", "OPENAI_API_KEY"),
        ("http://192.168.1.7/v1", "OPENAI_API_KEY"),
        ("http://gpu-box:8000/v1", "OPENAI_API_KEY"),
        ("https://llm.example.com/v1", "STORYFORGE_KEY_LLM_EXAMPLE_COM"),
        ("https://api.openai.com.evil.example/v1", "STORYFORGE_KEY_API_OPENAI_COM_EVIL_EXAMPLE"),
        ("https://api.openai.com@evil.example/v1", "STORYFORGE_KEY_EVIL_EXAMPLE"),
        ("http://8.8.8.8/v1", "STORYFORGE_KEY_8_8_8_8"),
        ("http://134744072/v1", "STORYFORGE_KEY_134744072"),
        ("https://LOCALHOST.evil.example", "STORYFORGE_KEY_LOCALHOST_EVIL_EXAMPLE"),
    ],
)
def test_a_key_goes_to_its_service_and_to_ones_own_machines_only(base: str | None, looked_for: str) -> None:
    """A story that somebody else wrote can name any address."""
    assert variables("openai/gpt-5", base) == (looked_for,)


def test_no_key_is_told(monkeypatch: pytest.MonkeyPatch, use: Use) -> None:
    use(Safe(ANTHROPIC_API_KEY="sk-ant-of-the-keyring"))
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("NEW_SERVICE_API_KEY", 'odd+key/with "quotes" 0123'.replace(" ", ""))
    monkeypatch.setenv("STORYFORGE_KEY_LLM_EXAMPLE_COM", "host-key-0123456789")
    assert key_for("anthropic/claude-sonnet-5") == "sk-ant-of-the-keyring"
    assert len(secrets()) == 4
    for secret in secrets():
        for form in (secret, quote(secret, safe=""), json.dumps(secret)):
            told = redacted(f"Bearer {form}, and again {form}")
            assert secret not in told
            assert told.count("[key]") == 2
    assert redacted("Die Büchse") == "Die Büchse"


def test_words_that_only_look_like_keys_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "not-needed")
    monkeypatch.setenv("DJANGO_SECRET", "production")
    monkeypatch.setenv("AZURE_API_BASE", "https://x.openai.azure.com/1")
    assert secrets() == ()
    assert redacted("not-needed in production") == "not-needed in production"


def test_a_longer_key_is_hidden_before_one_that_is_a_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-012345678")
    monkeypatch.setenv("MISTRAL_API_KEY", "sk-012345678-9abcdef")
    assert redacted("sk-012345678-9abcdef") == "[key]"


def test_neither_litellm_nor_the_keyring_is_loaded_to_hide_keys() -> None:
    code = "import sys; from storyforge.providers.keys import redacted; redacted('x'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert not {"litellm", "keyring", "pydantic_core._none"} & set(done.stdout.split())


def test_the_table_agrees_with_the_price_map() -> None:
    """Context windows and longest answers are those of the map; who stands in for others is in it and has a price."""
    listed = import_module("storyforge.providers.litellm_door").listed
    for model, row in catalogue.known_models().items():
        found = listed(model)
        assert found.get("max_input_tokens") == row["context"], model
        assert found.get("max_output_tokens") == row["longest"], model
        assert found.get("deprecation_date") == row.get("ends"), model
    for name, row in catalogue.services().items():
        if "smaller" in row:
            assert row["smaller"].startswith(f"{name}/")
            assert row["smaller"] in catalogue.known_models()
            assert listed(row["smaller"])["input_cost_per_token"] > 0


def test_how_stages_ask() -> None:
    for stage in ("lore", "narrative", "treatment", "beats", "script", "scenes"):
        settings = catalogue.text_settings(stage)
        assert (settings.effort, settings.fallback) == ("medium", "none")
    for stage in ("assets", "shots", "visuals", "prompts"):
        settings = catalogue.text_settings(stage)
        assert (settings.effort, settings.fallback) == ("none", None)
    assert catalogue.smaller("litellm:openai/gpt-5") == "litellm:openai/gpt-5.4-mini"
    assert catalogue.smaller("litellm:gpt-5") == "litellm:openai/gpt-5.4-mini"
    assert catalogue.smaller("litellm:openai/gpt-5.4-mini") == ""
    assert catalogue.smaller("litellm:ollama/llama3") == ""
    assert catalogue.smaller("offline") == ""
    assert catalogue.longest_answer("scene", "high") > catalogue.longest_answer("scene", "none")
    assert catalogue.longest_answer("telepathy", None) == catalogue.longest_answer("anything", "none")
