"""Tells what a sentence of action asks for: the first rule that holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from storyforge.providers.offline.director.inserts import insert_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.providers.offline.director.atoms import Atom, Draft, Kind
    from storyforge.providers.offline.director.planning import Plan

# Words above which a sentence says more than a look, a held beat, or the one thing that somebody sees.
_LOOK = 16
_HOLD = 12
_SEEN = 9


class Asked(NamedTuple):
    """The kind of draft, the reason, and the prop it shows if it is an insert."""

    kind: Kind
    why: str
    prop: str = ""


def kind_of(plan: Plan, last: Draft | None, atom: Atom, seen_props: set[str]) -> Asked:
    """What a sentence of action asks for, after the draft before it and the props that have been seen."""
    if prop := None if _is_written(atom) or atom.has("montage") else insert_of(plan, atom, seen_props):
        return Asked("insert", *prop)
    found = (rule(plan, last, atom) for rule in _RULES)
    return next(asked for asked in found if asked is not None)


def _is_written(atom: Atom) -> bool:
    return atom.camera is not None or (atom.has("slug") and not atom.sounds)


def _written(_plan: Plan, _last: Draft | None, atom: Atom) -> Asked | None:
    if not _is_written(atom):
        return None
    if atom.camera is not None and atom.camera.back:
        return Asked("act", "back to the scene")
    return Asked("view" if atom.camera is not None and atom.camera.seen else "note", "the author wrote this shot")


def _montage(_plan: Plan, _last: Draft | None, atom: Atom) -> Asked | None:
    return Asked("picture", "montage picture") if atom.has("montage") else None


def _held(_plan: Plan, _last: Draft | None, atom: Atom) -> Asked | None:
    if atom.has("hold") and atom.size < _HOLD:
        return Asked("react", "held beat")
    look = bool(atom.who) and atom.has("look", "feel") and not atom.has("move", "hand") and atom.size < _LOOK
    return Asked("react", "look") if look else None


def _threshold(_plan: Plan, _last: Draft | None, atom: Atom) -> Asked | None:
    if not atom.who or not atom.has("exit", "enter"):
        return None
    return Asked("act", "exit" if atom.has("exit") else "entrance")


def _seen(plan: Plan, last: Draft | None, atom: Atom) -> Asked | None:
    """What somebody looks at: a short sentence without a person after one that ends in a look.

    It must name something: `Five to six.` is no picture.
    """
    before = last.atoms[-1] if last is not None and last.atoms else None
    pattern = plan.words.phrases.get("to_look")
    somebody = atom.who and atom.who not in plan.groups
    if before is None or pattern is None or somebody or atom.size > _SEEN or not before.who or not before.is_act:
        return None
    thing = plan.words.phrases.get("thing")
    if thing is not None and not atom.who and not atom.props and not thing.search(atom.text):
        return None
    busy = atom.has("move", "hand", "fight", "hold", "prose", "feel", "hear")
    near = atom.piece - before.piece <= 1 and not before.transition
    if busy or not near or not before.has("look") or not pattern.search(before.text):
        return None
    return Asked("view", f"what {plan.display.get(before.who, before.who)} sees")


def _otherwise(_plan: Plan, _last: Draft | None, atom: Atom) -> Asked:
    busy = atom.has("move", "fight", "hand", "look", "enter", "exit") or atom.sounds
    return Asked("act", "action") if atom.who or busy else Asked("place", "the place")


_RULES: tuple[Callable[[Plan, Draft | None, Atom], Asked | None], ...] = (
    _written,
    _montage,
    _held,
    _threshold,
    _seen,
    _otherwise,
)
