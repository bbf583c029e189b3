"""What a sentence names is not always there: negation, absence, talk and thought show nobody and nothing."""

from __future__ import annotations

import pytest

from storyforge.providers.offline.director.lexicon import lexicon
from storyforge.providers.offline.director.people import People
from storyforge.providers.offline.director.props import Props
from storyforge.tasks.shots import CastMember, PropNamed

THINGS = {
    "en": ("umbrella", "hat", "letter", "knife", "handkerchief", "ring"),
    "de": ("Schirm", "Hut", "Brief", "Messer"),
    "fr": ("parapluie", "chapeau", "lettre"),
}


@pytest.mark.parametrize(
    ("language", "sentence", "seen"),
    [
        ("en", "ADA steps down: a good wool coat, a small felt hat, no umbrella.", "hat"),
        ("en", "She has no hat and no umbrella.", ""),
        ("en", "Without hat or umbrella she walks into the rain.", ""),
        ("en", "He holds a letter instead of the knife.", "letter"),
        ("en", "The knife is gone.", ""),
        ("en", "The letter is still missing. ", ""),
        ("en", "The umbrella has vanished from its hook.", ""),
        ("en", "He feels in his pocket for a clean handkerchief.", ""),
        ("en", "They talk about the letter.", ""),
        ("en", "She remembers the old hat.", ""),
        ("en", "He does not have the letter.", ""),
        ("en", "There is no sign of the knife.", ""),
        ("en", "“Give me the knife,” says the letter on the table.", "letter"),
        ("en", "Nobody touches the umbrella.", "umbrella"),
        ("en", "No one looks at the hat.", "hat"),
        ("en", "Without a word she takes the knife.", "knife"),
        ("en", "Without opening the letter he burns it.", "letter"),
        ("en", "Inge does not touch the umbrella.", "umbrella"),
        ("en", "No dust on the hat.", "hat"),
        ("en", "She looks at the knife.", "knife"),
        ("en", "The telephone RINGS.", ""),
        ("en", "She looks at it as at a knife that may slip, and folds it like a letter.", ""),
        ("en", "She looks at her rings.", "ring"),
        ("de", "Ein Mantel, ein kleiner Hut, kein Schirm.", "hut"),
        ("de", "Er kommt ohne Hut.", ""),
        ("de", "Der Brief ist verschwunden.", ""),
        ("de", "Sie sucht in der Tasche nach dem Messer.", ""),
        ("de", "Sie nimmt das Messer.", "messer"),
        ("fr", "Elle sort sans parapluie, un chapeau à la main.", "chapeau"),
        ("fr", "La lettre a disparu.", ""),
        ("fr", "Elle ouvre la lettre.", "lettre"),
    ],
)
def test_a_prop_that_is_not_there_is_not_seen(language: str, sentence: str, seen: str) -> None:
    props = Props([PropNamed(id=n.lower(), name=n) for n in THINGS[language]], lexicon(language))
    assert props.find(sentence) == tuple(seen.split())


@pytest.mark.parametrize(
    ("sentence", "who", "names", "missing"),
    [
        ("There is no sign of Boris.", "", (), ("boris",)),
        ("Boris is gone.", "", (), ("boris",)),
        ("Anna waits for Boris.", "anna", ("anna",), ("boris",)),
        ("Anna dances without Boris.", "anna", ("anna",), ("boris",)),
        ("They speak of Boris.", "", (), ("boris",)),
        ("Without a word Boris leaves.", "boris", ("boris",), ()),
        ("No one sees Boris.", "boris", ("boris",), ()),
        ("Anna looks at Boris.", "anna", ("anna", "boris"), ()),
    ],
)
def test_a_person_who_is_not_there_is_not_seen(
    sentence: str, who: str, names: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    words = lexicon("en")
    people = People([CastMember(id="anna", name="ANNA"), CastMember(id="boris", name="BORIS")], words)
    found, named, _, away = people.subject(sentence, words.tags_of(sentence))
    assert (found, named, away) == (who, names, missing)


def test_his_things_do_not_bring_back_who_is_gone() -> None:
    words = lexicon("en")
    people = People([CastMember(id="boris", name="BORIS", pronouns="he")], words)
    people.met("boris")
    people.subject("Boris is gone.", set())
    assert people.subject("His lamp hangs from its hook.", set())[0] == ""
    people.subject("Boris comes back.", set())
    assert people.subject("He sits down.", set())[0] == "boris"
