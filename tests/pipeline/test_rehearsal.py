"""A rehearsal says beforehand what a repair does: what comes out the same, what is bought, and for how much."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from storyforge.model.money import Cost
from storyforge.pipeline.repairing.rehearsal import rehearse
from storyforge.pipeline.session import Session
from storyforge.pipeline.spending.making import Making
from storyforge.providers import IMAGE, TEXT, VIDEO
from tests.conftest import _isolate
from tests.pipeline.random_edits import random_edits
from tests.pipeline.scripted import Scripted
from tests.pipeline.scripted_media import ScriptedArtist, ScriptedCamera
from tests.tale import Tale

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from storyforge.pipeline.repairing.rehearsal import Purchase, Rehearsal
    from storyforge.stages.base import Order

SCRIPT = "script.fountain"
SHOTS = "scenes/001/shots.yaml"
PAID = {"image": "scripted", "video": "scripted"}
WITH = ("--with", "image=scripted", "--with", "video=scripted", "--max-cost", "100")


@pytest.fixture(autouse=True)
def _scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TEXT.table, "scripted", "tests.pipeline.scripted:Scripted")
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
    monkeypatch.setitem(VIDEO.table, "scripted", "tests.pipeline.scripted_media:ScriptedCamera")
    for provider in (Scripted, ScriptedArtist, ScriptedCamera):
        monkeypatch.setattr(provider, "asked", [])
    # What costs nothing is agreed to with --auto.
    for maker in (ScriptedArtist, ScriptedCamera):
        monkeypatch.setattr(maker, "amount", Decimal(0))


@pytest.fixture(scope="module")
def _bought(_shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story with all frames and clips of the scripted providers; made once and copied for each test."""
    whole = Path(shutil.copytree(_shelf / "made", tmp_path_factory.mktemp("bought") / "film"))
    with pytest.MonkeyPatch.context() as patch:
        _isolate(patch, whole.parent / "home")
        patch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
        patch.setitem(VIDEO.table, "scripted", "tests.pipeline.scripted_media:ScriptedCamera")
        for maker in (ScriptedArtist, ScriptedCamera):
            patch.setattr(maker, "amount", Decimal(0))
        assert Tale(whole).storyforge("run", "--auto", *WITH) == 0
    return whole


@pytest.fixture
def filmed(_bought: Path, tmp_path: Path) -> Tale:
    """The same story, for one test."""
    return Tale(Path(shutil.copytree(_bought, tmp_path / "film")))


@pytest.fixture
def ordered(monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """Everything that a run orders, in its order."""
    found: list[Order] = []
    make_each = Making.make_each

    def noted(self: Making, task: str, orders: Iterable[Order], total: int) -> Any:
        orders = list(orders)
        found.extend(orders)
        return make_each(self, task, orders, total)

    monkeypatch.setattr(Making, "make_each", noted)
    return found


def rehearsed(tale: Tale, **providers: str) -> Rehearsal:
    return rehearse(Session.open(tale.root).story, providers or PAID)


def named(purchases: Iterable[Purchase]) -> set[str]:
    return {f"{one.scene}/{one.item}" for one in purchases}


def first_shot_that(tale: Tale, says: str) -> str:
    """The id of the first shot of scene 1 in whose entry some words stand."""
    text = tale.read(SHOTS)
    return text[: text.index(says)].rpartition("- id: ")[2].split("\n")[0]


def test_a_story_that_is_up_to_date_needs_nothing(filmed: Tale) -> None:
    found = rehearsed(filmed)
    assert (found.recomputed, found.unchanged, found.purchases) == ((), (), ())
    assert found.state_after.stages == found.state_before.stages
    clips = sum(len(filmed.record(f"scenes/00{number}/clips.yaml").items) for number in range(1, 5))
    assert found.kept["video"] == clips > 0


@pytest.mark.parametrize("seed", [5, 6, 103, 148])
def test_a_repair_orders_what_the_rehearsal_said(filmed: Tale, ordered: list[Order], seed: int) -> None:
    story = Session.open(filmed.root).story
    edited, done = random_edits(story, Random(seed))  # noqa: S311 - a seed for a test
    for path, name in edited.files.ids.items():
        if story.files.ids.get(path) != name:
            filmed.write(path, edited.files.read(path))
    found = rehearsed(filmed)
    assert filmed.storyforge("run", "--outdated", "--auto", "--accept-impact", *WITH) == 0, done
    made_before = {one for one in ordered if f"scenes/{one.item.partition('/')[0]:0>3}/clips.yaml" in story.files.ids}
    assert named(found.certain) <= {one.item for one in made_before} <= named(found.purchases), done
    certain = {one.key for one in found.certain if one.kind == "image"}
    assert certain <= {one.key for one in ordered}, done
    after = rehearsed(filmed)
    assert not after.purchases, done
    assert not after.recomputed, done


def test_what_comes_out_the_same_ends_there(filmed: Tale) -> None:
    filmed.edit("story.yaml", "genres: []", "genres: [mystery]")
    found = rehearsed(filmed)
    assert [path for path in found.unchanged if path.endswith("/shots.yaml")] == [
        f"scenes/00{number}/shots.yaml" for number in range(1, 5)
    ]
    assert not found.recomputed
    assert not found.purchases
    assert filmed.not_current()


def test_the_camera_of_one_shot_is_its_frames_and_its_clip(filmed: Tale) -> None:
    shot = first_shot_that(filmed, "size: MLS")
    filmed.edit(SHOTS, "size: MLS", "size: CU")
    found = rehearsed(filmed)
    assert found.recomputed == ("scenes/001/prompts.yaml",)
    bought = named(found.purchases)
    assert {f"1/{shot}.start", f"1/{shot}"} <= bought
    assert {one.scene for one in found.purchases} == {"1"}
    assert f"1/{shot}" in named(found.certain), "the camera of a clip is its own"
    assert "1/establishing" not in bought


def test_a_clip_waits_where_only_its_frames_are_drawn_anew(filmed: Tale) -> None:
    filmed.edit("assets/characters/ada.yaml", "description: ", "description: barefoot; ")
    found = rehearsed(filmed)
    kinds = {(one.kind, one.waits) for one in found.purchases}
    assert kinds == {("image", False), ("video", True)}


def test_a_start_that_grows_out_of_a_redrawn_end_waits(filmed: Tale) -> None:
    path = next(
        path
        for path in (f"scenes/00{number}/shots.yaml" for number in range(1, 5))
        if filmed.read(path).count("continues: false") > 1
    )
    head, _, tail = filmed.read(path).partition("continues: false")
    filmed.write(path, f"{head}continues: false{tail.replace('continues: false', 'continues: true', 1)}")
    assert filmed.storyforge("run", "--outdated", "--auto", "--accept-impact", *WITH) == 0
    grown = [one.item for one in rehearsed(filmed).purchases if one.waits]
    assert not grown
    text = filmed.read(path)
    first = text[: text.index("camera: ")].rpartition("- id: ")[2].split("\n")[0]
    filmed.edit(path, "angle: eye", "angle: low")
    waits = {one.item for one in rehearsed(filmed).purchases if one.waits and one.kind == "image"}
    ends = {one.item for one in rehearsed(filmed).purchases if one.item == f"{first}.end"}
    assert len(waits) == len(ends)


def test_the_price_is_the_providers_and_unknown_is_not_nothing(filmed: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    filmed.edit(SHOTS, "size: MLS", "size: CU")
    monkeypatch.setattr(ScriptedArtist, "amount", Decimal("0.04"))
    monkeypatch.setattr(ScriptedCamera, "amount", None)
    prices = {one.kind: one.estimate for one in rehearsed(filmed).purchases}
    assert prices == {"image": Cost(Decimal("0.04")), "video": Cost(None)}


def test_nobody_is_asked_and_nothing_is_written(filmed: Tale) -> None:
    filmed.edit(SHOTS, "size: MLS", "size: CU")
    folder = filmed.root / ".git" / "storyforge"
    story = Session.open(filmed.root).story
    story.summaries  # noqa: B018 - the summaries of the edited files may be kept
    ScriptedArtist.asked.clear()
    ScriptedCamera.asked.clear()
    before = {path: path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))}
    dirty = filmed.dirty
    assert rehearse(story, {**PAID, "text": "scripted"}).purchases
    assert {path: path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))} == before
    assert filmed.dirty == dirty
    assert ScriptedArtist.asked == ScriptedCamera.asked == Scripted.asked == []


def test_a_text_that_costs_is_listed_and_what_hangs_from_it_waits(filmed: Tale) -> None:
    filmed.edit(SCRIPT, "It leaks", "It drips")
    free = rehearsed(filmed)
    assert SHOTS in free.recomputed
    found = rehearsed(filmed, text="scripted", **PAID)
    assert [(one.stage, one.scene, one.item) for one in found.purchases] == [
        ("shots", "1", "shots"),
        ("shots", "1", "conditions"),
    ]
    assert all(one.estimate == Cost(Decimal("0.05"), "EUR") for one in found.purchases)
    assert SHOTS not in found.recomputed
    assert found.state_after.artifacts["scenes/001/clips.yaml"].freshness == "waiting"


def test_what_was_never_made_is_no_part_of_a_repair(tale: Tale) -> None:
    tale.edit(SHOTS, "size: MLS", "size: CU")
    assert not rehearsed(tale).purchases
    assert tale.storyforge("run", "frames", "--outdated", "--auto", *WITH) == 0
    tale.edit(SHOTS, "size: CU", "size: ECU")
    assert {one.stage for one in rehearsed(tale).purchases} == {"frames"}


def test_an_edit_by_hand_is_kept(filmed: Tale) -> None:
    filmed.edit("scenes/001/prompts.yaml", "It is raining.", "It pours.")
    filmed.edit(SHOTS, "size: MLS", "size: CU")
    found = rehearsed(filmed)
    assert "scenes/001/prompts.yaml" not in found.recomputed
    assert b"It pours." in (found.after.read("scenes/001/prompts.yaml") or b"")
    assert found.purchases


def test_a_thing_that_the_script_names_for_the_first_time_is_found(filmed: Tale) -> None:
    filmed.edit(SCRIPT, "Ben looks at the hole.", "Ben lifts a LANTERN and looks at the hole.")
    found = rehearsed(filmed)
    assert "assets/props/lantern.yaml" in found.recomputed
    assert filmed.storyforge("run", "prompts", "--outdated", "--auto", "--accept-impact") == 0
    assert filmed.stand("assets/props/lantern.yaml").approval == "locked"


def test_scenes_narrow_it(filmed: Tale) -> None:
    filmed.edit("story.yaml", "  visual:", "  visual: ink")
    story = Session.open(filmed.root).story
    assert {one.scene for one in rehearse(story, PAID, scenes=("2", "3")).purchases} == {"2", "3"}


def test_what_is_asked_for_in_the_same_words_is_kept(filmed: Tale, ordered: list[Order]) -> None:
    """A facet may say more than a request does: the answer that is there is then the answer."""
    path = "locks/scenes/001/frames.yaml.json"
    record = filmed.record("scenes/001/frames.yaml")
    item = next(name for name in record.items if name.endswith(".start"))
    facets = dict.fromkeys(record.items[item].made_from, "0" * 32)
    older = replace(record, items={**record.items, item: replace(record.items[item], made_from=facets)})
    filmed.write(path, older.write())
    filmed.git("commit", "-qam", "a record with other facets")
    assert filmed.stand("scenes/001/frames.yaml").items[item].freshness == "outdated"
    found = rehearsed(filmed)
    assert not found.purchases
    assert found.state_after.artifacts["scenes/001/frames.yaml"].freshness == "current"
    assert filmed.storyforge("run", "--outdated", "--auto", *WITH) == 0
    assert not ordered
    assert not filmed.not_current()


def test_what_its_author_keeps_by_hand_can_be_confirmed_and_filmed(filmed: Tale) -> None:
    filmed.edit("scenes/001/prompts.yaml", "It is raining.", "It pours.")
    filmed.edit("story.yaml", "  visual:", "  visual: ink")
    assert filmed.storyforge("run", "--outdated", "--auto", "--accept-impact", *WITH) == 0
    assert "It pours." in filmed.read("scenes/001/prompts.yaml")
    assert filmed.stand("scenes/001/prompts.yaml").freshness == "outdated"
    assert filmed.stand("scenes/001/clips.yaml").freshness == "waiting"


def test_what_waits_for_a_repair_is_not_filmed(filmed: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    filmed.edit("story.yaml", "  visual:", "  visual: ink")
    (filmed.root / "scenes/001/clips.yaml").unlink()
    assert filmed.storyforge("video", "1", "--auto", "--accept-impact", *WITH) == 3
    assert "is not confirmed as it is now" in capsys.readouterr().err


def test_a_new_first_shot_above_prompts_that_are_kept_by_hand(filmed: Tale) -> None:
    """It has no prompts yet; the place is pictured as it sees it all the same."""
    filmed.edit("scenes/001/prompts.yaml", "It is raining.", "It pours.")
    text = filmed.read(SHOTS)
    head, first, rest = text.partition("- id: 1A\n")
    filmed.write(SHOTS, f"{head}- id: 1Z\n  frames: 48\n  camera: {{size: MS}}\n  action: Hail.\n{first}{rest}")
    assert {one.scene for one in rehearsed(filmed).purchases} <= {"1"}
