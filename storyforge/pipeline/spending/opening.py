"""Opens providers of text by name, and holds to `--offline`: then nobody is opened who needs a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from storyforge.errors import RequestError
from storyforge.model.story import TextSettings
from storyforge.providers import TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.money import Cost
    from storyforge.providers.base import LetterProvider, TextProvider
    from storyforge.tasks.base import Context


def is_pure(name: str) -> bool:
    """Whether a text provider only computes; nothing heavy is loaded to know it."""
    kind, _, _ = name.partition(":")
    return kind == "offline" or (":" not in name and bool(TEXT.load(kind)().pure))


def open_text(name: str, settings: TextSettings | None = None) -> TextProvider | LetterProvider:
    """The text provider of a name, `offline` or `litellm:openai/gpt-5`; raises UnknownNameError, RequestError."""
    kind, _, model = name.partition(":")
    found: Any = TEXT.load(kind)
    if hasattr(found, "opened"):
        if not model:
            raise RequestError(f"{kind} needs to know which model.", f"Such as: --with text={kind}:openai/gpt-5")
        return cast("LetterProvider", found.opened(model, settings or TextSettings()))
    return cast("TextProvider", found(model) if model else found())


def price_of_text(name: str, settings: TextSettings, task: str, context: Context, templates: Mapping[str, str]) -> Cost:
    """What an answer would cost at most; of a model, the first answer without repairs."""
    provider = open_text(name, settings)
    if hasattr(provider, "write"):
        from storyforge.providers.letters import write_letter  # noqa: PLC0415 - rules are priced without it

        return cast("LetterProvider", provider).price(write_letter(task, context, templates))
    return provider.price(task, context)
