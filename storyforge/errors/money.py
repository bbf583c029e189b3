"""Money: budgets, unknown prices, and what may have been sold."""

from __future__ import annotations

from storyforge.errors.base import BudgetError, FailedError, GateError, RequestError


class OverBudgetError(BudgetError):
    """A call that a budget does not reach for; nothing was asked."""

    def __init__(self, what: str, price: str, budget: str, left: str, hint: str) -> None:
        super().__init__(f"{what} would cost {price}; of {budget} {left} is left.", hint)


class UnknownPriceError(BudgetError):
    """A call whose price nobody knows, which is not zero; nothing was asked."""

    def __init__(self, what: str, by: str) -> None:
        super().__init__(
            f"What {by} takes for {what} is not known.",
            "Allow so many calls at an unknown price: --allow-unknown-price --max-count 10",
        )


class AbsurdPriceError(BudgetError):
    """A call at a price that nothing has; nothing was asked."""

    def __init__(self, what: str, by: str, price: str) -> None:
        super().__init__(
            f"{by} would take {price} for {what}, which can't be right.",
            "Look at the price of this model in your models.yaml: storyforge cost routes",
        )


class TooManyUnknownError(BudgetError):
    """As many calls at an unknown price as were allowed."""

    def __init__(self, count: int) -> None:
        calls = "call was" if count == 1 else "calls were"
        super().__init__(f"{count} {calls} allowed at an unknown price, and made.", "Allow more: --max-count N")


class OtherCurrencyError(BudgetError):
    """A price that can't be held against a budget."""

    def __init__(self, price: str, budget: str, currency: str) -> None:
        super().__init__(
            f"A price in {price} can't be held against {budget}, which is in {currency}.",
            f"Give the budget in {price}: story.yaml, under budget; or --max-cost 5{price}",
        )


class InDoubtError(FailedError):
    """A call that broke off: nobody here can know whether it was sold."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(
            f"{what}: {why}; whether it was sold can't be known from here.",
            "See it, and say what became of it: storyforge jobs",
        )


class ProviderBrokeError(InDoubtError):
    """A provider that failed in a way that it did not foresee."""

    def __init__(self, what: str, by: str, why: str) -> None:
        super().__init__(what, f"the provider {by} broke ({why})")


class DoubtOpenError(GateError):
    """A call in doubt is not sent again without its author's word."""

    def __init__(self, number: int, what: str, by: str) -> None:
        super().__init__(
            f"{what} may have been bought from {by} already: call {number} broke off.",
            f"Look at your account there, then: storyforge jobs resolve {number} --not-sold, or --sold",
        )


class SpoiltOpenError(GateError):
    """What was sold and can't be used is not bought again without its author's word."""

    def __init__(self, number: int, what: str, by: str, why: str) -> None:
        super().__init__(
            f"{what} was bought from {by} already, and can't be used: {why.rstrip('.')}.",
            f"Look at it: storyforge jobs; to buy it again: storyforge jobs resolve {number} --sold",
        )


class UnknownCallError(RequestError):
    """A number that is no call's."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no call {number}.", "See them: storyforge jobs --all")


class NotInDoubtError(RequestError):
    """A call of which it is known what became of it."""

    def __init__(self, number: int, state: str) -> None:
        super().__init__(f"Call {number} is not in doubt; it is {state}.", "See them: storyforge jobs --all")


class NotAJobError(RequestError):
    """A call that is no job at work."""

    def __init__(self, number: int, state: str) -> None:
        super().__init__(f"Call {number} is no job at work; it is {state}.", "See them: storyforge jobs --all")


class CopiedJournalError(GateError):
    """Jobs of another copy of this repository, which may be at work on them."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"This repository is a copy of {where}; its unfinished jobs may be that one's.",
            "Look at them: storyforge jobs; take them over: storyforge jobs adopt",
        )


class BrokenLedgerError(FailedError):
    """The ledger of calls can't be read."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(
            f"{file} can't be read: {why}.",
            "Move it aside; what commits say was spent still counts: storyforge cost",
        )
