"""Whether the providers of text that a story names have what they need; nobody is asked, and no key is told."""

from __future__ import annotations

from datetime import date, timedelta
from os import environ
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import urlsplit

from storyforge.errors import NoKeyError, UnknownNameError
from storyforge.model.kinds import KINDS
from storyforge.pipeline.spending.choice import NONE, choose_text
from storyforge.providers import TEXT, catalogue, keys
from storyforge.providers.network import is_offline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.story import Models

SOON = timedelta(days=30)
RULES = "offline"


class Ready(NamedTuple):
    """What is known of one provider."""

    state: Literal["ok", "warn", "fail"]
    message: str
    hint: str = ""


def readiness(models: Models | None, today: date) -> Iterator[Ready]:
    """A line for each provider of text that the story names, then for each service whose key is in the environment."""
    named = dict.fromkeys(_named(models)) if models else {}
    if not any(kind != RULES for kind, _, _ in named):
        yield Ready("ok", "offline rules; they need no key")
    for kind, model, api_base in named:
        if kind == catalogue.PROVIDER:
            yield _of_model(model, api_base, today)
        elif kind not in TEXT:
            error = UnknownNameError("text provider", kind, TEXT)
            yield Ready("fail", error.message, error.hint)
        elif kind != RULES:
            yield Ready("ok", f"{kind}, which another package brings; what it needs is not known here")
    used = {catalogue.service_name(model) for kind, model, _ in named if kind == catalogue.PROVIDER}
    for service, row in catalogue.services().items():
        variable = next((name for name in row["keys"] if environ.get(name)), "")
        if variable and service not in used:
            hint = f"Use it: --with text={catalogue.PROVIDER}:{row.get('smaller', f'{service}/MODEL')}"
            yield Ready(
                "ok", f"a key of {service} is in the environment ({variable}), and the story does not ask it", hint
            )


def _named(models: Models) -> Iterator[tuple[str, str, str]]:
    """Kind, model and address of every provider that answers some stage, and of those that are to stand in."""
    for stage in dict.fromkeys(kind.stage for kind in KINDS if kind.stage):
        choice = choose_text(models, stage)
        kind, _, model = choice.name.partition(":")
        yield kind, model, choice.settings.api_base or ""
        if choice.settings.fallback not in (None, NONE):
            kind, _, model = choice.fallback.partition(":")
            yield kind, model, choice.settings.api_base or ""


def _of_model(model: str, api_base: str, today: date) -> Ready:
    name = f"{catalogue.PROVIDER}:{model}" + (f" at {_host(api_base)}" if api_base else "")
    missing = [variable for variable in catalogue.needed_besides(model) if not environ.get(variable)]
    if missing and not api_base:
        return Ready("warn", f"{name} is not ready: {' and '.join(missing)} not set", "Set them in the environment.")
    wanted = keys.variables(model, api_base or None)
    found = next(((place, one) for one in wanted if (place := keys.found_in(one, keyring=not is_offline()))), None)
    if found is None and catalogue.needs_key(model) and not api_base:
        error = NoKeyError(catalogue.service_name(model) or model, wanted[0])
        return Ready("warn", f"{name} is not ready: no key in {' or '.join(wanted)}", error.hint)
    key = f"{found[1]} from the {found[0]}" if found else "without a key"
    ends = catalogue.known_models().get(model, {}).get("ends")
    if ends and today >= date.fromisoformat(str(ends)) - SOON:
        return Ready(
            "warn", f"{name} is ready ({key}), and its maker promises it only until {ends}", "Choose another model."
        )
    return Ready("ok", f"{name} is ready ({key}){'; this run is offline' if is_offline() else ''}")


def _host(api_base: str) -> str:
    """The address without what stands before an @: that may be a password."""
    parts = urlsplit(api_base)
    return f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or api_base
