"""Another visual style changes its block in every prompt of twelve scenes, and not a letter besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from storyforge.formats.templates import Templates
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.pipeline.create import create
from storyforge.pipeline.inputs import Wanted
from storyforge.pipeline.session import Session
from storyforge.providers import IMAGE
from storyforge.stages.film.prompting import establishing
from storyforge.stages.film.prompting.assets import portrait
from storyforge.stages.film.reading import scene_view
from storyforge.stages.film.styling import style_of
from tests.conftest import _isolate
from tests.pipeline.painting import Painter
from tests.tale import Tale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.prompts import Prompts
    from storyforge.model.shots import ShotList
    from storyforge.model.visual_style import VisualStyle
    from storyforge.model.visuals import Visuals

OWN = 'block: A two-colour linocut\ntag: linocut animation\npalette: {madder: "#8c1f2b"}\nnever: [gradients]\n'
STYLES = ("live-action", "ink", "mine", "rough charcoal on brown paper")
PLACES = ("KITCHEN", "CELLAR", "BARN", "LANDING")
SCENE = """INT. {place} - {time}

Mara, 40, a tall woman with a scar, carries the LANTERN to the table. {weather}

MARA
Where is it?

Jonas, 60, a stooped man in a grey coat, falls into the mud. He stands up.

JONAS
(quietly)
Not here. Look in the box.

Mara opens the box. She takes the letter and runs to the door.

MARA
Then we go on.

They go.
"""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tale]:
    """A story of twelve scenes for a model of clips that wants its style named."""
    home = tmp_path_factory.mktemp("styles")
    with pytest.MonkeyPatch.context() as patch:
        _isolate(patch, home / "home")
        patch.setitem(IMAGE.table, "painter", "tests.pipeline.painting:Painter")
        patch.setattr(Painter, "requests", {})
        scenes = [
            SCENE.format(
                place=PLACES[row % len(PLACES)], time=("NIGHT", "DAY")[row % 2], weather=("Rain falls.", "")[row % 2]
            )
            for row in range(12)
        ]
        script = home / "linocut.fountain"
        script.write_text("Title: The Box\n\n" + "\n".join(scenes))
        create(Wanted(home / "story", "screenplay", script, options={"visual_style": STYLES[0]}))
        tale = Tale(home / "story")
        tale.edit("story.yaml", "video: offline", "video: vertex:veo-3.1-lite-generate-001")
        tale.write("styles/visual/mine/style.yaml", OWN)
        assert tale.storyforge("save") == 0
        assert tale.storyforge("run", "prompts", "--auto", "--offline") == 0
        yield tale


def texts(tale: Tale) -> tuple[VisualStyle, dict[str, str]]:
    """The style, and every text that models would be given of this story, by what it is for."""
    library = Session.open(tale.root).story
    style = style_of(library)
    found: dict[str, str] = {}
    for number in library.scenes:
        here = folder(number)
        prompts = cast("Prompts", library.model(scene_path(here, "prompts")))
        for entry in prompts.prompts:
            found |= {f"{entry.id}.{name}": getattr(entry, name) for name in ("frame", "end_frame", "video")}
        shots = cast("ShotList", library.model(scene_path(here, "shots")))
        visuals = cast("Visuals | None", library.model(scene_path(here, "visuals")))
        found[f"{number}.establishing"] = establishing(shots.shots, scene_view(library, number), visuals)
    for slug, asset in library.assets.items():
        kinds = {"character": ("face", "key", "body", "outfit"), "prop": ("key",), "setting": ("key", "key-2")}
        for kind in kinds[asset.kind]:
            for state in ((), ("muddy",)):
                made = portrait(asset, kind, style=style.said, templates=Templates(), state=state)
                found[f"{slug}.{kind} {' '.join(state)}"] = made.prompt
    return style, found


def test_another_style_is_another_block_in_each_prompt_and_nothing_else(story: Tale) -> None:
    """From a built-in style to another, to one of the story's own, to words; and back."""
    before, was = first = texts(story)
    shots = {name.partition(".")[0] for name in was if name.endswith(".frame")}
    assert len(shots) >= 50
    assert len({name for name in was if name.endswith(".establishing")}) == 12
    for name in (*STYLES[1:], STYLES[0]):
        assert story.storyforge("setup", "--visual-style", name) == 0
        assert story.storyforge("run", "prompts", "--auto", "--outdated", "--offline") == 0
        after, now = texts(story)
        assert after.said != before.said
        assert now.keys() == was.keys()
        for what, text in now.items():
            kind = what.rpartition(".")[2]
            old, new = (before.tag, after.tag) if kind == "video" else (before.said, after.said)
            block = "Style: {}." if kind == "video" else "Style: {}.\n"
            times = 0 if kind == "end_frame" else 1
            assert was[what].count(block.format(old)) == times, what
            assert was[what].replace(block.format(old), block.format(new)) == text, what
        before, was = after, now
    assert (before, was) == first


def test_pictures_of_assets_and_of_states_follow_a_style_of_the_story_s_own(story: Tale) -> None:
    painted = ("--auto", "--with", "image=painter", "--max-cost", "60")
    assert story.storyforge("setup", "--visual-style", "mine") == 0
    muddy = "kind: character, source: master, conditions: [{tag: muddy, since: '2'}], first_shot: 3A"
    story.edit("scenes/003/visuals.yaml", "kind: character, source: master, first_shot: 3A", muddy)
    assert story.storyforge("save") == 0
    assert story.storyforge("lock", "visuals") == 0
    assert story.storyforge("keys", *painted) == 0
    assert story.storyforge("instances", *painted) == 0
    asked = {item: request.prompt for item, request in Painter.requests.items()}
    said = texts(story)[0].said
    assert said.startswith("A two-colour linocut")
    assert {"mara.face", "mara.key", "mara.muddy", "barn.key-2"} <= asked.keys()
    assert all(f"Style: {said}.\n" in prompt for prompt in asked.values())
    Painter.requests.clear()
    story.edit("styles/visual/mine/style.yaml", "two-colour", "three-colour")
    assert story.storyforge("save") == 0
    assert story.storyforge("run", "instances", "--outdated", *painted) == 0
    again = {item: request.prompt for item, request in Painter.requests.items()}
    assert again.keys() == asked.keys()
    assert all(prompt.replace("three-colour", "two-colour") == asked[item] for item, prompt in again.items())
