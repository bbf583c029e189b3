"""Tells what a sentence of action asks for: the first rule that holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storyforge.providers.offline.director.atoms import Atom, Draft, Kind
    from storyforge.providers.offline.director.planning import Plan

_LOOK = 16
_HOLD = 12
_OBJECT = 16
_SEEN = 9


def kind_of(plan: Plan, last: Draft | None, atom: Atom, seen_props: set[str]) -> tuple[Kind, str, str]:
    """The kind of draft, the reason, and the prop it shows if it is an insert."""
    if atom.camera is not None:
        if atom.camera.back:
            return "act", "back to the scene", ""
        return ("view" if atom.camera.seen else "note"), "the author wrote this shot", ""
    if atom.has("slug") and not atom.sounds:
        return "note", "the author wrote this shot", ""
    if atom.has("montage"):
        return "picture", "montage picture", ""
    if prop := _insert(plan, atom, seen_props):
        return "insert", prop[0], prop[1]
    if (atom.has("hold") and atom.size < _HOLD) or _is_look(atom):
        return "react", "held beat" if atom.has("hold") else "look", ""
    if atom.who and atom.has("exit", "enter"):
        return "act", "exit" if atom.has("exit") else "entrance", ""
    if _is_seen(plan, last, atom):
        viewer = last.atoms[-1].who if last else ""
        return "view", f"what {plan.display.get(viewer, viewer)} sees", ""
    busy = atom.has("move", "fight", "hand", "look", "enter", "exit") or atom.sounds
    return ("act", "action", "") if atom.who or busy else ("place", "the place", "")


def _is_look(atom: Atom) -> bool:
    return bool(atom.who) and atom.has("look", "feel") and not atom.has("move", "hand") and atom.size < _LOOK


def _insert(plan: Plan, atom: Atom, seen_props: set[str]) -> tuple[str, str] | None:
    """An object that fills the frame: something to read, or the first time that a prop matters (craft 3)."""
    if plan.mode in ("found-footage", "stage"):
        return None
    fresh = [prop for prop in atom.props if prop not in seen_props]
    if atom.has("reads") and (atom.has("quote") or fresh):
        return "something to read", (atom.props or ("",))[0]
    prop = next((slug for slug in fresh if _matters(plan, slug, atom)), "")
    if not prop or _is_shown_next(plan, prop, atom) or atom.has("hear", "move", "enter", "exit", "fight", "age") or atom.size >= _OBJECT:
        return None
    if atom.who and not atom.has("hand", "look"):
        return None
    return f"first time of {plan.props[prop].name.lower()}", prop


def _is_shown_next(plan: Plan, prop: str, atom: Atom) -> bool:
    """Whether the author's own next shot is of the prop."""
    following = plan.atoms[atom.index + 1] if atom.index + 1 < len(plan.atoms) else None
    return following is not None and following.camera is not None and prop in following.props


def _matters(plan: Plan, slug: str, atom: Atom) -> bool:
    """A prop in capitals, or one that comes back later, the first time it is there; never furniture or clothes."""
    prop = plan.props[slug]
    if "fixture" in plan.words.word_tags(prop.name.split()[-1], 1):
        return False
    capitals = any(_in_capitals(name, atom.text) for name in (prop.name, *prop.aliases))
    return capitals or (prop.key and prop.first)


def _in_capitals(name: str, text: str) -> bool:
    """Whether a name stands in capitals of its own, not within a longer run of them."""
    start = text.find(name.upper())
    if start < 0 or name.upper() == name.lower() or text.isupper():
        return False
    before = text[:start].split()[-1:]
    return not (before and len(before[0]) > 1 and before[0].isupper())


def _is_seen(plan: Plan, last: Draft | None, atom: Atom) -> bool:
    """What somebody looks at: a short sentence without a person after one that ends in a look."""
    if last is None or atom.who or atom.size > _SEEN or not plan.words.known:
        return False
    before = last.atoms[-1] if last.atoms else None
    if before is None or not before.is_act or not before.who or atom.piece - before.piece > 1 or before.transition:
        return False
    if atom.has("move", "hand", "fight", "hold", "prose", "feel"):
        return False
    pattern = plan.words.phrases.get("to_look")
    return bool(pattern and before.has("look") and pattern.search(before.text))
