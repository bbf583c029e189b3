"""The desk: buys answers. Money is set aside before a question leaves, and an answer is on disk before it is paid.

The same question never goes out twice: its answer is found by key, its job is asked for again, and a call that broke
off is not repeated without its author's word.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from storyforge.errors import (
    BusyError,
    CopiedJournalError,
    DiskError,
    FailedError,
    InDoubtError,
    JobLostError,
    KeyRefusedError,
    NoCreditError,
    NotMadeError,
    OverBudgetError,
    PriceNotAcceptedError,
    ProviderBrokeError,
    RejectedError,
    SpoiltError,
    StoryforgeError,
    UnreachableError,
)
from storyforge.journal.answers import SPOILT, SUFFIX
from storyforge.journal.calls import Busy, Job
from storyforge.journal.ledger import Ledger
from storyforge.journal.place import origin
from storyforge.journal.processes import shown
from storyforge.model.money import FREE, Cost
from storyforge.providers.keys import redacted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from storyforge.journal.answers import Answer, Answers
    from storyforge.journal.calls import Agreement, Call, Entry, Limit
    from storyforge.journal.place import Origin

_ANSWERED = ("received", "settled", "spoilt")
ACCEPTED = ("image", "speech")
"""Kinds of calls whose price is accepted beforehand: with `--max-cost`. Of clips, `confirm` is the word."""
_AGAIN = 0.1
_LOOK = 0.5
_Sold = TypeVar("_Sold")
Bought = tuple[bytes, dict[str, Any], Cost]
"""What a provider sold: content, facts, price; a fact called `spoilt` says why it can't be used."""
_OF_ASKING = (BusyError, UnreachableError, KeyRefusedError, NoCreditError, RejectedError)
"""What goes wrong with a question for a job, and says nothing of the job."""


@dataclass(frozen=True)
class Terms:
    """On whose word the desk buys: the run, its timeline and author, and how many calls may have an unknown price.

    `limits` are read when the first call has a price: they look through the whole history.
    """

    run: str
    timeline: str
    author: str
    limits: Callable[[Ledger], Sequence[Limit]]
    committed: Callable[[str, str, str], str | None]
    """The commit that a stage of a run made after another commit, if it came to that."""
    unknown: int | None = None
    agreed: bool = False
    """Whether the author has said how much this run may spend."""
    tip: Callable[[], str] = str
    """The commit that this run stands on now."""
    stands: Callable[[Agreement], bool] | None = None
    """Whether what calls were agreed to under is still so on the timeline."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A job that was handed in: the number of its call, the provider's id, and where its answer goes."""

    number: int
    job: str
    call: Call
    suffix: str
    begun: float


class Desk:
    """Buys for one run; safe to use from many threads. `tell` gets a sentence where somebody should know."""

    def __init__(self, folder: Path, answers: Answers, terms: Terms, tell: Callable[[str], None] | None = None) -> None:
        self.answers = answers
        self.terms = terms
        self.folder = folder
        self._tell = tell or (lambda _: None)
        self._told: set[str] = set()
        self._turn = threading.Lock()
        self._opening = threading.Lock()
        self._ledger: Ledger | None = None
        self._origin: Origin | None = None
        self._ending = threading.Event()
        self._back = threading.Condition()
        self._out = 0
        """How many calls are out, or about to leave."""

    @property
    def ledger(self) -> Ledger:
        """The ledger of this repository, opened by the thread that comes first; raises DiskError, BrokenLedgerError."""
        with self._opening:
            if self._ledger is None:
                self._ledger = self._open()
            return self._ledger

    def _open(self) -> Ledger:
        ledger = Ledger(self.folder)
        if not ledger.durable:
            self._say("This file system can't write ahead; a loss of power may cost what was bought last.")
        self._origin = origin(ledger, self.folder.parent)
        self._take_up(ledger)
        return ledger

    def _take_up(self, ledger: Ledger) -> None:
        """Bring the ledger up to what is on disk: a program may have been killed between an act and its note."""
        for entry in ledger.recover():
            answer, spoilt = self._file_of(entry), self.spoilt(entry)
            if answer is not None:
                ledger.received(entry.number, Cost.read(answer.facts.get("cost")))
            elif spoilt is not None:
                ledger.spoilt(entry.number, str(spoilt.facts["spoilt"]), Cost.read(spoilt.facts.get("cost")))
        promised: dict[str, list[Entry]] = {}
        for entry in ledger.entries():
            if entry.state == "received" and entry.promised:
                promised.setdefault(entry.promised, []).append(entry)
            elif entry.state == "received" and entry.price != FREE and self._file_of(entry) is None:
                self._missing(ledger, entry)
        for promise, entries in promised.items():
            run, stage, tip = promise.split(" ")
            commit = self.terms.committed(run, stage, tip)
            if commit:
                for answer in filter(None, map(self._file_of, entries)):
                    self.answers.settle(answer)
                ledger.settle([entry.call.key for entry in entries], commit)

    @staticmethod
    def _missing(ledger: Ledger, entry: Entry) -> None:
        """What was paid, is in no commit and lies here no more is not bought again just so; a job is asked for."""
        if entry.job:
            ledger.submitted(entry.number, entry.job)
        else:
            ledger.spoilt(entry.number, "its answer is not on this machine any more", entry.price)

    def _file_of(self, entry: Entry) -> Answer | None:
        return self.answers.find(entry.call.key, SUFFIX.get(entry.call.kind, ""))

    def spoilt(self, entry: Entry) -> Answer | None:
        """What a call brought that can't be used, where something came: it is kept, for it is paid."""
        return self.answers.find(entry.call.key, _spoilt_suffix(entry.number, SUFFIX.get(entry.call.kind, "")))

    @cached_property
    def _limits(self) -> Sequence[Limit]:
        return self.terms.limits(self.ledger)

    def left(self, name: str) -> Cost | None:
        """What is left of a limit by its name, None where there is no such limit."""
        limit = next((limit for limit in self._limits if limit.name == name), None)
        return None if limit is None else Cost(limit.amount - self.ledger.spent(limit), limit.currency)

    def find(self, key: str, suffix: str) -> Answer | None:
        """The answer of a key, once it is known of all answers whether a killed run had committed them."""
        self.ledger  # noqa: B018 - opening it brings it up to what is on disk
        return self.answers.find(key, suffix)

    def buy(self, call: Call, suffix: str, ask: Callable[[], Bought], ground: Pending | None = None) -> Answer:
        """The answer to a question: the one that is there, or one that is bought now, for money that was set aside.

        Raises BudgetError and its kinds, DoubtOpenError, InDoubtError, CopiedJournalError, what the provider raises.
        """
        if ground is not None:
            return self._asked(ground, ask)
        found = self._afforded(call, suffix)
        try:
            return self._asked(found, ask) if isinstance(found, Pending) else found
        finally:
            self._came_back()

    def _asked(self, pending: Pending, ask: Callable[[], Bought]) -> Answer:
        self.ledger.submitting(pending.number)
        return self._receive(pending, self._guarded(pending, ask))

    def hand_in(
        self, call: Call, suffix: str, submit: Callable[[], str], ground: Pending | None = None
    ) -> Answer | Pending:
        """The answer that is there, or the job that was handed in, now or by a run before; raises as `buy` does."""
        found = ground or self._reserve(call, suffix)
        if not isinstance(found, Pending) or found.job:
            return found
        self.ledger.submitting(found.number)
        job = self._guarded(found, submit)
        self.ledger.submitted(found.number, job)
        return replace(found, job=job)

    def collect(self, pending: Pending, fetch: Callable[[str], Bought | None]) -> Answer | None:
        """The answer of a job, None while it is worked on; raises FailedError where the provider failed.

        A question for a job costs nothing, so whatever else goes wrong leaves the job as it is. Raises SpoiltError
        where what came can't be used.
        """
        try:
            bought = fetch(pending.job)
        except JobLostError as error:
            self.ledger.doubt(pending.number, error.message)
            raise
        except (InDoubtError, *_OF_ASKING):
            raise
        except FailedError as error:
            self._came_to_nothing(pending, error)
            raise
        except StoryforgeError:
            raise
        except Exception as error:
            why = _in_words(error)
            raise ProviderBrokeError(pending.call.what, pending.call.by, why) from error
        return None if bought is None else self._receive(pending, bought)

    def promise(self, answers: Iterable[Answer], stage: str) -> None:
        """These answers are about to be committed by a stage of this run."""
        keys = [answer.file.stem for answer in answers]
        if keys:
            self.ledger.promise(keys, self.terms.run, stage, self.terms.tip())

    def settle(self, answers: Sequence[Answer], commit: str) -> None:
        """These answers are in a commit: they are kept, and their price is never told again."""
        if not answers:
            return
        for answer in answers:
            self.answers.settle(answer)
        self.ledger.settle([answer.file.stem for answer in answers], commit)

    def pace(self, kind: str, by: str, pieces: int, seconds: float) -> None:
        """Remember how long pieces take, for whoever asks next time; failing to harms nothing."""
        with suppress(StoryforgeError):
            self.ledger.pace(kind, by, pieces, seconds)

    def calls(self) -> int:
        """How many calls of this run were answered, whatever became of them then."""
        if self._ledger is None:
            return 0
        mine = [entry for entry in self.ledger.entries() if entry.call.run == self.terms.run]
        return sum(entry.state in _ANSWERED for entry in mine)

    @contextmanager
    def not_waiting(self) -> Iterator[None]:
        """What waits for somebody else's call stops waiting: a run that ends does not wait for another one."""
        self._ending.set()
        try:
            yield
        finally:
            self._ending.clear()

    @property
    def is_ending(self) -> bool:
        """Whether the run ends, so that nothing more is to be bought."""
        return self._ending.is_set()

    def wait(self, seconds: float) -> None:
        """Wait before a service is asked again; not while the run ends."""
        self._ending.wait(seconds)

    def close(self) -> None:
        """Let the ledger go; a thread that Ctrl-C left behind waits for nobody any more."""
        self._ending.set()
        with self._opening:
            if self._ledger is not None:
                self._ledger.close()
                self._ledger = None

    def _afforded(self, call: Call, suffix: str) -> Answer | Pending:
        """What `ground` gives; the call counts as out until it came back.

        What is set aside for calls that are out is more than they come to: a budget is not spent before they are back.
        """
        while True:
            with self._back:
                self._out += 1
            try:
                return self._reserve(call, suffix)
            except OverBudgetError:
                with self._back:
                    self._out -= 1
                    self._back.notify_all()
                    if not self._out or self.is_ending:
                        raise
                    self._back.wait(_LOOK)
            except BaseException:
                self._came_back()
                raise

    def _came_back(self) -> None:
        with self._back:
            self._out -= 1
            self._back.notify_all()

    def _reserve(self, call: Call, suffix: str) -> Answer | Pending:
        """What `ground` gives, as soon as nobody else is asking the same."""
        while True:
            found = self.ground(call, suffix)
            if found is not None:
                return found
            if self._ending.wait(_AGAIN):
                raise FailedError("The run was ended.", "Run it again.")

    def ground(self, call: Call, suffix: str) -> Answer | Pending | None:
        """An answer that is there, money set aside, or a job to be asked for; None while another process is asking.

        Raises BudgetError and its kinds, DoubtOpenError, CopiedJournalError, AgreementChangedError, AgreementUsedError.
        """
        known = self.find(call.key, suffix)
        if known is not None:
            return known
        limits = self._limits if call.estimate.amount else ()
        self._refuse_unagreed(call)
        ground = self.ledger.reserve(call, limits, self.terms.unknown, self.terms.stands)
        if isinstance(ground, Busy):
            who = shown(ground.process)
            self._say(f"{call.what} is being made by {who}; waiting for it.", who)
            return None
        if isinstance(ground, Job):
            self._refuse_foreign(ground.number)
            return Pending(ground.number, ground.job, call, suffix, time.monotonic())
        # Whoever was asking may have been answered since it was looked for; only now nobody else can be asking.
        known = self.find(call.key, suffix)
        if known is not None:
            self.ledger.released(ground.number)
            return known
        for limit, spent in ground.near:
            whole = Cost(limit.amount, limit.currency).words()
            so_far = Cost(spent, limit.currency).words()
            self._say(f"With {call.what}, {so_far} of {limit.name} ({whole}) is spent.", limit.name)
        return Pending(ground.number, "", call, suffix, time.monotonic())

    def _refuse_unagreed(self, call: Call) -> None:
        """Raise PriceNotAcceptedError for what is bought only at a price that its author has accepted."""
        if call.kind in ACCEPTED and call.estimate.amount and not self.terms.agreed:
            raise PriceNotAcceptedError(call.what, call.estimate.words(), allowed(call.estimate))

    def release(self, ground: Pending) -> None:
        """Let money go that was set aside for a question that is not asked after all; a job stays what it is."""
        if not ground.job:
            self.ledger.released(ground.number)

    def _refuse_foreign(self, number: int) -> None:
        if self._origin is not None and number <= self._origin.last:
            raise CopiedJournalError(self._origin.path)

    def _guarded(self, pending: Pending, ask: Callable[[], _Sold]) -> _Sold:
        """Ask; what failed was not sold, and of anything else nobody knows."""
        try:
            return ask()
        except InDoubtError as error:
            self.ledger.doubt(pending.number, error.message)
            raise
        except StoryforgeError as error:
            self._came_to_nothing(pending, error)
            raise
        except Exception as error:
            # A provider may be anybody's: what it raises unawares is its fault, not ours, and says nothing of a sale.
            why = _in_words(error)
            self.ledger.doubt(pending.number, why)
            raise ProviderBrokeError(pending.call.what, pending.call.by, why) from error
        except BaseException as error:
            self.ledger.doubt(pending.number, type(error).__name__)
            raise

    def _came_to_nothing(self, pending: Pending, error: StoryforgeError) -> None:
        """Note that no answer comes, and what that took all the same."""
        if isinstance(error, SpoiltError):
            self._keep_aside(pending, error)
            self.ledger.spoilt(pending.number, error.message, error.cost)
        else:
            cost = error.cost if isinstance(error, NotMadeError) and error.cost is not None else FREE
            self.ledger.failed(pending.number, error.message, cost)

    def _keep_aside(self, pending: Pending, error: SpoiltError) -> None:
        """Keep what was sold and can't be used, for its author to look at; failing to loses nothing that is of use."""
        if error.content:
            noted = {"spoilt": error.message, "cost": error.cost.plain()}
            suffix = _spoilt_suffix(pending.number, pending.suffix)
            with suppress(OSError):
                self.answers.keep(pending.call.key, suffix, error.content, noted)

    def _receive(self, pending: Pending, bought: Bought) -> Answer:
        """Keep what was sold; raises SpoiltError where it can't be used, and then keeps it aside."""
        content, facts, told = bought
        price = told.believed()
        noted = {**facts, "cost": price.plain()}
        why = facts.get("spoilt", "")
        suffix = _spoilt_suffix(pending.number, pending.suffix) if why else pending.suffix
        try:
            answer = self.answers.keep(pending.call.key, suffix, content, noted, durable=price != FREE)
        except OSError as problem:
            reason = problem.strerror or str(problem)
            if not pending.job:
                with suppress(StoryforgeError):
                    self.ledger.doubt(pending.number, f"its answer could not be written: {reason}")
            raise DiskError(str(self.answers.folder), reason) from problem
        if why:
            self.ledger.spoilt(pending.number, why, price)
            raise SpoiltError(pending.call.what, pending.call.by, why, price, content)
        self.ledger.received(pending.number, price, time.monotonic() - pending.begun)
        return answer

    def say(self, sentence: str) -> None:
        """Tell somebody something, once."""
        self._say(sentence)

    def _say(self, sentence: str, about: str = "") -> None:
        with self._turn:
            if (about or sentence) in self._told:
                return
            self._told.add(about or sentence)
        self._tell(sentence)


def allowed(estimate: Cost) -> str:
    """What accepts an estimate."""
    return f"the same command with --max-cost {estimate.amount}{estimate.currency}"


def _in_words(error: Exception) -> str:
    """What a provider raised unawares, without a key that may be in it."""
    return redacted(f"{type(error).__name__}: {error}")


def _spoilt_suffix(number: int, suffix: str) -> str:
    """How the file of a call that can't be used ends: another call of the same key has a file of its own."""
    return f"{number}.{SPOILT}.{suffix}"
