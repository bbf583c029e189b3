"""Finds whom each line is spoken to: the first rule that holds, and its name for `why`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.providers.offline.director.atoms import Atom
    from storyforge.providers.offline.director.lexicon import Lexicon
    from storyforge.tasks.names import Names

ALL = "all"
_AHEAD = 3
_CALL = 6
_VOCATIVE = re.compile(
    r"(?:^|[.!?…—–-]\s+|[\"“„«¡¿])(?P<front>[^\W\d_][^,.!?…;:]{0,30}?)(?=\s*[,!?]|\s*\.\.\.|\s*…|\.|$)"
    r"|(?<=[,，、])\s*(?P<back>[^\W\d_][^,.!?…;:]{0,30}?)(?=\s*[,.!?…]|$|\s+[-—–])"
)


@dataclass(frozen=True, slots=True)
class Address:
    """Whom a line is spoken to (a slug, `all`, or nothing) and by which rule."""

    to: str = ""
    rule: str = ""


@dataclass
class _Room:
    """Who is in the room and has not left it."""

    present: tuple[str, ...]
    gone: set[str] = field(default_factory=set)

    def others(self, speaker: str) -> list[str]:
        return [slug for slug in self.present if slug != speaker and slug not in self.gone]


def addressees(
    atoms: Sequence[Atom], present: tuple[str, ...], names: Names, words: Lexicon, *, on_line: bool
) -> dict[int, Address]:
    """Atom index -> address, for every piece of speech.

    A voice over speaks to nobody in the scene, except on a line.
    """
    says = [atom for atom in atoms if atom.kind == "say"]
    nexts = _next_speakers(says)
    room = _Room(present)
    found: dict[int, Address] = {}
    line = _Line(atoms, names, words, found)
    place = 0
    for atom in atoms:
        if atom.is_act:
            room.gone.update(atom.missing)
            if atom.who:
                (room.gone.add if atom.has("exit") else room.gone.discard)(atom.who)
            continue
        room.gone.discard(atom.who)
        line.at(atom, says[place - 1] if place else None, nexts[place], room.others(atom.who))
        found[atom.index] = Address() if atom.heard == "over" and not on_line else line.address()
        place += 1
        if atom.has("goes_out", "exit") and atom.last:
            room.gone.add(atom.who)
    return found


def _next_speakers(says: Sequence[Atom]) -> list[str]:
    """For each piece of speech, who speaks next but its own speaker, within a few pieces."""
    found = []
    for place, atom in enumerate(says):
        ahead = (other.who for other in says[place + 1 : place + 1 + _AHEAD] if other.who != atom.who)
        found.append(next(ahead, ""))
    return found


class _Line:
    """One line in its place; the rules look at it in order."""

    def __init__(self, atoms: Sequence[Atom], names: Names, words: Lexicon, found: dict[int, Address]) -> None:
        self.atoms, self.names, self.words, self.found = atoms, names, words, found
        self.spoke: dict[str, None] = {}

    def at(self, atom: Atom, before: Atom | None, following: str, others: list[str]) -> None:
        if before is not None:
            self.spoke.pop(before.who, None)
            self.spoke[before.who] = None
        self.atom, self.before, self.others = atom, before, others
        self.next = following if following in others or not others else ""
        ok = (slug for slug in reversed(self.spoke) if slug != atom.who and (slug in others or not others))
        self.previous = next(ok, "")

    def address(self) -> Address:
        for rule in _RULES:
            if answer := rule(self):
                return answer
        return Address()

    def parenthetical(self) -> Address | None:
        text = self.atom.parenthetical
        if not text:
            return None
        if self.words.directions["everyone"].search(text):
            return Address(ALL, "direction")
        match = self.words.directions["to"].search(text)
        named = self.names.among(match.group(1).title()) if match else ()
        other = next((slug for slug in named if slug != self.atom.who), "")
        return Address(other, "direction") if other else None

    def on_line(self) -> Address | None:
        """Who is spoken to through a telephone is the voice heard next, or heard last."""
        if not self.atom.has("phone"):
            return None
        index = self.atom.index
        near = [*self.atoms[index + 1 : index + 1 + _CALL], *reversed(self.atoms[max(0, index - _CALL) : index])]
        voice = next((a.who for a in near if a.heard and a.who != self.atom.who), "")
        return Address(voice, "on the line") if voice else None

    def vocative(self) -> Address | None:
        calls = []
        for match in _VOCATIVE.finditer(self.atom.text):
            group = match.lastgroup or "front"
            called = match.group(group)
            slugs = self.names.among(called)
            if len(slugs) == 1 and len(called.split()) <= 3 and slugs[0] in self.others:
                calls.append((slugs[0], match.end(group)))
        if not calls:
            return None
        end = len(self.atom.text.rstrip(' .!?…"”'))
        called = calls[-1][0] if calls[-1][1] >= end else calls[0][0]
        return Address(called, "vocative")

    def same_speech(self) -> Address | None:
        if self.atom.first or self.before is None or self.before.piece != self.atom.piece:
            return None
        to = self.found[self.before.index].to
        return Address(to, "same speech") if to else None

    def voice(self) -> Address | None:
        """Who answers a voice from beside the frame at once speaks to it."""
        before = self.before
        heard = before is not None and before.heard == "off" and before.index == self.atom.index - 1
        return Address(before.who, "answers the voice") if heard and before and before.who != self.atom.who else None

    def only_other(self) -> Address | None:
        return Address(self.others[0], "only other") if len(self.others) == 1 else None

    def own_action(self) -> Address | None:
        index = self.atom.index
        before = self.atoms[index - 1] if index else None
        if before is None or not before.is_act or before.who != self.atom.who:
            return None
        named = next((slug for slug in before.names if slug in self.others), "")
        return Address(named, "their action before") if named and before.has("look", "turns_to") else None

    def to_all(self) -> Address | None:
        asked = self.before is not None and self.before.has("question")
        if len(self.others) > 1 and not asked and self.words.speech["to_all"].search(self.atom.text):
            return Address(ALL, "words to all")
        return None

    def who_answers(self) -> Address | None:
        if not self.next or not self.atom.has("question"):
            return None
        index = self.atom.index
        direct = self.before is not None and self.before.index == index - 1 and self.before.who == self.previous
        left_open = len(self.atoms) > index + 2 and all(a.is_act for a in self.atoms[index + 1 : index + 3])
        if direct and left_open and self.previous != self.next:
            return Address(self.previous, "answers")
        return Address(self.next, "who answers")

    def answers(self) -> Address | None:
        if not self.previous or self.before is None:
            return None
        asked = self.before.who == self.previous and (
            self.found[self.before.index].to == self.atom.who or self.before.has("question")
        )
        return Address(self.previous, "answers") if asked or self.next == self.previous else None

    def after_pause(self) -> Address | None:
        index = self.atom.index
        paused = index > 1 and self.atoms[index - 1].is_act and self.atoms[index - 2].is_act
        return (
            Address(self.next, "after a pause, who speaks next")
            if paused and self.next and len(self.others) > 2
            else None
        )

    def last_speaker(self) -> Address | None:
        return Address(self.previous, "last speaker") if self.previous else None

    def next_speaker(self) -> Address | None:
        return Address(self.next, "next speaker") if self.next else None


_RULES = (
    _Line.parenthetical,
    _Line.on_line,
    _Line.vocative,
    _Line.same_speech,
    _Line.voice,
    _Line.only_other,
    _Line.own_action,
    _Line.to_all,
    _Line.who_answers,
    _Line.answers,
    _Line.after_pause,
    _Line.last_speaker,
    _Line.next_speaker,
)
