"""Pictures put into a visual style of the story, and taken out, in one commit; what they show is put into words."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.errors import (
    NoPicturesError,
    NotYourStyleError,
    StoryforgeError,
    StyleFileTakenError,
    TooManyPicturesError,
    VisualStyleInUseError,
)
from storyforge.formats.visual_styles import VISUAL, built_in_style, sheet_path
from storyforge.formats.yaml import dump_data
from storyforge.media.likeness.descriptors import describe
from storyforge.media.likeness.learned import learned_style
from storyforge.media.pictures import open_picture
from storyforge.model.counted import counted
from storyforge.pipeline.change import Change
from storyforge.pipeline.session import BUILD, message
from storyforge.pipeline.styling.corpus import check_name
from storyforge.pipeline.styling.visual import SUFFIXES, Samples, entries
from storyforge.repo import blob_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from storyforge.media.likeness.descriptors import Description
    from storyforge.model.visual_style import VisualStyle
    from storyforge.pipeline.session import Session

MOST_PICTURES = 200
_MOST_BYTES = 20 * 2**20


@dataclass(frozen=True)
class Shown:
    """Pictures for a style: those that are new, those that it has, those that can't be read, and its words if new."""

    style: str
    new: Mapping[str, bytes]
    known: tuple[str, ...]
    unread: Mapping[str, str]
    words: VisualStyle | None
    hides: bool = False
    """Whether a built-in style of that name is hidden from now on."""


def shown(session: Session, name: str, places: Sequence[Path]) -> Shown:
    """Pictures of files and folders, read and held against what a style has; nothing is written.

    A style without `style.yaml` gets one, learned from all its pictures. Raises StyleNameError, NoPicturesError,
    TooManyPicturesError, StyleFileTakenError.
    """
    check_name(name)
    story = session.story
    entry = entries(story).get(name)
    mine = entry if entry is not None and entry.origin == "story" else None
    ids = {path.rpartition("/")[2]: story.files.ids[path] for path in mine.pictures} if mine else {}
    new: dict[str, bytes] = {}
    known: list[str] = []
    unread: dict[str, str] = {}
    described: list[Description] = []
    for place in _files(places):
        file = _file_name(place)
        try:
            content, description = _picture(place)
        except StoryforgeError as problem:
            unread[file] = problem.message
            continue
        taken = next((other for other in ids if other.casefold() == file.casefold()), None)
        if blob_id(content) in ids.values():
            known.append(file)
        elif taken is not None:
            raise StyleFileTakenError(name, taken)
        else:
            new[file], ids[file] = content, blob_id(content)
            described.append(description)
        if len(ids) > MOST_PICTURES:
            raise TooManyPicturesError(name, len(ids), MOST_PICTURES)
    if not ids:
        reasons = next(iter(unread.values()), "")
        raise NoPicturesError(", ".join(map(str, places)) or name, reasons.rstrip("."))
    words = None
    if sheet_path(name) not in story.files.ids:
        before = Samples(story, session.repository.common_dir).of(mine).values() if mine else ()
        words = learned_style(name, [*before, *described])
    return Shown(name, new, tuple(known), unread, words, mine is None and built_in_style(name) is not None)


def add_pictures(session: Session, given: Shown) -> str | None:
    """Put pictures into the story's style, in one commit, byte for byte; None where there is nothing to add."""
    files: dict[str, bytes] = {f"{VISUAL}{given.style}/{file}": content for file, content in given.new.items()}
    if given.words is not None:
        files[sheet_path(given.style)] = dump_data(given.words.filed()).encode()
    if not files:
        return None
    return _commit(session, files, f"{given.style}, {counted(len(given.new), 'picture')} added")


def remove_pictures(
    session: Session, name: str, files: Sequence[str], *, dry_run: bool = False
) -> tuple[list[str], str | None]:
    """Take files out of the story's visual style, or all of it; returns their names and the commit.

    Raises NotYourStyleError, VisualStyleInUseError where the story would be left with a style that there is not.
    """
    start = f"{VISUAL}{check_name(name)}/"
    there = [path.removeprefix(start) for path in session.story.files.ids if path.startswith(start)]
    if not there:
        raise NotYourStyleError(name, "The story", "See where it is: storyforge style list")
    for file in files:
        if file not in there:
            raise NotYourStyleError(f"{name} with a file {file}", "The story", f"It has: {', '.join(there)}")
    gone = list(files or there)
    whole = set(gone) == set(there)
    if whole and session.story.story.styles.visual == name and built_in_style(name) is None:
        raise VisualStyleInUseError(name)
    paths: dict[str, bytes | None] = {f"{start}{file}": None for file in gone}
    return gone, None if dry_run else _commit(session, paths, f"{name}, {counted(len(gone), 'file')} removed")


def _commit(session: Session, files: Mapping[str, bytes | None], subject: str) -> str | None:
    branch = session.branch()
    change = Change(dict(files), session.story.with_changes(dict(files)))
    trailers = {"Run": session.run_id, "Build": BUILD}
    return session.commit(change, message(f"style: {subject}", "", trailers), branch)


def _files(places: Sequence[Path]) -> Iterator[Path]:
    """Files as they are named, and those of folders that may be pictures, sorted by name; no link is followed."""
    for place in places:
        if not place.is_dir():
            yield place
            continue
        for file in sorted(place.iterdir()):
            if file.is_file() and not file.is_symlink() and file.suffix.lower() in SUFFIXES:
                yield file


def _file_name(place: Path) -> str:
    """A plain name within the style: its own, in a form that every system can have."""
    stem = unicodedata.normalize("NFKD", place.stem).encode("ascii", "ignore").decode()
    plain = "-".join("".join(char if char.isalnum() else " " for char in stem.lower()).split())
    return f"{plain[:60] or 'picture'}{place.suffix.lower()}"


def _picture(place: Path) -> tuple[bytes, Description]:
    """A picture's bytes and what it looks like; raises NoPicturesError, UnreadableMediaError."""
    if place.suffix.lower() not in SUFFIXES:
        raise NoPicturesError(str(place))
    try:
        if place.stat().st_size > _MOST_BYTES:
            raise NoPicturesError(str(place), "it is larger than 20 MB")
        content = place.read_bytes()
    except OSError as problem:
        raise NoPicturesError(str(place), (problem.strerror or str(problem)).lower()) from None
    return content, describe(open_picture(content, str(place)))
