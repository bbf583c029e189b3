"""Each family of models has its own format, written down in files; faults in texts are told and never block."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.formats.prompt_faults import faults
from storyforge.formats.templates import Templates
from storyforge.model.assets import Asset, Character
from storyforge.model.scene import Scene
from storyforge.model.shots import Axis, Camera, Change, Shot, ShotCharacter, ShotList, SpokenLine
from storyforge.model.story import Models, Story
from storyforge.model.visuals import Condition, Element, Visuals
from storyforge.stages.film.prompting import View, assemble, assemble_scene
from storyforge.stages.film.prompting.tables import table
from tests.stages.film.prompting.test_prompting import CAST, SCENE, SEEN, THINGS, shot

if TYPE_CHECKING:
    from storyforge.model.prompts import PromptSet

GOLDENS = Path(__file__).parent / "goldens"
VIDEO = {
    "generic": "offline",
    "veo": "vertex:veo-3.1-lite-generate-001",
    "omni": "google:gemini-omni-1.2-flash",
    "wan": "x:wan-2",
}
FRAME = {"generic": "offline", "nano-banana": "google:gemini-nano-banana-2.1"}
MADE = shot(
    action="ADA, 40, lifts the LANTERN and crosses to the door. Bo looks up.",
    characters=SEEN,
    subject="ada",
    props=("lantern",),
    axis=Axis(left="ada", right="bo", looks="right"),
    camera=Camera(size="MS", move="push in"),
    dialogue=(SpokenLine(character="bo", text="You came back.", parenthetical="quietly", to="ada", after=1),),
    sfx=("creak",),
)


def written(*, image: str = "offline", video: str = "offline") -> PromptSet:
    story = Story(title="The Shed", mode="screenplay", language="en", models=Models(video=video, image=image))
    view = View(SCENE, {**CAST, **THINGS}, story)
    return assemble(MADE, view, state={"ada": ("wet",)}, previous=None, templates=Templates())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *((f"video.{family}", lambda family=family: written(video=VIDEO[family]).video) for family in VIDEO),
        *((f"frame.{family}", lambda family=family: written(image=FRAME[family]).frame) for family in FRAME),
        ("end_frame.generic", lambda: written().end_frame),
    ],
)
def test_a_family_s_format_is_as_it_was_written_down(name: str, text: Any) -> None:
    """To write a changed format down: UPDATE_GOLDENS=1, and read the difference."""
    golden = GOLDENS / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDENS"):
        golden.write_text(text() + "\n", encoding="utf-8")
    assert text() + "\n" == golden.read_text(encoding="utf-8")


def test_every_family_has_a_golden_file() -> None:
    assert {*VIDEO, *FRAME} == set(table("families")["families"])


def test_one_character_in_fifty_shots_is_the_same_in_every_frame() -> None:
    """Twelve scenes: the identity line once in each frame of hers, her state beside it, and never at odds with it."""
    line = "a thin woman of 40, scar over the left eyebrow, grey railway coat"
    ada = Character(id="ada", name="ADA", identity_line=line, key=True, pronouns="she")
    assets: dict[str, Asset] = {**THINGS, "ada": ada}
    frames = []
    for number in range(1, 13):
        scene = Scene(scene=str(number), setting="engine-shed", time="NIGHT", people=("ada",))
        muddy = Change(element="ada", gains=("muddy",), loses=("clean",), review="accepted")
        shots = tuple(
            Shot(
                id=f"{number}{letter}",
                frames=96,
                setting="engine-shed",
                camera=Camera(size=size),
                action=f"Ada {verb}.",
                characters=(ShotCharacter(id="ada"),),
                subject="ada",
                changes=(muddy,) if letter == "B" else (),
            )
            for letter, size, verb in (
                ("A", "LS", "waits"),
                ("B", "MS", "falls"),
                ("C", "CU", "rises"),
                ("D", "OTS", "turns"),
                ("E", "MCU", "nods"),
            )[: 5 if number <= 2 else 4]
        )
        start = Element(id="ada", kind="character", source="master", conditions=(Condition(tag="clean"),))
        view = View(scene, assets, Story(title="X", mode="screenplay", language="en"))
        visuals = Visuals(scene=str(number), elements=(start,))
        made = assemble_scene(ShotList(scene=str(number), shots=shots), view, visuals=visuals, templates=Templates())
        frames += [entry.frame for entry in made.prompts]
    assert len(frames) == 50
    assert [frame.count(line) for frame in frames] == [1] * 50
    assert sum("now clean" in frame for frame in frames) == 24
    assert sum("now mud on clothes and shoes" in frame for frame in frames) == 26
    assert not [frame for frame in frames if "clean" in frame and "mud" in frame]


# -- faults


def found(entry: PromptSet, made: Shot = MADE, rating: str = "", **more: Asset) -> list[tuple[str, str, str]]:
    return [(f.text, f.words, f.problem) for f in faults(entry, made, {**CAST, **THINGS, **more}, rating)]


def edited(**texts: str) -> PromptSet:
    return written().model_copy(update={**texts, "edited": tuple(texts)})


def test_what_is_put_together_has_no_fault() -> None:
    assert found(written()) == []
    assert found(written(image=FRAME["nano-banana"], video=VIDEO["veo"])) == []


@pytest.mark.parametrize(
    ("texts", "text", "words", "problem"),
    [
        ({"frame": "Ada and Bo. A sign that reads OPEN."}, "frame", "sign that reads", "is lettering"),
        ({"frame": "Ada and Bo, the caption says Paris."}, "frame", "caption says", "is lettering"),
        ({"frame": "Ada and Bo. The camera pans left."}, "frame", "camera pans", "is a camera move"),
        ({"frame": "Ada, Bo and Cleo at the door."}, "frame", "Cleo", "is not seen in 7A"),
        ({"frame": "A woman and Bo."}, "frame", "Ada", "is seen and not named"),
        ({"video": "Ada, a thin woman of 40, turns."}, "video", "a thin woman", "is how Ada looks"),
        ({"video": "Ada, wearing a coat, turns."}, "video", "wearing a coat", "is how somebody looks"),
        ({"frame": "Ada and Bo as in Star Wars."}, "frame", "Star Wars", "is a brand"),
    ],
)
def test_a_fault_says_the_text_the_words_and_the_repair(
    texts: dict[str, str], text: str, words: str, problem: str
) -> None:
    assert (text, words, problem) in found(edited(**texts))
    assert all(fault.repair for fault in faults(edited(**texts), MADE, {**CAST, **THINGS}))


def test_what_happens_in_the_shot_is_no_matter_of_its_first_instant() -> None:
    falls = MADE.model_copy(update={"changes": (Change(element="ada", gains=("muddy",), review="accepted"),)})
    early = edited(frame="Ada, muddy, and Bo.")
    assert ("frame", "muddy", "happens to ada in this shot") in found(early, falls)
    assert ("frame", "muddy", "happens to ada in this shot") not in found(early)


def test_a_rating_forbids_words_and_an_asset_may_be_missing() -> None:
    bloody = edited(frame="Ada and Bo, a corpse between them.")
    assert ("frame", "corpse", "goes beyond the rating G") in found(bloody, rating="G")
    assert not [f for f in found(bloody, rating="M") if f[1] == "corpse"]
    lost = MADE.model_copy(update={"props": ("lantern", "anvil")})
    assert ("frame", "anvil", "is in the shot and has no asset") in found(written(), lost)
