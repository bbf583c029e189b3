"""What a story begins with: its inputs are read once, so that what can't be read is said before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyforge.errors import (
    ContextTagError,
    EmptyDocumentError,
    InputMissingError,
    PrimaryMissingError,
    RequestError,
    ReservedNameError,
    SameNameError,
    TwistMissingError,
)
from storyforge.formats import artifacts, fountain
from storyforge.formats.documents import read_document
from storyforge.formats.languages import detect, language
from storyforge.model.kinds import DEFINITIONS
from storyforge.pipeline.styling.styles import refuse_unknown_style
from storyforge.stages.film import s01_setup
from storyforge.stages.film.s04_script import read_script

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.formats.documents import Document

MODES = ("expansion", "condensation", "transformation", "screenplay")
MOST = 64 * 2**20
LONG = 1_200
"""Words from which a text is condensed where nobody says what to do with it; below, it is expanded. A text of that
length fills about eight minutes of film as it is."""
_AUDIO = (".wav", ".mp3", ".m4a", ".m4b", ".ogg", ".oga", ".opus", ".flac", ".aac", ".aif", ".aiff", ".wma")
"""What is an audio by its name; set-up says which of them it can listen to."""
_SAMPLE = 60_000
IDEA = "inputs/idea.md"


@dataclass(frozen=True)
class Wanted:
    """What the author asks for; `options` are fields of `story.yaml` that were given.

    Without a `mode` it is taken from what the primary input is. `idea` is a primary input as a text.
    """

    folder: Path
    mode: str | None
    primary: Path | None
    context: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    idea: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Files that a template brings."""


@dataclass(frozen=True)
class Inputs:
    """Files by path, the options of set-up, and what is to be told about how they were read."""

    files: dict[str, bytes]
    options: dict[str, Any]
    notes: tuple[str, ...] = ()


@dataclass
class _Read:
    """The primary input as it was read."""

    mode: str
    title: str = ""
    language: str = ""
    text: str = ""
    notes: list[str] = field(default_factory=list)


def read_inputs(wanted: Wanted) -> Inputs:
    """Read all inputs; raises PrimaryMissingError, InputMissingError, errors of parameters and of documents."""
    path, primary = _primary(wanted)
    context = [_tagged(given) for given in wanted.context]
    files = {**wanted.files, path: primary}
    tagged = _context(files, context)
    said = dict(wanted.options)
    if _is_audio(path) or said.get("type") == "audio":
        read = _heard(path, files, tagged, said)
    else:
        # Errors name the file as its author does.
        read = _told(str(wanted.primary or path), primary, wanted.mode, said)
    options = said
    options["mode"] = wanted.mode or read.mode
    _refuse_mode(options["mode"], options)
    title = " ".join(read.title.split())
    options.setdefault("title", title or wanted.folder.name.replace("-", " ").replace("_", " ").title())
    given = options.get("language")
    options["language"] = language(given).code if given else read.language or detect(read.text[:_SAMPLE])
    options["primary"], options["context"] = path, tagged
    if options.get("written_style") and not any(name.startswith("styles/") for name in wanted.files):
        refuse_unknown_style(None, str(options["written_style"]))
    read.notes[:] = [note.replace(str(wanted.primary), path) for note in read.notes]
    for name, tag in tagged:
        _check_context(name, tag, files[name], read.notes)
    return Inputs(files, options, tuple(read.notes))


def _refuse_mode(mode: str, options: Mapping[str, Any]) -> None:
    if mode not in MODES:
        raise RequestError(f'There is no mode "{mode}".', f"Modes: {', '.join(MODES)}.")
    if mode == "transformation" and not options.get("twist"):
        raise TwistMissingError
    if options.get("twist") and mode != "transformation":
        raise RequestError("--twist belongs to the mode transformation.", "Leave it out, or add --mode transformation")


def _primary(wanted: Wanted) -> tuple[str, bytes]:
    if wanted.idea:
        if wanted.primary is not None:
            raise RequestError("A story has one primary input.", "Give --primary or --idea, not both.")
        return IDEA, f"{wanted.idea.strip()}\n".encode()
    if wanted.primary is None:
        raise PrimaryMissingError
    return f"inputs/{_named(wanted.primary)}", read_file(wanted.primary)


def _named(path: Path) -> str:
    name = path.name
    if f"inputs/{name}" == s01_setup.INPUTS:
        raise ReservedNameError(name)
    return name


def read_file(path: Path) -> bytes:
    """A file of the author's; raises InputMissingError."""
    try:
        if path.stat().st_size > MOST:
            raise InputMissingError(str(path), "it is larger than 64 MB")
        return path.read_bytes()
    except OSError as error:
        raise InputMissingError(str(path), (error.strerror or str(error)).lower()) from None


def _tagged(given: str) -> tuple[Path, str]:
    path, _, tag = given.rpartition(":")
    if not path or not tag.strip() or "/" in tag:
        raise ContextTagError(given)
    return Path(path), tag.strip()


def _context(files: dict[str, bytes], context: Sequence[tuple[Path, str]]) -> list[tuple[str, str]]:
    tagged = []
    for path, tag in context:
        name = f"inputs/{_named(path)}"
        if name in files:
            raise SameNameError(path.name)
        files[name] = read_file(path)
        tagged.append((name, tag))
    return tagged


def _check_context(path: str, tag: str, data: bytes, notes: list[str]) -> None:
    """Read a context file, so that a broken one is named now; raises what reading it raises."""
    if tag == "definitions":
        artifacts.read(DEFINITIONS, path, data.decode("utf-8-sig", "replace"))
    elif tag != "transcript":
        try:
            notes += [f"{path}: {note}" for note in read_document(path, data).notes]
        except EmptyDocumentError as empty:
            notes.append(empty.message)


def _is_audio(path: str) -> bool:
    return path.lower().endswith(_AUDIO)


def _told(path: str, data: bytes, mode: str | None, said: Mapping[str, Any]) -> _Read:
    """A text: what mode it is for, where that was not said, and its title and language."""
    if mode == "screenplay" or (mode is None and path.lower().endswith((".fountain", ".fdx"))):
        script = read_script(path, data, said.get("language") or "auto")
        title = fountain.plain(script.screenplay.title_page.get("title", "")).replace("\n", " ")
        return _Read("screenplay", title, "", script.text)
    document = read_document(path, data, said.get("language") or "")
    text = "\n\n".join(section.text for section in document.sections)
    read = _Read(_mode(document, said), document.title, _known(document.language), text)
    read.notes += [f"{path}: {note}" for note in document.notes]
    return read


def _known(code: str) -> str:
    """The language that a document says it is in, where it is one of ours."""
    try:
        return language(code.partition("-")[0].lower()).code if code else ""
    except RequestError:
        return ""


def _mode(document: Document, said: Mapping[str, Any]) -> str:
    if document.kind == "script":
        return "screenplay"
    if said.get("twist"):
        return "transformation"
    letters = sum(len(section.text) for section in document.sections)
    # Scripts without spaces have few words; six letters are a word.
    return "condensation" if max(document.words, letters // 8) >= LONG else "expansion"


def _heard(path: str, files: Mapping[str, bytes], tagged: Sequence[tuple[str, str]], said: dict[str, Any]) -> _Read:
    """An audio and its transcript; set-up listens to both."""
    if not _is_audio(path):
        raise RequestError(
            "With --type audio the primary input is the audio itself.",
            "Such as: --primary talk.mp3 --context talk.srt:transcript",
        )
    said["type"] = "audio"
    transcript = next((name for name, tag in tagged if tag == "transcript"), "")
    document = read_document(transcript, files[transcript]) if transcript else None
    text = " ".join(cue.text for cue in document.cues) if document else ""
    return _Read("expansion", "", "", text)
