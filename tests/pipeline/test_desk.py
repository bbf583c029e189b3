"""The desk, a real shop, and real processes: what is bought is kept and bought once, whatever comes between."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.errors import ProviderBrokeError
from storyforge.formats.framing import scene_specs
from storyforge.journal.answers import Answer, Answers
from storyforge.journal.calls import Reserved
from storyforge.journal.ledger import Ledger
from storyforge.pipeline.session import Session
from storyforge.pipeline.spending.buying import Buying
from storyforge.pipeline.spending.desk import Desk, Terms
from storyforge.providers import IMAGE
from storyforge.providers.base import VideoRequest
from storyforge.stages.base import Order
from tests.pipeline.scripted_media import ScriptedArtist
from tests.sweep import film
from tests.sweep.clients import ShopCamera
from tests.sweep.looking import ledger
from tests.sweep.shop import Ways, books
from tests.tale import Tale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IMAGES = ("--with", "image=shop", "--max-cost", "100")
BOTH = film.WITH
COMMAND = """
import sys
from tests.sweep import film
film.stock()
from storyforge.cli.main import run
sys.exit(run(sys.argv[1:]))
"""
KILLED = """
import sys
from pathlib import Path
from tests.sweep import film
from tests.sweep.forks import Counts
film.stock()
root, kind, count, *arguments = sys.argv[1:]
Counts().watching(Path(root), kind, int(count))
print(film.command(Path(root), *arguments))
"""


@dataclass(frozen=True)
class Till:
    """An account at the shop, as its customer sees it from outside."""

    address: str
    file: Path

    def serve(self, **ways: Any) -> None:
        """Serve in these ways from now on."""
        order = json.dumps(asdict(replace(Ways(), **ways))).encode()
        urllib.request.urlopen(f"{self.address}/ways", order).read()  # noqa: S310 - our own shop

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The books."""
        return books(self.file)

    def wait_for_a_sale(self) -> None:
        """Wait until something was sold."""
        end = time.monotonic() + 60
        while not self.sold and time.monotonic() < end:
            time.sleep(0.02)

    @property
    def sold(self) -> Counter[str]:
        """Item -> how often it was sold."""
        return Counter(line["item"] for line in self.lines if line["event"] == "sold")


@pytest.fixture(scope="module")
def _shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("shop")
    with film.shop(folder) as address:
        yield address, folder


@pytest.fixture
def shop(_shop: tuple[str, Path], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Till:
    """A new account."""
    address, folder = _shop
    name = f"account-{abs(hash(request.node.name))}"
    film.stock()
    monkeypatch.setenv("STORYFORGE_SHOP", f"{address}/{name}")
    return Till(f"{address}/{name}", folder / f"{name}.jsonl")


def started(tale: Tale, *arguments: str, first: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    """A command in a process of its own, which does something first."""
    command = [sys.executable, "-c", COMMAND, "-C", str(tale.root), *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, encoding="utf-8", stdout=pipe, stderr=pipe, preexec_fn=first)  # noqa: PLW1509 - no threads here


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out + err


def killed(tale: Tale, kind: str, count: int, *arguments: str) -> None:
    command = [sys.executable, "-c", KILLED, str(tale.root), kind, str(count), *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr


def states(tale: Tale) -> Counter[str]:
    return Counter(row["state"] for row in ledger(tale.root))


def told(tale: Tale) -> Decimal:
    """What the commits say was spent, in all."""
    costs = tale.git("log", "--format=%(trailers:key=Storyforge-Cost,valueonly)").split("\n")
    return sum((Decimal(cost.split(maxsplit=1)[0]) for cost in costs if cost.strip()), Decimal(0))


def doubts(tale: Tale, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert tale.storyforge("jobs", "--json") == 0
    return [call for call in json.loads(capsys.readouterr().out)["calls"] if call["state"] == "doubt"]


def test_two_processes_that_ask_the_same_buy_it_once(prompted: Tale, shop: Till) -> None:
    shop.serve(hold=True)
    first = started(prompted, "run", "frames", "--auto", *IMAGES)
    shop.wait_for_a_sale()
    second = started(prompted, "run", "frames", "--auto", *IMAGES)
    assert second.stderr is not None
    assert f"is being made by process {first.pid}; waiting for it." in second.stderr.readline()
    shop.serve()
    said = [ended(process) for process in (first, second)]
    assert said[0][0] == 0, said
    if said[1][0]:
        # Whoever comes second may find the same pictures committed at another price: it is told so, and goes on.
        assert "What changed" in said[1][1], said
        assert prompted.storyforge("run", "frames", "--auto", *IMAGES) == 0
    assert set(shop.sold.values()) == {1}
    assert set(states(prompted)) <= {"settled", "released"}, "money set aside as the answer came is let go"
    assert not prompted.dirty
    assert told(prompted) == Decimal("0.04") * shop.sold.total(), "and its price is told once"


def test_a_job_of_a_killed_process_is_fetched_by_the_next(prompted: Tale, shop: Till) -> None:
    assert prompted.storyforge("run", "frames", "--auto", *BOTH) == 0
    assert prompted.storyforge("confirm", *BOTH) == 0
    shop.serve(polls=1000)
    killed(prompted, "poll answered", 40, "run", "video", "--auto", *BOTH)
    handed_in = {line["job"] for line in shop.lines if line["event"] == "sold" and line["job"]}
    assert handed_in
    assert states(prompted)["submitted"] == len(handed_in)
    shop.serve(polls=0)
    assert prompted.storyforge("run", "video", "--auto", *BOTH) == 0
    assert handed_in == {line["job"] for line in shop.lines if line["event"] == "delivered"}
    assert set(shop.sold.values()) == {1}
    assert set(states(prompted)) == {"settled"}


def test_jobs_go_with_a_story_that_is_moved_and_not_with_a_copy(
    prompted: Tale, shop: Till, capsys: pytest.CaptureFixture[str]
) -> None:
    assert prompted.storyforge("run", "frames", "--auto", *BOTH) == 0
    assert prompted.storyforge("confirm", *BOTH) == 0
    shop.serve(polls=1000)
    killed(prompted, "poll answered", 40, "run", "video", "--auto", *BOTH)
    shop.serve(polls=0)
    bought = shop.sold
    copy = Tale(Path(shutil.copytree(prompted.root, prompted.root.with_name("côpy"))))
    capsys.readouterr()
    assert copy.storyforge("run", "video", "--auto", *BOTH) == 3
    said = capsys.readouterr().err
    assert f"This repository is a copy of {prompted.root}" in said
    assert "storyforge jobs adopt" in said
    moved = Tale(prompted.root.rename(prompted.root.with_name("móved")))
    assert moved.storyforge("run", "video", "--auto", *BOTH) == 0
    assert shop.sold == bought
    assert copy.storyforge("jobs", "adopt") == 0
    assert copy.storyforge("run", "video", "--auto", *BOTH) == 0
    assert shop.sold == bought, "a job is delivered to whoever asks for it"


def test_an_answer_that_came_is_used_and_its_price_is_told_once(prompted: Tale, shop: Till) -> None:
    killed(prompted, "commit: objects", 1, "run", "frames", "--auto", *IMAGES)
    bought = shop.sold
    assert states(prompted) == {"received": bought.total()}
    assert told(prompted) == 0
    assert prompted.storyforge("run", "frames", "--auto", *IMAGES) == 0
    assert shop.sold == bought, "nothing was bought again"
    assert told(prompted) == Decimal("0.04") * bought.total()
    prompted.git("rm", "-q", "scenes/001/frames/1A-start.png")
    prompted.git("commit", "-qm", "lost")
    assert prompted.storyforge("run", "frames", "--auto", *IMAGES) == 0
    assert told(prompted) == Decimal("0.04") * bought.total(), "brought back, and not told again"


def test_killed_between_commit_and_note_the_price_is_not_told_again(prompted: Tale, shop: Till) -> None:
    killed(prompted, "commit: end", 1, "run", "frames", "--auto", *IMAGES)
    assert set(states(prompted)) == {"received"}
    price = told(prompted)
    assert price == Decimal("0.04") * shop.sold.total()
    prompted.git("rm", "-q", "scenes/001/frames/1A-start.png")
    prompted.git("commit", "-qm", "lost")
    assert prompted.storyforge("run", "frames", "--auto", *IMAGES) == 0
    assert (told(prompted), set(states(prompted))) == (price, {"settled"})
    assert set(shop.sold.values()) == {1}


def test_what_was_promised_to_a_second_commit_of_a_stage_is_not_in_the_first(prompted: Tale, shop: Till) -> None:
    """A repair may make a stage twice in one run; killed before the second commit, its answers are in none."""
    assert prompted.storyforge("run", "frames", "--auto", *IMAGES) == 0
    run = prompted.git("log", "-1", "--format=%(trailers:key=Storyforge-Run,valueonly)").strip()
    journal = Ledger(prompted.root / ".git/storyforge")
    for number, tip in ((2, prompted.head), (1, prompted.git("rev-parse", "HEAD~1"))):
        call = replace(journal.entries()[0].call, key=f"k{number}", item=f"1/1{number}")
        ground = journal.reserve(call)
        assert isinstance(ground, Reserved)
        journal.received(ground.number, call.estimate)
        journal.promise([call.key], run, "frames", tip)
    journal.close()
    assert prompted.storyforge("jobs") == 0
    found = {row["key"]: row["state"] for row in ledger(prompted.root)[-2:]}
    assert found == {"k2": "received", "k1": "settled"}
    assert shop.sold


def test_a_dead_line_is_a_doubt_that_is_listed_and_not_sent_again(
    prompted: Tale, shop: Till, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.serve(hang_up=["1A.start"])
    assert prompted.storyforge("run", "frames", "--auto", *IMAGES) == 1
    assert "whether it was sold can't be known from here" in capsys.readouterr().err
    (call,) = doubts(prompted, capsys)
    assert call["item"] == "1/1A.start"
    shop.serve()
    assert prompted.storyforge("run", "frames", "--auto", *IMAGES) == 3
    assert f"storyforge jobs resolve {call['number']} --not-sold, or --sold" in capsys.readouterr().err
    assert shop.sold["1A.start"] == 1
    assert prompted.storyforge("jobs", "resolve", str(call["number"]), "--sold") == 0
    assert prompted.storyforge("run", "frames", "--auto", *IMAGES) == 0
    assert shop.sold["1A.start"] == 2, "on its author's word"
    assert set(shop.sold.values()) == {1, 2}
    assert told(prompted) == Decimal("0.04") * (shop.sold.total() - 1)


def test_what_was_refused_was_not_sold_and_may_be_asked_again(
    prompted: Tale, shop: Till, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.serve(refuse=["1A.start"])
    assert prompted.storyforge("run", "frames", "--auto", *IMAGES) == 1
    assert "out of paint" in capsys.readouterr().err
    assert states(prompted)["failed"] == 1
    bought = shop.sold
    assert "1A.start" not in bought
    first = told(prompted)
    assert first < Decimal("0.04") * bought.total(), "what was bought for scene 1 is in no commit yet"
    shop.serve()
    assert prompted.storyforge("run", "frames", "--auto", *IMAGES) == 0
    assert shop.sold - bought == {"1A.start": 1}, "only what was lacking"
    assert told(prompted) == Decimal("0.04") * shop.sold.total()
    items = prompted.record("scenes/001/frames.yaml").items
    assert {items[name].cost for name in items} == {"0.04"}, "each picture tells its own price"
    assert set(states(prompted)) == {"settled", "failed"}


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))


def test_a_full_disk_when_the_picture_comes(prompted: Tale, shop: Till, capsys: pytest.CaptureFixture[str]) -> None:
    """It was sold, and there is nothing of it: that is a doubt, and the shop is not asked again by itself."""
    shop.serve(more=1_500_000)
    code, words = ended(started(prompted, "frames", "1", "--quick", *IMAGES, first=_small_files))
    assert code == 1, words
    assert "Traceback" not in words
    bought = shop.sold
    listed = doubts(prompted, capsys)
    assert len(listed) == bought.total()
    assert all("could not be written" in call["problem"] for call in listed)
    assert prompted.storyforge("frames", "1", "--quick", *IMAGES) == 3
    assert shop.sold == bought
    assert not list((prompted.root / ".git/storyforge/answers").rglob(".*")), "no half of a picture stays"


def test_a_full_disk_when_a_clip_comes_leaves_the_job_as_it_is(prompted: Tale, shop: Till) -> None:
    assert prompted.storyforge("run", "frames", "--auto", *BOTH) == 0
    assert prompted.storyforge("confirm", *BOTH) == 0
    shop.serve(more=1_500_000, polls=0)
    code, words = ended(started(prompted, "run", "video", "--auto", *BOTH, first=_small_files))
    assert code == 1, words
    bought = shop.sold
    assert states(prompted)["submitted"] == sum("." not in item for item in bought)
    shop.serve(polls=0)
    assert prompted.storyforge("run", "video", "--auto", *BOTH) == 0
    assert shop.sold == bought, "it is fetched, and not bought again"


def test_ctrl_c_keeps_what_was_in_flight(prompted: Tale, shop: Till) -> None:
    shop.serve(hold=True)
    process = started(prompted, "run", "frames", "--auto", *IMAGES)
    shop.wait_for_a_sale()
    process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    shop.serve()
    code, words = ended(process)
    assert code == 130, words
    assert words.strip() == "Interrupted. What was committed stays; what was not is as it was."
    assert not set(states(prompted)) & {"doubt", "submitting", "submitted"}
    assert states(prompted)["received"] == shop.sold.total() > 0
    assert not prompted.dirty
    shop.serve()
    assert prompted.storyforge("run", "frames", "--auto", *IMAGES) == 0
    assert set(shop.sold.values()) == {1}


def test_ctrl_c_ends_waiting_for_another_process(prompted: Tale, shop: Till) -> None:
    shop.serve(hold=True)
    first = started(prompted, "run", "frames", "--auto", *IMAGES)
    shop.wait_for_a_sale()
    second = started(prompted, "run", "frames", "--auto", *IMAGES)
    assert second.stderr is not None
    assert "waiting for it" in second.stderr.readline()
    second.send_signal(signal.SIGINT)
    code, words = ended(second)
    assert (code, first.poll()) == (130, None), words
    shop.serve()
    assert ended(first)[0] == 0
    assert set(shop.sold.values()) == {1}


def test_a_budget_that_is_reached_keeps_what_was_bought(prompted: Tale, shop: Till) -> None:
    assert prompted.storyforge("run", "frames", "--auto", *IMAGES, "--max-cost", "0.30") == 4
    assert shop.sold.total() == 7
    assert prompted.storyforge("run", "frames", "--auto", *IMAGES, "--max-cost", "9") == 0
    assert set(shop.sold.values()) == {1}
    assert told(prompted) == Decimal("0.04") * shop.sold.total()


def test_calls_at_an_unknown_price_are_counted(prompted: Tale, shop: Till, capsys: pytest.CaptureFixture[str]) -> None:
    blind = ("--with", "image=shop:unknown", "--max-cost", "100")
    assert prompted.storyforge("run", "frames", "--auto", *blind) == 4
    assert not shop.lines
    assert "--allow-unknown-price" in capsys.readouterr().err
    allowed = ("--allow-unknown-price", "--max-count")
    assert prompted.storyforge("run", "frames", "--auto", *allowed, "3", *blind) == 4
    assert shop.sold.total() == 3
    assert prompted.storyforge("run", "frames", "--auto", *allowed, "99", *blind) == 0
    assert set(shop.sold.values()) == {1}
    assert told(prompted) == Decimal("0.04") * shop.sold.total(), "the price is known once it is paid"


def test_shots_that_ask_the_same_question_are_one_job_and_each_gets_the_clip(prompted: Tale, shop: Till) -> None:
    shop.serve(polls=1)
    story = Session.open(prompted.root).story
    spec = next(iter(scene_specs(story, "1").values()))
    request = VideoRequest("The rain falls.", spec, b"one picture")
    folder = prompted.root / ".git/storyforge"
    terms = Terms("r1", "main", "Ada Quill", lambda _: (), lambda *_: None, agreed=True)
    desk = Desk(folder, Answers(folder / "answers"), terms)
    buying = Buying("video", "shop", ShopCamera(), desk)
    orders = [(Order(f"1/1{name}", "same", lambda: request, lambda: request), "same" * 8) for name in "ABC"]
    found = {order.item: answer for order, answer in buying.buy_each("video", orders)}
    buying.close()
    desk.close()
    assert list(found) == ["1/1A", "1/1B", "1/1C"]
    assert len(set(map(id, found.values()))) == 1
    assert shop.sold.total() == 1


def test_the_ledger_is_opened_once_by_many_threads(prompted: Tale, shop: Till) -> None:
    made: list[int] = []
    whole = Ledger.__init__

    def counted(self: Ledger, folder: Path) -> None:
        made.append(os.getpid())
        time.sleep(0.05)
        whole(self, folder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ledger, "__init__", counted)
        assert prompted.storyforge("run", "frames", "--auto", *IMAGES) == 0
    assert len(made) == 1
    assert shop.sold


def test_a_provider_that_breaks_is_named_and_its_call_is_in_doubt(
    prompted: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")

    def breaks(_self: object, _item: str) -> None:
        raise TypeError("no such colour")

    monkeypatch.setattr(ScriptedArtist, "_ask", breaks)
    assert prompted.storyforge("frames", "1", "--quick", "--with", "image=scripted", "--max-cost", "100") == 1
    assert "the provider scripted broke (TypeError: no such colour)" in capsys.readouterr().err
    assert {call["problem"] for call in doubts(prompted, capsys)} == {"TypeError: no such colour"}


def test_a_provider_that_breaks_when_it_is_asked_for_a_job_leaves_the_job(prompted: Tale, shop: Till) -> None:
    spec = next(iter(scene_specs(Session.open(prompted.root).story, "1").values()))
    request = VideoRequest("The rain falls.", spec, b"one picture")
    folder = prompted.root / ".git/storyforge"
    desk = Desk(
        folder,
        Answers(folder / "answers"),
        Terms("r1", "main", "Ada Quill", lambda _: (), lambda *_: None, agreed=True),
    )
    orders = [(Order("1/1A", "one", lambda: request, lambda: request), "one" * 8)]

    def breaks(_self: ShopCamera, _job: str) -> None:
        raise KeyError("ready")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ShopCamera, "fetch", breaks)
        buying = Buying("video", "shop", ShopCamera(), desk)
        ((_, error),) = buying.buy_each("video", orders)
        buying.close()
    assert isinstance(error, ProviderBrokeError)
    assert set(states(prompted)) == {"submitted"}
    buying = Buying("video", "shop", ShopCamera(), desk)
    ((_, answer),) = buying.buy_each("video", orders)
    buying.close()
    desk.close()
    assert isinstance(answer, Answer)
    assert shop.sold.total() == 1
