"""A language model on this machine that writes the same small story each time, over a real wire."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.providers.openai_server import OpenAIServer, Say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

    from tests.tale import Tale

KEY = "sk-planted-0123456789"
MODEL = "litellm:openai/gpt-4o-mini"
BEATS = 16
SCENES = 8

_TOLD = (
    (
        *("Mara", "Mara unties the ferry at dusk.", "Mara rows on alone.", "quiet and grave"),
        (
            "Mara unties the ferry at dusk. A stranger waits on the pier with a suitcase.\n\n"
            "The river turns black. The stranger asks her to stop in the middle.\n\nMara rows on alone."
        ),
    ),
    (
        *("Jonas", "Jonas wakes in an empty boat at noon.", "Jonas burns the suitcase on the beach.", "sly and comic"),
        (
            "Jonas wakes in an empty boat at noon. Gulls laugh at his hat, and he bows to them.\n\n"
            "He steals bread from a priest, and sells it back twice.\n\nJonas burns the suitcase on the beach."
        ),
    ),
    (
        *("The river", "Rain falls on the harbour for forty days.", "The village sings under water.", "mythic"),
        (
            "Rain falls on the harbour for forty days. The river swallows bridges, cattle, bells.\n\n"
            "It asks for a name, and nobody gives one. The river waits.\n\nThe village sings under water."
        ),
    ),
)


def options() -> dict[str, Any]:
    """Three stories that nobody could take for one."""
    names = ("whose", "starts", "ends", "tone", "body")
    told = [dict(zip(names, each, strict=True)) for each in _TOLD]
    more = {"structure": "three acts", "logline": "A ferry crosses at night."}
    return {"options": [{"title": f"The Ferry {n}", **more, **each} for n, each in enumerate(told, 1)]}


def beats() -> dict[str, Any]:
    """As many beats as scenes play two each."""
    return {"beats": [_beat(number) for number in range(1, BEATS + 1)]}


def _beat(number: int) -> dict[str, Any]:
    text = f"Mara passes light number {number}, and the stranger asks for one more."
    told: dict[str, Any] = {"goal": "She gives way once more.", "act": "Act one", "source": None, "scenes": []}
    return {"id": f"b{number:02}", "text": text, **told, "people": ["Mara", "Stranger"], "place": "Ferry"}


def outline(scenes: int = SCENES) -> dict[str, Any]:
    """A plan in which every scene plays its share of the beats."""
    share = BEATS // scenes
    plan = {"place": "FERRY", "inside": "EXT.", "time": "NIGHT", "people": ["Mara"], "purpose": "She gives way."}
    names = [[f"b{row:02}" for row in range(n * share + 1, (n + 1) * share + 1)] for n in range(scenes)]
    return {"scenes": [{**plan, "beats": each} for each in names]}


def scene() -> dict[str, Any]:
    """One scene: an action and a line."""
    empty = {"character": "", "extension": "", "parenthetical": "", "gap": ""}
    action = {**empty, "kind": "action", "text": "Mara rows. The water is black."}
    return {"blocks": [action, {**empty, "kind": "speech", "character": "Mara", "text": "Where to?"}]}


ANSWERS: dict[str, Callable[[], dict[str, Any]]] = {
    **dict.fromkeys(("treatments", "lores", "narratives"), options),
    "beatsheet": beats,
    "outline": outline,
    "scene": scene,
}


def task_of(asked: Any) -> str:
    """The task that a call is about."""
    return str(asked["response_format"]["json_schema"]["name"])


class Writer:
    """The model: how often it was asked for what; `instead` are answers that come first, by task."""

    def __init__(self, **instead: list[Say]) -> None:
        self.instead = instead
        self.asked: Counter[str] = Counter()
        self.server = OpenAIServer(otherwise=self._answer)

    def _answer(self, asked: Any) -> Say:
        task = task_of(asked)
        self.asked[task] += 1
        if self.instead.get(task):
            return self.instead[task].pop(0)
        return self.answer(asked)

    def answer(self, asked: Any) -> Say:
        """The answer to a task, where none was told to come first."""
        return Say(json.dumps(ANSWERS[task_of(asked)]()))

    @contextmanager
    def at_work(self, tale: Tale, monkeypatch: pytest.MonkeyPatch, **settings: object) -> Iterator[Writer]:
        """The model, running, and named in a story's parameters."""
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        with self.server:
            told = {"api_base": self.server.address, **settings}
            lines = "".join(f", {name}: {json.dumps(value)}" for name, value in told.items())
            models = f"  text: {MODEL}\n  stages:\n    all: {{{lines[2:]}}}"
            tale.edit("story.yaml", "  text: offline", models)
            assert tale.storyforge("save") == 0
            yield self
