"""The tables of the director: every language says the same things, and its words mean what they should."""

from __future__ import annotations

from typing import Any

import pytest

from storyforge import resources
from storyforge.formats.yaml import load_data
from storyforge.providers.offline.director.lexicon import lexicon
from storyforge.providers.offline.director.numbers import numbers
from storyforge.providers.offline.director.text import split, words
from storyforge.tasks.staging import staging

LANGUAGES = sorted(
    name
    for path in (resources.templates() / "lexicons").glob("director.*.yaml")
    if (name := path.name.split(".")[1]) != "any"
)


def table(language: str) -> Any:
    return load_data(resources.read_template(f"lexicons/director.{language}.yaml"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_what_english_says(language: str) -> None:
    ours, english = table(language), table("en")
    assert ours.keys() == english.keys()
    for part in ("phrases", "speech", "directions", "pronouns"):
        assert ours[part].keys() == english[part].keys(), part
    tags = {*ours["verbs"], *ours["words"]}
    assert {*english["verbs"], *english["words"]} - tags <= {"title"}
    assert staging(language).circles.pattern != "(?!)"


@pytest.mark.parametrize(
    ("language", "sentence", "tags"),
    [
        ("en", "She hurries across the yard.", {"move"}),
        ("en", "He studies the map.", {"look"}),
        ("en", "They grabbed it.", {"hand"}),
        ("en", "Nobody answers.", {"hold", "nobody"}),
        ("en", "A man comes in.", {"comes_in"}),
        ("en", "Her head, the back step, a point of light.", set()),
        ("de", "Sie geht zum Fenster.", {"move"}),
        ("de", "Er steht langsam auf.", {"gets_up"}),
        ("de", "Keiner antwortet.", {"hold", "nobody"}),
        ("de", "Ein Mann kommt herein.", {"comes_in", "enter", "move"}),
        ("fr", "Elle traverse la cour.", {"move"}),
        ("fr", "Il sort de la pièce.", {"goes_out"}),
        ("fr", "Il sort une clé.", set()),
        ("fr", "Elle ne répond pas.", {"hold"}),
    ],
)
def test_words_mean_what_they_should(language: str, sentence: str, tags: set[str]) -> None:
    blocking = {
        "move",
        "look",
        "hand",
        "hold",
        "nobody",
        "enter",
        "exit",
        "comes_in",
        "goes_out",
        "gets_up",
        "fight",
        "feel",
    }
    assert lexicon(language).tags_of(sentence) & blocking == tags


@pytest.mark.parametrize(
    ("language", "sentence", "size", "angle"),
    [
        ("en", "CLOSE ON the key.", "CU", ""),
        ("en", "EXTREME CLOSE UP - HER EYES", "ECU", ""),
        ("en", "WIDE SHOT of the valley.", "LS", ""),
        ("en", "HIGH ANGLE: the square.", "LS", "high"),
        ("en", "LOW ANGLE on the tower.", "", "low"),
        ("en", "MARIA'S POV - the road.", "MS", "POV"),
        ("en", "OVER JOHN'S SHOULDER we see the letter.", "OTS", ""),
        ("en", "INSERT - THE LETTER", "INSERT", ""),
        ("de", "GROSS: ihr Gesicht.", "CU", ""),
        ("de", "TOTALE: der Hafen.", "LS", ""),
        ("de", "DETAIL AUF die Hand.", "ECU", ""),
        ("fr", "GROS PLAN sur la lettre.", "CU", ""),
        ("fr", "PLAN LARGE: le port.", "LS", ""),
        ("xx", "CLOSE ON the key.", "CU", ""),
    ],
)
def test_a_camera_word_asks_for_its_shot(language: str, sentence: str, size: str, angle: str) -> None:
    found = next(word for word in lexicon(language).camera if word.pattern.match(sentence))
    assert (found.size, found.angle) == (size, angle)


@pytest.mark.parametrize(
    "sentence", ["Close to the house.", "Wide awake, she waits.", "A close friend.", "On the table, a cup."]
)
def test_an_ordinary_sentence_asks_for_no_shot(sentence: str) -> None:
    assert not any(word.pattern.match(sentence) for word in lexicon("en").camera)


def test_a_language_without_a_table_has_the_signs_of_the_trade() -> None:
    assert not lexicon("xx").known
    assert lexicon("xx").tags_of("She crosses the room.") == set()
    assert lexicon("de-AT") is not lexicon("en")


@pytest.mark.parametrize("pace", ["brisk", "standard", "long"])
def test_no_pace_asks_for_what_a_shot_may_not_be(pace: str) -> None:
    found = numbers(pace)
    assert found.floor < found.pace.mean < found.pace.cap <= found.limit
    assert found.pace.chunk <= found.pace.cap or pace == "brisk"
    assert found.pace.soft <= found.pace.cap


def test_a_longer_pace_wishes_for_longer_shots() -> None:
    brisk, standard, long = (numbers(pace).pace for pace in ("brisk", "standard", "long"))
    assert brisk.mean < standard.mean < long.mean
    assert brisk.ceiling < standard.ceiling < long.ceiling


def test_a_long_sentence_is_cut_at_its_clauses_and_loses_nothing() -> None:
    text = "When the bell rang we ran down to the harbour, and nobody was there, so we rang it again."
    pieces = split(text, 10, lambda piece: float(words(piece)))
    assert " ".join(pieces) == text
    assert max(map(words, pieces)) <= 10
    assert all(piece.endswith((",", ".")) for piece in pieces)
