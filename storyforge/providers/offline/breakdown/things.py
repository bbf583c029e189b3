"""Props: concrete nouns that are handled, written in capitals or named again and again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from storyforge.model.assets import Mention, Prop, Question, is_key
from storyforge.model.cast import name_key
from storyforge.providers.offline.breakdown.cast import NOWHERE, Cast
from storyforge.providers.offline.named import NameIndex
from storyforge.providers.offline.nouns import THINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.assets import Definitions, ThingDefinition
    from storyforge.providers.offline.breakdown.lexicon import Lexicon
    from storyforge.providers.offline.breakdown.reading import Passage, Reading
    from storyforge.providers.offline.words import Word

HANDLED, CAPITALS, SEEN = "handled", "capitals", "seen"


@dataclass(eq=False)
class Thing:
    """What is gathered of one thing."""

    name: str
    category: str = "prop"
    first: tuple[int, ...] = NOWHERE
    scenes: dict[int, str] = field(default_factory=dict)
    handled: int = 0
    capitals: int = 0
    mentions: dict[tuple[str, str], Mention] = field(default_factory=dict)
    guess: bool = False
    definition: ThingDefinition | None = None

    def score(self, numbers: Mapping[str, Any], less: Mapping[str, float]) -> float:
        """How much the thing matters, by the weights and caps of the table."""
        return self.total(numbers) - (
            less.get(self.category, 0) if not self.handled or self.category != "wardrobe" else 0
        )

    def total(self, numbers: Mapping[str, Any]) -> float:
        """What speaks for a thing, each times its weight and at most so many times."""
        counts = {
            "handled": self.handled,
            "capitals": self.capitals,
            "scenes": len(self.scenes) - 1,
            "mentions": len(self.mentions),
        }
        weighed = ((numbers[name], count) for name, count in counts.items() if name in numbers)
        return float(sum(weight * min(count, most) for (weight, most), count in weighed))


class Things:
    """Reads all action for things."""

    def __init__(self, lexicon: Lexicon, definitions: Definitions, cast: Cast) -> None:
        self.lexicon = lexicon
        self.things: dict[str, Thing] = {}
        self._numbers = lexicon.numbers["props"]
        self._named = {word for person in cast.people for word in person.key.split()}
        self._named |= {word for p in cast.people for name in cast.other_names(p) for word in name_key(name).split()}
        self._cast = cast
        self._first_called: dict[tuple[int, str], str] = {}
        self._longer: dict[str, dict[str, None]] = {}
        self._scenes = 1
        self._defined: dict[str, Thing] = {}
        for definition in definitions.props:
            thing = Thing(definition.name, self._category(definition.name), definition=definition)
            self.things[name_key(definition.name)] = thing
            for name in (definition.name, *definition.aliases):
                self._defined.setdefault(name_key(name), thing)
        names = dict(self._defined)
        self._index: NameIndex[Thing] = NameIndex(names, loose=names, endings=lexicon.lists.get("endings"))

    def _category(self, name: str) -> str:
        kind = self.lexicon.nouns.look(name.rsplit(maxsplit=1)[-1]).kind
        return kind if kind in THINGS else "prop"

    def read(self, reading: Reading) -> None:
        """Take in every passage."""
        self._scenes = reading.scenes
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
                    how = HANDLED if self._handled(words, index) else SEEN
                    definite = head == index + 1 and self.lexicon.has("definite", word.text)
                    self._thing(words, head, passage, how, definite=definite)
        for start, end in passage.capitals:
            last = next(
                (i for i, word in enumerate(words) if word.start < end <= word.end + 2 and word.end >= end), None
            )
            if last is not None and self._in_capitals(passage, last, passage.text[start:end]):
                self._thing(words, last, passage, CAPITALS)
                taken.add(last)
        for place, word in enumerate(words):
            if place not in taken and word.text.islower() and self._drawn(words, place):
                self._thing(words, place, passage, SEEN)

    def _drawn(self, words: list[Word], place: int) -> bool:
        """Whether a weapon is named without an article: `Reed, gun drawn`."""
        kind, tenths = self.lexicon.nouns.look(words[place].text)
        after = words[place + 1].low if place + 1 < len(words) else ""
        return kind == "weapon" and tenths >= self._numbers["tenths_bare"] and self.lexicon.has("drawn", after)

    def _in_capitals(self, passage: Passage, place: int, run: str) -> bool:
        """Whether capitals name a thing: no person, no word of the camera, and no sound as in `A dog BARKS`."""
        words = passage.words
        word = words[place]
        if not self.lexicon.nouns.is_thing(word.text) or self.lexicon.labels(run) or self._cast.find(run):
            return False
        if not place or not word.low.endswith("s") or passage.text[words[place - 1].end : word.start] != " ":
            return True
        return self.lexicon.nouns.look(words[place - 1].text).tenths == 0 or words[place - 1].text.isupper()

    def _head(self, text: str, words: list[Word], index: int) -> int | None:
        """The head of the noun phrase that a determiner opens: its first thing that no other noun follows."""
        for place in range(index + 1, min(index + 6, len(words))):
            word = words[place]
            if self._closes(text, words, place, first=place == index + 1):
                return None
            after = self._adjoining(text, words, place)
            if after and self.lexicon.nouns.compound(word.text, after.text).kind in THINGS:
                return place + 1
            if self.lexicon.nouns.is_thing(word.text) and not (after and self._noun(after.text)):
                return place
            if not self.lexicon.nouns.is_thing(word.text) and self._is_person(word):
                return None
        return None

    def _closes(self, text: str, words: list[Word], place: int, *, first: bool) -> bool:
        """Whether a noun phrase is over before a word."""
        word, before = words[place], words[place - 1]
        gap = text[before.end : word.start]
        over = self.lexicon.has("stops", word.text) and word.low != "of"
        verb = word.low in self.lexicon.handling and not first and not self.lexicon.nouns.is_thing(word.text)
        return over or verb or gap.strip(' "') not in ("", ",") or ("," in gap and self._ends_before(before))

    def _adjoining(self, text: str, words: list[Word], place: int) -> Word | None:
        """The next word, if only a space parts it from this one and it can go on the noun phrase."""
        after = words[place + 1] if place + 1 < len(words) else None
        if after is None or text[words[place].end : after.start] != " " or self.lexicon.has("stops", after.text):
            return None
        if after.text.isupper() and not words[place].text.isupper() and after.text.endswith("S"):
            return None  # a sound: `The telephone RINGS`
        return after

    def _is_person(self, word: Word) -> bool:
        return word.low.endswith("'s") or self.lexicon.person_noun(word.text) or self._cast.find(word.text) is not None

    def _ends_before(self, word: Word) -> bool:
        """Whether a comma behind a word ends the noun phrase: only adjectives go on behind one."""
        return word.low.endswith("s") or word.text.isupper() or self.lexicon.nouns.look(word.text).tenths > 0

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

    def _thing(self, words: list[Word], place: int, passage: Passage, how: str, *, definite: bool = False) -> None:
        """Note a thing; `the dog` is the porcelain dog where the scene named that first."""
        word = words[place]
        nouns = self.lexicon.nouns
        name, (kind, tenths) = nouns.lemma(word.text), nouns.look(word.text)
        if place and words[place - 1].low not in self.lexicon.set("determiners"):
            before = words[place - 1]
            two = nouns.compound(before.text, word.text)
            joined = two.kind in THINGS or (nouns.is_thing(before.text, 6) and not before.low.endswith("'s"))
            if joined:
                name = f"{nouns.lemma(before.text)} {name}"
                kind, tenths = two if two.kind in THINGS else (kind, tenths)
        need = self._numbers["tenths_handled" if how == HANDLED else "tenths_seen"]
        if kind not in THINGS or tenths < need or len(name) < 3 or self._named.intersection(name.split()):
            return
        name = self._known_as(name, passage, definite=definite)
        thing = self._defined.get(name) or self.things.setdefault(name, Thing(name, kind))
        self._note(thing, passage, how)

    def _known_as(self, name: str, passage: Passage, *, definite: bool) -> str:
        """`The box` is what the scene first called a box; else the one tin box that the script has had so far."""
        head = name.rpartition(" ")[2]
        if definite and name == head and name not in self.things and (passage.at.scene, head) not in self._first_called:
            longer = self._longer.get(head, {})
            name = next(iter(longer)) if len(longer) == 1 else name
        first = self._first_called.setdefault((passage.at.scene, head), name)
        if name != head:
            self._longer.setdefault(head, {}).setdefault(name)
        return first if definite else name

    def _guess(self, passage: Passage) -> None:
        """Without nouns to ask: capitals that are nobody's name."""
        for start, end in passage.capitals:
            name = passage.text[start:end]
            if self._cast.find(name) is None and not self._named.intersection(name_key(name).split()):
                thing = self.things.setdefault(name_key(name), Thing(name, guess=True))
                self._note(thing, passage, CAPITALS)

    def _note(self, thing: Thing, passage: Passage, how: str) -> None:
        thing.first = min(thing.first, (*passage.at, passage.offset))
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
        always = thing.category in self._numbers["always_listed"].split()
        returns = thing.category in self._numbers["returning_listed"].split() and len(thing.scenes) > 1
        return always or returns or thing.capitals > 0 or self.score(thing) >= self._numbers["listed_score"]

    def score(self, thing: Thing) -> float:
        """The thing's score by the numbers of `templates/lexicons/breakdown.yaml`."""
        return thing.score(self._numbers, self._numbers["less"])

    def matters(self, thing: Thing) -> bool:
        """Whether a thing that comes back is worth a key image, by the numbers of `templates/lexicons/breakdown.yaml`.

        It is taken in hand, set in capitals, or of a kind that always counts. The score that it needs grows with the
        script, since in a feature a glass comes back as well. Furniture and plants belong to their place.
        """
        key = self._numbers["key"]
        if thing.category in key["themselves"].split() and len(thing.scenes) >= key["themselves_in"]:
            return True
        if thing.category in key["of_the_place"].split():
            return thing.capitals >= int(key["of_the_place_capitals"])
        if len(thing.scenes) >= max(key["scenes_least"], key["share"] * self._scenes):
            return True
        counts = thing.category in key["counts"].split()
        score = thing.total(key) + (float(key["counts_more"]) if counts else 0)
        needed = float(min(key["most"], key["least"] + key["each_scene"] * self._scenes))
        return bool(thing.handled or thing.capitals or counts) and score >= needed


def props(things: Things, slugs: Mapping[int, str]) -> tuple[Prop, ...]:
    """All props worth an asset; `slugs` are by the id of each thing."""
    return tuple(_prop(thing, things, slugs[id(thing)]) for thing in things.listed())


def _prop(thing: Thing, things: Things, slug: str) -> Prop:
    defined = thing.definition
    pinned = bool(defined and defined.pinned)
    often = len(thing.scenes) > 1
    matters = things.matters(thing) or defined is not None
    evidence = next((mention.quote for mention in thing.mentions.values()), "")
    ask = Question(ask=f"Is {thing.name} a prop?", about=(slug,), evidence=evidence) if thing.guess else None
    return Prop(
        id=slug,
        name=thing.name,
        aliases=defined.aliases if defined else (),
        description=defined.description if defined else "",
        scenes=tuple(thing.scenes.values()),
        key=is_key(thing.scenes, pinned=pinned),
        pinned=pinned,
        rights=defined.rights if defined else "",
        mentions=tuple(thing.mentions.values()),
        questions=(ask,) if ask else (),
        category=thing.category,
        hero=pinned or (often and matters and not thing.guess),
    )
