"""Beats become scenes: one place and time is one scene, nothing is made up, every beat is played in order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.providers.offline.scripting import outline
from storyforge.providers.offline.scripting.lexicon import words
from storyforge.providers.offline.scripting.places import inside, place_in
from storyforge.providers.offline.scripting.times import when
from storyforge.tasks.scenes import OutlineContext
from tests.providers.offline.scripted import SALT, beats, brief, planned

WORDS = (
    "Mara",
    "Ben",
    "the kitchen",
    "in the garden",
    "that night",
    "The next morning",
    "She",
    "runs",
    "“No.”",
    "[[TODO: who?]]",
    ".",
)


def _headings(
    texts: tuple[str, ...], mode: str = "expansion", scenes: int = 5
) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(s.inside, s.place, s.time, s.beats) for s in planned(beats(texts), brief(mode=mode), scenes)]


def test_a_story_of_beats_becomes_scenes_at_the_places_and_times_it_names() -> None:
    assert _headings(SALT) == [
        ("INT.", "OLD SALT CELLAR", "NIGHT", ("b01", "b02", "b03", "b04")),
        ("INT.", "HARBOUR OFFICE", "NEXT MORNING", ("b05", "b06", "b07")),
        ("EXT.", "STREET", "CONTINUOUS", ("b08", "b09")),
        ("INT./EXT.", "SOMEWHERE", "THREE DAYS LATER", ("b10", "b11")),
    ]


def test_people_are_those_of_the_beats_and_what_changes_is_their_goals() -> None:
    told = [beat.model_copy(update={"goal": "Debate."}) for beat in beats(SALT[:3])]
    (plan,) = planned(told, brief())
    assert plan.people == ("Mara", "Ben")
    assert plan.purpose == "Debate."


def test_a_place_that_a_beat_gives_wins_over_its_words() -> None:
    (told,) = beats(["Mara waits in the kitchen."])
    (plan,) = planned([told.model_copy(update={"place": "Salt Quay"})], brief())
    assert (plan.inside, plan.place) == ("EXT.", "SALT QUAY")


@pytest.mark.parametrize(
    ("named", "place"),
    [("the harbour", "HARBOUR OFFICE"), ("The Salt Quay", "SALT QUAY"), ("office", "HARBOUR OFFICE")],
)
def test_a_named_place_has_no_article_and_is_said_in_full_where_its_beat_says_it(named: str, place: str) -> None:
    (told,) = beats(["Mara walks to the harbour office."])
    (plan,) = planned([told.model_copy(update={"place": named})], brief())
    assert plan.place == place


def test_excerpts_of_a_book_do_not_go_on_where_the_one_before_was() -> None:
    texts = ("Holmes waits in the library.", "Lestrade laughs.", "Nobody came.")
    assert [place for _, place, *_ in _headings(texts, "condensation")] == ["LIBRARY", "SOMEWHERE", "SOMEWHERE"]
    assert [place for _, place, *_ in _headings(texts)] == ["LIBRARY"]


def test_of_an_excerpt_a_place_that_is_only_spoken_of_is_none() -> None:
    (told,) = beats(["“He came back from France,” said Ben."])
    told = told.model_copy(update={"place": "France"})
    assert planned([told], brief(mode="condensation"))[0].place == "SOMEWHERE"
    assert planned([told], brief())[0].place == "FRANCE"
    (train,) = beats(["We were all in the train, bound from Reading."])
    assert planned([train.model_copy(update={"place": "Reading"})], brief(mode="condensation"))[0].place == "TRAIN"


def test_a_place_comes_back_and_is_another_scene() -> None:
    texts = ("Mara is in the kitchen.", "Ben digs in the garden.", "Mara is in the kitchen.")
    assert [(s, p) for s, p, *_ in _headings(texts)] == [("INT.", "KITCHEN"), ("EXT.", "GARDEN"), ("INT.", "KITCHEN")]


@pytest.mark.parametrize(
    ("text", "place", "side"),
    [
        ("Mara finds it in the old salt cellar.", "old salt cellar", "INT."),
        ("She ran from the kitchen to the garden.", "garden", "EXT."),
        ("The kitchen was dark.", "kitchen", "INT."),
        ("At the edge of the forest a fox waits.", "edge of the forest", "EXT."),
        ("They meet in Mara's kitchen.", "Mara's kitchen", "INT."),
        ("He walked into Baker Street.", "Baker Street", "EXT."),
        ("Outside the church it rains.", "church", "EXT."),
        ("Ben enters the castle.", "castle", "INT."),
        ("In London Ben reads the letter.", "London", "INT./EXT."),
        ("She puts it on the kitchen table.", "", "INT./EXT."),
        ("She looks out at the garden.", "", "INT./EXT."),
        ("She thinks of the house by the sea.", "", "INT./EXT."),
        ("She lost the house.", "", "INT./EXT."),
        ("He left us in pitch darkness.", "", "INT./EXT."),
        ("They went to church and sang.", "church", "INT."),
        ("Mara runs through the rain.", "", "EXT."),
        ("Ben sits in Mara.", "", "INT./EXT."),
    ],
)
def test_a_place_is_where_somebody_is(text: str, place: str, side: str) -> None:
    found = place_in(text, words("en"), {"mara", "ben"})
    assert (found.name if found else "") == place
    assert inside(found, text, words("en")) == side


@pytest.mark.parametrize(
    ("code", "text", "place", "side", "time"),
    [
        ("de", "Nachts sitzt Mara in der alten Klosterküche.", "Klosterküche", "INT.", "NIGHT"),
        ("de", "Am nächsten Morgen geht sie zum Hafen.", "Hafen", "EXT.", "AM NÄCHSTEN MORGEN"),
        ("fr", "Ben marche dans la rue Morgue cette nuit.", "rue Morgue", "EXT.", "NIGHT"),
        ("fr", "À l'aube, elle est à l'église.", "église", "INT.", "DAWN"),
        ("es", "Aquella noche Ben camina por la calle Mayor.", "calle Mayor", "EXT.", "NIGHT"),
        ("es", "Mara encuentra un libro en la cocina.", "cocina", "INT.", ""),
        ("it", "La notte, nessuno parla.", "", "INT./EXT.", "NIGHT"),
        ("ja", "台所で。", "", "INT./EXT.", ""),
    ],
)
def test_other_languages_are_read_by_their_own_words_or_asked(
    code: str, text: str, place: str, side: str, time: str
) -> None:
    found = place_in(text, words(code), {"mara", "ben"})
    assert (found.name if found else "", inside(found, text, words(code)), when(text, words(code)).shown) == (
        place,
        side,
        time,
    )


@pytest.mark.parametrize(
    ("text", "shown", "passed"),
    [
        ("That night she waits.", "NIGHT", False),
        ("They meet at dawn.", "DAWN", False),
        ("The next morning she walks.", "NEXT MORNING", True),
        ("Three days later the sea comes.", "THREE DAYS LATER", True),
        ("She came back two years later.", "TWO YEARS LATER", True),
        ("They were married the day after their flight.", "", False),
        ("Ben said good night.", "", False),
        ("She prays every morning.", "", False),
        ("Sooner or later he comes.", "", False),
        ("It was a long day.", "", False),
    ],
)
def test_a_time_is_told_only_where_it_says_when(text: str, shown: str, passed: bool) -> None:
    assert when(text, words("en"))[1:] == (shown, passed)


def test_places_and_times_that_somebody_speaks_of_are_not_where_it_plays() -> None:
    ((side, place, time, _),) = _headings(("Mara is in the kitchen. “Come to the harbour at dawn,” said Ben.",))
    assert (side, place, time) == ("INT.", "KITCHEN", "")


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join), max_size=8), st.integers(1, 9))
def test_every_beat_is_played_once_and_in_order(texts: list[str], scenes: int) -> None:
    told = beats(texts)
    for mode in ("expansion", "condensation"):
        found = outline(OutlineContext(brief=brief(mode=mode), beats=told, scenes=scenes)).scenes
        assert [name for plan in found for name in plan.beats] == [beat.id for beat in told]
