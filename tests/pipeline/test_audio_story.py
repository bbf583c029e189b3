"""A film for an audio that is there: from the audio and its transcript to an animatic that is as long, to the frame."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import wave
from array import array
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.errors import AudioKindError, TranscriptLengthError, UnreadableMediaError
from storyforge.formats.captions import read_captions
from storyforge.media import joining
from storyforge.media.ffmpeg import program
from storyforge.model.stretches import frame_at, whole_frames
from storyforge.model.timing import parse_rate
from storyforge.pipeline.create import create
from storyforge.pipeline.export import ExportRequest, export
from storyforge.pipeline.inputs import Wanted
from storyforge.pipeline.session import Session
from tests.conftest import _isolate
from tests.tale import Tale

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.model.audio import Audio
    from storyforge.model.beats import BeatSheet
    from storyforge.model.shots import Shot, ShotList

RATE = 44_100
SAMPLES = 22 * RATE + 1234
WORDS = (
    (500, 3100, "The ferry leaves at six."),
    (3400, 6900, "Nobody has bought a ticket,\nand nobody will."),
    (10_400, 13_000, "She counts the ropes again."),
    (13_050, 15_600, "One is missing."),
    (16_000, 21_900, "That is how it began, on a day like any other, before the river rose."),
)


def clock(moment: int) -> str:
    return f"00:00:{moment // 1000:02},{moment % 1000:03}"


def subtitles(cues: tuple[tuple[int, int, str], ...] = WORDS) -> str:
    return "\n".join(f"{n}\n{clock(a)} --> {clock(b)}\n{text}\n" for n, (a, b, text) in enumerate(cues, 1))


def spoken(place: Path) -> Path:
    """A tone in the place of each subtitle; between them next to nothing."""

    def value(row: int) -> int:
        moment = row * 1000 // RATE
        heard = any(start <= moment < end for start, end, _ in WORDS)
        return int(9000 * math.sin(row * 300 * math.tau / RATE)) if heard else (row % 5) - 2

    with wave.open(str(place), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(array("h", map(value, range(SAMPLES))).tobytes())
    return place


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an author has: an audio, and what is said in it."""
    folder = tmp_path_factory.mktemp("audio")
    spoken(folder / "ferry.wav")
    (folder / "ferry.srt").write_text(subtitles(), "utf-8")
    return folder


def begin(desk: Path, root: Path, transcript: str = "ferry.srt", **options: Any) -> Tale:
    context = (f"{desk / transcript}:transcript",) if transcript else ()
    create(Wanted(root, None, desk / "ferry.wav", context, options={"language": "en", **options}))
    return Tale(root)


@pytest.fixture(scope="module")
def _begun(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story up to its script, which is locked with its gaps."""
    root = tmp_path_factory.mktemp("stories") / "ferry"
    with pytest.MonkeyPatch.context() as patch:
        _isolate(patch, root.parent / "home")
        tale = begin(desk, root, rate="24000/1001")
        assert tale.storyforge("run", "script", "--auto") == 0
        assert tale.storyforge("lock", "script", "--allow-todo") == 0
        assert tale.storyforge("run", "shots", "--auto") == 0
    return root


@pytest.fixture
def ferry(_begun: Path, tmp_path: Path) -> Tale:
    return Tale(shutil.copytree(_begun, tmp_path / "ferry"))


def story(tale: Tale) -> Any:
    return Session.open(tale.root).story


def audio(tale: Tale) -> Audio:
    found: Audio = story(tale).model("audio.yaml")
    return found


def shots(tale: Tale) -> list[Shot]:
    found: list[Shot] = []
    for number in story(tale).scenes:
        listed: ShotList = story(tale).model(f"scenes/{int(number):03}/shots.yaml")
        found += listed.shots
    return found


def frames(tale: Tale) -> int:
    return sum(shot.frames for shot in shots(tale))


def test_set_up_knows_the_exact_length_and_what_is_said_when(ferry: Tale) -> None:
    found = audio(ferry)
    assert found.length == Fraction(SAMPLES, RATE)
    said = [(int(s.start * 1000), s.text) for s in found.segments if s.text]
    assert said == [(0 if n == 0 else a, " ".join(text.split())) for n, (a, _, text) in enumerate(WORDS)]
    assert [int(s.start * 1000) for s in found.segments if not s.text] == [6900]
    assert "length: 0:22-0:23" in ferry.read("story.yaml")


def test_treatment_and_beats_are_the_words_as_they_are_spoken(ferry: Tale) -> None:
    words = [" ".join(text.split()) for _, _, text in WORDS]
    assert all(word in ferry.read("treatment.md") for word in words)
    sheet: BeatSheet = story(ferry).model("beats.yaml")
    assert " ".join(beat.text for beat in sheet.beats) == " ".join(words)
    assert [beat.scenes for beat in sheet.beats] == [("1",)]


def test_the_script_asks_what_is_seen_and_writes_no_dialogue(ferry: Tale) -> None:
    script = ferry.read("script.fountain")
    assert "[[audio 0:00.000 - 0:22.028]]" in script
    assert script.count("[[TODO:") == 1
    assert not [element for scene in story(ferry).scenes.values() for element in scene.blocks()]


def test_shots_are_as_long_as_the_audio_to_the_frame(ferry: Tale) -> None:
    assert frames(ferry) == whole_frames(Fraction(SAMPLES, RATE), parse_rate("24000/1001")) == 529


def test_every_subtitle_lies_within_one_shot(ferry: Tale) -> None:
    rate = parse_rate("24000/1001")
    edges, at = [], 0
    for shot in shots(ferry):
        edges.append((at, at + shot.frames))
        at += shot.frames
    for start, end, _ in WORDS:
        inside = [
            1 for first, after in edges if first - 1 <= frame_at(start, rate) and frame_at(end, rate) <= after + 1
        ]
        assert inside


def test_every_shot_without_a_picture_in_words_asks_for_one(ferry: Tale) -> None:
    assert all("[[TODO:" in shot.action for shot in shots(ferry))
    assert "before the river rose" in shots(ferry)[-1].action
    assert not any(shot.dialogue for shot in shots(ferry))


def see(tale: Tale, old: str, new: str) -> None:
    """The author answers: the script says what is seen."""
    tale.edit("script.fountain", old, new)
    assert tale.storyforge("save") == 0
    assert tale.storyforge("lock", "script", "--allow-todo") == 0


def gap_of(tale: Tale) -> str:
    script = tale.read("script.fountain")
    return script[script.index("[[TODO:") : script.index("]]", script.index("[[TODO:")) + 2]


def test_what_its_author_sees_is_laid_over_the_same_frames(ferry: Tale) -> None:
    see(ferry, gap_of(ferry), "A ferry lies at a pier. IDA (50) counts ropes on the deck. The water rises.")
    assert ferry.storyforge("run", "shots", "--outdated", "--auto") == 0
    assert frames(ferry) == 529
    told = " ".join(shot.action for shot in shots(ferry))
    assert told.index("A ferry lies") < told.index("IDA (50)") < told.index("The water rises")
    assert any(person.id == "ida" for shot in shots(ferry) for person in shot.characters)


def test_an_action_behind_a_note_begins_when_the_note_says(ferry: Tale) -> None:
    note = "[[audio 0:10.400: “She counts the ropes again.”]]"
    see(ferry, note, f"{note}\n\nIDA (50) counts ropes on the deck.")
    assert ferry.storyforge("run", "shots", "--outdated", "--auto") == 0
    at, begins = 0, dict[bool, int]()
    for shot in shots(ferry):
        begins.setdefault("TODO" in shot.action, at)
        at += shot.frames
    assert begins == {True: 0, False: frame_at(10_400, parse_rate("24000/1001"))}
    assert at == 529


def test_another_beginning_of_a_scene_outdates_the_shots_around_it_alone(ferry: Tale) -> None:
    script = ferry.read("script.fountain")
    note = "[[audio 0:13.050: “One is missing.”]]"
    scenes = [f".SOMEWHERE #{n}#\n\n[[audio 0:{start}]]\n\nA pier.\n" for n, start in ((2, "10.400"), (3, "16.000"))]
    ferry.write("script.fountain", script.replace(note, "") + "\n" + "\n".join(scenes))
    see(ferry, "A pier.", "A long pier.")
    assert ferry.storyforge("run", "shots", "--auto", "--outdated") == 0
    assert frames(ferry) == 529
    see(ferry, "[[audio 0:16.000]]", "[[audio 0:17.000]]")
    stale = [path for path, _ in ferry.not_current().items() if path.endswith("shots.yaml")]
    assert stale == ["scenes/002/shots.yaml", "scenes/003/shots.yaml"]


def test_without_a_transcript_it_is_divided_where_it_is_quiet(desk: Path, tmp_path: Path) -> None:
    made = create(Wanted(tmp_path / "quiet", None, desk / "ferry.wav", options={"language": "de"}))
    assert any("strongly recommended" in note for note in made.notes)
    tale = Tale(tmp_path / "quiet")
    edges = [int(s.start * 1000) for s in audio(tale).segments]
    assert any(6900 <= edge <= 10_400 for edge in edges)
    assert not any(s.text for s in audio(tale).segments)
    assert tale.storyforge("run", "script", "--auto") == 0
    assert "[[TODO: Was sehen wir von 0:00 bis 0:22?]]" in tale.read("script.fountain")


def test_a_transcript_of_another_audio_is_refused_and_leaves_nothing(desk: Path, tmp_path: Path) -> None:
    (desk / "other.srt").write_text(subtitles((*WORDS, (40_000, 41_000, "Far behind the end."))), "utf-8")
    with pytest.raises(TranscriptLengthError, match=r"other\.srt"):
        begin(desk, tmp_path / "no", "other.srt")
    assert not (tmp_path / "no").exists()


def test_a_transcript_that_goes_on_a_little_longer_is_told(desk: Path, tmp_path: Path) -> None:
    (desk / "late.srt").write_text(subtitles((*WORDS, (21_950, 23_900, "And so on."))), "utf-8")
    made = create(
        Wanted(tmp_path / "late", None, desk / "ferry.wav", (f"{desk / 'late.srt'}:transcript",), {"language": "en"})
    )
    assert any("goes on until 0:23.900" in note for note in made.notes)


@pytest.mark.parametrize(("name", "error"), [("talk.mp3", UnreadableMediaError), ("talk.ogg", AudioKindError)])
def test_what_is_no_audio_is_refused_and_leaves_nothing(tmp_path: Path, name: str, error: type[Exception]) -> None:
    (tmp_path / name).write_bytes(b"no sound is in here")
    with pytest.raises(error, match=name):
        create(Wanted(tmp_path / "no", None, tmp_path / name, options={"language": "en"}))
    assert not (tmp_path / "no").exists()


def test_another_audio_under_the_same_name_is_found(ferry: Tale) -> None:
    data = bytearray((ferry.root / "inputs/ferry.wav").read_bytes())
    data[5000:5002] = b"\x11\x11"
    ferry.write("inputs/ferry.wav", bytes(data))
    checked = json.loads(ferry.program("check", "--json").stdout)
    assert "another audio" in json.dumps(checked)


def test_the_animatic_has_the_audio_alone_from_its_first_sample_to_its_last(ferry: Tale) -> None:
    see(ferry, gap_of(ferry), "A ferry lies at a pier.")
    assert ferry.storyforge("run", "video", "--auto", "--outdated") == 0
    ferry.git("fsck")
    place = export(Session.open(ferry.root), ExportRequest("animatic"), lambda _: None).exported.path
    assert joining.count_frames(place) == 529
    heard = subprocess.run(
        [
            program().path,
            "-v",
            "error",
            "-i",
            str(place),
            "-map",
            "0:a",
            "-f",
            "s16le",
            "-ac",
            "1",
            "-ar",
            "48000",
            "-",
        ],
        capture_output=True,
        check=True,
    ).stdout
    assert len(heard) // 2 == 529 * 2002  # 48,000 samples a second at 24000/1001 frames a second
    values = array("h", heard)
    for start, end, _ in WORDS:
        assert max(map(abs, values[(start + 50) * 48 : (end - 50) * 48])) > 5000
    assert max(map(abs, values[7000 * 48 : 10_300 * 48])) < 500
    cues = read_captions(place.with_suffix(".srt").read_text("utf-8"))
    assert [(cue.start, cue.end) for cue in cues[:4]] == [(start, end) for start, end, _ in WORDS[:4]]
    assert " ".join(cues[1].text.split()) == "Nobody has bought a ticket, and nobody will."
    assert (cues[4].start, cues[-1].end) == WORDS[4][:2]


def test_the_timeline_for_editors_has_the_audio_on_a_track_of_its_own(ferry: Tale) -> None:
    place = export(Session.open(ferry.root), ExportRequest("otio"), lambda _: None).exported.path
    timeline = json.loads(place.read_text("utf-8"))
    tracks = {track["name"]: track for track in timeline["tracks"]["children"]}
    assert list(tracks) == ["Picture", "Audio", "SFX"]
    (clip,) = tracks["Audio"]["children"]
    assert clip["source_range"]["start_time"]["value"] == 0
    assert clip["source_range"]["duration"]["value"] == 529
    target = clip["media_references"]["DEFAULT_MEDIA"]["target_url"]
    assert (place.parent / target).resolve() == (ferry.root / "inputs/ferry.wav").resolve()
