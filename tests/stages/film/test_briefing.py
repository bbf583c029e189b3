"""The brief: what a writing task is told of the whole, measured, trimmed, and never another scene's script."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyforge.model.beats import Beat, BeatSheet
from storyforge.pipeline.create import create
from storyforge.pipeline.inputs import Wanted
from storyforge.providers.letters import write_letter
from storyforge.stages.base import Job, NoStyles
from storyforge.stages.film import briefing, writing
from storyforge.stages.film.briefing import brief_of, size
from storyforge.tasks.brief import StylePassage
from storyforge.tasks.scenes import OutlineOutput, PlannedScene, SceneContext
from storyforge.tasks.tokens import shortened, tokens

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.story import Story

PEOPLE = ("Mara", "Jonas", "Inge", "Tobias", "Wren", "Edda")
SHEET = {
    "schema": "definitions/1",
    "characters": [{"name": name, "description": f"{name} is tall. {name} has a scar."} for name in PEOPLE],
}


class Listener:
    """Answers with a plan, and keeps what it was asked."""

    name = "listener"
    pure = False

    def __init__(self, scenes: int = 0) -> None:
        names = [f"b{number + 1:02}" for number in range(24)]
        self.plan = [
            PlannedScene(
                place=f"PLACE {number}",
                inside="INT.",
                people=(PEOPLE[number % 6], PEOPLE[(number + 1) % 6]),
                purpose=f"secret purpose {number:03}",
                beats=(names[number * 24 // max(scenes, 1)],),
            )
            for number in range(scenes)
        ]
        self.contexts: dict[str, SceneContext] = {}

    def ask(self, task: str, context: Any) -> Any:
        del task, context
        return OutlineOutput(scenes=tuple(self.plan))

    def ask_each(self, task: str, contexts: Any) -> Any:
        del task
        self.contexts = dict(contexts)
        return {}


class Bookshelf(NoStyles):
    """A style of which every passage says the same."""

    def __init__(self, words: int = 60) -> None:
        self.text = "rain on glass " * (words // 3)

    def passages(self, query: str, count: int = 3) -> tuple[StylePassage, ...]:
        del query
        return tuple(StylePassage(text=self.text, source=f"noir, {n}", score=3 - n) for n in range(count))

    def sound(self) -> str:
        return "Short sentences."


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """A story with a cast that is defined and beats that are written."""
    (tmp_path / "cast.json").write_text(json.dumps(SHEET), "utf-8")
    (tmp_path / "world.md").write_text("# World\n\n" + "The harbour freezes every year. " * 2000, "utf-8")
    context = (f"{tmp_path}/cast.json:definitions", f"{tmp_path}/world.md:world")
    made = create(Wanted(tmp_path / "story", None, None, context, {"length": "80:00-90:00"}, "Mara waits."))
    beats = tuple(Beat(id=f"b{n + 1:02}", text=f"Beat {n} changes it all.", people=PEOPLE[:2]) for n in range(24))
    return made.story.with_changes({"beats.yaml": b"schema: beats/1\n"}, {"beats.yaml": BeatSheet(beats=beats)})


def test_who_matters_is_told_in_full_and_everybody_else_in_a_line(story: Story) -> None:
    brief = brief_of(Job(story, Listener()), names=["mara", "WREN"])
    assert [person.name for person in brief.people] == ["Mara", "Wren"]
    assert brief.people[0].about == "Mara is tall. Mara has a scar."
    assert brief.others == (
        "Jonas: Jonas is tall",
        "Inge: Inge is tall",
        "Tobias: Tobias is tall",
        "Edda: Edda is tall",
    )
    assert brief.title == "Story"
    assert brief.minutes == (80.0, 90.0)


def test_every_part_has_a_most_and_so_has_the_whole(story: Story) -> None:
    brief = brief_of(Job(story, Listener(), styles=Bookshelf()), query="rain")
    table = briefing._table()
    assert sum(map(size, brief.notes)) <= table["most"]["notes"] + 20
    assert brief.notes[0].text.endswith("…")
    assert sum(map(size, brief.passages)) <= table["most"]["passages"]
    assert len(brief.passages) == 3
    assert size(brief) <= table["whole"]
    assert len(brief.spine) == table["counts"]["spine"]


def test_what_has_no_room_goes_in_the_written_order(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    table = {**briefing._table(), "whole": 1200}
    monkeypatch.setattr(briefing, "_table", lambda: table)
    brief = brief_of(Job(story, Listener(), styles=Bookshelf()), query="rain", names=["Mara"])
    assert not brief.passages
    assert not brief.notes
    assert brief.people
    assert size(brief) <= 1200


@pytest.mark.parametrize("count", [10, 200])
def test_a_scene_is_told_no_other_scene_and_its_question_does_not_grow(story: Story, count: int) -> None:
    listener = Listener(count)
    writing.written(Job(story, listener, styles=Bookshelf()))
    letters = {number: write_letter("scene", context, {}) for number, context in listener.contexts.items()}
    sizes = [tokens(letter.system + letter.prompt) for letter in letters.values()]
    assert max(sizes) < min(sizes) * 1.1
    assert 2000 < sum(sizes) / count < 6000
    middle = count // 2
    told = letters[str(middle)].prompt
    near = {f"secret purpose {number:03}" for number in (middle - 2, middle - 1, middle)}
    assert {f"secret purpose {n:03}" for n in range(count) if f"secret purpose {n:03}" in told} == near


def test_the_mean_question_is_as_big_in_a_long_film_as_in_a_short_one(story: Story) -> None:
    means = []
    for count in (10, 50, 200):
        listener = Listener(count)
        writing.written(Job(story, listener))
        letters = [write_letter("scene", context, {}) for context in listener.contexts.values()]
        means.append(sum(tokens(letter.prompt) for letter in letters) / count)
    assert max(means) / min(means) < 1.05


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("The quick brown fox jumps over the lazy dog.", 9, 14),
        ("雪の中で鍵を見つけた", 9, 12),
        ("바다가 보인다", 5, 8),
        ("Übermäßige Größe", 4, 8),
        ("", 0, 0),
    ],
)
def test_tokens_are_about_what_models_count(text: str, least: int, most: int) -> None:
    assert least <= tokens(text) <= most


@settings(max_examples=200)
@given(text=st.text(max_size=400), most=st.integers(1, 60))
def test_what_is_shortened_fits_and_begins_as_it_did(text: str, most: int) -> None:
    short = shortened(text, most)
    assert tokens(short) <= most + 2
    assert short == text or text.startswith(short.removesuffix("…").rstrip())
