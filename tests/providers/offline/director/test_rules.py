"""What a director does, rule by rule, told as small scenes."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.providers.offline.director import direct
from tests.providers.offline.director.contexts import contexts, one

if TYPE_CHECKING:
    from storyforge.model.shots import Shot

PAIR = "Cast: ANNA (she) | BORIS (he)\nProps: LETTER (key, first) | LAMP\n\n"
TRIO = "Cast: ANNA (she) | BORIS (he) | CLARA (she)\n\n"
ROOM = "INT. ROOM - NIGHT\n\n"


def shots(text: str, **knobs: Any) -> tuple[Shot, ...]:
    return direct(one(text, **knobs)).shots


def with_line(found: tuple[Shot, ...], words: str) -> Shot:
    return next(shot for shot in found if any(words in line.text for line in shot.dialogue))


def with_action(found: tuple[Shot, ...], words: str) -> Shot:
    return next(shot for shot in found if words in shot.action)


TALK = "".join(
    f"{who}\n{line}\n\n"
    for who, line in (
        ("ANNA", "You were late again on Tuesday, and on Thursday too."),
        ("BORIS", "The bridge was up, and then the other bridge was up."),
        ("ANNA", "There is only one bridge in this town, as you know."),
        ("BORIS", "It went up twice, I swear it did, ask the bridge keeper."),
        ("ANNA", "The bridge keeper is my cousin and he says otherwise."),
        ("BORIS", "Then your cousin wants his eyes seen to, and his ears."),
    )
)


# -- opening and closing


def test_a_new_place_is_seen_wide_before_anybody_talks() -> None:
    first, *_ = shots(PAIR + ROOM + TALK)
    assert (first.camera.size, first.dialogue, first.why) == ("LS", (), "establishes the place")
    assert [character.id for character in first.characters] == ["anna", "boris"]


def test_a_new_place_outside_is_seen_from_afar() -> None:
    first, *_ = shots(PAIR + "EXT. MOOR - DAY\n\nHeather to the horizon.\n\n" + TALK)
    assert (first.camera.size, first.subject) == ("ELS", "moor")


def test_a_scene_that_goes_on_needs_no_new_view_unless_the_room_is_new() -> None:
    text = PAIR + "INT. HOUSE - HALL - DAY\n\nAnna waits.\n\nINT. HOUSE - STAIRS - CONTINUOUS\n\n" + TALK
    assert direct(contexts(text, new_place=False)[1]).shots[0].dialogue
    assert not direct(contexts(text)[1]).shots[0].dialogue


def test_a_cold_open_keeps_its_detail_and_shows_the_place_next() -> None:
    first, second, *_ = shots(PAIR + ROOM + "INSERT - A CLOCK\n\nFive to twelve.\n\nA hall full of people.\n\n" + TALK)
    assert first.camera.size == "INSERT"
    assert second.camera.size in ("LS", "INSERT")


def test_a_very_short_scene_is_one_view() -> None:
    assert [shot.camera.size for shot in shots(PAIR + ROOM + "ANNA\nNow.\n\nBORIS\nNow.\n")] == ["LS"]


# -- talk


def test_two_people_are_cut_between_over_one_line() -> None:
    found = shots(PAIR + ROOM + TALK, pace="brisk")
    assert {(shot.axis.left, shot.axis.right) for shot in found if shot.axis} == {("anna", "boris")}
    assert all(shot.axis.looks == ("right" if shot.subject == "anna" else "left") for shot in found if shot.axis)
    assert {"OTS", "MCU"} & {shot.camera.size for shot in found}


def test_every_line_says_to_whom_it_is_spoken() -> None:
    found = shots(
        TRIO
        + ROOM
        + "Anna, Boris and Clara at one table.\n\nANNA\nWho has the key?\n\nCLARA\nI gave it to him.\n\n"
        + "BORIS\nClara, you did not.\n\nCLARA\n(to Anna)\nHe lies.\n\nANNA\nEverybody, sit down.\n",
    )
    told = {line.text: line.to for shot in found for line in shot.dialogue}
    assert told == {
        "Who has the key?": "clara",
        "I gave it to him.": "anna",
        "Clara, you did not.": "clara",
        "He lies.": "anna",
        "Everybody, sit down.": "all",
    }


def test_the_rule_that_found_the_addressee_is_in_the_reason() -> None:
    found = shots(
        TRIO
        + ROOM
        + "Clara sits.\n\nANNA\nBoris, come here at once and bring the lamp with you.\n\nBORIS\nNo.\n\nCLARA\nOh.\n"
    )
    assert "to BORIS (vocative)" in with_line(found, "Boris, come").why


def test_who_has_left_is_not_spoken_to() -> None:
    found = shots(TRIO + ROOM + "CLARA\nI am going.\n\nClara exits.\n\nANNA\nAt last.\n\nBORIS\nYes.\n")
    assert next(line.to for shot in found for line in shot.dialogue if line.text == "At last.") == "boris"


def test_a_turn_is_close_and_says_its_score() -> None:
    text = (
        PAIR
        + ROOM
        + "Anna and Boris at a table.\n\n"
        + TALK
        + "ANNA\nI never told you the truth. Your father is dead.\n\nBoris freezes.\n\nBORIS\nSince when?\n"
    )
    turn = with_line(shots(text, pace="brisk"), "never told")
    assert turn.camera.size == "CU"
    assert turn.why.startswith("turn of the scene (")


def test_a_long_speech_is_split_at_its_sentences_and_never_above_eight_seconds() -> None:
    speech = " ".join(
        f"This is sentence number {count} of a very long speech about the harbour." for count in range(12)
    )
    found = [
        shot for shot in shots(PAIR + ROOM + f"Boris listens.\n\nANNA\n{speech}\n\nBORIS\nI see.\n") if shot.dialogue
    ]
    assert len(found) > 5
    assert all(shot.frames <= 192 for shot in found)
    assert all(line.text.endswith(".") for shot in found for line in shot.dialogue)
    assert any(shot.subject == "boris" and shot.why.startswith("listener") for shot in found)


def test_a_direction_stands_with_the_words_it_directs() -> None:
    found = shots(PAIR + ROOM + "ANNA\n(softly)\nCome in.\n(beat)\nSit down.\n(she sits)\n\nBORIS\nNo.\n")
    lines = [(line.parenthetical, line.text) for shot in found for line in shot.dialogue if line.character == "anna"]
    assert lines == [("softly", "Come in."), ("beat; she sits", "Sit down.")]


def test_a_speech_of_a_direction_alone_is_not_lost() -> None:
    found = shots(PAIR + ROOM + "ANNA\nDo you love me?\n\nBORIS\n(shrugs)\n\nANNA\nI see.\n")
    assert ("boris", "", "shrugs") in [(d.character, d.text, d.parenthetical) for shot in found for d in shot.dialogue]


def test_songs_are_sung() -> None:
    found = shots(PAIR + ROOM + "ANNA\n~The moon is a penny,\n~The sea is a purse.\n\nBORIS\nStop it.\n")
    assert "The moon is a penny," in " ".join(line.text for shot in found for line in shot.dialogue)


def test_two_who_speak_at_once_share_a_frame() -> None:
    found = shots(PAIR + ROOM + "ANNA\nIt was you!\n\nBORIS ^\nIt was you!\n\nANNA\nOh.\n")
    both = with_line(found, "It was you!")
    assert [line.character for line in both.dialogue][:2] == ["anna", "boris"]
    assert both.camera.size in ("TWO", "MLS", "LS")


def test_a_voice_from_beside_the_frame_is_heard_over_who_hears_it() -> None:
    found = shots(
        PAIR + ROOM + "Anna sits on the bed with a heavy coat on.\n\n"
        "BORIS (O.S.)\nAre you ready to go now, my dear?\n\nANNA\nNearly.\n"
    )
    assert with_line(found, "Are you ready").subject == "anna"


def test_a_voice_over_runs_beside_the_pictures() -> None:
    text = (
        "Cast: ANNA\n\nEXT. ROAD - DAY\n\nA car on an empty road.\n\n"
        "ANNA (V.O.)\nI left on a Monday.\n\nThe car stops.\n"
    )
    found = shots(text)
    assert with_line(found, "I left").action
    assert with_line(found, "I left").dialogue[0].to == ""


def test_a_crowd_is_seen_wide() -> None:
    found = shots(
        "Cast: ANNA | CROWD (group)\n\nEXT. SQUARE - DAY\n\n"
        "ANNA\nThe bank is closed, good people, go home.\n\nCROWD\nNever!\n"
    )
    assert with_line(found, "Never!").camera.size == "LS"


def test_two_ends_of_a_telephone_share_no_frame_and_look_at_each_other() -> None:
    text = (
        PAIR + ROOM + "Anna at the window.\n\nANNA\n(into phone)\nWhere are you, Boris?\n\n"
        "BORIS\nOn the bridge.\n\nANNA\nDon't jump.\n\nBORIS\nIt is up.\n"
    )
    found = shots(text)
    ends = {shot.subject: shot.axis.looks for shot in found if shot.axis and shot.dialogue}
    assert ends == {"anna": "right", "boris": "left"}
    assert not any(shot.camera.size in ("OTS", "TWO") for shot in found)
    assert all(len(shot.characters) < 2 for shot in found if shot.dialogue)


# -- action


def test_what_the_author_asks_for_is_honoured() -> None:
    found = shots(
        PAIR
        + ROOM
        + "Anna waits.\n\nCLOSE ON her eyes.\n\nHIGH ANGLE: the yard.\n\nBORIS'S POV: a key.\n\nWIDE ON the room.\n"
    )
    assert [(s.camera.size, s.camera.angle) for s in found[1:]] == [
        ("ECU", "eye"),
        ("LS", "high"),
        ("MS", "POV"),
        ("LS", "eye"),
    ]


def test_a_short_camera_note_opens_the_shot_of_what_follows() -> None:
    found = shots(PAIR + ROOM + "Anna waits.\n\nINSERT - THE LETTER\n\nFour lines, unsigned.\n")
    assert with_action(found, "THE LETTER").action.endswith("unsigned.")


def test_a_prop_that_matters_fills_the_frame_the_first_time() -> None:
    found = shots(
        PAIR
        + ROOM
        + "Anna and Boris in a cold room.\n\n"
        + TALK
        + "Anna picks up a letter.\n\nShe lays the letter down.\n"
    )
    inserts = [shot for shot in found if shot.camera.size == "INSERT"]
    assert [(shot.action, shot.subject, shot.props) for shot in inserts] == [
        ("Anna picks up a letter.", "letter", ("letter",))
    ]


def test_furniture_gets_no_insert_in_capitals_or_not() -> None:
    text = (
        "Cast: ANNA\nProps: CHAIR (key, first)\n\nINT. ROOM - DAY\n\n"
        "A cold room.\n\nAnna lifts the CHAIR.\n\nANNA\nHeavy.\n"
    )
    assert not any(shot.camera.size == "INSERT" for shot in shots(text))


def test_what_somebody_looks_at_is_seen_with_their_eyes() -> None:
    found = shots(
        PAIR + ROOM + "Boris sleeps.\n\nAnna turns and looks up.\n\nA hole in the roof.\n\nANNA\nNot again.\n"
    )
    hole = with_action(found, "A hole")
    assert (hole.camera.angle, hole.why) == ("POV", "what ANNA sees")


def test_prose_for_the_reader_is_no_picture() -> None:
    found = shots(PAIR + ROOM + "Anna peels an apple. Not a woman you would look at twice, of course. She eats it.\n")
    assert not any(shot.action.startswith("Not a woman") for shot in found)


def test_a_sound_is_written_down() -> None:
    assert with_action(shots(PAIR + ROOM + "A door SLAMS somewhere.\n\nANNA\nBoris?\n"), "SLAMS").sfx == ("slams",)


def test_a_transition_rides_on_the_shot_before_it_and_cuts() -> None:
    found = shots(PAIR + ROOM + "Anna sleeps.\n\nSMASH CUT TO:\n\nAnna runs.\n")
    assert with_action(found, "Anna sleeps.").transition == "SMASH CUT TO:"
    assert "runs" not in with_action(found, "Anna sleeps.").action


def test_who_walks_around_somebody_changes_sides_in_a_wide_shot() -> None:
    found = shots(PAIR + ROOM + "Anna and Boris.\n\n" + TALK + "Anna walks around Boris.\n\n" + TALK)
    circle = with_action(found, "walks around")
    assert circle.camera.size == "LS"
    sides = [(shot.axis.left, shot.axis.right) for shot in found if shot.axis]
    assert (sides[0], sides[-1]) == (("anna", "boris"), ("boris", "anna"))


def test_a_scene_that_goes_on_inherits_the_sides() -> None:
    text = (
        PAIR + "INT. HOUSE - HALL - DAY\n\nBoris waits.\n\nAnna enters.\n\nINT. HOUSE - STAIRS - CONTINUOUS\n\n" + TALK
    )
    later = direct(contexts(text)[1]).shots
    assert {(shot.axis.left, shot.axis.right) for shot in later if shot.axis} == {("boris", "anna")}


def test_nicknames_pronouns_and_bare_verbs_have_a_subject() -> None:
    text = (
        "Cast: CAPTAIN BOOM (he, alias the old man) | ANNA (she)\n\nEXT. DECK - DAY\n\nThe old man lights a pipe.\n\n"
        "CUT TO:\n\nAnna runs.\n\nCUT TO:\n\nShe stumbles.\n\nCUT TO:\n\nHe coughs.\n\nCUT TO:\n\nGrabs the rail.\n"
    )
    assert [shot.subject for shot in shots(text)] == ["captain-boom", "anna", "anna", "captain-boom", "captain-boom"]


def test_they_are_the_last_two_or_a_group() -> None:
    text = (
        "Cast: ANNA (she) | BORIS (he) | GUARDS (group)\n\n"
        "EXT. GATE - DAY\n\nAnna and Boris run.\n\nCUT TO:\n\nThey climb.\n\n"
        "CUT TO:\n\nThe guards wake.\n\nCUT TO:\n\nThey follow.\n\nCUT TO:\n\nThe first man falls.\n"
    )
    found = shots(text)
    assert {character.id for character in found[1].characters} >= {"anna"}
    assert [shot.subject for shot in found[2:]] == ["guards", "guards", "guards"]


# -- what goes on


def test_a_speech_that_goes_on_in_the_same_frame_continues() -> None:
    speech = " ".join(f"This is sentence number {count} of a very long speech about the harbour." for count in range(8))
    found = shots("Cast: ANNA\n\n" + ROOM + f"ANNA\n{speech}\n")
    went_on = [(before, after) for before, after in pairwise(found) if after.continues]
    assert went_on
    for before, after in went_on:
        assert before.subject == after.subject
        assert before.camera.size == after.camera.size
        assert before.camera.angle == after.camera.angle


def test_another_face_is_always_a_cut() -> None:
    found = shots(PAIR + ROOM + TALK, pace="brisk")
    assert not any(after.continues for before, after in pairwise(found) if before.subject != after.subject)


# -- knobs and modes


@pytest.mark.parametrize(("pace", "least", "most"), [("brisk", 2.8, 4.2), ("standard", 4.0, 6.0), ("long", 5.2, 7.8)])
def test_the_pace_decides_how_long_shots_are(pace: str, least: float, most: float) -> None:
    banter = "".join(
        f"{who}\n{line}\n\n"
        for who, line in (
            ("ANNA", "Is it true?"),
            ("BORIS", "Is what true?"),
            ("ANNA", "That you sold the boat to the man from the harbour board."),
            ("BORIS", "No."),
            ("ANNA", "He says you did. He has a paper with your name on it. It has a stamp, and a date, and a stain."),
            ("BORIS", "The stain is mine. The rest I have never seen."),
        )
    )
    found = shots(PAIR + ROOM + "Anna and Boris at a table.\n\n" + banter * 4, pace=pace)
    assert least <= sum(shot.frames for shot in found) / 24 / len(found) <= most


def test_a_target_length_stretches_action_and_never_speech() -> None:
    text = (
        PAIR
        + ROOM
        + "Anna crosses the room and opens the window.\n\nANNA\nRain.\n\nCUT TO:\n\nBoris runs up the stairs.\n"
    )
    plain, stretched = shots(text), shots(text, action_scale=Decimal("1.5"))
    assert sum(s.frames for s in stretched) > sum(s.frames for s in plain)
    assert with_line(plain, "Rain.").frames == with_line(stretched, "Rain.").frames


def test_a_montage_is_one_picture_an_item_without_sides() -> None:
    text = (
        "Cast: ANNA | BORIS\n\nINT. SHOP - MONTAGE - DAY\n\n"
        "- Anna cuts cloth.\n\n- Boris sews.\n\n- A coat. It has three arms.\n"
    )
    found = shots(text)
    assert [shot.action for shot in found] == ["- Anna cuts cloth.", "- Boris sews.", "- A coat. It has three arms."]
    assert not any(shot.axis or shot.continues for shot in found)


def test_found_footage_is_one_camera_that_runs_on() -> None:
    found = shots(
        PAIR
        + "INT. CELLAR - CAMCORDER FOOTAGE - NIGHT\n\nDarkness, a torch.\n\n"
        + TALK
        + "Anna picks up the LETTER.\n"
    )
    assert {shot.camera.move for shot in found} == {"handheld"}
    assert {shot.camera.size for shot in found}.isdisjoint({"OTS", "INSERT", "TWO"})
    assert all(shot.continues for shot in found[1:])


def test_on_a_stage_nobody_is_seen_over_a_shoulder() -> None:
    found = shots("Genres: stage play\n" + PAIR + ROOM + "Anna and Boris.\n\n" + TALK * 2)
    assert {shot.camera.size for shot in found} <= {"LS", "MLS", "TWO", "MS", "MCU"}


def test_a_language_without_words_still_gets_a_shot_list() -> None:
    text = (
        "INT. TALO - YÖ\n\nSade ropisee kattoon. AINO seisoo ikkunan luona.\n\n"
        "AINO\nKuka siellä?\n\nEERO\nMinä vain.\n\nAINO\nTule sisään.\n"
    )
    found = shots(text, language="fi")
    assert found[0].camera.size in ("LS", "ELS")
    assert {line.to for shot in found for line in shot.dialogue} == {"aino", "eero"}


def test_a_german_scene_is_understood() -> None:
    text = (
        "Cast: ANNA (she) | BORIS (he)\nProps: BRIEF (key, first)\n\n"
        "INNEN. ZIMMER - NACHT\n\nEin kaltes Zimmer. Anna sitzt am Tisch.\n\n"
        "BORIS\nDu hast gelogen, Anna.\n\nAnna sagt nichts.\n\n"
        "Sie nimmt den Brief.\n\nBORIS\nWarum hast du mir nie gesagt, dass er lebt?\n"
    )
    found = shots(text, language="de")
    assert with_action(found, "Sie nimmt").camera.size == "INSERT"
    assert with_line(found, "Du hast gelogen").dialogue[0].to == "anna"
    assert with_action(found, "Anna sagt nichts").subject == "anna"


def test_the_same_scene_is_always_directed_the_same() -> None:
    assert shots(PAIR + ROOM + TALK) == shots(PAIR + ROOM + TALK)
