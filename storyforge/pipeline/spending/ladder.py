"""Which pictures a clip is asked for with: those its shot wants, or less where a model does not take them together.

What a model says that it takes is heeded before the first request; what it refuses all the same, when it refuses it.
Every step down has its reason, which goes with the clip.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

from storyforge.errors import StrictInputsError
from storyforge.providers.base import ImageRequest, Sent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.providers.base import VideoRequest

LADDER: tuple[Sent, ...] = get_args(Sent)
WORDS: dict[Sent, str] = {
    "first+last": "its first and last frame",
    "first": "its first frame",
    "references": "reference pictures",
    "text": "words alone",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step down: what was wanted, what is sent instead, and why."""

    wanted: Sent
    sent: Sent
    why: str

    def plain(self) -> dict[str, str]:
        """Plain data."""
        return {"wanted": self.wanted, "sent": self.sent, "why": self.why}


@dataclass(frozen=True, slots=True)
class Way:
    """What is sent now, the steps that led to it, and what may be sent if that is not taken, in this order."""

    sent: Sent | None = None
    """None for pictures, which have no ladder."""
    steps: tuple[Step, ...] = ()
    left: tuple[Sent, ...] = ()

    def of(self, request: Any) -> Any:
        """The request with what is sent."""
        return request if self.sent is None else replace(request, sent=self.sent)

    def down(self, why: str) -> Way | None:
        """One step down; None from the last."""
        if self.sent is None or not self.left:
            return None
        return Way(self.left[0], (*self.steps, Step(self.sent, self.left[0], why)), self.left[1:])

    def plain(self) -> dict[str, Any]:
        """Plain data, for the ledger and the clip."""
        if self.sent is None:
            return {}
        return {"sent": self.sent, "steps": [step.plain() for step in self.steps]}

    def resumed(self, told: Mapping[str, Any]) -> Way:
        """The same way at the place where an earlier run stood, as the ledger has it."""
        steps = tuple(Step(step["wanted"], step["sent"], step["why"]) for step in told.get("steps", ()))
        sent: Sent = told["sent"]
        below = LADDER[LADDER.index(sent) + 1 :]
        return Way(sent, steps, tuple(one for one in below if one in (self.sent, *self.left)))


def way(provider: Any, request: ImageRequest | VideoRequest) -> Way:
    """What is sent first: what the shot wants, or the next that the provider says it takes."""
    if isinstance(request, ImageRequest):
        return Way()
    wanted = [sent for sent in LADDER[LADDER.index(request.sent) :] if sent != "references" or request.references]
    takes: frozenset[Sent] = getattr(provider, "takes", frozenset(LADDER))
    taken = [sent for sent in wanted if sent in takes]
    if not taken or taken[0] == request.sent:
        return Way(request.sent, (), tuple(taken[1:]))
    why = f"{provider.name} takes {' or '.join(WORDS[sent] for sent in LADDER if sent in takes)}"
    return Way(taken[0], (Step(request.sent, taken[0], why),), tuple(taken[1:]))


def refuse_steps(found: Way, what: str, by: str) -> None:
    """Raise StrictInputsError where less is sent than the shot wants."""
    if found.steps:
        raise StrictInputsError(what, by, WORDS[found.steps[0].wanted], found.steps[0].why)
