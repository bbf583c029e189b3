"""The summary of the master script, with how long it plays as its language is spoken."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

from storyforge.formats.estimate import estimate_scene
from storyforge.formats.fountain import read
from storyforge.formats.headings import parse_heading
from storyforge.formats.languages import language
from storyforge.model.script_facets import summarise_script

if TYPE_CHECKING:
    from storyforge.model.screenplay import Screenplay
    from storyforge.model.summary import Summary


def script_summary(script: Screenplay, code: str) -> Summary:
    """The summary of a script in a language, named by its ISO 639 code."""
    spoken = language(code)
    return summarise_script(
        script, lambda scene: astuple(estimate_scene(scene, spoken)), lambda title: parse_heading(title, spoken)
    )


def read_script_summary(content: bytes, code: str) -> Summary:
    """The same, of a script's file; raises InvalidArtifactError where it is not UTF-8."""
    return script_summary(read(content, code, "script.fountain").screenplay, code)
