"""Money that a language model costs: whatever it answers, and whenever we are killed, the books are right."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from storyforge.pipeline.create import create
from storyforge.pipeline.inputs import Wanted
from storyforge.pipeline.spending import patience
from tests.conftest import _isolate
from tests.pipeline.scripted_writer import ANSWERS, Writer, outline, task_of
from tests.providers.openai_server import Say
from tests.tale import Tale

IDEA = "Mara, who rows the ferry, takes one last passenger across at night."
PAID = ("--max-cost", "50")
SCENES = 2
PRICE = Decimal("0.00027")
OTHER = "litellm:openai/gpt-4.1-mini"
PRICE_OF_OTHER = Decimal("0.00072")
"""Of one answer of the server: 1000 tokens in and 200 out, by the price map."""


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "LONGEST_PAUSE", 0.0)
    monkeypatch.setitem(ANSWERS, "outline", lambda: outline(SCENES))


@pytest.fixture
def ferry(tmp_path: Path) -> Tale:
    """A story that begins with a sentence."""
    create(Wanted(tmp_path / "ferry", None, None, options={"length": "6:00-8:00"}, idea=IDEA))
    return Tale(tmp_path / "ferry")


def rows(tale: Tale, what: str) -> list[Any]:
    with sqlite3.connect(tale.root / ".git" / "storyforge" / "journal.sqlite") as ledger:
        return ledger.execute(f"SELECT {what} FROM calls ORDER BY id").fetchall()  # noqa: S608 - our own words


def paid(tale: Tale) -> Decimal:
    """What the ledger says was paid."""
    return sum((Decimal(price) for (price,) in rows(tale, "price") if price is not None), Decimal(0))


def fresh(shelf: Path, name: str) -> Tale:
    return Tale(Path(shutil.copytree(shelf / "ferry", shelf / name)))


@pytest.fixture(scope="session")
def shelved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shelf = tmp_path_factory.mktemp("ferries")
    with pytest.MonkeyPatch.context() as patch:
        _isolate(patch, shelf / "home")
        create(Wanted(shelf / "ferry", None, None, options={"length": "6:00-8:00"}, idea=IDEA))
    return shelf


WEATHER = {
    "ok": None,
    "busy": Say(status=429),
    "down": Say(status=500),
    "cut": Say("{}", cut=40),
    "words": Say("Of course! Here it is."),
    "refused": Say(refusal="No.", text=None),
    "long": Say('{"', finish="length"),
    "wrong": Say(status=400, error={"message": "no"}),
}
SOLD = ("ok", "words", "refused", "long")


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(weather=st.lists(st.sampled_from(sorted(WEATHER)), min_size=3, max_size=12), fallback=st.booleans())
@example(weather=["busy"] * 5 + ["long"], fallback=True)
def test_every_call_is_a_row_and_every_answer_is_paid_once(
    weather: list[str], fallback: bool, shelved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ferry = fresh(shelved, str(len(list(shelved.iterdir()))))
    coming, came, charged = list(weather), Counter[str](), Counter[str]()
    sold: Counter[str] = Counter()

    class Fickle(Writer):
        def _answer(self, asked: Any) -> Say:
            kind = coming.pop(0) if coming else "ok"
            came[kind] += 1
            charged[asked["model"]] += kind in SOLD
            said = WEATHER[kind] or super()._answer(asked)
            if kind == "ok":
                sold[json.dumps(asked, sort_keys=True)] += 1
            return said

    with Fickle().at_work(ferry, monkeypatch, fallback=OTHER if fallback else "none") as writer:
        for _ in range(3 * len(weather) + 2):
            code = ferry.storyforge("run", "script", "--auto", *PAID)
            doubts = [str(n) for n, state in rows(ferry, "id, state") if state == "doubt"]
            for doubt in doubts:
                assert ferry.storyforge("jobs", "resolve", doubt, "--not-sold") == 0
            if not code:
                break
        assert not code
        heard = len(writer.server.heard)
    assert len(rows(ferry, "id")) == heard == came.total()
    prices = {"gpt-4o-mini": PRICE, "gpt-4.1-mini": PRICE_OF_OTHER}
    assert paid(ferry) == sum((prices[model] * count for model, count in charged.items()), Decimal(0))
    assert set(sold.values()) == {1}, "an answer that would do was bought twice"
    states = Counter(state for (state,) in rows(ferry, "state"))
    assert states["settled"] == sum(came[kind] for kind in SOLD)


class Reaper(Writer):
    """A model that kills whoever asks, at a call of a number, so many seconds after it arrived."""

    def __init__(self) -> None:
        super().__init__()
        self.victim: subprocess.Popen[bytes] | None = None
        self.at, self.after = 0, 0.0

    def _answer(self, asked: Any) -> Say:
        """The answer, and the end of whoever asked."""
        said = super()._answer(asked)
        if self.asked.total() == self.at and self.victim is not None:
            threading.Timer(self.after, os.kill, (self.victim.pid, signal.SIGKILL)).start()
        return Say(said.text, wait=0.1)

    def reap(self, tale: Tale, *, at: int = 0, after: float = 0.0) -> int:
        """Run as a user does, in a process of its own, until it is killed or done."""
        self.at, self.after = at, after
        command = [str(Path(sys.executable).parent / "storyforge"), "-C", str(tale.root)]
        with subprocess.Popen(
            [*command, "run", "script", "--auto", *PAID], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as self.victim:
            return self.victim.wait()


def test_killed_at_any_moment_nothing_is_bought_twice(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ANSWERS, "outline", outline)
    with Reaper().at_work(ferry, monkeypatch, at_once=3) as writer:
        assert isinstance(writer, Reaper)
        doubts = 0
        for at, after in ((6, 0.05), (11, 0.12)):
            assert writer.reap(ferry, at=at, after=after) == -signal.SIGKILL
            assert ferry.storyforge("jobs") == 0
            assert len(rows(ferry, "id")) >= len(writer.server.heard), "no call without a row"
        # In this process now, which has the client loaded.
        writer.at = 0
        while (code := ferry.storyforge("run", "script", "--auto", *PAID)) and doubts < 9:
            open_now = [str(n) for n, state in rows(ferry, "id, state") if state == "doubt"]
            assert code == 3
            doubts += len(open_now)
            assert ferry.storyforge("jobs", "resolve", *open_now, "--sold") == 0
        assert code == 0
        assert doubts <= 2 * 3, "no more than were out"
        bodies = Counter(json.dumps(heard.body, sort_keys=True) for heard in writer.server.heard)
        total = len(writer.server.heard)
    states = Counter(state for (state,) in rows(ferry, "state"))
    assert states["settled"] == 11, "every answer that arrived was used"
    assert sum(count - 1 for count in bodies.values()) <= doubts, "only what was in doubt was asked again"
    assert total == states["settled"] + doubts


REFUSED = Say(refusal="No.", text=None)


def test_the_answer_of_a_stand_in_is_kept_and_what_failed_before_it_is_told(
    ferry: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Scene 1 is refused and answered by the other one; scene 2 fails with both.
    wrong = Say(status=400)
    with Writer().at_work(ferry, monkeypatch, fallback=OTHER, at_once=1) as writer:
        assert ferry.storyforge("run", "beats", "--auto", *PAID) == 0
        writer.instead["scene"] = [REFUSED, Say(json.dumps(ANSWERS["scene"]())), wrong, wrong]
        assert ferry.storyforge("run", "script", "--auto", *PAID) == 1
        before = writer.asked["scene"]
        assert ferry.storyforge("run", "script", "--auto", *PAID) == 0
        assert writer.asked["scene"] == before + 1, "scene 1 is asked of nobody"
    assert {state for (state,) in rows(ferry, "state")} == {"settled", "failed"}, "what was refused is told too"
    cost = ferry.git("log", "-1", "--format=%(trailers:key=Storyforge-Cost,valueonly)").split()[0]
    told = [Decimal(price) for stage, price in rows(ferry, "stage, price") if stage == "script" and price]
    assert Decimal(cost) == sum(told)


def test_a_stand_in_at_another_service_is_not_asked_at_the_first_ones_address(
    ferry: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = "litellm:anthropic/claude-haiku-4-5"
    with Writer(treatments=[REFUSED]).at_work(ferry, monkeypatch, fallback=elsewhere) as writer:
        assert ferry.storyforge("treatment", *PAID) == 1
        assert len(writer.server.heard) == 1
    assert "refuses to answer treatments" in capsys.readouterr().err, "the stand-in has no key; that is second"


def test_a_stand_in_that_breaks_off_is_not_hidden(
    ferry: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Writer(treatments=[REFUSED, Say("{}", cut=30)]).at_work(ferry, monkeypatch, fallback=OTHER):
        assert ferry.storyforge("treatment", *PAID) == 1
    assert "storyforge jobs" in capsys.readouterr().err


def test_a_repair_that_no_longer_fits_the_budget_waits_for_the_next_run(
    ferry: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Writer(treatments=[Say("no JSON")]).at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("treatment", "--max-cost", "0.0099") == 4
        assert writer.asked == {"treatments": 1}
        assert ferry.storyforge("treatment", *PAID) == 0
        assert writer.asked == {"treatments": 2}, "what was bought is used, and mended"
    assert rows(ferry, "state") == [("settled",)] * 2


def test_calls_at_an_unknown_price_are_counted_one_by_one(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = ("--with", "text=litellm:openai/house-model", "--allow-unknown-price", "--max-count", "1")
    with Writer(treatments=[Say("no JSON")]).at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("treatment", *unknown) == 4
        assert writer.asked == {"treatments": 1}
        assert ferry.storyforge("treatment", *unknown) == 0
        assert writer.asked == {"treatments": 2}


def test_a_rehearsal_prices_the_scenes_that_only_a_plan_will_tell(
    ferry: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(ANSWERS, "outline", lambda: outline(8))
    with Writer().at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("run", "beats", "--auto", *PAID) == 0
        asked = writer.asked.total()
        assert ferry.storyforge("run", "script", "--auto", "--dry-run") == 0
        said = capsys.readouterr().out
        assert writer.asked.total() == asked
    # A film of 7 minutes has about 6 scenes; a model may plan some more.
    assert ": 8 calls, at most " in said


def test_ctrl_c_keeps_what_is_out_and_buys_no_more(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ANSWERS, "outline", lambda: outline(8))
    monkeypatch.setattr(patience, "LONGEST_PAUSE", 60.0)
    main = threading.main_thread().ident
    assert main is not None

    class Interrupted(Writer):
        def _answer(self, asked: Any) -> Say:
            said = super()._answer(asked)
            if self.asked["scene"] == 3 and task_of(asked) == "scene":
                threading.Timer(0.1, signal.pthread_kill, (main, signal.SIGINT)).start()
            # The second one is busy, and would be asked again in a minute.
            return Say(status=429) if self.asked["scene"] == 2 else Say(said.text, wait=0.3)

    with Interrupted().at_work(ferry, monkeypatch, at_once=3) as writer:
        assert ferry.storyforge("run", "script", "--auto", *PAID) == 130
        asked = writer.asked["scene"]
        assert asked <= 4
        assert {state for (state,) in rows(ferry, "state")} <= {"settled", "received", "failed"}
        writer.asked["scene"] = 10
        assert ferry.storyforge("run", "script", "--auto", *PAID) == 0
        assert writer.asked["scene"] - 10 + asked == 8 + 1, "only the busy one is asked twice"


def test_sixty_four_scenes_are_out_at_once(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = {"place": "FERRY", "inside": "EXT.", "time": "NIGHT", "people": ["Mara"], "purpose": "She gives way."}
    scenes = [{**plan, "beats": ["b01"] if n < 49 else [f"b{n - 47:02}"]} for n in range(64)]
    monkeypatch.setitem(ANSWERS, "outline", lambda: {"scenes": scenes})

    together = threading.Barrier(64)

    class Patient(Writer):
        """Answers no scene before 64 are asked for."""

        def _answer(self, asked: Any) -> Say:
            said = super()._answer(asked)
            if task_of(asked) == "scene" and self.asked["scene"] <= 64:
                with suppress(threading.BrokenBarrierError):
                    together.wait(30)
            return said

    with Patient().at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("run", "beats", "--auto", *PAID) == 0
        assert ferry.storyforge("run", "script", "--auto", *PAID) == 0
        assert writer.server.peak == 64
        assert writer.asked["scene"] == 64
    assert rows(ferry, "state") == [("settled",)] * 67


REPLAY = """
import sys
from storyforge.cli.main import run
code = run(["-C", sys.argv[1], "--offline", "run", "script", "--auto", "--replay"])
assert not {"litellm", "openai", "httpx"} & set(sys.modules), "a model's client was loaded"
sys.exit(code)
"""


def test_what_was_refused_and_asked_again_is_replayed_as_it_went(
    ferry: Tale, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = json.dumps({**ANSWERS["treatments"](), "x": 1}, ensure_ascii=False)
    said = [REFUSED, Say(f"Voilà, \u201c日本\u201d: {body}")]
    with Writer(treatments=said).at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("treatment", *PAID) == 1
        # Answers that are on disk are recorded too; nothing is bought for it.
        assert ferry.storyforge("run", "script", "--auto", *PAID, "--record") == 0
        assert writer.asked["treatments"] == 3
    monkeypatch.delenv("OPENAI_API_KEY")
    ferry.git("clone", "-q", ".", str(tmp_path / "clone"))
    clone = Tale(tmp_path / "clone")
    for path in ("treatment.md", "beats.yaml", "script.fountain"):
        clone.git("rm", "-q", path, f"locks/{path}.json")
    clone.git("rm", "-rq", "treatment")
    clone.git("commit", "-qam", "away with it")
    done = subprocess.run([sys.executable, "-c", REPLAY, str(clone.root)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert clone.read("script.fountain") == ferry.read("script.fountain")
    assert clone.git("log", "-1", "--format=%(trailers:key=Storyforge-Cost,valueonly)") == "0 USD"
    broken = next(path for path in clone.root.glob("cassettes/scene-*.json"))
    broken.write_text('{"answer": 1, "ended": "stop", "by": "x"}', "utf-8")
    clone.git("rm", "-q", "script.fountain", "locks/script.fountain.json")
    clone.git("commit", "-qam", "once more")
    capsys.readouterr()
    assert clone.storyforge("run", "script", "--auto", "--replay") == 1
    assert "There is no recording of the task scene" in capsys.readouterr().err


def odd(text: str) -> str:
    told = ANSWERS["treatments"]()
    told["options"][0]["body"] += text
    return json.dumps(told)


ODD = {
    "half a character": odd(" \ud83d"),
    "nested": '{"a":' * 10_000 + "1" + "}" * 10_000,
    "brackets": '{"options": ' + "[" * 10_000 + "]" * 10_000 + "}",
    "long": '{"options": "' + "y" * 2_000_000 + '"}',
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_an_odd_answer_is_mended_like_any_other(text: str, ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer(treatments=[Say(text)]).at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("treatment", *PAID) == 0
        assert writer.asked == {"treatments": 2}
    assert rows(ferry, "state") == [("settled",)] * 2


def test_a_zero_in_an_answer_is_no_part_of_a_story(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer(treatments=[Say(odd(" \x00\x1b end"))]).at_work(ferry, monkeypatch):
        assert ferry.storyforge("treatment", *PAID) == 0
    told = ferry.read("treatment/option-1.md")
    assert not {"\x00", "\x1b"} & set(told)


def test_a_service_that_does_not_answer_in_time_leaves_a_doubt(
    ferry: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Writer(treatments=[Say("{}", wait=2.5)]).at_work(ferry, monkeypatch, timeout=1) as writer:
        assert ferry.storyforge("treatment", *PAID) == 1
        assert "no answer came in time" in capsys.readouterr().err
        assert writer.asked == {"treatments": 1}
    assert rows(ferry, "state") == [("doubt",)]


def test_a_budget_is_not_spent_before_what_is_out_is_back(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    # Each scene may come to 0.005 USD, and comes to 0.00027; four of them would not fit at once.
    monkeypatch.setitem(ANSWERS, "outline", lambda: outline(8))

    class Slow(Writer):
        def _answer(self, asked: Any) -> Say:
            return Say(super()._answer(asked).text, wait=0.1)

    with Slow().at_work(ferry, monkeypatch) as writer:
        assert ferry.storyforge("run", "beats", "--auto", *PAID) == 0
        assert ferry.storyforge("run", "script", "--auto", "--max-cost", "0.016") == 0
        assert writer.asked["scene"] == 8
        assert ferry.storyforge("script", "-m", "more silence, fewer words", "--max-cost", "0.005") in (3, 4)
    assert rows(ferry, "state") == [("settled",)] * 11
