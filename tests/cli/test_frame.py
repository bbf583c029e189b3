"""Frames seen, compared, patched, brought back: on the command line, with the offline artist."""

from __future__ import annotations

import io
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageDraw

from storyforge.cli.main import run
from tests.cli.small import SCRIPT, Caller

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tale import Tale

START = "scenes/001/frames/1B-start.png"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small story with the frames of its first scene, which nobody has approved yet."""
    folder = tmp_path_factory.mktemp("drawn")
    script = folder / "key.fountain"
    script.write_text(SCRIPT.partition("EXT.")[0], encoding="utf-8")
    assert run(["new", str(folder / "key"), "--primary", str(script)]) == 0
    assert run(["-C", str(folder / "key"), "run", "prompts", "--auto"]) == 0
    assert run(["-C", str(folder / "key"), "frames"]) == 0
    return folder / "key"


@pytest.fixture
def call(drawn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Caller:
    """The same, to be changed."""
    shutil.copytree(drawn, tmp_path / "key")
    return Caller(tmp_path / "key", capsys)


def answer(call: Caller, *arguments: str) -> Any:
    code, out, err = call(*arguments, "--json")
    assert code == 0, err
    return json.loads(out.splitlines()[-1])


def rows(call: Caller) -> dict[str, Any]:
    return {row["item"]: row for row in answer(call, "frame", "list", "1")["scenes"]["1"]}


def spoil(call: Caller, size: tuple[int, int] | None = None) -> Path:
    """The frame with its whole set red, as a file of the author's."""
    picture = Image.open(call.folder / START).convert("RGB")
    ImageDraw.Draw(picture).rectangle((0, 0, picture.width, picture.height), fill=(200, 30, 30))
    file = call.folder.parent / "mine.png"
    (picture.resize(size) if size else picture).save(file)
    return file


def test_frames_are_listed_with_what_they_drift(call: Caller) -> None:
    found = rows(call)
    assert found["1B.start"]["before"] == "1A.end"
    assert all(row["score"] < 25 for row in found.values() if row["score"] is not None), "as planned"
    assert found["1A.start"]["score"] is None
    assert "drift" in call("frame", "list", "1")[1]
    assert call("frame", "list", "9")[0] == 2
    assert "1B.start drifts from 1A.end by" in call("status", "1")[1]
    assert [found["item"] for found in answer(call, "status", "1")["drift"]] == ["1B.start"]


@pytest.mark.parametrize(
    ("how", "kind"), [("side", "PNG"), ("ghost", "PNG"), ("difference", "PNG"), ("flicker", "GIF")]
)
def test_two_frames_in_one_picture(call: Caller, how: str, kind: str) -> None:
    found = answer(call, "frame", "compare", "1A.end", "1B.start", "--how", how)
    picture = Image.open(found["file"])
    assert picture.format == kind
    assert getattr(picture, "n_frames", 1) == (2 if how == "flicker" else 1)
    assert found["score"] == rows(call)["1B.start"]["score"]


def test_a_comparison_is_written_over_nothing_of_the_storys(call: Caller, tmp_path: Path) -> None:
    compare = ("frame", "compare", "1A.end", "1B")
    assert call(*compare, "--out", str(call.folder / START))[0] == 2
    assert call(*compare, "--out", str(tmp_path / "two.jpg"))[0] == 2
    other = tmp_path / "holiday.png"
    other.write_bytes(b"mine")
    assert call(*compare, "--out", str(other))[0] == 2
    assert other.read_bytes() == b"mine"
    assert call(*compare, "--out", str(tmp_path / "two.png"))[0] == 0
    assert call(*compare, "--out", str(tmp_path / "two.png"))[0] == 0, "our own is written anew"
    assert call("frame", "compare", "1A.end")[0] == 2
    assert call("frame", "compare", "1A.end", "1Z")[0] == 2


def test_a_patch_changes_its_region_and_nothing_else(call: Caller) -> None:
    before = Image.open(io.BytesIO((call.folder / START).read_bytes())).convert("RGB")
    mine = spoil(call)
    found = answer(call, "frame", "patch", "1B.start", "--rect", "50%,0%,50%x60%", "--with-picture", str(mine))
    assert (found["take"], found["by"]) == (2, "offline, patched by hand")
    after = Image.open(call.folder / START).convert("RGB")
    left = (0, 0, before.width // 2, before.height)
    assert before.crop(left).tobytes() == after.crop(left).tobytes()
    assert found["changed"] == pytest.approx(0.3, abs=0.02)
    row = rows(call)["1B.start"]
    assert (row["take"], row["approved"], row["flag"]) == (2, False, "warning")
    code, out, _ = call("check", "frame_drift")
    assert (code, "1B.start drifts from 1A.end" in out) == (0, True)
    assert "frame compare 1A.end 1B.start" in out


def test_a_patch_says_what_is_wrong_with_it(call: Caller) -> None:
    patch = ("frame", "patch", "1B.start")
    mine = str(spoil(call, (100, 900)))
    for wrong in (
        (),
        ("--rect", "40%,10%,20%x30%", "--mask", mine),
        ("--rect", "90%,10%,20%x30%", "--with-picture", mine),
        ("--rect", "40%,10%,20%x30%", "--with-picture", mine),
        ("--rect", "wide", "--with-picture", mine),
        ("--mask", "nowhere.png", "--with-picture", mine),
        ("--rect", "40%,10%,20%x30%", "-m", "an open window"),
        ("--rect", "40%,10%,20%x30%", "--until", "3"),
    ):
        code, _, err = call(*patch, *wrong)
        assert (code, "hint:" in err) == (2, True), wrong
    assert call(*patch, "--rect", "40%,10%,20%x30%")[0] == 3, "nobody said what is to be there"
    assert rows(call)["1B.start"]["take"] == 1


def test_every_take_is_kept_and_comes_back_without_paying(call: Caller) -> None:
    first = (call.folder / START).read_bytes()
    mine = str(spoil(call))
    for rect in ("0,0,300x300", "600,200,200x200"):
        assert call("frame", "patch", "1B.start", "--rect", rect, "--with-picture", mine)[0] == 0
    made = answer(call, "frame", "takes", "1B.start")["1B.start"]
    assert [take["take"] for take in made] == [1, 2, 3]
    assert [take["current"] for take in made] == [False, False, True]
    assert made[0]["score"] < made[1]["score"]
    assert answer(call, "frame", "use", "1B.start", "--take", "1")["take"] == 4
    assert (call.folder / START).read_bytes() == first
    made = answer(call, "frame", "takes", "1B.start")["1B.start"]
    assert (made[3]["same_as"], made[3]["current"]) == (1, True)
    assert call("frame", "use", "1B.start", "--take", "9")[0] == 2
    assert call("frame", "use", "1B.start")[0] == 2
    assert "Nothing to do" in call("frame", "use", "1B.start", "--take", "4")[1]
    assert call("status")[0] == 0


def test_approving_says_what_is_open_still(call: Caller) -> None:
    _, out, _ = call("frame", "approve", "1A")
    assert "Still open: 1B.start" in out
    assert "frame compare 1A.end 1B.start" in out


def test_frames_made_one_by_one_go_on_so_when_they_are_approved(
    prompted: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    call = Caller(prompted.root, capsys)
    assert call("frames", "1", "--control")[0] == 0
    said = call("frame", "approve", "1A")[1]
    assert "Next: storyforge frames 1 --control" in said
    assert call("frames", "1", "--control")[0] == 0, "what it says works"
    assert call("frames", "1", "--quick")[0] == 0, "and so does the other way"
    assert call("frame", "approve", "1A")[1].count("--control") == 0


def test_half_of_a_scene_is_not_agreed_to(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    call = Caller(prompted.root, capsys)
    assert call("frames", "1", "--control")[0] == 0
    assert call("lock", "frames")[0] == 0
    code, _, err = call("confirm", "1")
    assert (code, "lacks the frames of 1B" in err) == (3, True), err
    assert call("frames", "1", "--quick")[0] == 0, "what it says works"
    assert call("lock", "frames")[0] == 0
    assert call("confirm", "1")[0] == 0
    assert call("video", "1")[0] == 0


def test_the_offline_artist_is_not_asked_forever(call: Caller) -> None:
    mine = str(spoil(call))
    assert call("frame", "patch", "1B.start", "--rect", "0,0,600x500", "--with-picture", mine)[0] == 0
    code, out, err = call("frame", "redo", "1B.start", "--reason", "light", "--until", "0", "--max-takes", "6")
    assert code == 0, err
    assert "the same picture came again" in out
    assert "all are kept" in out
    assert len(answer(call, "frame", "takes", "1B.start")["1B.start"]) == 4
    assert call("frame", "redo", "1A.start", "-m", "closer, from below", "--until", "3")[0] == 2, "nothing is before it"
    assert call("frame", "redo", "1B.start", "--max-takes", "3", "-m", "closer, from below")[0] == 2
    assert call("frame", "redo", "1B.start")[0] == 3
