"""Shots split, merged and set: nothing that is said is touched, and what was split and merged is what it was."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.errors import ShotFieldError, ShotsApartError, ShotsTooLongError, ShotWholeError
from storyforge.formats.prose import join_sentences
from storyforge.model.shots import Axis, Camera, Change, Shot, ShotCharacter, ShotList, SpokenLine
from storyforge.pipeline.cutting import fields, shots, tempo
from storyforge.pipeline.session import Session
from storyforge.providers.offline.cohering import cohere
from storyforge.tasks.cohere import DEPENDENT, CohereContext
from storyforge.tasks.shots import CastMember, PropNamed

if TYPE_CHECKING:
    from storyforge.tasks.cohere import Settable
    from tests.tale import Tale

RATE = Fraction(24)
LIST = "scenes/001/shots.yaml"

# The laws of a shot list

SENTENCES = (
    "Ada opens the tin box.",
    "A kettle SHRIEKS!",
    "Bo turns away.",
    "Mr. Quill waits, hat in hand.",
    "水が沸く。",
)
SPOKEN = ("No.", "Who wrote this letter, and when?", "I have been waiting for you since six o'clock.", "そうですか。")
SPACES = (" ", " ", " ", "\n", "  ")


@st.composite
def whole_shots(draw: st.DrawFn) -> Shot:
    told = draw(st.lists(st.sampled_from(SENTENCES), max_size=4))
    action = "".join(f"{sentence}{draw(st.sampled_from(SPACES))}" for sentence in told).strip()
    after = draw(st.lists(st.one_of(st.none(), st.integers(0, len(told))), max_size=4))
    order = sorted(len(told) + 1 if at is None else at for at in after)
    lines = tuple(
        SpokenLine(character=draw(st.sampled_from(("ada", "bo"))), text=draw(st.sampled_from(SPOKEN)), after=at)
        for at in (None if at > len(told) else at for at in order)
    )
    sounds = draw(st.lists(st.sampled_from(("shrieks", "door", "kettle")), unique=True, max_size=3))
    quotes = draw(st.lists(st.sampled_from(SENTENCES), unique=True, max_size=3))
    return Shot(
        id="3B",
        frames=draw(st.integers(2, 192)),
        dialogue=lines,
        action=action,
        subject="ada",
        characters=(ShotCharacter(id="ada", prominence="foreground", note="profile"), ShotCharacter(id="bo")),
        props=("tin-box",),
        setting="kitchen",
        camera=Camera(size="MS", move="push in"),
        axis=Axis(left="ada", right="bo", looks="right"),
        sfx=tuple(sounds),
        transition=draw(st.sampled_from(("", "CUT TO"))),
        beats=("b02",),
        continues=draw(st.booleans()),
        continuity=("the kettle is on the left",),
        changes=tuple(Change(element="bo", gains=("wet",), quote=quote, review="accepted") for quote in quotes),
        why="turn of the scene",
    )


@given(whole_shots(), st.sampled_from(("en", "ja")))
def test_what_is_split_and_merged_is_what_it_was(shot: Shot, language: str) -> None:
    for cut in shots.cuts(shot, RATE, language):
        one, other = shots.split(shot, cut, "3B1", language)
        assert shots.merge(one, other, RATE, language) == shot


@given(whole_shots(), st.sampled_from(("en", "ja")))
def test_a_split_loses_and_invents_nothing(shot: Shot, language: str) -> None:
    for cut in shots.cuts(shot, RATE, language):
        one, other = shots.split(shot, cut, "3B1", language)
        assert [(x.character, x.text) for x in (*one.dialogue, *other.dialogue)] == [
            (x.character, x.text) for x in shot.dialogue
        ]
        assert "".join((one.action + other.action).split()) == "".join(shot.action.split())
        assert one.frames + other.frames == shot.frames
        assert one.frames > 0
        assert other.frames > 0
        assert one.sfx + other.sfx == shot.sfx
        assert one.changes + other.changes == shot.changes
        assert (one.id, other.id, other.continues) == ("3B", "3B1", True)


@given(whole_shots(), whole_shots())
def test_a_merge_of_any_two_keeps_every_word_and_every_event(one: Shot, other: Shot) -> None:
    if one.frames + other.frames > 192:
        with pytest.raises(ShotsTooLongError):
            shots.merge(one, other, RATE, "en")
        return
    merged = shots.merge(one, other, RATE, "en")
    assert [x.text for x in merged.dialogue] == [x.text for x in (*one.dialogue, *other.dialogue)]
    assert "".join(merged.action.split()) == "".join(join_sentences((one.action, other.action)).split())
    assert merged.frames == one.frames + other.frames


def test_one_sentence_or_one_line_is_not_cut_within() -> None:
    for shot in (
        Shot(id="3A", frames=72, action="Ada waits.", camera=Camera(size="MS")),
        Shot(id="3A", frames=72, dialogue=(SpokenLine(character="ada", text="No. Never."),), camera=Camera(size="MS")),
    ):
        with pytest.raises(ShotWholeError):
            shots.best_cut(shot, RATE, "en")


def test_two_places_are_no_one_shot() -> None:
    one, other = (Shot(id=f"3{n}", frames=24, setting=place, camera=Camera(size="MS")) for n, place in ("Aa", "Bb"))
    with pytest.raises(ShotsApartError):
        shots.merge(one, other, RATE, "en")


@pytest.mark.parametrize(
    ("name", "taken", "new"),
    [
        ("3B", ["3A", "3B"], "3B1"),
        ("3B", ["3B", "3B1"], "3B2"),
        ("3B1", ["3B", "3B1"], "3B2"),
        ("3B", ["3B", "3B7", "3C9"], "3B8"),
        ("A3B-A", ["A3B-A"], "A3B-A1"),
    ],
)
def test_ids_of_splits_are_never_used_twice(name: str, taken: list[str], new: str) -> None:
    assert shots.new_id(name, taken) == new


# What follows from what is set: ada and bo talk in the kitchen, 3A to 3E

CAST = (CastMember(id="ada", name="Ada Moor"), CastMember(id="bo", name="BO"), CastMember(id="cy", name="Cy"))
PROPS = (PropNamed(id="tin-box", name="tin box"), PropNamed(id="letter", name="letter"))


def talk(name: str, size: str, subject: str, **more: object) -> Shot:
    other = "bo" if subject == "ada" else "ada"
    people = (subject,) if size in ("CU", "MCU") else (subject, other)
    data = {
        "id": name,
        "frames": 96,
        "subject": subject,
        "characters": tuple(ShotCharacter(id=slug) for slug in people),
        "setting": "kitchen",
        "camera": {"size": size},
        "axis": {"left": "ada", "right": "bo", "looks": "right" if subject == "ada" else "left"},
    }
    return Shot.model_validate(data | more)


SCENE = (
    talk("3A", "TWO", "ada", action="Ada opens the tin box. Bo watches.", props=("tin-box",), sfx=("creaks",)),
    talk("3B", "MCU", "ada", dialogue=({"character": "ada", "text": "Who wrote this letter, and when was it?"},)),
    talk("3C", "MCU", "ada", action="Ada reads.", continues=True),
    talk("3D", "OTS", "bo", dialogue=({"character": "bo", "text": "Nobody."},), transition=""),
    talk("3E", "LS", "ada", action="Ada goes out."),
    talk("3F", "MS", "bo", action="Bo stays."),
)

SWAPPED = {(name, "left"): "bo" for name in ("3C", "3D")} | {(name, "right"): "ada" for name in ("3C", "3D")}
SWAPPED |= {("3C", "looks"): "left", ("3D", "looks"): "right"}

TABLE: tuple[tuple[str, tuple[str, ...], dict[tuple[str, str], str]], ...] = (
    ("3A", ("size=CU",), {("3A", "characters"): "ada"}),
    ("3B", ("size=TWO",), {("3B", "characters"): "ada,bo", ("3C", "continues"): "false"}),
    ("3B", ("size=OTS",), {("3B", "characters"): "ada,bo", ("3C", "continues"): "false"}),
    ("3B", ("size=MS",), {("3B", "characters"): "ada,bo", ("3C", "continues"): "false"}),
    ("3C", ("size=CU",), {("3C", "continues"): "false"}),
    ("3C", ("move=push in",), {}),
    ("3A", ("size=INSERT",), {("3A", "subject"): "tin-box", ("3A", "characters"): ""}),
    ("3B", ("angle=low",), {("3C", "continues"): "false"}),
    ("3D", ("angle=POV",), {("3D", "characters"): "ada"}),
    ("3B", ("subject=bo",), {("3B", "characters"): "bo,ada", ("3B", "looks"): "left"}),
    ("3E", ("action=Cy comes in with the letter.",), {("3E", "characters"): "ada,bo,cy", ("3E", "props"): "letter"}),
    ("3A", ("action=Bo watches.",), {("3A", "props"): ""}),
    ("3A", ("action=Bo looks for the letter. The tin box is gone.",), {("3A", "props"): ""}),
    ("3D", ("characters=-bo",), {("3D", "subject"): "ada"}),
    ("3F", ("characters=ada",), {("3F", "subject"): "ada"}),
    ("3B", ("setting=yard",), {("3C", "continues"): "false"}),
    ("3B", ("left=bo", "right=ada"), {("3B", "looks"): "left"} | SWAPPED),
    ("3B", ("transition=CUT TO",), {("3C", "continues"): "false"}),
    ("3B", ("duration=6",), {}),
    ("3B", ("why=the turn",), {}),
    ("3C", ("size=CU", "characters=ada,bo"), {("3C", "continues"): "false"}),
    ("3B", ("size=CU", "subject=bo", "characters=bo"), {("3B", "looks"): "left", ("3C", "continues"): "false"}),
)


def followed(name: str, assignments: tuple[str, ...]) -> dict[tuple[str, str], str]:
    values = fields.parse(assignments)
    place = [shot.id for shot in SCENE].index(name)
    edited = fields.with_fields(SCENE[place], values, RATE, {"ada", "bo", "cy", "tin-box", "letter", "yard", "kitchen"})
    context = CohereContext(
        language="en",
        rate="24",
        shots=(*SCENE[:place], edited, *SCENE[place + 1 :]),
        edited=name,
        fields=tuple(cast("Settable", field) for field in values),
        before=SCENE[place],
        cast=CAST,
        props=PROPS,
    )
    answer = cohere(context)
    assert answer.faults(context) == ()
    assert all(each.field in DEPENDENT for each in answer.changes)
    return {(each.shot, each.field): each.value for each in answer.changes}


@pytest.mark.parametrize(("name", "assignments", "expected"), TABLE)
def test_what_follows(name: str, assignments: tuple[str, ...], expected: dict[tuple[str, str], str]) -> None:
    assert followed(name, assignments) == expected


def test_what_the_author_has_set_is_never_changed() -> None:
    for name, assignments, _ in TABLE:
        own = {(name, field) for field in fields.parse(assignments)}
        assert own.isdisjoint(followed(name, assignments))


# What would help a scene's tempo


def test_flickers_are_joined_long_shots_cut_and_the_turn_is_given_time() -> None:
    scene = (
        talk("3A", "MS", "ada", frames=24, action="Ada looks up."),
        talk("3B", "MS", "ada", frames=60, action="She waits. Then she gets up.", continues=True),
        talk("3C", "CU", "bo", frames=30, why="turn of the scene", dialogue=({"character": "bo", "text": "Yes."},)),
        talk("3D", "LS", "ada", frames=190, action="Ada goes to the door. Bo follows her. The kettle boils over."),
        talk("3E", "LS", "bo", frames=36, action="An empty room."),
    )
    found = tempo.proposals(scene, RATE, "standard", "en")
    assert [(each.act, each.shots) for each in found] == [
        ("merge", ("3A", "3B")),
        ("hold", ("3C",)),
        ("split", ("3D",)),
        ("hold", ("3E",)),
    ]
    assert found[1].command(RATE) == "storyforge shot set 3C duration=2"


def test_shots_of_one_length_in_a_row_are_a_metronome() -> None:
    scene = tuple(talk(f"3{letter}", "MS", "ada", frames=96, action="Ada waits.") for letter in "ABCD")
    (only,) = tempo.proposals(scene, RATE, "standard", "en")
    assert (only.act, only.shots, only.frames) == ("hold", ("3D",), 130)
    assert "metronome" in only.why


# At the command line


def shot_list(tale: Tale) -> ShotList:
    return cast("ShotList", Session.open(tale.root).story.model(LIST))


def test_a_split_and_its_merge_leave_everything_up_to_date(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    before = shot_list(prompted)
    name = next(shot.id for shot in before.shots if shots.cuts(shot, RATE, "en"))
    assert prompted.storyforge("shot", "split", name, "-m", "let it breathe for a moment") == 0
    assert f"{name}1" in [shot.id for shot in shot_list(prompted).shots]
    assert prompted.subjects[0] == f"shots: {name} split, {name}1"
    assert prompted.stand(LIST).approval == "edited"
    assert prompted.stand("scenes/001/prompts.yaml").freshness == "outdated"
    assert prompted.storyforge("shot", "merge", name, f"{name}1") == 0
    assert shot_list(prompted) == before
    assert prompted.stand(LIST).approval == "locked"
    assert prompted.stand("scenes/001/prompts.yaml").freshness == "current"
    assert not prompted.dirty
    capsys.readouterr()


def test_an_id_that_was_merged_away_is_not_given_again(prompted: Tale) -> None:
    name = next(shot.id for shot in shot_list(prompted).shots if shots.cuts(shot, RATE, "en"))
    assert prompted.storyforge("shot", "split", name) == 0
    assert prompted.storyforge("run", "prompts", "--outdated", "--auto") == 0
    assert prompted.storyforge("shot", "merge", name, f"{name}1") == 0
    assert prompted.storyforge("shot", "split", name) == 0
    assert f"{name}2" in [shot.id for shot in shot_list(prompted).shots]


def test_set_lets_follow_and_says_why(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    seen = next(shot for shot in shot_list(prompted).shots if shot.subject in {who.id for who in shot.characters})
    capsys.readouterr()
    assert prompted.storyforge("shot", "set", seen.id, "angle=POV", "--dry-run", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert ("characters", "nobody sees themselves") in {(each["field"], each["why"]) for each in found["followed"]}
    assert found["commit"] is None
    assert prompted.storyforge("shot", "set", seen.id, "angle=POV", "--alone") == 0
    alone = next(shot for shot in shot_list(prompted).shots if shot.id == seen.id)
    assert alone == seen.model_copy(update={"camera": alone.camera})
    assert prompted.storyforge("shot", "set", seen.id, f"angle={seen.camera.angle}", "--alone") == 0
    assert prompted.stand(LIST).approval == "locked"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("size=XX",), "ELS, LS"),
        (("sise=CU",), "size"),
        (("dialogue=No.",), "script.fountain"),
        (("duration=9",), "8 s"),
        (("duration=0",), "8 s"),
        (("duration=soon",), "84f"),
        (("subject=nobody-there",), "asset list"),
        (("continues=perhaps",), "true, false"),
        (("CU",), "size=CU"),
    ],
)
def test_what_can_not_be_set_is_said_with_what_can(typed: tuple[str, ...], says: str) -> None:
    with pytest.raises(ShotFieldError) as problem:
        fields.with_fields(SCENE[0], fields.parse(typed), RATE, {"ada", "bo"})
    assert says in problem.value.hint


def test_a_set_action_is_read_for_states_again(prompted: Tale) -> None:
    name = shot_list(prompted).shots[0]
    who = next(iter(name.characters)).id if name.characters else shot_list(prompted).shots[1].characters[0].id
    asset = Session.open(prompted.root).story.assets[who]
    assert prompted.storyforge("shot", "set", name.id, f"action={asset.name} is soaking wet.") == 0
    changes = next(shot for shot in shot_list(prompted).shots if shot.id == name.id).changes
    assert [(each.element, each.gains, each.review) for each in changes] == [(who, ("wet",), "proposed")]


def test_tempo_is_applied_by_number_in_one_commit(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert prompted.storyforge("shot", "tempo", "1", "--pace", "brisk", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    if not found["suggestions"]:
        pytest.fail("a scene at a standard pace has something for a brisk one")
    head = prompted.head
    assert prompted.storyforge("shot", "tempo", "1", "1", "--pace", "brisk", "--apply") == 0
    assert prompted.git("rev-parse", "HEAD~1") == head
    assert prompted.storyforge("shot", "tempo", "1", "99", "--apply") == 2
    assert prompted.storyforge("shot", "split", "1A", "--apply") == 2
