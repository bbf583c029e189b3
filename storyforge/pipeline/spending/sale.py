"""One picture or clip on its way: what is asked for it now, as a call of its own for each step of the ladder."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from storyforge.errors import PriceRisenError
from storyforge.journal.answers import SUFFIX
from storyforge.journal.calls import Call
from storyforge.model.digest import digest
from storyforge.pipeline.spending import ladder

if TYPE_CHECKING:
    from storyforge.pipeline.spending.desk import Desk, Pending
    from storyforge.pipeline.spending.ladder import Way
    from storyforge.pipeline.spending.makers import Kind
    from storyforge.stages.base import Order


@dataclass
class Sale:
    """An order, the key of what was wanted first, and where on the ladder it stands; one thread at a time has it."""

    kind: Kind
    task: str
    order: Order
    key: str
    way: Way
    pending: Pending | None = None
    misses: int = 0
    """How often in a row its job was asked for in vain."""
    asked: bool = False
    """Whether its job was asked for in this run."""
    since: float = field(default_factory=time.monotonic)

    @property
    def suffix(self) -> str:
        """How the file of its answer ends."""
        return SUFFIX[self.kind]

    def key_of(self, sent: str | None) -> str:
        """The key of what is asked with some pictures; the first that was wanted has the plain one."""
        return self.key if sent is None or sent == self._first else digest([self.key, sent])

    @property
    def _first(self) -> Any:
        return self.way.steps[0].wanted if self.way.steps else self.way.sent

    def resume(self, desk: Desk) -> None:
        """Go on where an earlier run stood: at the step whose answer is there, or whose call is open.

        All steps are looked at, also those that the model is said to take no more: it may have when it was asked.
        """
        if self.way.sent is None:
            return
        keys = {self.key_of(sent): sent for sent in ladder.LADDER[ladder.LADDER.index(self._first) :]}
        found = next((answer for key in keys if (answer := desk.find(key, self.suffix)) is not None), None)
        if found is not None and found.facts.get("sent"):
            self.way = self.way.resumed(found.facts)
            return
        entry = desk.ledger.standing(list(keys))
        if entry is not None and entry.call.wanted:
            self.way = self.way.resumed(entry.call.wanted)

    def call(self, desk: Desk, provider: Any, by: str) -> Call:
        """The call of this step, at its price; raises PriceRisenError where that is above what was confirmed."""
        bare = self.way.of(self.order.bare())
        price, most = provider.price(bare), self.order.most
        if most is not None and most.amount is not None and (price.amount is None or price.amount > most.amount):
            scene, _, name = self.order.item.partition("/")
            raise PriceRisenError(scene, name, most.words(), price.words())
        terms = desk.terms
        return Call(
            key=self.key_of(self.way.sent),
            kind=self.kind,
            by=by,
            task=self.task,
            stage=self.task,
            scene=self.order.item.partition("/")[0],
            item=self.order.item,
            take=self.order.take,
            run=terms.run,
            timeline=terms.timeline,
            author=terms.author,
            estimate=price,
            order=self.order.key,
            wanted=self._wanted(bare),
            agreement=self.order.agreement,
        )

    def _wanted(self, bare: Any) -> dict[str, Any]:
        if self.kind == "image":
            return {}
        spec = bare.spec
        return {**self.way.plain(), "frames": spec.frames, "rate": str(spec.rate), "aspect": bare.aspect}

    def step_down(self, desk: Desk, why: str) -> bool:
        """Ask with less from now on, and say so; returns whether there is less."""
        down = self.way.down(why)
        if down is None:
            return False
        self.way, self.pending = down, None
        desk.say(told(self.order.item, down.steps[-1]))
        return True


def told(item: str, step: ladder.Step) -> str:
    """A step down, as a person is told it."""
    wanted, sent = ladder.WORDS[step.wanted], ladder.WORDS[step.sent]
    return f"The clip of {item.rpartition('/')[2]} is made from {sent}, not from {wanted}: {step.why.rstrip('.')}."
