"""The people and places of a book, and whom each of its sentences names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from storyforge.providers.offline.condense.mentions import Finder, Speller
from storyforge.providers.offline.condense.people import Evidence, Grouping, gather, genders
from storyforge.providers.offline.words import straight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.providers.offline.condense.lexicon import Lexicon
    from storyforge.providers.offline.condense.mentions import Form, Mention
    from storyforge.providers.offline.condense.reading import Sentence

Kind = Literal["person", "place", "other"]
MOST_PEOPLE, MOST_PLACES, MOST_ALIASES = 80, 60, 12


@dataclass(frozen=True)
class Known:
    """Somebody or something that a book names, and how often."""

    name: str
    aliases: tuple[str, ...]
    count: int
    kind: Kind


class Named(NamedTuple):
    """Somebody named in a sentence, and what they do there where the word beside the name is a verb."""

    name: str
    start: int
    verb: str


@dataclass(frozen=True)
class Cast:
    """Who and what is named: `people[i]` and `places[i]` are named in sentence `i`, in order, each once."""

    known: tuple[Known, ...]
    people: tuple[tuple[Named, ...], ...]
    places: tuple[tuple[str, ...], ...]

    def of(self, kind: Kind) -> tuple[Known, ...]:
        """Those of one kind, the most often named first."""
        return tuple(one for one in self.known if one.kind == kind)


def cast(sentences: Sequence[Sentence], words: Lexicon) -> Cast:
    """Read the names in all sentences."""
    texts = [straight(sentence.text) for sentence in sentences]
    finder = Finder(Speller(texts, words), words)
    mentions = [finder.find(text) for text in texts]
    forms = gather(mentions, words)
    known = genders(((s.tokens, row) for s, row in zip(sentences, mentions, strict=True) if row), forms, words)
    least = 2 if len(sentences) > 500 else 1
    groups = Grouping(forms, known, words).groups
    for form, evidence in forms.items():
        # Pronouns of persons stand beside it, and nobody else is named there.
        evidence.person += bool(form.core and known.get(form.core[0]))
    ones = {key: _known(key, members, forms, words, least) for key, members in groups.items()}
    listed = sorted((one for one in ones.values() if one.count >= least), key=lambda one: (-one.count, one.name))
    owner = {form: ones[key] for key, members in groups.items() for form in members if ones[key].count >= least}
    rows = [_row(row, owner, words) for row in mentions]
    return Cast(tuple(listed), tuple(row[0] for row in rows), tuple(row[1] for row in rows))


def _row(
    row: Sequence[Mention], owner: Mapping[Form, Known], words: Lexicon
) -> tuple[tuple[Named, ...], tuple[str, ...]]:
    people: dict[str, Named] = {}
    places: dict[str, None] = {}
    for mention in row:
        one = owner.get(mention.form)
        if one and one.kind == "person":
            people.setdefault(one.name, Named(one.name, mention.start, _verb(mention, words)))
        elif one and one.kind == "place":
            places.setdefault(one.name)
    return tuple(people.values()), tuple(places)


def _verb(mention: Mention, words: Lexicon) -> str:
    """A past form behind a name, or before it in languages where that is usual; empty where there is none."""
    beside = [mention.after, mention.before] if words.lists.get("verb_first") else [mention.after]
    return next((word for word in map(str.lower, beside) if words.past(word) or word in words.turn), "")


def _known(
    key: tuple[str, ...], members: Sequence[Form], forms: Mapping[Form, Evidence], words: Lexicon, least: int
) -> Known:
    written: Counter[str] = Counter()
    total = Evidence()
    for form in members:
        evidence = forms[form]
        written.update(evidence.written)
        total.count += evidence.count
        total.person += evidence.person
        total.place += evidence.place
        total.thing += evidence.thing
    name = _display(key, members, forms, written)
    aliases = [text for text, _ in sorted(written.items(), key=lambda item: (-item[1], item[0])) if text != name]
    return Known(name, tuple(aliases[:MOST_ALIASES]), total.count, _kind(members, total, words, least))


def _display(
    key: tuple[str, ...], members: Sequence[Form], forms: Mapping[Form, Evidence], written: Counter[str]
) -> str:
    """The name in full where it is used, else the one that is used most."""
    full: Counter[str] = Counter()
    for form in members:
        if len(form.core) > 1 and form.core == key:
            for text, count in forms[form].written.items():
                full[_untitled(text, form)] += count
    counted = full or written
    return min(counted, key=lambda text: (-counted[text], text[:1].isupper(), text))


def _untitled(text: str, form: Form) -> str:
    return " ".join(text.split()[len(form.titles) :]) if not form.tail else text


def _kind(members: Sequence[Form], total: Evidence, words: Lexicon, least: int) -> Kind:
    """Person, place, or neither, by what stands around the name (speech and deeds, or words of place)."""
    titled = any(form.titles for form in members)
    if any(form.core and form.core[-1].lower() in words.words("of_places") for form in members):
        return "place"
    if words.lists.get("nouns_capitalised") and not titled and total.thing > 0.12 * total.count:
        return "other"
    acting = total.person >= max(1.0, 0.04 * total.count) and total.person > 0.8 * total.place
    if acting or (titled and total.person >= total.place):
        return "person"
    if total.place >= max(least, 0.15 * total.count):
        return "place"
    return "person" if not words.lists and total.count >= 3 else "other"
