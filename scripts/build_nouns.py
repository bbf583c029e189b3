"""Derives the noun lexicon `templates/lexicons/nouns.en.txt.gz` from the dictionary files of WordNet 3.0.

Usage: python scripts/build_nouns.py DICT OUTPUT

DICT is the folder with `data.noun`, `index.noun`, `noun.exc` and `cntlist.rev` (in Debian the package `wordnet-base`,
`/usr/share/wordnet`). The same input gives the same bytes. The lexicon is under WordNet's licence, see
`templates/lexicons/NOTICE-wordnet.txt`.

Form: gzipped UTF-8 text. A line `class tenths words...` gives the class of its words and the share, in tenths, of a
word's senses that are of that kind (for things: of any thing). A line `= plural singular ...` gives irregular plurals.
A space within a compound is written `_`.
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

# Class of a thing: the first of these ancestors met on the way up from its synset (class, lemma, lexicographer file).
ANCESTORS = (
    ("weapon", "weapon", "06"),
    ("weapon", "ammunition", "06"),
    ("vehicle", "vehicle", "06"),
    ("wardrobe", "clothing", "06"),
    ("wardrobe", "footwear", "06"),
    ("wardrobe", "jewelry", "06"),
    ("wardrobe", "headdress", "06"),
    ("wardrobe", "spectacles", "06"),
    ("dressing", "furniture", "06"),
    ("dressing", "furnishing", "06"),
    ("dressing", "home_appliance", "06"),
    ("structure", "structure", "06"),
    ("structure", "way", "06"),
    ("structure", "area", "06"),
    ("structure", "facility", "06"),
    ("structure", "room", "06"),
    ("structure", "surface", "06"),
    ("structure", "line", "06"),
    ("structure", "building_material", "06"),
    ("material", "fabric", "06"),
    ("food", "food", "13"),
    ("food", "beverage", "13"),
    ("food", "food", "03"),
    ("document", "letter", "10"),
    ("document", "document", "10"),
    ("document", "book", "06"),
    ("document", "photograph", "06"),
    ("prop", "card", "06"),
    ("money", "money", "21"),
    ("money", "cash", "21"),
    ("animal", "animal", "05"),
    ("person", "person", "18"),
    ("body", "body_part", "08"),
    ("plant", "flower", "20"),
    ("prop", "instrumentality", "06"),
)
# Where no ancestor is met: the lexicographer's file of the synset itself.
FILES = {"06": "prop", "13": "food", "18": "person", "08": "body", "05": "animal", "20": "plant", "15": "place"}
APART = frozenset({"person", "body", "structure", "place", "none", "material"})
"""Classes that are not things on set."""


class Synset(NamedTuple):
    """One synset: lexicographer file, its words as spelt, hypernyms, and whether it is an instance (a proper name)."""

    file: str
    words: tuple[str, ...]
    above: tuple[str, ...]
    instance: bool


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != " "]


def read_synsets(path: Path) -> dict[str, Synset]:
    """Synsets of `data.noun` by offset."""
    found = {}
    for line in _lines(path):
        fields = line.split(" | ")[0].split()
        count = int(fields[3], 16)
        words = tuple(fields[4 + 2 * i] for i in range(count))
        start = 4 + 2 * count
        pointers = [(fields[start + 1 + 4 * i], fields[start + 2 + 4 * i]) for i in range(int(fields[start]))]
        above = tuple(offset for sign, offset in pointers if sign in ("@", "@i"))
        found[fields[0]] = Synset(fields[1], words, above, any(sign == "@i" for sign, _ in pointers))
    return found


def read_index(path: Path) -> dict[str, list[str]]:
    """Offsets of a lemma's senses, the most frequent first."""
    rows = (line.split() for line in _lines(path))
    return {row[0]: row[-int(row[2]) :] for row in rows}


def read_counts(path: Path) -> tuple[Counter[tuple[str, int]], Counter[str], Counter[str]]:
    """Tagged uses in running text: by noun and sense, by noun, and by verb or adjective."""
    senses: Counter[tuple[str, int]] = Counter()
    nouns: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for line in _lines(path):
        key, sense, count = line.split()
        lemma, _, rest = key.partition("%")
        if rest[0] == "1":
            senses[lemma, int(sense)] += int(count)
            nouns[lemma] += int(count)
        elif rest[0] in "235":
            others[lemma] += int(count)
    return senses, nouns, others


class Classes:
    """The class of a synset by its nearest known ancestor."""

    def __init__(self, synsets: dict[str, Synset], index: dict[str, list[str]]) -> None:
        self.synsets = synsets
        self.roots: dict[str, str] = {}
        for kind, lemma, file in ANCESTORS:
            offset = next((o for o in index.get(lemma, ()) if synsets[o].file == file), None)
            if offset:
                self.roots.setdefault(offset, kind)

    def of(self, offset: str) -> str:
        """The class, `none` for what can't be seen."""
        queue, seen = [offset], {offset}
        while queue:
            here = queue.pop(0)
            if here in self.roots:
                return self.roots[here]
            fresh = [above for above in self.synsets[here].above if above not in seen]
            seen.update(fresh)
            queue += fresh
        return FILES.get(self.synsets[offset].file, "none")


def classify(folder: Path) -> dict[str, tuple[str, int]]:
    """Class and share in tenths of every common noun that names something to be seen."""
    synsets = read_synsets(folder / "data.noun")
    index = read_index(folder / "index.noun")
    senses, nouns, others = read_counts(folder / "cntlist.rev")
    classes = Classes(synsets, index)
    found = {}
    for word, offsets in sorted(index.items()):
        common = [o for o in offsets if not synsets[o].instance and word in synsets[o].words]
        if not common or not word[0].isalpha() or word.count("_") > 1 or len(word) < 3:
            continue
        weight: Counter[str] = Counter()
        for rank, offset in enumerate(offsets, 1):
            weight[classes.of(offset)] += senses[word, rank] * 1000 + 1000 // rank
        seen = {kind: value for kind, value in weight.items() if kind not in ("none", "material")}
        if not seen:
            continue
        kind = max(seen, key=lambda name: (seen[name], name))
        own = seen[kind] if kind in APART else sum(v for k, v in weight.items() if k not in APART)
        tenths = min(9, own * 10 // sum(weight.values()))
        mostly_verb = others[word] > 9 * nouns[word] + 4 and tenths < 9
        if tenths >= 2 and not mostly_verb:
            found[word] = (kind, tenths)
    return found


def plurals(folder: Path, known: dict[str, tuple[str, int]]) -> list[str]:
    """Irregular plurals, as `plural singular` pairs; a plural that is a word of its own is left out."""
    rows = (line.split() for line in _lines(folder / "noun.exc"))
    return [f"{row[0]} {row[1]}" for row in rows if row[0] not in known and "_" not in row[0]]


def main(folder: Path, output: Path) -> None:
    """Write the lexicon."""
    known = classify(folder)
    groups: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for word, group in known.items():
        groups[group].append(word)
    lines = [f"{kind} {tenths} {' '.join(words)}" for (kind, tenths), words in sorted(groups.items())]
    lines.append(f"= {' '.join(plurals(folder, known))}")
    with output.open("wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as packed:
        packed.write(("\n".join(lines) + "\n").encode())


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python scripts/build_nouns.py DICT OUTPUT")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
