"""Changes of state in the action of shots, and what lives on over a scene border."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyforge.model.jump import JUMPS
from storyforge.model.state import fold
from storyforge.providers.offline.conditions import carry, conditions
from storyforge.providers.offline.words import table
from storyforge.tasks.conditions import CarryContext, ConditionsContext, ShotAction
from storyforge.tasks.shots import CastMember, PropNamed

if TYPE_CHECKING:
    from storyforge.model.shots import Change

MAGDA = CastMember(id="magda", name="MAGDA", pronouns="she")
PAVEL = CastMember(id="pavel", name="PAVEL NOVAK", aliases=("PAVEL",), pronouns="he")
JONAS = CastMember(id="jonas", name="JONAS", pronouns="he")
GUARDS = CastMember(id="guards", name="GUARDS", group=True)
PROPS = (
    PropNamed(id="oil-lamp", name="oil lamp"),
    PropNamed(id="letter", name="letter"),
    PropNamed(id="dog", name="dog"),
)


def changes(*actions: str | ShotAction, cast: tuple[CastMember, ...] = (MAGDA, PAVEL, GUARDS)) -> list[Change]:
    shots = tuple(
        action if isinstance(action, ShotAction) else ShotAction(shot=f"1{chr(65 + n)}", action=action)
        for n, action in enumerate(actions)
    )
    output = conditions(ConditionsContext(language="en", shots=shots, cast=cast, props=PROPS))
    return [change for shot in output.shots for change in shot.changes]


def read(*actions: str | ShotAction, cast: tuple[CastMember, ...] = (MAGDA, PAVEL, GUARDS)) -> set[str]:
    found = changes(*actions, cast=cast)
    gains = {f"{change.element}+{tag}" for change in found for tag in change.gains}
    return gains | {f"{change.element}-{tag}" for change in found for tag in change.loses}


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("Magda comes in, drenched.", {"magda+wet"}),
        ("Magda's collar is torn.", {"magda+torn"}),
        ("Magda's shirt is ripped from cuff to elbow.", {"magda+torn"}),
        ("Magda's sleeve tears.", {"magda+torn"}),
        ("Pavel, soot-black, coughs.", {"pavel+dirty"}),
        ("Pavel is in a fresh dress.", {f"pavel-{tag}" for tag in ("torn", "bloody", "muddy", "dirty", "sweaty")}),
        ("Magda's sleeve catches on the latch and rips.", {"magda+torn"}),
        ("In comes a small wet girl with a bag: Magda.", {"magda+wet"}),
        ("Magda's sleeve catches fire.", {"magda+burnt"}),
        ("Magda (12) and Pavel (13), both barefoot.", {"magda+barefoot", "pavel+barefoot"}),
        ("Magda in the back seat, wet hair.", {"magda+wet"}),
        ("Before Magda sees it she is soaked.", {"magda+wet"}),
        ("Mud splashes Pavel's trousers.", {"pavel+muddy"}),
        ("Pavel trips, cuts his knee on a shell.", {"pavel+wounded"}),
        ("Pavel's eye is swollen shut.", {"pavel+wounded"}),
        ("Pavel, his arm in a plaster cast, waves.", {"pavel+wounded"}),
        ("Pavel stumbles; a bullet hits him in the thigh.", {"pavel+wounded"}),
        ("Pavel wears a false beard.", {"pavel+disguised"}),
        ("The collar of the coat is torn.", set()),
        ("Pavel lifts the sleeping Magda.", {"magda+asleep"}),
        ("Magda watches Pavel, who is bleeding.", {"pavel+bloody"}),
        ("Pavel leaves Magda weeping.", {"magda+crying"}),
        ("Exhausted and filthy, Pavel sits down.", {"pavel+tired", "pavel+dirty"}),
        ("Magda and Pavel, soaked, run for the porch.", {"magda+wet", "pavel+wet"}),
        ("The letter in Magda's hand is torn.", {"letter+torn", "magda+carrying:letter"}),
        ("The oil lamp is broken.", {"oil-lamp+broken"}),
        ("The dog is asleep.", {"dog+asleep"}),
        ("The letter is dead.", set()),
        ("Magda's scarf is soaked with blood that isn't hers.", {"magda+bloody"}),
        ("Pavel slips and lands on his back in the mud.", {"pavel+muddy"}),
        ("Magda follows him in, dripping.", {"magda+wet"}),
        ("Novak, handcuffed, spits.", {"pavel+handcuffed"}),
        ("Blood trickles from Pavel's nose.", {"pavel+bloody"}),
        ("Pavel Novak falls into the canal.", {"pavel+wet"}),
        ("Rain soaks Pavel.", {"pavel+wet"}),
        ("Magda handcuffs Pavel.", {"pavel+handcuffed"}),
        ("Pavel bandages Magda's wrist.", {"magda+wounded"}),
    ],
)
def test_states_are_given_to_whom_they_belong(action: str, expected: set[str]) -> None:
    assert read(action) == expected


@pytest.mark.parametrize(
    "action",
    [
        "Magda is not drunk.",
        "Pavel isn't hurt.",
        "Magda pretends to be asleep.",
        "If Pavel gets wet, they turn back.",
        "Pavel almost cuts himself.",
        "Nobody is wounded.",
        "Is Pavel drunk?",
        "A bloody good soup. Magda eats.",
        "Magda gives him a dirty look.",
        "Pavel holds his breath.",
        "A photograph shows Pavel covered in blood.",
        "The wet street shines.",
        "Two drunk sailors push past Magda.",
        "Magda meets a sailor, drunk.",
        "Two of the guards drag a crate in, dripping.",
        "A guard weeps.",
        "None of the guards is drunk.",
        "Magda is far from drunk.",
        "Pavel dies of boredom.",
        "Magda is drowning in work.",
        '"I am soaked," says Magda.',
        "The table is dirty.",
        "",
    ],
)
def test_what_is_denied_imagined_or_somebody_elses_is_not_read(action: str) -> None:
    assert read(action) == set()


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("Pavel picks up the oil lamp.", {"pavel+carrying:oil-lamp"}),
        ("Pavel puts the lamp down.", {"pavel-carrying:oil-lamp"}),
        ("Pavel picks up a crowbar and a rope.", {"pavel+carrying:crowbar", "pavel+carrying:rope"}),
        ("Magda hands Pavel the letter.", {"magda-carrying:letter", "pavel+carrying:letter"}),
        ("Magda slides the letter over the table to Pavel.", {"magda-carrying:letter", "pavel+carrying:letter"}),
        ("Magda wears a fur coat and a hat.", {"magda+wearing:coat", "magda+wearing:hat"}),
        ("Magda puts her hat on.", {"magda+wearing:hat"}),
        ("Magda puts her hat on the piano.", {"magda-wearing:hat"}),
        ("Magda takes off her hat.", {"magda-wearing:hat"}),
        ("A rifle hangs from Pavel's shoulder.", {"pavel+carrying:rifle"}),
        ("Pavel tears the letter in half.", {"letter+torn"}),
        ("Pavel opens the door.", set()),
        ("Pavel takes the ring off.", {"pavel-wearing:ring"}),
        ("Pavel takes the lamp off its hook.", {"pavel+carrying:oil-lamp"}),
        ("Pavel puts the letter in his pocket.", set()),
        ("Magda puts the ring on her thumb.", set()),
        ("Pavel draws a curtain aside.", set()),
        ("The wind tosses the letter.", set()),
    ],
)
def test_things_are_taken_worn_handed_over_and_damaged(action: str, expected: set[str]) -> None:
    assert read(action) == expected


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("Pavel is no longer drunk.", {"pavel-drunk"}),
        ("Magda wakes.", {"magda-asleep"}),
        ("Magda wakes Pavel.", {"pavel-asleep"}),
        ("Magda dries herself.", {"magda-wet"}),
        ("Magda washes the blood off her hands.", {"magda-bloody"}),
        ("Magda washes the dishes.", set()),
        ("Magda unlocks Pavel's cuffs.", {"pavel-handcuffed"}),
    ],
)
def test_states_end(action: str, expected: set[str]) -> None:
    assert read(action) == expected


def test_a_change_says_where_it_was_read_and_by_which_rule() -> None:
    (change,) = changes("Night. Magda comes in, drenched. She waits.")
    assert change.quote == "Magda comes in, drenched."
    assert change.rule == "state: subject"
    assert change.sure


def test_a_pronoun_is_sure_where_one_person_is_in_play() -> None:
    first, second = changes("Pavel enters.", "He is soaked.", "His sleeve is torn.")
    assert (first.element, first.gains, first.sure) == ("pavel", ("wet",), True)
    assert (second.element, second.gains, second.sure) == ("pavel", ("torn",), True)


def test_a_pronoun_goes_on_about_the_subject_of_the_sentence_before() -> None:
    (change,) = changes("Jonas leaves. Pavel sits down. His sleeve is torn.", cast=(PAVEL, JONAS))
    assert (change.element, change.sure) == ("pavel", True)


def test_a_pronoun_is_rather_about_the_subject_before_than_about_somebody_further_back() -> None:
    stranger = CastMember(id="ines", name="INES")
    change = changes("Magda waits.", "Ines turns. Half her face is burnt.", cast=(MAGDA, stranger))[-1]
    assert (change.element, change.sure) == ("ines", False)


def test_a_sentence_about_nobody_changes_nobody() -> None:
    (change,) = changes("Jonas waits. Magda sits. Tries the handle. Her sleeve is torn.", cast=(MAGDA, JONAS))
    assert (change.element, change.sure) == ("magda", True)


@pytest.mark.parametrize(
    "actions",
    [
        ("Pavel nods to a sailor. He is soaked.",),
        ("Jonas waves.", ShotAction(shot="2A", action="Pavel nods. He is soaked.", speakers=("jonas",)), "He limps."),
        ("Jonas meets Pavel. He is soaked.",),
        ("Jonas's brother meets Pavel. He is soaked.",),
    ],
)
def test_a_pronoun_that_may_be_somebody_else_is_not_sure(actions: tuple[str | ShotAction, ...]) -> None:
    assert not changes(*actions, cast=(PAVEL, JONAS))[-1].sure


@pytest.mark.parametrize(
    ("action", "holder", "sure"),
    [
        ("Magda follows Jonas in, dripping.", "magda", True),
        ("Magda helps Jonas up, bleeding.", "jonas", False),
        ("Magda finds Jonas there, bleeding.", "magda", False),
        ("Magda helps Jonas, bleeding.", "jonas", False),
    ],
)
def test_a_participle_at_the_end_goes_with_the_subject(action: str, holder: str, sure: bool) -> None:
    (change,) = changes(action, cast=(MAGDA, JONAS))
    assert (change.element, change.sure) == (holder, sure)


def test_a_pronoun_with_one_name_in_its_sentence_is_sure() -> None:
    (change,) = changes("Pavel sits down, his sleeve torn.")
    assert (change.element, change.sure) == ("pavel", True)


def test_with_two_who_fit_a_pronoun_is_not_sure() -> None:
    (change,) = changes("Pavel follows Jonas. His sleeve is torn.", cast=(PAVEL, JONAS))
    assert not change.sure


def test_who_speaks_is_awake() -> None:
    found = changes("Magda falls asleep.", ShotAction(shot="1B", action="", speakers=("magda",)))
    assert [(change.gains, change.loses, change.rule) for change in found] == [
        (("asleep",), (), "state: subject"),
        ((), ("asleep",), "speaks"),
    ]
    assert changes(ShotAction(shot="1A", action="Rain.", speakers=("magda",))) == []


def test_a_state_is_gained_once_until_it_is_lost() -> None:
    found = changes("Magda is wet.", "Magda, wet, sits.", "Magda dries herself.", "Magda falls into the pool.")
    assert [(change.gains, change.loses) for change in found] == [(("wet",), ()), ((), ("wet",)), (("wet",), ())]


def test_a_scene_folds_to_its_end_state() -> None:
    found = changes(
        "Magda comes in, drenched, a letter in her hand.", "She hands Pavel the letter.", "Magda dries herself."
    )
    ends = {who: fold((), ((c.gains, c.loses) for c in found if c.element == who)) for who in ("magda", "pavel")}
    assert ends == {"magda": (), "pavel": ("carrying:letter",)}


def test_a_language_without_words_has_no_changes() -> None:
    shots = (ShotAction(shot="1A", action="Magda ist nass."),)
    assert conditions(ConditionsContext(language="de", shots=shots, cast=(MAGDA,))).shots == ()


@pytest.mark.parametrize(
    ("jump", "kept"),
    [
        ("continuous", ("wet", "asleep", "muddy", "carrying:letter", "wearing:coat", "wounded", "dead", "odd")),
        ("short", ("wet", "muddy", "wearing:coat", "wounded", "dead", "odd")),
        ("later", ("muddy", "wearing:coat", "wounded", "dead")),
        ("new day", ("wounded", "dead")),
        ("other", ("dead",)),
        ("no such jump", ("dead",)),
    ],
)
def test_what_people_are_in_lives_on_as_long_as_the_table_says(jump: str, kept: tuple[str, ...]) -> None:
    tags = ("wet", "asleep", "muddy", "carrying:letter", "wearing:coat", "wounded", "dead", "odd")
    assert carry(CarryContext(conditions=tags, jump=jump)).kept == kept


def test_a_torn_letter_stays_torn_for_ever() -> None:
    assert carry(CarryContext(conditions=("torn", "wet"), jump="other", thing=True)).kept == ("torn",)
    assert carry(CarryContext(conditions=("torn",), jump="other")).kept == ()


def test_every_tag_that_can_be_read_has_a_row_in_the_table() -> None:
    lists, lives = table("conditions", "en"), table("carry")
    tags = {tag for name in ("states", "verbs", "objects", "stuff", "damage") for tag in lists[name]}
    assert tags <= set(lives["people"])
    assert set(lives["people"].values()) | set(lives["things"].values()) <= set(JUMPS)


WORDS = st.sampled_from(
    [
        "Magda", "Pavel", "Pavel's", "he", "her", "his", "the", "a", "is", "wet", "torn", "asleep", "and", ",", ".",
        "bloody", "letter", "oil lamp", "picks up", "hands", "to", "puts", "down", "wears", "hat", "in", "hand", "not",
        "no longer", "blood", "on", "face", "wakes", "who", "dog", "¤", "_", '"', "’", "\n", "--", "*", "while",
        "falls into the river",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(st.lists(st.one_of(st.lists(WORDS, max_size=20).map(" ".join), st.text(max_size=50)), max_size=4))
def test_any_action_can_be_read_and_quotes_are_verbatim(actions: list[str]) -> None:
    shots = tuple(ShotAction(shot=f"{n}A", action=action) for n, action in enumerate(actions))
    output = conditions(ConditionsContext(language="en", shots=shots, cast=(MAGDA, PAVEL), props=PROPS))
    known = {"magda", "pavel", *(prop.id for prop in PROPS)}
    for shot in output.shots:
        for change in shot.changes:
            assert change.element in known
            assert change.quote in actions[int(shot.shot[:-1])]
            assert change.gains or change.loses


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("The guards are drunk.", {"guards+drunk"}),
        ("The guards, soaked, crowd the door.", {"guards+wet"}),
        ("The guards carry torches.", {"guards+carrying:torch"}),
        ("Magda pushes Pavel into the river.", {"pavel+wet"}),
        ("Magda ties Pavel to a chair.", {"pavel+tied"}),
        ("Magda wipes the mud from Pavel's face.", {"pavel-muddy"}),
        ("Magda takes the letter from Pavel.", {"magda+carrying:letter", "pavel-carrying:letter"}),
        ("The oil lamp slips from Magda's hands.", {"magda-carrying:oil-lamp"}),
        ("Pavel pulls his boots off.", {"pavel-wearing:boot"}),
        ("The letter burns.", {"letter+burnt"}),
        ("The oil lamp shatters.", {"oil-lamp+broken"}),
        ("Blood stains the letter.", {"letter+bloody"}),
    ],
)
def test_groups_what_is_done_to_somebody_and_things(action: str, expected: set[str]) -> None:
    assert read(action) == expected


@pytest.mark.parametrize(
    "action",
    [
        "If it rains, Magda is soaked.",
        "Magda, drunk or not, sings.",
        "Pavel wonders; Magda is asleep.",
        "Magda has washed her face.",
    ],
)
def test_nobody_is_sure_of_what_is_hedged_or_not_named(action: str) -> None:
    assert not any(change.sure for change in changes(action))
