"""Language models: what they may answer instead of an answer, and what they need."""

from __future__ import annotations

from storyforge.errors.base import FailedError, RequestError


class BusyError(FailedError):
    """A service that could not answer just now; nothing was sold. `after` is how many seconds it wants to be left."""

    def __init__(self, by: str, why: str, after: float | None = None) -> None:
        super().__init__(f"{by} could not answer: {why}.", "Run it again later; what was answered is kept.")
        self.after = after


class UnreachableError(FailedError):
    """A service to which no connection came about; nothing was sent."""

    def __init__(self, by: str, why: str) -> None:
        super().__init__(
            f"{by} can't be reached: {why}.", "Look at the network and at api_base in story.yaml, under models."
        )


class KeyRefusedError(FailedError):
    """A key that its service does not take."""

    def __init__(self, by: str, why: str) -> None:
        super().__init__(
            f"{by} refuses the key: {why}.", "See which key is used: storyforge doctor; then set the right one."
        )


class NoCreditError(FailedError):
    """An account with nothing left on it; asking again does not help."""

    def __init__(self, by: str, why: str) -> None:
        super().__init__(f"The account of {by} has no credit left: {why}.", "Top it up there, then run it again.")


class RejectedError(FailedError):
    """A request that a service does not take as it is: a model it has not, a setting it does not know."""

    def __init__(self, by: str, why: str) -> None:
        super().__init__(
            f"{by} rejects the request: {why}.", "Look at the model's name and its settings: story.yaml, under models."
        )


class RefusedError(FailedError):
    """A model that will not answer this."""

    def __init__(self, task: str, by: str, why: str) -> None:
        super().__init__(
            f"{by} refuses to answer {task}{f': {why}' if why else ''}.",
            "Say it otherwise with -m, or ask another model: --with text=PROVIDER:MODEL",
        )
        self.why = why


class CutOffError(FailedError):
    """An answer that reached the longest length before its end."""

    def __init__(self, task: str, by: str, longest: int | None) -> None:
        at = f" at {longest:,} tokens" if longest else ""
        super().__init__(
            f"The answer of {by} to {task} was cut off{at}.",
            "Allow a longer one: story.yaml, under models, stages, max_tokens.",
        )


class EmptyAnswerError(FailedError):
    """An answer without a word, three times."""

    def __init__(self, task: str, by: str) -> None:
        super().__init__(f"{by} answered {task} with nothing.", "Ask another model: --with text=PROVIDER:MODEL")


class UnfitAnswerError(FailedError):
    """An answer that is not in the form that was asked for, repaired twice in vain."""

    def __init__(self, task: str, by: str, faults: str) -> None:
        super().__init__(
            f"The answers of {by} to {task} would not do: {faults}",
            "Run it again, say more with -m, or ask another model: --with text=PROVIDER:MODEL",
        )


class NoKeyError(RequestError):
    """A service that wants a key, and none is there."""

    def __init__(self, service: str, variable: str) -> None:
        super().__init__(
            f"There is no key for {service}.",
            f"Set {variable} in the environment, or keep it in the system's keyring: keyring set storyforge {variable}",
        )


class UnknownServiceError(RequestError):
    """A model whose service nobody knows."""

    def __init__(self, model: str) -> None:
        super().__init__(
            f'"{model}" names no service that is known.',
            "Write the service before the model: openai/gpt-5; openai/NAME also for a server of your own at api_base.",
        )


class OfflineError(RequestError):
    """Something that needs the network, where the network is not to be used."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} needs the network, and this run is offline.", "Leave --offline out.")


class ExtraMissingError(RequestError):
    """Something that an extra of the package is needed for."""

    def __init__(self, extra: str, what: str) -> None:
        super().__init__(f"For {what} a part is not installed.", f'Install it: pip install "storyforge[{extra}]"')


class NotRecordedError(FailedError):
    """A question that no cassette has the answer to."""

    def __init__(self, task: str, scene: str, file: str) -> None:
        where = f" of scene {scene}" if scene else ""
        super().__init__(
            f"There is no recording of the task {task}{where} ({file}).",
            "Record it: the same command with --record instead of --replay",
        )


class NoRuleError(FailedError):
    """Something that no rule can do with the words that are there."""

    def __init__(self, instruction: str, path: str, why: str = "it would need words of its own") -> None:
        super().__init__(
            f'A rule can\'t do "{instruction}": {why}.',
            f"Edit {path} by hand, or ask a model: --with text=PROVIDER:MODEL",
        )


class CatalogueError(RequestError):
    """A file of one's own about models that says something which can't be."""

    def __init__(self, path: str, key: str, why: str) -> None:
        super().__init__(
            ": ".join(part for part in (key, why.rstrip(".")) if part) + ".",
            "Mend it there; templates/models.yaml says at its head what each field is.",
            path=path,
        )


class NoRouteError(RequestError):
    """No model that is known can make what the story needs."""

    def __init__(self, kind: str, reasons: list[str]) -> None:
        told = "; ".join(reasons[:3])
        super().__init__(
            f"No model of the catalogue can make the {kind} of this story{f': {told}' if told else ''}.",
            f"See each, and why not: storyforge cost routes; or name one: --with {kind}=PROVIDER:MODEL",
        )
