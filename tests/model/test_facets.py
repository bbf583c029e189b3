"""A table of edits: which facets change, exactly. This decides what an edit outdates, and what it leaves in peace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from storyforge.formats import artifacts, fountain
from storyforge.formats.headings import parse_heading
from storyforge.model.blocking import Blocking, Placed
from storyforge.model.facets import summarise
from storyforge.model.framing import FrameSpec, PersonSeen, PlaceSeen
from storyforge.model.kinds import kind_of
from storyforge.model.script_facets import summarise_script
from storyforge.model.shots import Shot, ShotList
from storyforge.model.summary import Summary

if TYPE_CHECKING:
    from storyforge.model.framing import Moment

MOMENTS: tuple[Moment, ...] = ("start", "end", "establishing")

SCRIPT = """Title: Two Rooms

INT. KITCHEN - DAY #1#

Ada opens the window. [[check the light]]

ADA
Is it cold?

BEN
(shrugs)
A little.

INT. HALL - NIGHT #2#

Ben drops a Lamp.

BEN (O.S.)
Sorry.
"""

SHOTS = """schema: shots/1
scene: '3'
shots:
- id: 3A
  frames: 96
  dialogue: []
  action: Ada opens the window.
  subject: ada
  characters:
  - {id: ada, prominence: foreground}
  setting: kitchen
  camera: {size: MS, angle: eye, move: static}
  changes:
  - {element: ada, gains: [wet]}
- id: 3B
  frames: 48
  dialogue:
  - {character: ben, text: Sorry.}
  action: ''
  characters:
  - {id: ben, prominence: midground}
  props: [lamp]
  setting: kitchen
  camera: {size: CU, angle: eye, move: static}
  sfx: [crash]
"""

STORY = """schema: story/1
title: Two Rooms
mode: screenplay
language: en
parameters:
  genres: [drama]
styles:
  visual: ink
"""

BEATS = """schema: beats/1
beats:
- {id: b01, text: Ada is cold., scenes: ['1']}
- {id: b02, text: Ben breaks the lamp., scenes: ['2']}
"""

ADA = """schema: character/1
id: ada
kind: character
name: ADA
aliases: []
description: Tall.
scenes: ['1', '2']
key: true
role: main
identity_line: a tall woman
"""

SETTING = """schema: setting/1
id: kitchen
kind: setting
name: KITCHEN
scenes: ['1']
key: false
sub_places: [PANTRY]
times: [DAY]
"""

SCENE = """schema: scene/1
scene: '3'
setting: kitchen
place: pantry
time: DAY
people: [ada, ben]
props: [lamp]
carry:
- {element: ada, condition: wet, keep: true}
"""

VISUALS = """schema: visuals/1
scene: '3'
elements:
- id: ada
  kind: character
  source: scene
  first_shot: 3A
  conditions:
  - {tag: wet, since: '2'}
- {id: lamp, kind: prop, source: master}
"""

PROMPTS = """schema: prompts/1
scene: '3'
prompts:
- id: 3A
  frame: a woman
  end_frame: a wet woman
  video: she turns
  blocking:
    start:
    - {id: ada, side: left, faces: camera, pose: stand}
    end:
    - {id: ada, side: left, faces: camera, pose: sit}
    weather: rain
    toward: left
"""

TREATMENT = """---
schema: treatment/1
title: Two Rooms
derived: true
---

Ada is cold.

Ben breaks a lamp.
"""

INPUTS = """schema: inputs/1
primary: {path: inputs/two-rooms.fountain}
context:
- {path: inputs/cast.yaml, tag: definitions}
"""

FILES = {
    "script.fountain": SCRIPT,
    "scenes/003/shots.yaml": SHOTS,
    "story.yaml": STORY,
    "beats.yaml": BEATS,
    "assets/characters/ada.yaml": ADA,
    "assets/settings/kitchen.yaml": SETTING,
    "scenes/003/scene.yaml": SCENE,
    "scenes/003/visuals.yaml": VISUALS,
    "scenes/003/prompts.yaml": PROMPTS,
    "treatment.md": TREATMENT,
    "inputs/inputs.yaml": INPUTS,
}


def summary(path: str, text: str) -> Summary:
    if path == "script.fountain":
        return summarise_script(
            fountain.parse(text.encode(), language="en").screenplay,
            lambda _: (1.0, 2.0),
            parse_heading,
        )
    kind = kind_of(path)
    assert kind is not None
    return summarise(kind.name, artifacts.read(kind, path, text))


def changed(path: str, old: str, new: str) -> set[str]:
    """Names of the facets that are new, gone or different; `*` stands for the digest of the whole."""
    text = FILES[path]
    assert text.count(old) >= 1, f"{old!r} is not in {path}"
    before, after = summary(path, text), summary(path, text.replace(old, new, 1))
    names = {name for name in {*before.facets, *after.facets} if before.facets.get(name) != after.facets.get(name)}
    return names | ({"*"} if before.digest != after.digest else set())


@dataclass(frozen=True)
class Edit:
    """What is replaced by what, and the facets that then differ."""

    path: str
    old: str
    new: str
    facets: str

    def __str__(self) -> str:
        return f"{self.path}: {self.old.strip()[:24]!r} to {self.new.strip()[:24]!r}"


SCRIPT_EDITS = [
    Edit("script.fountain", "Is it cold?", "Is it chilly?", "* 1.dialogue"),
    Edit("script.fountain", "(shrugs)", "(nods)", "* 1.dialogue"),
    Edit("script.fountain", "BEN (O.S.)", "BEN (V.O.)", "* 2.dialogue"),
    Edit(
        "script.fountain",
        "Ada opens the window.",
        "Ada shuts the window.",
        "* 1.action mentions.ada mentions.opens mentions.shuts mentions.the mentions.window",
    ),
    Edit(
        "script.fountain",
        "opens the window",
        "OPENS the Window",
        "* 1.action mentions.ada mentions.opens mentions.the mentions.window",
    ),
    Edit(
        "script.fountain",
        "INT. HALL - NIGHT",
        "INT. HALL - DAY",
        "* 2.heading places.int places.hall places.night places.day",
    ),
    Edit("script.fountain", "ADA\nIs it", "BEN\nIs it", "* 1.action 1.cues 1.dialogue speaks.ada speaks.ben"),
    Edit(
        "script.fountain",
        "ADA\nIs it cold?\n\nBEN\n(shrugs)\nA little.",
        "BEN\n(shrugs)\nA little.\n\nADA\nIs it cold?",
        "* 1.action 1.cues 1.dialogue",
    ),
    Edit(
        "script.fountain",
        "Ben drops a Lamp.\n\nBEN (O.S.)\nSorry.",
        "BEN (O.S.)\nSorry.\n\nBen drops a Lamp.",
        "* 2.action",
    ),
    Edit("script.fountain", "Sorry.\n", "Sorry.\n\n> CUT TO:\n", "* 2.action"),
    Edit("script.fountain", "Title: Two Rooms", "Title: Three Rooms", "* title"),
    Edit("script.fountain", "Title: Two Rooms\n", "Title: Two Rooms\nAuthor: Ada\n", "* title"),
    Edit("script.fountain", "INT. HALL", "# Act two\n\nINT. HALL", "*"),
    Edit("script.fountain", "INT. HALL", "= It goes wrong.\n\nINT. HALL", "*"),
    Edit("script.fountain", "[[check the light]]", "[[check the sound]]", ""),
    Edit("script.fountain", " [[check the light]]", "", ""),
    Edit("script.fountain", "Ben drops", "[[slowly]]\n\nBen drops", ""),
    Edit("script.fountain", "Ben drops", "/* cut */\n\nBen drops", ""),
    Edit("script.fountain", "\n\nINT. HALL", "\n\n\n\n\nINT. HALL", ""),
    Edit("script.fountain", "INT. HALL - NIGHT #2#", "INT. HALL - NIGHT    #2#", ""),
]

_PARTS = (
    "action angle axis before changes characters continues dialogue move seen set sfx size staging subject time who"
)
ID_EDIT = " ".join(
    ["* order first.ada first.kitchen 3A 3C", *(f"{shot}.{part}" for shot in ("3A", "3C") for part in _PARTS.split())]
)

SHOT_EDITS = [
    Edit("scenes/003/shots.yaml", "size: MS", "size: CU", "* 3A 3A.size 3A.staging 3B.before"),
    Edit("scenes/003/shots.yaml", "frames: 48", "frames: 60", "* 3B 3B.time"),
    Edit("scenes/003/shots.yaml", "text: Sorry.", "text: Pardon.", "* 3B 3B.dialogue"),
    Edit("scenes/003/shots.yaml", "text: Sorry.", "text: Sorry., after: 0", "* 3B 3B.dialogue"),
    Edit("scenes/003/shots.yaml", "opens the window", "opens the door", "* 3A 3A.action 3A.seen 3A.staging 3B.before"),
    Edit("scenes/003/shots.yaml", "foreground", "background", "* 3A 3A.characters 3A.staging 3B.before"),
    Edit("scenes/003/shots.yaml", "sfx: [crash]", "sfx: [thud]", "* 3B 3B.sfx"),
    Edit("scenes/003/shots.yaml", "gains: [wet]", "gains: [torn]", "* 3A 3A.changes 3A.staging 3B.before"),
    Edit("scenes/003/shots.yaml", "gains: [wet]", "gains: [wet], quote: Rain.", "* 3A"),
    Edit("scenes/003/shots.yaml", "sfx: [crash]", "continues: true\n  sfx: [crash]", "* 3B 3B.continues 3B.staging"),
    Edit("scenes/003/shots.yaml", "props: [lamp]", "props: []", "* 3B 3B.who 3B.staging first.lamp"),
    Edit("scenes/003/shots.yaml", "frames: 96", "frames: 96\n  why: the turn", "* 3A"),
    Edit(
        "scenes/003/shots.yaml",
        "id: 3A",
        "id: 3C",
        ID_EDIT,
    ),
    Edit("scenes/003/shots.yaml", "frames: 96", "frames:   96  # four seconds\n", ""),
    Edit("scenes/003/shots.yaml", "angle: eye, move: static", "move: static", ""),
    Edit("scenes/003/shots.yaml", "setting: kitchen", "x-mood: low\n  setting: kitchen", ""),
]

OTHER_EDITS = [
    Edit("story.yaml", "title: Two Rooms", "title: Three Rooms", "* title"),
    Edit("story.yaml", "language: en", "language: en\nrate: '25'", "* rate"),
    Edit("story.yaml", "language: en", "language: en\nrate: '24'", ""),
    Edit("story.yaml", "language: en", "language: de", "* language"),
    Edit("story.yaml", "visual: ink", "visual: oil", "* style.visual"),
    Edit("story.yaml", "visual: ink", "visual: ink\n  written: dry", "* style.written"),
    Edit("story.yaml", "genres: [drama]", "genres: [comedy]", "* parameters genres"),
    Edit("story.yaml", "genres: [drama]", "genres: [drama]\n  pace: brisk", "* parameters pace"),
    Edit("story.yaml", "genres: [drama]", "genres: [drama]\n  length: 8:00-12:00", "* parameters"),
    Edit("story.yaml", "title:", "budget: {amount: 10}\ntitle:", "*"),
    Edit("story.yaml", "title:", "# mine\ntitle:", ""),
    Edit("beats.yaml", "Ada is cold.", "Ada freezes.", "* b01 all"),
    Edit("beats.yaml", "scenes: ['2']", "scenes: ['3']", "* b02 all"),
    Edit("beats.yaml", "id: b02", "id: b03", "* b02 b03 all"),
    Edit("assets/characters/ada.yaml", "Tall.", "Short.", "* seen"),
    Edit("assets/characters/ada.yaml", "a tall woman", "a short woman", "* said seen"),
    Edit("assets/characters/ada.yaml", "name: ADA", "name: ADAH", "* name called known cast said seen"),
    Edit("assets/characters/ada.yaml", "aliases: []", "aliases: [MISS A]", "* called known cast"),
    Edit("assets/characters/ada.yaml", "role: main", "role: main\npronouns: she", "* pronouns known cast seen"),
    Edit("assets/characters/ada.yaml", "role: main", "role: secondary", "* cast"),
    Edit("assets/characters/ada.yaml", "role: main", "role: main\npinned: true", "*"),
    Edit("assets/characters/ada.yaml", "['1', '2']", "['1', '2', '4']", "* scene.4"),
    Edit("assets/characters/ada.yaml", "['1', '2']", "['2']", "* first scene.1 scene.2"),
    Edit("assets/characters/ada.yaml", "role: main", "role: main\nrights: CC0", "*"),
    Edit("assets/characters/ada.yaml", "key: true", "key: false", "* said"),
    Edit("assets/characters/ada.yaml", "role: main", "role: main\nage: '40'", "* seen"),
    Edit("assets/characters/ada.yaml", "role: main", "role: main\ngroup: true", "* name known cast said seen"),
    Edit("assets/characters/ada.yaml", "role: main", "role: main\nspeeches: 3", "*"),
    Edit("assets/settings/kitchen.yaml", "key: false", "key: false\ninterior: true", "* cast built"),
    Edit("assets/settings/kitchen.yaml", "key: false", "key: false\nexterior: true", "* built"),
    Edit("assets/settings/kitchen.yaml", "[PANTRY]", "[PANTRY, STAIRS]", "*"),
    Edit("assets/settings/kitchen.yaml", "times: [DAY]", "times: [NIGHT]", "*"),
    Edit("scenes/003/scene.yaml", "time: DAY", "time: NIGHT", "* place"),
    Edit("scenes/003/scene.yaml", "[ada, ben]", "[ada]", "* people"),
    Edit("scenes/003/scene.yaml", "[lamp]", "[lamp, hat]", "* props"),
    Edit("scenes/003/scene.yaml", "keep: true", "keep: false", "* carry.ada.wet"),
    Edit("scenes/003/scene.yaml", "keep: true", "keep: true, decided: auto", "*"),
    Edit("scenes/003/scene.yaml", "time: DAY", "time: DAY\nsides: [ada, ben]", "* sides entry"),
    Edit("scenes/003/scene.yaml", "time: DAY", "time: DAY\nmode: montage", "* mode"),
    Edit("scenes/003/scene.yaml", "time: DAY", "time: DAY\njump: later", "*"),
    Edit("scenes/003/scene.yaml", "time: DAY", "time: DAY\nnotes: [mind the cat]", "*"),
    Edit("scenes/003/visuals.yaml", "tag: wet", "tag: soaked", "* ada"),
    Edit("scenes/003/visuals.yaml", "source: master", "source: master, look: chipped", "* lamp lamp.look"),
    Edit("scenes/003/visuals.yaml", "source: master", "source: master, review: approved", "*"),
    Edit("scenes/003/visuals.yaml", "scene: '3'", "scene: '3'\nstyle: oil", "* style"),
    Edit("scenes/003/prompts.yaml", "a woman", "a girl", "* 3A.frame"),
    Edit("scenes/003/prompts.yaml", "she turns", "she walks", "* 3A.video"),
    Edit("scenes/003/prompts.yaml", "a wet woman", "a dry woman", "* 3A.end_frame"),
    Edit("scenes/003/prompts.yaml", "pose: stand", "pose: kneel", "* 3A.blocking.start"),
    Edit("scenes/003/prompts.yaml", "pose: sit", "pose: kneel", "* 3A.blocking.end 3A.blocking.ends"),
    Edit(
        "scenes/003/prompts.yaml",
        "weather: rain",
        "weather: snow",
        "* 3A.blocking.start 3A.blocking.end 3A.blocking.weather",
    ),
    Edit(
        "scenes/003/prompts.yaml",
        "side: left, faces: camera, pose: stand",
        "side: right, faces: camera, pose: stand",
        "* 3A.blocking.start 3A.blocking.places",
    ),
    Edit("scenes/003/prompts.yaml", "toward: left", "toward: right", "* 3A.blocking.end 3A.blocking.ends"),
    Edit("scenes/003/prompts.yaml", "toward: left", "toward: left\n    locked: true", "*"),
    Edit("treatment.md", "Ada is cold.", "Ada freezes.", "* body"),
    Edit("treatment.md", "derived: true", "derived: false", "*"),
    Edit("treatment.md", "---\n\nAda", "---\n\n\n\nAda", ""),
    Edit("inputs/inputs.yaml", "two-rooms", "three-rooms", "* primary"),
    Edit("inputs/inputs.yaml", "tag: definitions", "tag: cast", "*"),
]


@pytest.mark.parametrize("edit", [*SCRIPT_EDITS, *SHOT_EDITS, *OTHER_EDITS], ids=str)
def test_an_edit_changes_these_facets_and_no_other(edit: Edit) -> None:
    assert changed(edit.path, edit.old, edit.new) == set(edit.facets.split())


def test_a_scene_put_between_two_others_leaves_their_facets_alone() -> None:
    more = "INT. STAIRS - DAY #A2#\n\nA cat.\n\nINT. HALL"
    found = changed("script.fountain", "INT. HALL", more)
    assert not {name for name in found if name.startswith(("1.", "2."))}
    assert {"order", "A2.heading", "A2.action", "mentions.cat", "mentions.a"} <= found


def test_a_scene_without_a_number_is_told_by_its_place() -> None:
    found = summary("script.fountain", SCRIPT.replace(" #2#", ""))
    assert "?2.heading" in found.facets


def test_an_omitted_scene_is_in_the_index_and_not_in_the_order() -> None:
    text = f"{SCRIPT}\n.OMITTED #3#\n"
    found = summary("script.fountain", text)
    assert [scene["omitted"] for scene in found.index["scenes"]] == [False, False, True]
    assert found.facets["order"] == summary("script.fountain", SCRIPT).facets["order"]


def test_a_line_that_stands_in_the_action_is_a_matter_of_the_picture() -> None:
    """Its words are left out of what is seen: another line then leaves out other words."""
    spoken = SHOTS.replace("action: ''", 'action: "A note: I am so sorry."').replace(
        "text: Sorry.", "text: I am so sorry."
    )
    before, after = (
        summary("scenes/003/shots.yaml", text).facets for text in (spoken, spoken.replace("text: I", "text: We"))
    )
    assert before["3B.seen"] != after["3B.seen"]
    assert before["3B.action"] == after["3B.action"]


def test_changes_are_listed_with_their_shots_and_only_where_somebody_is_sure() -> None:
    assert summary("scenes/003/shots.yaml", SHOTS).index["changes"] == [["ada", ["wet"], [], "3A"]]
    unsure = summary("scenes/003/shots.yaml", SHOTS.replace("gains: [wet]", "gains: [wet], sure: false"))
    assert unsure.index["changes"] == [], "a change that nobody is sure of has no effect yet"


def test_a_summary_knows_its_items() -> None:
    shots, prompts = summary("scenes/003/shots.yaml", SHOTS), summary("scenes/003/prompts.yaml", PROMPTS)
    assert [item for item in ("3A", "3C") if shots.holds(item)] == ["3A"]
    assert [item for item in ("3A.blocking", "3A.frame", "3B.frame", "3") if prompts.holds(item)] == [
        "3A.blocking",
        "3A.frame",
    ]


@pytest.mark.parametrize("path", list(FILES))
def test_a_summary_goes_through_a_cache_unchanged(path: str) -> None:
    found = summary(path, FILES[path])
    assert Summary.read(found.plain()) == found


def test_line_numbers_are_in_no_facet() -> None:
    moved = summary("script.fountain", SCRIPT.replace("INT. KITCHEN", "\n\n\nINT. KITCHEN"))
    assert moved.facets == summary("script.fountain", SCRIPT).facets
    assert moved.index["scenes"][0]["line"] == summary("script.fountain", SCRIPT).index["scenes"][0]["line"] + 3


class MoodyShot(Shot):
    """A shot as a later version of the program may know it."""

    mood: str = ""


class MoodyShots(ShotList):
    """A shot list of such shots."""

    shots: tuple[MoodyShot, ...] = ()


def test_a_field_that_a_later_version_adds_changes_no_digest_until_it_is_used() -> None:
    kind = kind_of("scenes/003/shots.yaml")
    assert kind is not None
    known = artifacts.read(kind, "scenes/003/shots.yaml", SHOTS)
    later = MoodyShots.model_validate(known.plain())
    assert summarise("shots", later) == summarise("shots", known)
    dark = MoodyShots(scene="3", shots=(later.shots[0].model_copy(update={"mood": "dark"}), *later.shots[1:]))
    changed = summarise("shots", dark)
    assert changed.digest != later.digest()
    assert {name for name, value in changed.facets.items() if summarise("shots", later).facets[name] != value} == {"3A"}


def test_what_a_later_version_tells_of_somebody_changes_no_picture_until_it_is_used() -> None:
    @dataclass(frozen=True, slots=True)
    class Later(PersonSeen):
        hair: str = ""

    spec = FrameSpec("3A", "3", 48, Fraction(24), "MS", "eye", "static", "ada", Blocking(), PlaceSeen("hall", "Hall"))
    seen = [replace(spec, people=(person,)).seen("start") for person in (PersonSeen("ada", "Ada"), Later("ada", "Ada"))]
    assert seen[0] == seen[1]
    assert replace(spec, people=(Later("ada", "Ada", hair="red"),)).seen("start") != seen[0]


def test_a_picture_says_nothing_of_time_rank_and_who_comes_later() -> None:
    placed = Blocking(start=(Placed(id="ben"),), end=(Placed(id="ada"),))
    people = (PersonSeen("ben", "Ben"), PersonSeen("ada", "Ada", text="tall"))
    spec = FrameSpec("3A", "3", 48, Fraction(24), "MS", "eye", "pan", "ben", placed, PlaceSeen("hall", "Hall"), people)
    longer = replace(spec, frames=96, rate=Fraction(25), people=(replace(people[0], rank=3), people[1]))
    assert [longer.seen(moment) for moment in MOMENTS] == [spec.seen(moment) for moment in MOMENTS]
    assert longer.filmed() != spec.filmed()
    short = replace(spec, people=(people[0], replace(people[1], text="short")))
    assert [moment for moment in MOMENTS if short.seen(moment) != spec.seen(moment)] == ["end"]
    dark = replace(spec, place=PlaceSeen("hall", "Hall", time="NIGHT"))
    assert all(dark.seen(moment) != spec.seen(moment) for moment in MOMENTS)
