"""Signs: sentences of action that say what became of somebody or something, and what those do later.

Found by patterns, nothing is understood: a sentence that is not plainly a fact is no sign.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storyforge.formats.prose import one_line, sentences, spelt
from storyforge.model.screenplay import Action, Kind, Speech
from storyforge.pipeline.assisting.words import any_of, words
from storyforge.tasks.facts import Sign
from storyforge.tasks.tokens import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.model.screenplay import ScriptScene
    from storyforge.pipeline.assisting.people import Folk
    from storyforge.story import Story
    from storyforge.tasks.facts import SignKind

QUOTE = 60
MOST = 160
"""Signs that an assistant is told of: the states, and what follows each."""
_STATES: tuple[SignKind, ...] = ("dies", "out", "leaves", "destroyed", "given", "hurt", "age")
_ANSWERS: tuple[SignKind, ...] = ("wakes", "returns", "mended", "used", "lost", "speaks", "acts")
_FACTS = (*_STATES[:-1], "wakes", "returns", "mended", "used", "lost")
_UNSEEN = re.compile(
    r"\b(?:V\.?\s?O|O\.?\s?S|O\.?\s?C|VOICE|PHONE|RADIO|FILTERED|PRE-?LAP|RECORDED?|TV)\b", re.IGNORECASE
)


@dataclass
class _Reader:
    """Reads one script; `at` counts its sentences and speeches."""

    folk: Folk
    code: str
    actions: Sequence[str]
    at: int = 0
    about: str = ""
    """Who a pronoun that opens the next sentence of the paragraph is."""
    found: list[Sign] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.words = words(self.code)
        people = [person for person in self.folk.characters if not person.group]
        things = self._noticed() | self.folk.things()
        self.names = self.folk.names() | things
        named = [name for person in people for name in (person.name, *person.aliases)]
        self.patterns = self.words.signs(named, things)
        self.pronoun = re.compile(rf"^(?:{self.words.table.get('pronouns', '(?!)')})\b", re.IGNORECASE)
        self.unreal = self.words.pattern("unreal")
        self.subject = re.compile(rf"^\W*(?P<who>{any_of(named)})\b(?!['’])", re.IGNORECASE)
        who = rf"\b(?P<who>{any_of(named)})\b"
        told = str(self.words.table.get("signs", {}).get("age_told", "(?!)"))
        self.aged = re.compile(told.replace("{who}", who), re.IGNORECASE)
        self.says_age = self.words.pattern("age_said", "signs")

    def _noticed(self) -> dict[str, str]:
        """What is destroyed or given away and nobody lists as a prop."""
        table = self.words.table.get("signs", {})
        pattern, skipped = self.words.pattern("noticed", "signs"), str(table.get("not_things", "")).split()
        found = (match["thing"].lower() for text in self.actions for match in pattern.finditer(text))
        return {name: name for name in found if name not in skipped and name not in self.folk.names()}

    def read(self, number: str, scene: ScriptScene) -> None:
        """All signs of one scene."""
        for block in scene.blocks():
            self.about = ""
            if isinstance(block, Action):
                for sentence in sentences(one_line(block.text), self.code):
                    self._sentence(number, sentence)
            elif isinstance(block, Speech):
                self._speech(number, block)

    def _speech(self, number: str, speech: Speech) -> None:
        slug = self.folk.cast.find(speech.name)
        name = next((spelt(person.name) for person in self.folk.characters if person.id == slug), "")
        if not name:
            return
        for line in speech.lines:
            if line.kind is Kind.PARENTHETICAL:
                self._sentence(number, line.text.strip("() "))
        self.at += 1
        said = one_line(speech.words)
        if not any(_UNSEEN.search(extension) for extension in speech.extensions):
            self._add(number, "speaks", said, who=name)
        for sentence in sentences(said, self.code):
            match = self.says_age.search(sentence)
            if match and number_told(match["age"]):
                self._add(number, "age", sentence, who=name, to=str(number_told(match["age"])))

    def _sentence(self, number: str, sentence: str) -> None:
        self.at += 1
        match = self.aged.search(sentence)
        if match:
            self._add(number, "age", sentence, who=self._name(match["who"]), to=match["age"])
        if self.unreal.search(sentence):
            return
        read = self.pronoun.sub(self.about, sentence, count=1) if self.about else sentence
        for kind in _FACTS:
            for pattern in self.patterns.get(kind, ()):
                for found in pattern.finditer(read):
                    self._sign(number, kind, sentence, found)
        first = self.subject.match(read)
        if first:
            self.about = first["who"]
            self._add(number, "acts", sentence, who=self._name(first["who"]))

    def _sign(self, number: str, kind: SignKind, sentence: str, match: re.Match[str]) -> None:
        groups = match.groupdict()
        to = groups.get("to") or groups.get("to2") or groups.get("part") or ""
        self._add(
            number,
            kind,
            sentence,
            who=self._name(groups.get("who") or ""),
            to=self._name(to),
            thing=self._name(groups.get("thing") or ""),
        )

    def _add(self, number: str, kind: SignKind, quote: str, who: str = "", to: str = "", thing: str = "") -> None:
        sign = Sign(unit=number, at=self.at, kind=kind, who=who, to=to, thing=thing, quote=shortened(quote, QUOTE))
        if sign not in self.found[-8:]:
            self.found.append(sign)

    def _name(self, text: str) -> str:
        return self.names.get(text.casefold(), text.casefold() if text else "")


def signs_of(story: Story, folk: Folk) -> tuple[Sign, ...]:
    """The signs of a script in order: states, and of what follows them only what may not agree with them."""
    blocks = (block for scene in story.scenes.values() for block in scene.blocks())
    actions = [one_line(block.text) for block in blocks if isinstance(block, Action)]
    reader = _Reader(folk, story.story.language, actions)
    for number, scene in story.scenes.items():
        reader.read(number, scene)
    return tuple(sorted(_telling(reader.found), key=lambda sign: sign.at))[:MOST]


def _telling(signs: Sequence[Sign]) -> Iterator[Sign]:
    """States, and for each the first things of every later scene that its person or prop says or does."""
    kept: dict[Sign, None] = {}
    for sign in signs:
        if sign.kind not in _STATES:
            continue
        kept.setdefault(sign)
        seen: dict[tuple[str, str], None] = {}
        for later in signs:
            if later.at <= sign.at or later.kind not in _ANSWERS or not _same(sign, later):
                continue
            if (later.unit, later.kind) not in seen:
                seen[later.unit, later.kind] = None
                kept.setdefault(later)
    yield from kept


def _same(sign: Sign, later: Sign) -> bool:
    """Whether a later sign is of the same person, or the same prop; a pronoun may be anybody."""
    if sign.kind == "age":
        return False
    if sign.thing:
        return sign.thing == later.thing
    return later.who in ("", sign.who)


_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
]
_ONES += ["eighteen", "nineteen"]
_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def number_told(text: str) -> int | None:
    """A number from 1 to 99 in digits or English words; None for anything else."""
    if text.isdigit():
        return int(text)
    tens, _, ones = text.casefold().partition("-")
    if tens in _ONES and not ones:
        return _ONES.index(tens) or None
    if tens in _TENS[2:] and (not ones or ones in _ONES[1:10]):
        return _TENS.index(tens) * 10 + (_ONES.index(ones) if ones else 0)
    return None
