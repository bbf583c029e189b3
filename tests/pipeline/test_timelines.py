"""Timelines as an author uses them: another ending is tried, nothing is lost, and nothing is bought twice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.cli.complete import candidates
from storyforge.providers import IMAGE, VIDEO
from tests.pipeline.scripted_media import ScriptedArtist, ScriptedCamera

if TYPE_CHECKING:
    from tests.tale import Tale

BEATS = "beats.yaml"
SHOTS = "scenes/001/shots.yaml"
BOTH = ("--with", "image=scripted", "--with", "video=scripted", "--max-cost", "100")
Said = pytest.CaptureFixture[str]


def branch(tale: Tale) -> str:
    return tale.git("branch", "--show-current")


def listed(tale: Tale, said: Said) -> Any:
    said.readouterr()
    assert tale.storyforge("timeline", "list", "--json") == 0
    return json.loads(said.readouterr().out)


def test_another_ending_is_tried_and_left(tale: Tale, capsys: Said) -> None:
    tale.edit(BEATS, "Opening image", "Once more")
    assert tale.storyforge("timeline", "new", "darker-ending") == 0
    out = capsys.readouterr().out
    assert "Saved your edits on main: beats: edited by hand\n" in out
    assert "New timeline darker-ending, from " in out
    assert "main stays as it is: storyforge timeline switch main\n" in out
    assert branch(tale) == "darker-ending"
    assert tale.git("rev-parse", "main") == tale.head, "the edit was made on main and is recorded there"

    tale.edit(BEATS, "Once more", "Never again")
    assert tale.storyforge("timeline", "switch", "main") == 0
    assert "Saved your edits on darker-ending: beats: edited by hand\n" in capsys.readouterr().out
    assert "Once more" in tale.read(BEATS)
    assert "Never again" in tale.git("show", f"darker-ending:{BEATS}")
    assert not tale.dirty

    found = listed(tale, capsys)
    assert found["current"] == "main"
    assert [
        (row["name"], row["current"], row["ahead"], row["behind"], row["merged"]) for row in found["timelines"]
    ] == [
        ("main", True, 0, 0, True),
        ("darker-ending", False, 1, 0, False),
    ]
    assert found["timelines"][1]["subject"] == "beats: edited by hand"
    tale.storyforge("timeline")
    assert [line.split("  ")[:1] for line in capsys.readouterr().out.splitlines()] == [["*"], [""]]


def test_an_older_state_becomes_a_timeline_of_its_own(tale: Tale, capsys: Said) -> None:
    tip, older = tale.head, tale.git("rev-parse", "HEAD~3")
    assert tale.storyforge("timeline", "switch", "HEAD~3") == 0
    fork = f"main-from-{older[:7]}"
    assert f"New timeline {fork}, from {older[:7]}: " in capsys.readouterr().out
    assert (branch(tale), tale.head) == (fork, older)
    assert tale.git("rev-parse", "main") == tip
    assert not tale.dirty

    tale.storyforge("timeline", "switch", "main")
    assert tale.storyforge("timeline", "switch", older) == 0
    assert branch(tale) == fork, "the fork that nobody has touched is taken again"
    assert "New timeline" not in capsys.readouterr().out.split("On timeline main.")[1]

    tale.edit(BEATS, "Opening image", "Once more")
    tale.storyforge("timeline", "switch", "main")
    assert tale.storyforge("timeline", "switch", older) == 0
    assert branch(tale) == f"{fork}-2", "what was done on the fork stays"

    tale.git("tag", "cuts/first", tip)
    tale.storyforge("timeline", "switch", "main")
    tale.storyforge("save")
    assert tale.storyforge("timeline", "switch", "HEAD~1", "--name", "one-back") == 0
    assert tale.storyforge("timeline", "switch", "cuts/first") == 0
    assert (branch(tale), tale.head) == ("one-back-from-cuts-first", tip)


def test_where_one_is_already_nothing_happens(tale: Tale, capsys: Said) -> None:
    head = tale.head
    tale.edit(BEATS, "Opening image", "Once more")
    for name in ("main", "HEAD"):
        assert tale.storyforge("timeline", "switch", name) == 0
        assert "You are on main already; nothing was changed." in capsys.readouterr().out
    assert (tale.head, [row["name"] for row in listed(tale, capsys)["timelines"]]) == (head, ["main"])
    assert tale.dirty == f" M {BEATS}"


def test_edits_may_be_carried_to_a_new_timeline(tale: Tale, capsys: Said) -> None:
    head = tale.head
    tale.edit(BEATS, "Opening image", "Once more")
    assert tale.storyforge("timeline", "new", "bold", "--carry", "--from", "HEAD~1") == 2
    assert "leave --carry out" in capsys.readouterr().err
    assert tale.storyforge("timeline", "new", "bold", "--carry") == 0
    assert f"Your unsaved edits came along: {BEATS}" in capsys.readouterr().out
    assert tale.dirty == f" M {BEATS}"
    assert (branch(tale), tale.head, tale.git("rev-parse", "main")) == ("bold", head, head)


@pytest.mark.parametrize("name", ["with space", "-f", "a..b", "HEAD", "x.lock", "a/", "tilde~1"])
def test_a_name_that_git_refuses(tale: Tale, capsys: Said, name: str) -> None:
    head = tale.head
    assert tale.storyforge("timeline", "new", "--", name) == 2
    assert "error: " in capsys.readouterr().err
    assert (branch(tale), tale.head) == ("main", head)
    assert tale.git("branch", "--format=%(refname:short)") == "main"


def test_names_that_are_taken_or_unknown(tale: Tale, capsys: Said) -> None:
    tale.git("branch", "darker-ending")
    for arguments, hint in (
        (("new", "darker-ending"), "Did you mean: storyforge timeline switch darker-ending"),
        (("new", "main/one"), "Choose another name"),
        (("new", "x", "--from", "nowhere"), "git log --oneline --all"),
        (("switch", "darker-endng"), 'Did you mean "darker-ending"?'),
        (("switch", "qqq"), "Timelines: darker-ending, main. New: storyforge timeline new qqq"),
        (("switch", "HEAD~1", "--name", "main"), "Did you mean: storyforge timeline switch main"),
        (("delete", "darker-endng"), 'Did you mean "darker-ending"?'),
        (("switch",), "Write: storyforge timeline switch NAME"),
    ):
        assert tale.storyforge("timeline", *arguments) == 2, arguments
        assert hint in capsys.readouterr().err
    assert branch(tale) == "main"


def test_what_is_deleted_can_come_back(tale: Tale, capsys: Said) -> None:
    tale.storyforge("timeline", "new", "darker-ending")
    assert tale.storyforge("timeline", "delete", "darker-ending") == 2
    assert "is the current one" in capsys.readouterr().err
    tale.edit(BEATS, "Opening image", "Never again")
    tale.storyforge("timeline", "switch", "main")
    end = tale.git("rev-parse", "darker-ending")
    capsys.readouterr()
    assert tale.storyforge("timeline", "delete", "darker-ending") == 2
    error = capsys.readouterr().err
    assert "has 1 commit that is not in main; nothing was deleted." in error
    assert "storyforge timeline delete darker-ending --force" in error

    assert tale.storyforge("timeline", "delete", "darker-ending", "--force") == 0
    backup = "refs/storyforge/deleted/darker-ending/1"
    assert f"storyforge timeline new darker-ending --from {backup}" in capsys.readouterr().out
    assert listed(tale, capsys)["deleted"] == {backup: end}
    assert tale.storyforge("timeline", "switch", "darker-ending") == 2
    assert f"Bring it back: storyforge timeline new darker-ending --from {backup}" in capsys.readouterr().err
    assert tale.storyforge("timeline", "new", "darker-ending", "--from", backup) == 0
    assert tale.head == end
    assert "Never again" in tale.read(BEATS)


def test_a_merged_timeline_goes_without_a_word(tale: Tale) -> None:
    tale.storyforge("timeline", "new", "aside")
    tale.storyforge("timeline", "switch", "main")
    assert tale.storyforge("timeline", "delete", "aside") == 0


def test_a_detached_head_may_become_a_timeline(tale: Tale, capsys: Said) -> None:
    tale.git("checkout", "-q", "--detach", "HEAD~1")
    tale.edit(BEATS, "Opening image", "Once more")
    assert tale.storyforge("timeline", "switch", "main") == 2
    assert "storyforge timeline new NAME" in capsys.readouterr().err
    assert tale.storyforge("timeline", "list") == 0
    assert "No timeline is checked out (detached HEAD at " in capsys.readouterr().out
    assert tale.storyforge("timeline", "new", "found") == 0
    assert f"Your unsaved edits came along: {BEATS}" in capsys.readouterr().out
    assert tale.dirty == f" M {BEATS}"
    assert tale.storyforge("timeline", "switch", "main") == 0
    assert tale.git("log", "-1", "--format=%s", "found") == "beats: edited by hand"


def test_commits_that_nothing_holds_are_not_left_behind(tale: Tale, capsys: Said) -> None:
    tale.git("checkout", "-q", "--detach")
    assert tale.storyforge("timeline", "switch", "main") == 0, "main holds what was checked out"
    tale.git("checkout", "-q", "--detach")
    tale.git("commit", "-q", "--allow-empty", "-m", "a thought")
    for arguments in (("switch", "main"), ("new", "x", "--from", "main")):
        assert tale.storyforge("timeline", *arguments) == 2
        assert "Make it a timeline first: storyforge timeline new NAME" in capsys.readouterr().err
    assert tale.storyforge("timeline", "new", "thought") == 0
    assert tale.subjects[0] == "a thought"


def test_a_merge_in_progress_and_conflicts(tale: Tale, capsys: Said) -> None:
    tale.git("branch", "other")
    tale.edit(BEATS, "Opening image", "Once more")
    tale.storyforge("save")
    tale.storyforge("timeline", "switch", "other")
    tale.edit(BEATS, "Opening image", "Never again")
    tale.storyforge("save")
    with pytest.raises(AssertionError):
        tale.git("merge", "main")
    capsys.readouterr()
    for arguments in (("new", "x"), ("switch", "main"), ("switch", "HEAD~1")):
        assert tale.storyforge("timeline", *arguments) == 2
        assert "A merge is in progress" in capsys.readouterr().err
    assert tale.git("branch", "--format=%(refname:short)").split() == ["main", "other"]


def test_a_timeline_that_is_open_in_another_folder(tale: Tale, capsys: Said) -> None:
    other = tale.root.parent / "other folder"
    tale.git("worktree", "add", "-q", "-b", "aside", str(other))
    head = tale.head
    for arguments in (("switch", "aside"), ("delete", "aside")):
        assert tale.storyforge("timeline", *arguments) == 2
        assert str(other) in capsys.readouterr().err
    assert (branch(tale), tale.head) == ("main", head)
    assert listed(tale, capsys)["timelines"][1]["folder"] == str(other)


def test_a_file_of_nobody_is_never_overwritten(tale: Tale, capsys: Said) -> None:
    """What git tracks on the other timeline lies here untracked, and is no artifact: git's refusal is passed on."""
    tale.git("switch", "-q", "-c", "noted")
    tale.write("notes.txt", "theirs\n")
    tale.git("add", "notes.txt")
    tale.git("commit", "-q", "-m", "notes")
    tale.git("switch", "-q", "main")
    tale.write("notes.txt", "mine\n")
    for arguments in (("switch", "noted"), ("new", "again", "--from", "noted")):
        assert tale.storyforge("timeline", *arguments) == 2
        assert "notes.txt" in capsys.readouterr().err
    assert (branch(tale), tale.read("notes.txt")) == ("main", "mine\n")
    assert tale.git("branch", "--format=%(refname:short)").split() == ["main", "noted"]


def test_unreadable_edits_stop_it_with_their_place(tale: Tale, capsys: Said) -> None:
    tale.write(SHOTS, "schema: shots/1\nscene: [\n")
    for arguments in (("new", "x"), ("switch", "HEAD~1")):
        assert tale.storyforge("timeline", *arguments) == 2
        assert f"error: {SHOTS}:" in capsys.readouterr().err
    assert branch(tale) == "main"
    assert tale.git("branch", "--format=%(refname:short)") == "main"


def test_names_are_completed(tale: Tale) -> None:
    tale.git("branch", "darker-ending")
    place = ["-C", str(tale.root), "timeline"]
    assert list(candidates(place, "")) == ["list", "new", "switch", "delete"]
    assert list(candidates([*place, "switch"], "")) == ["darker-ending", "main"]
    assert list(candidates([*place, "delete"], "d")) == ["darker-ending"]
    assert list(candidates([*place, "new"], "")) == []
    assert list(candidates(["-C", str(tale.root.parent), "timeline", "switch"], "")) == []


@pytest.fixture
def _scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
    monkeypatch.setitem(VIDEO.table, "scripted", "tests.pipeline.scripted_media:ScriptedCamera")
    for provider in (ScriptedArtist, ScriptedCamera):
        monkeypatch.setattr(provider, "asked", [])


def bought() -> list[str]:
    found = [f"frame {item}" for item in sorted(ScriptedArtist.asked)]
    found += [f"clip {item}" for item in sorted(ScriptedCamera.asked)]
    ScriptedArtist.asked.clear()
    ScriptedCamera.asked.clear()
    return found


def film_it(tale: Tale) -> None:
    """Repair, agree to what it costs, and film."""
    tale.storyforge("run", "frames", "--auto", "--outdated", *BOTH)
    tale.storyforge("confirm", *BOTH)
    assert tale.storyforge("run", "video", "--auto", "--outdated", *BOTH) == 0


@pytest.mark.usefixtures("_scripted")
def test_an_unchanged_shot_is_never_bought_again(tale: Tale) -> None:
    film_it(tale)
    assert len(bought()) > 20
    assert not tale.not_current()

    tale.storyforge("timeline", "new", "closer")
    film_it(tale)
    assert bought() == [], "the records came along"
    tale.edit(SHOTS, "size: MLS", "size: CU")
    assert tale.storyforge("save", "--accept-impact") == 0
    film_it(tale)
    changed = bought()
    assert changed
    [shot] = {item.split()[1].partition(".")[0] for item in changed}
    assert f"clip {shot}" in changed

    tale.storyforge("timeline", "switch", "main")
    film_it(tale)
    assert bought() == [], "main has what it had"
    tale.edit(SHOTS, "size: MLS", "size: CU")
    assert tale.storyforge("save", "--accept-impact") == 0
    film_it(tale)
    assert bought() == [], "the same question was answered on the other timeline"


@pytest.mark.usefixtures("_scripted")
def test_an_edit_that_costs_money_is_carried_or_accepted(tale: Tale, capsys: Said) -> None:
    film_it(tale)
    tale.edit("story.yaml", "image: offline", "image: scripted")
    tale.storyforge("save", "--accept-impact")
    tale.edit(SHOTS, "size: MLS", "size: CU")
    capsys.readouterr()
    assert tale.storyforge("timeline", "new", "closer") == 3
    assert "storyforge timeline new NAME --carry" in capsys.readouterr().err
    assert tale.git("branch", "--format=%(refname:short)") == "main"
    assert tale.storyforge("timeline", "new", "closer", "--carry") == 0
    assert (branch(tale), tale.dirty) == ("closer", f" M {SHOTS}")
