"""Gates before money, proved by what reached the server: nothing leaves before its author has said yes to it."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from storyforge.cli.main import run
from storyforge.errors import PriceNotAcceptedError
from storyforge.journal.answers import Answers
from storyforge.journal.calls import Call
from storyforge.model.money import Cost
from storyforge.pipeline.spending.desk import Desk, Pending, Terms
from storyforge.providers import keys
from tests.cli.small import SCRIPT
from tests.providers.gemini_clips import Does, of
from tests.providers.gemini_server import GeminiServer, words
from tests.tale import Tale

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

IMAGE, VIDEO = "image=google:gemini-nano-banana-2.1", "video=google:gemini-omni-1.1-flash"
KEY = "AIzaPlanted-0123456789-abcdef"
SHOTS = "scenes/001/shots.yaml"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One scene up to its prompts, its people drawn by rule; jobs are asked for often."""
    root = tmp_path_factory.mktemp("gates")
    (root / "key.fountain").write_text(SCRIPT.partition("EXT. GARDEN")[0], encoding="utf-8")
    assert run(["new", str(root / "key"), "--primary", str(root / "key.fountain")]) == 0
    tale = Tale(root / "key")
    assert tale.storyforge("run", "prompts", "--auto") == 0
    assert tale.storyforge("keys", "--auto") == 0
    asked = "  text: offline\n  settings:\n    video: {every: 0.05}\n"
    tale.write("story.yaml", tale.read("story.yaml").replace("  text: offline\n", asked, 1))
    assert tale.storyforge("save", "-m", "how clips are asked for") == 0
    return root / "key"


@pytest.fixture
def tale(prepared: Path, tmp_path: Path) -> Tale:
    shutil.copytree(prepared, tmp_path / "key", symlinks=True)
    return Tale(tmp_path / "key")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[GeminiServer]:
    monkeypatch.setattr(keys, "_kept", {"GOOGLE_API_KEY": "", "GEMINI_API_KEY": ""})
    monkeypatch.setenv("GOOGLE_API_KEY", KEY)
    with GeminiServer(keys=(KEY,)) as running:
        monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", running.address)
        of(running).usual = Does(polls=1)
        yield running


PICTURES: tuple[tuple[str, ...], ...] = (
    ("keys", "anna", "-m", "ten years older"),
    ("frames", "--quick"),
    ("frames", "1", "--control"),
    ("frames", "--auto"),
    ("run", "frames"),
    ("run", "--auto"),
    ("prompts", "try", "1A"),
    ("style", "preview", "noir"),
)
OF_FRAMES: tuple[tuple[str, ...], ...] = (
    ("frame", "redo", "1A.start", "-m", "closer, from below"),
    ("frame", "redo", "1B.start", "--reason", "light", "--until", "0"),
    ("frame", "patch", "1A.start", "--rect", "40%,10%,20%x30%", "-m", "she wears a red hat"),
    ("run", "frames", "--outdated", "--auto", "--accept-impact"),
)


def test_no_picture_is_asked_for_before_its_price_was_accepted(
    tale: Tale, server: GeminiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in PICTURES:
        capsys.readouterr()
        assert tale.storyforge(*command, "--with", IMAGE) == 3, command
        said = capsys.readouterr().err
        assert re.search(r"USD; nothing was asked", " ".join(said.split())), command
        assert "--max-cost" in said
    assert tale.storyforge("frames", "--quick") == 0
    text = tale.read(SHOTS)
    tale.write(SHOTS, text.replace("ANNA, 40, opens a drawer.", "ANNA, 40, opens a window."))
    for asked in OF_FRAMES:
        capsys.readouterr()
        assert tale.storyforge(*asked, "--with", IMAGE) == 3, asked
    assert server.heard == []


def test_the_estimate_that_was_told_is_what_is_accepted(
    tale: Tale, server: GeminiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tale.storyforge("frames", "--quick", "--with", IMAGE) == 3
    told = re.search(r"--max-cost (\S+)", capsys.readouterr().err)
    assert told is not None
    assert server.heard == []
    assert tale.storyforge("frames", "--quick", "--with", IMAGE, "--max-cost", told[1]) == 0
    assert server.paid["image"] == len(server.asked("image")) > 0


def test_what_was_bought_and_not_committed_needs_no_second_word(tale: Tale, server: GeminiServer) -> None:
    accepted = ("frames", "--quick", "--with", IMAGE, "--max-cost", "9")
    assert tale.storyforge(*accepted) == 0
    bought = server.paid["image"]
    tale.git("reset", "--hard", "-q", "HEAD~1")
    assert tale.storyforge(*accepted[:-2]) == 0
    assert server.paid["image"] == bought


@pytest.mark.parametrize(("kind", "accepted"), [("image", True), ("speech", True), ("text", False), ("video", False)])
def test_the_desk_itself_refuses(tmp_path: Path, kind: str, accepted: bool) -> None:
    """Whatever forgets to ask: text has its budget, clips their confirmation."""
    call = Call(
        key="k" * 32,
        kind=kind,
        by="somebody",
        task=kind,
        stage=kind,
        scene="",
        item="it",
        take=1,
        run="r1",
        timeline="main",
        author="Ada",
        estimate=Cost.read({"amount": "0.04", "currency": "USD"}),
    )
    for agreed in (False, True):
        terms = Terms(f"r{agreed}", "main", "Ada", lambda _: (), lambda *_: None, agreed=agreed)
        desk = Desk(tmp_path / "storyforge", Answers(tmp_path / "answers"), terms)
        if accepted and not agreed:
            with pytest.raises(PriceNotAcceptedError, match="nothing was asked"):
                desk.ground(call, "png")
        else:
            found = desk.ground(call, "png")
            assert isinstance(found, Pending)
            desk.release(found)
        desk.close()


def test_in_control_mode_no_end_is_asked_for_before_its_start_is_approved(tale: Tale, server: GeminiServer) -> None:
    control = ("frames", "1", "--control", "--with", IMAGE, "--max-cost", "9")
    for _ in range(3):
        tale.storyforge(*control)
    first = len(server.asked("image"))
    assert 0 < first <= 2, "the place, and one start frame"
    before = "\n".join(words(heard) for heard in server.asked("image"))
    assert "at the end of the shot" not in before
    assert not tale.root.joinpath("scenes/001/frames/1A-end.png").exists()
    assert tale.storyforge("frame", "approve", "1A.start") == 0
    assert tale.storyforge(*control) == 0
    assert len(server.asked("image")) == first + 1
    assert server.paid["image"] == first + 1


def test_no_clip_is_asked_for_before_a_valid_confirmation(
    tale: Tale, server: GeminiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = ("video", "--with", VIDEO)
    assert tale.storyforge("run", "frames", "--auto") == 0
    assert tale.storyforge(*film) == 3, "nothing is confirmed"
    assert tale.storyforge("run", "--auto", "--with", VIDEO) == 3, "nobody has said how much"
    assert tale.storyforge("run", "--auto", "--with", VIDEO, "--max-cost", "0.01") in (3, 4), "so little"
    assert tale.storyforge("confirm", "--with", VIDEO, "--draft") == 0
    assert tale.storyforge(*film, "--final") == 3, "drafts were agreed to"
    assert tale.storyforge("confirm", "--with", VIDEO) == 0
    confirmed = tale.git("rev-parse", "HEAD").strip()
    assert tale.storyforge("video", "--with", "video=google:gemini-omni-1.2-flash") == 3, "of another model"

    path = "scenes/001/confirmation.yaml"
    lowered = re.sub(r"(?m)^(\s*(?:- )?cost: ).*$", r"\g<1>'0.01'", tale.read(path), count=1)
    assert lowered != tale.read(path)
    tale.write(path, lowered)
    assert tale.storyforge(*film) in (2, 3, 4), "edited by hand"
    tale.git("reset", "--hard", "-q", confirmed)

    tale.write(SHOTS, tale.read(SHOTS).replace("opens a drawer", "opens a window"))
    assert tale.storyforge("save", "--accept-impact", "-m", "a window") == 0
    assert tale.storyforge(*film) == 3, "outdated"
    tale.git("reset", "--hard", "-q", confirmed)

    mine = tmp_path / "models.yaml"
    mine.write_text("video:\n  google:gemini-omni-1.1-flash:\n    prices: {720p: 0.9}\n", encoding="utf-8")
    monkeypatch.setenv("STORYFORGE_MODELS", str(mine))
    assert tale.storyforge(*film) != 0, "at another price"
    monkeypatch.delenv("STORYFORGE_MODELS")

    assert not server.asked("video")
    assert tale.storyforge(*film) == 0
    assert server.paid["video"] == len(server.asked("video")) == 2
