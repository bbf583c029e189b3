"""Scripts in other languages: cues, ages and headings everywhere, fewer assets where there are no word lists."""

from __future__ import annotations

from tests.providers.offline.breakdown.scripts import broken_down, people, places, things

GERMAN = """\
INNEN. KÜCHE - NACHT

Eine schmale Küche. Regen am Fenster.

ANNA KREBS (34), eine Schweißerin mit kurzem Haar, stellt eine LATERNE auf den Tisch.

ANNA
Wo warst du?

BORIS (O.S.)
Draußen.

ANNA UND BORIS
Ja.

Boris hängt Annas Mantel auf. Die LATERNE geht aus.

AUSSEN. HAFEN - TAG

Ein alter FISCHER, 70 Jahre, mit Bart, flickt ein Netz.

ALLE
Guten Morgen!
"""

RUSSIAN = """\
ИНТ. КУХНЯ - НОЧЬ

Тесная кухня. Дождь за окном.

АННА, 34 года, сварщица с короткими волосами, ставит ФОНАРЬ на стол. Она дрожит.

АННА
Где ты был?

БОРИС
На улице.

АННА И БОРИС
Да.

НАТ. ПОРТ - ДЕНЬ

СТАРЫЙ РЫБАК (70) чинит сеть. Борис смотрит на Анну. ФОНАРЬ горит.

ВСЕ
Доброе утро!
"""

JAPANESE = """\
○港・待合室（夜）

雨。黒澤（45）が赤い鍵を机に置く。

黒澤
船は？

美咲
もう出たよ。

黒澤
そうか。

○台所（朝）

美咲、鍵を取る。

全員
おはよう。

美咲
行こう。

全員
はい。
"""


def test_german() -> None:
    output = broken_down(GERMAN, "de")
    found = people(output)
    assert list(found) == ["ANNA", "BORIS", "FISCHER", "ALLE"]
    assert found["ANNA"].identity_line == "ANNA, 34, eine Schweißerin mit kurzem Haar"
    assert (found["ANNA"].speeches, found["BORIS"].speeches) == (2, 2)
    assert len(found["ANNA"].mentions) == 2, "the genitive names her too"
    assert found["FISCHER"].age == "70 Jahre"
    assert found["ALLE"].group
    assert list(places(output)) == ["KÜCHE", "HAFEN"]
    assert places(output)["KÜCHE"].description == "Eine schmale Küche. Regen am Fenster."


def test_without_nouns_a_prop_is_only_a_question() -> None:
    lamp = things(broken_down(GERMAN, "de"))["LATERNE"]
    assert not lamp.key
    assert [question.ask for question in lamp.questions] == ["Is LATERNE a prop?"]


def test_russian() -> None:
    output = broken_down(RUSSIAN, "ru")
    found = people(output)
    assert list(found) == ["АННА", "БОРИС", "СТАРЫЙ РЫБАК", "ВСЕ"]
    assert [person.id for person in output.characters] == ["anna", "boris", "staryy-rybak", "vse"]
    assert found["АННА"].age == "34 года"
    assert found["АННА"].pronouns == "she"
    assert found["АННА"].scenes == ("1", "2"), "named in the accusative"
    assert found["ВСЕ"].group


def test_japanese() -> None:
    output = broken_down(JAPANESE, "ja")
    found = people(output)
    assert list(found) == ["黒澤", "美咲", "全員"]
    assert found["黒澤"].age == "45"
    assert found["黒澤"].mentions[0].quote == "黒澤（45）が赤い鍵を机に置く。"
    assert found["美咲"].scenes == ("1", "2")
    assert found["全員"].group
    assert not things(output)
    assert [(place.name, place.sub_places) for place in output.settings] == [("港", ("待合室",)), ("台所", ())]


def test_a_language_nobody_has_written_lists_for() -> None:
    output = broken_down("INT. KÖK - DAG\n\nKARIN (40) går in.\n\nKARIN\nHej.\n", "sv")
    assert [(person.name, person.age) for person in output.characters] == [("KARIN", "40")]
    assert [place.name for place in output.settings] == ["KÖK"]


def test_arabic() -> None:
    text = ".داخلي - مطبخ - ليل\n\nليلى تضع المصباح على الطاولة.\n\n@ليلى\nأين كنت؟\n\n@كريم\nفي الخارج.\n"
    assert [person.name for person in broken_down(text, "ar").characters] == ["ليلى", "كريم"]
