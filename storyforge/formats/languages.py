"""The languages of `templates/languages.yaml`: look one up, detect one, measure how long words take to say."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from storyforge import resources
from storyforge.errors import UnknownNameError
from storyforge.formats.yaml import load_data
from storyforge.model.language import HeadingWords, Language, SpeechUnit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SAMPLE = 60_000
_OFTEN = 20
"""The most frequent word of a language is about every twentieth word of a text."""

_SHORT = 80
"""Words of a text that says little."""

_EVIDENCE = 3
"""Pieces of evidence that such a text needs for another language than English."""

_PLAIN = ("name", "direction", "caseless", "cue_length", "rate", "vowels", "script", "letters")
_LISTS = ("transitions", "fonts", "qualifiers", "numerals", "articles", "heading_notes", "buildings", "rooms")


@lru_cache(maxsize=1)
def languages() -> Mapping[str, Language]:
    """Every language of the table by its code, English first."""
    table = load_data(resources.read_template("languages.yaml"))
    return {code: _language(code, row) for code, row in table["languages"].items()}


def language(code: str) -> Language:
    """One language by its code; a region is ignored where the table has none (`pt-BR` is `pt`).

    Raises:
        UnknownNameError: the table has no such language.
    """
    known = languages()
    for name in (code, code.lower(), code.lower().replace("_", "-").partition("-")[0]):
        if name in known:
            return known[name]
    raise UnknownNameError("language", code, known)


def language_named(named: str | Language | None, text: Callable[[], str]) -> Language | None:
    """A language given as itself, by its code, or as `auto`: then it is detected in `text()`; nothing for nothing.

    Raises:
        UnknownNameError: the table has no such language.
    """
    if isinstance(named, str):
        return language(detect(text()) if named == "auto" else named)
    return named


def fold(text: str) -> str:
    """Fold case one way in every language and locale: composed, lower case, one kind of i and of apostrophe."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("i̇", "i").replace("ı", "i")
    return folded.replace("’", "'").replace("\u02bc", "'")


def _language(code: str, row: Mapping[str, Any]) -> Language:
    plain: dict[str, Any] = {name: row[name] for name in _PLAIN if name in row}
    lists: dict[str, Any] = {name: tuple(row[name]) for name in _LISTS if name in row}
    return Language(
        code,
        **plain,
        **lists,
        headings=HeadingWords(**{kind: tuple(words) for kind, words in row.get("headings", {}).items()}),
        times=_inverted(row.get("times", {})),
        relative=_inverted(row.get("relative", {})),
        extensions=_inverted(row.get("extensions", {})),
        unit=SpeechUnit(row.get("unit", "syllable")),
        function_words=tuple(str(row.get("function_words", "")).split()),
    )


def _inverted(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {word: canonical for canonical, words in table.items() for word in words}


def detect(text: str) -> str:
    """The code of the language a text is most likely in; `en` where there is nothing to go by.

    First the script that most letters belong to, then, among the languages of that script, letters that only one of
    them uses and the share of frequent function words. In Latin letters a few lines need some evidence before they are
    not English: names and one short word such as `la` are in many languages.
    """
    sample = unicodedata.normalize("NFC", text[:_SAMPLE]).lower()
    script = _script(sample)
    among = [known for known in languages().values() if known.script == script]
    if len(among) <= 1:
        return among[0].code if among else "en"
    words = Counter(_WORD.findall(sample))
    total = sum(words.values()) or 1
    scores = {known.code: _score(known, sample, words, total) for known in among}
    best = max(scores.values())
    if best <= 0:
        return "en" if script == "latin" else among[0].code
    code = next(code for code, score in scores.items() if score == best)
    short = script == "latin" and total < _SHORT
    return "en" if short and _evidence(languages()[code], sample, words) < _EVIDENCE else code


def _evidence(known: Language, sample: str, words: Counter[str]) -> int:
    """How much speaks for a language: function words, telling letters, twice its words for times and rooms."""
    english = languages()["en"]
    own = {word.lower() for word in (*known.times, *known.rooms)}
    own -= {word.lower() for word in (*english.times, *english.rooms)}
    hits = sum(word in words for word in known.function_words)
    return hits + sum(sample.count(letter) for letter in known.letters) + 2 * sum(word in words for word in own)


def _score(known: Language, sample: str, words: Counter[str], total: int) -> float:
    """Share of function words, 0 to 1, and of telling letters: one in a hundred counts like one word in ten.

    No word counts for more than its share of a long text: `ada` is frequent in Indonesian, and somebody's name.
    """
    most = max(1, total // _OFTEN)
    hits = sum(min(words[word], most) for word in known.function_words)
    letters = sum(sample.count(letter) for letter in known.letters)
    return hits / total + 10 * letters / max(len(sample), 1)


# Unicode blocks by script: first and last code point. Kana decide Japanese, since its text is mostly Han.
_BLOCKS = (
    ("latin", 0x41, 0x24F),
    ("greek", 0x370, 0x3FF),
    ("cyrillic", 0x400, 0x52F),
    ("hebrew", 0x590, 0x5FF),
    ("arabic", 0x600, 0x6FF),
    ("devanagari", 0x900, 0x97F),
    ("tamil", 0xB80, 0xBFF),
    ("thai", 0xE00, 0xE7F),
    ("kana", 0x3040, 0x30FF),
    ("han", 0x3400, 0x9FFF),
    ("hangul", 0xAC00, 0xD7AF),
)


def _script(sample: str) -> str:
    counts: Counter[str] = Counter()
    for char, times in Counter(sample).items():
        if char.isalpha():
            point = ord(char)
            name = next((name for name, first, last in _BLOCKS if first <= point <= last), "")
            counts[name] += times
    del counts[""]
    if counts["kana"] * 10 > counts["han"] and counts["kana"]:
        counts["kana"] += counts["han"]
        counts["han"] = 0
    # A Han or Hangul sign says as much as several letters, and scripts in such languages keep Latin INT. and EXT.
    weight = {"han": 3, "kana": 3, "hangul": 3}
    return max((n for n, _, _ in _BLOCKS), key=lambda name: counts[name] * weight.get(name, 1))


def canonical_extension(written: str, language: Language | None = None) -> str:
    """What a cue's extension says in canonical English (`V.O.`, `O.S.`, `CONT'D`, ...), or nothing where unknown.

    A language's own words come first, then the English ones; dots, case and space do not matter.
    """
    packs = (language, languages()["en"]) if language else (languages()["en"],)
    return next((found for pack in packs if (found := _extensions(pack).get(_bare(written)))), "")


def canonical_extensions(written: Iterable[str], language: Language | None = None) -> tuple[str, ...]:
    """A cue's extensions in canonical English, each once, without CONT'D; unknown ones as written (craft 1)."""
    canonical = (canonical_extension(extension, language) or extension.strip() for extension in written)
    return tuple(dict.fromkeys(extension for extension in canonical if extension and extension != "CONT'D"))


@lru_cache(maxsize=64)
def _extensions(language: Language) -> dict[str, str]:
    return {_bare(written): canonical for written, canonical in language.extensions.items()}


def _bare(extension: str) -> str:
    return "".join(char for char in fold(extension) if char.isalnum())


def speech_seconds(text: str, language: Language) -> float:
    """How long a text takes to say, in seconds, by the language's rate of words, syllables or characters.

    Pauses for dots and dashes, and air around a line, are not in it. Numbers count as one syllable a digit.
    """
    return units(text, language) / language.rate


def units(text: str, language: Language) -> int:
    """How many words, syllables or characters, whichever the language's rate counts, a text has."""
    if language.unit is SpeechUnit.CHARACTER:
        return sum(1 for char in text if char.isalnum())
    if language.unit is SpeechUnit.WORD:
        return len(_SPOKEN.findall(text))
    return sum(syllables(word, language) for word in text.split() if any(map(str.isalnum, word)))


def syllables(word: str, language: Language) -> int:
    """Syllables of one word, at least one; a digit is one.

    In alphabets: groups of neighbouring vowels. In Arabic and Hebrew, which leave vowels out: one for two letters.
    In Indic scripts: letters without those whose vowel is struck out. Hangul: signs, which is exact. Japanese: kana
    but the small ones, and two for a Chinese character.
    """
    if language.script == "hangul":
        return max(1, sum(map(str.isalnum, word)))
    if language.script == "kana":
        return max(1, sum(_morae(char) for char in word))
    digits = sum(map(str.isdigit, word))
    if language.script in ("arabic", "hebrew"):
        return max(1, digits + (sum(map(str.isalpha, word)) + 1) // 2)
    if language.script in ("devanagari", "tamil"):
        return max(1, digits + sum(map(str.isalpha, word)) - sum(map(word.count, _VIRAMA)))
    return max(1, digits + _vowel_groups(word, language.vowels))


def _vowel_groups(word: str, vowels: str) -> int:
    groups, inside = 0, False
    for char in unicodedata.normalize("NFC", word).lower():
        vowel = char in vowels
        groups += vowel and not inside
        inside = vowel
    return groups


def _morae(char: str) -> int:
    if not char.isalnum() or char in _SMALL_KANA:
        return 0
    return 2 if "\u3400" <= char <= "\u9fff" else 1


_SPOKEN = re.compile(r"\w+(?:['’-]\w+)*")
_VIRAMA = "\u094d\u0bcd"
_SMALL_KANA = "ぁぃぅぇぉゃゅょァィゥェォャュョ"
