"""`impact`: what an edit outdates, as people and programs read it; nothing is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.cli.views_impact import SHORT, short
from storyforge.providers import VIDEO

if TYPE_CHECKING:
    from tests.tale import Tale

SCRIPT = "script.fountain"
SHOTS = "scenes/001/shots.yaml"
KEYS = [
    "edited",
    "outdated",
    "waiting",
    "kept_by_hand",
    "missing",
    "kept",
    "flags",
    "due",
    "repair",
    "exact",
    "costs",
    "since",
    "next",
]


def lines(tale: Tale, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """What is printed."""
    capsys.readouterr()
    assert tale.storyforge("impact", *arguments) == 0
    return capsys.readouterr().out.splitlines()


def plain(tale: Tale, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What `--json` prints."""
    return json.loads(lines(tale, capsys, *arguments, "--json")[0])


def test_without_an_edit_there_is_one_line(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert lines(film, capsys) == ["Nothing differs: there is no edit to look at."]
    assert list(plain(film, capsys)) == KEYS
    assert plain(film, capsys)["costs"] is False


def test_an_edit_that_changes_nothing_says_so(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    film.edit(SHOTS, "id: 1A", "# she comes running\n  id: 1A")
    assert lines(film, capsys)[:2] == [
        f"Edited    {SHOTS}",
        "It outdates nothing: nothing that was made is made from what changed.",
    ]


def test_what_was_to_be_made_again_before_is_told_apart(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    film.edit(SHOTS, "It leaks", "It drips")
    assert film.storyforge("save") == 0
    film.edit(SHOTS, "It drips", "It pours")
    assert lines(film, capsys)[1] == "It outdates nothing more: 3 items had to be made again before it."


def test_one_word_of_dialogue(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    film.edit(SCRIPT, "It leaks", "It drips")
    head, dirty = film.head, film.dirty
    assert lines(film, capsys) == [
        "Edited    script.fountain",
        "Outdated  1 shot: 1B",
        "          1 video prompt: 1B.video",
        "          1 confirmation: 1B",
        "          1 clip: 1B",
        "Flags     beats.yaml is not up to date with script.fountain",
        "Kept      4 beats, 7 assets, 4 scenes, 8 shots, 35 prompts, 21 frames, 8 clips",
        "Repair    free; how long is not known yet",
        "Next: storyforge save",
    ]
    assert (film.head, film.dirty) == (head, dirty)


@pytest.mark.parametrize(("path", "old", "new"), [(SHOTS, "size: MLS", "size: CU"), (SCRIPT, "It leaks", "It drips")])
def test_save_says_what_impact_says(
    film: Tale, path: str, old: str, new: str, capsys: pytest.CaptureFixture[str]
) -> None:
    film.edit(path, old, new)
    before = plain(film, capsys)
    assert film.storyforge("save", "--json") == 0
    said = json.loads(capsys.readouterr().out)["impact"]
    assert said["exact"]
    assert said == {key: before[key] for key in said}


def test_a_ledger_that_can_not_be_read_takes_only_the_time_away(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    (film.root / ".git/storyforge/journal.sqlite").write_bytes(b"no ledger at all" * 100)
    film.edit(SHOTS, "size: MLS", "size: CU")
    assert "Repair    free; how long is not known yet" in lines(film, capsys)
    assert film.storyforge("save") == 0


def test_for_programs(film: Tale, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(VIDEO.table, "scripted", "tests.pipeline.scripted_media:ScriptedCamera")
    film.edit(SHOTS, "It leaks", "It drips")
    told = plain(film, capsys, "--with", "video=scripted")
    assert list(told) == KEYS
    assert told["outdated"]["video"] == ["scenes/001/clips.yaml#1B"]
    assert told["repair"] == {
        "buys": {"video": 1},
        "known": [{"amount": "0.04", "currency": "USD"}],
        "unknown": 0,
        "unsure": 0,
        "seconds": 0,
        "untimed": 1,
    }
    assert (told["costs"], told["next"]) == (True, "storyforge save --accept-impact")


def test_only_some_files_and_since_a_commit(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    film.edit(SHOTS, "It leaks", "It drips")
    film.edit("scenes/002/shots.yaml", "Both.", "Both of them.")
    assert plain(film, capsys, "scenes/002")["edited"] == ["scenes/002/shots.yaml"]
    assert film.storyforge("save") == 0
    told = plain(film, capsys, "HEAD~1", "scenes/001/shots.yaml")
    assert (told["edited"], told["since"]) == ([SHOTS], "HEAD~1")
    assert told["next"] == "storyforge run --outdated"


def test_what_is_neither_a_file_nor_a_commit(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert film.storyforge("impact", "nowhere") == 2
    assert capsys.readouterr().err.startswith('error: "nowhere" is no file of this story, and no commit.\nhint: ')
    assert film.storyforge("impact", SHOTS, "HEAD") == 2
    assert film.storyforge("impact", "--staged", "HEAD") == 2


def test_what_can_not_be_read_is_named_with_its_place(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    film.edit(SHOTS, "size: MLS", "size: XXL")
    assert film.storyforge("impact") == 2
    assert f"error: {SHOTS}:" in capsys.readouterr().err


def test_a_cautious_producer_lists_all_later_scenes(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    film.edit("scenes/002/shots.yaml", "Both.", "Both of them.")
    later = plain(film, capsys, "--conservative")["later"]
    assert (later["first"], later["scenes"]) == ("2", ["3", "4"])
    assert later["elements"]["ada"] == ["3", "4"]
    told = lines(film, capsys, "--conservative")
    assert "Scenes    after 2: 3, 4" in told
    assert "          ada: 3, 4" in told
    film.edit("assets/characters/ben.yaml", "identity_line: BEN, 60", "identity_line: BEN, 61")
    film.git("restore", "scenes/002/shots.yaml")
    assert plain(film, capsys, "--conservative")["later"]["first"] == "2", "the first scene that he is in"


def test_the_short_form_has_eight_lines_at_most() -> None:
    many = {stage: [f"scenes/{n:03}/x.yaml#{n}A" for n in range(300)] for stage in ("shots", "prompts", "video")}
    paths = [f"scenes/{n:03}/scene.yaml" for n in range(300)]
    repair = {"buys": {"video": 300}, "known": [], "unknown": 300, "unsure": 2, "seconds": 7300.0, "untimed": 20}
    told = short(
        {
            "outdated": many,
            "waiting": many,
            "missing": paths,
            "kept_by_hand": paths,
            "flags": [f"{path} is flagged" for path in paths],
            "repair": repair,
        }
    )
    assert len(told) <= SHORT
    assert told[-1] == (
        "Repair    300 clips: 300 at an unknown price; 2 of these may not be needed; about 2.0 h, "
        "and 20 of 300 for which no time is known"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("INT. HOUSE - HALL", "EXT. ROOF - DAY\n\nThe cat sleeps.\n\nINT. HOUSE - HALL", "Scene borders changed."),
        ("It leaks", "It drips", ""),
    ],
)
def test_much_of_an_approved_script_asks_for_a_timeline(
    tale: Tale, old: str, new: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tale.edit(SCRIPT, old, new)
    capsys.readouterr()
    assert tale.storyforge("save") == 0
    told = capsys.readouterr().out.splitlines()
    assert sum("storyforge timeline new NAME" in line for line in told) == bool(said), "it is advised once"
    assert any(line.startswith(said) for line in told)


def test_a_tenth_of_the_elements_is_much(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    for old, new in (("Both.", "Neither."), ("Milk?", "Sugar?"), ("A ladder.", "Stairs."), ("It leaks", "It drips")):
        tale.edit(SCRIPT, old, new)
    capsys.readouterr()
    assert tale.storyforge("save") == 0
    assert "4 of 25 elements of the script changed." in capsys.readouterr().out
