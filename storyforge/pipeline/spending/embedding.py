"""Vectors of texts, bought over the desk: a batch that was paid for is never paid for again."""

from __future__ import annotations

import json
import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any

from storyforge.errors import OfflineError
from storyforge.journal.answers import SUFFIX
from storyforge.journal.calls import Call
from storyforge.model.digest import digest
from storyforge.model.money import FREE, Cost
from storyforge.providers import EMBEDDING
from storyforge.providers.network import is_offline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from storyforge.journal.answers import Answer
    from storyforge.model.story import TextSettings
    from storyforge.pipeline.spending.desk import Desk
    from storyforge.providers.base import EmbeddingProvider, Vector

KIND = "embedding"


class Embedding:
    """Asks one provider for vectors; `cost` is what they came to that this run bought."""

    def __init__(self, name: str, settings: TextSettings, desk: Desk) -> None:
        self.name = name
        self._settings = settings
        self._desk = desk
        self._turn = threading.Lock()
        self._found: dict[Path, Answer] = {}

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        """The vector of each text; raises OfflineError, what the desk raises, and what the provider raises."""
        if is_offline():
            raise OfflineError(f"The embedding provider {self.name}")
        key = digest([KIND, self.name, list(texts), dict(self._provider.parameters)])
        answer = self._desk.find(key, SUFFIX[KIND]) or self._desk.buy(
            self._call(key, texts), SUFFIX[KIND], lambda: self._sold(texts)
        )
        with self._turn:
            if not answer.settled:
                self._found[answer.file] = answer
        return [tuple(vector) for vector in json.loads(answer.read())]

    @property
    def cost(self) -> Cost:
        """What the vectors came to that no commit has told yet."""
        return sum((Cost.read(answer.facts.get("cost")) for answer in self._found.values()), FREE)

    def promised(self, stage: str) -> None:
        """What was made with them is about to be committed."""
        self._desk.promise(list(self._found.values()), stage)

    def settled(self, commit: str) -> None:
        """What was made with them is committed; their price is never told again."""
        self._desk.settle(list(self._found.values()), commit)
        self._found.clear()

    @cached_property
    def _provider(self) -> EmbeddingProvider:
        kind, _, model = self.name.partition(":")
        found: Any = EMBEDDING.load(kind)
        provider: EmbeddingProvider = found.opened(model, self._settings)
        return provider

    def _sold(self, texts: Sequence[str]) -> tuple[bytes, dict[str, Any], Cost]:
        reply = self._provider.embed(texts)
        return json.dumps(reply.value).encode(), {"by": reply.by, "usage": reply.usage}, reply.cost

    def _call(self, key: str, texts: Sequence[str]) -> Call:
        terms = self._desk.terms
        return Call(
            key=key,
            kind=KIND,
            by=self.name,
            task=KIND,
            stage=KIND,
            scene="",
            item="",
            take=1,
            run=terms.run,
            timeline=terms.timeline,
            author=terms.author,
            estimate=self._provider.price(texts),
        )
