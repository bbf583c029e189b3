"""Gates: what must be decided, approved or said before a stage goes on."""

from __future__ import annotations

from storyforge.errors.base import GateError


class CarryUndecidedError(GateError):
    """A condition meets a scene border, and nobody has decided whether it lives on."""

    def __init__(self, scene: str, element: str, conditions: tuple[str, ...], since: str) -> None:
        tags = ", ".join(conditions)
        super().__init__(
            f"Scene {scene}: {element} left scene {since} {tags}. Is that still so?",
            f"Say so: storyforge state carry {scene} {element}.{conditions[0]} --keep (or --drop); "
            "or take the rule's word with --auto.",
        )


class GuidanceTooShortError(GateError):
    """Guidance that says too little to be a commit message."""

    def __init__(self, least: int) -> None:
        super().__init__(
            f"Guidance must have at least {least} characters: it becomes the commit message.",
            'Say what should be different: -m "tighter, more close-ups"',
        )


class GuidanceMissingError(GateError):
    """Making again what is there needs a word on what should be different."""

    def __init__(self, what: str, command: str) -> None:
        super().__init__(
            f"{what} is made already; making it again needs guidance.",
            f'Say what should be different: storyforge {command} -m "..." (at least 10 characters)',
        )


class NotLockedError(GateError):
    """A stage that reads what is not locked yet; `gaps` are those that keep it from being locked."""

    def __init__(self, stage: str, need: str, paths: list[str], *, missing: bool, gaps: int = 0) -> None:
        what = f"{len(paths)} of its files" if len(paths) > 1 else paths[0] if paths else "it"
        if missing:
            super().__init__(
                f"{stage} needs {need}, and {what} {'are' if len(paths) > 1 else 'is'} not made yet.",
                f"Make it: storyforge run {need}",
            )
        else:
            super().__init__(
                f"{stage} needs {need} locked, and {what} {'are drafts' if len(paths) > 1 else 'is a draft'}.",
                _to_lock(need, gaps),
            )
        self.need = need
        self.missing = missing


def _to_lock(need: str, gaps: int) -> str:
    if need == "confirm":
        return "See what it costs, and agree: storyforge confirm"
    lock = f"storyforge lock {need}"
    if not gaps:
        return f"Read it, then: {lock}"
    count = "gap" if gaps == 1 else f"{gaps} gaps"
    return f"Fill its {count} (storyforge check), then: {lock}; or as it is: {lock} --allow-todo"


class FramesNotApprovedError(GateError):
    """In control mode a shot waits for the approval of the shot before."""

    def __init__(self, scene: str, shot: str) -> None:
        super().__init__(
            f"{shot} is not approved yet, and what follows it is made from it.",
            f"Look at them: storyforge show frames {scene}; then: storyforge frame approve {shot}",
        )


class FaceMissingError(GateError):
    """Whoever draws frames by reference pictures needs an approved face of every main character."""

    def __init__(self, scene: str, name: str, slug: str, *, missing: bool) -> None:
        command = f"storyforge keys {slug}" if missing else f"storyforge asset approve {slug}.face"
        what = "has no face reference yet" if missing else "has a face reference that is not approved"
        super().__init__(
            f"{name} is a main character in scene {scene} and {what}: frames would show somebody else each time.",
            f"{'Make one' if missing else 'Look at it, then'}: {command}",
        )


class InstanceMissingError(GateError):
    """Somebody or something is not as its reference picture shows it, and there is no picture of that yet."""

    def __init__(self, scene: str, name: str, slug: str, state: str, *, missing: bool) -> None:
        more = "" if missing else " --approve"
        what = "there is no picture of that yet" if missing else "its picture is not approved"
        super().__init__(
            f"{name} is {state} in scene {scene}, and {what}: a frame would show {name} as the reference does.",
            f"{'Make one' if missing else 'Look at it, then'}: storyforge instances {scene} --element {slug}{more}",
        )


class BaseMissingError(GateError):
    """A picture of a state is made from an approved picture of its asset."""

    def __init__(self, scene: str, name: str, slug: str, *, missing: bool) -> None:
        command = f"storyforge keys {slug}" if missing else f"storyforge asset approve {slug}"
        super().__init__(
            f"{name} changes in scene {scene}, and has no approved picture that this one could be made from.",
            f"{'Make one' if missing else 'Look at it, then'}: {command}",
        )


class FramesLackingError(GateError):
    """A clip without its frames can't be agreed to."""

    def __init__(self, scene: str, shots: list[str]) -> None:
        super().__init__(
            f"Scene {scene} lacks the frames of {', '.join(shots)}; its clips can't be agreed to without them.",
            f"Make them: storyforge frames {scene} --quick; or one by one: --control",
        )


class NotConfirmedError(GateError):
    """Clips are made from what was agreed to, by whom it was agreed, and not otherwise."""

    def __init__(self, scene: str, agreed: str = "", wanted: str = "") -> None:
        if agreed:
            what = f"Scene {scene} is confirmed for clips by {agreed}, not by {wanted}."
        else:
            what = f"Scene {scene} is not confirmed as it is now."
        super().__init__(what, f"See what it costs, and agree: storyforge confirm {scene}")


class OtherTermsError(GateError):
    """A clip would be made from something else, or otherwise, than was agreed to."""

    def __init__(self, scene: str, what: str, agreed: str, now: str) -> None:
        super().__init__(
            f"Scene {scene} is confirmed otherwise: {what} was agreed to as {agreed}, and is {now} now.",
            f"See what it costs, and agree: storyforge confirm {scene}",
        )


class OtherQualityError(GateError):
    """Drafts and finals are agreed to apart, each at its own price."""

    def __init__(self, scene: str, *, draft: bool) -> None:
        agreed, wanted = ("drafts", "finals") if draft else ("finals", "drafts")
        super().__init__(
            f"Scene {scene} is confirmed for {agreed}, not for {wanted}.",
            f"See what {wanted} cost, and agree: storyforge confirm {scene}{'' if draft else ' --draft'}",
        )


class AgreementChangedError(GateError):
    """What was agreed to was changed while clips were being made; what was not asked for yet is not."""

    def __init__(self, scene: str, what: str) -> None:
        super().__init__(
            f"What was agreed to for scene {scene} changed while its clips were being made; {what} was not asked for.",
            f"See what it costs now, and agree: storyforge confirm {scene}",
        )


class AgreementUsedError(GateError):
    """A clip that what was agreed to does not reach for any more; nothing was asked."""

    def __init__(self, scene: str, what: str, count: int, whole: str, bought: int) -> None:
        many = "1 clip" if count == 1 else f"{count} clips"
        super().__init__(
            f"{what} is more than was agreed to: {many}, {whole} at most, of which {bought} may be bought already.",
            f"To buy it again, agree again: storyforge confirm {scene}",
        )


class PriceRisenError(GateError):
    """A clip costs more than was agreed to."""

    def __init__(self, scene: str, shot: str, agreed: str, price: str) -> None:
        super().__init__(
            f"The clip of {shot} was agreed to at {agreed}, and costs {price} now.",
            f"See what the scene costs, and agree: storyforge confirm {scene}",
        )


class ImpactNotAcceptedError(GateError):
    """A change whose repair costs money, or of a parameter under a locked treatment; `outdated` is in words."""

    def __init__(self, outdated: str, command: str, price: str = "") -> None:
        if price:
            super().__init__(f"This would outdate {outdated}; making that again costs {price}.", _accept(command))
        else:
            what = outdated or "nothing that is made yet"
            super().__init__(f"The treatment is locked; this change would outdate {what}.", _accept(command))


def _accept(command: str) -> str:
    return f"Accept that: {command}; or make the change on a new timeline: storyforge timeline new NAME --carry"


class MisfitError(GateError):
    """Shots that the model which is to make their clips would not take, or would spoil; nothing was sent."""

    def __init__(self, by: str, message: str, hint: str, count: int, path: str = "", line: int | None = None) -> None:
        more = f" {count - 1} more like it." if count > 1 else ""
        super().__init__(
            f"{message}{more}",
            f"{hint} All of it: storyforge check input_contract; others that could: storyforge cost routes",
            path=path or None,
            line=line,
        )
        self.by = by
