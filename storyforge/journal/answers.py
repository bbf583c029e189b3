"""Answers by key: pictures and clips in plain files until they are committed, so that nothing is made twice.

A run that was killed finds what it had finished. What cost nothing is removed once it is committed; deleting the folder
loses no story.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from storyforge.journal.processes import has_number

if TYPE_CHECKING:
    from pathlib import Path


SUFFIX = {"text": "json", "embedding": "json", "image": "png", "video": "mp4", "speech": "wav"}
"""Kind of call -> the ending of its answer's file."""
SPOILT = "spoilt"
"""In the ending of a file that was sold and can't be used."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished medium in a file of this machine: how it can be committed, and what is known of it.

    `facts` are those of whoever made it: size in pixels, frames, the digest of its pictures, cost.
    """

    file: Path
    size: int
    sha256: str
    blob: str
    facts: dict[str, Any]
    settled: bool = False
    """Whether it was committed, with what it cost, by an earlier run."""

    def read(self) -> bytes:
        """The content; raises OSError."""
        return self.file.read_bytes()


@dataclass(frozen=True, slots=True)
class Answers:
    """The folder of all answers of a repository on this machine."""

    folder: Path

    def find(self, key: str, suffix: str) -> Answer | None:
        """The answer of a key, if it is there whole."""
        file = self._file(key, suffix)
        try:
            noted = json.loads(_note_of(file).read_text("utf-8"))
            known = (noted[name] for name in ("size", "sha256", "blob", "facts", "settled"))
            answer = Answer(file, *known)
            return answer if file.stat().st_size == answer.size else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, key: str, suffix: str, content: bytes, facts: dict[str, Any], *, durable: bool = False) -> Answer:
        """Put an answer on disk, whole or not at all; a durable one outlives a loss of power. Raises OSError."""
        file = self._file(key, suffix)
        file.parent.mkdir(parents=True, exist_ok=True)
        answer = Answer(
            file,
            len(content),
            hashlib.sha256(content).hexdigest(),
            hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest(),
            facts,
        )
        _clear_halves(file)
        _write(file, content, durable=durable)
        self._note(answer, durable=durable)
        return answer

    def settle(self, answer: Answer) -> None:
        """Note that an answer is committed, so that its price is not told twice; failing to does no other harm."""
        with suppress(OSError):
            self._note(replace(answer, settled=True))

    @staticmethod
    def _note(answer: Answer, *, durable: bool = False) -> None:
        noted = {name: getattr(answer, name) for name in ("size", "sha256", "blob", "facts", "settled")}
        _write(_note_of(answer.file), json.dumps(noted, ensure_ascii=False).encode(), durable=durable)

    def drop(self, answer: Answer) -> None:
        """Remove an answer that is committed; one that can't be removed does no harm."""
        for file in (_note_of(answer.file), answer.file):
            with suppress(OSError):
                file.unlink(missing_ok=True)

    def _file(self, key: str, suffix: str) -> Path:
        return self.folder / key[:2] / f"{key}.{suffix}"


def _note_of(file: Path) -> Path:
    """Where the facts of an answer are noted, beside it."""
    return file.with_suffix(".facts.json")


def _write(file: Path, content: bytes, *, durable: bool = False) -> None:
    new = file.with_name(f".{file.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        with new.open("wb") as stream:
            stream.write(content)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        new.replace(file)
        if durable:
            _sync_folder(file.parent)
    except OSError:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise


def _clear_halves(file: Path) -> None:
    """Remove what a killed process left of the same answer."""
    for half in file.parent.glob(f".{file.stem}.*"):
        process = half.name.split(".")[-2]
        if process.isdigit() and not has_number(int(process)):
            with suppress(OSError):
                half.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
