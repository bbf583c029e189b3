"""Who is who: names of one person are brought together where that is certain, and people are told from places."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from storyforge.providers.offline.condense.lexicon import Lexicon
    from storyforge.providers.offline.condense.mentions import Form, Mention

Gender = Literal["he", "she", ""]
SURE = 5
"""How many times more often one of two must be meant for a name that both could bear."""


@dataclass
class Evidence:
    """What the surroundings of a form say of what it names."""

    count: int = 0
    person: float = 0.0
    place: float = 0.0
    thing: float = 0.0
    written: Counter[str] = field(default_factory=Counter)


def gather(mentions: Iterable[Sequence[Mention]], words: Lexicon) -> dict[Form, Evidence]:
    """Every form with its evidence, in the order in which the forms first appear."""
    said, articles = words.words("said"), words.words("articles")
    verb_first = bool(words.lists.get("verb_first"))
    within, to, things = words.words("within"), words.words("to"), words.words("before_things")
    found: dict[Form, Evidence] = defaultdict(Evidence)
    for row in mentions:
        for mention in row:
            evidence = found[mention.form]
            before, after = mention.before.lower(), mention.after.lower()
            place = mention.earlier.lower() if before in articles else before
            evidence.count += 1
            evidence.written[mention.text] += 1
            evidence.person += (after in said or before in said) + 0.7 * words.past(after) + mention.called
            evidence.person += 0.7 * (verb_first and words.past(before))
            evidence.person += 1.5 * bool(mention.form.titles and mention.form.core)
            evidence.place += (place in within) + 0.3 * (place in to)
            evidence.thing += before in things
    return dict(found)


def genders(
    sentences: Iterable[tuple[Sequence[str], Sequence[Mention]]], forms: Mapping[Form, Evidence], words: Lexicon
) -> dict[str, Gender]:
    """First names whose bearers are surely he or she: by titles, and by pronouns where nobody else is named."""
    titles, he, she = words.titles, words.words("he"), words.words("she")
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    for form, evidence in forms.items():
        if len(form.core) > 1:
            tally[form.core[0]]["he"] += 4 * evidence.count * bool(set(form.titles) & titles.he)
            tally[form.core[0]]["she"] += 4 * evidence.count * bool(set(form.titles) & titles.she)
    for tokens, row in sentences:
        named = {mention.form for mention in row}
        if len(named) == 1 and (core := row[0].form.core) and not row[0].form.titles:
            tally[core[0]]["he"] += any(token in he for token in tokens)
            tally[core[0]]["she"] += any(token in she for token in tokens)
    return {name: _surely(counted) for name, counted in tally.items()}


def _surely(counted: Counter[str]) -> Gender:
    he, she = counted["he"], counted["she"]
    if he + she < 4:
        return ""
    return "he" if he >= 3 * she else "she" if she >= 3 * he else ""


class Grouping:
    """Forms that name the same person.

    A form joins another only where the words of the one are among those of the other and nobody else could be meant:
    titles and gender must agree, a surname that two bear stays apart, and so does a wife from her daughter.
    """

    def __init__(self, forms: Mapping[Form, Evidence], known: Mapping[str, Gender], words: Lexicon) -> None:
        """Bring together what belongs together."""
        self._forms, self._genders, self._titles = forms, known, words.titles
        self._places, self._saints = words.words("of_places"), words.words("saints")
        self._same: dict[tuple[str, ...], list[Form]] = defaultdict(list)
        self._borne: dict[str, set[str]] = defaultdict(set)
        for form in forms:
            self._same[form.core].append(form)
            if form.core:
                self._borne[form.core[-1]].update(form.titles)
        self._ending: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._first: dict[str, dict[tuple[str, ...], int]] = defaultdict(dict)
        self._last: dict[str, dict[tuple[str, ...], int]] = defaultdict(dict)
        self._full, self._fuller = self._in_full_forms()
        self.groups: dict[tuple[str, ...], list[Form]] = defaultdict(list)
        for form in forms:
            if form.core:
                self.groups[self._key(form)].append(form)
        self._titles_alone()

    def _in_full_forms(self) -> tuple[Counter[tuple[str, ...]], dict[tuple[str, ...], tuple[str, ...]]]:
        """How often each person named with two words or more is so named, and the fullest form of every such name."""
        self._full = Counter()
        for form, evidence in self._forms.items():
            if len(form.core) > 1 and form.core[-1].lower() not in self._places:
                self._full[form.core] += evidence.count
        for core in self._full:
            self._ending[core[-1]].append(core)
        fuller = {core: self._longest(core) for core in self._full}
        counts: Counter[tuple[str, ...]] = Counter()
        for core, count in self._full.items():
            counts[fuller[core]] += count
        for core, count in counts.items():
            if len(core) > 2 or core[0] not in self._saints:
                self._first[core[0]][core] = self._last[core[-1]][core] = count
        return counts, fuller

    def _longest(self, core: tuple[str, ...]) -> tuple[str, ...]:
        """The fullest form with the same last word that has all words of this one."""
        above = [other for other in self._ending[core[-1]] if len(other) > len(core) and _within(core, other)]
        if not above:
            return core
        best = max(above, key=lambda other: (self._full[other], other))
        rivals = [other for other in above if not _within(other, best) and not _within(best, other)]
        if any(self._full[rival] * SURE > self._full[best] for rival in rivals):
            return core
        kin = [other for other in above if other not in rivals]
        return max(kin, key=lambda other: (len(other), self._full[other], other))

    def _key(self, form: Form) -> tuple[str, ...]:
        if form.core[-1].lower() in self._places:
            return form.core
        if len(form.core) > 1:
            return self._in_full(form)
        name, titles = form.core[0], set(form.titles)
        firsts = self._first[name]
        lasts = {core: count for core, count in self._last[name].items() if core not in firsts}
        if not titles:
            return self._only(firsts) or ((not firsts and self._by_surname(name, lasts)) or (name,))
        if firsts and not titles & self._titles.wives and not lasts:
            return self._only(firsts) or (name,)
        return self._titled(name, titles, lasts)

    def _in_full(self, form: Form) -> tuple[str, ...]:
        """A name in full: with the title of a wife, or of a woman where a man is meant, it is somebody else's."""
        fuller, titles = self._fuller[form.core], set(form.titles)
        if self._is_wife(form):
            return ("wife", *form.core)
        if titles & self._titles.she and fuller != form.core and not self._agrees(fuller, titles):
            return ("she", *form.core)
        return fuller

    def _is_wife(self, form: Form) -> bool:
        """Whether a name in full is a husband's: `Mrs. Henry Hall`."""
        if not set(form.titles) & self._titles.wives:
            return False
        his = any(set(other.titles) & self._titles.he for other in self._same[form.core])
        return his or self._genders.get(form.core[0]) == "he"

    def _only(self, bearers: Mapping[tuple[str, ...], int]) -> tuple[str, ...] | None:
        """The only one who can be meant."""
        if not bearers:
            return None
        ordered = sorted(bearers, key=lambda core: (-bearers[core], core))
        rest = sum(bearers[core] for core in ordered[1:])
        return ordered[0] if len(ordered) == 1 or bearers[ordered[0]] >= SURE * rest else None

    def _by_surname(self, name: str, bearers: Mapping[tuple[str, ...], int]) -> tuple[str, ...] | None:
        """A surname alone: nobody else of either gender bears it with a title."""
        only = self._only(bearers)
        if only is None:
            return None
        own = self._same[name,]
        bare = sum(self._forms[form].count for form in own if not form.titles)
        others = sum(
            self._forms[form].count for form in own if form.titles and not self._agrees(only, set(form.titles))
        )
        return only if others * SURE <= bare + bearers[only] else None

    def _titled(self, name: str, titles: set[str], bearers: Mapping[tuple[str, ...], int]) -> tuple[str, ...]:
        fit = {core: count for core, count in bearers.items() if self._agrees(core, titles)}
        only = self._only(fit)
        if only is None and not bearers:
            return self._alone(name, titles)
        return only or (self._mark(titles), name)

    def _alone(self, name: str, titles: set[str]) -> tuple[str, ...]:
        """Somebody who is never named in full: `Mr. Hall` and `Mrs. Hall` are two."""
        if titles & self._titles.wives:
            return ("wife", name)
        kinds = {bool(set(form.titles) & self._titles.she) for form in self._same[name,] if form.titles}
        return (name,) if len(kinds) == 1 else (self._mark(titles), name)

    def _mark(self, titles: set[str]) -> str:
        if titles & self._titles.wives:
            return "wife"
        return "she" if titles & self._titles.she else "he" if titles & self._titles.he else "any"

    def _agrees(self, core: tuple[str, ...], titles: set[str]) -> bool:
        """Whether somebody may be called so."""
        gender = self._genders.get(core[0], "")
        if titles & self._titles.wives:
            return any(set(form.titles) & self._titles.wives for form in self._same[core])
        if titles & self._titles.she:
            return gender == "she" or (not gender and not self._bears(core[-1], self._titles.he))
        if titles & self._titles.he:
            return gender == "he" or (not gender and not self._bears(core[-1], self._titles.she))
        return True

    def _bears(self, surname: str, titles: frozenset[str]) -> bool:
        """Whether anybody is called by a surname with one of some titles."""
        return bool(self._borne[surname] & titles)

    def _titles_alone(self) -> None:
        """A title alone is whoever nearly always bears it, or somebody without another name."""
        borne: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
        for key, forms in self.groups.items():
            for form in forms:
                if form.titles:
                    borne[form.titles[-1]][key] += self._forms[form].count
        for form in self._forms:
            if form.core or form.titles[-1] in self._titles.never_alone:
                continue
            bearers = borne[form.titles[-1]]
            only = self._only(bearers) if sum(bearers.values()) >= SURE else None
            self.groups[only or (form.titles[-1],)].append(form)


def _within(core: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether a name is a shorter form of another: the same last word, and all its words in the same order."""
    rest = iter(other)
    return core[-1] == other[-1] and all(word in rest for word in core)
