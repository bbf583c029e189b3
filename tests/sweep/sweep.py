"""One trial: a run is killed at a boundary, something is done, the run is finished, and everything is looked at."""

from __future__ import annotations

import gc
import json
import shutil
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.sweep import film
from tests.sweep.boundaries import ANY, KINDS
from tests.sweep.broken import BROKEN
from tests.sweep.forks import Counts, Ended, forked, wait_for_orphans
from tests.sweep.looking import ANSWERED, is_same, ledger, look_at_git, look_at_money, made, sold_by_key
from tests.sweep.shop import books

if TYPE_CHECKING:
    from pathlib import Path

NEXT = ("save", "run")
OUTLIVED = ("git about to begin", "git running", "git ended", ANY)
"""Kinds at which a program that git runs may go on after the kill."""
_ROUNDS = 5


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

    def warm(self) -> None:
        """Import all that a run needs, so that forks of this process have it."""
        film.stock()
        film.customer(self.address, "warm")
        place, _ = self._fresh("warm")
        for arguments in film.COMMANDS:
            code, words = film.command(place, *arguments)
            assert code == 0, words
        shutil.rmtree(place)
        gc.collect()
        gc.freeze()

    def undisturbed(self) -> Course:
        """Run it without a kill, in this process's fork, and look at everything as in a trial."""
        place, account = self._fresh("undisturbed")
        self.counts.clear()
        start = time.monotonic()
        ended = forked(partial(self._play, place, account, Point("", 0)))
        seconds = time.monotonic() - start
        problems = [ended.wrong] if ended.wrong else self._stopped(ended)
        course = Course(
            made(place),
            {kind: self.counts.of(kind) for kind in KINDS},
            sold_by_key(books(self._books(account))),
            self.counts.unlisted,
            seconds,
        )
        problems += self._look(place, account, course, Counter())
        if problems:
            raise AssertionError(f"the undisturbed run: {problems}")
        shutil.rmtree(place)
        return course

    def trials(self, name: str, point: Point, course: Course) -> list[Result]:
        """Kill; then, of the same ruins, go on with `save` and with `run`, finish, and look.

        Where a git program may outlive the kill, it is killed anew for each, and nothing waits for that program.
        """
        if point.kind in OUTLIVED:
            return [self.trial(f"{name}-{then}", replace(point, then=then), course) for then in NEXT]
        place, account = self._fresh(name)
        ended = self._kill(place, account, point)
        wait_for_orphans()
        spare = place.with_name(f"{name}-spare")
        shutil.copytree(place, spare, symlinks=True)
        lines = self._books(account).read_bytes() if self._books(account).exists() else b""
        self._books(f"{account}-spare").write_bytes(lines)
        flight = self.counts.in_flight
        first = self._after(place, account, replace(point, then=NEXT[0]), course, ended, flight)
        spare.rename(place)
        return [first, self._after(place, f"{account}-spare", replace(point, then=NEXT[1]), course, ended, flight)]

    def trial(self, name: str, point: Point, course: Course) -> Result:
        """Kill, go on with what the point says, finish, and look."""
        place, account = self._fresh(name)
        ended = self._kill(place, account, point)
        return self._after(place, account, point, course, ended, self.counts.in_flight)

    def _kill(self, place: Path, account: str, point: Point) -> Ended:
        self.counts.clear()
        moment = point.count / 1000 if point.kind == ANY else None
        return forked(partial(self._play, place, account, point), moment)

    def _after(self, place: Path, account: str, point: Point, course: Course, ended: Ended, flight: int) -> Result:
        """Go on, finish, look, and clear away."""
        start = time.monotonic()
        result = Result(point, ended.killed, flight)
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
        known = sum(row["key"] == call["key"] and row["state"] in ANSWERED for row in ledger(place))
        lines = books(self._books(account))
        sold = sum(is_same(call["item"], line["item"]) for line in lines if line["event"] == "sold")
        return "--sold" if sold > known else "--not-sold"

    def _look(self, place: Path, account: str, course: Course, resolved: Counter[str]) -> list[str]:
        """All that must not be, in sentences."""
        return [
            *look_at_git(place, course.tree),
            *look_at_money(place, books(self._books(account)), course.bought, resolved["--sold"]),
        ]
