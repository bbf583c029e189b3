"""Tells when an object fills the frame: to be read, alone in the place, or a prop that first matters (craft 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storyforge.providers.offline.director.atoms import Atom
    from storyforge.providers.offline.director.planning import Plan

_OBJECT = 16
_BUSY = ("hear", "move", "enter", "exit", "fight", "age")


def insert_of(plan: Plan, atom: Atom, seen_props: set[str]) -> tuple[str, str] | None:
    """The reason for an insert and the prop it shows, or nothing; one camera, or a stage, shows none."""
    if plan.mode in ("found-footage", "stage"):
        return None
    fresh = [prop for prop in atom.props if prop not in seen_props]
    if atom.has("reads") and (atom.has("quote") or fresh):
        return "something to read", (atom.props or ("",))[0]
    if atom.has("detail") and not atom.who and not atom.sounds and atom.index != plan.first_view:
        return "a detail", (atom.props or ("",))[0]
    prop = next((slug for slug in fresh if _matters(plan, slug, atom)), "")
    handled = atom.has("hand", "look") if atom.who else atom.index != plan.first_view
    if not prop or not handled or atom.has(*_BUSY) or atom.size >= _OBJECT or _is_shown_next(plan, prop, atom):
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
