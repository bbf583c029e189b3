"""From a shot back to the sentence it comes from, with who made each step, in which commit, and for how much."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.cli.complete import candidates
from storyforge.providers import IMAGE, TEXT, VIDEO
from storyforge.reports.passages import Passage, alike, in_text, paragraphs
from tests.pipeline.scripted import Scripted
from tests.pipeline.scripted_media import ScriptedArtist, ScriptedCamera

if TYPE_CHECKING:
    from tests.tale import Tale

SHOTS = "scenes/001/shots.yaml"
SCRIPT = "script.fountain"
ADA = "assets/characters/ada.yaml"
Said = pytest.CaptureFixture[str]


def blamed(tale: Tale, said: Said, shot: str) -> Any:
    said.readouterr()
    assert tale.storyforge("blame", shot, "--json") == 0
    return json.loads(said.readouterr().out)


def of(found: Any, what: str) -> list[Any]:
    return [link for link in found["links"] if link["what"] == what]


def test_the_whole_way_back(film: Tale, capsys: Said) -> None:
    found = blamed(film, capsys, "1B")
    assert (found["shot"], found["scene"], found["heading"]) == ("1B", "1", "EXT. GARDEN - DAY")
    steps = list(dict.fromkeys(link["what"] for link in found["links"]))
    assert steps == [
        "clip",
        "end frame",
        "start frame",
        "video prompt",
        "frame prompt",
        "shot",
        "script",
        "beat",
        "treatment",
        "input",
    ]
    assert all(link["commit"]["author"] == "Ada Quill" for link in found["links"])
    stages = {link["what"]: link["commit"]["stage"] for link in found["links"]}
    assert stages["clip"] == "video"
    assert stages["end frame"] == "frames"
    assert stages["shot"] == "shots"
    assert of(found, "clip")[0]["place"] == "scenes/001/clips/1B.mp4"
    assert [link["what"] for link in found["links"] if link["derived"]] == ["beat", "treatment"]
    assert [side["what"] for side in found["sides"]] == ["ADA", "kettle", "GARDEN"]
    assert found["sides"][0]["text"].startswith("ADA, 40")


def test_every_place_is_where_the_text_stands(film: Tale, capsys: Said) -> None:
    for shot in ("1A", "1B", "2A", "3B"):
        found = blamed(film, capsys, shot)
        for what in ("script", "input"):
            assert of(found, what), (shot, what)
            for link in of(found, what):
                path, line = link["place"].rsplit(":", 1)
                said = link["text"].rpartition(": ")[2]
                assert said[:20] in film.read(path).split("\n")[int(line) - 1]
        for link in found["links"]:
            path, _, line = link["place"].partition(":")
            assert (film.root / path).exists()
            if line and path == SHOTS.replace("001", f"00{found['scene']}"):
                assert f"id: {shot}" in film.read(path).split("\n")[int(line) - 1]


def test_each_of_two_lines_that_say_the_same_is_its_own_shots(film: Tale, capsys: Said) -> None:
    text = film.read(SCRIPT).replace("The roof or the kettle?", "Both.", 1)
    film.write(SCRIPT, text)
    film.storyforge("save", "--accept-impact")
    film.storyforge("run", "shots", "--outdated", "--auto", "--accept-impact")
    lines = [number for number, line in enumerate(film.read(SCRIPT).split("\n"), 1) if line == "Both."]
    assert len(lines) == 2
    shots = [row["id"] for row in _shots(film, "2")]
    places = [link["place"] for shot in shots for link in of(blamed(film, capsys, shot), "script")]
    assert {f"{SCRIPT}:{line}" for line in lines} <= set(places)


def _shots(tale: Tale, scene: str) -> Any:
    from storyforge.pipeline.session import Session

    model: Any = Session.open(tale.root).story.model(f"scenes/00{scene}/shots.yaml")
    return [{"id": shot.id} for shot in model.shots]


def test_an_edit_by_hand_has_its_author_and_its_reason(
    film: Tale, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = film.git("log", "-1", "--format=%H", "--grep=^shots:")
    film.edit(SHOTS, "size: MLS", "size: CU")
    [shot] = of(blamed(film, capsys, "1B"), "shot")
    assert (shot["with"], shot["commit"], shot["approval"]) == ("hand", None, "edited")
    assert "by hand · not saved yet · edited since it was locked in " in told(film, capsys, "1B")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ben Ladder")
    film.storyforge("save", "-m", "I want to see her eyes")
    [shot] = of(blamed(film, capsys, "1B"), "shot")
    assert (shot["commit"]["author"], shot["guidance"]) == ("Ben Ladder", "I want to see her eyes")
    assert shot["locked"]["id"] == made
    edit = film.head
    film.storyforge("lock", "shots")
    [shot] = of(blamed(film, capsys, "1B"), "shot")
    assert (shot["with"], shot["commit"]["id"], shot["approval"]) == ("hand", edit, "locked")
    assert shot["locked"]["id"] == film.head
    [other] = of(blamed(film, capsys, "1A"), "shot")
    assert (other["with"], other["commit"]["id"]) == ("offline", made)


def told(tale: Tale, said: Said, shot: str) -> str:
    said.readouterr()
    assert tale.storyforge("blame", shot) == 0
    return said.readouterr().out


def test_a_line_that_its_author_wrote_into_the_script(film: Tale, capsys: Said) -> None:
    film.edit(SCRIPT, "in a grey coat, runs", "in a grey coat, limps")
    film.storyforge("save", "-m", "she fell yesterday")
    edit = film.head
    film.edit("scenes/001/shots.yaml", "in a grey coat, runs", "in a grey coat, limps")
    found = blamed(film, capsys, "1B")
    lines = {link["place"]: link for link in of(found, "script")}
    changed = next(link for link in lines.values() if "limps" in link["text"])
    assert (changed["with"], changed["commit"]["id"]) == ("hand", edit)
    assert changed["guidance"] == "she fell yesterday"
    spoken = next(link for link in lines.values() if link["text"].startswith("ADA: "))
    assert spoken["commit"]["stage"] == "script"
    assert [link["text"] for link in of(found, "input")][-1] == "Ben! It leaks."


def test_a_look_that_its_author_wrote(film: Tale, capsys: Said) -> None:
    film.edit(ADA, "in a grey coat", "in a red coat")
    film.storyforge("save", "-m", "red reads better in the rain")
    ada = blamed(film, capsys, "1B")["sides"][0]
    assert (ada["with"], ada["commit"]["id"], ada["guidance"]) == ("hand", film.head, "red reads better in the rain")


def test_prices_are_added_and_the_unknown_is_said(tale: Tale, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TEXT.table, "scripted", "tests.pipeline.scripted:Scripted")
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
    monkeypatch.setitem(VIDEO.table, "scripted", "tests.pipeline.scripted_media:ScriptedCamera")
    for provider in (Scripted, ScriptedArtist, ScriptedCamera):
        monkeypatch.setattr(provider, "asked", [])
    both = ("--with", "image=scripted", "--with", "video=scripted", "--max-cost", "100")
    tale.storyforge("run", "frames", "--auto", *both)
    tale.storyforge("frame", "redo", "1B.start", "-m", "closer, from below", *both)
    tale.storyforge("lock", "frames")
    tale.storyforge("confirm", *both)
    tale.storyforge("run", "video", "--auto", *both)
    found = blamed(tale, capsys, "1B")
    [clip], [start] = of(found, "clip"), of(found, "start frame")
    assert (clip["with"], clip["cost"]) == ("scripted:one", {"amount": "0.04", "currency": "USD"})
    assert (start["take"], start["guidance"]) == (2, "closer, from below")
    assert found["spent"] == [{"amount": "0.12", "currency": "USD"}]
    assert found["unknown"] == 0
    out = told(tale, capsys, "1B")
    assert "0.12 USD for this shot" in out
    assert "take 2" in out
    assert "guidance: closer, from below" in out

    record = "locks/scenes/001/clips.yaml.json"
    text = tale.read(record)
    at = text.index('"1B": {')
    tale.write(record, text[:at] + text[at:].replace('"amount": "0.04"', '"amount": null', 1))
    found = blamed(tale, capsys, "1B")
    assert (found["unknown"], found["spent"]) == (1, [{"amount": "0.08", "currency": "USD"}])
    assert "0.08 USD and 1 of unknown price for this shot" in told(tale, capsys, "1B")


def test_before_anything_is_filmed(tale: Tale, capsys: Said) -> None:
    found = blamed(tale, capsys, "2A")
    assert found["links"][0]["what"] == "video prompt"
    assert "nothing for this shot" in told(tale, capsys, "2A")


@pytest.mark.parametrize("name", ["1Z", "shots", ""])
def test_a_shot_that_is_not_there(tale: Tale, capsys: Said, name: str) -> None:
    assert tale.storyforge("blame", name) == 2
    assert "There is no artifact called" in capsys.readouterr().err


def test_a_narrow_terminal(film: Tale, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storyforge.cli.table.columns", lambda: 60)
    monkeypatch.setattr("storyforge.cli.views_blame.columns", lambda: 60)
    long = [line for line in told(film, capsys, "1B").splitlines() if len(line) > 60]
    assert long == []


class TestPassages:
    """Where a text stands in a file."""

    def test_of_several_the_nearest(self) -> None:
        lines = ["Yes.", "", "She goes.", "", "Yes."]
        assert in_text(lines, "Yes.", 1) == 1
        assert in_text(lines, "*Yes.*", 4) == 5
        assert in_text(lines, "No.", 1) is None
        assert in_text(lines, "", 1) is None

    def test_within_a_paragraph_and_over_lines(self) -> None:
        lines = ["She goes to the door and listens. Nothing at all.", "A long speech that is", "on two lines."]
        assert in_text(lines, "Nothing at all.", 1) == 1
        assert in_text(lines, "A long speech that is on two lines.", 1) == 2

    def test_markup_is_read_away(self) -> None:
        lines = ["<Paragraph>", "<Text>Tom &amp; Ada, quietly</Text>", "</Paragraph>"]
        assert in_text(lines, "Tom & Ada, quietly", 1, markup=True) == 2
        assert in_text(lines, "Tom & Ada, quietly", 1) is None

    def test_the_paragraph_that_is_most_alike(self) -> None:
        found = paragraphs("# Title\n\nAda runs\nhome.\n\nBen climbs a ladder.\n")
        assert found == [Passage(1, "# Title"), Passage(3, "Ada runs home."), Passage(6, "Ben climbs a ladder.")]
        assert alike(found, "Ben on the ladder, he climbs") == found[2]
        assert alike(found, "Something else altogether") is None
        assert alike(found, "…") is None


def test_shots_are_completed(tale: Tale) -> None:
    place = ["-C", str(tale.root), "blame"]
    assert list(candidates(place, "1")) == [row["id"] for row in _shots(tale, "1")]
    assert "shots" in candidates(["-C", str(tale.root), "why"], "s")


def test_a_picture_that_its_author_put_there(film: Tale, capsys: Said) -> None:
    picture = "scenes/001/frames/1B-start.png"
    film.write(picture, (film.root / "scenes/001/frames/1A-start.png").read_bytes())
    [start] = of(blamed(film, capsys, "1B"), "start frame")
    assert (start["place"], start["with"], start["commit"], start["approval"]) == (picture, "hand", None, "edited")
    film.storyforge("save", "-m", "drawn anew on paper")
    [start] = of(blamed(film, capsys, "1B"), "start frame")
    assert (start["with"], start["commit"]["id"]) == ("hand", film.head)
    [end] = of(blamed(film, capsys, "1B"), "end frame")
    assert end["commit"]["stage"] == "frames"


def test_a_shot_in_small_letters_is_told_in_its_own(tale: Tale, capsys: Said) -> None:
    assert tale.storyforge("blame", "1a") == 2
    assert 'Did you mean "1A"?' in capsys.readouterr().err
    assert tale.storyforge("blame", "kitchen") == 2
    assert "Name a shot, such as 3B." in capsys.readouterr().err
