"""What all providers by litellm share: a name, a model with its prices, and the service that it is asked of."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from storyforge.model.story import TextSettings
from storyforge.providers.keys import needed_key
from storyforge.providers.litellm_prices import Prices

if TYPE_CHECKING:
    from typing import Self

NO_KEY = "none"
"""Sent to a service of one's own that wants no key: with nothing at all, the key of the environment would be taken."""


class LiteLLMModel:
    """One model, as its settings say; may be used from many threads."""

    pure = False

    def __init__(self, model: str = "", settings: TextSettings | None = None) -> None:
        self.name = f"litellm:{model}" if model else "litellm"
        self._model = model
        self._settings = settings or TextSettings()

    @classmethod
    def opened(cls, model: str, settings: TextSettings) -> Self:
        """The provider of a model such as `openai/gpt-5`."""
        return cls(model, settings)

    def __repr__(self) -> str:
        return f"<{self.name}>"

    @cached_property
    def _prices(self) -> Prices:
        return Prices(self._model)

    def _service(self, timeout: int) -> dict[str, Any]:
        """Where litellm is to ask and with which key, once; raises UnknownServiceError, NoKeyError."""
        settings = self._settings
        key = needed_key(self._prices.full_name, settings.api_base)
        return {
            "model": self._model,
            "timeout": float(settings.timeout or timeout),
            "api_base": settings.api_base,
            "api_key": key or (NO_KEY if settings.api_base else None),
            "max_retries": 0,
            "num_retries": 0,
        }
