"""A shot becomes three prompts that never mix: what is seen, how it stands afterwards, and what moves and sounds."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyforge.errors import BrokenTemplateError
from storyforge.formats.templates import Templates
from storyforge.model.assets import Asset, Character, Prop, Setting
from storyforge.model.blocking import Blocking, Placed
from storyforge.model.prompts import Prompts, PromptSet
from storyforge.model.scene import Scene
from storyforge.model.shots import Axis, Camera, Change, Shot, ShotCharacter, ShotList, SpokenLine
from storyforge.model.story import Models, Story
from storyforge.model.visual_style import VisualStyle
from storyforge.model.visuals import Condition, Element, Visuals
from storyforge.stages.film.prompting import View, assemble, assemble_scene, family_of

IDENTITIES = {
    "ada": "a thin woman of 40 with a scar over the left eyebrow",
    "bo": "a heavy man of 60 in a railwayman's cap",
    "cleo": "a girl of 8 with two red plaits",
}
PRONOUNS: dict[str, Any] = {"ada": "she", "bo": "he", "cleo": "she"}
CAST: dict[str, Asset] = {
    slug: Character(id=slug, name=slug.upper(), identity_line=line, key=True, pronouns=PRONOUNS[slug])
    for slug, line in IDENTITIES.items()
}
THINGS: dict[str, Asset] = {
    "lantern": Prop(id="lantern", name="LANTERN", description="A brass storm lantern with a cracked glass.", key=True),
    "engine-shed": Setting(id="engine-shed", name="ENGINE SHED", description="Sooty brick, tall iron doors.", key=True),
}
SCENE = Scene(scene="7", setting="engine-shed", place="PIT", time="NIGHT", people=tuple(CAST))


def view(model: str = "offline", language: str = "en", **more: Any) -> View:
    story = Story(title="The Shed", mode="screenplay", language=language, models=Models(video=model))
    return View(SCENE, {**CAST, **THINGS}, story, **more)


def shot(**fields: Any) -> Shot:
    given: dict[str, Any] = {"id": "7A", "frames": 96, "setting": "engine-shed", "camera": Camera(size="MS"), **fields}
    return Shot(**given)


def prompts(made: Shot, state: dict[str, tuple[str, ...]] | None = None, **more: Any) -> PromptSet:
    return assemble(made, view(**more), state=state or {}, previous=None, templates=Templates())


SEEN = (ShotCharacter(id="ada", prominence="foreground"), ShotCharacter(id="bo", prominence="background"))


def test_a_frame_says_who_where_how_and_in_what_light() -> None:
    made = shot(
        action="ADA, 40, lifts the LANTERN. It is heavy.",
        characters=SEEN,
        subject="ada",
        props=("lantern",),
        axis=Axis(left="ada", right="bo", looks="right"),
    )
    wet = "wet through, hair and clothes dripping"
    style = (
        "A still from a live-action film: natural light, real materials, restrained colour, shallow but honest depth of"
    )
    frame = prompts(made, {"ada": ("wet", "carrying:lantern"), "lantern": ("broken",)}).frame
    assert frame.splitlines() == [
        "Ada, 40, lifts the lantern.",
        "Ada in the foreground on the left, looking to the right; Bo in the background on the right.",
        "Medium shot, from the waist up; eye level; 40 mm lens.",
        "Interior: Engine Shed, pit. Sooty brick, tall iron doors. Night, lamplight, dark beyond the windows.",
        f"Ada: {IDENTITIES['ada']}; now {wet}, carrying the lantern (reference picture 1).",
        f"Bo: {IDENTITIES['bo']} (reference picture 2).",
        "Lantern: A brass storm lantern with a cracked glass; now broken.",
        f"Style: {style} field.",
        "Leave out: lettering, captions, watermarks, borders, split panels, people who are not named here.",
    ]


def test_a_frame_says_where_people_are_as_the_blocking_has_it() -> None:
    made = shot(characters=SEEN, subject="ada", axis=Axis(left="ada", right="bo", looks="right"))
    placed = Blocking(start=(Placed(id="ada", side="off-left"), Placed(id="bo", side="far-right", depth="near")))
    said = assemble(made, view(), state={}, previous=None, templates=Templates(), blocking=placed)
    assert "Ada still outside the picture, to the left; Bo in the foreground on the far right." in said.frame
    assert "In the picture: Bo on the far right." in said.video
    assert said.blocking == placed


def test_an_end_frame_says_only_how_it_stands_afterwards() -> None:
    made = shot(
        action="Bo opens the door, steps out and stands in the rain.",
        characters=SEEN[1:],
        camera=Camera(size="MS", move="push in"),
        changes=(
            Change(element="bo", gains=("wet",), loses=("carrying:lantern",), review="accepted"),
            Change(element="bo", gains=("angry",)),
        ),
    )
    end = prompts(made).end_frame
    assert "Now: Bo has opened the door, stepped out and stands in the rain." in end
    assert "Bo now: wet through, hair and clothes dripping; no longer: carrying the lantern." in end
    assert "Framed one tenth closer." in end
    assert "angry" not in end, "what is not accepted is not drawn"
    assert IDENTITIES["bo"] not in end
    assert "Style" not in end


def test_a_video_says_what_moves_who_speaks_and_what_is_heard_and_nothing_about_looks() -> None:
    made = shot(
        action="ADA, 40, in a long grey coat, crosses to the door: a tired face. The door SLAMS.",
        characters=SEEN,
        dialogue=(
            SpokenLine(character="ada", text="Nous partons.", parenthetical="under her breath"),
            SpokenLine(character="cleo", text="Déjà ?", extension="O.S."),
        ),
        sfx=("slams",),
        camera=Camera(size="MS", move="track"),
    )
    video = prompts(made, language="fr").video
    assert "says in French, under her breath: “Nous partons.”" in video
    assert "Cleo (O.S., heard, not seen) says in French: “Déjà ?”" in video
    video = prompts(made).video
    assert "Ada crosses to the door." in video
    assert "The camera tracks alongside" in video
    assert "Sound: the door slams." in video
    assert "Ends with: The door has shut." in video
    for look in ("coat", "tired", "40", *IDENTITIES.values()):
        assert look not in video


def spoken_after(*places: int | None) -> Shot:
    lines = tuple(SpokenLine(character="ada", text="Then we go now.", after=place) for place in places)
    action = "Ada opens the door. She remembers it. Bo runs out."
    return shot(action=action, characters=SEEN, frames=192, dialogue=lines)


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ((None,), ["opens", "runs", "says"]),
        ((0,), ["says", "opens", "runs"]),
        ((1,), ["opens", "says", "runs"]),
        ((0, 2), ["says", "opens", "says", "runs"]),
        ((0, 1, 2, None), ["says", "opens", "says", "says", "runs", "says"]),
    ],
)
def test_a_video_times_events_and_lines_in_their_true_order(places: tuple[int | None, ...], order: list[str]) -> None:
    timed = [line for line in prompts(spoken_after(*places)).video.splitlines() if re.match(r"[\d.]+-[\d.]+ s: ", line)]
    assert [next(word for word in line.split() if word in order) for line in timed] == order
    starts = [float(line.partition("-")[0]) for line in timed]
    assert starts == sorted(starts)
    assert 7 < max(float(re.split("[- ]", line)[1]) for line in timed) <= 8


def test_events_run_under_the_lines_where_speech_leaves_no_room() -> None:
    made = spoken_after(0, None).model_copy(update={"frames": 80})
    timed = [line for line in prompts(made).video.splitlines() if re.match(r"[\d.]+-[\d.]+ s: ", line)]
    opens = next(line for line in timed if "opens" in line)
    assert opens.partition("-")[0] == [line for line in timed if "says" in line][1].partition("-")[0]


def test_when_a_line_falls_is_no_matter_of_a_picture() -> None:
    early, late = prompts(spoken_after(0)), prompts(spoken_after(None))
    assert (early.frame, early.end_frame) == (late.frame, late.end_frame)
    assert early.video != late.video


@pytest.mark.parametrize(
    ("says", "still"),
    [
        ("The telephone RINGS.", "Ada, mouth closed."),
        ("Ada remembers the war. She opens the box.", "Ada opens the box."),
        ("Nobody answers. A click, and the sound of a tap. Ada turns.", "Ada turns."),
        ("Ada considers Bo: the wet hair, the enormous fur.", "The wet hair, the enormous fur."),
        ("Ada nods, as though that settles it.", "Ada nods."),
        ("The duck looks as if it knows. Ada nods.", "Ada nods."),
        ("CLOSE ON the LANTERN. It burns.", "The lantern. It burns."),
        ("A sign: NO ENTRY. Ada stops.", "A sign. Ada stops."),
        ("INSERT - THE TAG\nFaded ink: “Lent. Hold.” Under it, dates.", "The tag. Faded ink. Under it, dates."),
        ("CLOSE ON a sign: LAST DAY. Ada stops.", "A sign. Ada stops."),
        ('Ada holds up a card. It reads "Run."', "Ada holds up a card. It reads."),
        ("[[lose this?]] Ada *waits*.", "Ada waits."),
        ("BO'S WIFE enters.", "Bo's wife enters."),
    ],
)
def test_only_what_a_camera_sees_is_in_a_frame(says: str, still: str) -> None:
    assert prompts(shot(action=says, characters=SEEN[:1], subject="ada")).frame.splitlines()[0] == still


def test_a_static_short_shot_without_visible_change_needs_no_end_frame() -> None:
    still = {"action": "Ada looks at the lantern.", "characters": SEEN[:1]}
    assert not prompts(shot(**still)).input_contract.end_frame
    assert prompts(shot(**still)).end_frame == ""
    assert prompts(shot(**still, frames=97)).input_contract.end_frame, "longer than 4 s"
    assert prompts(shot(**still, camera=Camera(size="MS", move="pan"))).input_contract.end_frame
    assert prompts(
        shot(**still, changes=(Change(element="ada", gains=("wet",), review="accepted"),))
    ).input_contract.end_frame
    assert prompts(shot(**{**still, "action": "Ada leaves."})).input_contract.end_frame
    assert prompts(shot(**{**still, "action": "Ada geht."}), language="de").input_contract.end_frame, (
        "not known: to be safe"
    )


def test_the_contract_names_at_most_three_key_images_and_the_frame_before() -> None:
    crowd = (*SEEN, ShotCharacter(id="cleo"))
    made = shot(characters=crowd, subject="bo", props=("lantern",), continues=True)
    given_ = assemble(made, view(), state={}, previous=shot(id="7B"), templates=Templates())
    assert given_.input_contract.references == ("bo", "ada", "engine-shed")
    assert given_.input_contract.previous_end_frame
    assert "More than 3 key images: cleo by words alone." in given_.warnings
    assert not assemble(made, view(), state={}, previous=None, templates=Templates()).input_contract.previous_end_frame


def test_warnings_say_what_a_model_will_do_badly_and_never_block() -> None:
    long = SpokenLine(character="ada", text=" ".join(["word"] * 40))
    made = prompts(shot(dialogue=(long,), action="Ada runs. Ada falls. Ada rises.", characters=SEEN[:1]))
    assert any(w.startswith("The lines need about 1") for w in made.warnings)
    assert any(w.startswith("3 events in one shot") for w in made.warnings)
    wordy = prompts(shot(action="The engine stands there, cold" + ", black" * 400 + "."))
    assert any(w.startswith("frame has") for w in wordy.warnings)
    assert prompts(shot(characters=SEEN)).warnings == ()


def test_each_family_has_its_own_format() -> None:
    made = shot(
        action="Bo lifts the lantern.",
        characters=SEEN[1:],
        dialogue=(SpokenLine(character="bo", text="Who's there?"),),
        sfx=("rain",),
    )
    veo = prompts(made, model="vertex:veo-3.1-generate-001")
    assert veo.input_contract.family == "veo"
    visual, audio = veo.video.splitlines()
    assert visual.startswith("Medium shot. Static camera. Bo. Bo lifts the lantern.")
    assert visual.endswith("Style: live-action film.")
    assert audio.startswith("Audio: rain, no music. Character Bo speaks in English (")
    assert audio.endswith('): "Who\'s there?"')
    assert [family_of(m) for m in ("offline", "google:gemini-omni-1.2-flash", "x:unheard-of", "wan-3")] == [
        "generic",
        "omni",
        "generic",
        "wan",
    ]


def test_state_is_folded_from_shot_to_shot_and_starts_from_the_visuals() -> None:
    shots = ShotList(
        scene="7",
        shots=(
            shot(
                action="Ada waits.",
                characters=SEEN[:1],
                changes=(Change(element="ada", gains=("muddy",), loses=("wet",), review="accepted"),),
            ),
            shot(id="7B", action="Ada waits.", characters=SEEN[:1]),
        ),
    )
    start = Visuals(
        scene="7",
        elements=(Element(id="ada", kind="character", source="scene", conditions=(Condition(tag="wet"),)),),
    )
    first, second = assemble_scene(shots, view(), visuals=start, templates=Templates()).prompts
    assert "now wet through" in first.frame
    assert "mud" not in first.frame
    assert "now mud on clothes and shoes" in second.frame


def test_rain_that_a_scene_has_named_lasts_outside() -> None:
    shots = ShotList(scene="7", shots=(shot(action="Rain."), shot(id="7B", characters=SEEN[:1])))
    outside = assemble_scene(shots, view(interior=False), visuals=None, templates=Templates())
    inside = assemble_scene(shots, view(), visuals=None, templates=Templates())
    assert "It is raining." in outside.prompts[1].frame
    assert "It is raining." not in inside.prompts[1].frame


def test_a_dark_room_is_dark_by_day() -> None:
    dark = ShotList(scene="7", shots=(shot(action="Dark."), shot(id="7B", characters=SEEN[:1])))
    frame = assemble_scene(dark, view(), visuals=None, templates=Templates()).prompts[1].frame
    assert "Dark, lit only by what is named here." in frame
    assert "lamplight" not in frame


def test_a_changed_line_changes_the_video_alone() -> None:
    one = shot(characters=SEEN, subject="ada", dialogue=(SpokenLine(character="ada", text="Run!", to="bo"),))
    two = shot(characters=SEEN, subject="ada", dialogue=(SpokenLine(character="bo", text="Stay where you are."),))
    assert prompts(one).frame == prompts(two).frame
    assert prompts(one).end_frame == prompts(two).end_frame
    assert prompts(one).video != prompts(two).video
    assert prompts(one).frame.startswith("Ada, turned to Bo, mouth closed.")


def test_what_is_wrapped_in_a_coat_is_not_worn() -> None:
    made = shot(action="Ada wraps the lantern in her scarf. Bo comes back in a fur coat.", characters=SEEN)
    video = prompts(made).video
    assert "Ada wraps the lantern in her scarf." in video
    assert "Bo comes back." in video


def test_german_nouns_keep_their_capital() -> None:
    made = shot(action="ADA feilt an einem alten SCHLÜSSEL. Die TÜR knallt.", characters=SEEN[:1])
    assert prompts(made, language="de").frame.startswith("Ada feilt an einem alten Schlüssel.")


def test_texts_edited_by_hand_are_kept_and_the_others_are_made_anew() -> None:
    shots = ShotList(scene="7", shots=(shot(action="Ada waits.", characters=SEEN[:1]),))
    kept = Prompts(scene="7", prompts=(PromptSet(id="7A", frame="Mine.", video="Old.", edited=("frame",)),))
    made = assemble_scene(shots, view(), visuals=None, templates=Templates(), kept=kept).prompts[0]
    assert (made.frame, made.edited) == ("Mine.", ("frame",))
    assert made.video.startswith("One continuous shot")


def test_a_story_s_own_template_is_used_and_a_broken_one_is_named() -> None:
    made = shot(action="Ada waits.", characters=SEEN[:1])
    own = Templates({"prompts/frame.j2": "{{ moment }} {{ style }}"})
    assert (
        assemble(made, view(style=VisualStyle(block="charcoal")), state={}, previous=None, templates=own).frame
        == "Ada waits. charcoal"
    )
    with pytest.raises(BrokenTemplateError, match=r"\.storyforge/templates/prompts/video\.j2:2"):
        assemble(made, view(), state={}, previous=None, templates=Templates({"prompts/video.j2": "\n{{ hat }}"}))


# -- what holds for any shot

WORDS = st.text(string.ascii_lowercase + "éß漢 ", min_size=1, max_size=40).map(str.strip).filter(bool)
PEOPLE = st.sampled_from(sorted(IDENTITIES))
SIZES: Any = st.sampled_from(["LS", "CU", "INSERT", "OTS"])
MOVES = st.sampled_from(["static", "push in", "whirl"])
THINGS_SEEN = st.lists(st.sampled_from(["lantern", "unknown-thing"]), unique=True)
SLUGS = st.lists(st.sampled_from(sorted(IDENTITIES)), unique=True, max_size=3)


@st.composite
def any_shot(draw: st.DrawFn) -> Shot:
    seen = draw(SLUGS)
    lines = [
        SpokenLine(
            character=draw(st.sampled_from(sorted(IDENTITIES))), text=f"Zq{index} spoken {draw(WORDS)} qz{index}."
        )
        for index in range(draw(st.integers(0, 3)))
    ]
    action = " ".join(draw(st.lists(WORDS.map(lambda w: f"{w.capitalize()}."), max_size=5)))
    if lines and len(action) % 2:
        action += f' Ada says "{lines[0].text}" {lines[-1].text}'
    return shot(
        frames=draw(st.integers(1, 192)),
        action=action,
        dialogue=tuple(lines),
        characters=tuple(ShotCharacter(id=slug) for slug in seen),
        subject=draw(st.sampled_from(["", *seen])),
        camera=Camera(size=draw(SIZES), move=draw(MOVES)),
        props=tuple(draw(THINGS_SEEN)),
        sfx=("clangorous knell",) if lines else (),
    )


@settings(max_examples=120, deadline=None)
@given(any_shot(), st.sampled_from(["en", "de", "ja"]))
def test_the_three_types_never_mix(made: Shot, language: str) -> None:
    found = prompts(made, language=language)
    for line in made.dialogue:
        assert line.text not in found.frame
        assert line.text not in found.end_frame
        assert line.text in found.video
    for slug, identity in IDENTITIES.items():
        seen = any(person.id == slug for person in made.characters)
        assert found.frame.count(identity) == int(seen)
        assert identity not in found.end_frame + found.video
    pictures = found.frame + found.end_frame
    assert "clangorous knell" not in pictures
    assert "camera" not in found.frame.lower() or "camera" in made.action
    assert found == prompts(made, language=language)


@settings(max_examples=40, deadline=None)
@given(any_shot(), st.integers(2, 400))
def test_a_prompt_does_not_grow_with_the_film(made: Shot, scenes: int) -> None:
    small = view()
    numbers = tuple(str(n) for n in range(1, scenes))
    grown = {
        slug: asset.model_copy(update={"scenes": numbers, "description": asset.description + " And so on." * scenes})
        for slug, asset in small.assets.items()
    }
    others: dict[str, Asset] = {f"extra-{n}": Character(id=f"extra-{n}", name=f"EXTRA {n}") for n in range(scenes)}
    large = View(SCENE, {**grown, **others}, small.story)
    one = assemble(made, small, state={}, previous=None, templates=Templates())
    two = assemble(made, large, state={}, previous=None, templates=Templates())
    assert len(two.frame) <= len(one.frame) + 3 * 260
    assert (two.video, two.end_frame) == (one.video, one.end_frame)
