"""Fountain 1.1: read without losing a byte, edit without touching a neighbour."""

from __future__ import annotations

from storyforge.formats.fountain.build import build
from storyforge.formats.fountain.cues import Suggestion, suggest_cues
from storyforge.formats.fountain.edit import (
    insert_after,
    remove,
    replace_element,
    set_scene_number,
    set_scene_numbers,
)
from storyforge.formats.fountain.emphasis import Run, escaped, marked, plain, runs
from storyforge.formats.fountain.identity import number_again
from storyforge.formats.fountain.mend import likely_headings, mended
from storyforge.formats.fountain.numbers import number_scenes
from storyforge.formats.fountain.parse import parse, read
from storyforge.formats.fountain.script import Script
from storyforge.formats.fountain.source import Source, looks_binary

__all__ = [
    "Run",
    "Script",
    "Source",
    "Suggestion",
    "build",
    "escaped",
    "insert_after",
    "likely_headings",
    "looks_binary",
    "marked",
    "mended",
    "number_again",
    "number_scenes",
    "parse",
    "plain",
    "read",
    "remove",
    "replace_element",
    "runs",
    "set_scene_number",
    "set_scene_numbers",
    "suggest_cues",
]
