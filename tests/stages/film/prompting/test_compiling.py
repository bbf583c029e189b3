"""What a compiled prompt is held against: looks, style, numbers, spoken words, and what has no place in it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.formats.templates import Templates
from storyforge.model.shots import ShotList
from storyforge.model.story import Models, Parameters, Story
from storyforge.providers.offline import RULES
from storyforge.stages.film.prompting import View, assemble_scene
from storyforge.stages.film.prompting.compiling import TASKS, scene_questions
from storyforge.tasks import TASKS as KNOWN
from tests.stages.film.prompting.test_formats import FRAME, MADE, VIDEO
from tests.stages.film.prompting.test_prompting import CAST, SCENE, THINGS

if TYPE_CHECKING:
    from storyforge.tasks.compiling import PromptContext

FAMILIES = tuple(itertools.product(FRAME.values(), VIDEO.values()))


def questions(image: str = "offline", video: str = "offline", **more: Any) -> dict[str, PromptContext]:
    """The questions about one shot, by text."""
    rated = Parameters(rating="PG")
    models = Models(image=image, video=video)
    story = Story(title="The Shed", mode="screenplay", language="en", models=models, parameters=rated)
    view, shots = View(SCENE, {**CAST, **THINGS}, story), ShotList(scene=SCENE.scene, shots=(MADE,))
    kept = assemble_scene(shots, view, visuals=None, templates=Templates(**more))
    found = scene_questions(shots, view, visuals=None, templates=Templates(**more), kept=kept)
    return {name: asked for _, name, _, asked in found}


def faults(name: str, text: str, **asked: Any) -> str:
    question = questions(**asked)[name]
    return " | ".join(KNOWN.load(TASKS[name])(text=text).faults(question))


@pytest.mark.parametrize(("image", "video"), FAMILIES)
def test_the_rules_own_texts_hold_for_every_family(image: str, video: str) -> None:
    asked = questions(image, video)
    assert set(asked) == {"frame", "end_frame", "video"}
    for name, question in asked.items():
        answer = RULES.load(TASKS[name])(question)
        assert answer.text == question.text
        assert answer.faults(question) == ()


def test_a_text_in_another_order_will_do() -> None:
    for image, video in FAMILIES:
        frame = questions(image, video)["frame"]
        assert faults("frame", "\n".join(reversed(frame.text.splitlines())), image=image, video=video) == ""


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("frame", "scar", "mark", "letter by letter"),
        ("frame", "reference picture 1", "reference picture 2", "Numbers must be as they are"),
        ("frame", "Style: ", "Style, loosely: ", "a line of its own"),
        ("frame", "Leave out: ", "Without ", "a line of its own"),
        ("frame", "\nStyle", "\nThe camera pans left.\nStyle", "is a camera move"),
        ("frame", "\nStyle", "\nA sign that reads OPEN.\nStyle", "is lettering"),
        ("frame", "\nStyle", "\n“You came back.”\nStyle", "nothing is said or written"),
        ("frame", "\nStyle", "\nLike a Pixar film.\nStyle", "is a brand"),
        ("frame", "\nStyle", "\nCleo watches.\nStyle", "is not seen in"),
        ("frame", "\nStyle", f"\n{'very ' * 400}\nStyle", "are the most"),
        ("end_frame", "Everything that is not named", "All that is not named", "a line of its own"),
        ("video", "You came back", "You come back", "must say this here"),
        ("video", "in English", "in her language", "it is said in English"),
        ("video", "Bo says", "Somebody says", "it is Bo who says it"),
        ("video", "No music.", "No music. Ada says in English: “Yes.”", "Nobody says “Yes.”"),
        ("video", "No music.", "No music. She is wearing a coat.", "is how somebody looks"),
        ("video", "creak", "crack", "letter by letter"),
    ],
)
def test_an_answer_that_breaks_a_rule_is_told_which(name: str, old: str, new: str, fault: str) -> None:
    text = questions()[name].text
    assert old in text
    assert fault in faults(name, text.replace(old, new, 1))


def test_times_are_as_they_are_played() -> None:
    text = questions()["video"].text
    start = next(word for word in text.split() if "-" in word and word[0].isdigit())
    assert "Numbers" in faults("video", text.replace(start, "0-9", 1))


def test_an_empty_answer_is_one_fault() -> None:
    assert faults("frame", " \n ") == "The prompt is empty."
