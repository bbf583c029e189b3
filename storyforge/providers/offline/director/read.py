"""Reads a scene into atoms: sentences of action and pieces of speech, each with its seconds and what it tells."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from storyforge.formats.prose import sentence_spans
from storyforge.providers.offline.director import text as cut
from storyforge.providers.offline.director.atoms import Atom
from storyforge.providers.offline.director.people import People
from storyforge.providers.offline.director.props import Props
from storyforge.providers.offline.director.speech import speech_atoms
from storyforge.providers.offline.director.voices import answering
from storyforge.tasks.mode import at_head

if TYPE_CHECKING:
    from storyforge.providers.offline.director.lexicon import CameraWord, Lexicon
    from storyforge.providers.offline.director.numbers import ActionTimes, Numbers
    from storyforge.tasks.pieces import Piece
    from storyforge.tasks.shots import ShotsContext

_LONG = 34
"""Words above which a sentence of action is cut at its clauses too."""
_PARTS = re.compile(r"(?<=[,;:])\s+(?=(?:\w+\s+){2})|(?<=--)\s+|(?<=—)\s+")
_DIRECTIVE = 4
_MARKS = str.maketrans("", "", "*_")
_AGE = re.compile(r",\s*(?:\w+[ -]+)?\d{1,3}s?\b|\((?:\w+[ -]+)?\d{1,3}s?\b|,\s*\w*(?:ties|teens)\b")


@dataclass(frozen=True)
class Reading:
    """The atoms of a scene; `phone` and `intercut` tell that people speak who are not in one place."""

    atoms: tuple[Atom, ...]
    phone: bool
    intercut: bool


def read(context: ShotsContext, words: Lexicon, table: Numbers) -> Reading:
    """The atoms of a scene in order; a transition rides on the atom before it, or on the first."""
    reader = _Reader(context, words, table)
    for number, piece in enumerate(context.pieces):
        reader.take(number, piece)
    phone = reader.phone or bool(words.phrases.get("phone") and words.phrases["phone"].search(context.heading))
    intercut = reader.intercut or "INTERCUT" in context.heading.upper()
    return Reading(answering(reader.atoms, phone=phone, intercut=intercut), phone, intercut)


class _Reader:
    def __init__(self, context: ShotsContext, words: Lexicon, table: Numbers) -> None:
        self.words = words
        self.table = table
        self.language = context.language
        self.scale = float(context.action_scale)
        self.people = People(context.cast, words)
        self.props = Props(context.props, words)
        self.atoms: list[Atom] = []
        self.waiting = ""
        self.montage = context.mode == "montage"
        self.phone = self.intercut = False

    def take(self, number: int, piece: Piece) -> None:
        if piece.kind == "transition":
            self._transition(piece.text)
            return
        start = len(self.atoms)
        if piece.kind == "action":
            self._action(number, piece.text)
        else:
            self._speech(number, piece)
        if self.waiting and len(self.atoms) > start:
            self.atoms[start] = replace(self.atoms[start], transition=self.waiting)
            self.waiting = ""

    def _transition(self, text: str) -> None:
        if self.atoms:
            last = self.atoms[-1]
            self.atoms[-1] = replace(last, transition=f"{last.transition} {text}".strip())
        else:
            self.waiting = f"{self.waiting} {text}".strip()

    def _speech(self, number: int, piece: Piece) -> None:
        self.people.met(piece.character)
        atoms = speech_atoms(piece, number, len(self.atoms), self.words, self.table, self.language)
        self.phone |= any("phone" in atom.tags for atom in atoms)
        self.atoms += [replace(a, tags=a.tags | {"montage"}) for a in atoms] if self.montage else atoms

    def _action(self, number: int, text: str) -> None:
        begins, ends = self._montage_words(text)
        self.montage = self.montage and not ends
        parts = [part for span in sentence_spans(text, self.language) for part in _clauses(text, *span)]
        for row, (start, end) in enumerate(parts):
            last = row == len(parts) - 1
            self.atoms.append(self._sentence(number, text[start:end], first=row == 0, last=last, offset=start))
        self.montage = self.montage or begins

    def _montage_words(self, text: str) -> tuple[bool, bool]:
        begins, ends = (self.words.phrases.get(key) for key in ("montage_begins", "montage_end"))
        over = bool(ends and ends.search(text))
        match = begins.search(text) if begins and not over else None
        return bool(match and at_head(match)), over

    def _sentence(self, number: int, raw: str, *, first: bool, last: bool, offset: int) -> Atom:
        text = raw.translate(_MARKS)
        tags = self.words.tags_of(self.props.blanked(self.people.blanked(text)))
        self._refine(text, tags, first=first, last=last)
        camera, rest = self._camera(text)
        who, names, both, missing = self.people.subject(rest or text, tags)
        if missing or (not who and "goes_out" in tags):
            tags -= {"exit", "goes_out"}
        _mark_prose(text, tags, camera, known=self.words.known)
        self.phone |= "phone" in tags
        self.intercut |= "intercut" in tags
        if self.montage:
            tags.add("montage")
        return Atom(
            len(self.atoms), "act", raw, number, _seconds(text, tags, self.table.action, names) * self.scale, who,
            frozenset(tags), first, last, cut.words(text), names, both,
            props=self.props.find(text),
            sounds=tuple(dict.fromkeys(found.lower() for found in self.words.sounds.findall(text))),
            camera=camera,
            camera_rest=rest,
            move=next((name for pattern, name in self.words.moves if pattern.search(text)), ""),
            offset=offset,
            missing=missing,
        )  # fmt: skip

    def _camera(self, text: str) -> tuple[CameraWord | None, str]:
        """The camera word a sentence begins with, and what stands behind it."""
        for word in self.words.camera:
            if match := word.pattern.match(text):
                return word, text[match.end() :]
        return None, ""

    def _refine(self, text: str, tags: set[str], *, first: bool, last: bool) -> None:
        """Corrects tags that single words give wrongly, and adds what only the whole sentence shows."""
        if "comes_in" in tags:
            tags.add("enter")
        if "goes_out" in tags:
            tags.add("exit")
        if "gets_up" in tags:
            tags.add("rise")
        if "hold" in tags and tags & {"nobody", "negated"}:
            tags.discard("move")
        if "sit" in tags and "negated" in tags:
            tags.discard("sit")
        if first and last and _is_slug(text):
            tags.add("slug")
        if "montage_end" in tags and cut.words(text) <= _DIRECTIVE:
            tags.add("title")
        if _AGE.search(text):
            tags.add("age")
        if "intercut" in tags:
            tags -= {"move", "hand", "look"}


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the clauses of a long sentence begin and end; a sentence that is not long is one."""
    cuts = list(_PARTS.finditer(text, start, end)) if cut.words(text[start:end]) > _LONG else []
    return list(zip([start, *(c.end() for c in cuts)], [*(c.start() for c in cuts), end], strict=True))


def _is_slug(text: str) -> bool:
    """A short paragraph all in capitals names where to look: `THE TRUCK`."""
    return text.isupper() and 1 <= cut.words(text) <= 6 and not text.endswith(("!", ".", "?"))


def _mark_prose(text: str, tags: set[str], camera: CameraWord | None, *, known: bool) -> None:
    """Tags what only a reader gets: commentary, or words to the reader in a sentence where nothing is done."""
    done = tags & {"enter", "exit", "hand", "look", "camera_sees", "slug"}
    unquoted = re.sub(r"[\"“„«][^\"”“»]*[\"”“»]", "", text)
    to_reader = "to_reader" in tags and not done and not camera and unquoted == text
    if known and ((("prose" in tags) and not tags & {"move", "hand"}) or to_reader):
        tags.add("prose")
        tags -= {"move", "fight", "enter", "exit", "sit"}
    else:
        tags.discard("prose")


def _seconds(text: str, tags: set[str], times: ActionTimes, names: tuple[str, ...]) -> float:
    """How long a sentence of action plays; description is seen at once, action takes its time (craft 2)."""
    count = cut.words(text)
    if "title" in tags:
        return times.title
    if "intercut" in tags:
        return 0.0
    if "prose" in tags:
        least, rate, most = times.prose
        return min(most, least + count / rate)
    if "hold" in tags and count < 12:
        return times.hold
    kinds = ("move", "hand", "fight", "look", "feel")
    base = next((float(getattr(times, kind)) for kind in kinds if kind in tags), times.other)
    read = count / (times.description if "being" in tags and "move" not in tags else times.words)
    if "age" in tags:
        base += times.introduce * min(3, max(1, len(names)))
    least = base * (0.75 if read < base * 0.5 else 1.0 if "move" in tags else 0.8)
    return round(min(times.longest, max(least, read)), 2)
