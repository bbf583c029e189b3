"""A scene as the outline rules read it: who, where, when, and the passages that may tell it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storyforge.formats.headings import parse_heading
from storyforge.formats.prose import cased, plain_text, sentences, spelt
from storyforge.model.cast import name_key
from storyforge.providers.offline.outline.lexicon import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.heading import Heading
    from storyforge.tasks.breakdown import BreakdownScene


# Two to four words in capitals before an age or an apposition.
_FULL_NAME = re.compile(r"\b([^\W\d_a-z]{2,}(?: [^\W\d_a-z]{2,}){1,3})(?=\s*[,(:]|\s--)")
# What stands before the shots of a montage.
_LISTED = re.compile(r"^(?:[-–—•*]+|[A-Z0-9]{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of action, or one speech; `quote` is verbatim, `text` as it is told."""

    scene: int
    quote: str
    text: str
    speaker: str = ""
    answers: bool = False
    introduces: bool = False
    tokens: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """One scene."""

    number: str
    heading: Heading
    people: tuple[str, ...]
    passages: tuple[Passage, ...]
    words: int
    later: bool
    names: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def place(self) -> str:
        """The master place, folded."""
        return self.heading.master.casefold()

    @property
    def shown_place(self) -> str:
        """The part of the place that the heading names last, as it is told."""
        return spelt(self.heading.places[-1]) if self.heading.places else ""


def read(told: Sequence[BreakdownScene], language: str) -> list[Scene]:
    """All scenes; a name is known from the first scene that has it as a cue."""
    names = {name_key(p.name): spelt(p.name) for s in told for p in s.pieces if p.kind == "speech" and p.name}
    actions = (piece.text for scene in told for piece in scene.pieces if piece.kind == "action")
    shown = names | {key: name for text in actions for key, name in _in_full(text, names)}
    return [_scene(index, scene, language, names, shown) for index, scene in enumerate(told)]


def _in_full(text: str, names: dict[str, str]) -> list[tuple[str, str]]:
    """The longer names in capitals by which speakers are introduced: `INGE HOLM, thirties`."""
    runs = (match.group(1) for match in _FULL_NAME.finditer(text))
    return [(name_key(run), spelt(run)) for run in runs if any(name_key(word) in names for word in run.split())]


def _scene(index: int, told: BreakdownScene, language: str, names: dict[str, str], shown: dict[str, str]) -> Scene:
    """One scene; `names` are the speakers', `shown` also the longer ones that are only to be spelt right."""
    heading = parse_heading(told.heading, language)
    passages: list[Passage] = []
    people: dict[str, None] = {}
    asked = False
    for piece in told.pieces:
        if piece.kind == "speech":
            person = names.get(name_key(piece.name), piece.name)
            people[person] = None
            words = " ".join(piece.words.split())
            passages.append(
                Passage(index, _verbatim(piece.words), words, person, answers=asked, tokens=tuple(tokens(words)))
            )
            asked = words.rstrip().endswith(("?", "？"))
        elif piece.kind == "action":
            asked = False
            for sentence in filter(None, map(plain_text, sentences(piece.text, language))):
                text = cased(_LISTED.sub("", sentence), shown, language)
                met = _introduced(sentence)
                people |= dict.fromkeys(_named(sentence, names))
                passages.append(
                    Passage(index, _exact(sentence, piece.text), text, introduces=met, tokens=tuple(tokens(sentence)))
                )
    size = sum(len(passage.tokens) for passage in passages)
    relative = heading.relative.casefold()
    later = bool(relative) and any(word in relative for word in ("later", "next"))
    return Scene(told.number, heading, tuple(people), tuple(passages), max(size, 1), later, names)


def _verbatim(words: str) -> str:
    """The first line of a speech: a quote must stand in the file as it is, and a line break would not."""
    return words.split("\n", 1)[0].strip()


def _exact(sentence: str, text: str) -> str:
    """A sentence as the script writes it, line breaks and emphasis marks included."""
    if sentence in text:
        return sentence
    match = re.search(r"[\s*_]+".join(rf"[*_]*{re.escape(word)}" for word in sentence.split()), text)
    return match[0].lstrip("*_") if match else sentence


def _introduced(sentence: str) -> bool:
    return (
        re.search(r"\b[^\W\d_a-z]{2,}(?: [^\W\d_a-z]{2,})*\s*[,(]\s*(?:\d|(?:early|mid|late)\b)", sentence) is not None
    )


def _named(sentence: str, names: dict[str, str]) -> list[str]:
    """The speakers of the film that a sentence names with a capital, in order."""
    found = []
    for match in re.finditer(r"[^\W\d_]+(?:[.]?[ '’-][^\W\d_]+)*", sentence):
        words = match[0].split(" ")
        for start in range(len(words)):
            for size in (3, 2, 1):
                run = " ".join(words[start : start + size])
                known = names.get(name_key(re.sub(r"['’]s$", "", run, flags=re.IGNORECASE)))
                if known and (run[:1].isupper() or not run.isascii()):
                    found.append(known)
                    break
    return list(dict.fromkeys(found))
