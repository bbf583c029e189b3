"""The example code of the documents works: three providers, an exporter, a kind of place and a kind of prop."""

from __future__ import annotations

import csv
import io
import json
import wave
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from PIL import Image

from storyforge.exporters import EXPORTERS
from storyforge.media.pictures import open_picture
from storyforge.media.previz.colours import light_of
from storyforge.media.previz.places import build_setting
from storyforge.media.previz.places.kinds import KINDS, Kind
from storyforge.media.previz.places.prop_shapes import PROPS
from storyforge.media.previz.places.props import prop_pieces
from storyforge.model.framing import PlaceSeen
from storyforge.pipeline.session import Session
from storyforge.providers import IMAGE, SPEECH, TEXT, VIDEO
from tests.media.films import decoded
from tests.media.previz.places.bodies import bumps, crowded, heights
from tests.pipeline.scripted_writer import options
from tests.tale import Tale

if TYPE_CHECKING:
    from storyforge.model.clips import ClipSet
    from storyforge.model.frames import FrameSet
    from storyforge.model.shots import ShotList

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the entry points of an installed package would do it."""
    monkeypatch.syspath_prepend(EXAMPLES)
    monkeypatch.setitem(IMAGE.table, "folder", "folder_pictures:FolderPictures")
    monkeypatch.setitem(VIDEO.table, "dissolve", "dissolve:Dissolve")
    monkeypatch.setitem(SPEECH.table, "tones", "guide_tones:GuideTones")
    monkeypatch.setitem(EXPORTERS.table, "shotsheet", "shot_sheet:export")
    monkeypatch.setitem(TEXT.table, "pasted", "pasted_text:PastedText")


def shots(tale: Tale) -> ShotList:
    return cast("ShotList", Session.open(tale.root).story.model("scenes/001/shots.yaml"))


def test_a_letter_becomes_a_file_and_its_answer_is_pasted(begun: Tale, tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    idea = ("--idea", "Mara rows one last passenger across.", "--length", "3:00-5:00")
    assert begun.storyforge("new", "ferry", *idea) == 0
    ferry = Tale(begun.root / "ferry")
    asked = ("treatment", "--with", f"text=pasted:{letters}")
    assert ferry.storyforge(*asked) == 1
    (letter,) = letters.iterdir()
    assert "one last passenger" in letter.read_text("utf-8")
    letter.with_name(f"{letter.stem}.answer.txt").write_text(json.dumps(options()), "utf-8")
    assert ferry.storyforge(*asked) == 0
    assert "Jonas wakes" in ferry.read("treatment/option-2.md")


def test_pictures_of_a_folder_become_frames_and_a_dissolve_becomes_a_clip(prompted: Tale, tmp_path: Path) -> None:
    folder = tmp_path / "drawn"
    folder.mkdir()
    names = [
        "1-establishing",
        *(f"{shot.id}-{moment}" for shot in shots(prompted).shots for moment in ("start", "end")),
    ]
    for name in names:
        colour = {"start": "red", "end": "blue"}.get(name.partition("-")[2], "white")
        Image.new("RGB", (320, 180), colour).save(folder / f"{name}.png")
    wanted = ("--with", f"image=folder:{folder}", "--with", "video=dissolve")
    assert prompted.storyforge("run", "--scene", "1", "--auto", *wanted) == 0
    story = Session.open(prompted.root).story
    frames = cast("FrameSet", story.model("scenes/001/frames.yaml")).pictures()
    assert {frame.by for frame in frames.values()} == {f"folder:{folder}"}
    start = open_picture(story.medium(f"scenes/001/{frames['1A.start'].file}"), "1A.start")
    assert start.getpixel((5, 5)) == (255, 0, 0)
    clips = {clip.id: clip for clip in cast("ClipSet", story.model("scenes/001/clips.yaml")).clips}
    both = next(shot for shot in shots(prompted).shots if f"{shot.id}.end" in frames)
    assert clips[both.id].frames == both.frames
    film = decoded(prompted.root / "scenes/001" / clips[both.id].file)
    first, last = (picture.resize((1, 1)).getpixel((0, 0)) for picture in (film[0], film[-1]))
    assert len(film) == both.frames
    assert isinstance(first, tuple)
    assert isinstance(last, tuple)
    assert first[0] > 200 > first[2]
    assert last[2] > 200 > last[0]


def test_a_picture_that_is_not_in_the_folder_is_named(
    prompted: Tale, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert prompted.storyforge("frames", "1", "--quick", "--with", f"image=folder:{tmp_path}") == 1
    assert f"There is no picture {tmp_path}/" in capsys.readouterr().err


def test_lines_are_spoken_as_tones_one_a_word(prompted: Tale) -> None:
    prompted.edit("story.yaml", "speech: offline", "speech: tones")
    assert prompted.storyforge("export", "otio", "--scene", "1") == 0
    (line,) = (line for shot in shots(prompted).shots for line in shot.dialogue)
    (file,) = sorted((prompted.root / "exports" / "audio").rglob("*.wav"))
    with wave.open(str(file), "rb") as sound:
        seconds = sound.getnframes() / sound.getframerate()
    assert seconds == pytest.approx(len(line.text.split()) / 3, abs=0.05)


def test_a_shot_sheet_has_every_shot_and_adds_up(prompted: Tale) -> None:
    assert prompted.storyforge("export", "shotsheet", "--scene", "1") == 0
    text = (prompted.root / "exports" / "TheKettle_Sc01_shots.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["shot"] for row in rows] == [shot.id for shot in shots(prompted).shots]
    assert float(rows[-1]["starts"]) == pytest.approx(sum(float(row["seconds"]) for row in rows[:-1]), abs=0.05)


@pytest.mark.parametrize("time", ["DAY", "NIGHT"])
def test_a_place_of_ones_own_has_room_for_people_and_something_on_every_wall(
    monkeypatch: pytest.MonkeyPatch, time: str
) -> None:
    builder = import_module("sauna").sauna
    monkeypatch.setitem(cast("dict[str, Kind]", KINDS), "hut", Kind(builder, (1.2, 0.9)))
    place = PlaceSeen("sauna", "HUT", time=time)
    setting = build_setting(place, weather="", seed=f"sauna {time}", text="The fire burns.")
    assert {"bench", "bench-2", "stove", "door", "window"} <= set(setting.spots)
    assert crowded(setting) == []
    assert not any(bumps(setting, spot) for spot in setting.spots.values())


def test_a_prop_of_ones_own_is_as_large_as_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    made = import_module("hourglass")
    monkeypatch.setitem(cast("dict[str, Any]", PROPS), "hourglass", made.hourglass)
    spans = [heights(piece) for piece in prop_pieces("hourglass", light_of("DAY", inside=True))]
    assert min(low for low, _ in spans) == pytest.approx(0, abs=0.02)
    assert max(high for _, high in spans) == pytest.approx(made.HEIGHT, abs=0.02)
