"""The embedding provider `litellm:MODEL`: vectors of texts from any service that litellm can reach, a call a batch.

As with letters, nothing is asked twice here: retries are whoever's who calls.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from storyforge.providers.base import Reply
from storyforge.providers.litellm_door import client_error, litellm
from storyforge.providers.litellm_faults import failure
from storyforge.providers.litellm_model import LiteLLMModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.model.money import Cost
    from storyforge.providers.base import Vector

TASK = "embedding"
_TIMEOUT = 60


class LiteLLMEmbedding(LiteLLMModel):
    """Embeds texts by one model; of its settings only the address and the timeout are used."""

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

    def _request(self, texts: Sequence[str]) -> dict[str, Any]:
        told = {**self._service(_TIMEOUT), "input": list(texts), "encoding_format": "float"}
        return {name: value for name, value in told.items() if value is not None}


def _vectors(answer: Any, count: int) -> tuple[Vector, ...]:
    """The vectors of an answer by their numbers in it; raises ValueError where they are not one each, of one length."""
    rows = sorted(answer.data, key=lambda row: int(row["index"]))
    found = tuple(tuple(float(number) for number in row["embedding"]) for row in rows)
    if [int(row["index"]) for row in rows] != list(range(count)) or len({len(vector) for vector in found}) != 1:
        raise ValueError(f"{count} vectors were asked for, and {len(found)} came")
    return found
