"""What a scene remembers: who sat down sits until they rise, who has left is gone, what was put down is not in hand."""

from __future__ import annotations

from typing import Any

from storyforge.model.blocking import Blocking, Placed
from storyforge.model.prompts import Prompts, PromptSet
from storyforge.model.shots import Axis, Change, SpokenLine
from storyforge.model.visuals import Condition, Element, Visuals
from tests.stages.film.blocking.stage import ASSETS, block, shot, story, view


def placed(blocking: Blocking, slug: str) -> Placed:
    """Somebody at the start of a shot."""
    return next(entry for entry in blocking.start if entry.id == slug)


def ended(blocking: Blocking, slug: str) -> Placed:
    """Somebody at the end of a shot."""
    return next(entry for entry in blocking.at_end() if entry.id == slug)


def test_who_sits_down_sits_until_they_rise() -> None:
    first, second, third, fourth = block(
        shot(0, "Anna comes in."),
        shot(1, "She sits down at the table."),
        shot(2, "", "anna", size="MCU"),
        shot(3, "Anna gets up."),
    )
    assert ended(first, "anna").pose == "walk"
    assert story(second, "anna") == "stand > sit at table"
    assert story(third, "anna") == "sit at table"
    assert story(fourth, "anna") == "sit at table > stand at table"


def test_a_pronoun_means_who_acted_last() -> None:
    _, second = block(shot(0, "Boris sits. Anna stands by the door."), shot(1, "He stands up. She sits down."))
    assert story(second, "boris") == "sit > stand"
    assert story(second, "anna") == "stand at door > sit at door"


def test_who_has_left_is_gone_until_they_come_back() -> None:
    left, alone, back = block(shot(0, "Boris leaves."), shot(1, "", size="LS"), shot(2, "Boris comes back.", size="LS"))
    assert ended(left, "boris").side == "off-right"
    assert [entry.id for entry in alone.start] == ["anna"]
    assert story(back, "boris") == "off-right walk > walk"


def test_out_on_the_right_and_in_on_the_left_of_the_next_shot() -> None:
    out, into = block(shot(0, "Anna leaves.", "anna", size="LS"), shot(1, "Anna comes in.", "anna", size="LS"))
    assert ended(out, "anna").side == "off-right"
    assert placed(into, "anna").side == "off-left"


def test_sides_are_kept_where_no_axis_says_them() -> None:
    for blocking in block(shot(0), shot(1, axis=None), shot(2, "", "boris", "anna", axis=None, size="LS")):
        assert (placed(blocking, "anna").side, placed(blocking, "boris").side) == ("left", "right")


def test_walking_round_somebody_changes_sides_within_the_shot() -> None:
    swapped = Axis(left="boris", right="anna", looks="left")
    _, turn, later = block(shot(0), shot(1, "Anna walks round Boris.", axis=swapped, size="LS"), shot(2, axis=swapped))
    assert (placed(turn, "anna").side, ended(turn, "anna").side) == ("left", "right")
    assert (placed(later, "anna").side, placed(later, "boris").side) == ("right", "left")


def test_what_is_handed_over_is_in_the_other_hand() -> None:
    taken, given, later = block(
        shot(0, "Anna picks up the letter.", props=("letter",)),
        shot(1, "She hands it to Boris."),
        shot(2, ""),
    )
    assert story(taken, "anna") == "stand > reach holds letter"
    assert story(given, "boris") == "stand > hand-over holds letter touches anna"
    assert (placed(later, "anna").holds, placed(later, "boris").holds) == ("", "letter")


def test_what_is_put_down_lies_there() -> None:
    _, down, later = block(
        shot(0, "Anna carries the suitcase.", props=("suitcase",)),
        shot(1, "She puts the suitcase on the floor.", props=("suitcase",)),
        shot(2, "", props=("suitcase",)),
    )
    assert (placed(down, "anna").holds, ended(down, "anna").holds) == ("suitcase", "")
    assert [(prop.id, prop.lies) for prop in down.props] == [("suitcase", "floor")]
    assert placed(later, "anna").holds == ""
    assert [prop.id for prop in later.props] == ["suitcase"]


def test_what_the_state_says_is_carried_is_in_hand_until_a_change_ends_it() -> None:
    visuals = Visuals(
        scene="1",
        elements=(
            Element(
                id="anna", kind="character", source="scene", conditions=(Condition(tag="carrying:letter", since="1"),)
            ),
        ),
    )
    lost = Change(element="anna", loses=("carrying:letter",), review="accepted")
    first, second = block(shot(0, "", changes=(lost,)), shot(1), visuals=visuals)
    assert (placed(first, "anna").holds, placed(second, "anna").holds) == ("letter", "")


def test_what_comes_out_of_a_pocket_lay_nowhere_before_and_goes_back_unseen() -> None:
    out, back = block(
        shot(0, "Anna takes out the letter.", props=("letter",)),
        shot(1, "She puts the letter in her pocket.", props=("letter",)),
    )
    assert (story(out, "anna"), out.props) == ("stand > reach holds letter", ())
    assert (story(back, "anna"), back.props) == ("stand holds letter > reach", ())


def test_an_arm_that_is_given_is_not_what_was_in_hand() -> None:
    _, blocking = block(shot(0, "Boris picks up the lamp.", props=("lamp",)), shot(1, "He gives her his arm."))
    assert ended(blocking, "boris").holds == "lamp"


def test_what_nobody_mentions_any_more_fades() -> None:
    found = block(shot(0, "Boris kneels. Anna sits."), *(shot(row) for row in range(1, 12)))
    assert placed(found[2], "boris").pose == "kneel"
    assert placed(found[11], "boris").pose == "stand"
    assert placed(found[11], "anna").pose == "sit", "a chair is for ever"


def test_gestures_and_feelings_belong_to_their_shot() -> None:
    first, second = block(shot(0, "Anna points at Boris, furious."), shot(1))
    assert ended(first, "anna").pose == "point"
    assert ended(first, "anna").feels == "angry"
    assert story(second, "anna") == "stand"


def test_sleep_lasts_until_somebody_wakes_or_speaks() -> None:
    line = SpokenLine(character="boris", text="What?", to="anna")
    asleep, still, awake = block(
        shot(0, "Boris is asleep on the sofa."), shot(1), shot(2, dialogue=(line,), subject="boris")
    )
    assert placed(asleep, "boris").feels == placed(still, "boris").feels == "asleep"
    assert placed(awake, "boris").feels == "neutral"
    assert placed(awake, "boris").pose == "lie"


def test_a_shot_that_goes_on_begins_as_the_last_one_ended() -> None:
    first, second = block(shot(0, "Anna crosses to the window."), shot(1, "", continues=True))
    assert second.start == first.at_end()


def test_weather_lasts_and_stays_outside_with_the_wind() -> None:
    street = view(interior=False)
    found = block(shot(0, "Rain. Wind in the trees."), shot(1), shot(2, "The rain stops."), shot(3), seen=street)
    assert [blocking.weather for blocking in found] == ["rain", "rain", "", ""]
    assert block(shot(0, "A gust shakes the house."))[0].weather == ""


def test_a_crowd_stands_behind_every_wider_shot() -> None:
    crowd, close, wide = block(shot(0, "A crowd has gathered."), shot(1, "", "anna", size="CU"), shot(2, "", size="LS"))
    assert (crowd.extras, close.extras, wide.extras) == (12, 0, 12)
    assert block(shot(0, "No people anywhere."))[0].extras == 0


def test_what_a_line_is_said_with_is_done() -> None:
    line = SpokenLine(character="anna", text="Well.", parenthetical="sitting down, angrily", to="boris")
    blocking = block(shot(0), shot(1, dialogue=(line,)))[1]
    assert story(blocking, "anna") == "stand angry > sit angry"


def test_in_a_car_one_drives_and_the_other_sits() -> None:
    car = view(setting="boris-car")
    for blocking in block(shot(0, "Anna stands by the window."), shot(1, "Boris paces."), seen=car):
        assert (placed(blocking, "boris").pose, placed(blocking, "boris").at) == ("drive", "wheel")
        assert (placed(blocking, "anna").pose, placed(blocking, "anna").at) == ("sit", "passenger")


def by_hand(**given: Any) -> Prompts:
    """A blocking of the first shot, made by an author: Anna lies on the right, Boris on the left has a lamp."""
    blocking = Blocking(
        start=(
            Placed(id="anna", side="right", pose="lie", at="bed"),
            Placed(id="boris", side="left", holds="lamp"),
        ),
        weather="fog",
        **given,
    )
    edited = () if given else ("blocking",)
    return Prompts(scene="1", prompts=(PromptSet(id="1A", blocking=blocking, edited=edited),))


def test_a_blocking_made_by_hand_is_kept_and_the_scene_goes_on_from_it() -> None:
    for kept in (by_hand(locked=True), by_hand()):
        first, second = block(shot(0, "Anna sits."), shot(1, "", axis=None), kept=kept)
        assert first == kept.prompts[0].blocking
        assert placed(second, "anna").pose == "lie"
        assert placed(second, "boris").holds == "lamp"
        assert (placed(second, "boris").side, placed(second, "anna").side) == ("left", "right")
        assert second.weather == "fog"


def test_one_that_nobody_touched_is_made_anew() -> None:
    old = Prompts(scene="1", prompts=(PromptSet(id="1A", blocking=Blocking(extras=3)),))
    assert block(shot(0), kept=old)[0].extras == 0


def test_the_same_shots_give_the_same_blocking() -> None:
    shots = [shot(row, action) for row, action in enumerate(("Anna sits.", "Boris leaves.", "She gets up."))]
    assert block(*shots) == block(*shots)
    assert ASSETS["anna"].name == "ANNA"
