"""`run --outdated` repairs: in order, with the guidance that was recorded, as far as results differ, and no further."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from storyforge.model.money import Cost
from storyforge.pipeline.repairing.edits import edits_on_disk
from storyforge.pipeline.session import Session
from storyforge.providers import IMAGE, TEXT, VIDEO
from tests.pipeline.scripted import Scripted
from tests.pipeline.scripted_media import ScriptedArtist, ScriptedCamera

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.pipeline.repairing.impact import Impact
    from tests.tale import Tale

SCRIPT = "script.fountain"
SHOTS = "scenes/001/shots.yaml"
PROMPTS = "scenes/001/prompts.yaml"
WITHIN = ("--max-cost", "100")
REPAIR = ("run", "--outdated", "--auto", *WITHIN)


@pytest.fixture
def paid(begun: Tale, monkeypatch: pytest.MonkeyPatch) -> Tale:
    """A film of which every answer, picture and clip was paid for."""
    monkeypatch.setitem(TEXT.table, "scripted", "tests.pipeline.scripted:Scripted")
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
    monkeypatch.setitem(VIDEO.table, "scripted", "tests.pipeline.scripted_media:ScriptedCamera")
    monkeypatch.setattr("tests.pipeline.scripted.Cost", lambda amount, _: Cost(amount, "USD"))
    for provider in (Scripted, ScriptedArtist, ScriptedCamera):
        monkeypatch.setattr(provider, "asked", [])
    for kind in ("text", "image", "video"):
        begun.edit("story.yaml", f"  {kind}: offline", f"  {kind}: scripted")
    assert begun.storyforge("save") == 0
    assert begun.storyforge("lock", "setup") == 0
    assert begun.storyforge("run", "confirm", "--auto", *WITHIN) in (0, 3)
    assert begun.storyforge("confirm") == 0
    assert begun.storyforge("run", "--auto", *WITHIN) == 0
    forget()
    return begun


def forget() -> None:
    """Nothing was asked for from here."""
    for provider in (Scripted, ScriptedArtist, ScriptedCamera):
        provider.asked.clear()


def a_line_of_the_script(tale: Tale) -> str:
    tale.edit(SCRIPT, "It leaks", "It drips")
    return SCRIPT


def a_camera(tale: Tale) -> str:
    tale.edit(SHOTS, "size: MLS", "size: CU")
    return SHOTS


def a_line_of_a_shot(tale: Tale) -> str:
    tale.edit(SHOTS, "It leaks", "It drips")
    return SHOTS


def a_look(tale: Tale) -> str:
    path = "assets/characters/ben.yaml"
    tale.edit(path, "identity_line: BEN, 60", "identity_line: BEN, 60, thin, in a red scarf")
    return path


def a_frame_prompt(tale: Tale) -> str:
    tale.edit(PROMPTS, "Rain.", "Rain, at dusk.")
    return PROMPTS


def a_picture(tale: Tale) -> str:
    path = next(iter(sorted((tale.root / "scenes/001/frames").glob("1B*.png")))).relative_to(tale.root).as_posix()
    file = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 10, 10)).save(file, "PNG")
    tale.write(path, file.getvalue())
    return path


EDITS = [a_line_of_the_script, a_camera, a_line_of_a_shot, a_look, a_frame_prompt, a_picture]
ORDER = ["assets", "scenes", "shots", "visuals", "prompts", "frames", "confirm", "video"]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_an_edit_is_repaired_for_the_price_that_was_said(paid: Tale, edit: Callable[[Tale], str]) -> None:
    path = edit(paid)
    said = edits_on_disk(Session.open(paid.root), ()).impact({})
    assert said.touched
    assert not said.repair.is_free
    assert paid.storyforge("save") == 3
    assert paid.storyforge("save", "--accept-impact") == 0
    saved, content = paid.head, (paid.root / path).read_bytes()
    if paid.storyforge(*REPAIR) == 3:
        assert paid.storyforge("confirm") == 0, "clips are agreed to by their author"
        assert paid.storyforge(*REPAIR) == 0
    _as_said(said, "frames", ScriptedArtist.asked)
    _as_said(said, "video", ScriptedCamera.asked)
    log = paid.git("log", "--reverse", "--format=%s", f"{saved}..").split("\n")
    made = list(dict.fromkeys(line.partition(":")[0] for line in log))
    assert made == [stage for stage in ORDER if stage in made], "in order, a commit a stage"
    assert {one.stage for one in said.outdated if not one.by_hand} <= set(made)
    assert (paid.root / path).read_bytes() == content, "what was edited by hand is never made again"
    assert not {name: how for name, how in paid.not_current().items() if name != path}
    _nothing_is_left_to_do(paid)


def _as_said(said: Impact, stage: str, asked: list[str]) -> None:
    """All that is certain was bought, and no more than was said."""
    assert {one.item for one in said.outdated if one.stage == stage} <= set(asked)
    assert len(asked) <= said.repair.buys.get(stage, 0)


def _nothing_is_left_to_do(tale: Tale) -> None:
    forget()
    head = tale.head
    assert tale.storyforge(*REPAIR) == 0
    assert (tale.head, Scripted.asked, ScriptedArtist.asked, ScriptedCamera.asked) == (head, [], [], [])


def test_the_guidance_that_was_recorded_is_kept_to(paid: Tale) -> None:
    assert paid.storyforge("shots", "1", "-m", "tighter, more close-ups", "--auto", "--accept-impact") == 0
    assert paid.storyforge("save") == 0
    paid.edit(SCRIPT, "runs for the door", "walks to the door")
    assert paid.storyforge("save", "--accept-impact") == 0
    paid.storyforge(*REPAIR)
    assert paid.record(SHOTS).guidance == "tighter, more close-ups"


def test_where_it_comes_out_the_same_repair_ends(paid: Tale) -> None:
    """The shots are asked for again, for a prop has one more name; they come out the same, and nothing else is."""
    paid.edit("assets/props/kettle.yaml", "aliases: []", "aliases: [pot]")
    said = edits_on_disk(Session.open(paid.root), ()).impact({})
    assert {one.stage for one in said.outdated} >= {"shots"}
    assert said.repair.unsure > 0, "what hangs from an answer may not be needed, and has no price yet"
    assert said.repair.unknown == said.repair.unsure
    assert paid.storyforge("save", "--accept-impact") == 0
    assert paid.storyforge(*REPAIR) == 0
    assert any(task.startswith("shots") for task in Scripted.asked)
    assert (ScriptedArtist.asked, ScriptedCamera.asked) == ([], [])
    _nothing_is_left_to_do(paid)


def test_a_scene_that_was_put_in_is_made_and_the_rest_is_kept(paid: Tale) -> None:
    paid.edit(SCRIPT, "INT. HOUSE - HALL", "EXT. ROOF - DAY\n\nThe cat sleeps.\n\nINT. HOUSE - HALL")
    assert paid.storyforge("save", "--accept-impact") == 0
    for _ in range(3):
        if paid.storyforge(*REPAIR, "--accept-impact") == 0:
            break
        assert paid.storyforge("confirm") == 0
    assert paid.stand("scenes/A003/clips.yaml").approval == "locked"
    assert {item[0] for item in ScriptedCamera.asked} == {"A"}, "no other clip is bought again"
    _nothing_is_left_to_do(paid)
