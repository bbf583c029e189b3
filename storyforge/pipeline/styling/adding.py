"""Texts put into a written style, and taken out: in the story, in one commit, or in the user's library."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.errors import NotYourStyleError, StoryforgeError, StyleFileError, StyleFileTakenError, StyleInUseError
from storyforge.model.counted import counted
from storyforge.pipeline.change import Change
from storyforge.pipeline.session import BUILD, message
from storyforge.pipeline.styling.corpus import (
    ABOUT,
    WRITTEN,
    check_name,
    corpora,
    in_library,
    in_story,
    style_folder,
)
from storyforge.pipeline.styling.reading import described, pieces_of
from storyforge.repo import blob_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from storyforge.pipeline.session import Session
    from storyforge.pipeline.styling.corpus import Corpus

MOST = 64 * 2**20
_LF = (".md", ".json", ".yaml", ".yml")
"""Suffixes of files that a story stores with LF on every system."""


@dataclass(frozen=True)
class Given:
    """Texts for a style: those that are new, by file name, and those that it has already."""

    style: str
    new: Mapping[str, bytes]
    known: tuple[str, ...]
    hides: str = ""
    """Where the style of this name was until now, that is hidden from now on: library or built-in."""


def given(session: Session | None, name: str, files: Sequence[Path]) -> Given:
    """Texts read and held against what a style has; without a session it is the library's. Nothing is written.

    A file that the style has already, under whatever name, is not new. Raises StyleNameError, StyleFileError where one
    can't be read as a text, StyleFileTakenError.
    """
    check_name(name)
    corpus = in_story(session.story, name) if session else in_library(name)
    ids = dict(corpus.files) if corpus else {}
    new: dict[str, bytes] = {}
    known: list[str] = []
    for place in files:
        file = _file_name(place)
        content = _content(place, file)
        blob = blob_id(content)
        taken = next((other for other in ids if other.casefold() == file.casefold()), None)
        if blob in ids.values():
            known.append(file)
        elif taken is not None:
            raise StyleFileTakenError(name, taken)
        else:
            new[file], ids[file] = content, blob
    other = corpora(session.story if session else None).get(name)
    return Given(name, new, tuple(known), other.origin if corpus is None and other else "")


def add(session: Session, texts: Given) -> str | None:
    """Put texts into the story's style, in one commit, byte for byte; None where all of them are there.

    Raises what a commit raises.
    """
    files = {f"{WRITTEN}{texts.style}/{file}": content for file, content in texts.new.items()}
    if not files:
        return None
    return _commit(session, files, f"{texts.style}, {counted(len(files), 'text')} added")


def add_to_library(texts: Given) -> Path:
    """Put texts into the library's style; returns its folder. Raises OSError."""
    folder = style_folder("library") / texts.style
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in texts.new.items():
        new = folder / f".{file}.{os.getpid()}"
        try:
            new.write_bytes(content)
            new.replace(folder / file)
        finally:
            new.unlink(missing_ok=True)
    return folder


def remove(session: Session, name: str, files: Sequence[str], *, dry_run: bool = False) -> tuple[list[str], str | None]:
    """Take texts out of the story's style, or all of it; returns their names and the commit.

    Raises NotYourStyleError, StyleInUseError where the story would be left with a style that there is not.
    """
    corpus = in_story(session.story, check_name(name))
    gone = _there(corpus, name, files, "The story")
    paths: dict[str, bytes | None] = {f"{WRITTEN}{name}/{file}": None for file in gone}
    after = session.story.with_changes(paths)
    if session.story.story.styles.written == name and name not in corpora(after):
        raise StyleInUseError(name)
    return gone, None if dry_run else _commit(session, paths, f"{name}, {counted(len(gone), 'text')} removed")


def remove_from_library(name: str, files: Sequence[str], *, dry_run: bool = False) -> list[str]:
    """Take texts out of the library's style, or all of it; returns their names. Raises NotYourStyleError, OSError."""
    gone = _there(in_library(check_name(name)), name, files, "The library")
    folder = style_folder("library") / name
    for file in () if dry_run else gone:
        (folder / file).unlink()
    if not any(folder.iterdir()):
        folder.rmdir()
    return gone


def _there(corpus: Corpus | None, name: str, files: Sequence[str], where: str) -> list[str]:
    if corpus is None:
        raise NotYourStyleError(name, where, "See where it is: storyforge style list")
    for file in files:
        if file not in corpus.files:
            raise NotYourStyleError(f"{name} with a text {file}", where, f"It has: {', '.join(corpus.files)}")
    return list(files or corpus.files)


def _commit(session: Session, files: Mapping[str, bytes | None], subject: str) -> str | None:
    branch = session.branch()
    change = Change(dict(files), session.story.with_changes(dict(files)))
    return session.commit(change, message(f"style: {subject}", "", {"Run": session.run_id, "Build": BUILD}), branch)


def _file_name(place: Path) -> str:
    """The name a file has within its style; raises StyleFileError where it is no name for one."""
    name = unicodedata.normalize("NFC", place.name)
    if not name or name.startswith(".") or not name.isprintable() or "\\" in name or name.endswith((" ", ".")):
        raise StyleFileError(str(place), "its name can't be kept", "Give the file a plain name.")
    return name


def _content(place: Path, file: str) -> bytes:
    """A file's bytes, if it is a text that can be read; raises StyleFileError."""
    try:
        if place.is_dir():
            raise StyleFileError(str(place), "it is a folder", f"Name its files: {place / '*'}")
        if place.stat().st_size > MOST:
            raise StyleFileError(str(place), "it is larger than 64 MB")
        data = place.read_bytes()
    except OSError as problem:
        raise StyleFileError(str(place), (problem.strerror or str(problem)).lower()) from None
    data = data.replace(b"\r\n", b"\n") if file.lower().endswith(_LF) else data
    try:
        described(str(place), data) if file == ABOUT else pieces_of(str(place), data)
    except StoryforgeError as problem:
        raise StyleFileError(str(place), problem.message.rstrip(".").lower(), problem.hint) from None
    return data
