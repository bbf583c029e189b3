"""Props: concrete nouns that are handled, written in capitals or named again and again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storyforge.model.assets import Mention, Prop, Question
from storyforge.providers.offline.breakdown.cast import NOWHERE, Cast
from storyforge.providers.offline.breakdown.names import NameIndex, folded
from storyforge.providers.offline.nouns import THINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.assets import Definitions, ThingDefinition
    from storyforge.providers.offline.breakdown.lexicon import Lexicon
    from storyforge.providers.offline.breakdown.reading import Passage, Place, Reading
    from storyforge.providers.offline.words import Word

HANDLED, CAPITALS, SEEN = "handled", "capitals", "seen"


@dataclass(eq=False)
class Thing:
    """What is gathered of one thing."""

    name: str
    category: str = "prop"
    first: Place = NOWHERE
    scenes: dict[int, str] = field(default_factory=dict)
    handled: int = 0
    capitals: int = 0
    mentions: dict[tuple[str, str], Mention] = field(default_factory=dict)
    guess: bool = False
    definition: ThingDefinition | None = None

    def score(self, numbers: Mapping[str, list[float]], less: Mapping[str, float]) -> float:
        """How much the thing matters, by the weights and caps of the table."""
        counts = {
            "handled": self.handled,
            "capitals": self.capitals,
            "scenes": len(self.scenes) - 1,
            "mentions": len(self.mentions),
        }
        total = sum(numbers[name][0] * min(count, numbers[name][1]) for name, count in counts.items())
        return total - (less.get(self.category, 0) if not self.handled or self.category != "wardrobe" else 0)


class Things:
    """Reads all action for things."""

    def __init__(self, lexicon: Lexicon, definitions: Definitions, cast: Cast) -> None:
        self.lexicon = lexicon
        self.things: dict[str, Thing] = {}
        self._numbers = lexicon.numbers["props"]
        self._named = {word for person in cast.people for word in person.key.split()}
        self._named |= {
            word for p in cast.people for name in cast.other_names(p) for word in folded(name, lexicon).split()
        }
        self._cast = cast
        self._defined: dict[str, Thing] = {}
        for definition in definitions.props:
            thing = Thing(definition.name, self._category(definition.name), definition=definition)
            self.things[folded(definition.name, lexicon)] = thing
            for name in (definition.name, *definition.aliases):
                self._defined.setdefault(folded(name, lexicon), thing)
        names = dict(self._defined)
        self._index: NameIndex[Thing] = NameIndex(names, loose=names, endings=lexicon.lists.get("endings"))

    def _category(self, name: str) -> str:
        kind = self.lexicon.nouns.look(name.rsplit(maxsplit=1)[-1]).kind
        return kind if kind in THINGS else "prop"

    def read(self, reading: Reading) -> None:
        """Take in every passage."""
        for passage in reading.passages:
            for hit in self._index.find(passage.text):
                self._note(hit.owner, passage, SEEN)
            if self.lexicon.nouns:
                self._phrases(passage)
            elif not passage.speaker:
                self._guess(passage)

    def _phrases(self, passage: Passage) -> None:
        words = passage.words
        taken: set[int] = set()
        for index, word in enumerate(words):
            if word.low in self.lexicon.set("determiners") or word.low.endswith("'s"):
                head = self._head(passage.text, words, index)
                if head is not None and head not in taken:
                    taken.add(head)
                    self._thing(words, head, passage, HANDLED if self._handled(words, index) else SEEN)
        for start, end in passage.capitals:
            last = next(
                (i for i, word in enumerate(words) if word.start < end <= word.end + 2 and word.end >= end), None
            )
            if last is not None and self._in_capitals(words[last], passage.text[start:end]):
                self._thing(words, last, passage, CAPITALS)

    def _in_capitals(self, word: Word, run: str) -> bool:
        return self._cast.find(run) is None and self.lexicon.nouns.is_thing(word.text)

    def _head(self, text: str, words: list[Word], index: int) -> int | None:
        """The head of the noun phrase that a determiner opens: its first thing that no other noun follows."""
        for place in range(index + 1, min(index + 6, len(words))):
            word = words[place]
            gap = text[words[place - 1].end : word.start]
            if (word.low in self.lexicon.set("stops") and word.low != "of") or gap.strip(' "') not in ("", ","):
                return None
            after = words[place + 1] if place + 1 < len(words) else None
            adjoins = (
                after is not None and text[word.end : after.start] == " " and after.low not in self.lexicon.set("stops")
            )
            if adjoins and after is not None and self.lexicon.nouns.compound(word.text, after.text).kind in THINGS:
                return place + 1
            if self.lexicon.nouns.is_thing(word.text):
                if adjoins and after is not None and self._noun(after.text):
                    continue
                return place
            if word.low.endswith("'s") or (word.low in self.lexicon.handling and place > index + 1):
                return None
        return None

    def _noun(self, word: str) -> bool:
        kind, tenths = self.lexicon.nouns.look(word)
        return (kind in THINGS or kind in ("structure", "person", "place")) and tenths >= 5

    def _handled(self, words: list[Word], index: int) -> bool:
        """Whether a verb of handling stands before the determiner, with at most two small words or names between."""
        for word in reversed(words[max(0, index - 3) : index]):
            if word.low in self.lexicon.handling:
                return True
            small = word.low in self.lexicon.set("particles") or word.low in self.lexicon.pronoun
            if not small and not word.text[0].isupper():
                return False
        return False

    def _thing(self, words: list[Word], place: int, passage: Passage, how: str) -> None:
        word = words[place]
        nouns = self.lexicon.nouns
        name, (kind, tenths) = nouns.lemma(word.text), nouns.look(word.text)
        if place:
            before = words[place - 1]
            two = nouns.compound(before.text, word.text)
            joined = two.kind in THINGS or (nouns.is_thing(before.text, 6) and not before.low.endswith("'s"))
            if joined:
                name = f"{nouns.lemma(before.text)} {name}"
                kind, tenths = two if two.kind in THINGS else (kind, tenths)
        need = self._numbers["tenths_handled" if how == HANDLED else "tenths_seen"]
        if kind not in THINGS or tenths < need or len(name) < 3 or self._named.intersection(name.split()):
            return
        thing = self._defined.get(name) or self.things.setdefault(name, Thing(name, kind))
        self._note(thing, passage, how)

    def _guess(self, passage: Passage) -> None:
        """Without nouns to ask: capitals that are nobody's name."""
        for start, end in passage.capitals:
            name = passage.text[start:end]
            if self._cast.find(name) is None and not self._named.intersection(folded(name, self.lexicon).split()):
                thing = self.things.setdefault(folded(name, self.lexicon), Thing(name, guess=True))
                self._note(thing, passage, CAPITALS)

    def _note(self, thing: Thing, passage: Passage, how: str) -> None:
        thing.first = min(thing.first, passage.at)
        thing.scenes.setdefault(passage.at.scene, passage.number)
        thing.handled += how == HANDLED
        thing.capitals += how == CAPITALS
        thing.mentions.setdefault((passage.number, passage.quote), Mention(scene=passage.number, quote=passage.quote))

    def listed(self) -> list[Thing]:
        """What is worth an asset, by first appearance."""
        return sorted((thing for thing in self.things.values() if self._worth(thing)), key=lambda thing: thing.first)

    def _worth(self, thing: Thing) -> bool:
        if thing.definition:
            return True
        if thing.guess:
            return len(thing.mentions) > 1
        return thing.capitals > 0 or self.score(thing) >= self._numbers["listed_score"]

    def score(self, thing: Thing) -> float:
        """The thing's score by the numbers of `templates/lexicons/breakdown.yaml`."""
        return thing.score(self._numbers, self._numbers["less"])


def props(things: Things, slugs: Mapping[int, str]) -> tuple[Prop, ...]:
    """All props worth an asset; `slugs` are by the id of each thing."""
    return tuple(_prop(thing, things, slugs[id(thing)]) for thing in things.listed())


def _prop(thing: Thing, things: Things, slug: str) -> Prop:
    defined = thing.definition
    pinned = bool(defined and defined.pinned)
    often = len(thing.scenes) > 1
    matters = (
        thing.handled > 0 or things.score(thing) >= things.lexicon.numbers["props"]["key_score"] or defined is not None
    )
    ask = (
        Question(ask=f"Is {thing.name} a prop?", about=(slug,), evidence=next(iter(thing.mentions.values())).quote)
        if thing.guess
        else None
    )
    return Prop(
        id=slug,
        name=thing.name,
        aliases=defined.aliases if defined else (),
        description=defined.description if defined else "",
        scenes=tuple(thing.scenes.values()),
        key=pinned or (often and matters and not thing.guess),
        pinned=pinned,
        rights=defined.rights if defined else "",
        mentions=tuple(thing.mentions.values()),
        questions=(ask,) if ask else (),
        category=thing.category,
    )
