"""Proposals: changes of state that were read in a shot's action, and what their author says of each.

A decision is known by its sentence, its element and its tag, so that it holds when the shots are made again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.model.counted import counted
from storyforge.model.digest import digest
from storyforge.model.shots import Change, Rejection, ShotList

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storyforge.model.shots import Shot

_DECISION = ("review", "decided")


def tag_of(change: Change) -> str:
    """The tag of a change of one: `wet`, or `-wet` where it ends."""
    return change.gains[0] if change.gains else f"-{change.loses[0]}" if change.loses else ""


def key_of(change: Change) -> str:
    """By what a change of one tag is known again: its sentence, its element and the tag."""
    return digest([" ".join(change.quote.split()), change.element, tag_of(change)])


def singly(changes: Iterable[Change]) -> Iterator[Change]:
    """Changes of one tag each, so that each can be accepted by itself; what is lost first, as it is folded."""
    for change in changes:
        if len(change.gains) + len(change.loses) <= 1:
            yield change
            continue
        for tag in change.loses:
            yield change.model_copy(update={"gains": (), "loses": (tag,)})
        for tag in change.gains:
            yield change.model_copy(update={"gains": (tag,), "loses": ()})


def made_again(scene: str, shots: Iterable[Shot], old: ShotList | None, *, auto: bool) -> ShotList:
    """The shot list of a scene with its changes as proposals; what was decided of the same sentence is decided.

    With `auto` those that are sure are accepted, and nothing is that was rejected once.
    """
    decided = _decisions(old)
    found = tuple(
        shot.model_copy(
            update={"changes": tuple(_reviewed(change, decided, auto=auto) for change in singly(shot.changes))}
        )
        for shot in shots
    )
    return ShotList(scene=scene, shots=found, rejected=rejections(found, old.rejected if old else ()))


def still_proposed(lists: Iterable[ShotList]) -> tuple[str, ...]:
    """What is to be told of shot lists with proposals, in a sentence; nothing where there are none."""
    count = sum(change.review == "proposed" for found in lists for shot in found.shots for change in shot.changes)
    verb = "is" if count == 1 else "are"
    return (f"{counted(count, 'state')} {verb} only proposed, and counted once accepted: storyforge state",) * bool(
        count
    )


def rejections(shots: Iterable[Shot], before: Iterable[Rejection]) -> tuple[Rejection, ...]:
    """What stays rejected: all that was, but for what is accepted now, and what is rejected in the shots."""
    found = {rejection.key: rejection for rejection in before}
    for change in (single for shot in shots for single in singly(shot.changes)):
        key = key_of(change)
        if change.review == "accepted":
            found.pop(key, None)
        elif change.review == "rejected":
            found[key] = Rejection(key=key, element=change.element, tag=tag_of(change), quote=change.quote)
    return tuple(found.values())


def _decisions(old: ShotList | None) -> dict[str, dict[str, str]]:
    if old is None:
        return {}
    found = {rejection.key: {"review": "rejected", "decided": "author"} for rejection in old.rejected}
    changes = (change for shot in old.shots for change in singly(shot.changes) if change.review != "proposed")
    return found | {key_of(change): {name: getattr(change, name) for name in _DECISION} for change in changes}


def _reviewed(change: Change, decided: dict[str, dict[str, str]], *, auto: bool) -> Change:
    """A change as it was decided before; else a proposal, whatever its maker says of it."""
    before = decided.get(key_of(change))
    if before is None:
        before = {"review": "accepted", "decided": "auto"} if auto and change.sure else {}
    return change.model_copy(update={"review": "proposed", "decided": "", **before})
