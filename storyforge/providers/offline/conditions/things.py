"""What people carry and wear, take up and put down, hand over and damage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.providers.offline.conditions import holders
from storyforge.providers.offline.conditions.holders import NOBODY, Holder
from storyforge.providers.offline.conditions.phrases import Found, Phrases, Props
from storyforge.providers.offline.nouns import THINGS

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from storyforge.providers.offline.conditions.event import Events
    from storyforge.providers.offline.conditions.lexicon import Lexicon
    from storyforge.providers.offline.conditions.sentence import Mention, Sentence

_SUBJECT = 5
"""Words of a noun phrase that is a subject, at most."""
CARRIED = THINGS - {"dressing", "vehicle"}
WORN = frozenset({"wardrobe", "prop"})


class Things:
    """Reads what happens to things."""

    def __init__(self, lexicon: Lexicon, props: Props) -> None:
        self.lexicon = lexicon
        self.props = props
        self._phrases = Phrases(lexicon, props)

    def read(self, events: Events) -> None:
        """Add all changes of what is carried, worn and damaged."""
        handed = self._hand_over(events)
        self._take(events)
        self._held(events)
        self._put(events, handed)
        self._slip(events)
        self._dress(events)
        self._undress(events)
        self._damage(events)
        self._suffer(events)

    def _verbs(self, sentence: Sentence, name: str) -> Iterator[re.Match[str]]:
        yield from self.lexicon.one_of(name).finditer(sentence.masked)

    def _carriable(self, item: Found) -> bool:
        known = item.name in self.props.ids and item.kind != "vehicle"
        return (known or item.kind in CARRIED) and not self.lexicon.has("not_carried", item.name)

    def _wearable(self, item: Found) -> bool:
        worn = item.kind == "wardrobe" or self.lexicon.has("worn_things", item.name)
        return worn and not self.lexicon.has("not_worn", item.name)

    def _take(self, events: Events) -> None:
        sentence = events.sentence
        for name in ("gain", "opens"):
            for match in self._verbs(sentence, name):
                for item in self._phrases.behind(sentence, match.end(), CARRIED):
                    taken = self._carriable(item) if name == "gain" else self.lexicon.has("opens_carried", item.name)
                    off = self.lexicon.rule("taken_off").match(sentence.masked, item.end)
                    if taken and not off and (item.determiner or self._many(item, sentence)):
                        holder = holders.subject(sentence, match.start())
                        events.add(holder, f"carrying:{item.name}", match.start(), "takes")
                        self._take_from(events, match.start(), item)

    def _many(self, item: Found, sentence: Sentence) -> bool:
        """Whether a thing without a determiner stands in the plural: `The guards carry torches`."""
        word = sentence.masked[: item.end].rsplit(maxsplit=1)[-1].lower()
        return word.endswith("s") and self.lexicon.nouns.lemma(word) != word

    def _take_from(self, events: Events, place: int, item: Found) -> None:
        """`Anna takes the cup from Boris`."""
        sentence = events.sentence
        given = self.lexicon.rule("taken_from").match(sentence.masked, item.end)
        if given:
            giver = holders.owner(sentence, given.start(1), given.end(1))
            events.add(giver, f"carrying:{item.name}", place, "takes", gains=False)

    def _slip(self, events: Events) -> None:
        """`The cup slips from Anna's fingers`."""
        sentence = events.sentence
        for match in self.lexicon.rule("leaves_hand").finditer(sentence.masked):
            item = self._subject_thing(sentence, match.start())
            if item:
                holder = holders.owner(sentence, match.start(1), match.end(1))
                events.add(holder, f"carrying:{item}", match.start(), "slips", gains=False)

    def _subject_thing(self, sentence: Sentence, place: int) -> str:
        """The thing whose noun phrase ends at a place and opens the clause; nothing where something else does."""
        start, _ = sentence.clause(place)
        words = sentence.masked[start:place].split()
        while words and self.lexicon.has("openers", words[0].strip(",").lower()):
            words = words[1:]
        determined = len(words) > 1 and (
            self.lexicon.has("determiners", words[0]) or self.lexicon.has("possessive", words[0])
        )
        if not determined or len(words) > _SUBJECT or any(self.lexicon.has("stops", word) for word in words[1:-2]):
            return ""
        return self.props.ending(words[1:])

    def _held(self, events: Events) -> None:
        """`The knife in Boris's hand`, `a rifle hangs from her shoulder`."""
        sentence = events.sentence
        for name in ("held", "slung_on"):
            for match in self.lexicon.rule(name).finditer(sentence.masked):
                for item in self._phrases.behind(sentence, match.start(1), CARRIED, 1):
                    worn = item.kind == "wardrobe" and name == "slung_on"
                    holder = holders.owner(sentence, match.start(2), match.end(2))
                    if not holder.owners and name == "held":
                        holder = holders.subject(sentence, match.start())
                    if worn or self._carriable(item):
                        events.add(holder, f"{'wearing' if worn else 'carrying'}:{item.name}", match.start(), "held")

    def _put(self, events: Events, handed: set[str]) -> None:
        sentence = events.sentence
        for match in self._verbs(sentence, "lose"):
            for item in self._phrases.behind(sentence, match.end(), CARRIED, 2):
                kept = self.lexicon.rule("pocketed").match(sentence.masked, item.end)
                if item.determiner and item.name not in handed and not kept:
                    self._lay(events, match, item)
        for match in self._verbs(sentence, "lay"):
            for item in self._phrases.behind(sentence, match.end(), CARRIED, 2):
                kept = self.lexicon.rule("pocketed").match(sentence.masked, item.end)
                if self.lexicon.rule("laid").match(sentence.masked, item.end) and not kept:
                    self._lay(events, match, item)
        for match in self.lexicon.rule("let_go").finditer(sentence.masked):
            for item in self._phrases.behind(sentence, match.end(), CARRIED, 1):
                self._lay(events, match, item)

    def _lay(self, events: Events, match: re.Match[str], item: Found) -> None:
        """Something leaves the hand; a garment of one's own is taken off."""
        own = item.kind == "wardrobe" and self.lexicon.has("possessive", item.determiner)
        tag = f"{'wearing' if own else 'carrying'}:{item.name}"
        events.add(holders.subject(events.sentence, match.start()), tag, match.start(), "puts down", gains=False)

    def _hand_over(self, events: Events) -> set[str]:
        """`Boris hands Anna the lantern`, `slides the pistol across the table to Boris`; gives back what moved."""
        sentence = events.sentence
        handed: set[str] = set()
        for match in self._verbs(sentence, "give"):
            receiver = self._receiver(sentence, match.end() + 1)
            if receiver:
                for item in self._phrases.behind(sentence, receiver.end, CARRIED, 2):
                    handed.add(self._move(events, match, item, receiver))
        for match in self._verbs(sentence, "slide"):
            for item in self._phrases.behind(sentence, match.end(), CARRIED, 1):
                to = self.lexicon.rule("given_to").match(sentence.masked, item.end)
                receiver = self._receiver(sentence, to.end()) if to else None
                if receiver:
                    handed.add(self._move(events, match, item, receiver))
        return handed

    def _receiver(self, sentence: Sentence, place: int) -> Mention | None:
        return next((m for m in sentence.mentions if m.start == place and not m.possessive), None)

    def _move(self, events: Events, match: re.Match[str], item: Found, receiver: Mention) -> str:
        tag = f"carrying:{item.name}"
        giver = holders.subject(events.sentence, match.start())
        events.add(giver, tag, match.start(), "hands over", gains=False)
        events.add(Holder((receiver.owner,), "receiver", receiver.sure), tag, match.start(), "hands over")
        return item.name

    def _dress(self, events: Events) -> None:
        sentence = events.sentence
        for name, then in (("wear", ""), ("wear_back", "put_on"), ("ties", "tied_on")):
            for match in self._verbs(sentence, name):
                for item in self._phrases.behind(sentence, self._past(sentence, match.end()), WORN):
                    fits = not then or self.lexicon.rule(then).match(sentence.masked, item.end)
                    if self._wearable(item) and fits:
                        holder = holders.subject(sentence, match.start())
                        events.add(holder, f"wearing:{item.name}", match.start(), "wears")

    def _undress(self, events: Events) -> None:
        """`Takes off her coat`, `takes her coat off`."""
        sentence = events.sentence
        for name, then in (("doff", ""), ("doff_back", "taken_off")):
            for match in self._verbs(sentence, name):
                for item in self._phrases.behind(sentence, match.end(), WORN, 2):
                    fits = not then or self.lexicon.rule(then).match(sentence.masked, item.end)
                    if self._wearable(item) and fits:
                        holder = holders.subject(sentence, match.start())
                        events.add(holder, f"wearing:{item.name}", match.start(), "takes off", gains=False)

    def _past(self, sentence: Sentence, place: int) -> int:
        """Past `nothing but` and the like."""
        match = self.lexicon.one_of("only").match(sentence.masked, place + 1)
        return match.end() if match else place

    def _suffer(self, events: Events) -> None:
        """`The lamp breaks`, `Blood stains the letter`."""
        sentence = events.sentence
        for tag, pattern in self.lexicon.breaks:
            for match in pattern.finditer(sentence.masked):
                thing = self._subject_thing(sentence, match.start())
                if thing:
                    events.add(Holder((thing,), "thing"), tag, match.start(), "verb")
        for tag, pattern in self.lexicon.harmed:
            for match in pattern.finditer(sentence.masked):
                for item in self._phrases.behind(sentence, match.end(), THINGS, 1):
                    if item.name in self.props.ids:
                        events.add(Holder((item.name,), "thing"), tag, match.start(), "done to")

    def _damage(self, events: Events) -> None:
        """`Tears the letter in half`; one's own garment is torn on the wearer."""
        sentence = events.sentence
        for tag, pattern in self.lexicon.damage:
            for match in pattern.finditer(sentence.masked):
                particle = self.lexicon.one_of("damage_particles").match(sentence.masked, match.end() + 1)
                spares = particle is not None and self.lexicon.has("damage_spares", particle.group())
                start = particle.end() if particle else match.end()
                for item in self._phrases.behind(sentence, start, THINGS, 1):
                    own = self.lexicon.has("possessive", item.determiner) and not spares
                    if item.kind == "wardrobe":
                        holder = holders.subject(sentence, match.start()) if own else NOBODY
                    else:
                        holder = Holder((item.name,), "thing") if item.name in self.props.ids else NOBODY
                    events.add(holder, tag, match.start(), "damage")
