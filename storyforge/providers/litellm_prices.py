"""What letters cost, by the price map that comes with litellm; a model that it lacks has no known price."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from storyforge.errors import UnknownServiceError
from storyforge.model.money import Cost
from storyforge.providers.catalogue import margin
from storyforge.providers.litellm_door import listed, litellm, service_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PER_MESSAGE = 8
"""Tokens around each message: who speaks, where it begins and ends; OpenAI's models take 3 to 4."""

_SMALLEST = Decimal("0.00000001")


class Prices:
    """The prices of one model, in dollars; `row` is what the map says of it, empty where it says nothing."""

    def __init__(self, model: str) -> None:
        self._model = model

    @cached_property
    def service(self) -> str:
        """The service that the model is asked of; raises UnknownServiceError where litellm knows none."""
        service, _ = service_of(self._model)
        if not service:
            raise UnknownServiceError(self._model)
        return service

    @property
    def full_name(self) -> str:
        """The model with its service before it."""
        return f"{self.service}/{service_of(self._model)[1]}"

    @cached_property
    def row(self) -> Mapping[str, Any]:
        """What the price map says of the model."""
        return listed(self._model)

    def tokens(self, words: Iterable[str]) -> int:
        """About how many tokens some messages are, rather too many than too few.

        Counted with the tokenizers of OpenAI's models, which litellm brings along; nothing is fetched. Others cut words
        into more pieces: `templates/models.yaml`, margin.
        """
        count = litellm().token_counter
        found = sum(int(count(model=self._model, text=text)) + PER_MESSAGE for text in words)
        return int((found * margin(self.service)).to_integral_value(ROUND_UP))

    def at_most(self, words: Iterable[str], longest: int) -> Cost:
        """What some messages cost with an answer of the longest length; raises UnknownServiceError."""
        if not self.service or not self._is_priced:
            return Cost(None)
        return self._cost(sum(litellm().cost_per_token(self._model, self.tokens(words), longest)), ROUND_UP)

    def charged(self, answer: Any) -> Cost:
        """What an answer cost, by the tokens that the service counted."""
        if not self._is_priced or getattr(answer, "usage", None) is None:
            return Cost(None)
        try:
            return self._cost(litellm().completion_cost(answer, model=self._model), ROUND_HALF_UP)
        except Exception:  # noqa: BLE001 - the answer is there and paid for: a sum that fails must not lose it
            return Cost(None)

    @property
    def _is_priced(self) -> bool:
        return "input_cost_per_token" in self.row and "output_cost_per_token" in self.row

    def _cost(self, amount: float, rounding: str) -> Cost:
        exact = Decimal(repr(float(amount))).quantize(_SMALLEST, rounding)
        return Cost(exact.normalize() if exact else Decimal(0))
