"""Voices that are heard and not seen: what they are called, when they take their own time, and where the far end is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storyforge.formats.languages import canonical_extensions, languages
from storyforge.providers.offline.director import direct
from tests.providers.offline.director.contexts import contexts

if TYPE_CHECKING:
    from storyforge.model.shots import Shot

PHONE = "Cast: BRAM (he) | IDA (she)\n\nINT. TELEPHONE BOX - NIGHT\n\nBRAM, 33, feeds coins into the slot.\n\n"
CAR = "Cast: CLARA | MAX\n\nINT. CAR - DAY\n\n"
LONG = "I had left home at seven with a suitcase and a sandwich and no idea where I was going to sleep."


def shots(text: str) -> tuple[Shot, ...]:
    return direct(contexts(text)[0]).shots


def length(found: tuple[Shot, ...]) -> float:
    return sum(shot.frames for shot in found) / 24


@pytest.mark.parametrize(
    ("code", "written", "kept"),
    [
        ("en", ("CONT'D",), ()),
        ("en", ("VO", "cont."), ("V.O.",)),
        ("en", ("O. S.", "OFF SCREEN"), ("O.S.",)),
        ("en", ("ON PHONE", "SUBTITLED"), ("FILTERED", "SUBTITLE")),
        ("en", ("INTO PHONE",), ("INTO PHONE",)),
        ("en", ("singing",), ("singing",)),
        ("de", ("AUS DEM OFF", "FORTS."), ("O.S.",)),
        ("fr", ("HORS CHAMP", "SUITE"), ("O.S.",)),
        ("xx", ("V.O.", "CONT'D"), ("V.O.",)),
    ],
)
def test_extensions_are_canonical_and_contd_is_none(code: str, written: tuple[str, ...], kept: tuple[str, ...]) -> None:
    assert canonical_extensions(written, languages().get(code)) == kept


def test_a_voice_on_the_phone_takes_its_own_time() -> None:
    call = "BRAM\n(into phone)\nIt's me.\n\nIDA (V.O.)\nWhere are you? They asked for you by name.\n\nBRAM\nThen run.\n"
    with_her, without = (
        shots(PHONE + call),
        shots(PHONE + call.replace("IDA (V.O.)\nWhere are you? They asked", "IDA (V.O.)\nThey asked")),
    )
    assert length(with_her) > length(without)
    assert next(line for shot in with_her for line in shot.dialogue if line.character == "ida").to == "bram"


def test_narration_runs_beside_what_is_done_but_not_beside_other_words() -> None:
    over = shots(f"{CAR}Fields go by.\n\nCLARA (V.O.)\n{LONG}\n\nShe overtakes a truck. The driver waves.\n")
    beside = shots(f"{CAR}Fields go by.\n\nShe overtakes a truck. The driver waves.\n")
    spoken = shots(f"{CAR}Fields go by.\n\nCLARA\n{LONG}\n\nShe overtakes a truck. The driver waves.\n")
    assert length(over) < length(spoken)
    assert length(over) < length(beside) + 7


@pytest.mark.parametrize(
    ("talk", "answers"),
    [
        ("CLARA\nAre you there, Max?\n\nMAX (V.O.)\nAlways.\n", True),
        ("CLARA\nI know.\n\nMAX (V.O.)\nYou don't.\n\nCLARA\nI do.\n", True),
        ("MAX (V.O.)\nWhy did you leave?\n\nCLARA\nI was hungry.\n", True),
        ("CLARA\nI know.\n\nShe overtakes a truck.\n\nMAX (V.O.)\nShe never knew.\n", False),
    ],
)
def test_a_voice_that_answers_is_no_narration(talk: str, answers: bool) -> None:
    found = [line for shot in shots(CAR + "Clara drives.\n\n" + talk) for line in shot.dialogue]
    assert (next(line for line in found if line.extension).to != "") is answers


def test_who_answers_a_voice_through_a_door_speaks_to_it() -> None:
    text = (
        CAR.replace("MAX", "MAX | DORA")
        + "Clara and Dora sit in the back.\n\nMAX (O.S.)\nI heard that.\n\nCLARA\nGood.\n"
    )
    assert next(line for shot in shots(text) for line in shot.dialogue if line.text == "Good.").to == "max"


def test_the_far_end_of_a_line_is_not_in_this_scene_s_place() -> None:
    text = PHONE + "BRAM\n(into phone)\nWhere are you?\n\nIDA\nOn the bridge.\n\nBRAM\nDon't jump.\n"
    places = {shot.subject: shot.setting for shot in shots(text) if shot.dialogue}
    assert places == {"bram": "telephone-box", "ida": ""}


def test_what_stands_on_a_sign_stays_with_the_sign() -> None:
    found = shots(
        "Cast: WREN\n\nEXT. STATION - DAY\n\nRain on a platform.\n\n"
        "On the door a painted sign, LOST PROPERTY, and beneath it: LAST DAY. EVERYTHING MUST BE FOUND.\n\n"
        "ASK INSIDE.\n\nWREN, 9, in a raincoat, sits on the step.\n"
    )
    sign = next(shot for shot in found if "EVERYTHING" in shot.action)
    assert sign.camera.size == "INSERT"
    assert sign.subject == "station"
    assert sign.action.endswith("ASK INSIDE.")
    assert "ASK" not in next(shot for shot in found if "WREN" in shot.action).action


def test_who_has_not_come_yet_is_not_in_the_picture() -> None:
    text = (
        "Cast: ANNA | GEORGE\n\nEXT. PLATFORM - NIGHT\n\nAnna stands under the lamp.\n\n"
        "Doors open. No one gets off.\n\n"
        "George comes along the platform.\n\nGEORGE\nI brought it back, as I said I would, on a Thursday.\n"
    )
    seen = {shot.action: [person.id for person in shot.characters] for shot in shots(text)}
    assert "george" not in next(people for action, people in seen.items() if "No one" in action)
    talk = "Cast: ANNA | GEORGE\n\nINT. ROOM - NIGHT\n\nANNA\nWho is it at this hour of the night, and why?\n\n"
    master, *_ = shots(f"{talk}George enters.\n\nGEORGE\nIt is only me, with the umbrella that you lent me.\n")
    assert [person.id for person in master.characters] == ["anna"]


def test_a_scene_ends_on_a_thing_that_lies_alone_or_on_a_held_look() -> None:
    head = "Cast: WREN\nProps: HAT\n\nINT. OFFICE - NIGHT\n\n"
    room = f"{head}Wren walks in and looks about the empty room.\n\nShe sits.\n\n"
    thing = shots(room + "On the counter, in the dark: a small felt hat, nearly dry.\n")[-1]
    assert (thing.camera.size, thing.subject, thing.props) == ("INSERT", "hat", ("hat",))
    look = shots(room + "Wren looks at the hat for a long time.\n")[-1]
    assert (look.subject, look.camera.move, look.why) == ("wren", "static", "held beat")
    assert look.frames >= 2.5 * 24
