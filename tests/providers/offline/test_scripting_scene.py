"""Scenes in the author's own words: what is told is action, what somebody says is dialogue, what is open is asked."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.formats.fountain import parse
from storyforge.model.beats import Beat
from storyforge.providers.offline.scripting.lexicon import words
from storyforge.tasks.gaps import gaps_in, without_gaps
from tests.providers.offline.scripted import SALT, alone, beats, blocks, brief, planned, script

WORD = re.compile(r"\w+")
PIECES = (
    *("Mara opens the door.", "“No,” said Mara.", "“Why?” she asked.", "Ben said: “I know,", "[[TODO: Who?]]", "Ben"),
    *(
        "“I know,” said Ben, “that you lied.”",
        "The captain",
        "and says, “Go.”",
        "A card said “Ada”.",
        "Mara softly said to Ben: “Stay.”",
    ),
    "“Go!” cried the captain, drawing his sword and laughing at them all.",
)


def test_a_whole_story_is_a_script_that_a_reader_can_read() -> None:
    assert script(SALT, brief()) == SCRIPT


SCRIPT = """\
Title: Salt

INT. OLD SALT CELLAR - NIGHT #1#

Mara, a salt trader, finds a ledger in the old salt cellar one night.

She reads that her father sold the harbour.

BEN
(from the stairs)
Who is there?

Mara hides the ledger under her coat.

MARA
Only me.

INT. HARBOUR OFFICE - NEXT MORNING #2#

The next morning Mara walks to the harbour office.

[[TODO: What does she want from the harbour master?]]

The harbour master laughs at her.

“That paper is worth nothing,” he said.

[[TODO: Who says “That paper is worth nothing”?]]

EXT. STREET - CONTINUOUS #3#

At once Ben runs into the street.

Mara follows him through the rain.

INT./EXT. SOMEWHERE - THREE DAYS LATER #4#

[[TODO: Where is this, and is it inside or outside?]]

Three days later the sea takes the quay.

In her diary.

MARA (V.O.)
He knew. He always knew.
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"Who is there?" asked Ben.', [("speech", "Ben", "Who is there?")]),
        ("“I know,” said Ben, “that you lied.”", [("speech", "Ben", "I know, that you lied.")]),
        ("“Go!” cried the old captain.", [("speech", "old captain", "Go!")]),
        ("‘Ugh! Not here,’ said the Lory.", [("speech", "Lory", "Ugh! Not here.")]),
        ("‘No,’ said the White Rabbit. ‘It isn’t late.’", [("speech", "White Rabbit", "No. It isn’t late.")]),
        ("“Hoot,” said the owl.", [("speech", "owl", "Hoot.")]),
        ("The old Captain said: “No. Never.”", [("speech", "old Captain", "No. Never.")]),
        ("“Go,” said Mr. Astrup. “Go now.”", [("speech", "Mr. Astrup", "Go. Go now.")]),
        ("Mara said to Ben: “No.”", [("speech", "Mara", "No.")]),
        ("Then Mara said: “No.”", [("speech", "Mara", "No.")]),
        (
            "Mara hides the ledger from Ben and says, “Only me.”",
            [("action", "", "Mara hides the ledger from Ben."), ("speech", "Mara", "Only me.")],
        ),
        (
            "“Go,” said Mara, and closed the door behind her with both hands.",
            [("speech", "Mara", "Go."), ("action", "", "… and closed the door behind her with both hands.")],
        ),
        ("“No,” she said.", [("action", "", "“No,” she said."), ("gap", "", "Who says “No”?")]),
        ("“Nobody.”", [("action", "", "“Nobody.”"), ("gap", "", "Who says “Nobody.”?")]),
        ("He was called “Jim” by all.", [("action", "", "He was called “Jim” by all.")]),
        ("The sign read: “Hair Goods.”", [("action", "", "The sign read: “Hair Goods.”")]),
        ("She kept the boat “Ada” for years.", [("action", "", "She kept the boat “Ada” for years.")]),
    ],
)
def test_only_who_is_named_beside_the_words_says_them(text: str, found: list[tuple[str, str, str]]) -> None:
    assert alone(text) == found


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("de", "„Wer ist da?“, fragte Ben.", [("speech", "Ben", "Wer ist da?")]),
        ("de", "»Nur ich«, sagte Mara leise.", [("speech", "Mara", "Nur ich.")]),
        ("de", "Ben rief: „Halt!“", [("speech", "Ben", "Halt!")]),
        ("de", "„Nein“, sagte sie.", [("action", "", "„Nein“, sagte sie."), ("gap", "", "Wer sagt „Nein“?")]),
        ("fr", "« Qui est là ? » demanda Ben.", [("speech", "Ben", "Qui est là ?")]),
        ("fr", "Mara répondit : « C'est moi. »", [("speech", "Mara", "C'est moi.")]),
        ("fr", "— Viens, dit Mara.", [("speech", "Mara", "Viens.")]),
        (
            "fr",
            "— Viens, dit-elle.",
            [("action", "", "— Viens, dit-elle."), ("gap", "", "Qui dit « Viens, dit-elle. » ?")],
        ),
        ("fr", "« Viens », lui dit Mara.", [("speech", "Mara", "Viens.")]),
        ("es", "Mara le dice: «Nadie lo sabe».", [("speech", "Mara", "Nadie lo sabe.")]),
        ("es", "«Nadie lo sabe», le dijo Mara.", [("speech", "Mara", "Nadie lo sabe.")]),
        ("es", "—No —dijo Mara—. Soy yo.", [("speech", "Mara", "No. Soy yo.")]),
        ("es", "«¿Quién está ahí?», preguntó Ben.", [("speech", "Ben", "¿Quién está ahí?")]),
        ("ja", "「誰だ」とマラは言った。", [("action", "", "「誰だ」とマラは言った。")]),
    ],
)
def test_quotation_marks_and_inquits_of_other_languages(
    code: str, text: str, found: list[tuple[str, str, str]]
) -> None:
    if code == "ja":
        assert [row for row in alone(text, brief(code)) if row[0] != "gap"] == found
    else:
        assert alone(text, brief(code)) == found


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Mara softly said to Ben: “Stay.”", "softly, to Ben"),
        ("“Stay,” said Mara, closing the door.", "closing the door"),
        ("“Stay,” said Mara quietly.", "quietly"),
        ("“Stay,” said Mara.", ""),
    ],
)
def test_how_and_to_whom_it_is_said_stands_in_parentheses(text: str, how: str) -> None:
    told = beats([f"In the kitchen. {text}"])
    (plan,) = planned(told, brief())
    assert blocks(plan, told, brief())[-1].parenthetical == how


@pytest.mark.parametrize(
    ("code", "text", "told"),
    [
        ("en", "In her diary Mara writes: “He knew.”", "In her diary."),
        ("en", "Ben opens Mara's letter: “He knew.”", "Ben opens Mara's letter."),
        ("en", "A letter from Mara reads: “He knew.”", "A letter from Mara reads."),
        ("de", "Ein Brief von Mara: „He knew.“", "Ein Brief von Mara."),
        ("fr", "Une lettre de Mara : « He knew. »", "Une lettre de Mara."),
        ("es", "Una carta de Mara: «He knew.»", "Una carta de Mara."),
    ],
)
def test_what_is_written_is_heard_in_the_voice_of_its_writer(code: str, text: str, told: str) -> None:
    about = brief(code)
    (plan,) = planned(beats([text]), about)
    *_, action, speech = blocks(plan, beats([text]), about)
    assert (action.kind, action.text) == ("action", told)
    assert (speech.character, speech.extension, speech.text) == ("Mara", "V.O.", "He knew.")


def test_a_long_speech_is_asked_about_and_stays_as_it_was() -> None:
    text = f"“{'and then ' * 20}home,” said Mara."
    (action, gap) = alone(text)
    assert action == ("action", "", " ".join(text.split()))
    assert gap[2].startswith("Mara says this at length")


def test_a_scene_of_which_nothing_is_told_asks_for_its_goal() -> None:
    told = [Beat(id="b01", text=" ", goal="Midpoint: a reversal.", place="Kitchen")]
    (plan,) = planned(told, brief())
    (block,) = blocks(plan, told, brief())
    assert (block.text, block.gap) == ("", "What is seen and heard here? Midpoint: a reversal.")


def test_a_gap_is_carried_over_where_it_stood() -> None:
    assert alone("Mara knocks. [[TODO: Who opens?]] Nobody speaks.") == [
        ("action", "", "Mara knocks."),
        ("gap", "", "Who opens?"),
        ("action", "", "Nobody speaks."),
    ]


def test_an_unknown_side_is_asked_with_the_place() -> None:
    told = beats(["In London Mara waits."])
    (plan,) = planned(told, brief())
    assert blocks(plan, told, brief())[0].gap == "Is LONDON seen from inside or from outside?"


@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4))
def test_nothing_is_made_up_and_only_inquits_are_left_out(texts: list[str]) -> None:
    read = parse(script(texts, brief()))
    told = Counter(word.casefold() for text in texts for word in WORD.findall(without_gaps(text)))
    shown = Counter(
        word.casefold()
        for scene in read.scenes
        for element in scene.elements
        if element.kind.value in ("action", "dialogue", "parenthetical")
        for word in WORD.findall(element.text)
    )
    assert not shown - told, "a word that no beat has"
    inquits = words("en").sets["say"] | words("en").sets["joins"] | {"mara", "ben", "the", "captain"}
    assert set(told - shown) <= inquits


@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4))
def test_every_gap_of_a_beat_is_a_gap_of_the_script(texts: list[str]) -> None:
    asked = Counter(gap.question for text in texts for gap in gaps_in(text))
    assert not asked - Counter(gap.question for gap in gaps_in(script(texts, brief())))
