"""What is shipped about language models (`templates/models.yaml`): how they are asked, their names, where keys are."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from storyforge import resources
from storyforge.formats.yaml import load_data
from storyforge.model.story import ALL_STAGES, TextSettings

PROVIDER = "litellm"
_OTHERS = "others"


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = load_data(resources.read_template("models.yaml"))
    return table


def text_settings(stage: str) -> TextSettings:
    """How a stage asks, where neither story nor command says otherwise."""
    stages = _table()["text"]["stages"]
    return TextSettings.model_validate({**stages[ALL_STAGES], **stages.get(stage, {})})


def smaller(name: str) -> str:
    """Who answers where a provider of text fails: the smaller model of its service; empty where there is none.

    `litellm:openai/gpt-5` gives `litellm:openai/gpt-5.4-mini`; that one itself gives nothing.
    """
    kind, _, model = name.partition(":")
    found = _service(model).get("smaller", "")
    return f"{kind}:{found}" if kind == PROVIDER and found and found != model else ""


def longest_answer(task: str, effort: str | None) -> int:
    """The longest answer to a task that is paid for, in tokens, with what a model may reason before it."""
    table = _table()["text"]
    longest = table["longest"]
    return int(longest.get(task, longest[ALL_STAGES])) + int(table["reasoning"][effort or "none"])


def margin(service: str) -> Decimal:
    """By how much a count with the tokenizer at hand may fall short, as a factor."""
    table = _table()["text"]["margin"]
    return Decimal(str(table.get(service, table[_OTHERS])))


def known_models() -> dict[str, dict[str, Any]]:
    """Model by name -> its context window and longest answer in tokens, and the day it ends where one is told."""
    return dict(_table()["models"])


def services() -> dict[str, dict[str, Any]]:
    """Service by name -> `keys`, `besides`, `smaller`, `hosts`, as far as it has them."""
    return dict(_table()["services"])


def service_name(model: str) -> str:
    """The service of a model: what stands before the first slash, or that of a known model of this name."""
    service, slash, _ = model.partition("/")
    if slash:
        return service
    return next((known.partition("/")[0] for known in _table()["models"] if known.endswith(f"/{model}")), "")


def _service(model: str) -> dict[str, Any]:
    found: dict[str, Any] = _table()["services"].get(service_name(model), {})
    return found


def key_variables(model: str) -> tuple[str, ...]:
    """Where a model's key is looked for, in this order; a service that is not listed has `NAME_API_KEY`."""
    service = service_name(model)
    row = _table()["services"].get(service)
    if row is None:
        return (f"{service.upper().replace('-', '_')}_API_KEY",) if service else ()
    return tuple(row["keys"])


def needed_besides(model: str) -> tuple[str, ...]:
    """What a service reads from the environment besides its key."""
    return tuple(_service(model).get("besides", ()))


def needs_key(model: str) -> bool:
    """Whether a model's service answers nobody without a key."""
    return bool(key_variables(model)) and not _service(model).get("optional", False)


def own_hosts(model: str) -> tuple[str, ...]:
    """The addresses of a model's service, where they are known."""
    return tuple(_service(model).get("hosts", ()))
