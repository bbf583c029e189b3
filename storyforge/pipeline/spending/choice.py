"""Who answers text tasks at a stage, and how they are asked: the command, the story, and what is shipped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.model.story import ALL_STAGES, TextSettings
from storyforge.providers.catalogue import smaller, text_settings

if TYPE_CHECKING:
    from storyforge.model.story import Models

NONE = "none"


@dataclass(frozen=True, slots=True)
class Choice:
    """A provider of text by name, how it is asked, and who answers where it fails; empty where nobody does."""

    name: str
    settings: TextSettings
    fallback: str = ""


def choose_text(models: Models, stage: str, said: str = "") -> Choice:
    """Who answers at a stage: as the command says, else as the story says for the stage, for all stages, at all.

    Whoever names a provider on the command line gets an answer of that one or none.
    """
    merged = text_settings(stage).plain()
    for name in (ALL_STAGES, stage):
        if name in models.stages:
            merged |= models.stages[name].plain()
    settings = TextSettings.model_validate(merged)
    name = said or settings.text or models.text
    return Choice(name, settings, "" if said else _fallback(name, settings))


def _fallback(name: str, settings: TextSettings) -> str:
    """Who answers where the first fails; at an address of one's own nobody knows which other models there are."""
    if settings.fallback is not None:
        return "" if settings.fallback == NONE else settings.fallback
    return "" if settings.api_base else smaller(name)
