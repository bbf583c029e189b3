"""Makes the finest sensible cut: a draft for every atom that may stand alone.

What can't stand alone joins its neighbour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.providers.offline.director.atoms import Atom, Draft
from storyforge.providers.offline.director.kinds import kind_of
from storyforge.providers.offline.director.notes import is_open_note, open_note

if TYPE_CHECKING:
    from storyforge.providers.offline.director.planning import Plan

_FRAGMENT = 5
"""Words up to which a sentence that names nobody is no picture of its own."""
_HEARD = 16
"""Words up to which a sentence may only say what is heard at the other end of a line."""
_PICTURES = frozenset({"act", "place", "react", "picture", "over", "insert"})
_VOICE_ROOM = 0.3
"""Seconds that a picture outlasts the voice over it, so that the cut is not on the last word."""


def group(plan: Plan) -> list[Draft]:
    """Drafts in order, every atom in exactly one."""
    grouper = _Grouper(plan)
    for atom in plan.atoms:
        grouper.act(atom) if atom.is_act else grouper.say(atom)
    return grouper.drafts


def playing_seconds(atoms: list[Atom]) -> float:
    """How long atoms play together: narration runs beside the action, dual dialogue beside the speech before."""
    over = sum(atom.seconds for atom in atoms if atom.heard == "over")
    acts = sum(atom.seconds for atom in atoms if atom.is_act)
    said = speech = beside = 0.0
    for atom in atoms:
        if atom.is_act or atom.heard == "over":
            continue
        if atom.dual:
            beside += atom.seconds
            continue
        said += max(0.0, beside - speech) + atom.seconds
        beside = 0.0
        speech = atom.seconds if atom.first else speech + atom.seconds
    said += max(0.0, beside - speech)
    return said + max(acts, over + _VOICE_ROOM if over else 0.0)


class _Grouper:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.drafts: list[Draft] = []
        self.seen_props: set[str] = set()
        self.soft = plan.numbers.pace.soft
        self.limit = plan.numbers.limit

    @property
    def last(self) -> Draft | None:
        return self.drafts[-1] if self.drafts else None

    def _new(self, draft: Draft, atom: Atom) -> None:
        draft.add(atom)
        self.drafts.append(draft)

    def _glue(self, atom: Atom) -> bool:
        """Add to the last draft if it does not get too long."""
        last = self.last
        if last is None or last.atoms[-1].transition:
            return False
        seconds = playing_seconds([*last.atoms, atom])
        if seconds > self.limit:
            return False
        if atom.has("montage") and last.kind == "note" and last.atoms[0].camera is None:
            last.kind, last.subject, last.why = "picture", atom.who, "montage picture"
        last.atoms.append(atom)
        last.seconds = seconds
        return True

    def act(self, atom: Atom) -> None:
        kind, why, prop = kind_of(self.plan, self.last, atom, self.seen_props)
        self.seen_props.update(atom.props)
        if self._belongs(atom, kind) and self._glue(atom):
            return
        if kind in ("note", "view") and atom.camera is not None:
            self._new(open_note(self.plan, atom, self.drafts), atom)
            return
        draft = Draft(kind, subject=self._about(atom, kind), why=why, prop=prop)
        draft.other = next((slug for slug in atom.names if slug != draft.subject), "")
        if kind == "view":
            draft.size, draft.angle, draft.lock, draft.subject = "LS", "POV", True, ""
        elif kind == "note":
            draft.size, draft.lock = _slug_size(atom), bool(_slug_size(atom))
        self._new(draft, atom)

    def _belongs(self, atom: Atom, kind: str) -> bool:
        """Whether a sentence can't stand alone: the content of a short note, a title, commentary, a fragment."""
        last = self.last
        if last is None:
            return False
        if atom.has("intercut", "title"):
            return True
        if _is_lettering(atom) and _shows_lettering(last.atoms[-1], atom):
            return True
        if _opens(last) and kind != "note":
            return True
        if atom.has("prose") and atom.camera is None and not (kind == "picture" and atom.first):
            return last.kind != "insert" or atom.piece == last.atoms[-1].piece
        small = not atom.first and not atom.who and atom.size <= _FRAGMENT and not atom.sounds and not atom.names
        return (
            small and kind in ("act", "place") and last.kind in ("act", "place", "react", "talk") and self._room(atom)
        )

    def _room(self, atom: Atom) -> bool:
        return self.last is not None and self.last.seconds + atom.seconds <= self.soft

    def _about(self, atom: Atom, kind: str) -> str:
        """The subject of a draft; a held beat without a person is on the one who was just spoken to.

        What is only heard, as at the other end of a line, is seen on the face of who hears it.
        """
        only_heard = kind == "act" and not atom.has("move", "hand", "fight", "vehicle") and atom.size <= _HEARD
        if not atom.who and only_heard and self.plan.callers and (atom.sounds or atom.has("hear")):
            before = self.last.subject if self.last is not None else ""
            return before if before in self.plan.present else ""
        if atom.who or kind != "react" or atom.has("nobody"):
            return atom.who
        said = next((a for draft in reversed(self.drafts[-2:]) for a in reversed(draft.atoms) if a.kind == "say"), None)
        to = self.plan.address(said).to if said else ""
        if to in self.plan.present:
            return to
        return self.last.subject if self.last is not None else ""

    def say(self, atom: Atom) -> None:
        if atom.heard == "over" and not self.plan.ends:
            self._voice_over(atom)
        elif atom.dual and self.last is not None and self.last.lines and self._glue(atom):
            self.last.kind, self.last.why = "exchange", "two speak at once"
            self.last.other = atom.who if atom.who != self.last.subject else self.last.other
        elif atom.crowd:
            self._new(Draft("crowd", why="many voices"), atom)
        else:
            self._talk(atom)

    def _talk(self, atom: Atom) -> None:
        to = self.plan.address(atom).to
        if not atom.heard:
            other = to if to in self.plan.present else ""
            self._new(Draft("talk", subject=atom.who, other=other), atom)
            return
        if atom.has("montage") and self.last is not None and self.last.kind in _PICTURES and self._glue(atom):
            return
        self._new(Draft("talk", subject=self._listener(atom, to), why="voice off, on who hears it"), atom)

    def _listener(self, atom: Atom, to: str) -> str:
        """Whom a voice is heard over: who is spoken to, else who was last seen."""
        present = self.plan.present
        if to in present and to != atom.who:
            return to
        seen = (draft.subject for draft in reversed(self.drafts[-4:]) if draft.subject in present)
        return next((slug for slug in seen if slug != atom.who), "")

    def _voice_over(self, atom: Atom) -> None:
        """A voice over runs beside the pictures before it; without a picture it is a thinking face, or the place."""
        last = self.last
        if last is not None and last.kind in _PICTURES and not last.speakers():
            spoken = sum(a.seconds for a in last.lines) + atom.seconds
            if spoken <= self.soft and self._glue(atom):
                return
        seen = last.subject if last is not None and last.subject in self.plan.present else ""
        on = atom.who if atom.who in self.plan.present else seen
        self._new(Draft("over", subject=on, why="voice over: a thinking face" if on else "voice over the place"), atom)


def _opens(draft: Draft) -> bool:
    """Whether a draft is nothing yet but a note whose content comes next."""
    return draft.kind in ("note", "view") and len(draft.atoms) == 1 and is_open_note(draft.atoms[0])


def _is_lettering(atom: Atom) -> bool:
    """Whether a sentence is all in capitals and no shot of its own: it stands on the sign before it."""
    return atom.text.isupper() and atom.size > 1 and atom.camera is None and not atom.has("slug") and not atom.sounds


def _shows_lettering(last: Atom, atom: Atom) -> bool:
    shows = last.is_act and not last.transition and atom.piece - last.piece <= 1
    return shows and (last.has("reads", "quote") or _is_lettering(last))


def _slug_size(atom: Atom) -> str:
    return "CU" if atom.has("part") else "LS" if atom.has("vehicle") else ""
