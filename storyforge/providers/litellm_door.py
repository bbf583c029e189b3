"""The only door to litellm: imported on first use, silent, reading no files, fetching nothing."""

from __future__ import annotations

import importlib
import logging
import os
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_SETTINGS = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS": "True",
    "LITELLM_LOCAL_BLOG_POSTS": "True",
    "LITELLM_LOCAL_POLICY_TEMPLATES": "True",
    "LITELLM_LOCAL_AUTOROUTER_PRESETS": "True",
    "LITELLM_MODE": "PRODUCTION",
}
"""What it looks at while it is imported: all tables are its own, and no `.env` file is read (that is mode DEV)."""

_SIGN_IN = ("github_copilot", "chatgpt")
"""Services that litellm has a user sign in to, in a browser, as soon as they are named; nothing here asks anybody."""

_LOGGERS = ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy")


@cache
def litellm() -> Any:
    """The module; importing it takes 2 s and 140 MB, so nobody does before a letter is priced or sent."""
    os.environ.update(_SETTINGS)
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
    module: Any = importlib.import_module("litellm")
    for name in _LOGGERS:
        logging.getLogger(name).disabled = True
    module.suppress_debug_info = True
    module.telemetry = False
    module.disable_hf_tokenizer_download = True
    module.drop_params = False
    # Where embeddings are asked for, a 0 that is given counts as nothing given.
    module.DEFAULT_MAX_RETRIES = 0
    return module


def wire() -> Any:
    """The library that litellm talks HTTP with."""
    return importlib.import_module("httpx")


def asks_once(key: str | None, api_base: str | None, timeout: float) -> Any:
    """The client of OpenAI's language beneath litellm, that asks once.

    Litellm tells whatever client it is given for pictures to ask twice more; this one does not listen.
    """
    never = property(lambda _: 0, lambda *_: None)
    once = type("Once", (importlib.import_module("openai").OpenAI,), {"max_retries": never})
    return once(api_key=key, base_url=api_base, timeout=timeout, max_retries=0)


def speaks_openai(service: str) -> bool:
    """Whether litellm asks a service in OpenAI's language."""
    return service == "openai" or service in litellm().openai_compatible_providers


def client_error() -> type[Exception]:
    """What all errors of litellm, and of the client beneath it, are."""
    found: type[Exception] = importlib.import_module("openai").OpenAIError
    return found


def service_of(model: str) -> tuple[str, str]:
    """The service of a model and its name there: `anthropic/x` is (`anthropic`, `x`); ("", model) for none it knows.

    A name that is an address is none: litellm would ask there, and send the key of the service along.
    """
    module = litellm()
    if model.partition("/")[0] in _SIGN_IN or "://" in model:
        return "", model
    try:
        name, service, _, _ = module.get_llm_provider(model)
    except module.exceptions.BadRequestError:
        return "", model
    return service, name


def listed(model: str) -> Mapping[str, Any]:
    """The row of a model in the price map that comes with litellm; empty where it has none.

    Looked up here and not by litellm, which would ask a local server for models that the map does not have.
    """
    service, name = service_of(model)
    table: Mapping[str, Mapping[str, Any]] = litellm().model_cost
    if row := table.get(f"{service}/{name}") or table.get(model):
        return row
    row = table.get(name, {})
    return row if str(row.get("litellm_provider", "")).startswith(service) else {}
