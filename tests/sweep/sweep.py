"""One trial: a run is killed at a boundary, something else is done, the run is finished; then everything is looked at.

What must hold is told by others than the program: the shop's books, git, and the ledger read as a plain database.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.sweep import film
from tests.sweep.boundaries import ANY, KINDS
from tests.sweep.broken import BROKEN
from tests.sweep.forks import Counts, Ended, forked, wait_for_orphans
from tests.sweep.shop import CLIP, PICTURE, books

if TYPE_CHECKING:
    from pathlib import Path

NEXT = ("save", "run")
_ROUNDS = 5
_ANSWERED = ("received", "settled", "submitted", "sold")
_SALE = {"image": Decimal(PICTURE), "video": Decimal(CLIP)}


@dataclass(frozen=True)
class Point:
    """Where it is killed: at the so-many-th boundary of a kind (of moments: after so many milliseconds); what then."""

    kind: str
    count: int
    then: str = "run"
    broken: str = ""


@dataclass
class Result:
    """What came of a trial; `problems` are what must not be."""

    point: Point
    killed: bool = False
    in_flight: int = 0
    doubts: int = 0
    resolved: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True)
class Course:
    """An undisturbed run: its tree, how often it came to each kind of boundary, what it bought, its seconds."""

    tree: str
    counts: dict[str, int]
    bought: dict[str, int]
    unlisted: int
    seconds: float


@dataclass(frozen=True)
class Ground:
    """Where trials are made: a prepared story, a folder to work in, the shop's address and books."""

    prepared: Path
    work: Path
    address: str
    books: Path
    counts: Counts

    def undisturbed(self) -> Course:
        """Run it without a kill, in this process's fork, and look at everything as in a trial."""
        place, account = self._fresh("undisturbed")
        self.counts.clear()
        start = time.monotonic()
        ended = forked(partial(self._play, place, account, Point("", 0)))
        seconds = time.monotonic() - start
        problems = [ended.wrong] if ended.wrong else self._stopped(ended)
        course = Course(
            _git(place, "rev-parse", "HEAD^{tree}"),
            {kind: self.counts.of(kind) for kind in KINDS},
            _sold(books(self._books(account))),
            self.counts.unlisted,
            seconds,
        )
        problems += self._look(place, account, course, Counter())
        if problems:
            raise AssertionError(f"the undisturbed run: {problems}")
        shutil.rmtree(place)
        return course

    def trial(self, name: str, point: Point, course: Course) -> Result:
        """Kill, go on, finish, look."""
        start = time.monotonic()
        place, account = self._fresh(name)
        result = Result(point)
        self.counts.clear()
        moment = point.count / 1000 if point.kind == ANY else None
        ended = forked(partial(self._play, place, account, point), moment)
        result.killed, result.in_flight = ended.killed, self.counts.in_flight
        if ended.wrong:
            result.problems.append(f"the run to be killed: {ended.wrong}")
        self._go_on(place, account, point, result)
        self._finish(place, account, point, result)
        wait_for_orphans()
        if result.doubts > result.in_flight:
            result.problems.append(f"{result.doubts} calls are in doubt, and {result.in_flight} were in flight")
        result.problems += self._look(place, account, course, result.resolved)
        shutil.rmtree(place)
        self._books(account).unlink(missing_ok=True)
        result.seconds = time.monotonic() - start
        return result

    def _fresh(self, name: str) -> tuple[Path, str]:
        place = self.work / name
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.prepared, place, symlinks=True)
        self._books(name).unlink(missing_ok=True)
        return place, name

    def _books(self, account: str) -> Path:
        return self.books / f"{account}.jsonl"

    def _play(self, place: Path, account: str, point: Point) -> list[tuple[int, str]]:
        """The commands, in this process, which may be killed on the way."""
        self._sit_down(account, point)
        self.counts.watching(place, point.kind, point.count)
        return [film.command(place, *arguments) for arguments in film.COMMANDS]

    def _sit_down(self, account: str, point: Point) -> None:
        film.stock()
        film.customer(self.address, account)
        if point.broken:
            BROKEN[point.broken]()

    def _command(self, place: Path, account: str, point: Point, *arguments: str) -> Ended:
        """One command in a process of its own, which nobody kills; its value is exit code and words."""

        def work() -> tuple[int, str]:
            self._sit_down(account, point)
            return film.command(place, *arguments)

        return forked(work)

    def _go_on(self, place: Path, account: str, point: Point, result: Result) -> None:
        arguments = ("save",) if point.then == "save" else film.COMMANDS[0]
        ended = self._command(place, account, point, *arguments)
        code = ended.value[0] if ended.value else None
        if ended.wrong or code not in ((0,) if point.then == "save" else (0, 1, 3)):
            result.problems.append(f"{point.then} after the kill: {ended.wrong or ended.value}")
        result.doubts = len(self._resolve(place, account, point, result))

    def _stopped(self, ended: Ended) -> list[str]:
        return [f"stopped: {words}" for code, words in ended.value or () if code]

    def _finish(self, place: Path, account: str, point: Point, result: Result) -> None:
        """Run until everything is made."""
        words = ""
        for _ in range(_ROUNDS):
            ended = forked(partial(self._made, place, account, point))
            if ended.value == "":
                return
            words = ended.wrong or ended.value
            if not self._resolve(place, account, point, result):
                break
        result.problems.append(f"it could not be finished: {words.strip()[-600:]}")

    def _made(self, place: Path, account: str, point: Point) -> str:
        """All commands, in this process; the words of the first that fails."""
        self._sit_down(account, point)
        said = (film.command(place, *arguments) for arguments in film.COMMANDS)
        return next((words or "it failed" for code, words in said if code), "")

    def _resolve(self, place: Path, account: str, point: Point, result: Result) -> list[dict[str, Any]]:
        """What `jobs` lists as being in doubt gets the word that the shop knows."""

        def work() -> list[tuple[dict[str, Any], str, int]]:
            self._sit_down(account, point)
            calls = json.loads(film.command(place, "jobs", "--json")[1])["calls"]
            doubts = [(call, self._word(place, account, call)) for call in calls if call["state"] == "doubt"]
            return [
                (call, word, film.command(place, "jobs", "resolve", str(call["number"]), word)[0])
                for call, word in doubts
            ]

        ended = forked(work)
        if ended.wrong or any(code for _, _, code in ended.value):
            result.problems.append(f"jobs: {ended.wrong or ended.value}")
            return []
        result.resolved.update(word for _, word, _ in ended.value)
        return [call for call, _, _ in ended.value]

    def _word(self, place: Path, account: str, call: dict[str, Any]) -> str:
        """Whether the shop sold it: it sold more of them than the ledger knows answers, jobs and words for."""
        known = sum(row["key"] == call["key"] and row["state"] in _ANSWERED for row in ledger(place))
        lines = books(self._books(account))
        sold = sum(_is_same(call["item"], line["item"]) for line in lines if line["event"] == "sold")
        return "--sold" if sold > known else "--not-sold"

    def _look(self, place: Path, account: str, course: Course, resolved: Counter[str]) -> list[str]:
        """All that must not be, in sentences."""
        return [
            *_look_at_git(place, course.tree),
            *_look_at_money(place, books(self._books(account)), course.bought, resolved["--sold"]),
        ]


def _git(place: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=place, capture_output=True, encoding="utf-8", check=False)
    return (done.stdout + (done.stderr if done.returncode else "")).strip()


def _look_at_git(place: Path, tree: str) -> list[str]:
    problems = []
    said = _git(place, "fsck", "--strict", "--no-dangling")
    if said:
        problems.append(f"git fsck: {said[:300]}")
    dirty = _git(place, "status", "--porcelain", "--untracked-files=all")
    if dirty:
        problems.append(f"git status: {dirty[:300]}")
    if _git(place, "rev-parse", "HEAD^{tree}") != tree:
        problems.append("the final tree is not that of the undisturbed run")
    by_hand = [line for line in _git(place, "log", "--format=%s").splitlines() if "edited by hand" in line]
    if by_hand != ["beats: edited by hand"]:
        problems.append(f"commits of edits by hand: {by_hand}")
    if film.EDIT[1] not in _git(place, "show", "HEAD:beats.yaml"):
        problems.append("the author's edit is lost")
    left = [file.name for file in (place / ".git").rglob("*") if file.name in ("pending.json", "index.lock")]
    return problems + [f"{name} is left" for name in left]


def ledger(place: Path) -> list[sqlite3.Row]:
    """All calls, as a plain database has them."""
    file = place / ".git/storyforge/journal.sqlite"
    if not file.exists():
        return []
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute("SELECT * FROM calls ORDER BY id").fetchall()


def _look_at_money(place: Path, lines: list[dict[str, Any]], bought: dict[str, int], written_off: int) -> list[str]:
    problems = []
    sold = _sold(lines)
    extra = sum(sold.values()) - len(sold)
    if set(sold) != set(bought):
        problems.append(
            f"{len(set(bought) - set(sold))} pieces were never bought, {len(set(sold) - set(bought))} are new"
        )
    if extra != written_off:
        problems.append(f"{extra} pieces were bought twice, of which {written_off} on the author's word")
    jobs = {line["job"] for line in lines if line["event"] == "sold" and line["job"]}
    delivered = {line["job"] for line in lines if line["event"] == "delivered"}
    rows = ledger(place)
    mine = {row["job"].partition("/")[0] for row in rows if row["job"]}
    if mine - delivered:
        problems.append(f"{len(mine - delivered)} jobs were handed in and never fetched")
    if mine - jobs:
        problems.append("the ledger has jobs that the shop has not")
    states = Counter(row["state"] for row in rows)
    open_ones = {
        state: count for state, count in states.items() if state not in ("settled", "failed", "released", "sold")
    }
    if open_ones:
        problems.append(f"calls that are not settled: {open_ones}")
    counted = sum((_counted(row) for row in rows), Decimal(0))
    paid = sum((_SALE["video" if line["job"] else "image"] for line in lines if line["event"] == "sold"), Decimal(0))
    if counted != paid:
        problems.append(f"the ledger counts {counted}, the shop took {paid}")
    told = sum(
        (_told(line) for line in _git(place, "log", "--format=%(trailers:key=Storyforge-Cost,valueonly)").split("\n")),
        Decimal(0),
    )
    lost = sum((_counted(row) for row in rows if row["state"] == "sold"), Decimal(0))
    if told + lost != paid:
        problems.append(f"commits tell of {told}, {lost} were written off, the shop took {paid}")
    return problems


def _counted(row: sqlite3.Row) -> Decimal:
    if row["state"] not in ("reserved", "submitting", *_ANSWERED, "doubt"):
        return Decimal(0)
    return Decimal(row["price"] or row["estimate"] or 0)


def _told(line: str) -> Decimal:
    return Decimal(line.split(maxsplit=1)[0]) if line.strip() else Decimal(0)


def _sold(lines: list[dict[str, Any]]) -> dict[str, int]:
    return dict(Counter(line["key"] for line in lines if line["event"] == "sold"))


def _is_same(item: str, listed: str) -> bool:
    """Whether the shop's name of a piece is that of an item: `3/3A.start`, `3/establishing`, `3/3A`."""
    scene, _, piece = item.partition("/")
    if piece == "establishing":
        return re.fullmatch(rf"{re.escape(scene)}[A-Z]+\.establishing", listed) is not None
    return piece == listed
