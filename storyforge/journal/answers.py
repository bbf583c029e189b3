"""Answers by key: pictures and clips in plain files until they are committed, so that nothing is made twice.

A run that was killed finds what it had finished. What cost nothing is removed once it is committed; deleting the folder
loses no story.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


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
            noted = json.loads(file.with_suffix(".json").read_text("utf-8"))
            known = (noted[name] for name in ("size", "sha256", "blob", "facts", "settled"))
            answer = Answer(file, *known)
            return answer if file.stat().st_size == answer.size else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, key: str, suffix: str, content: bytes, facts: dict[str, Any]) -> Answer:
        """Put an answer on disk, whole or not at all; raises OSError."""
        file = self._file(key, suffix)
        file.parent.mkdir(parents=True, exist_ok=True)
        answer = Answer(
            file,
            len(content),
            hashlib.sha256(content).hexdigest(),
            hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest(),
            facts,
        )
        _write(file, content)
        self._note(answer)
        return answer

    def settle(self, answer: Answer) -> None:
        """Note that an answer is committed, so that its price is not told twice; failing to does no other harm."""
        with suppress(OSError):
            self._note(replace(answer, settled=True))

    @staticmethod
    def _note(answer: Answer) -> None:
        noted = {name: getattr(answer, name) for name in ("size", "sha256", "blob", "facts", "settled")}
        _write(answer.file.with_suffix(".json"), json.dumps(noted, ensure_ascii=False).encode())

    def drop(self, answer: Answer) -> None:
        """Remove an answer that is committed; one that can't be removed does no harm."""
        for file in (answer.file.with_suffix(".json"), answer.file):
            with suppress(OSError):
                file.unlink(missing_ok=True)

    def _file(self, key: str, suffix: str) -> Path:
        return self.folder / key[:2] / f"{key}.{suffix}"


def _write(file: Path, content: bytes) -> None:
    new = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        new.write_bytes(content)
        new.replace(file)
    except OSError:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise
