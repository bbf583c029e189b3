"""Prompts put into words by a language model over a real wire: what must stay stays, and money is right."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any, cast

from storyforge.pipeline.session import Session
from storyforge.tasks.compiling import FramePromptContext, VideoPromptContext
from tests.pipeline.rule_writer import RuleWriter
from tests.pipeline.scripted_writer import MODEL, task_of
from tests.providers.openai_server import Say

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from storyforge.model.prompts import Prompts, PromptSet
    from storyforge.tasks.compiling import PromptContext
    from tests.tale import Tale

COMPILE = ("prompts", "1", "--compile", "--max-cost", "5")
PATH = "scenes/001/prompts.yaml"


def otherwise(context: PromptContext) -> str:
    """The same prompt with its first line last of what is not fixed: a model's own order."""
    first, *rest = context.text.splitlines()
    return "\n".join(["Seen through one lens.", first, *rest])


class Compiler(RuleWriter):
    """A model that compiles as it is told, and remembers what it was told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, says: Callable[[PromptContext], str] = otherwise) -> None:
        super().__init__(monkeypatch)
        self.says = says
        self.letters: dict[str, list[str]] = {}

    def answer(self, asked_for: Any) -> Say:
        task = task_of(asked_for)
        if not task.endswith("-prompt"):
            return super().answer(asked_for)
        letter = asked_for["messages"][1]["content"]
        self.letters.setdefault(task, []).append(letter)
        return Say(json.dumps({"text": self.says(cast("Any", self.told[letter][1]))}))


def sets(tale: Tale) -> dict[str, PromptSet]:
    found = cast("Prompts", Session.open(tale.root).story.model(PATH))
    return {entry.id: entry for entry in found.prompts}


def calls(tale: Tale) -> int:
    with sqlite3.connect(tale.root / ".git" / "storyforge" / "journal.sqlite") as ledger:
        return int(ledger.execute("SELECT count(*) FROM calls").fetchone()[0])


def test_offline_it_says_that_rules_have_written_them_already(prompted: Tale, capsys: Any) -> None:
    before = prompted.head
    capsys.readouterr()
    assert prompted.storyforge("prompts", "1", "--compile") == 0
    assert "rules have written the prompts already" in capsys.readouterr().out
    assert prompted.head == before


def test_each_text_is_put_into_words_once_and_says_by_whom(
    prompted: Tale, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    rules = sets(prompted)
    texts = sum(bool(getattr(entry, name)) for entry in rules.values() for name in ("frame", "end_frame", "video"))
    compiler = Compiler(monkeypatch)
    with compiler.at_work(prompted, monkeypatch):
        capsys.readouterr()
        assert prompted.storyforge(*COMPILE, "--dry-run") == 0
        assert f"for {texts} texts, for at most" in capsys.readouterr().out
        assert compiler.asked.total() == 0
        assert prompted.storyforge(*COMPILE) == 0
        assert compiler.asked.total() == calls(prompted) == texts
        assert prompted.storyforge(*COMPILE) == 0
        assert "Nothing to do" in capsys.readouterr().out
        assert compiler.asked.total() == texts
    made = sets(prompted)
    for shot, entry in made.items():
        assert entry.frame == f"Seen through one lens.\n{rules[shot].frame}"
        assert {name: one.by for name, one in entry.compiled.items()}["video"] == MODEL
        assert not entry.edited
    items = prompted.record(PATH).items
    assert (items["1A.frame"].by, items["1A.frame"].cost) == (MODEL, "0.00027")
    assert (items["1A.blocking"].by, items["1A.blocking"].cost) == ("offline", "0")
    assert prompted.stand(PATH).freshness == "current"
    assert prompted.storyforge("show", "prompts", "1A") == 0
    assert f"compiled by {MODEL}" in capsys.readouterr().out


def test_pictures_are_told_no_words_and_clips_no_looks(prompted: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    compiler = Compiler(monkeypatch)
    with compiler.at_work(prompted, monkeypatch):
        assert prompted.storyforge(*COMPILE) == 0
    told = [context for _, context in compiler.told.values()]
    spoken = [line.words for each in told if isinstance(each, VideoPromptContext) for line in each.spoken]
    looks = [line for each in told if isinstance(each, FramePromptContext) for line in each.keep if len(line) > 20]
    assert spoken
    assert looks
    for task, letters in compiler.letters.items():
        for letter in letters:
            assert not [line for line in (looks if task == "video-prompt" else spoken) if line in letter], task


def test_what_will_not_do_is_repaired_else_the_rules_text_stays(
    prompted: Tale, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    rules = sets(prompted)

    def careless(context: PromptContext) -> str:
        if isinstance(context, FramePromptContext) and context.keep:
            return context.text.replace(context.keep[0], "Somebody")
        return otherwise(context)

    compiler = Compiler(monkeypatch, careless)
    with compiler.at_work(prompted, monkeypatch):
        capsys.readouterr()
        assert prompted.storyforge(*COMPILE, "--json") == 0
        told = json.loads(capsys.readouterr().out.splitlines()[-1])
        frames = [entry.id for entry in rules.values() if entry.frame]
        kept = [note.partition(".")[0] for note in told["notes"]]
        assert kept
        assert set(kept) <= set(frames)
        assert "letter by letter" in told["notes"][0]
        assert compiler.asked["frame-prompt"] == len(frames) + 2 * len(kept), "each repaired twice"
        assert calls(prompted) == compiler.asked.total()
    made = sets(prompted)
    for shot in kept:
        assert made[shot].frame == rules[shot].frame
        assert "frame" not in made[shot].compiled
        assert "video" in made[shot].compiled


def test_a_compiled_text_holds_until_what_it_was_made_from_is_another(
    prompted: Tale, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    rules = sets(prompted)["1A"]
    with Compiler(monkeypatch).at_work(prompted, monkeypatch):
        assert prompted.storyforge(*COMPILE) == 0
    compiled = sets(prompted)["1A"]
    assert prompted.storyforge("setup", "--visual-style", "noir") == 0
    capsys.readouterr()
    assert prompted.storyforge("run", "prompts", "--auto", "--outdated") == 0
    assert "1A frame" in (out := capsys.readouterr().out)
    assert "in the words of rules" in out
    styled = sets(prompted)["1A"]
    assert styled.frame != compiled.frame
    assert styled.frame.splitlines()[0] == rules.frame.splitlines()[0]
    assert styled.video == compiled.video, "it says nothing of the style"
    assert set(styled.compiled) == set(compiled.compiled) - {"frame"}


def test_the_author_s_own_words_are_nobody_s_to_put_otherwise(prompted: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    line = sets(prompted)["1A"].frame.splitlines()[0]
    with Compiler(monkeypatch).at_work(prompted, monkeypatch):
        assert prompted.storyforge(*COMPILE) == 0
        prompted.edit(PATH, "Seen through one lens.", "Seen through my lens.")
        assert prompted.storyforge("save") == 0
        mine = sets(prompted)["1A"]
        assert mine.edited == ("frame",)
        assert "frame" not in mine.compiled
        assert prompted.storyforge(*COMPILE, "-m", "in fewer words") == 0
    assert sets(prompted)["1A"].frame.startswith(f"Seen through my lens.\n{line}")


def test_cassettes_answer_without_a_network(prompted: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    with Compiler(monkeypatch).at_work(prompted, monkeypatch):
        assert prompted.storyforge(*COMPILE, "--record") == 0
        before = sets(prompted)
        assert prompted.storyforge("prompts", "1", "-m", "by rules once more") == 0
        assert not any(entry.compiled for entry in sets(prompted).values())
    monkeypatch.delenv("OPENAI_API_KEY")
    assert prompted.storyforge("prompts", "1", "--compile", "--replay", "--offline") == 0
    assert {shot: entry.frame for shot, entry in sets(prompted).items()} == {s: e.frame for s, e in before.items()}


def test_what_can_t_be_compiled_is_said(begun: Tale, prompted: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    with Compiler(monkeypatch).at_work(prompted, monkeypatch):
        assert prompted.storyforge("prompts", "77", "--compile") == 2
        prompted.edit("scenes/001/shots.yaml", "action: ", "action: Rain falls. ")
        assert prompted.storyforge("save") == 0
        assert prompted.storyforge(*COMPILE) == 2
    with Compiler(monkeypatch).at_work(begun, monkeypatch):
        assert begun.storyforge(*COMPILE) == 2
