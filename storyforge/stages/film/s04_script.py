"""Stage 4, master script. In screenplay mode it is the primary input, byte for byte, with scene numbers written in.

FDX becomes Fountain here. The author owns the text, the program owns the numbers: numbers that were given once are
kept when the primary input is read again.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from storyforge.errors import BinaryScriptError, EmptyScriptError, MissingArtifactError, NoScenesError
from storyforge.formats import fountain
from storyforge.formats.fdx import read_fdx
from storyforge.model.counted import counted
from storyforge.stages.base import Made

if TYPE_CHECKING:
    from storyforge.formats.fountain import Script
    from storyforge.model.screenplay import Diagnostic
    from storyforge.model.summary import Summaries
    from storyforge.stages.base import Job, Plan

PATH = "script.fountain"
INPUTS = "inputs/inputs.yaml"


def items(summaries: Summaries) -> Plan:
    """One text, made from the primary input."""
    primary = summaries.index(INPUTS).get("primary", "")
    return {PATH: {"script": (f"{INPUTS}#primary", f"{primary}#content")}}


def run(job: Job) -> Made:
    """Read the primary input and number its scenes."""
    library = job.library
    path = library.summaries.index(INPUTS).get("primary", "")
    data = library.read(path)
    if data is None:
        raise MissingArtifactError(path)
    problems: list[Diagnostic] = []
    script = read_script(path, data, library.story.language, problems)
    given = library.summaries.index(PATH).get("scenes", [])
    numbered = fountain.number_scenes(script, {scene["number"]: scene["heading"] for scene in given}, path)
    notes = tuple(f"{path}:{d.line}: {d.message}" for d in (*problems, *script.diagnostics))
    return Made({PATH: numbered.to_bytes()}, notes=notes, subject=counted(len(numbered.scenes), "scene"))


def read_script(path: str, data: bytes, language: str, problems: list[Diagnostic] | None = None) -> Script:
    """The script of a Fountain or FDX file; what FDX has and Fountain can't carry is added to `problems`.

    Raises BinaryScriptError, EmptyScriptError, NoScenesError; FDX that can't be read raises its own error.
    """
    if PurePosixPath(path).suffix.lower() == ".fdx":
        read = read_fdx(data, path)
        problems = [] if problems is None else problems
        problems.extend(read.diagnostics)
        script = fountain.parse(fountain.build(read.elements, language, problems=problems), language=language)
    else:
        if fountain.looks_binary(data):
            raise BinaryScriptError(path)
        script = fountain.parse(data, language=language)
    if not script.elements:
        raise EmptyScriptError(path)
    if not any(scene.heading for scene in script.scenes):
        raise NoScenesError(path)
    return script
