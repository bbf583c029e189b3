"""Shots the author wrote: `CLOSE ON the key`, `ANNA'S POV`, `WIDE SHOT`; size and angle are honoured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.providers.offline.director.atoms import Draft

if TYPE_CHECKING:
    from storyforge.providers.offline.director.atoms import Atom
    from storyforge.providers.offline.director.planning import Plan

_REST = 40
_SHORT = 7
_NEAR = 24


def open_note(plan: Plan, atom: Atom, before: list[Draft]) -> Draft:
    """The draft that a sentence with a camera word at its start opens."""
    camera = atom.camera
    if camera is None:
        raise ValueError("the sentence has no camera word")
    rest = atom.camera_rest[:_REST]
    person = next(iter(plan.names.among(rest)), "") or (atom.who if _by_pronoun(plan, rest) else "")
    draft = Draft("view" if camera.seen else "note", why="the author wrote this shot")
    draft.size, draft.angle = camera.size, camera.angle or "eye"
    draft.lock = bool(camera.size or camera.angle)
    draft.move = "static" if camera.move == "hold" else camera.move
    over = next(iter(plan.names.among(atom.text)), "") if camera.size == "OTS" else ""
    draft.subject = "" if camera.seen else person or atom.who or over
    draft.other = next((slug for slug in atom.names if slug != draft.subject), "")
    if camera.size == "CU":
        draft.size = _close(atom, person)
    if draft.size in ("INSERT", "ECU"):
        draft.prop = _prop_of(plan, atom, rest)
    if camera.seen and not plan.names.among(atom.text) and before and before[-1].subject:
        draft.viewer = before[-1].subject
    return draft


def _prop_of(plan: Plan, atom: Atom, rest: str) -> str:
    """The prop that the author asks to see: named right after the camera word, or anywhere after a bare `INSERT`."""
    near = rest[:_NEAR].casefold() if atom.size > _SHORT else atom.text.casefold()
    props = (plan.props[slug] for slug in atom.props)
    return next((prop.id for prop in props if any(name.casefold() in near for name in (prop.name, *prop.aliases))), "")


def is_note(atom: Atom) -> bool:
    """Whether the author wrote a shot: a camera word at the start, or a short paragraph in capitals."""
    return atom.camera is not None or atom.has("slug")


def is_open_note(atom: Atom) -> bool:
    """Whether a sentence is only a short camera note or slug that ends its paragraph; its content comes next."""
    heading = is_note(atom) and not atom.text.endswith((".", "!", "?", "…"))
    return heading and atom.size <= _SHORT and atom.last and not atom.transition


def _by_pronoun(plan: Plan, rest: str) -> bool:
    return bool(plan.words.pronoun_first.match(rest))


def _close(atom: Atom, person: str) -> str:
    """CLOSE ON eyes is an ECU, on a person or a part of one a CU, on an object an INSERT."""
    if atom.has("eyes"):
        return "ECU"
    if atom.has("part"):
        return "CU"
    return "CU" if person else "INSERT"
