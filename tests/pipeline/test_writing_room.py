"""From an idea to a script, with a language model that costs money: over a real wire, by the real client."""

from __future__ import annotations

import json
import shutil
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.pipeline.create import create
from storyforge.pipeline.inputs import Wanted
from storyforge.pipeline.spending import patience
from tests.pipeline.scripted_writer import ANSWERS, BEATS, KEY, MODEL, SCENES, Writer, options, outline
from tests.providers.openai_server import Say
from tests.tale import Tale

if TYPE_CHECKING:
    from pathlib import Path

IDEA = "Mara, who rows the ferry, takes one last passenger across at night."


@pytest.fixture
def ferry(tmp_path: Path) -> Tale:
    """A story that begins with a sentence."""
    create(Wanted(tmp_path / "ferry", None, None, options={"length": "6:00-8:00"}, idea=IDEA))
    return Tale(tmp_path / "ferry")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "LONGEST_PAUSE", 0.0)


PAID = ("--max-cost", "5")
MADE = ("treatment.md", "beats.yaml", "script.fountain")


def flags(tale: Tale) -> list[str]:
    """Every flag, with the file that carries it."""
    return [f"{path}: {flag}" for path, artifact in tale.state.artifacts.items() for flag in artifact.flags]


def rows(tale: Tale, what: str) -> list[Any]:
    with sqlite3.connect(tale.root / ".git" / "storyforge" / "journal.sqlite") as ledger:
        return ledger.execute(f"SELECT {what} FROM calls ORDER BY id").fetchall()  # noqa: S608 - our own words


def test_an_idea_becomes_a_locked_script(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer().at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("treatment", *PAID) == 0
        assert not (ferry.root / "treatment.md").exists()
        assert ferry.storyforge("run", "beats", *PAID) == 3, "none is chosen"
        assert ferry.storyforge("choose", "treatment", "2") == 0
        assert "Jonas wakes" in ferry.read("treatment.md")
        assert ferry.storyforge("lock", "treatment") == 0
        assert ferry.storyforge("run", "script", "--auto", *PAID) == 0
        assert writer.asked == {"treatments": 1, "beatsheet": 1, "outline": 1, "scene": SCENES}
    script = ferry.read("script.fountain")
    assert script.count("EXT. FERRY - NIGHT #") == SCENES
    assert "MARA\nWhere to?" in script
    assert ferry.read("beats.yaml").count("- id: b") == BEATS
    assert "scenes:\n  - '8'" in ferry.read("beats.yaml")
    assert {ferry.stand(path).approval for path in MADE} == {"locked"}
    assert not flags(ferry)
    trailers = ferry.git("log", "--format=%(trailers:key=Storyforge-With,valueonly)").split()
    assert trailers.count("text=litellm:openai/gpt-4o-mini") == 3


def test_nothing_is_bought_twice_and_a_scene_that_failed_is_bought_alone(
    ferry: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Writer(scene=[Say(status=400, error={"message": "no"})]).at_work(ferry, monkeypatch, at_once=1) as writer:
        assert ferry.storyforge("run", "script", "--auto", *PAID) == 1
        assert not (ferry.root / "script.fountain").exists()
        assert ferry.storyforge("run", "script", "--auto", *PAID) == 0
        assert writer.asked == {"treatments": 1, "beatsheet": 1, "outline": 1, "scene": SCENES + 1}
        assert ferry.storyforge("run", "script", "--auto", *PAID) == 0
        assert writer.asked.total() == SCENES + 4
    assert [state for (state,) in rows(ferry, "state")].count("failed") == 1


def test_an_answer_that_would_not_do_is_mended_and_every_round_is_in_the_ledger(
    ferry: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = [Say("Sure! Here are three treatments:"), Say(json.dumps({"options": options()["options"][:2]}))]
    with Writer(treatments=wrong).at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("treatment", *PAID) == 0
        assert writer.asked == {"treatments": 3}
        told = writer.server.heard[-1].body["messages"]
    assert [message["role"] for message in told] == ["system", "user", "assistant", "user", "assistant", "user"]
    assert "There are 2 options; give 3." in told[-1]["content"]
    states = rows(ferry, "state, task")
    assert states == [("settled", "treatments")] * 3


def test_three_paraphrases_are_asked_again(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    one = options()["options"][0]
    body = one["body"]
    reworded = [
        one,
        {**one, "title": "Other", "whose": "Jonas", "tone": "comic", "body": body.replace("unties", "loosens")},
        {**one, "title": "Third", "starts": "Rain falls.", "body": body.replace("black", "dark")},
    ]
    with Writer(treatments=[Say(json.dumps({"options": reworded}))]).at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("treatment", *PAID) == 0
        assert writer.asked == {"treatments": 2}
        asked = writer.server.heard[-1].body["messages"][-1]["content"]
    assert "Options 1 and 2" in asked
    assert "Jonas" in ferry.read("treatment/option-2.md")


def test_after_two_repairs_it_fails_and_the_next_run_asks_anew(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer(treatments=[Say("{}")] * 3).at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("treatment", *PAID) == 1
        assert writer.asked == {"treatments": 3}
        assert ferry.storyforge("treatment", *PAID) == 0
        assert writer.asked == {"treatments": 4}
    assert (ferry.root / "treatment" / "option-3.md").exists()


@pytest.mark.parametrize(
    ("said", "asked", "message"),
    [
        (Say(refusal="I can't help with that.", text=None), 1, "refuses to answer"),
        (Say('{"options": [', finish="length"), 1, "was cut off"),
        (Say(""), 3, "answered treatments with nothing"),
        (Say(status=401), 1, "key"),
    ],
    ids=["refusal", "length", "empty", "key"],
)
def test_what_came_instead_of_an_answer_is_told_apart(
    ferry: Tale,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    said: Say,
    asked: int,
    message: str,
) -> None:
    with Writer(treatments=[said] * 3).at_work(ferry, monkeypatch, fallback="none") as writer:
        assert ferry.storyforge("treatment", *PAID) == 1
        assert writer.asked["treatments"] == asked
    assert message in capsys.readouterr().err


def test_a_busy_service_is_asked_again_each_time_as_a_call_of_its_own(
    ferry: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = [Say(status=429, headers={"Retry-After": "1"}), Say(status=500), Say(status=503)]
    with Writer(treatments=busy).at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("treatment", *PAID) == 0
        assert writer.asked == {"treatments": 4}
    assert [state for (state,) in rows(ferry, "state")] == ["failed", "failed", "failed", "settled"]


def test_a_call_that_breaks_off_is_in_doubt_and_not_sent_again(
    ferry: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Writer(treatments=[Say("{}", cut=40)]).at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("treatment", *PAID) == 1
        assert ferry.storyforge("treatment", *PAID) == 3
        assert writer.asked == {"treatments": 1}
        assert "jobs resolve 1" in capsys.readouterr().err
        assert ferry.storyforge("jobs", "resolve", "1", "--not-sold") == 0
        assert ferry.storyforge("treatment", *PAID) == 0
        assert writer.asked == {"treatments": 2}


def test_where_one_model_fails_another_answers_and_the_record_says_who(
    ferry: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = Say(refusal="No.", text=None)
    other = "litellm:openai/gpt-4.1-mini"
    with Writer(treatments=[refusal]).at_work(ferry, monkeypatch, fallback=other) as writer:
        assert ferry.storyforge("treatment", *PAID) == 0
        models = [heard.body["model"] for heard in writer.server.heard]
    assert models == ["gpt-4o-mini", "gpt-4.1-mini"]
    assert ferry.record("treatment/option-1.md").items["treatment"].by == other


def test_no_key_reaches_a_commit_a_trace_or_the_ledger(
    ferry: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    leak = Say(status=400, error={"message": f"Incorrect API key provided: {KEY}"})
    echo = Say(json.dumps({**options(), "x": KEY}))
    with Writer(treatments=[leak, echo]).at_work(ferry, monkeypatch):
        assert ferry.storyforge("treatment", *PAID, "--record") == 1
        assert ferry.storyforge("treatment", *PAID, "--record") == 0
    said = capsys.readouterr()
    assert KEY not in said.out + said.err
    assert list((ferry.root / ".git" / "storyforge" / "traces").iterdir())
    for file in ferry.root.rglob("*"):
        if file.is_file():
            assert KEY.encode() not in file.read_bytes(), file


def test_a_story_replays_from_a_clean_clone_with_no_key_and_no_network(
    ferry: Tale, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Writer(beatsheet=[Say("no JSON")]).at_work(ferry, monkeypatch):
        assert ferry.storyforge("run", "script", "--auto", *PAID, "--record") == 0
    monkeypatch.delenv("OPENAI_API_KEY")
    ferry.git("clone", "-q", ".", str(tmp_path / "clone"))
    clone = Tale(tmp_path / "clone")
    for path in MADE:
        (clone.root / path).unlink()
        (clone.root / f"locks/{path}.json").unlink()
    shutil.rmtree(clone.root / "treatment")
    clone.git("commit", "-qam", "away with it")
    assert clone.storyforge("--offline", "run", "script", "--auto", "--replay") == 0
    for path in MADE:
        assert clone.read(path) == ferry.read(path)
    assert clone.storyforge("script", "-m", "another ending, please", "--replay") == 1
    assert "There is no recording of the task outline" in capsys.readouterr().err


def test_offline_opens_no_socket(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.create_connection", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    assert ferry.storyforge("--offline", "run", "prompts", "--auto", "--allow-todo") == 0
    with Writer().at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("treatment", "-m", "told by the stranger", "--offline", *PAID) == 2
        assert not writer.asked


def test_a_budget_ends_it_before_anything_is_sent(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer().at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("treatment", "--max-cost", "0.000001") == 4
        assert not writer.asked
        assert ferry.storyforge("treatment", "--dry-run") == 0
        assert not writer.asked


def test_a_price_that_nobody_knows_needs_a_word(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer().at_work(ferry, monkeypatch) as writer:
        unknown = ("--with", "text=litellm:openai/house-model")
        assert ferry.storyforge("treatment", *unknown) == 4
        assert not writer.asked
        assert ferry.storyforge("treatment", *unknown, "--allow-unknown-price", "--max-count", "1") == 0
    assert ferry.record("treatment/option-1.md").items["treatment"].cost is None


def test_guidance_is_another_take_and_edited_beats_ask_for_a_timeline(
    ferry: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Writer().at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("run", "script", "--auto", *PAID) == 0
        assert ferry.storyforge("script", "-m", "more silence, fewer words", *PAID) == 0
        assert writer.asked["outline"] == 2
        ferry.edit("beats.yaml", "light number 3,", "light number three,")
        assert ferry.storyforge("script", "-m", "the stranger is her father", *PAID) == 3
        assert "--timeline NAME" in capsys.readouterr().err
        assert writer.asked["outline"] == 2
        assert "script.fountain: not up to date with beats.yaml" in flags(ferry)
        wish = ("script", "-m", "the stranger is her father", "--timeline", "father", *PAID)
        assert ferry.storyforge(*wish) == 0
        assert writer.asked["outline"] == 3
    assert ferry.git("branch", "--show-current") == "father"
    assert not [flag for flag in flags(ferry) if flag.startswith("script")]


def test_a_plan_that_leaves_a_beat_out_is_mended(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    short = outline()
    short["scenes"] = short["scenes"][:-1]
    with Writer(outline=[Say(json.dumps(short))]).at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("run", "script", "--auto", *PAID) == 0
        assert writer.asked["outline"] == 2


def test_every_scripted_answer_fits_its_task() -> None:
    assert set(ANSWERS) >= {"treatments", "beatsheet", "outline", "scene"}


def test_an_option_that_is_taken_later_is_still_by_whoever_wrote_it(
    ferry: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Writer().at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("treatment", *PAID) == 0
        assert ferry.storyforge("run", "treatment", "--auto", *PAID) == 0
        assert writer.asked == {"treatments": 1}
    assert {item.by for item in ferry.record("treatment.md").items.values()} == {MODEL}
