"""The rules for long sources, found by name when a source is long."""

from __future__ import annotations

from storyforge.registry import Registry

OF_BOOKS = Registry(
    "rule for long sources",
    {
        "treatments": "storyforge.providers.offline.condense:treatments_of_book",
        "beatsheet": "storyforge.providers.offline.condense:beats_of_book",
    },
)
"""Task name -> the function that answers it where the source was surveyed."""
