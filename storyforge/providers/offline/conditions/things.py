"""What people carry and wear, take up and put down, hand over and damage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from storyforge.model.slug import slugify
from storyforge.providers.offline.breakdown.names import NameIndex
from storyforge.providers.offline.conditions import holders
from storyforge.providers.offline.conditions.holders import NOBODY, Holder
from storyforge.providers.offline.conditions.lexicon import NAME
from storyforge.providers.offline.nouns import THINGS, Nouns
from storyforge.providers.offline.words import straight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storyforge.providers.offline.conditions.event import Events
    from storyforge.providers.offline.conditions.lexicon import Lexicon
    from storyforge.providers.offline.conditions.sentence import Sentence
    from storyforge.tasks.shots import PropNamed

_WORD = re.compile(rf"[\w{NAME}'-]+")
_DETERMINERS = frozenset("a an the his her their its another two three four some several both one".split())
_JOINS = re.compile(r"(?:,? and |, )(?=(?:an?|the|his|her|two|\w+)\b)", re.IGNORECASE)
CARRIED = THINGS - {"dressing", "vehicle"}


class Found(NamedTuple):
    """A thing named as an object: its tag name, its kind, the determiner before it and where it ends."""

    name: str
    kind: str
    determiner: str
    end: int


class Props:
    """The props that the scene names."""

    def __init__(self, props: Sequence[PropNamed], nouns: Nouns) -> None:
        self._nouns = nouns
        self.ids = {prop.id for prop in props}
        self._by_name: dict[str, str] = {}
        for prop in props:
            for name in (prop.name, *prop.aliases):
                low = straight(name).lower()
                self._by_name.setdefault(low, prop.id)
        for prop in props:
            last = straight(prop.name).lower().split()[-1]
            self._by_name.setdefault(nouns.lemma(last), prop.id)

    def find(self, word: str) -> str:
        """The id of the prop with this name in any number, or nothing."""
        return self._by_name.get(word.lower()) or self._by_name.get(self._nouns.lemma(word), "")


class Things:
    """Finds things behind verbs."""

    def __init__(self, lexicon: Lexicon, props: Props) -> None:
        self.lexicon = lexicon
        self.props = props

    def read(self, events: Events) -> None:
        """Add all changes of what is carried, worn and damaged."""
        handed = self._hand_over(events)
        self._take(events)
        self._put(events, handed)
        self._held(events)
        self._dress(events)
        self._damage(events)

    def behind(self, sentence: Sentence, place: int, kinds: Iterable[str], most: int = 3) -> list[Found]:
        """The things of the noun phrases that start at a place."""
        found: list[Found] = []
        wanted = frozenset(kinds)
        while len(found) < most:
            item = self._phrase(sentence, place, wanted)
            if item is None:
                break
            found.append(item)
            join = _JOINS.match(sentence.masked, item.end)
            if join is None:
                break
            place = join.end()
        return found

    def _phrase(self, sentence: Sentence, place: int, kinds: frozenset[str]) -> Found | None:
        """The first noun phrase: at most six words, up to the first word that ends one."""
        nouns = self.lexicon.nouns
        words = []
        last = place
        for match in _WORD.finditer(sentence.masked, place):
            gap = sentence.masked[last : match.start()]
            if gap.strip(" ,") or ("," in gap and not words) or len(words) > 6:
                break
            words.append(match)
            last = match.end()
        determiner = ""
        for index, match in enumerate(words):
            word = match.group()
            low = word.lower()
            if index == 0 and (low in _DETERMINERS or (word[0] == NAME and word.endswith(("'s", "'")))):
                determiner = low
                continue
            if self.lexicon.has("stops", word) and low != "of":
                return None
            if word[0] == NAME:
                return None
            known = self.props.find(word)
            kind, tenths = nouns.look(word)
            if (known or (kind in kinds and tenths > 3)) and not self._goes_on(sentence, words, index, kinds):
                if kind not in kinds and not known:
                    return None
                name = known or slugify(self._joined(words, index))
                return Found(name, kind if kind in THINGS else "prop", determiner, match.end())
        return None

    def _goes_on(self, sentence: Sentence, words: list[re.Match[str]], index: int, kinds: frozenset[str]) -> bool:
        """Whether the next word is the head: `paper bag`."""
        if index + 1 >= len(words) or sentence.masked[words[index].end() : words[index + 1].start()] != " ":
            return False
        word = words[index + 1].group()
        if self.lexicon.has("stops", word) or word[0] == NAME:
            return False
        kind, tenths = self.lexicon.nouns.look(word)
        return (kind in kinds or bool(self.props.find(word))) and tenths > 4

    def _joined(self, words: list[re.Match[str]], index: int) -> str:
        return self.lexicon.nouns.lemma(words[index].group())

    def _verbs(self, sentence: Sentence, name: str) -> Iterator[re.Match[str]]:
        yield from self.lexicon.phrase(name).finditer(sentence.masked)

    def _doer(self, sentence: Sentence, match: re.Match[str]) -> Holder:
        """Who does it; nobody where a thing does (`The wind tosses the hat`)."""
        return holders.subject(sentence, match.start())

    def _carriable(self, item: Found) -> bool:
        return not self.lexicon.has("not_carried", item.name) and item.kind in CARRIED | {"prop"}

    def _take(self, events: Events) -> None:
        sentence = events.sentence
        for match in self._verbs(sentence, "gain"):
            for item in self.behind(sentence, match.end(), CARRIED):
                if self._carriable(item) and item.determiner:
                    events.add(self._doer(sentence, match), f"carrying:{item.name}", match.start(), "takes")
        for match in re.finditer(r"\bopens ", sentence.masked):
            for item in self.behind(sentence, match.end(), CARRIED, 1):
                if self.lexicon.has("opens_carried", item.name):
                    events.add(self._doer(sentence, match), f"carrying:{item.name}", match.start(), "takes")
        self._slung(events)

    def _slung(self, events: Events) -> None:
        """`A rifle hangs from Boris's shoulder`."""
        sentence = events.sentence
        verbs = "|".join(sorted(self.lexicon.set("slung")))
        parts = "|".join(sorted(self.lexicon.set("slung_on")))
        pattern = rf"\b(?=(?:an?|the) )((?:[\w-]+ ){{1,4}})(?:{verbs}) (?:from|over|across|around|on) ({NAME}+'s|his|her) (?:{parts})"
        for match in re.finditer(pattern, sentence.masked, re.IGNORECASE):
            for item in self.behind(sentence, match.start(1), THINGS, 1):
                holder = holders.owner(sentence, match.start(2), match.end(2))
                prefix = "wearing" if item.kind == "wardrobe" else "carrying"
                events.add(holder, f"{prefix}:{item.name}", match.start(), "held")

    def _held(self, events: Events) -> None:
        """`The knife in Boris's hand`."""
        sentence = events.sentence
        hands = "|".join(sorted(self.lexicon.set("handful")))
        pattern = rf"\b(?=(?:an?|the|two) )((?:[\w-]+ ){{2,5}}?)in (?:both )?({NAME}+'s|his|her|their|one|each) (?:[\w-]+ )?(?:{hands})\b"
        for match in re.finditer(pattern, sentence.masked, re.IGNORECASE):
            for item in self.behind(sentence, match.start(1), CARRIED, 1):
                if self._carriable(item):
                    holder = holders.owner(sentence, match.start(2), match.end(2))
                    if not holder.owners:
                        holder = holders.subject(sentence, match.start())
                    events.add(holder, f"carrying:{item.name}", match.start(), "held")

    def _put(self, events: Events, handed: set[str]) -> None:
        sentence = events.sentence
        for match in self._verbs(sentence, "lose"):
            for item in self.behind(sentence, match.end(), CARRIED, 2):
                if item.determiner and item.name not in handed:
                    self._lay(events, match, item)
        to = "|".join(sorted(self.lexicon.set("lay_to")))
        for match in self._verbs(sentence, "lay"):
            for item in self.behind(sentence, match.end(), CARRIED, 2):
                if re.match(rf"(?: back)? (?:{to})\b", sentence.masked[item.end :]):
                    self._lay(events, match, item)
        for match in re.finditer(r"\blets? (?=[^.;]{1,40}? (?:slip|fall|drop|go)\b)", sentence.masked, re.IGNORECASE):
            for item in self.behind(sentence, match.end(), CARRIED, 1):
                self._lay(events, match, item)

    def _lay(self, events: Events, match: re.Match[str], item: Found) -> None:
        """Something leaves the hand; a garment of one's own is taken off."""
        own = item.kind == "wardrobe" and item.determiner in ("his", "her")
        tag = f"wearing:{item.name}" if own else f"carrying:{item.name}"
        events.add(self._doer(events.sentence, match), tag, match.start(), "puts down", gains=False)

    def _hand_over(self, events: Events) -> set[str]:
        """`Boris hands Anna the lantern`, `slides the pistol across the table to Boris`; gives back what moved."""
        sentence = events.sentence
        handed: set[str] = set()
        for match in self._verbs(sentence, "give"):
            receiver = next((m for m in sentence.mentions if m.start == match.end() + 1 and not m.possessive), None)
            if receiver:
                for item in self.behind(sentence, receiver.end, CARRIED, 2):
                    handed |= self._move(events, match, item, Holder((receiver.owner,), "receiver", receiver.sure))
        for match in (*self._verbs(sentence, "give"), *self._verbs(sentence, "slide")):
            for item in self.behind(sentence, match.end(), CARRIED, 1):
                to = re.match(r"(?: back)?(?: (?:across|over|along|down) the [\w-]+)? to ", sentence.masked[item.end :])
                receiver = next((m for m in sentence.mentions if to and m.start == item.end + to.end()), None)
                if receiver and not receiver.possessive:
                    handed |= self._move(events, match, item, Holder((receiver.owner,), "receiver", receiver.sure))
        return handed

    def _move(self, events: Events, match: re.Match[str], item: Found, receiver: Holder) -> set[str]:
        giver = self._doer(events.sentence, match)
        tag = f"carrying:{item.name}"
        events.add(giver, tag, match.start(), "hands over", gains=False)
        events.add(receiver, tag, match.start(), "hands over")
        return {item.name}

    def _wearable(self, item: Found) -> bool:
        return item.kind == "wardrobe" or self.lexicon.has("worn_things", item.name)

    def _dress(self, events: Events) -> None:
        sentence = events.sentence
        for match in self._verbs(sentence, "wear"):
            skip = re.match(r" (?:nothing but|only|just)", sentence.masked[match.end() :])
            for item in self.behind(sentence, match.end() + (skip.end() if skip else 0), {"wardrobe", "prop"}):
                if self._wearable(item):
                    events.add(self._doer(sentence, match), f"wearing:{item.name}", match.start(), "wears")
        for name, then in (("wear_back", r" (?:back )?on\b"), ("ties", r" (?:on\b|(?:around|over) (?:his|her) )")):
            for match in self._verbs(sentence, name):
                for item in self.behind(sentence, match.end(), {"wardrobe", "prop"}, 1):
                    if self._wearable(item) and re.match(then, sentence.masked[item.end :]):
                        events.add(self._doer(sentence, match), f"wearing:{item.name}", match.start(), "wears")
        for match in self._verbs(sentence, "doff"):
            for item in self.behind(sentence, match.end(), {"wardrobe"}, 2):
                events.add(self._doer(sentence, match), f"wearing:{item.name}", match.start(), "takes off", gains=False)

    def _damage(self, events: Events) -> None:
        """`Tears the letter in half`; one's own garment is torn on the wearer."""
        sentence = events.sentence
        for tag, pattern in self.lexicon.damage:
            for match in pattern.finditer(sentence.masked):
                skip = re.match(r" (?:open|up|apart|off|down)\b", sentence.masked[match.end() :])
                opened = bool(skip) and skip is not None and skip.group().strip() in ("off", "open")
                start = match.end() + (skip.end() if skip else 0)
                for item in self.behind(sentence, start, THINGS, 1):
                    if item.kind == "wardrobe":
                        own = item.determiner in ("his", "her") and not opened
                        events.add(self._doer(sentence, match) if own else NOBODY, tag, match.start(), "damage")
                    elif item.name in self.props.ids:
                        events.add(Holder((item.name,), "thing"), tag, match.start(), "damage")
