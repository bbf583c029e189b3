"""The story assistant: what it finds in scripts with known holes, what it is told, what is done with its answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.pipeline.assisting.applying import apply
from storyforge.pipeline.assisting.gathering import Wish
from storyforge.pipeline.assisting.room import Assisted, assist
from storyforge.pipeline.assisting.signs import number_told
from storyforge.pipeline.assisting.upcoming import upcoming
from storyforge.pipeline.create import create
from storyforge.pipeline.inputs import Wanted
from storyforge.pipeline.request import Request
from storyforge.pipeline.session import Session
from storyforge.tasks.assist import DialogueOutput, Remark
from tests.pipeline.scripted_writer import MODEL, Writer
from tests.providers.openai_server import Say
from tests.tale import Tale

if TYPE_CHECKING:
    from storyforge.tasks.base import Output
    from tests.room import Scribe

SCRIPTS = Path(__file__).parent / "assisted"
PAID = ("--with", "text=scribe", "--max-cost", "9EUR")
PLANTED = {
    "weir": {
        ("4", "in DAY after NIGHT"),
        ("5", "gave the lantern away"),
        ("7", "breaks the ankle"),
        ("8", "cup is gone since 3"),
        ("8", "Martha has left scene 8"),
        ("8", "Martha is 70 in scene 8, and 30"),
        ("9", "Martha is unconscious"),
        ("12", "map is gone since 11"),
        ("12", "Peter is 45 in scene 4, and 52"),
        ("13", "Otto is dead since scene 10"),
        ("14", "pistol decides"),
        ("1", "points out the key"),
        ("4", "points out the envelope"),
        ("3", "Ida asks in scene 3"),
    },
    "ferry": {
        ("4", "Ruth has left scene 4"),
        ("6", "gave the watch away"),
        ("7", "manual is gone since 3"),
        ("8", "Doctor Hall is dead"),
        ("9", "Kofi is unconscious"),
        ("10", "Ruth is 52 in scene 1, and 55"),
        ("1", "points out the revolver"),
        ("5", "Lena asks in scene 5"),
    },
    "lock": set(),
    "inn": set(),
}
"""Script -> scene and words of each hole that was put into it and can be found; two have near misses alone."""


def begun_with(script: Path, folder: Path) -> Tale:
    """A story of a script, with its scenes numbered."""
    create(Wanted(folder, "screenplay", script, options={"length": "3:00-5:00"}))
    tale = Tale(folder)
    assert tale.storyforge("run", "script", "--auto") == 0
    return tale


def asked(tale: Tale, wish: Wish, **more: Any) -> Assisted:
    return assist(Session.open(tale.root), wish, Request("script", only=True, **more))


def answer(found: Assisted) -> Any:
    assert found.answer is not None
    return found.answer


@pytest.mark.parametrize("name", list(PLANTED))
def test_every_planted_hole_is_found_and_no_near_miss(name: str, tmp_path: Path) -> None:
    tale = begun_with(SCRIPTS / f"{name}.fountain", tmp_path / name)
    found = asked(tale, Wish("holes"))
    holes = answer(found).holes
    left = set(PLANTED[name])
    for hole in holes:
        match = next((row for row in left if row[0] == hole.unit and row[1] in hole.text), None)
        assert match, f"{hole.text}: {hole.quote}"
        left.remove(match)
        assert hole.quote
        assert hole.do
    assert not left
    assert answer(found).faults(found.context) == ()


def test_the_context_of_holes_is_bounded_and_has_no_script(tmp_path: Path) -> None:
    """A hundred scenes more of talk are a sentence each."""
    scene = "\n\nINT. INN - DAY\n\nAda waits.\n\nADA\n" + "I talk and talk and nobody minds. " * 60
    sizes = []
    for count in (3, 30):
        script = tmp_path / f"{count}.fountain"
        script.write_text("Title: Talk" + scene * count, encoding="utf-8")
        found = asked(begun_with(script, tmp_path / str(count)), Wish("holes"))
        told = found.context.model_dump_json()
        assert "nobody minds. I talk and talk and nobody minds. I talk" not in told
        sizes.append(len(told))
    assert sizes[1] < sizes[0] + 27 * 700


def test_a_beat_that_no_scene_plays_is_a_hole(room: Tale) -> None:
    assert room.storyforge("beat", "add", "--after", "b02", "--text", "The river rises.", "--accept-impact") == 0
    holes = answer(asked(room, Wish("holes"))).holes
    assert [hole.quote for hole in holes if hole.kind == "beat without a scene"] == ["The river rises."]


def test_chapters_hold_every_scene_once_and_every_main_character(tale: Tale) -> None:
    found = asked(tale, Wish("plot"))
    chapters = answer(found).chapters
    assert len(chapters) >= 3
    assert [name for chapter in chapters for name in chapter.units] == ["1", "2", "3", "4"]
    changes = {change.name: change for change in answer(found).changes}
    assert set(changes) == {"Ada", "Ben"}
    assert changes["Ada"].before in tale.read("script.fountain")
    assert changes["Ada"].question


def test_a_premise_alone_becomes_chapters_with_gaps(tmp_path: Path) -> None:
    create(Wanted(tmp_path / "idea", None, None, options={"length": "3:00-5:00"}, idea="Mara rows. A stranger comes."))
    tale = Tale(tmp_path / "idea")
    chapters = answer(asked(tale, Wish("plot"))).chapters
    assert len(chapters) == 3
    assert "Mara rows." in chapters[0].summary
    assert all(chapter.gap for chapter in chapters)
    chapters = answer(asked(tale, Wish("plot", guidance="Ada sails."))).chapters
    assert chapters[0].summary == "Ada sails."


def test_twists_are_questions_about_what_is_there(tale: Tale) -> None:
    found = asked(tale, Wish("twists", count=6))
    twists = answer(found).twists
    known = {unit.id for unit in found.context.units}  # type: ignore[attr-defined]
    assert len({twist.kind for twist in twists}) > 2
    for twist in twists:
        assert twist.text.endswith("?")
        assert set(twist.touches) | {twist.setup_in} <= known
    at = min(known)
    assert all(at in twist.touches for twist in answer(asked(tale, Wish("twists", at=at))).twists)


def test_dialogue_is_measured_and_never_rewritten(tmp_path: Path) -> None:
    script = tmp_path / "talk.fountain"
    long = "So I went down to the harbour and asked everyone who had a boat whether they had seen the child. " * 2
    lines = f"ADA\n{long}\n\nBEN\nAs you know, I was there.\n\nADA\nReally, Ben?\n\nBEN\nYes.\n\nADA\nSay it, Ben."
    script.write_text(f"Title: T\n\nINT. INN - DAY\n\nThey sit.\n\n{lines}\n", encoding="utf-8")
    tale = begun_with(script, tmp_path / "talk")
    found = asked(tale, Wish("dialogue", scene="1"))
    kinds = {(remark.kind, remark.number) for remark in answer(found).remarks}
    assert kinds == {("long", 1), ("on the nose", 2), ("on the nose", 5)}
    assert not any(remark.instead for remark in answer(found).remarks)
    assert [(share.name, share.lines) for share in found.shares] == [("ADA", 3), ("BEN", 2)]
    assert answer(found).faults(found.context) == ()
    only = answer(asked(tale, Wish("dialogue", scene="1", character="ben"))).remarks
    assert {remark.number for remark in only} == {2}


def alternatives(context: Any) -> Output:
    """Another line for what is said second in the scene, and one for the last."""
    lines = [context.lines[1], context.lines[-1]]
    return DialogueOutput(
        remarks=tuple(
            Remark(
                kind="alternative", number=line.number, quote=line.text, instead=f"Not {line.text}", why="It denies."
            )
            for line in lines
        )
    )


def test_one_alternative_is_applied_and_nothing_else_changes(tale: Tale, scribe: type[Scribe]) -> None:
    scribe.said["dialogue"] = alternatives
    before, commits = tale.read("script.fountain"), len(tale.subjects)
    assert tale.storyforge("assist", "dialogue", "2", *PAID) == 0
    assert tale.read("script.fountain") == before
    assert len(tale.subjects) == commits
    assert tale.storyforge("assist", "dialogue", "2", "--apply", "1", *PAID) == 3, "repair would cost money"
    assert tale.storyforge("assist", "dialogue", "2", "--apply", "1", "--accept-impact", *PAID) == 0
    after = tale.read("script.fountain")
    assert after == before.replace("Both.", "Not Both.")
    assert len(tale.subjects) == commits + 1
    assert tale.changed_in() == ["script.fountain"]
    assert len(scribe.asked) == 1, "what was asked before is found again"
    assert tale.storyforge("assist", "dialogue", "2", "--apply", "7", *PAID) == 2


def test_rules_offer_no_alternative(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert tale.storyforge("assist", "dialogue", "2", "--apply", "1") == 2
    assert "a language model does" in capsys.readouterr().err


def test_a_dry_run_of_apply_asks_nobody_and_writes_nothing(tale: Tale, scribe: type[Scribe]) -> None:
    head = tale.head
    request = Request("script", only=True, dry=True, providers={"text": "scribe"})
    found = apply(Session.open(tale.root), Wish("dialogue", scene="2"), 1, request)
    assert found.cost.words() == "0.05 EUR"
    assert not scribe.asked
    assert tale.head == head


def test_a_model_that_leaves_a_scene_out_is_asked_again(tale: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    def plot(*groups: list[str]) -> Say:
        chapters = [{"title": str(n), "units": row, "summary": "So.", "gap": ""} for n, row in enumerate(groups)]
        told = {"before": "dry", "after": "wet", "because": "3", "question": ""}
        changes = [{"name": name, **told} for name in ("Ada", "Ben")]
        return Say(json.dumps({"chapters": chapters, "changes": changes}))

    said = [plot(["1"], ["2"]), plot(["1"], ["2"], ["3"]), plot(["1"], ["2"], ["3", "4"])]
    with Writer(plot=said).at_work(tale, monkeypatch) as writer:
        head = tale.head
        assert tale.storyforge("assist", "plot", "--dry-run") == 0
        assert not writer.asked
        assert tale.storyforge("assist", "plot", "--max-cost", "5") == 0
        assert writer.asked == {"plot": 3}
        mended = writer.server.heard[-1].body["messages"][-1]["content"]
        assert "4 is in no chapter." in mended
        assert tale.head == head
        assert tale.storyforge("assist", "plot", "--save", "--max-cost", "5") == 0
        assert writer.asked == {"plot": 3}, "the same question is not bought twice"
    assert tale.changed_in() == ["notes/plot-1.md"]
    assert f"By {MODEL}." in tale.read("notes/plot-1.md")


def test_notes_are_counted_and_take_nobodys_place(tale: Tale) -> None:
    tale.write("notes/holes-1.md", "mine\n")
    assert tale.storyforge("assist", "holes", "--save") == 0
    assert tale.read("notes/holes-1.md") == "mine\n"
    assert tale.changed_in() == ["notes/holes-2.md"]
    assert tale.read("notes/holes-2.md").startswith("# Holes\n\nBy offline.\n")


def test_next_ranks_what_is_broken_before_what_is_to_be_made(tale: Tale) -> None:
    def commands() -> list[str]:
        return [todo.command for todo in upcoming(Session.open(tale.root))]

    assert commands() == ["storyforge run frames"]
    tale.edit("script.fountain", "A puddle grows around it.", "A lake grows around it.")
    told = upcoming(Session.open(tale.root))
    assert told[0].command == "storyforge save"
    assert any(todo.command.endswith("--outdated") and "costs nothing" in todo.why for todo in told)
    tale.write("beats.yaml", "beats: [\n")
    assert commands()[0] == "storyforge check"


@pytest.mark.parametrize(
    ("text", "number"),
    [("41", 41), ("forty-one", 41), ("thirty", 30), ("nine", 9), ("sorry", None), ("forty-ten", None), ("zero", None)],
)
def test_ages_in_words(text: str, number: int | None) -> None:
    assert number_told(text) == number
