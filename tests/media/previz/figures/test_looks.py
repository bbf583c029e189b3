"""Descriptions become looks: what is said is shown, what is not said stays distinct and the same."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from storyforge.media.previz.colours import CLOTHES
from storyforge.media.previz.figures import Look, read_look
from storyforge.media.previz.figures.vocabulary import hits, rgb
from storyforge.model.framing import PersonSeen

GREY, RED, NAVY, WHITE, BLACK = (rgb("colours", name) for name in ("grey", "red", "navy", "white", "black"))
GREEN, BLUE, YELLOW = (rgb("colours", name) for name in ("green", "blue", "yellow"))

SAID: list[tuple[str, dict[str, Any]]] = [
    ("a tired woman in a grey raincoat", {"coat": "coat", "cloth": GREY}),
    ("wears a red dress and no coat at all", {"coat": "dress", "cloth": RED}),
    ("a navy suit, white shirt, a tie with ducks on it", {"coat": "suit", "cloth": NAVY, "under": WHITE, "tie": True}),
    ("a black leather jacket over a green t-shirt", {"coat": "jacket", "cloth": BLACK, "under": GREEN}),
    ("hoodie up to the chin, baseball cap", {"coat": "hoodie", "hat": "cap"}),
    ("an apron dusted with flour", {"coat": "apron"}),
    ("a yellow waistcoat and a bowler hat", {"coat": "vest", "cloth": YELLOW, "hat": "hat"}),
    ("a blue skirt, flat shoes", {"coat": "skirt", "cloth": BLUE}),
    ("a dressing gown at noon", {"coat": "robe"}),
    ("the uniform of a railway that no longer runs", {"coat": "uniform"}),
    ("a wool sweater with holes", {"coat": "shirt"}),
    ("tall and thin as a lamp post", {"tall": True, "thin": True}),
    ("small, stout, always out of breath", {"small": True, "stout": True}),
    ("a bald head that shines", {"hair": "bald"}),
    ("long hair she sits on", {"hair": "long"}),
    ("a bun held by a pencil", {"hair": "bun"}),
    ("her ponytail swings", {"hair": "ponytail"}),
    ("two braids and a front tooth missing", {"hair": "braids"}),
    ("a mop of curls", {"hair": "curly"}),
    ("hair receding like the tide", {"hair": "receding"}),
    ("a crew cut fresh from the barracks", {"hair": "crop"}),
    ("a sharp black bob", {"hair": "bob"}),
    ("red hair", {"hair_colour": rgb("hair_colours", "red")}),
    ("grey-haired before thirty", {"hair_colour": rgb("hair_colours", "grey")}),
    ("a blonde", {"hair_colour": rgb("hair_colours", "blond")}),
    ("short white hair, clear eyes, a long face", {"hair": "short", "hair_colour": rgb("hair_colours", "white")}),
    ("a straight dark fringe", {"hair": "bob", "hair_colour": rgb("hair_colours", "black")}),
    ("thinning brown hair", {"hair": "receding", "hair_colour": rgb("hair_colours", "brown"), "beard": False}),
    ("a moss-green cardigan", {"coat": "jacket", "cloth": GREEN}),
    ("a full beard", {"beard": True}),
    ("a moustache he oils", {"moustache": True}),
    ("unshaven for a week", {"stubble": True}),
    ("reading glasses on a cord", {"glasses": True}),
    ("without glasses she sees nothing", {"glasses": False}),
    ("a knitted scarf", {"scarf": True}),
    ("a beanie in August", {"hat": "beanie"}),
    ("a hard hat with a sticker", {"hat": "helmet"}),
    ("a crown of paper", {"hat": "crown"}),
    ("her headscarf tied under the chin", {"hat": "hood"}),
    ("no hat, whatever the weather", {"hat": ""}),
    ("dark skin, gold earrings", {"skin": rgb("skin", "black")}),
    ("pale as the wall", {"skin": rgb("skin", "pale")}),
    ("soaked to the bone", {"wet": True}),
    ("his sleeve is torn", {"torn": True}),
    ("bleeding from the ear", {"bloody": True}),
    ("mud up to the knees", {"dirty": True}),
    ("a bandage round the head", {"bandaged": True}),
    ("fast asleep", {"asleep": True}),
    ("an elderly gentleman", {"old": True}),
    ("a boy with a kite", {"child": True}),
    ("a girl of six", {"child": True}),
    ("ein grauer Mantel und ein Hut", {"coat": "coat", "cloth": GREY, "hat": "hat"}),
    ("eine alte Frau mit Brille und Dutt", {"old": True, "glasses": True, "hair": "bun"}),
    ("ein kleines Mädchen im roten Kleid", {"child": True, "coat": "dress", "cloth": RED}),
    ("groß, hager, mit einem Vollbart", {"tall": True, "thin": True, "beard": True}),
    ("durchnässt und blutig", {"wet": True, "bloody": True}),
    ("un manteau gris, une écharpe", {"coat": "coat", "cloth": GREY, "scarf": True}),
    ("une robe longue, cheveux longs", {"coat": "dress", "hair": "long"}),
    ("un homme chauve, des lunettes", {"hair": "bald", "glasses": True}),
    ("un abrigo negro y sombrero", {"coat": "coat", "cloth": BLACK, "hat": "hat"}),
    ("una anciana de pelo largo", {"old": True, "hair": "long"}),
    ("una giacca verde, gli occhiali", {"coat": "jacket", "cloth": GREEN, "glasses": True}),
    ("un bambino con i capelli ricci", {"child": True, "hair": "curly"}),
]


def person(text: str = "", name: str = "Kim", **more: Any) -> PersonSeen:
    return PersonSeen(more.pop("id", name.lower()), name, text, **more)


def shown(look: Look, what: str) -> object:
    match what:
        case "tall":
            return look.height > 1.8
        case "small":
            return look.height < 1.66
        case "thin":
            return look.build < 0.9
        case "stout":
            return look.build > 1.15
    return getattr(look, what)


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[text for text, _ in SAID])
def test_what_is_said_is_shown(text: str, expected: dict[str, Any]) -> None:
    look = read_look(person(text))
    assert {what: shown(look, what) for what in expected} == expected


@pytest.mark.parametrize(("name", "coat", "hat"), [
    ("CONSTABLE MOSS", "uniform", "cap"), ("FATHER OAK", "robe", ""), ("DR. LIME", "coat", ""),
    ("NURSE", "uniform", ""),
    ("BAKER", "apron", ""), ("QUEEN", "robe", "crown"), ("FOREMAN", "vest", "helmet"), ("ANWALT KLEE", "suit", ""),
])  # fmt: skip
def test_a_trade_has_its_clothes(name: str, coat: str, hat: str) -> None:
    look = read_look(person("keeps a diary", name))
    assert (look.coat, look.hat) == (coat, hat)


def test_what_a_trade_wears_gives_way_to_what_is_said() -> None:
    assert read_look(person("a red dress", "NURSE")).coat == "dress"


@pytest.mark.parametrize(("age", "low", "high", "child", "old"), [
    ("4", 0.95, 1.1, True, False), ("8", 1.18, 1.36, True, False), ("12", 1.4, 1.58, True, False),
    ("16", 1.58, 1.76, False, False), ("30s", 1.6, 1.85, False, False), ("44", 1.6, 1.85, False, False),
    ("71", 1.55, 1.8, False, True), ("seventies", 1.55, 1.8, False, True), ("late teens", 1.5, 1.78, False, False),
])  # fmt: skip
def test_height_follows_age(age: str, low: float, high: float, child: bool, old: bool) -> None:
    look = read_look(person("plain", age=age))
    assert low < look.height < high
    assert (look.child, look.old) == (child, old)


def test_hair_goes_grey_with_age_and_not_where_its_colour_is_said() -> None:
    young, old = (read_look(person("plain", age=age)) for age in ("25", "78"))
    assert max(old.hair_colour) - min(old.hair_colour) < max(young.hair_colour) - min(young.hair_colour) + 1
    assert min(old.hair_colour) > min(young.hair_colour)
    assert read_look(person("red hair", age="78")).hair_colour == rgb("hair_colours", "red")


@pytest.mark.parametrize("pronouns", ["she", "he", "they", "unknown"])
def test_the_first_dozen_are_told_apart_by_silhouette_and_the_first_nine_by_colour(pronouns: str) -> None:
    looks = [read_look(person("", f"Person {rank}", rank=rank, pronouns=pronouns, age="35")) for rank in range(12)]
    silhouettes = {(look.hair, look.parting, look.beard, look.moustache, look.stubble) for look in looks}
    assert len(silhouettes) == 12
    assert len({look.cloth for look in looks[: len(CLOTHES)]}) == len(CLOTHES)
    assert looks[-1].cloth != looks[2].cloth


def test_red_is_given_last() -> None:
    reds = [rank for rank in range(9) if read_look(person("", f"P{rank}", rank=rank, age="35")).cloth == CLOTHES[-1]]
    assert reds == [8]


def test_a_name_alone_never_decides_who_somebody_is() -> None:
    names = ("Anna", "Otto", "Kim", "Maria", "Giovanni", "蘭")
    looks = [read_look(person("", name, id="same", rank=3)) for name in names]
    for first, second in combinations(looks, 2):
        assert first == second


def test_pronouns_choose_only_defaults() -> None:
    she, he = (read_look(person("short hair, a grey suit, 180 cm", pronouns=p)) for p in ("she", "he"))
    assert (she.hair, she.coat, she.cloth) == (he.hair, he.coat, he.cloth)
    assert not she.beard


def test_the_same_words_are_the_same_look() -> None:
    assert read_look(person("a coat", rank=4)) == read_look(person("a coat", rank=4))
    assert read_look.__wrapped__(person("a coat", rank=4)) == read_look(person("a coat", rank=4))


@pytest.mark.parametrize(("tag", "what"), [
    ("wet", "wet"), ("torn", "torn"), ("bloody", "bloody"), ("covered-in-mud", "dirty"), ("bandaged", "bandaged"),
    ("asleep", "asleep"), ("wounded", "bloody"),
])  # fmt: skip
def test_the_state_of_the_story_is_seen(tag: str, what: str) -> None:
    assert getattr(read_look(person(conditions=(tag,))), what)
    assert not getattr(read_look(person()), what)


def test_what_is_put_on_is_worn() -> None:
    look = read_look(person("a red dress", conditions=("wearing:coat",)))
    assert look.coat == "coat"
    assert read_look(person("a red dress")).coat == "dress"


@pytest.mark.parametrize(
    "text", ["a wetsuit peeled to the waist", "two glassesful", "a bobsleigh", "wetness", "suitable"]
)
def test_a_word_inside_another_is_not_that_word(text: str) -> None:
    look = read_look(person(text, rank=0, pronouns="unknown"))
    assert (look.coat, look.glasses, look.wet, look.hair) == ("shirt", False, False, "short")


@pytest.mark.parametrize("text", ["", "???", "🧥" * 500, "a" * 20_000, "\x00", "no no no", "((("])
def test_anything_is_a_description(text: str) -> None:
    assert read_look(person(text)).height > 1


def test_a_colour_belongs_to_its_own_garment() -> None:
    look = read_look(person("a green scarf, a grey coat, red shoes"))
    assert look.cloth == GREY
    assert [hit.name for hit in hits("coats", "neither suit nor dress, but a coat")] == ["suit", "dress", "coat"]
