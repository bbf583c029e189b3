"""Recorded answers: cassettes in the story's tree, from which a story is made again with no key and no network.

A cassette is found by what was asked, whoever answered: the letter, the take of it, and which try it was.
"""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any, get_args

from storyforge.errors import NotRecordedError
from storyforge.model.digest import digest
from storyforge.model.kinds import CASSETTES
from storyforge.model.money import Cost
from storyforge.providers.base import Ended, Reply, Written

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.providers.base import Letter

SCHEMA = "cassette/1"


class Cassettes:
    """The cassettes of a story: `replay` answers from them alone, else what is asked is added to `made`."""

    def __init__(self, read: Callable[[str], bytes | None], *, replay: bool) -> None:
        self._read = read
        self.replay = replay
        self.made: dict[str, bytes] = {}
        """Path -> cassette, of what was asked and has no cassette of the same content."""
        self._turn = threading.Lock()

    def find(self, letter: Letter, scene: str, take: int, attempt: int) -> Reply[Written]:
        """The recorded answer; raises NotRecordedError."""
        path = _path(letter, take, attempt)
        try:
            told = json.loads(self._read(path) or b"")
            reply = Reply(Written(told["answer"], told["ended"]), str(told["by"]), usage=dict(told.get("usage", {})))
        except (ValueError, KeyError, TypeError):
            raise NotRecordedError(letter.task, scene, path) from None
        # A cassette may have been edited by hand.
        if not isinstance(reply.value.text, str) or reply.value.ended not in get_args(Ended):
            raise NotRecordedError(letter.task, scene, path)
        return reply

    def record(self, letter: Letter, take: int, attempt: int, reply: Reply[Written]) -> None:
        """Keep an answer, to be committed with what is made of it."""
        path = _path(letter, take, attempt)
        told: dict[str, Any] = {
            "schema": SCHEMA,
            "task": letter.task,
            "question": digest(letter.plain()),
            "by": reply.by,
            "ended": reply.value.ended,
            "usage": reply.usage,
            "cost": reply.cost.plain() if isinstance(reply.cost, Cost) else None,
            "answer": reply.value.text,
        }
        content = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
        with self._turn:
            # The same letter may go to somebody else where the first one fails; the last answer is the one that holds.
            self.made.pop(path, None)
            if self._read(path) != content:
                self.made[path] = content


def _path(letter: Letter, take: int, attempt: int) -> str:
    return f"{CASSETTES}{letter.task}-{digest([*letter.plain(), take, attempt])[:16]}.json"
