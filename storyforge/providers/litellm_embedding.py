"""The embedding provider `litellm:MODEL`: vectors of texts from any service that litellm can reach, a call a batch.

As with letters, nothing is asked twice here: retries are whoever's who calls.
"""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING, Any

from storyforge.model.story import TextSettings
from storyforge.providers.base import Reply
from storyforge.providers.keys import needed_key
from storyforge.providers.litellm_door import client_error, litellm
from storyforge.providers.litellm_faults import failure
from storyforge.providers.litellm_prices import Prices
from storyforge.providers.litellm_text import NO_KEY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.model.money import Cost
    from storyforge.providers.base import Vector

TASK = "embedding"
_TIMEOUT = 60


class LiteLLMEmbedding:
    """Embeds texts by one model; of its settings only the address and the timeout are used."""

    pure = False

    def __init__(self, model: str = "", settings: TextSettings | None = None) -> None:
        self.name = f"litellm:{model}" if model else "litellm"
        self._model = model
        self._settings = settings or TextSettings()

    @classmethod
    def opened(cls, model: str, settings: TextSettings) -> LiteLLMEmbedding:
        """The provider of a model such as `openai/text-embedding-3-small`."""
        return cls(model, settings)

    def __repr__(self) -> str:
        return f"<{self.name}>"

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The address, where it is one of the user's own."""
        return {"api_base": self._settings.api_base} if self._settings.api_base else {}

    def price(self, texts: Sequence[str]) -> Cost:
        """What the vectors of some texts cost by the price map; unknown where it lacks the model.

        Raises UnknownServiceError.
        """
        return self._prices.at_most(texts, 0)

    def embed(self, texts: Sequence[str]) -> Reply[tuple[Vector, ...]]:
        """Ask for the vectors of some texts, once.

        Raises:
            UnknownServiceError, NoKeyError: there is no such service, or no key for it.
            BusyError, UnreachableError: nothing was sold; it may be asked again.
            FailedError: nothing was sold.
            InDoubtError: the connection broke off, or what came back can't be read.
        """
        request = self._request(texts)
        begun = time.monotonic()
        try:
            answer = litellm().embedding(**request)
            vectors = _vectors(answer, len(texts))
        except (client_error(), LookupError, TypeError, ValueError, AttributeError, ImportError) as error:
            raise failure(error, self.name, TASK) from None
        counted = getattr(getattr(answer, "usage", None), "prompt_tokens", None)
        usage = {"seconds": round(time.monotonic() - begun, 3), **({"prompt_tokens": counted} if counted else {})}
        return Reply(vectors, self.name, self._prices.charged(answer), usage)

    @cached_property
    def _prices(self) -> Prices:
        return Prices(self._model)

    def _request(self, texts: Sequence[str]) -> dict[str, Any]:
        settings = self._settings
        told = {
            "model": self._model,
            "input": list(texts),
            "encoding_format": "float",
            "timeout": float(settings.timeout or _TIMEOUT),
            "api_base": settings.api_base,
            "api_key": needed_key(self._prices.full_name, settings.api_base) or (NO_KEY if settings.api_base else None),
            "max_retries": 0,
            "num_retries": 0,
        }
        return {name: value for name, value in told.items() if value is not None}


def _vectors(answer: Any, count: int) -> tuple[Vector, ...]:
    """The vectors of an answer by their numbers in it; raises ValueError where they are not one each, of one length."""
    rows = sorted(answer.data, key=lambda row: int(row["index"]))
    found = tuple(tuple(float(number) for number in row["embedding"]) for row in rows)
    if [int(row["index"]) for row in rows] != list(range(count)) or len({len(vector) for vector in found}) != 1:
        raise ValueError(f"{count} vectors were asked for, and {len(found)} came")
    return found
