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
    from collections.abc import Callable, Mapping

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SAMPLE = 60_000


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


def _language(code: str, row: Mapping[str, Any]) -> Language:
    names = (
        "name",
        "direction",
        "caseless",
        "cue_length",
        "rate",
        "vowels",
        "script",
        "letters",
    )
    plain = {name: row[name] for name in names if name in row}
    return Language(
        code,
        **plain,
        headings=HeadingWords(**{kind: tuple(words) for kind, words in row.get("headings", {}).items()}),
        times=_inverted(row.get("times", {})),
        relative=_inverted(row.get("relative", {})),
        extensions=_inverted(row.get("extensions", {})),
        transitions=tuple(row.get("transitions", ())),
        unit=SpeechUnit(row.get("unit", "syllable")),
        fonts=tuple(row.get("fonts", ())),
        function_words=tuple(str(row.get("function_words", "")).split()),
    )


def _inverted(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {word: canonical for canonical, words in table.items() for word in words}


def detect(text: str) -> str:
    """The code of the language a text is most likely in; `en` where there is nothing to go by.

    First the script that most letters belong to, then, among the languages of that script, letters that only one of them
    uses and the share of frequent function words.
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
    return next(code for code, score in scores.items() if score == best)


def _score(known: Language, sample: str, words: Counter[str], total: int) -> float:
    """Share of function words (0 to 1) and, weighted so that one letter in a hundred counts like one word in ten, letters."""
    hits = sum(words[word] for word in known.function_words)
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


def speech_seconds(text: str, language: Language) -> float:
    """How long a text takes to say, in seconds, by the language's rate of words, syllables or characters.

    Pauses for dots and dashes, and air around a line, are not in it. Numbers count as one syllable a digit.
    """
    return units(text, language) / language.rate


def units(text: str, language: Language) -> int:
    """How many words, syllables or characters, whichever the language's rate counts, a text has."""
    if language.unit is SpeechUnit.CHARACTER:
        return sum(1 for char in text if char.isalnum())
    found = re.findall(r"\w+(?:['’]\w+)*", text)
    if language.unit is SpeechUnit.WORD:
        return len(found)
    return sum(syllables(word, language) for word in found)


def syllables(word: str, language: Language) -> int:
    """Syllables of one word: groups of neighbouring vowels, at least one; a digit is one syllable.

    Hangul is exact, a sign a syllable. In kana each sign but a small one is a mora.
    """
    digits = sum(char.isdigit() for char in word)
    if language.script in ("hangul", "kana"):
        return max(1, sum(char.isalnum() and char not in _SMALL_KANA for char in word))
    groups, inside = 0, False
    for char in unicodedata.normalize("NFC", word).lower():
        vowel = char in language.vowels
        groups += vowel and not inside
        inside = vowel
    return max(groups + digits, 1)


_SMALL_KANA = "ぁぃぅぇぉゃゅょァィゥェォャュョ"
