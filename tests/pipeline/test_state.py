"""What an edit by hand outdates, what waits, what is flagged, and what is left in peace: a table on real files."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.tale import Tale

SCRIPT = "script.fountain"
ADA = "assets/characters/ada.yaml"
KETTLE = "assets/props/kettle.yaml"


def of(kinds: str, scenes: str = "1234") -> str:
    """`of("frames clips", "12")` is `1.frames 2.frames 1.clips 2.clips`."""
    return " ".join(f"{number}.{kind}" for kind in kinds.split() for number in scenes)


MEDIA = "frames confirmation clips"
AFTER_SCENES = of(f"visuals prompts {MEDIA}")
ALL_SHOTS = of("shots")


@dataclass(frozen=True)
class Edit:
    """An edit of one file and all that it does; `edited` is False where it changes no meaning."""

    what: str
    path: str
    old: str
    new: str
    outdated: str = ""
    waiting: str = ""
    flags: dict[str, str] = field(default_factory=dict)
    edited: bool = True

    def __str__(self) -> str:
        return self.what


FLAG_BEATS = {"beats.yaml": SCRIPT}
TABLE = [
    Edit("a note in the script", SCRIPT, "Both.", "Both. [[which one first?]]", edited=False),
    Edit("blank lines in the script", SCRIPT, "\n\nINT. HOUSE - HALL", "\n\n\n\nINT. HOUSE - HALL", edited=False),
    Edit("a comment in the beats", "beats.yaml", "beats:", "# mine\nbeats:", edited=False),
    Edit("quotes in a shot list", "scenes/001/shots.yaml", "id: 1A", 'id: "1A"', edited=False),
    Edit("a key of one's own", "scenes/001/shots.yaml", "scene: '1'", "scene: '1'\nx-mood: low", edited=False),
    Edit(
        "a word that is spoken",
        SCRIPT,
        "It leaks",
        "It drips",
        outdated="1.shots",
        waiting=AFTER_SCENES,
        flags=FLAG_BEATS,
    ),
    Edit(
        "a word of action",
        SCRIPT,
        "A drop hits his forehead.",
        "A drop hits the floor.",
        outdated="ben 3.scene 3.shots",
        waiting=f"2.scene 4.scene 2.shots 4.shots {of(f'visuals prompts {MEDIA}', '234')}",
        flags=FLAG_BEATS,
    ),
    Edit(
        "the time in a heading",
        SCRIPT,
        "KITCHEN - NIGHT",
        "KITCHEN - DUSK",
        outdated="house 4.scene 4.shots",
        waiting=f"2.scene 3.scene 2.shots 3.shots {of(f'visuals prompts {MEDIA}', '234')}",
        flags=FLAG_BEATS,
    ),
    Edit(
        "the text of a beat",
        "beats.yaml",
        "Garden.",
        "Orchard.",
        flags={"treatment.md": "beats.yaml"} | {f"{n}.shots": "beats.yaml" for n in "1234"},
    ),
    Edit("the treatment", "treatment.md", "Ada", "Miss Ada"),
    Edit(
        "a look",
        KETTLE,
        "description: ''",
        "description: dented",
        outdated=of("prompts frames", "124"),
        waiting=of("confirmation clips", "124"),
    ),
    Edit("who has the rights", ADA, "key: true", "key: true\nrights: CC0"),
    Edit("a pin", ADA, "key: true", "key: true\npinned: true"),
    Edit(
        "how a shot is framed",
        "scenes/001/shots.yaml",
        "size: MLS",
        "size: CU",
        outdated="1.prompts 1.frames 1.clips",
        waiting="1.confirmation",
    ),
    Edit(
        "how long a shot is",
        "scenes/001/shots.yaml",
        "frames: ",
        "frames: 1",
        outdated="1.prompts 1.confirmation 1.clips",
        waiting="1.frames",
    ),
    Edit("the reason for a shot", "scenes/001/shots.yaml", "why: on the speaker", "why: because"),
    Edit(
        "a state at the end of a scene",
        "scenes/001/shots.yaml",
        "    - wet",
        "    - muddy",
        outdated="2.visuals 1.prompts",
        waiting=f"3.visuals 4.visuals {of('prompts', '234')} {of(MEDIA)}",
    ),
    Edit(
        "who is in a scene",
        "scenes/002/scene.yaml",
        "- ben\n",
        "",
        outdated="2.shots 2.prompts",
        waiting=of(f"visuals prompts {MEDIA}", "234").replace("2.prompts ", ""),
    ),
    Edit("a note on a scene", "scenes/002/scene.yaml", "jump:", "notes: [mind the cat]\njump:"),
    Edit(
        "the look of a thing in a scene",
        "scenes/002/visuals.yaml",
        "{id: kettle,",
        "{id: kettle, look: dented,",
        outdated="2.prompts 2.frames",
        waiting=of("confirmation clips", "2"),
    ),
    Edit("a review", "scenes/002/visuals.yaml", "{id: kettle,", "{id: kettle, review: approved,"),
    Edit(
        "a prompt",
        "scenes/001/prompts.yaml",
        "It is raining.",
        "It pours.",
        outdated="1.frames",
        waiting="1.confirmation 1.clips",
    ),
    Edit(
        "the visual style",
        "story.yaml",
        "  visual:",
        "  visual: ink",
        outdated=of("prompts frames"),
        waiting=of("confirmation clips"),
    ),
    Edit(
        "who films it",
        "story.yaml",
        "video: offline",
        "video: veo",
    ),
    Edit("who draws it", "story.yaml", "image: offline", "image: other"),
    Edit("the title", "story.yaml", "title: The Kettle", "title: Kettles"),
    Edit("the target length", "story.yaml", "1:00-2:00", "3:00-4:00"),
    Edit("a budget", "story.yaml", "media: git", "media: git\nbudget: {amount: 5}"),
    Edit("the pace", "story.yaml", "pace: standard", "pace: brisk", outdated=ALL_SHOTS, waiting=AFTER_SCENES),
    Edit(
        "the rate",
        "story.yaml",
        "rate: '24'",
        "rate: '25'",
        outdated=f"{ALL_SHOTS} {of('prompts confirmation clips')}",
        waiting=of("visuals frames"),
    ),
]


def short(path: str) -> str:
    """`scenes/003/shots.yaml` is 3.shots, an asset its slug, any other file its path."""
    parts = path.removesuffix(".yaml").split("/")
    if parts[0] == "scenes":
        return f"{parts[1].lstrip('0')}.{parts[2]}"
    return parts[2] if parts[0] == "assets" else path


@pytest.mark.parametrize("edit", TABLE, ids=str)
def test_an_edit_by_hand(film: Tale, edit: Edit) -> None:
    film.edit(edit.path, edit.old, edit.new)
    stands = {short(path): artifact for path, artifact in film.state.artifacts.items()}
    freshness = {name: a.freshness for name, a in stands.items() if a.freshness != "current"}
    assert {name for name, word in freshness.items() if word == "outdated"} == set(edit.outdated.split())
    assert {name for name, word in freshness.items() if word == "waiting"} == set(edit.waiting.split())
    flags = {name: list(a.flags) for name, a in stands.items() if a.flags}
    assert flags == {name: [f"not up to date with {other}"] for name, other in edit.flags.items()}
    approvals = {name: a.approval for name, a in stands.items() if a.approval != "locked"}
    assert approvals == ({short(edit.path): "edited"} if edit.edited else {})


def test_taking_an_edit_back_clears_all_of_it(film: Tale) -> None:
    film.edit(SCRIPT, "It leaks", "It drips")
    assert film.not_current()
    film.edit(SCRIPT, "It drips", "It leaks")
    assert not film.not_current()
    assert not film.dirty


def test_a_reason_names_the_facet(film: Tale) -> None:
    film.edit(SCRIPT, "It leaks", "It drips")
    reasons = {str(reason) for reason in film.stand("scenes/001/shots.yaml").reasons}
    assert reasons == {"script.fountain#1.dialogue changed"}
    film.edit("scenes/001/shots.yaml", "    - wet", "    - muddy")
    reasons = {str(reason) for reason in film.stand("scenes/002/visuals.yaml").reasons}
    assert reasons == {"scenes/001#end.ada changed: continuity broken"}
    assert {scene["id"]: scene["status"] for scene in film.report()["scenes"]} == {
        "1": "outdated",
        "2": "continuity broken",
        "3": "video complete",
        "4": "video complete",
    }


def test_a_record_that_a_merge_could_not_settle_outdates_its_item(film: Tale) -> None:
    path = "scenes/001/shots.yaml"
    record = film.record(path)
    unsettled = replace(record, items={**record.items, "1A": replace(record.items["1A"], digest="?")}, approval="draft")
    film.write(f"locks/{path}.json", unsettled.write())
    stand = film.stand(path)
    assert (stand.approval, stand.freshness) == ("draft", "outdated")


def test_a_record_without_its_seal_is_a_draft_and_closes_the_gate(film: Tale) -> None:
    path = "locks/assets/characters/ada.yaml.json"
    film.write(path, film.read(path).replace('"guidance": ""', '"guidance": "x"'))
    assert film.stand(ADA).approval == "draft"
    assert film.state.stages["scenes"].blocked == ("assets",)


def test_a_record_that_is_gone_leaves_a_draft(film: Tale) -> None:
    (film.root / "locks/beats.yaml.json").unlink()
    assert film.stand("beats.yaml").approval == "draft"
    assert film.state.stages["treatment"].approval == "locked"


def test_an_artifact_that_is_gone_is_missing_and_those_below_say_so(film: Tale) -> None:
    (film.root / "scenes/001/shots.yaml").unlink()
    assert film.stand("scenes/001/shots.yaml").approval == "missing"
    assert set(film.not_current().values()) == {"waiting"}, "it may be made again as it was"


def test_what_can_not_be_read_is_invalid_and_says_where(film: Tale) -> None:
    film.edit(ADA, "role: main", "role: hero")
    stand = film.stand(ADA)
    assert stand.approval == "invalid"
    line = film.read(ADA).split("\n").index("role: hero") + 1
    assert stand.error.startswith(f"{ADA}:{line}:")


def test_while_a_shot_list_can_not_be_read_nothing_below_it_is_outdated(film: Tale) -> None:
    film.edit("scenes/002/shots.yaml", "size: ", "size: [")
    assert film.stand("scenes/002/shots.yaml").approval == "invalid"
    assert set(film.not_current().values()) == {"waiting"}


def test_a_speaker_without_an_asset_is_a_missing_asset(film: Tale) -> None:
    film.edit(SCRIPT, "ADA\nBoth.", "MRS. O'HARA\nBoth.")
    assert film.stand("assets/characters/mrs-ohara.yaml").approval == "missing"
    film.edit(ADA, "aliases: []", "aliases: [Mrs. O’Hara]")
    assert "assets/characters/mrs-ohara.yaml" not in film.state.artifacts, "an alias answers"


def test_an_article_is_no_word_of_a_name(film: Tale) -> None:
    """THE MAN is not made again for every paragraph that holds a `the`."""
    film.edit(KETTLE, "name: kettle", "name: the kettle")
    film.edit(SCRIPT, "Ben looks at the hole.", "Ben looks at the gap.")
    assert film.stand(KETTLE).freshness == "current"


def test_stages_stand_as_their_worst_artifact_does(film: Tale) -> None:
    film.edit("scenes/001/shots.yaml", "size: MLS", "size: CU")
    stages = film.state.stages
    assert (stages["shots"].approval, stages["shots"].freshness) == ("edited", "current")
    assert (stages["prompts"].approval, stages["prompts"].freshness) == ("locked", "outdated")
    assert stages["prompts"].blocked == ()
