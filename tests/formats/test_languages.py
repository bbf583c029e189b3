"""The table of languages: detection, speech, and words that agree with themselves."""

from __future__ import annotations

import pytest

from storyforge.errors import UnknownNameError
from storyforge.formats.languages import (
    canonical_extension,
    detect,
    language,
    languages,
    speech_seconds,
    syllables,
    units,
)

SAID = {
    "en": "The rain falls on the city and he was waiting for her with a gun.",
    "de": "Der Regen fällt auf die Stadt, und er wartet nicht mehr auf sie.",
    "fr": "La pluie tombe sur la ville et il est dans la rue avec une arme.",
    "es": "La lluvia cae sobre la ciudad y él está esperando en la calle.",
    "it": "La pioggia cade sulla città e lui aspetta per strada con una pistola.",
    "pt": "A chuva cai sobre a cidade e ele está esperando na rua com uma arma.",
    "nl": "De regen valt op de stad en hij wacht niet meer op haar.",
    "pl": "Deszcz pada na miasto i on czeka na nią przed domem.",
    "ru": "Дождь идёт над городом, и он ждёт её у двери.",
    "uk": "Дощ іде над містом, і він чекає на неї біля дверей.",
    "be": "Дождж ідзе над горадам, і ён чакае яе ў доме.",
    "el": "Η βροχή πέφτει στην πόλη και περιμένει.",
    "tr": "Yağmur şehre yağıyor ve o kapıda bekliyor.",
    "az": "Yağış yağır və o gözləyir, mən də.",
    "hu": "Eső esik a városra, és ő vár, hogy jöjjön, de nem.",
    "cs": "Déšť padá na město a on čeká, že přijde, ale není to tak.",
    "ro": "Ploaia cade peste oraș și el așteaptă, dar nu este aici.",
    "sv": "Regnet faller över staden och han väntar inte på henne.",
    "da": "Regnen falder over byen, og han venter ikke på hende, men det er noget.",
    "no": "Regnet faller over byen og han venter ikke på henne, men hva er det.",
    "fi": "Sade lankeaa kaupungin ylle ja hän odottaa, mutta se ei ole mitä.",
    "ca": "La pluja cau sobre la ciutat i ell espera amb una arma, però no hi ha.",
    "id": "Hujan turun di kota dan dia tidak ada di sini.",
    "ja": "雨が降る。彼は待っている。",
    "ko": "비가 온다. 그는 기다린다.",
    "zh": "雨下在城市里。他在等她。",
    "ar": "المطر ينزل على المدينة وهو ينتظر في الشارع.",
    "fa": "باران بر شهر می‌بارد و او در خیابان منتظر است که بیاید.",
    "he": "גשם יורד על העיר והוא מחכה לה.",
    "hi": "बारिश हो रही है।",
    "ta": "மழை பெய்கிறது",
    "th": "ฝนตก",
}


@pytest.mark.parametrize("code", SAID)
def test_a_sentence_tells_its_language(code: str) -> None:
    assert detect(SAID[code]) == code


def test_english_headings_do_not_make_a_script_english() -> None:
    assert detect("INT. KITCHEN - NIGHT\n\n" + SAID["ja"]) == "ja"
    assert detect("INT. KÜCHE - NACHT\n\n" + SAID["de"]) == "de"


@pytest.mark.parametrize("text", ["", "123 !?", "\0"])
def test_where_there_is_nothing_to_go_by_it_is_english(text: str) -> None:
    assert detect(text) == "en"


def test_a_region_is_taken_for_its_language() -> None:
    assert language("pt-BR").code == "pt"
    assert language("zh_TW").code == "zh"
    with pytest.raises(UnknownNameError, match="klingon"):
        language("klingon")


def test_ten_english_words_take_about_four_seconds() -> None:
    ten = "one two three four five six seven eight nine ten"
    assert speech_seconds(ten, language("en")) == pytest.approx(10 / 2.6)
    assert speech_seconds("...", language("en")) == 0
    assert units("It's a well-known trick.", language("en")) == 4


@pytest.mark.parametrize(
    ("code", "word", "count"),
    [
        ("de", "Überraschung", 4),
        ("es", "mañana", 3),
        ("fr", "chocolat", 3),
        ("it", "pistola", 3),
        ("ru", "молоко", 3),
        ("ko", "안녕하세요", 5),
        ("ja", "さようなら", 5),
        ("ja", "きょう", 2),
        ("ar", "نهار", 2),
        ("he", "פנים", 2),
        ("hi", "दिन", 2),
        ("de", "brrr", 1),
        ("de", "1945", 4),
    ],
)
def test_syllables(code: str, word: str, count: int) -> None:
    assert syllables(word, language(code)) == count


@pytest.mark.parametrize(
    ("written", "code", "canonical"),
    [
        ("V.O.", "en", "V.O."),
        ("v.o", "de", "V.O."),
        ("O. S.", "en", "O.S."),
        ("cont’d", "en", "CONT'D"),
        ("on the radio", "en", "FILTERED"),
        ("aus dem Off", "de", "O.S."),
        ("画外音", "zh", "V.O."),
        ("声", "ja", "V.O."),
        ("whispering", "en", ""),
        ("", "en", ""),
    ],
)
def test_extensions_have_one_canonical_form(written: str, code: str, canonical: str) -> None:
    assert canonical_extension(written, language(code)) == canonical


def test_chinese_is_counted_in_characters() -> None:
    assert speech_seconds("你好，世界！", language("zh")) == pytest.approx(4 / 4.4)


@pytest.mark.parametrize("code", languages())
class TestRow:
    def test_can_be_spoken(self, code: str) -> None:
        row = language(code)
        assert row.rate > 0
        assert row.direction in ("ltr", "rtl")
        assert row.fonts

    def test_maps_to_canonical_words_only(self, code: str) -> None:
        english = language("en")
        assert set(language(code).times.values()) <= set(english.times.values())
        assert set(language(code).relative.values()) <= set(english.relative.values())
        assert set(language(code).extensions.values()) <= set(english.extensions.values())

    def test_means_one_thing_by_one_word(self, code: str) -> None:
        row = language(code)
        assert not set(row.times) & set(row.relative)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("INT. HALL - DAY\n\nMarta, no, et al.\n", "en"),
        ("INT. BAR - DAY\n\nPep, la Rosa, Jordi.\n", "en"),
        ("INT. BOATHOUSE - NIGHT\n\nADA, 30, sits. Ada looks up.\n\nADA\nWait!\n\nAda hides. Ada runs.\n", "en"),
        ("INT. KÜCHE - TAG\n\nAnna wartet auf Boris.\n", "de"),
        ("EXT. COCINA - NOCHE\n\nAna espera el tren.\n", "es"),
        ("INT. CUISINE - JOUR\n\nAnna attend le train.\n", "fr"),
        ("INT. KØKKEN - DAG\n\nAnna venter på toget.\n", "da"),
    ],
)
def test_two_lines_are_english_until_something_says_otherwise(text: str, code: str) -> None:
    assert detect(text) == code
