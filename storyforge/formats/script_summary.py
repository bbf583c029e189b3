"""The summary of the master script, with how long it plays as its language is spoken."""

from __future__ import annotations

from dataclasses import astuple
from functools import partial
from typing import TYPE_CHECKING

from storyforge.formats.estimate import estimate_scene
from storyforge.formats.fountain import parse
from storyforge.formats.headings import parse_heading
from storyforge.formats.languages import language
from storyforge.model.script_facets import summarise_script

if TYPE_CHECKING:
    from storyforge.model.language import Language
    from storyforge.model.screenplay import Screenplay
    from storyforge.model.summary import Summary


def script_summary(script: Screenplay, code: str) -> Summary:
    """The summary of a script in a language, named by its ISO 639 code."""
    spoken = language(code)
    return summarise_script(script, lambda scene: astuple(estimate_scene(scene, spoken)), partial(_sides, spoken))


def read_script_summary(content: bytes, code: str) -> Summary:
    """The same, of a script's file."""
    return script_summary(parse(content, language=code).screenplay, code)


def _sides(spoken: Language, title: str) -> tuple[bool | None, bool | None]:
    """Whether a heading is of an inside, and whether of an outside; None where it does not say."""
    heading = parse_heading(title, spoken)
    return heading.interior, heading.exterior
