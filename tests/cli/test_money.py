"""Money on the command line: budgets that hold, what was spent on what, calls in doubt and their author's word."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.errors import InDoubtError
from storyforge.pipeline.session import Session
from storyforge.providers import IMAGE, TEXT, VIDEO
from tests.pipeline.scripted import Scripted
from tests.pipeline.scripted_media import ScriptedArtist, ScriptedCamera
from tests.tale import Tale

if TYPE_CHECKING:
    from pathlib import Path

DRAWN = ("--with", "image=scripted", "--max-cost", "100")


@pytest.fixture(autouse=True)
def _scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
    monkeypatch.setitem(VIDEO.table, "scripted", "tests.pipeline.scripted_media:ScriptedCamera")
    for provider in (ScriptedArtist, ScriptedCamera):
        monkeypatch.setattr(provider, "asked", [])


def told(tale: Tale, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    capsys.readouterr()
    assert tale.storyforge(*arguments, "--json") == 0
    return json.loads(capsys.readouterr().out)


def budget(tale: Tale, text: str) -> None:
    tale.edit("story.yaml", "media: git", f"media: git\nbudget: {text}")


def spent(report: Any) -> Decimal:
    return Decimal(report["spent"]["known"].get("USD", "0"))


def test_a_budget_ends_a_run_and_what_was_bought_is_kept(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    budget(prompted, "{amount: 0.30}")
    assert prompted.storyforge("run", "frames", "--auto", "--dry-run", *DRAWN) == 0
    assert "the story's budget does not reach: 0.30 USD is left." in capsys.readouterr().err
    assert prompted.storyforge("run", "--auto", *DRAWN) == 4, "what stands behind a scene that failed is no news"
    said, error = capsys.readouterr()
    kept = "Kept for the next run: what was bought for scenes that failed, 0.08 USD (storyforge jobs).\n"
    assert said.endswith(kept)
    assert "frames     1 scene, 5 frames\n" in said, "what there is money for is spent scene by scene"
    assert "confirm" not in error
    assert "would cost 0.04 USD; of the story's budget 0.02 USD is left." in error
    bought = len(ScriptedArtist.asked)
    assert bought == 7
    assert spent(told(prompted, capsys, "cost")) == Decimal("0.28"), "what never became a commit counts"
    prompted.edit("story.yaml", "amount: 0.30", "amount: 3")
    assert prompted.storyforge("run", "frames", "--auto", *DRAWN) == 0
    assert len(ScriptedArtist.asked) == len(set(ScriptedArtist.asked)) or bought < len(ScriptedArtist.asked)
    report = told(prompted, capsys, "cost")
    assert spent(report) == Decimal("0.04") * len(ScriptedArtist.asked), "nothing was bought twice"
    assert report["usable"] == report["spent"]
    assert report["budgets"][0]["left"] == format(Decimal(3) - spent(report), "f")


def test_a_run_may_spend_so_much_and_a_stage_so_much(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert prompted.storyforge("run", "frames", "--auto", *DRAWN, "--max-cost", "0.10") == 4
    assert "of --max-cost 0.02 USD is left" in capsys.readouterr().err
    assert len(ScriptedArtist.asked) == 2
    budget(prompted, "{amount: 9, stages: {frames: 0.16}}")
    assert prompted.storyforge("run", "frames", "--auto", *DRAWN) == 4
    assert "of the budget of frames 0.00 USD is left" in capsys.readouterr().err
    assert len(ScriptedArtist.asked) == 4
    assert prompted.storyforge("run", "frames", "--auto", *DRAWN, "--max-cost", "5EUR") == 4
    assert "--max-cost, which is in EUR" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--max-cost", "much"), '"much" is no amount of money'),
        (("--allow-unknown-price",), "for how many calls"),
        (("--max-count", "3"), "Add --allow-unknown-price"),
    ],
)
def test_what_may_be_spent_is_said_clearly(
    prompted: Tale, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], words: str
) -> None:
    assert prompted.storyforge("run", "frames", *options) == 2
    assert words in capsys.readouterr().err


def test_four_fifths_of_a_budget_are_told_once(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    budget(prompted, "{amount: 0.48}")
    prompted.storyforge("frames", "1", "2", "--quick", *DRAWN)
    said = capsys.readouterr()
    assert (said.out + said.err).count("of the story's budget (0.48 USD) is spent") == 1


def test_a_price_that_nobody_knows(
    prompted: Tale, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScriptedArtist, "amount", None)
    assert prompted.storyforge("frames", "1", "--quick", *DRAWN) == 4
    assert not ScriptedArtist.asked
    capsys.readouterr()
    assert prompted.storyforge("frames", "1", "--quick", *DRAWN, "--allow-unknown-price", "--max-count", "2") == 4
    assert "2 calls were allowed at an unknown price, and made." in capsys.readouterr().err
    assert len(ScriptedArtist.asked) == 2
    assert prompted.storyforge("frames", "1", "--quick", *DRAWN, "--allow-unknown-price", "--max-count", "99") == 0
    report = told(prompted, capsys, "cost")
    assert report["spent"] == {"known": {}, "unknown": len(ScriptedArtist.asked)}
    assert prompted.storyforge("cost") == 0
    assert "at an unknown price" in capsys.readouterr().out


def test_cost_by_every_way_adds_up(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert prompted.storyforge("run", "frames", "--auto", *DRAWN) == 0
    whole = spent(told(prompted, capsys, "cost"))
    for way in ("stage", "scene", "shot", "model", "author", "timeline", "month"):
        groups = told(prompted, capsys, "cost", "--by", way)["groups"]
        assert sum(spent(group) for group in groups) == whole
    assert [group["name"] for group in told(prompted, capsys, "cost", "--by", "scene")["groups"]] == [
        "1",
        "2",
        "3",
        "4",
    ]
    assert [group["name"] for group in told(prompted, capsys, "cost", "--by", "author")["groups"]] == ["Ada Quill"]
    capsys.readouterr()
    assert prompted.storyforge("cost", "--csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert sum(Decimal(row["amount"]) for row in rows) == whole
    assert {row["model"] for row in rows} == {"scripted"}
    assert prompted.storyforge("cost", "--by", "colour") == 2


def test_a_take_that_was_replaced_is_sunk(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert prompted.storyforge("run", "frames", "--auto", *DRAWN) == 0
    assert prompted.storyforge("frame", "redo", "1A.start", "-m", "closer, and from below", *DRAWN) == 0
    report = told(prompted, capsys, "cost")
    assert report["sunk"]["known"] == {"USD": "0.04"}
    assert report["estimated"] == report["actual"] == report["spent"]


def test_what_another_run_bought_and_this_one_commits_is_spent_once(
    prompted: Tale, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Session, "commit", _interrupted)
        assert prompted.storyforge("run", "frames", "--auto", *DRAWN) == 130
    bought = Decimal("0.04") * len(ScriptedArtist.asked)
    assert spent(told(prompted, capsys, "cost")) == bought
    assert prompted.storyforge("run", "frames", "--auto", *DRAWN) == 0
    report = told(prompted, capsys, "cost")
    assert spent(report) == bought == Decimal("0.04") * len(ScriptedArtist.asked)
    assert report["usable"] == report["spent"]


def _interrupted(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_a_clone_counts_what_commits_say(prompted: Tale, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert prompted.storyforge("run", "frames", "--auto", *DRAWN) == 0
    here = told(prompted, capsys, "cost", "--by", "shot")
    prompted.git("clone", "-q", str(prompted.root), str(tmp_path / "clone"))
    there = told(Tale(tmp_path / "clone"), capsys, "cost", "--by", "shot")
    assert there["spent"] == here["spent"]
    assert there["usable"] == here["usable"]
    assert [group["name"] for group in there["groups"]] == [group["name"] for group in here["groups"]]
    clone = Tale(tmp_path / "clone")
    budget(clone, "{amount: 0.86}")
    assert clone.storyforge("frame", "redo", "1A", "-m", "closer, and from below", *DRAWN) == 4, "it is spent there too"


def test_a_call_that_broke_off_waits_for_a_word(
    prompted: Tale, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_self: object, _item: str) -> None:
        raise InDoubtError("1A.start", "the line went dead")

    with monkeypatch.context() as patch:
        patch.setattr(ScriptedArtist, "_ask", breaks)
        assert prompted.storyforge("frames", "1", "--quick", *DRAWN) == 1
    assert "storyforge jobs" in capsys.readouterr().err
    calls = told(prompted, capsys, "jobs")["calls"]
    assert {call["state"] for call in calls} == {"doubt"}
    capsys.readouterr()
    assert prompted.storyforge("status") == 0
    assert f"Calls to providers, {len(calls)} in doubt: storyforge jobs\n" in capsys.readouterr().out
    assert told(prompted, capsys, "status")["calls"] == {"doubt": len(calls)}
    assert prompted.storyforge("frames", "1", "--quick", *DRAWN) == 3, "nothing is sent again without a word"
    assert not ScriptedArtist.asked
    report = told(prompted, capsys, "cost")
    assert spent(report) == Decimal("0.04") * len(calls), "until then it counts"
    assert report["open"] == report["spent"], "and is not lost yet"
    first, *rest = (str(call["number"]) for call in calls)
    assert prompted.storyforge("jobs", "resolve", first, "--sold") == 0
    capsys.readouterr()
    assert prompted.storyforge("jobs") == 0
    assert f"storyforge jobs resolve {rest[0]}-{rest[-1]} --sold, or --not-sold" in capsys.readouterr().out
    for wrong in ("two", "9-", "5-3", "-1"):
        assert prompted.storyforge("jobs", "resolve", rest[0], wrong, "--not-sold") == 2, "all of them or none"
    word = told(prompted, capsys, "jobs", "resolve", f"{first}-{rest[-1]}", "--not-sold")
    assert [str(call["number"]) for call in word["resolved"]] == rest, "what has its word already keeps it"
    assert prompted.storyforge("jobs", "resolve", first, "--sold") == 2
    assert prompted.storyforge("jobs", "resolve", "9999", "--sold") == 2
    assert prompted.storyforge("jobs", "resolve") == 2
    assert prompted.storyforge("frames", "1", "--quick", *DRAWN) == 0
    report = told(prompted, capsys, "cost")
    assert report["sunk"]["known"] == {"USD": "0.04"}
    capsys.readouterr()
    assert prompted.storyforge("jobs") == 0
    assert capsys.readouterr().out == "Nothing is open, and nothing is in doubt.\n"


def test_a_budget_of_no_stage_would_never_hold(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    budget(prompted, "{amount: 3, stages: {fraems: 1}}")
    assert prompted.storyforge("run") == 2
    told = capsys.readouterr().err
    assert told.startswith("error: story.yaml:")
    assert 'there is no stage "fraems"; stages: ' in told


def test_nothing_spent_is_said_in_a_line(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert prompted.storyforge("cost") == 0
    assert capsys.readouterr().out == "Nothing was spent.\nNo budget is set: story.yaml, under budget.\n"


def test_a_dry_run_says_what_it_would_cost(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert prompted.storyforge("frames", "1", "--quick", *DRAWN, "--dry-run") == 0
    out = capsys.readouterr().out
    assert not ScriptedArtist.asked
    assert prompted.storyforge("frames", "1", "--quick", *DRAWN) == 0
    count = len(ScriptedArtist.asked)
    assert f"by scripted: {count} calls, at most {Decimal('0.04') * count} USD" in out
    assert f"All of it for at most {Decimal('0.04') * count} USD; nothing was written." in out
    assert prompted.storyforge("lock", "frames", "--scene", "1") == 0
    capsys.readouterr()
    prompted.storyforge("run", "confirm", "--scene", "1", "--dry-run", "--with", "video=scripted")
    assert "confirm    would be made: 1 file, 1 scene\nAll of it at no cost; nothing was written." in (
        capsys.readouterr().out
    ), "agreeing costs nothing"


@pytest.mark.parametrize("most", [("--max-cost", "0.85"), ("--max-cost", "0.90")])
def test_auto_agrees_to_no_clips_that_cost_more_than_it_was_given(prompted: Tale, most: tuple[str, ...]) -> None:
    both = (*DRAWN, "--with", "video=scripted")
    assert prompted.storyforge("run", "--auto", *both, *most) == 3
    assert ScriptedArtist.asked
    assert not ScriptedCamera.asked
    assert prompted.stand("scenes/001/confirmation.yaml").approval == "draft"


def test_auto_agrees_to_clips_up_to_what_it_was_given(prompted: Tale) -> None:
    assert prompted.storyforge("run", "--auto", *DRAWN, "--with", "video=scripted", "--max-cost", "9") == 0
    assert len(ScriptedCamera.asked) == len(set(ScriptedCamera.asked)) > 0
    assert prompted.stand("scenes/001/clips.yaml").approval == "locked"


def test_the_same_text_is_never_asked_for_twice(begun: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TEXT.table, "scripted", "tests.pipeline.scripted:Scripted")
    monkeypatch.setattr(Scripted, "asked", [])
    written = ("--with", "text=scripted")
    begun.storyforge("run", "scenes", "--auto")
    assert begun.storyforge("run", "shots", "--auto", *written) == 0
    item = begun.record("scenes/001/shots.yaml").items["1A"]
    assert item.answer
    assert item.take == 1
    count = len(Scripted.asked)
    begun.git("reset", "-q", "--hard", "HEAD~1")
    assert begun.storyforge("run", "shots", "--auto", *written) == 0
    assert len(Scripted.asked) == count, "the answers are on this machine"
    for take in (2, 3):
        assert begun.storyforge("shots", "1", "-m", "tighter, more close-ups", *written) == 0
        assert begun.record("scenes/001/shots.yaml").items["1A"].take == take
        assert len(Scripted.asked) == count + 2 * (take - 1), "asked again on purpose, it is another take"


def test_clips_are_not_bought_above_the_price_that_was_agreed_to(
    prompted: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    both = (*DRAWN, "--with", "video=scripted")
    assert prompted.storyforge("run", "frames", "--auto", *both) == 0
    assert prompted.storyforge("confirm", *both) == 0
    monkeypatch.setattr(ScriptedCamera, "amount", Decimal("0.05"))
    assert prompted.storyforge("run", "video", *both) == 3
    assert "was agreed to at 0.04 USD, and costs 0.05 USD now." in capsys.readouterr().err
    assert not ScriptedCamera.asked
    monkeypatch.setattr(ScriptedCamera, "amount", Decimal("0.03"))
    assert prompted.storyforge("run", "video", *both) == 0
