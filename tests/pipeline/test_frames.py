"""From prompts to clips with an artist and a camera that cost money: nothing twice, nothing over an author's own."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from typing import TYPE_CHECKING, cast

import pytest
from PIL import Image

from storyforge.media.ffmpeg import program
from storyforge.pipeline.session import Session
from storyforge.providers import IMAGE, VIDEO
from tests.pipeline.scripted_media import ScriptedArtist, ScriptedCamera

if TYPE_CHECKING:
    from storyforge.model.clips import ClipSet
    from storyforge.model.frames import FrameSet
    from tests.tale import Tale

FRAMES = "scenes/001/frames.yaml"
BOTH = ("--with", "image=scripted", "--with", "video=scripted", "--max-cost", "100")


@pytest.fixture(autouse=True)
def _scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
    monkeypatch.setitem(VIDEO.table, "scripted", "tests.pipeline.scripted_media:ScriptedCamera")
    for provider in (ScriptedArtist, ScriptedCamera):
        monkeypatch.setattr(provider, "asked", [])
    monkeypatch.setattr(ScriptedArtist, "referred", [])


@pytest.fixture
def drawn(prompted: Tale) -> Tale:
    """All frames drawn and locked, nothing confirmed."""
    assert prompted.storyforge("run", "frames", "--auto", *BOTH) == 0
    return prompted


@pytest.fixture
def filmed(drawn: Tale) -> Tale:
    """All clips made."""
    assert drawn.storyforge("confirm", *BOTH) == 0
    assert drawn.storyforge("run", "video", "--auto", *BOTH) == 0
    return drawn


def frames(tale: Tale, path: str = FRAMES) -> FrameSet:
    return cast("FrameSet", Session.open(tale.root).story.model(path))


def trailer(tale: Tale, name: str) -> str:
    return tale.git("log", "-1", f"--format=%(trailers:key=Storyforge-{name},valueonly)").strip()


def square(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(file, "PNG")
    return file.getvalue()


def test_one_commit_holds_the_pictures_with_their_file_and_their_price(drawn: Tale) -> None:
    assert drawn.subjects[0].startswith("frames: 4 scenes, ")
    changed = drawn.changed_in()
    assert {"scenes/001/frames.yaml", "scenes/001/frames/establishing.png", "scenes/001/frames/1A-start.png"} <= {
        *changed
    }
    count = sum(name.endswith(".png") for name in changed)
    assert trailer(drawn, "With") == "image=scripted"
    assert trailer(drawn, "Cost") == f"{count * 4 / 100:.2f} USD"
    assert len(ScriptedArtist.asked) == count
    assert not drawn.dirty
    assert drawn.stand(FRAMES).approval == "locked"
    assert all(frame.approved for frame in frames(drawn).pictures().values())


def test_an_edit_is_redrawn_where_it_shows_and_nowhere_else(drawn: Tale) -> None:
    before = frames(drawn).pictures()
    ScriptedArtist.asked.clear()
    lists = drawn.read("scenes/001/shots.yaml")
    shot = lists[: lists.index("size: MLS")].rpartition("id: 1")[2][:1]
    drawn.edit("scenes/001/shots.yaml", "size: MLS", "size: CU")
    assert drawn.storyforge("run", "frames", "--outdated", "--auto", "--accept-impact", *BOTH) == 0
    assert {item.partition(".")[0] for item in ScriptedArtist.asked} == {f"1{shot}"}
    after = frames(drawn).pictures()
    assert {item for item in after if after[item] != before[item]} <= set(ScriptedArtist.asked)
    assert drawn.record(FRAMES).items["establishing"].cost == "0.04", "what was paid stays with what it was paid for"
    assert drawn.stand(FRAMES).freshness == "current"


def test_words_that_are_spoken_are_in_no_picture(drawn: Tale) -> None:
    drawn.edit("scenes/001/shots.yaml", "It leaks", "It drips")
    assert drawn.storyforge("run", "prompts", "--outdated", "--auto") == 0
    assert drawn.stand(FRAMES).freshness == "current"


def test_a_shot_that_continues_grows_out_of_the_end_before(prompted: Tale) -> None:
    path = next(
        path
        for path in sorted(prompted.root.glob("scenes/*/shots.yaml"))
        if path.read_text("utf-8").count("continues: false") > 1
    )
    name = path.relative_to(prompted.root).as_posix()
    head, _, tail = prompted.read(name).partition("continues: false")
    prompted.write(name, f"{head}continues: false{tail.replace('continues: false', 'continues: true', 1)}")
    assert prompted.storyforge("run", "prompts", "--outdated", "--auto") == 0
    assert prompted.storyforge("run", "frames", "--auto", *BOTH) == 0
    assert len(ScriptedArtist.referred) == 1
    (grown,) = ScriptedArtist.referred
    record = prompted.record(name.replace("shots", "frames"))
    chained = [facet for facet in record.items[grown].made_from if "/frames.yaml#" in facet]
    assert len(chained) == 1
    assert chained[0].endswith(".end")


def test_frames_are_approved_one_by_one_and_then_locked(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert prompted.storyforge("frames", "1", "--quick", *BOTH) == 0
    assert prompted.stand(FRAMES).approval == "draft"
    shots = [shot.id for shot in frames(prompted).frames]
    assert prompted.storyforge("frame", "approve", f"{shots[0]}.start") == 0
    approved = {item for item, frame in frames(prompted).pictures().items() if frame.approved}
    assert approved == {f"{shots[0]}.start"}
    assert prompted.storyforge("frame", "approve", *shots) == 0
    assert prompted.stand(FRAMES).approval == "draft", "the establishing frame is open"
    assert prompted.storyforge("lock", "frames", "--scene", "1") == 0
    assert prompted.stand(FRAMES).approval == "locked"
    assert frames(prompted).establishing.approved  # type: ignore[union-attr]  # it was drawn
    assert prompted.storyforge("frame", "approve", "1Z") == 2
    assert "1Z" in capsys.readouterr().err


def test_asked_for_again_it_is_another_take(drawn: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    ScriptedArtist.asked.clear()
    assert drawn.storyforge("frame", "redo", "1A", *BOTH[:2]) == 3
    assert "needs guidance" in capsys.readouterr().err
    assert drawn.storyforge("frame", "redo", "1A.start", "-m", "closer, and from below", *BOTH[:2], *BOTH[4:]) == 0
    assert ScriptedArtist.asked == ["1A.start"]
    again = frames(drawn).pictures()["1A.start"]
    assert (again.take, again.approved, again.guidance) == (2, False, "closer, and from below")
    assert "closer, and from below" in drawn.git("log", "-1", "--format=%b")


def test_a_picture_of_ones_own_is_never_drawn_over(drawn: Tale) -> None:
    mine = square("red")
    drawn.write("scenes/001/frames/1A-start.png", mine)
    assert drawn.stand(FRAMES).approval == "edited"
    assert drawn.storyforge("save") == 0
    assert drawn.subjects[0] == "frames: edited by hand"
    frame = frames(drawn).pictures()["1A.start"]
    assert (frame.by, frame.approved, frame.take) == ("hand", True, 2)
    ScriptedArtist.asked.clear()
    drawn.edit("scenes/001/shots.yaml", "size: MLS", "size: CU")
    assert drawn.storyforge("run", "frames", "--outdated", "--auto", "--accept-impact", *BOTH) == 0
    assert "1A.start" not in ScriptedArtist.asked
    assert ScriptedArtist.asked, "the end frame is the program's"
    assert (drawn.root / "scenes/001/frames/1A-start.png").read_bytes() == mine
    assert not drawn.not_current().get(FRAMES)


def test_who_deletes_a_picture_of_their_own_gets_the_programs_again(drawn: Tale) -> None:
    path = drawn.root / "scenes/001/frames/1A-start.png"
    path.write_bytes(square("red"))
    assert drawn.storyforge("save") == 0
    path.unlink()
    ScriptedArtist.asked.clear()
    assert drawn.storyforge("run", "frames", "--auto", *BOTH) == 0
    assert ScriptedArtist.asked == ["1A.start"]
    assert frames(drawn).pictures()["1A.start"].by != "hand"
    assert path.exists()
    assert drawn.stand(FRAMES).approval == "locked"


def test_what_is_no_picture_is_refused_with_its_place(drawn: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    drawn.write("scenes/001/frames/1A-start.png", "not a picture")
    assert drawn.storyforge("save") == 2
    assert "scenes/001/frames/1A-start.png" in capsys.readouterr().err


def test_a_lost_picture_comes_back_and_costs_nothing(drawn: Tale) -> None:
    drawn.git("rm", "-q", "scenes/001/frames/1A-start.png")
    drawn.git("commit", "-qm", "lost")
    assert drawn.stand(FRAMES).approval == "missing"
    ScriptedArtist.asked.clear()
    assert drawn.storyforge("run", "frames", "--auto", *BOTH) == 0
    assert not ScriptedArtist.asked, "what was bought is kept on this machine"
    assert trailer(drawn, "Cost") == "0 USD"
    assert drawn.stand(FRAMES).approval == "locked"
    shutil.rmtree(drawn.root / ".git/storyforge/answers")
    drawn.git("rm", "-q", "scenes/001/frames/1A-start.png")
    drawn.git("commit", "-qm", "lost")
    assert drawn.storyforge("run", "frames", "--auto", *BOTH) == 0
    assert ScriptedArtist.asked == ["1A.start"]


def test_what_was_finished_before_a_failure_is_not_bought_again(
    prompted: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ScriptedArtist, "fails", ("1A.start",))
    assert prompted.storyforge("frames", "--quick", *BOTH) == 1
    assert "The provider hung up." in capsys.readouterr().err
    assert prompted.stand(FRAMES).approval == "missing"
    assert prompted.stand("scenes/002/frames.yaml").approval == "draft", "one scene stops no other"
    monkeypatch.setattr(ScriptedArtist, "fails", ())
    ScriptedArtist.asked.clear()
    assert prompted.storyforge("frames", "--quick", *BOTH) == 0
    assert ScriptedArtist.asked == ["1A.start"]


def test_whoever_pays_says_whether_all_is_bought_at_once(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert prompted.storyforge("frames", "2", *BOTH) == 3
    said = capsys.readouterr().err
    assert "frames 2 --quick" in said
    assert "frames 2 --control" in said
    assert prompted.storyforge("frames", "2", "--quick", "--control", *BOTH) == 2
    assert not ScriptedArtist.asked
    assert prompted.storyforge("frames", "2") == 0, "offline all at once is usual"


def test_in_control_mode_nothing_is_bought_before_what_it_follows_is_approved(
    prompted: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    control = ("frames", "2", "--control", *BOTH)
    path = "scenes/002/frames.yaml"
    order: list[str] = []
    while prompted.storyforge(*control) == 0:
        bought = ScriptedArtist.asked[len(order) :]
        if not bought:
            break
        order += bought
        assert len({item.partition(".")[0] for item in bought} - {"establishing"}) == 1
        assert len(set(bought) - {"establishing"}) == 1, "one frame at a time"
        count = len(ScriptedArtist.asked)
        capsys.readouterr()
        if prompted.storyforge(*control) == 3:
            assert f"{bought[-1]} is not approved yet" in capsys.readouterr().err
        assert len(ScriptedArtist.asked) == count, "what is not approved is followed by nothing"
        assert prompted.storyforge("frame", "approve", bought[-1]) == 0
    made = frames(prompted, path)
    assert sorted(order) == sorted(made.pictures()), "each bought once, all of them in the end"
    expected = [item for item in made.pictures() if item != "establishing"]
    assert [item for item in order if item != "establishing"] == expected
    assert prompted.stand(path).approval == "draft"


def test_nobody_but_the_author_agrees_to_spend(drawn: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert drawn.storyforge("run", "video", "--auto", *BOTH[:4]) == 3
    assert "storyforge" in capsys.readouterr().err
    assert not ScriptedCamera.asked
    assert drawn.storyforge("confirm", "1", "--dry-run", *BOTH) == 0
    assert "0.04 USD" in capsys.readouterr().out
    assert drawn.storyforge("confirm", "1", *BOTH) == 0
    assert drawn.stand("scenes/001/confirmation.yaml").approval == "locked"
    assert drawn.storyforge("video", "1", *BOTH) == 0
    assert ScriptedCamera.asked
    assert {name[0] for name in ScriptedCamera.asked} == {"1"}


def test_an_unknown_price_is_confirmed_as_unknown(
    drawn: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ScriptedCamera, "amount", None)
    assert drawn.storyforge("confirm", "1", *BOTH) == 4, "not without saying how many"
    assert "for the clips of scene 1 is not known" in capsys.readouterr().err
    assert not any("confirm" in subject for subject in drawn.subjects)
    assert drawn.storyforge("confirm", "1", *BOTH, "--allow-unknown-price", "--max-count", "1") == 0
    assert "unknown" in drawn.subjects[0]
    assert drawn.storyforge("show", "confirm", "1") == 0
    assert "price unknown" in (shown := capsys.readouterr().out)
    assert "1 calls at most" in shown
    assert drawn.storyforge("video", "1", *BOTH) == 3, "as many as were agreed to, and no more"
    assert len(ScriptedCamera.asked) == 1


def test_what_changed_after_the_confirmation_is_not_filmed(drawn: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert drawn.storyforge("confirm", *BOTH) == 0
    drawn.write("scenes/001/frames/1A-start.png", square("blue"))
    assert drawn.storyforge("video", "1", *BOTH) == 3
    assert "Scene 1 is not confirmed as it is now." in capsys.readouterr().err
    assert drawn.storyforge("video", "2", "--with", "video=scripted:two") == 3
    assert "confirmed for clips by scripted, not by scripted:two" in capsys.readouterr().err
    assert not ScriptedCamera.asked


def test_a_clip_is_made_again_where_its_words_changed(filmed: Tale) -> None:
    assert {scene["status"] for scene in filmed.report()["scenes"]} == {"video complete"}
    ScriptedCamera.asked.clear()
    ScriptedArtist.asked.clear()
    filmed.edit("scenes/001/shots.yaml", "It leaks", "It drips")
    assert filmed.storyforge("run", "prompts", "--outdated", "--auto") == 0
    outdated = {path for path, freshness in filmed.not_current().items() if freshness == "outdated"}
    assert outdated == {"scenes/001/confirmation.yaml", "scenes/001/clips.yaml"}
    assert filmed.storyforge("confirm", "1", *BOTH) == 0
    assert filmed.storyforge("run", "video", "--outdated", "--auto", *BOTH) == 0
    assert len(ScriptedCamera.asked) == 1
    assert not ScriptedArtist.asked
    assert not filmed.not_current()


def test_the_second_run_makes_nothing(filmed: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    head = filmed.head
    capsys.readouterr()
    assert filmed.storyforge("run", "--auto", "--json", *BOTH) == 0
    summary = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (summary["made"], filmed.head) == ([], head)


def test_answers_that_cost_money_stay_on_this_machine(filmed: Tale) -> None:
    kept = list((filmed.root / ".git/storyforge/answers").rglob("*.png"))
    assert len(kept) == len(ScriptedArtist.asked)


def test_a_clip_of_ones_own_is_measured_and_kept(filmed: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    """It is the author's: its length is what it is, and nobody films over it."""
    path = "scenes/001/clips/1A.mp4"
    filmed.write(path, "not a film")
    assert filmed.storyforge("save") == 2
    assert path in capsys.readouterr().err
    ffmpeg = str(program().path)
    source = ["-f", "lavfi", "-i", "color=red:size=64x36:rate=24:duration=2"]
    subprocess.run([ffmpeg, "-loglevel", "error", "-y", *source, str(filmed.root / path)], check=True)
    assert filmed.storyforge("save") == 0
    clips = cast("ClipSet", Session.open(filmed.root).story.model("scenes/001/clips.yaml"))
    mine = clips.clips[0]
    assert (mine.by, mine.frames, mine.size, mine.take) == ("hand", 48, "64x36", 2)
    ScriptedCamera.asked.clear()
    assert filmed.storyforge("video", "1", "-m", "slower, and warmer", *BOTH) == 3, "each was agreed to once"
    assert not ScriptedCamera.asked
    assert filmed.storyforge("confirm", "1", *BOTH) == 0
    assert filmed.storyforge("video", "1", "-m", "slower, and warmer", *BOTH) == 0
    assert "1A" not in ScriptedCamera.asked
    assert ScriptedCamera.asked
    assert filmed.storyforge("lock", "video") == 0
    (filmed.root / path).unlink()
    ScriptedCamera.asked.clear()
    assert filmed.storyforge("run", "video", "--auto", *BOTH) == 0
    assert ScriptedCamera.asked == ["1A"]
