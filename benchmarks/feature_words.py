"""The people, places and sentence frames of `feature_script.py`, read from `feature_lexicon.txt`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

OUTSIDE = {"Yard", "Garden", "Porch", "Playground", "Terrace", "Roof", "Drive", "Steps", "Gate", "Mast", "Back Door"}
WITHIN = {"Ice House", "Engine Room", "Wheelhouse", "Cabin", "Hold", "Booth", "Car Deck"}
LEXICON = Path(__file__).with_name("feature_lexicon.txt")
WORDS = {
    "she": {"he": "she", "his": "her", "him": "her", "himself": "herself"},
    "he": {"he": "he", "his": "his", "him": "him", "himself": "himself"},
    "they": {"he": "they", "his": "their", "him": "them", "himself": "themselves"},
}


@dataclass(frozen=True)
class Person:
    """Somebody of the cast; `named` is how action calls them."""

    cue: str
    full: str
    named: str
    age: int
    pronoun: str
    look: str
    home: str
    rank: int

    @property
    def group(self) -> bool:
        """Whether this is a crowd."""
        return self.age == 0


@dataclass(frozen=True)
class Place:
    """A master place with its parts."""

    kind: str
    side: str
    name: str
    parts: tuple[str, ...]


@dataclass
class Group:
    """Blocks that belong together, and who is there after them; actions may be added at the end."""

    blocks: list[tuple[str, str]] = field(default_factory=list)
    present: tuple[Person, ...] = ()


@dataclass
class Scene:
    """A scene in the making."""

    place: Place
    part: str
    time: str
    cues: int
    cast: tuple[Person, ...]
    first: bool
    weight: float
    continuous: bool = False
    props: tuple[str, ...] = ()
    mode: str = "talk"
    used: set[str] = field(default_factory=set)
    groups: list[Group] = field(default_factory=list)
    after: str = ""


class Lexicon:
    """Sections of frames, each dealt like a deck of cards so that nothing comes back before all have been used."""

    def __init__(self, text: str, chance: random.Random) -> None:
        self.chance = chance
        self.sections: dict[str, list[str]] = {}
        self.decks: dict[str, list[str]] = {}
        name = ""
        for line in text.splitlines():
            if line.startswith("== "):
                name = line[3:].strip()
            elif line.strip() and not line.startswith("#"):
                self.sections.setdefault(name, []).append(line.strip())

    def deal(self, section: str, fits: str = "") -> str:
        """The next frame that does not match the pattern `fits`."""
        deck = self.decks.setdefault(section, [])
        usable = [f for f in self.sections[section] if not (fits and re.search(fits, f))]
        if not any(f in usable for f in deck):
            fresh = [f for f in self.sections[section] if f not in deck]
            self.chance.shuffle(fresh)
            deck[:0] = fresh
        card = next(f for f in reversed(deck) if f in usable)
        deck.remove(card)
        return card

    def choose(self, frame: str) -> str:
        """A frame with every `[a|b]` decided."""
        while match := re.search(r"\[([^\[\]]*)\]", frame):
            frame = frame[: match.start()] + self.chance.choice(match[1].split("|")) + frame[match.end() :]
        return frame

    def people(self) -> list[Person]:
        """The cast in order of weight."""
        found: list[Person] = []
        for section in ("leads", "supporting", "bits"):
            for line in self.sections[section]:
                full, age, pronoun, look, *home = line.split(";")
                words = full.removeprefix("the ").split()
                cue = " ".join(words)
                if section != "bits":
                    titled = words[0] in {"INSPECTOR", "FATHER", "MARTIN"}
                    cue = words[-1] if titled else words[0]
                named = ("the " if full.startswith("the ") else "") + cue.title().replace("'S", "'s")
                found.append(Person(cue, " ".join(words), named, int(age), pronoun, look, "".join(home), len(found)))
        return found

    def places(self) -> list[Place]:
        """The places, the most used first."""
        rows = (line.split(";") for line in self.sections["places"])
        return [Place(kind, side, name, tuple(p for p in parts.split(",") if p)) for kind, side, name, parts in rows]


def capitals(text: str) -> str:
    """Capital letters after a full stop and at the start."""
    return re.sub(r"(^(?:-- )?|[.!?] )([a-z])", lambda m: m[1] + m[2].upper(), text)


def heading(scene: Scene) -> str:
    """The scene's heading."""
    if scene.mode == "montage":
        return f"EXT. {scene.place.name.upper()} - VARIOUS - DAY"
    side = "EXT" if scene.part in OUTSIDE else "INT" if scene.part in WITHIN else scene.place.side
    parts = [scene.place.name.upper(), scene.part.upper(), scene.time]
    if scene.place.kind == "car":
        side, parts[1] = ("INT./EXT", "MOVING") if scene.cues % 2 else ("INT", "PARKED")
    return f"{side}. {' - '.join(p for p in parts if p)}"


def render(scene: Scene) -> str:
    """A scene in Fountain; a speaker who goes on after action is marked."""
    out, last = [heading(scene)], ""
    for group in scene.groups:
        for who, text in group.blocks:
            if not who:
                out.append(text)
                continue
            cue, extension = who.split("|")
            extension = extension or ("CONT'D" if cue == last else "")
            out.append(f"{cue} ({extension})\n{text}" if extension else f"{cue}\n{text}")
            last = cue
    if scene.after:
        out.append(scene.after)
    return "\n\n".join(out) + "\n\n"
