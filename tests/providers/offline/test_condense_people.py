"""Who is who in a novel: one person under several names, two under one, and places that are no people."""

from __future__ import annotations

import pytest

from storyforge.providers.offline.condense import survey
from storyforge.tasks.survey import Section, SurveyContext, SurveyOutput


def read(*paragraphs: str, language: str = "en") -> SurveyOutput:
    text = "\n\n".join(paragraphs)
    return survey(SurveyContext(language=language, sections=(Section(title="Chapter 1", text=text),)))


def counted(output: SurveyOutput) -> dict[str, int]:
    return {person.name: person.count for person in output.people}


def test_titles_surnames_and_first_names_of_one_person_are_counted_together() -> None:
    output = read(
        "Ada Thorne opened the shop. “Good morning, Ada,” said the boy. Miss Thorne nodded to him and took his coat.",
        "In the evening Thorne counted the money twice, and then Ada Thorne locked the door behind her.",
    )
    (ada,) = output.people
    assert (ada.name, ada.count) == ("Ada Thorne", 5)
    assert set(ada.aliases) == {"Ada", "Miss Thorne", "Thorne"}


def test_a_mother_is_not_her_daughter_and_a_wife_is_not_her_husband() -> None:
    output = read(
        "Lena Marsh came down the stairs, and Mrs. Marsh followed her with a lamp. Lena said that she was tired.",
        "“She is ill,” said Mrs. Marsh to Mr. Marsh. Mr. Marsh looked at Lena and shook his head.",
        "Then Lena laughed, and she ran into the garden, and Mrs. Marsh wept. Lena had never looked so well; she sang.",
    )
    names = counted(output)
    assert names["Lena Marsh"] == 5
    assert names["Mrs. Marsh"] == 3
    assert names["Mr. Marsh"] == 2


def test_a_surname_that_two_bear_stays_apart() -> None:
    output = read(
        "Jon Harker rode out with Mary Harker in the morning. Jon said nothing, and Mary asked nothing.",
        "“Where is Harker?” asked the groom. Harker laughed behind the door. Jon Harker looked up,"
        " and Mary Harker did too.",
    )
    names = counted(output)
    assert names["Jon Harker"] == 3
    assert names["Mary Harker"] == 3
    assert names["Harker"] == 2


def test_a_title_alone_is_whoever_alone_bears_it() -> None:
    text = "Count Orvan came to the window. The Count smiled at Ida, and Count Orvan said her name. “Yes,” said he. "
    more = "Count Orvan bowed. Then Count Orvan left, and Ida asked where Count Orvan had gone. Ida wept for the Count."
    names = counted(read(text + more))
    assert names["Count Orvan"] == 7
    assert "Count" not in names


def test_places_are_told_from_people_by_what_stands_around_them() -> None:
    output = read(
        "They lived in Harrow through the winter, and there Tom met Bess. Bess said that Tom was a fool.",
        "Tom asked her to leave, but she stayed in Harrow. The road into Harrow was closed all that year."
        " Tom laughed. Bess wept.",
        "From Mill Street one saw the river, and Mill Street was empty. Bess went back.",
    )
    assert [place.name for place in output.places] == ["Harrow", "Mill Street"]
    assert set(counted(output)) == {"Tom", "Bess"}


def test_a_horse_that_acts_is_no_place() -> None:
    output = read(
        "Subió don Alonso sobre Lucero, y Lucero comenzó a correr por el monte. Don Alonso gritó, y Lucero se detuvo.",
        "En Toledo vivía Teresa, y Teresa dijo que en Toledo no había otro caballo. Lucero quedó en Toledo.",
        language="es",
    )
    assert [place.name for place in output.places] == ["Toledo"]
    assert set(counted(output)) == {"don Alonso", "Lucero", "Teresa"}
    assert counted(output)["don Alonso"] == 2


def test_words_that_only_begin_sentences_are_nobody() -> None:
    output = read(
        "However, the night was long. Suddenly Anna rose, and Anna said that the night was over. Perhaps it was.",
        "Monday came. Perhaps Anna slept. However it was, Anna walked home in silence, and English rain fell on her.",
    )
    assert list(counted(output)) == ["Anna"]


def test_german_nouns_are_nobody() -> None:
    output = read(
        "Die Mutter stand am Fenster, als Greta kam. „Wo ist der Hund?“ fragte Greta. Die Mutter sah den Hund im Hof.",
        "Greta lachte, und die Mutter weinte. Dann ging Greta in den Hof, und der Hund lief in das Haus.",
        language="de",
    )
    assert list(counted(output)) == ["Greta"]


@pytest.mark.parametrize("language", ["ja", "zh", "th", "ar", "xx"])
def test_other_scripts_and_languages_give_sentences_and_do_not_fail(language: str) -> None:
    texts = {
        "ja": "雨が降っていた。健太は駅まで走ったが、電車はもう出たあとだった。「待って」と彼は叫んだ。"
        "駅員は黙って時計を見ていた。",
        "zh": "下着雨。李明跑到车站，可是火车已经开走了。“等一等！”他喊道。站长默默地看着钟，一句话也没有说。",
        "th": "ฝนตก เขาวิ่งไปสถานี แต่รถไฟออกไปแล้ว",
        "ar": "كان المطر يهطل. ركض سامي إلى المحطة ولكن القطار كان قد غادر. صرخ سامي ولم يجبه أحد في الليل.",
        "xx": "Zlo Markun vit el bora. Markun sala di vero, ke Ilda noro tam. Ilda sito pol, ed Markun vadi el bora.",
    }
    text = texts[language]
    output = read(text, text.replace("駅", "町"), language=language)
    assert all(passage.text in text + text.replace("駅", "町") for passage in output.passages)
    if language != "th":
        assert output.passages
