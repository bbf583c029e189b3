"""Fountain 1.1: read without losing a byte, edit without touching a neighbour."""

from __future__ import annotations

from storyforge.formats.fountain.cues import Suggestion, suggest_cues
from storyforge.formats.fountain.emphasis import Run, escaped, marked, plain, runs
from storyforge.formats.fountain.parse import parse
from storyforge.formats.fountain.script import Script
from storyforge.formats.fountain.source import Source, looks_binary

__all__ = [
    "Run",
    "Script",
    "Source",
    "Suggestion",
    "escaped",
    "looks_binary",
    "marked",
    "parse",
    "plain",
    "runs",
    "suggest_cues",
]
