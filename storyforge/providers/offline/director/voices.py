"""Tells voices that answer from narration: who takes part in a conversation takes their own time, seen or not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.providers.offline.director.atoms import Atom


def answering(atoms: Sequence[Atom], *, phone: bool, intercut: bool) -> tuple[Atom, ...]:
    """The atoms, with voices over that answer made voices off.

    Such are the voices on a line, but for one who speaks on screen too and so thinks aloud; and without a line a voice
    that is asked and answers, or stands between two speeches of one person, with nothing done between.
    """
    seen = {atom.who for atom in atoms if atom.kind == "say" and not atom.heard}
    voices = {atom.who for atom in atoms if atom.heard == "over"}
    if intercut:
        talking = voices
    elif phone:
        talking = voices - seen
    else:
        talking = {atom.who for atom in atoms if atom.heard == "over" and _answers(atoms, atom)}
    return tuple(replace(a, heard="off") if a.heard == "over" and a.who in talking else a for a in atoms)


def _answers(atoms: Sequence[Atom], atom: Atom) -> bool:
    last = next((other for other in reversed(atoms[: atom.index]) if other.piece != atom.piece), None)
    following = next((other for other in atoms[atom.index + 1 :] if other.piece != atom.piece), None)
    before, after = (_speaker(other, atom) for other in (last, following))
    asked = last is not None and last.has("question")
    asks = atom.last and atom.has("question")
    return (before != "" and (asked or before == after)) or (after != "" and asks)


def _speaker(other: Atom | None, atom: Atom) -> str:
    """Who speaks on screen in a neighbouring speech, if it is somebody else."""
    spoken = other is not None and other.kind == "say" and not other.heard and not other.transition
    return other.who if other is not None and spoken and other.who != atom.who else ""
