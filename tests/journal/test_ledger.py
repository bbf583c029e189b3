"""The ledger of calls: what each state means for money, budgets over many processes, and what a kill leaves."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyforge.errors import (
    AgreementChangedError,
    AgreementUsedError,
    BrokenLedgerError,
    DiskError,
    DoubtOpenError,
    NotInDoubtError,
    OtherCurrencyError,
    OverBudgetError,
    SpoiltOpenError,
    StoryforgeError,
    TooManyUnknownError,
    UnknownCallError,
    UnknownPriceError,
)
from storyforge.journal import ledger as ledger_module
from storyforge.journal.calls import Agreement, Busy, Call, Job, Limit, Reserved, billionths
from storyforge.journal.database import VERSION
from storyforge.journal.ledger import FILE, Ledger
from storyforge.journal.place import adopt, origin
from storyforge.journal.processes import is_alive, shown, this_process
from storyforge.model.money import Cost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HINT = "Raise it."
STORY = Limit("the story's budget", Decimal(1), "USD", HINT)


def call(key: str = "a", price: str | None = "0.10", **other: Any) -> Call:
    said = {"by": "shop", "task": "frames", "stage": "frames", "scene": "3", "item": "3/3A.start", "run": "r1", **other}
    currency = said.pop("currency", "USD")
    cost = Cost(None if price is None else Decimal(price), currency)
    return Call(
        key=key,
        order=f"order of {key}",
        kind="image",
        take=1,
        timeline="main",
        author="Ada Quill",
        estimate=cost,
        **said,
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    found = Ledger(tmp_path / "störy")
    yield found
    found.close()


def reserve(ledger: Ledger, asked: Call, *limits: Limit, unknown: int | None = None) -> int:
    ground = ledger.reserve(asked, limits, unknown)
    assert isinstance(ground, Reserved)
    return ground.number


KILLED = """
import os, signal, sys
from pathlib import Path
from storyforge.journal.ledger import Ledger
from tests.journal.test_ledger import call
ledger = Ledger(Path(sys.argv[1]))
number = ledger.reserve(call()).number
for step in sys.argv[2:]:
    getattr(ledger, step)(number, *(["job-7"] if step == "submitted" else []))
print(number, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(folder: Path, *steps: str) -> int:
    """A call of a process that was killed after some steps."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder), *steps], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    return int(done.stdout)


COUNTS: dict[str, tuple[list[Callable[[Ledger, int], Any]], str]] = {
    "reserved": ([], "0.10"),
    "submitting": ([Ledger.submitting], "0.10"),
    "submitted": ([Ledger.submitting, lambda led, n: led.submitted(n, "job-7")], "0.10"),
    "received": ([Ledger.submitting, lambda led, n: led.received(n, Cost(Decimal("0.07")))], "0.07"),
    "received at an unknown price": ([Ledger.submitting, lambda led, n: led.received(n, Cost(None))], "0.10"),
    "settled": (
        [lambda led, n: led.received(n, Cost(Decimal("0.07"))), lambda led, _: led.settle(["a"], "c0")],
        "0.07",
    ),
    "failed": ([Ledger.submitting, lambda led, n: led.failed(n, "hung up")], "0"),
    "refused at a cost": ([Ledger.submitting, lambda led, n: led.failed(n, "no", Cost(Decimal("0.02")))], "0.02"),
    "refused at an unknown cost": ([lambda led, n: led.failed(n, "no", Cost(None))], "0.10"),
    "spoilt": ([Ledger.submitting, lambda led, n: led.spoilt(n, "half of it", Cost(Decimal("0.07")))], "0.07"),
    "spoilt at an unknown price": ([lambda led, n: led.spoilt(n, "half of it", Cost(None))], "0.10"),
    "spoilt and written off": (
        [lambda led, n: led.spoilt(n, "half", Cost(Decimal("0.07"))), lambda led, n: led.resolve(n, sold=True)],
        "0.07",
    ),
    "spoilt and given back": (
        [lambda led, n: led.spoilt(n, "half", Cost(Decimal("0.07"))), lambda led, n: led.resolve(n, sold=False)],
        "0",
    ),
    "released": ([Ledger.released], "0"),
    "doubt": ([Ledger.submitting, lambda led, n: led.doubt(n, "broke off")], "0.10"),
    "sold": ([lambda led, n: led.doubt(n, ""), lambda led, n: led.resolve(n, sold=True)], "0.10"),
    "not sold": ([lambda led, n: led.doubt(n, ""), lambda led, n: led.resolve(n, sold=False)], "0"),
}


@pytest.mark.parametrize("state", COUNTS)
def test_what_counts_against_a_budget(ledger: Ledger, state: str) -> None:
    steps, counts = COUNTS[state]
    number = reserve(ledger, call())
    for step in steps:
        step(ledger, number)
    entry = ledger.entry(number)
    ends = {
        "not sold": "failed",
        "received at an unknown price": "received",
        "refused at a cost": "failed",
        "refused at an unknown cost": "failed",
        "spoilt at an unknown price": "spoilt",
        "spoilt and written off": "sold",
        "spoilt and given back": "failed",
    }
    assert entry.state == ends.get(state, state)
    assert ledger.spent(STORY) == Decimal(counts)
    assert entry.counted.amount == Decimal(counts)
    assert entry.call == call(), "all that was said of it is there again"


def test_what_is_spoilt_is_not_bought_again_before_its_author_says_so(ledger: Ledger) -> None:
    number = reserve(ledger, call())
    ledger.submitting(number)
    ledger.spoilt(number, "it does not play", Cost(Decimal("0.07")))
    for _ in range(2):
        with pytest.raises(SpoiltOpenError, match="does not play") as caught:
            ledger.reserve(call())
        assert f"jobs resolve {number} --sold" in caught.value.hint
    ledger.recover()
    assert ledger.entry(number).state == "spoilt", "looking again changes nothing"
    ledger.resolve(number, sold=True)
    assert reserve(ledger, call()) > number
    assert ledger.spent(STORY) == Decimal("0.17"), "and both count"


def test_refusals_that_took_nothing_use_up_no_call_at_an_unknown_price(ledger: Ledger) -> None:
    for _ in range(3):
        ledger.failed(reserve(ledger, call(price=None), unknown=1), "busy")
    ledger.failed(reserve(ledger, call(price=None), unknown=1), "no", Cost(None))
    with pytest.raises(TooManyUnknownError):
        ledger.reserve(call(price=None), unknown=1)


def test_a_ledger_of_an_older_version_goes_on(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path)) as first:
        number = reserve(first, call())
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        drop = "ALTER TABLE calls DROP COLUMN"
        connection.executescript(f"{drop} wanted; {drop} agreement; PRAGMA user_version=1")
    with closing(Ledger(tmp_path)) as now:
        assert now.entry(number).call == call()
        asked = replace(call("b"), wanted={"sent": "first", "frames": 84})
        assert now.entry(reserve(now, asked)).call == asked


def test_every_step_is_on_disk_before_it_is_said_to_be_done(ledger: Ledger, tmp_path: Path) -> None:
    number = reserve(ledger, call())
    for step, state in ((ledger.submitting, "submitting"), (ledger.released, "released")):
        step(number)
        with closing(sqlite3.connect(tmp_path / "störy" / FILE)) as other:
            assert other.execute("SELECT state FROM calls").fetchall() == [(state,)]


def test_it_writes_ahead_and_waits_for_the_disk(ledger: Ledger) -> None:
    assert ledger.durable
    found = {name: ledger._database.rows(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous")}
    assert found == {"journal_mode": "wal", "synchronous": 2}, "2 is FULL: sqlite.org/pragma.html#pragma_synchronous"


def test_a_budget_is_used_up_to_the_last_cent_and_no_further(ledger: Ledger) -> None:
    for number in range(10):
        reserve(ledger, call(f"k{number}"), STORY)
    with pytest.raises(OverBudgetError) as refused:
        ledger.reserve(call("one more", "0.000000001"), [STORY])
    assert str(refused.value) == "frames 3/3A.start would cost 0.000000001 USD; of the story's budget 0 USD is left."
    assert refused.value.hint == HINT
    assert refused.value.exit == 4
    reserve(ledger, call("free", "0"), STORY)
    ledger.failed(1, "nothing sold")
    reserve(ledger, call("one more"), STORY)
    assert ledger.spent(STORY) == 1


LIMITS = [
    (replace(STORY, stage="frames"), {"stage": "frames"}, {"stage": "video"}),
    (replace(STORY, run="r1"), {"run": "r1"}, {"run": "r2"}),
    (replace(STORY, elsewhere=Decimal("0.95")), {}, {"price": "0.05"}),
]


@pytest.mark.parametrize(("limit", "within", "beyond"), LIMITS, ids=["a stage", "a run", "spent elsewhere"])
def test_a_limit_is_of_what_it_is_of(
    ledger: Ledger, limit: Limit, within: dict[str, Any], beyond: dict[str, Any]
) -> None:
    big = "0.10" if limit.elsewhere else "1"
    if not limit.elsewhere:
        reserve(ledger, call("first", big, **within), limit)
    with pytest.raises(OverBudgetError):
        ledger.reserve(call("second", "0.10", **within), [limit])
    fits = beyond.pop("price", "1")
    if limit.elsewhere:
        reserve(ledger, call("fits", fits), limit)
        assert ledger.spent(limit) == 1
    else:
        other = replace(limit, **beyond)
        reserve(ledger, call("third", fits, **beyond), other)
        assert ledger.spent(limit) == ledger.spent(other) == 1


def test_the_tightest_of_several_limits_decides_and_nothing_is_set_aside(ledger: Ledger) -> None:
    tight = Limit("--max-cost", Decimal("0.05"), "USD", HINT, run="r1")
    with pytest.raises(OverBudgetError, match="of --max-cost"):
        ledger.reserve(call(), [STORY, tight])
    assert ledger.entries() == []


def test_four_fifths_of_a_budget_are_told_with_the_call_that_reaches_them(ledger: Ledger) -> None:
    near = []
    for number in range(10):
        ground = ledger.reserve(call(f"k{number}"), [STORY])
        assert isinstance(ground, Reserved)
        near.append([(limit.name, spent) for limit, spent in ground.near])
    assert near[:7] == [[]] * 7
    assert near[7] == [("the story's budget", Decimal("0.8"))]
    assert near[9] == [("the story's budget", Decimal(1))]


def test_money_of_another_kind_is_not_compared(ledger: Ledger) -> None:
    with pytest.raises(OtherCurrencyError, match="A price in EUR can't be held against the story's budget"):
        ledger.reserve(call(currency="EUR"), [STORY])
    reserve(ledger, call("no budget at all", "5", currency="EUR"))
    assert ledger.spent(STORY) == 0


def test_unknown_is_not_zero(ledger: Ledger) -> None:
    with pytest.raises(UnknownPriceError, match=r"What shop takes for .* is not known"):
        ledger.reserve(call("a", None), [STORY])
    one = reserve(ledger, call("a", None), STORY, unknown=2)
    reserve(ledger, call("b", None), STORY, unknown=2)
    with pytest.raises(TooManyUnknownError, match="2 calls were allowed"):
        ledger.reserve(call("c", None), [STORY], 2)
    reserve(ledger, call("c", None, run="r2"), STORY, unknown=1)
    ledger.failed(one, "nothing sold")
    reserve(ledger, call("d", None), STORY, unknown=2)
    known = reserve(ledger, call("e", None, run="r3"), STORY, unknown=1)
    ledger.received(known, Cost(Decimal("0.90")))
    assert ledger.spent(STORY) == Decimal("0.90"), "once it is known it counts"
    with pytest.raises(OverBudgetError):
        ledger.reserve(call("f", "0.20"), [STORY])


def test_amounts_are_exact_and_rounded_against_the_spender() -> None:
    assert billionths(Decimal("0.1")) == 100_000_000
    assert billionths(Decimal("0.0000000001")) == 1
    assert billionths(Decimal("0.30")) == 3 * billionths(Decimal("0.10"))


def test_the_same_question_is_asked_once_at_a_time(ledger: Ledger) -> None:
    number = reserve(ledger, call())
    assert ledger.reserve(call()) == Busy(this_process())
    ledger.submitting(number)
    assert isinstance(ledger.reserve(call()), Busy)
    ledger.submitted(number, "job-7")
    assert ledger.reserve(call()) == Job(number, "job-7")
    ledger.received(number, Cost(Decimal("0.10")))
    assert isinstance(ledger.reserve(call()), Reserved), "whether there is an answer on disk is for others to say"


def test_what_was_never_sent_is_let_go_when_its_process_is_gone(ledger: Ledger, tmp_path: Path) -> None:
    number = killed(tmp_path / "störy")
    assert ledger.spent(STORY) == Decimal("0.10"), "until somebody looks"
    assert reserve(ledger, call(), replace(STORY, amount=Decimal("0.20"))) > number
    assert ledger.entry(number).state == "released"


def test_what_may_have_been_sent_is_in_doubt(ledger: Ledger, tmp_path: Path) -> None:
    number = killed(tmp_path / "störy", "submitting")
    with pytest.raises(DoubtOpenError) as doubt:
        ledger.reserve(call())
    assert str(doubt.value) == f"frames 3/3A.start may have been bought from shop already: call {number} broke off."
    assert doubt.value.hint == (
        f"Look at your account there, then: storyforge jobs resolve {number} --not-sold, or --sold"
    )
    assert ledger.entry(number).state == "doubt"
    assert ledger.resolve(number, sold=False).state == "failed"
    assert reserve(ledger, call()) > number


def test_a_job_is_taken_over_by_one(ledger: Ledger, tmp_path: Path) -> None:
    number = killed(tmp_path / "störy", "submitting", "submitted")
    assert ledger.reserve(call()) == Job(number, "job-7")
    assert ledger.entry(number).process == this_process()


def test_recovery_says_what_is_open(ledger: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "störy"
    mine = reserve(ledger, call("mine"))
    numbers = {}
    for name, steps in {"never sent": [], "sent": ["submitting"], "handed in": ["submitting", "submitted"]}.items():
        numbers[name] = killed(folder, *steps)
        with closing(sqlite3.connect(folder / FILE)) as other, other:
            other.execute("UPDATE calls SET key = ? WHERE id = ?", (name, numbers[name]))
    found = {entry.call.key: entry.state for entry in ledger.recover()}
    assert found == {"sent": "doubt", "handed in": "submitted"}
    assert ledger.entry(numbers["never sent"]).state == "released"
    assert ledger.entry(mine).state == "reserved", "its process is at work"
    assert [entry.state for entry in ledger.recover()] == ["doubt", "submitted"], "looking again changes nothing"


def test_calls_of_another_machine_are_not_let_go(ledger: Ledger, tmp_path: Path) -> None:
    number = reserve(ledger, call())
    with closing(sqlite3.connect(tmp_path / "störy" / FILE)) as other, other:
        other.execute("UPDATE calls SET process = 'elsewhere|boot|12|34'")
    assert ledger.recover() == []
    assert ledger.entry(number).state == "reserved"
    with pytest.raises(DoubtOpenError):
        ledger.reserve(call())
    assert ledger.resolve(number, sold=False).state == "failed", "its author alone can know"
    assert shown("elsewhere|boot|12|34") == "process 12 on elsewhere"
    assert shown("no process") == "another process"


def test_an_author_speaks_of_doubts_alone(ledger: Ledger) -> None:
    number = reserve(ledger, call())
    with pytest.raises(NotInDoubtError, match=f"Call {number} is not in doubt; it is reserved"):
        ledger.resolve(number, sold=True)
    with pytest.raises(UnknownCallError, match="There is no call 77"):
        ledger.resolve(77, sold=True)


def test_what_was_promised_and_committed_is_settled_and_nothing_else(ledger: Ledger) -> None:
    got, open_one = reserve(ledger, call("a")), reserve(ledger, call("b"))
    ledger.received(got, Cost(Decimal("0.10")))
    ledger.promise(["a", "b"], "r1", "frames", "abc")
    ledger.settle(["a", "b"], "c0ffee")
    assert (ledger.entry(got).state, ledger.entry(got).commit) == ("settled", "c0ffee")
    assert ledger.entry(got).promised == "r1 frames abc"
    assert (ledger.entry(open_one).state, ledger.entry(open_one).promised) == ("reserved", "")


class _Jumping(datetime):
    when: ClassVar[list[datetime]] = []

    @classmethod
    def now(cls, _tz: Any = None) -> datetime:  # type: ignore[override]  # it is always UTC here
        return cls.when.pop(0)


def test_a_clock_that_jumps_changes_no_order_and_no_sum(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    years = (2026, 1999, 2038, 2026)
    monkeypatch.setattr(_Jumping, "when", [datetime(year, 1, 1, tzinfo=UTC) for year in years])
    monkeypatch.setattr(ledger_module, "datetime", _Jumping)
    numbers = [reserve(ledger, call(f"k{year}{index}"), STORY) for index, year in enumerate(years)]
    assert [entry.number for entry in ledger.entries()] == numbers
    assert [entry.begun[:4] for entry in ledger.entries()] == [str(year) for year in years]
    assert ledger.spent(STORY) == Decimal("0.40")
    assert ledger.recover() == []
    assert {entry.state for entry in ledger.entries()} == {"reserved"}


@pytest.mark.parametrize("harm", ["newer", "no database", "cut short"])
def test_a_ledger_that_cannot_be_read_says_so(tmp_path: Path, harm: str) -> None:
    made = Ledger(tmp_path)
    for index in range(200):
        made.reserve(call(f"k{index}"))
    made.close()
    file = tmp_path / FILE
    if harm == "newer":
        with closing(sqlite3.connect(file)) as other:
            other.execute(f"PRAGMA user_version={VERSION + 1}")
    elif harm == "no database":
        file.write_bytes(b"a letter to the bank\n" * 300)
    else:
        file.write_bytes(file.read_bytes()[:5000])
    with pytest.raises(BrokenLedgerError) as problem:
        Ledger(tmp_path).entries()
    assert FILE in str(problem.value)
    assert "Move it aside" in problem.value.hint
    if harm == "newer":
        assert "newer storyforge" in str(problem.value)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(DiskError, match=FILE):
        Ledger(tmp_path)


def test_it_is_moved_copied_and_adopted(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "storyforge").mkdir(parents=True)

    def look(folder: Path) -> tuple[str, int] | None:
        ledger = Ledger(folder / "storyforge")
        try:
            found = origin(ledger, folder)
            return (found.path, found.last) if found else None
        finally:
            ledger.close()

    assert look(home) is None
    ledger = Ledger(home / "storyforge")
    number = reserve(ledger, call())
    ledger.close()
    moved = home.rename(tmp_path / "móved")
    assert look(moved) is None, "the same folder at another place"
    copied = tmp_path / "copy"
    shutil.copytree(moved, copied)
    assert look(copied) == (str(moved), number)
    assert look(copied) == (str(moved), number), "until somebody decides"
    assert look(moved) is None
    ledger = Ledger(copied / "storyforge")
    adopt(ledger)
    ledger.close()
    assert look(copied) is None
    shutil.rmtree(moved)
    shutil.copytree(copied, tmp_path / "again")
    shutil.rmtree(copied)
    (tmp_path / "again").rename(copied)
    assert look(copied) is None, "restored from a backup at its own place"


def test_a_fork_is_another_process() -> None:
    mine = this_process()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, this_process().encode())
        os.close(writing)
        signal.pause()
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        theirs = answer.read().decode()
    assert theirs != mine
    assert is_alive(theirs)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert not is_alive(theirs)
    assert is_alive(mine)
    assert shown(theirs) == f"process {child}"


@pytest.mark.parametrize("process", ["", "1|2", "no process"])
def test_what_names_no_process_is_not_alive(process: str) -> None:
    assert not is_alive(process)


def test_the_number_of_a_process_is_used_again(tmp_path: Path) -> None:
    node, boot, pid, start = this_process().split("|")
    assert tmp_path
    assert not is_alive(f"{node}|{boot}|{pid}|{int(start) - 1}"), "it began at another time"
    assert not is_alive(f"{node}|another-boot|{pid}|{start}"), "the machine was started again"


CROWD = """
import json, random, sys
from decimal import Decimal
from pathlib import Path
from storyforge.errors import OverBudgetError
from storyforge.journal.ledger import Ledger
from storyforge.model.money import Cost
from tests.journal.test_ledger import CROWDED, call

folder, who = Path(sys.argv[1]), int(sys.argv[2])
chance = random.Random(who)
ledger, most, refused = Ledger(folder), Decimal(0), []
for index in range(40):
    price = str(chance.choice(["0.07", "0.11", "0.13"]))
    asked = call(f"{who}-{index}", price, run=f"run {who}")
    try:
        number = ledger.reserve(asked, [CROWDED]).number
    except OverBudgetError:
        refused.append(price)
        continue
    most = max(most, ledger.spent(CROWDED))
    what = chance.random()
    if what < 0.3:
        ledger.failed(number, "hung up")
    elif what < 0.7:
        ledger.submitting(number)
        ledger.received(number, Cost(Decimal(price)))
    elif what < 0.8:
        ledger.released(number)
print(json.dumps([str(most), refused]))
"""
CROWDED = Limit("the story's budget", Decimal(9), "USD", HINT)


def test_six_processes_never_pass_the_budget_and_what_fits_is_let_in(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen([sys.executable, "-c", CROWD, str(tmp_path), str(who)], stdout=subprocess.PIPE)
        for who in range(6)
    ]
    said = [json.loads(process.communicate()[0]) for process in processes]
    assert [process.returncode for process in processes] == [0] * 6
    ledger = Ledger(tmp_path)
    assert max(Decimal(most) for most, _ in said) <= CROWDED.amount
    assert len(ledger.entries()) + sum(len(refused) for _, refused in said) == 240
    assert sum(len(refused) for _, refused in said) > 0, "the budget was tight"
    ledger.recover()
    counted = sum((entry.counted.amount or Decimal(0) for entry in ledger.entries()), Decimal(0))
    assert counted == ledger.spent(CROWDED) <= CROWDED.amount
    for index, price in enumerate(price for _, refused in said for price in refused):
        left = CROWDED.amount - ledger.spent(CROWDED)
        try:
            reserve(ledger, call(f"again {index}", price), CROWDED)
        except OverBudgetError:
            assert Decimal(price) > left, "refused though it fits"
        else:
            assert Decimal(price) <= left
    assert ledger.spent(CROWDED) > CROWDED.amount - Decimal("0.13"), "nothing that fits is refused for good"
    ledger.close()


PRICES = st.decimals("0.000000001", "0.40", places=9)
STEPS = st.lists(
    st.tuples(st.sampled_from(["reserve", "receive", "fail", "doubt", "sold", "not sold"]), PRICES), max_size=25
)


@settings(max_examples=40)
@given(STEPS)
def test_whatever_happens_the_sum_is_that_of_a_plain_list(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, Decimal]]
) -> None:
    ledger = Ledger(tmp_path_factory.mktemp("books"))
    books: dict[int, Decimal] = {}
    states: dict[int, str] = {}

    def first(state: str) -> int | None:
        return next((number for number, found in states.items() if found == state), None)

    for index, (what, price) in enumerate(steps):
        open_one, doubt = first("reserved"), first("doubt")
        if what == "reserve":
            try:
                number = reserve(ledger, call(f"k{index}", format(price, "f")), STORY)
            except OverBudgetError:
                assert sum(books.values(), price) > STORY.amount
            else:
                books[number], states[number] = price, "reserved"
                assert sum(books.values()) <= STORY.amount
        elif what in ("sold", "not sold") and doubt:
            ledger.resolve(doubt, sold=what == "sold")
            states[doubt] = what
            books[doubt] *= what == "sold"
        elif what == "receive" and open_one:
            ledger.received(open_one, Cost(price))
            books[open_one], states[open_one] = price, "received"
        elif what in ("fail", "doubt") and open_one:
            (ledger.failed if what == "fail" else ledger.doubt)(open_one, "hung up")
            books[open_one], states[open_one] = books[open_one] * (what == "doubt"), what
        assert ledger.spent(STORY) == sum(books.values())
    ledger.close()


def test_paces_fade_so_that_the_last_ones_weigh_most(ledger: Ledger) -> None:
    ledger.pace("image", "shop", 100, 100.0)
    assert ledger.paces() == {("image", "shop"): 1.0}
    for _ in range(20):
        ledger.pace("image", "shop", 100, 300.0)
    assert ledger.paces()["image", "shop"] > 2.9


def test_an_error_within_leaves_the_ledger_as_it_was(ledger: Ledger) -> None:
    with pytest.raises(StoryforgeError):
        ledger.reserve(call("a", "2"), [STORY])
    assert ledger.entries() == []
    assert reserve(ledger, call()) == 1


AGREED = Agreement("first", "3", "scenes/003/confirmation.yaml", Decimal("0.25"), Decimal("0.10"), 3, "USD")


def clip(key: str, item: str, price: str | None = "0.10", agreed: Agreement = AGREED) -> Call:
    return call(key, price, item=item, agreement=agreed)


def test_no_more_is_bought_than_was_agreed_to(ledger: Ledger) -> None:
    first = reserve(ledger, clip("a", "3/3A"))
    with pytest.raises(AgreementUsedError):
        ledger.reserve(clip("b", "3/3A"))
    ledger.failed(first, "hung up")
    again = reserve(ledger, clip("b", "3/3A"))
    ledger.received(again, Cost(Decimal("0.08"), "USD"))
    reserve(ledger, clip("c", "3/3B"))
    with pytest.raises(AgreementUsedError):
        ledger.reserve(clip("d", "3/3C"))
    with pytest.raises(AgreementUsedError):
        ledger.reserve(clip("e", "3/3C", "0.11"))
    ledger.reserve(clip("f", "3/3C", "0.07"))
    assert ledger.agreements() == {"first"}
    anew = replace(AGREED, id="second")
    assert isinstance(ledger.reserve(clip("g", "3/3A", agreed=anew)), Reserved), "agreed to again"


def test_what_was_agreed_to_at_an_unknown_price_is_counted(ledger: Ledger) -> None:
    agreed = replace(AGREED, amount=None, each=None, count=2)
    for item in ("3/3A", "3/3B"):
        reserve(ledger, clip(item, item, None, agreed))
    with pytest.raises(AgreementUsedError):
        ledger.reserve(clip("c", "3/3C", None, agreed))
    with pytest.raises(UnknownPriceError):
        ledger.reserve(call("d", None))


def test_a_price_that_became_unknown_was_not_agreed_to(ledger: Ledger) -> None:
    with pytest.raises(AgreementUsedError):
        ledger.reserve(clip("a", "3/3A", None))


def test_what_is_agreed_to_no_more_is_not_bought_and_a_job_of_it_is_fetched(ledger: Ledger) -> None:
    number = reserve(ledger, clip("a", "3/3A"))
    ledger.submitting(number)
    ledger.submitted(number, "job-1")
    assert ledger.reserve(clip("a", "3/3A"), stands=lambda _: False) == Job(number, "job-1")
    with pytest.raises(AgreementChangedError):
        ledger.reserve(clip("b", "3/3B"), stands=lambda _: False)
    assert len(ledger.entries()) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from(("0.02", "0.05", "0.10", "0.13")), st.booleans()), max_size=25
    )
)
def test_whatever_is_asked_what_counts_never_exceeds_what_was_agreed_to(
    asked: list[tuple[int, str, bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(Ledger(Path(folder))) as ledger:
        for number, (shot, price, fails) in enumerate(asked):
            with suppress(AgreementUsedError):
                ground = ledger.reserve(clip(str(number), f"3/3{'ABCDE'[shot]}", price))
                assert isinstance(ground, Reserved)
                if fails:
                    ledger.failed(ground.number, "hung up")
        counted = [entry for entry in ledger.entries() if entry.state == "reserved"]
        whole = sum((entry.counted.amount or Decimal(0) for entry in counted), Decimal(0))
        assert whole <= Decimal("0.25")
        assert len(counted) <= 3
        assert len({entry.call.item for entry in counted}) == len(counted)
