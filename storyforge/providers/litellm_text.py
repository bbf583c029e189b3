"""The provider `litellm:MODEL`: any language model that litellm can reach, a letter a call.

Nothing is asked twice here: the retries of litellm and of the clients beneath it are switched off, so that each call is
one row of the journal. What the answer must look like is sent as a schema where the model takes one, else in words.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from storyforge.providers.base import Reply, Written
from storyforge.providers.catalogue import longest_answer
from storyforge.providers.keys import redacted
from storyforge.providers.litellm_door import client_error, litellm
from storyforge.providers.litellm_faults import failure, was_sent
from storyforge.providers.litellm_model import LiteLLMModel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.money import Cost
    from storyforge.providers.base import Letter

NOTHING = "(nothing)"
"""An empty answer, told to a model that is asked again: several services refuse a turn without words."""

_TIMEOUT = 120
_THINKS = ("low", "medium", "high")
_REFUSALS = ("content_filter", "refusal")
_SPEAK_OPENAI = ("openai", "hosted_vllm", "lm_studio")
_OPTIONAL = ("temperature", "seed", "reasoning_effort")
"""Left out, in this order, where a model takes none."""


class LiteLLMText(LiteLLMModel):
    """Writes letters to one model, as its settings say; may be used from many threads."""

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The settings that an answer depends on; how long to wait is none of them."""
        plain = self._settings.model_dump(mode="json", exclude_none=True)
        return {name: plain[name] for name in sorted(plain) if name not in ("text", "fallback", "timeout", "at_once")}

    def price(self, letter: Letter) -> Cost:
        """The whole letter, and an answer of the longest length, by the price map; unknown where it lacks the model.

        Raises UnknownServiceError.
        """
        messages = _messages(letter, schema_in_words=True)
        return self._prices.at_most([each["content"] for each in messages], self._longest(letter.task))

    def write(self, letter: Letter) -> Reply[Written]:
        """Send one letter, once.

        Raises:
            UnknownServiceError, NoKeyError: there is no such service, or no key for it.
            BusyError, UnreachableError: nothing was sold; it may be asked again.
            FailedError: nothing was sold.
            InDoubtError: the connection broke off, or what came back can't be read.
        """
        request = self._request(letter)
        begun = time.monotonic()
        try:
            answer = _completed(request)
            written = _written(answer)
        except (client_error(), LookupError, TypeError, ValueError, AttributeError, ImportError) as error:
            raise failure(error, self.name, letter.task) from None
        usage = _usage(answer) | {"seconds": round(time.monotonic() - begun, 3)}
        return Reply(written, self.name, self._prices.charged(answer), usage)

    def _request(self, letter: Letter) -> dict[str, Any]:
        """What litellm is called with; whatever is None there is left out."""
        settings = self._settings
        # First of all: a service that is not known is asked nothing, not even what its models can do.
        service = self._service(_TIMEOUT)
        effort = self._effort()
        told = {
            **service,
            "messages": _messages(letter, schema_in_words=not self._takes_schemas),
            "response_format": _response_format(letter) if self._takes_schemas else None,
            "temperature": None if settings.temperature is None else float(settings.temperature),
            "seed": settings.seed,
            "reasoning_effort": effort,
            "max_tokens": self._longest(letter.task),
            "drop_params": False,
        }
        if effort in _THINKS and "claude" in self._model:
            told["temperature"] = None
        return {name: value for name, value in told.items() if value is not None}

    @property
    def _takes_schemas(self) -> bool:
        """Whether the model holds itself to a schema; servers that speak OpenAI's language are taken to do."""
        if self._settings.api_base and not self._prices.row:
            return self._prices.service in _SPEAK_OPENAI
        return bool(litellm().supports_response_schema(self._model))

    def _longest(self, task: str) -> int:
        """The longest answer to a task: as the settings say, else as shipped; never more than the model gives."""
        reasons = self._settings.effort if self._prices.row.get("supports_reasoning") else None
        wanted = self._settings.max_tokens or longest_answer(task, reasons)
        most = self._prices.row.get("max_output_tokens")
        return min(wanted, int(most)) if most else wanted

    def _effort(self) -> str | None:
        """How much the model is asked to reason; `none` is the least that it can be asked for."""
        row, wanted = self._prices.row, self._settings.effort
        if wanted != "none" or not row.get("supports_reasoning"):
            return wanted if row.get("supports_reasoning") else None
        if row.get("supports_none_reasoning_effort"):
            return "none"
        if row.get("supports_minimal_reasoning_effort") or self._prices.service == "gemini":
            return "minimal"
        return "low" if self._prices.service in ("openai", "azure") else None


def _messages(letter: Letter, *, schema_in_words: bool) -> list[dict[str, str]]:
    system = letter.system
    if schema_in_words:
        schema = json.dumps(letter.schema, ensure_ascii=False)
        system = f"{system}\n\nThe answer is one JSON object and nothing else. Its JSON schema:\n{schema}"
    messages = [{"role": "system", "content": system}, {"role": "user", "content": letter.prompt}]
    for turn in letter.turns:
        messages.append({"role": "assistant", "content": turn.answer if turn.answer.strip() else NOTHING})
        messages.append({"role": "user", "content": turn.faults})
    return messages


def _response_format(letter: Letter) -> dict[str, Any]:
    form = {"name": letter.task, "schema": dict(letter.schema), "strict": True}
    return {"type": "json_schema", "json_schema": form}


def _completed(request: dict[str, Any]) -> Any:
    """One call; a setting that litellm knows the model not to take is left out before anything is sent."""
    module = litellm()
    optional = [name for name in _OPTIONAL if name in request]
    while True:
        try:
            return module.completion(**request)
        except module.exceptions.UnsupportedParamsError as error:
            if not optional or was_sent(error):
                raise
            del request[optional.pop(0)]


def _written(answer: Any) -> Written:
    """What came back and how it ended; a key that a service echoes is no part of a story."""
    choice = answer.choices[0]
    text = redacted(choice.message.content or "")
    said = getattr(choice.message, "provider_specific_fields", None) or {}
    refusal = getattr(choice.message, "refusal", None) or said.get("refusal") or ""
    if refusal or choice.finish_reason in _REFUSALS:
        return Written(redacted(refusal) or text, "refusal")
    if choice.finish_reason == "length":
        return Written(text, "length")
    return Written(text, "stop" if text.strip() else "empty")


def _usage(answer: Any) -> dict[str, Any]:
    """Tokens as the service counts them, and the model that it names; what it does not say is left out."""
    counted = getattr(answer, "usage", None)
    details = getattr(counted, "completion_tokens_details", None)
    told = {
        "model": getattr(answer, "model", None),
        "prompt_tokens": getattr(counted, "prompt_tokens", None),
        "completion_tokens": getattr(counted, "completion_tokens", None),
        "reasoning_tokens": getattr(details, "reasoning_tokens", None),
    }
    return {name: value for name, value in told.items() if value is not None}
