"""A studio with money: a language model at every stage, over a real wire, from an idea to the prompts."""

from __future__ import annotations

import json
import re
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.model.kinds import KINDS
from storyforge.model.story import Models, TextSettings
from storyforge.pipeline.create import create
from storyforge.pipeline.inputs import Wanted
from storyforge.pipeline.spending import patience
from storyforge.pipeline.spending.choice import choose_text
from tests.pipeline.rule_writer import RuleWriter
from tests.pipeline.scripted_writer import MODEL, SCENES, Writer, task_of
from tests.providers.openai_server import Say
from tests.providers.test_embedding import embedded
from tests.tale import KETTLE, Tale

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

IDEA = "Mara, who rows the ferry, takes one last passenger across at night."
PAID = ("--max-cost", "50")
WRITERS = ("lore", "narrative", "treatment", "beats", "script", "scenes")
"""Stages that fail rather than get a lesser answer."""


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "LONGEST_PAUSE", 0.0)


@pytest.fixture
def ferry(tmp_path: Path) -> Tale:
    """A story that begins with a sentence."""
    create(Wanted(tmp_path / "ferry", None, None, options={"length": "6:00-8:00"}, idea=IDEA))
    return Tale(tmp_path / "ferry")


def board(folder: Path) -> Tale:
    """A storyboard story that begins with a sentence."""
    create(Wanted(folder, None, None, options={"length": "1:00-2:00", "format": "storyboard"}, idea=IDEA))
    return Tale(folder)


def film(folder: Path) -> Tale:
    """A film that begins with a sentence."""
    create(Wanted(folder, None, None, options={"length": "6:00-8:00"}, idea=IDEA))
    return Tale(folder)


def screenplay(folder: Path) -> Tale:
    """A film whose script is there."""
    create(Wanted(folder, "screenplay", KETTLE, options={"length": "1:00-2:00"}))
    return Tale(folder)


def rows(tale: Tale, what: str) -> list[Any]:
    with sqlite3.connect(tale.root / ".git" / "storyforge" / "journal.sqlite") as ledger:
        return ledger.execute(f"SELECT {what} FROM calls ORDER BY id").fetchall()  # noqa: S608 - our own words


def letter(asked: Any) -> str:
    """What a model was told, without who it is."""
    return str(asked["messages"][1]["content"])


SHOTS = {"scene": SCENES, "shots": SCENES, "conditions": SCENES, "beatsheet": 1, "outline": 1, "describe": 2}
WALKS: list[Any] = [
    pytest.param(film, {**SHOTS, "treatments": 1}, id="film"),
    pytest.param(board, {**SHOTS, "lores": 1, "narratives": 1}, id="storyboard"),
    pytest.param(
        screenplay,
        {"beats": 1, "treatment": 1, "describe": 4, "shots": 4, "conditions": 4, "carry": 3},
        id="screenplay",
    ),
]


@pytest.mark.parametrize(("begun", "calls"), WALKS)
def test_a_model_answers_at_every_stage_and_every_call_is_in_the_books(
    begun: Callable[[Path], Tale], calls: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tale = begun(tmp_path / "story")
    with RuleWriter(monkeypatch).at_work(tale, monkeypatch) as writer:
        assert tale.storyforge("run", "prompts", "--auto", *PAID) == 0
        assert writer.asked == calls
        assert tale.storyforge("run", "prompts", "--auto", *PAID) == 0
        assert writer.asked == calls, "nothing is bought twice"
    assert not tale.not_current()
    assert rows(tale, "state") == [("settled",)] * sum(calls.values())
    told = dict.fromkeys(tale.git("log", "--format=%s|%(trailers:key=Storyforge-With,valueonly)").split("\n"))
    by = dict(re.findall(r"^(\w+):[^|]*\|text=(\S+)", "\n".join(told), re.MULTILINE))
    paid = {stage for (stage,) in rows(tale, "stage")}
    assert {stage for stage, name in by.items() if name == MODEL} == paid
    assert {name for stage, name in by.items() if stage not in paid} == {"offline"}, "rules made it, and it says so"
    assert tale.storyforge("cost", "--by", "task") == 0


def test_a_letter_says_what_a_fine_writer_must_know(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    with RuleWriter(monkeypatch).at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("run", "shots", "--auto", *PAID) == 0
        letters: dict[str, list[str]] = {}
        for heard in writer.server.heard:
            letters.setdefault(task_of(heard.body), []).append(letter(heard.body))
    (treatments,) = letters["treatments"]
    assert IDEA in treatments
    (sheet,) = letters["beatsheet"]
    assert "15 to 30 beats" in sheet
    assert "three acts" in sheet, "the structure that was chosen"
    assert "quiet and grave" in sheet, "its tone"
    assert "inputs/idea.md" not in sheet, "beats quote the telling"
    assert "Mara rows on alone." in sheet
    scenes = sorted(letters["scene"], key=lambda told: int(re.findall(r"Write scene (\d+)", told)[0]))
    assert "## first" in scenes[0]
    assert not any("## first" in told for told in scenes[1:]), "they are known by then"
    assert all("Mara rows on alone." in told for told in scenes), "how it ends"
    assert all("line:" not in told for told in letters["shots"]), "where a line stands is nobody's to know"
    assert any("b01: Mara passes light number 1" in told for told in letters["shots"]), "what turns"


def test_of_a_long_book_each_part_is_digested_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chapters = [
        f"# Chapter {n}\n\n"
        + "\n\n".join(f"Mara rows past lamp {n * 100 + m}. The stranger counts it." for m in range(99))
        for n in range(1, 13)
    ]
    book = tmp_path / "lamps.md"
    book.write_text("\n\n".join(chapters), "utf-8")
    create(Wanted(tmp_path / "story", "condensation", book, options={"length": "6:00-8:00"}))
    tale = Tale(tmp_path / "story")
    with RuleWriter(monkeypatch).at_work(tale, monkeypatch) as writer:
        assert tale.storyforge("run", "script", "--auto", *PAID) == 0
        parts = writer.asked["digest"]
        assert parts > 1
        assert tale.storyforge("unlock", "treatment") == 0
        assert tale.storyforge("treatment", "-m", "told by the stranger, who lies", *PAID) == 0
        assert writer.asked["digest"] == parts
        assert writer.asked["treatments"] == 2
        told = letter(writer.server.heard[-1].body)
    assert "light number" not in told, "beats that are to be told anew are not told"


OPERATIONS: list[tuple[str, ...]] = [
    ("beat", "add", "--after", "b03", "-m", "a lamp goes out on the shore"),
    ("beat", "expand", "b05"),
    ("beat", "brainstorm", "b04", "-m", "more danger, please"),
    ("rewrite", "treatment", "--select", "Mara rows on alone.", "-m", "make it sadder and longer"),
    ("sync", "treatment"),
]


def test_whoever_edits_with_a_model_is_in_the_books_too(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    passage = Say(json.dumps({"passage": "Mara rows on alone, and nobody calls after her."}))
    with RuleWriter(monkeypatch, rewrite=[passage]).at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("run", "script", "--auto", *PAID) == 0
        before = writer.asked.total()
        for number, operation in enumerate(OPERATIONS, 1):
            assert ferry.storyforge(*operation, *PAID) == 0, operation
            assert writer.asked.total() == before + number, operation
        assert len(rows(ferry, "id")) == writer.asked.total()
    assert "nobody calls after her" in ferry.git("log", "-p", "--", "treatment.md")


def test_passages_by_meaning_are_bought_once_and_told(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    class Meaning(RuleWriter):
        def _answer(self, asked: Any) -> Say:
            if "input" in asked:
                self.asked["embedding"] += 1
                return embedded(asked)
            return super()._answer(asked)

    corpus = ferry.root.parent / "river.txt"
    corpus.write_text("\n\n".join(f"The river was grey, and lamp {n} went out." for n in range(60)), "utf-8")
    assert ferry.storyforge("style", "add", "river", str(corpus)) == 0
    assert ferry.storyforge("setup", "--style", "river") == 0
    with Meaning(monkeypatch).at_work(ferry, monkeypatch) as writer:
        ferry.edit("story.yaml", "embedding: offline", "embedding: litellm:openai/text-embedding-3-small")
        assert ferry.storyforge("save") == 0
        assert ferry.storyforge("run", "beats", "--auto", *PAID) == 0
        bought = writer.asked["embedding"]
        assert bought
        assert "lamp" in letter(writer.server.heard[-1].body)
        assert len(rows(ferry, "id")) == len(writer.server.heard)
        assert ferry.storyforge("cost") == 0
    assert {kind for (kind,) in rows(ferry, "kind")} == {"text", "embedding"}
    assert set(rows(ferry, "state")) == {("settled",)}


def test_settings_of_a_stage_reach_the_wire(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"temperature": 0.3, "seed": 7, "timeout": 33, "max_tokens": 777, "effort": "high"}
    with Writer().at_work(ferry, monkeypatch, **told) as writer:
        assert ferry.storyforge("treatment", *PAID) == 0
        plain = writer.server.heard[-1]
        reasoning = ("--with", "text=litellm:openai/gpt-5")
        assert ferry.storyforge("treatment", "-m", "another way, please", *reasoning, *PAID) == 0
        thinking = writer.server.heard[-1].body
    assert (plain.body["temperature"], plain.body["seed"], plain.body["max_tokens"]) == (0.3, 7, 777)
    assert plain.headers["x-stainless-read-timeout"] == "33.0"
    assert "reasoning_effort" not in plain.body
    assert (thinking["reasoning_effort"], thinking["max_completion_tokens"]) == ("high", 777)
    assert ferry.program("status").returncode == 0, "a number in the settings breaks nothing"


@pytest.mark.parametrize("stage", dict.fromkeys(kind.stage for kind in KINDS if kind.stage))
def test_shipped_settings_are_as_they_are_told(stage: str) -> None:
    choice = choose_text(Models(text="litellm:openai/gpt-5"), stage)
    assert choice.settings.effort == ("medium" if stage in WRITERS else "none")
    assert choice.fallback == ("" if stage in WRITERS else "litellm:openai/gpt-5.4-mini")
    own = Models(text="litellm:openai/gpt-5", stages={stage: TextSettings(effort="low", fallback="none")})
    assert choose_text(own, stage).settings.effort == "low"
    assert not choose_text(own, stage).fallback


def test_a_template_of_the_story_is_used_and_its_digest_is_traced(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    own = ".storyforge/templates/prompts/tasks/treatments.j2"
    with Writer().at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("treatment", *PAID) == 0
        ferry.write(own, "Three of them, {{ words }} words each, as a letter home.\n")
        assert ferry.storyforge("save") == 0
        assert ferry.storyforge("treatment", "-m", "another way, please", *PAID) == 0
        assert letter(writer.server.heard[-1].body).startswith("Three of them, 770 words each, as a letter home.")
    folder = ferry.root / ".git" / "storyforge" / "traces"
    lines = [json.loads(line) for file in folder.iterdir() for line in file.read_text("utf-8").splitlines()]
    assert len({line["template"] for line in lines}) == 2
    assert {"prompt", "answer", "usage", "price", "seconds", "passages", "by", "task", "take"} <= lines[0].keys()
