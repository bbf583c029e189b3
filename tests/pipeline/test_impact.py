"""Impact: an edit's price is said before it is accepted, exactly, and nothing is bought that it does not need."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

import pytest

from storyforge.model.money import Cost
from storyforge.pipeline.editing.save import committed_story, edited_story, record_edits
from storyforge.pipeline.repairing.edits import edits_on_disk
from storyforge.pipeline.repairing.impact import impact_of, providers_of
from storyforge.pipeline.repairing.repair import Pace
from storyforge.pipeline.session import Session
from storyforge.providers import IMAGE, TEXT, VIDEO
from tests.pipeline.scripted import Scripted
from tests.pipeline.scripted_media import ScriptedArtist, ScriptedCamera

if TYPE_CHECKING:
    from storyforge.pipeline.repairing.impact import Impact
    from tests.tale import Tale

SCRIPT = "script.fountain"
SHOTS = "scenes/001/shots.yaml"
PROMPTS = "scenes/001/prompts.yaml"
PAID = ("--with", "image=scripted", "--with", "video=scripted", "--max-cost", "100")


class EuroCamera(ScriptedCamera):
    """A camera that is paid in another currency."""

    asked: ClassVar[list[str]] = []

    def price(self, _request: object) -> Cost:
        """In euros."""
        return Cost(Decimal("0.10"), "EUR")


@pytest.fixture(autouse=True)
def _scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TEXT.table, "scripted", "tests.pipeline.scripted:Scripted")
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
    monkeypatch.setitem(VIDEO.table, "scripted", "tests.pipeline.scripted_media:ScriptedCamera")
    monkeypatch.setitem(VIDEO.table, "euro", "tests.pipeline.test_impact:EuroCamera")
    for provider in (Scripted, ScriptedArtist, ScriptedCamera):
        monkeypatch.setattr(provider, "asked", [])


@pytest.fixture
def bought(film: Tale) -> Tale:
    """A film whose story says that pictures and clips are made for money from now on."""
    film.edit("story.yaml", "image: offline", "image: scripted")
    film.edit("story.yaml", "video: offline", "video: scripted")
    assert film.storyforge("save") == 0
    assert film.storyforge("lock", "story.yaml") == 0
    return film


def impact(tale: Tale, *names: str, **given: str) -> Impact:
    """What `storyforge impact` finds."""
    return edits_on_disk(Session.open(tale.root), names).impact(given)


def by_stage(found: Impact) -> dict[str, list[str]]:
    """Stage -> the items that are outdated."""
    stages: dict[str, list[str]] = {}
    for one in found.outdated:
        stages.setdefault(one.stage, []).append(one.item)
    return stages


def test_a_comment_outdates_nothing(film: Tale) -> None:
    film.edit(SHOTS, "id: 1A", "# she comes running\n  id: 1A")
    found = impact(film)
    assert found.edited == (SHOTS,)
    assert not found
    assert not found.touched


def test_a_line_of_dialogue_outdates_one_video_prompt_and_one_clip_and_no_frame(film: Tale) -> None:
    film.edit(SHOTS, "It leaks", "It drips")
    found = impact(film)
    assert by_stage(found) == {"prompts": ["1B.video"], "confirm": ["1B"], "video": ["1B"]}
    assert not found.waiting
    assert found.repair.is_free


def test_the_same_line_in_the_script_comes_to_the_same(film: Tale) -> None:
    film.edit(SCRIPT, "It leaks", "It drips")
    found = impact(film)
    assert by_stage(found) == {"shots": ["1B"], "prompts": ["1B.video"], "confirm": ["1B"], "video": ["1B"]}
    assert found.flags == (f"beats.yaml is not up to date with {SCRIPT}",)


def test_a_beat_is_a_flag_and_costs_nothing(bought: Tale) -> None:
    bought.edit("beats.yaml", "Garden.", "Orchard.")
    found = impact(bought)
    assert not found.touched
    assert "treatment.md is not up to date with beats.yaml" in found.flags
    assert bought.storyforge("save") == 0


def test_what_is_not_outdated_is_kept(film: Tale) -> None:
    every = {stage: sum(len(a.items) for a in found.artifacts) for stage, found in film.state.stages.items()}
    film.edit(SHOTS, "size: MLS", "size: CU")
    found = impact(film)
    assert found.touched
    gone = {stage: sum(one.stage == stage for one in found.touched) for stage in every}
    assert {stage: found.kept.get(stage, 0) for stage in every} == {name: every[name] - gone[name] for name in every}


def test_what_was_outdated_before_is_no_news(film: Tale) -> None:
    film.edit(SHOTS, "It leaks", "It drips")
    assert film.storyforge("save") == 0
    film.edit(SHOTS, "It drips", "It pours")
    assert not impact(film).touched
    film.edit("scenes/002/shots.yaml", "Both.", "Both of them.")
    assert {one.path.split("/")[1] for one in impact(film).touched} == {"002"}


def test_a_new_scene_is_to_be_made_and_no_repair(film: Tale) -> None:
    film.edit(SCRIPT, "INT. HOUSE - HALL", "EXT. ROOF - DAY\n\nThe cat sleeps.\n\nINT. HOUSE - HALL")
    found = impact(film)
    assert "scenes/A003/clips.yaml" in found.missing
    assert {path.split("/")[1] for path in found.missing} >= {"A003"}
    assert not any("003/frames" in one.path or "004/frames" in one.path for one in found.touched), found.touched
    assert "A3" not in film.read(SCRIPT), "looking writes no numbers"


def test_edits_that_a_run_records_are_not_rehearsed_where_repair_is_free(
    film: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("storyforge.pipeline.repairing.rehearsal.rehearse", never)
    film.edit(SHOTS, "size: MLS", "size: CU")
    assert film.storyforge("run") == 0
    assert film.subjects[0] == "shots: edited by hand"


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (SHOTS, "size: MLS", "size: CU"),
        (SCRIPT, "It leaks", "It drips"),
        (SCRIPT, "INT. HOUSE - HALL", "EXT. ROOF - DAY\n\nThe cat sleeps.\n\nINT. HOUSE - HALL"),
        ("assets/characters/ben.yaml", "identity_line: BEN, 60", "identity_line: BEN, 61"),
        ("beats.yaml", "Garden.", "Orchard."),
    ],
)
def test_a_save_at_a_glance_sees_what_a_full_look_sees(film: Tale, path: str, old: str, new: str) -> None:
    assert film.storyforge("status") == 0
    film.edit(path, old, new)
    session = Session.open(film.root)
    _, after = edited_story(session)
    full = impact_of(committed_story(session), after, providers_of(after))
    told: list[Impact] = []
    record_edits(session, tell=told.append)
    assert told == [full]


def test_repair_that_costs_money_is_accepted_or_nothing_is_saved(
    bought: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    bought.edit(SHOTS, "size: MLS", "size: CU")
    found = impact(bought)
    pieces = found.repair.buys["frames"] + found.repair.buys["video"]
    price = f"{pieces * 4 / 100:.2f} USD"
    assert (found.repair.price, found.repair.unknown) == (price, 0)
    head, dirty = bought.head, bought.dirty
    for command in ("save", "run --outdated --auto", "lock shots", "frames 1 --quick", "confirm"):
        assert bought.storyforge(*command.split()) == 3, command
        said = capsys.readouterr().err
        assert f"making that again costs {price}." in said
        assert "storyforge save --accept-impact" in said
        assert "storyforge timeline new NAME" in said
    assert (bought.head, bought.dirty) == (head, dirty)
    assert not ScriptedArtist.asked
    assert bought.storyforge("save", "--accept-impact") == 0
    assert bought.subjects[0] == "shots: edited by hand"


def test_a_free_repair_is_told_and_stops_nobody(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    film.edit(SHOTS, "size: MLS", "size: CU")
    capsys.readouterr()
    assert film.storyforge("save") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Outdates ")
    assert any(line.startswith("Repair    free") for line in lines)
    assert len(lines) <= 8 + 2


def test_an_unknown_price_is_not_nothing(
    bought: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ScriptedCamera, "amount", None)
    bought.edit(SHOTS, "It leaks", "It drips")
    found = impact(bought)
    assert (found.repair.known, found.repair.unknown, found.repair.is_free) == ((), 1, False)
    assert bought.storyforge("save") == 3
    assert "costs 1 at an unknown price." in capsys.readouterr().err


def test_of_a_provider_that_is_not_here_no_price_is_known(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    film.edit("story.yaml", "video: offline", "video: elsewhere")
    assert film.storyforge("save") == 0
    film.edit(SHOTS, "It leaks", "It drips")
    capsys.readouterr()
    assert film.storyforge("save") == 3
    assert "at an unknown price." in capsys.readouterr().err
    assert film.storyforge("save", "--accept-impact") == 0


def test_sums_are_by_currency(bought: Tale) -> None:
    bought.edit(SHOTS, "size: MLS", "size: CU")
    known = {cost.currency: cost.amount for cost in impact(bought, video="euro").repair.known}
    assert known["EUR"] == Decimal("0.10")
    assert known["USD"]


def test_time_is_known_as_far_as_something_was_made_here(bought: Tale) -> None:
    bought.edit(SHOTS, "size: MLS", "size: CU")
    session = Session.open(bought.root)
    _, after = edited_story(session)
    before = committed_story(session)
    names = providers_of(after)
    slow = impact_of(before, after, names, rates={("video", "scripted"): Pace(70.0, 64)}).repair
    assert (slow.seconds, slow.untimed) == (70.0, slow.buys["frames"])
    assert impact_of(before, after, names).repair.untimed == sum(slow.buys.values())


def test_a_stage_that_replaces_what_others_are_made_from_is_a_gate(
    bought: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    again = ["shots", "1", "-m", "much tighter, all of it in close-ups", "--auto", "--with", "text=scripted"]
    head = bought.head
    assert bought.storyforge(*again) == 3
    assert "the same command with --accept-impact" in capsys.readouterr().err
    assert (bought.head, bought.dirty) == (head, "")
    paid = list(Scripted.asked)
    assert paid
    assert bought.storyforge(*again, "--accept-impact") == 0
    assert Scripted.asked == paid, "what was bought before the stop is used now"
    assert bought.stand(SHOTS).freshness == "current"
    assert bought.stand("scenes/001/frames.yaml").freshness != "current"


def test_a_dry_run_stops_at_no_price(bought: Tale) -> None:
    assert bought.storyforge("shots", "1", "-m", "much tighter, all of it in close-ups", "--dry-run") == 0


def test_made_again_with_the_same_result_it_is_no_impact(bought: Tale) -> None:
    assert bought.storyforge("shots", "1", "-m", "Exactly as it is now.", "--auto") == 0


def test_a_revision_names_all_since(film: Tale) -> None:
    film.git("switch", "-qc", "lena")
    film.edit(SHOTS, "It leaks", "It drips")
    assert film.storyforge("save") == 0
    film.edit("scenes/002/shots.yaml", "Both.", "Both of them.")
    since = impact(film, "main")
    assert since.edited == (SHOTS, "scenes/002/shots.yaml")
    assert [item[0] for item in by_stage(since)["video"]] == ["1", "2"]
    only = impact(film, "main", "scenes/001")
    assert by_stage(only)["video"] == ["1B"]
    assert impact(film).edited == ("scenes/002/shots.yaml",)
    assert film.storyforge("run", "--outdated", "--auto", "--with", "video=offline:128x72") == 0
    assert not impact(film, "main").touched, "what was repaired since is none"


def test_a_deleted_file_is_to_be_made(film: Tale) -> None:
    (film.root / "scenes/004/prompts.yaml").unlink()
    assert impact(film).missing == ("scenes/004/prompts.yaml",)
