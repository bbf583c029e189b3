"""Stage 4, master script: written scene by scene from the beats, in a format that our own writer keeps.

In screenplay mode it is the primary input, byte for byte, with scene numbers written in.

FDX becomes Fountain here. The author owns the text, the program owns the numbers: numbers that were given once are
kept when the primary input is read again.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from storyforge.errors import BinaryScriptError, EmptyScriptError, MissingArtifactError, NoScenesError
from storyforge.formats import fountain
from storyforge.formats.documents import read_document
from storyforge.formats.fdx import read_fdx
from storyforge.model.counted import counted
from storyforge.stages.base import Made
from storyforge.stages.film import timed
from storyforge.stages.film.writing import written

if TYPE_CHECKING:
    from storyforge.formats.fountain import Script
    from storyforge.model.screenplay import Diagnostic
    from storyforge.model.summary import Summaries
    from storyforge.stages.base import Job, Plan

PATH = "script.fountain"
INPUTS = "inputs/inputs.yaml"
SCREENPLAY = "screenplay"
SCRIPT = "script"
LAID_OUT = (".pdf", ".docx", ".txt")
"""Suffixes of scripts that are set for paper, or may be."""
MANY = 3
"""Lines that look like headings and are none, before they are told as a number."""


def items(summaries: Summaries) -> Plan:
    """One text: of a screenplay made from the primary input, else from parameters; beats are a flag and no edge."""
    if timed.is_timed(summaries):
        return {PATH: {"script": timed.LAID_OUT_FROM}}
    if summaries.way != SCREENPLAY:
        return {PATH: {"script": ("story.yaml#parameters", "story.yaml#language")}}
    primary = summaries.index(INPUTS).get("primary", "")
    return {PATH: {"script": (f"{INPUTS}#primary", f"{primary}#content")}}


def run(job: Job) -> Made:
    """Write the script from the beats; of a screenplay, read the primary input and number its scenes."""
    if timed.is_timed(job.library.summaries):
        return timed.script(job.library)
    return _read(job) if job.library.summaries.way == SCREENPLAY else written(job)


def _read(job: Job) -> Made:
    library = job.library
    path = library.summaries.index(INPUTS).get("primary", "")
    data = library.read(path)
    if data is None:
        raise MissingArtifactError(path)
    problems: list[Diagnostic] = []
    script = read_script(path, data, library.story.language, problems)
    given = library.summaries.index(PATH).get("scenes", [])
    numbered = fountain.number_scenes(script, {scene["number"]: scene["heading"] for scene in given}, path)
    notes = tuple(f"{path}:{d.line}: {d.message}" for d in problems)
    copied = path if script.source.to_bytes() == data else PATH
    notes += _unread(copied, numbered)
    notes += tuple(f"{copied}:{d.line}: {d.message}" for d in numbered.diagnostics)
    return Made({PATH: numbered.to_bytes()}, notes=notes, subject=counted(len(numbered.scenes), "scene"))


def _unread(path: str, script: Script) -> tuple[str, ...]:
    """One line for many headings that are read as none, before a line for each of them."""
    lines = fountain.likely_headings(script)
    if len(lines) < MANY:
        return ()
    scenes = sum(scene.heading is not None for scene in script.scenes)
    told = f"{len(lines)} lines look like scene headings and are read as action, {scenes} are read as headings."
    return (f"{path}:{lines[0]}: {told}",)


def read_script(path: str, data: bytes, language: str, problems: list[Diagnostic] | None = None) -> Script:
    """The script of a file: of Fountain, its headings mended where all of them need it; of paper, by its columns.

    What was mended, and what FDX has and Fountain can't carry, is added to `problems`.

    Raises BinaryScriptError, InvalidArtifactError where it is not UTF-8, EmptyScriptError, NoScenesError; FDX that
    can't be read raises its own error.
    """
    problems = [] if problems is None else problems
    suffix = PurePosixPath(path).suffix.lower()
    laid_out = _laid_out(path, data, language) if suffix in LAID_OUT else ""
    if laid_out:
        script = fountain.parse(laid_out, language=language)
    elif suffix == ".fdx":
        read = read_fdx(data, path)
        problems.extend(read.diagnostics)
        script = fountain.parse(fountain.build(read.elements, language, problems=problems), language=language)
    else:
        if fountain.looks_binary(data):
            raise BinaryScriptError(path)
        script, mended = fountain.mended(fountain.read(data, language, path))
        problems.extend(mended)
    if not script.elements:
        raise EmptyScriptError(path)
    if not any(scene.heading for scene in script.scenes):
        raise NoScenesError(path)
    return script


def _laid_out(path: str, data: bytes, language: str) -> str:
    """Fountain of a script that is set in columns or styles, or nothing for a text that is Fountain as it stands.

    Raises NoScenesError where a PDF or a Word document is no script.
    """
    document = read_document(path, data, language)
    if path.lower().endswith(".txt"):
        return "" if document.fountain.encode() == data.replace(b"\r\n", b"\n") else document.fountain
    if document.kind != SCRIPT:
        raise NoScenesError(path)
    return document.fountain
