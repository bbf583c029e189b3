"""What clips were agreed to is what is bought: exactly those, once, for no more, and not what changed meanwhile."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, cast

import pytest

from storyforge.cli.main import run
from storyforge.journal.ledger import Ledger
from storyforge.model.money import Cost
from storyforge.pipeline.session import Session
from storyforge.providers import VIDEO
from storyforge.providers.base import Reply, Terms
from tests.cli.small import SCRIPT
from tests.pipeline.scripted_media import ScriptedCamera
from tests.tale import Tale

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.model.clips import ClipSet
    from storyforge.model.confirmation import Confirmation
    from storyforge.providers.base import Footage, VideoRequest

CAMERA = ("--with", "video=scripted")
CLIPS = "scenes/001/clips.yaml"


class TwoQualities(ScriptedCamera):
    """Sells drafts for less, asks for one clip after the other, and does what a test wants meanwhile."""

    at_once = 1
    asked: ClassVar[list[str]] = []
    meanwhile: ClassVar[list[list[str]]] = []
    resolution: ClassVar[str] = "720p"

    def price(self, request: object) -> Cost:
        """A quarter for a draft."""
        return Cost(Decimal("0.01") if getattr(request, "draft", False) else Decimal("0.04"))

    def terms(self, request: VideoRequest) -> Terms:
        """Ten cents a second, in whole seconds."""
        return Terms(4, "360p" if request.draft else self.resolution, True, None, Decimal("0.01"), "2026-11-20")

    def film(self, request: VideoRequest) -> Reply[Footage]:
        """A clip; the command that is due is run by somebody else first."""
        found = super().film(request)
        if self.meanwhile:
            command = [sys.executable, "-m", "storyforge", *self.meanwhile.pop(0)]
            done = subprocess.run(command, capture_output=True, check=False)
            assert done.returncode == 0, done.stderr
        return Reply(found.value, found.by, self.price(request))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story with its frames drawn."""
    root = tmp_path_factory.mktemp("agreeing")
    (root / "key.fountain").write_text(SCRIPT, encoding="utf-8")
    assert run(["new", str(root / "key"), "--primary", str(root / "key.fountain")]) == 0
    assert run(["-C", str(root / "key"), "run", "frames", "--auto"]) == 0
    return root / "key"


@pytest.fixture
def tale(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tale:
    """The same, and a camera that costs money."""
    monkeypatch.setitem(VIDEO.table, "scripted", "tests.pipeline.test_agreeing:TwoQualities")
    monkeypatch.setattr(TwoQualities, "asked", [])
    monkeypatch.setattr(TwoQualities, "meanwhile", [])
    shutil.copytree(prepared, tmp_path / "key", symlinks=True)
    return Tale(tmp_path / "key")


def agreed(tale: Tale, number: str = "001") -> Confirmation:
    return cast("Confirmation", Session.open(tale.root).story.model(f"scenes/{number}/confirmation.yaml"))


def clips(tale: Tale) -> ClipSet:
    return cast("ClipSet", Session.open(tale.root).story.model(CLIPS))


def spent(tale: Tale) -> Decimal:
    ledger = Ledger(tale.root / ".git" / "storyforge")
    try:
        return sum((entry.counted.amount or Decimal(0) for entry in ledger.entries()), Decimal(0))
    finally:
        ledger.close()


def test_the_summary_says_what_is_bought_of_whom_for_how_much_and_what_is_wrong(
    tale: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert tale.storyforge("confirm", "1", "--dry-run", "--json", *CAMERA) == 0
    told = json.loads(capsys.readouterr().out)
    scene = told["scenes"]["1"]
    shots = len(scene["shots"])
    assert scene["frames"]["pairs"] + scene["frames"]["start_alone"] == shots
    assert (scene["resolution"], scene["sound"], scene["second"], scene["checked"]) == (
        "720p", True, "0.01", "2026-11-20",
    )  # fmt: skip
    assert Decimal(scene["cost"]) == Decimal("0.04") * shots
    assert set(scene["findings"]["counts"]) == {"error", "warning", "note"}
    assert [Decimal(price["cost"]["amount"]) for price in told["prices"]] == [
        Decimal("0.01") * shots, Decimal("0.04") * shots,
    ]  # fmt: skip
    assert not TwoQualities.asked
    assert tale.storyforge("confirm", "1", *CAMERA) == 0
    said = capsys.readouterr().out
    assert "as drafts" in said
    assert "as finals" in said
    assert "0.01 USD a second, looked up on 2026-11-20" in said
    assert "open findings:" in said
    for shot in agreed(tale).shots:
        assert shot.sends == ("first+last" if shot.end else "first")
        assert (shot.seconds, shot.cost) == (4, Decimal("0.04"))


def test_agreeing_again_is_another_agreement_only_once_something_was_bought(tale: Tale) -> None:
    assert tale.storyforge("confirm", "1", *CAMERA) == 0
    before = tale.head
    assert tale.storyforge("confirm", "1", *CAMERA) == 0
    assert (tale.head, agreed(tale).agreed) == (before, 1)
    assert tale.storyforge("video", "1", *CAMERA) == 0
    bought = len(TwoQualities.asked)
    assert spent(tale) == agreed(tale).cost
    assert tale.storyforge("video", "1", "-m", "slower, and warmer", *CAMERA) == 3
    assert tale.storyforge("confirm", "1", *CAMERA) == 0
    assert agreed(tale).agreed == 2
    assert tale.storyforge("video", "1", "-m", "slower, and warmer", *CAMERA) == 0
    assert len(TwoQualities.asked) == 2 * bought


def test_other_terms_than_were_agreed_to_are_a_gate(
    tale: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tale.storyforge("confirm", "1", *CAMERA) == 0
    monkeypatch.setattr(TwoQualities, "resolution", "1080p")
    assert tale.storyforge("video", "1", *CAMERA) == 3
    assert "was agreed to as 720p, and is 1080p now" in capsys.readouterr().err
    assert not TwoQualities.asked


@pytest.mark.parametrize("change", ["unlock", "prompt"])
def test_what_changes_while_clips_are_made_stops_what_is_not_sold_yet(
    tale: Tale, change: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tale.storyforge("confirm", "1", *CAMERA) == 0
    shots = [shot.id for shot in agreed(tale).shots]
    assert len(shots) > 1
    path, whole = "scenes/001/prompts.yaml", TwoQualities.film
    line = next(line for line in tale.read(path).splitlines() if "video:" in line)
    edited = tale.read(path).replace(line, f"{line} Slowly.", 1)

    def film(self: TwoQualities, request: VideoRequest) -> Reply[Footage]:
        if change == "prompt" and TwoQualities.meanwhile:
            tale.write(path, edited)
        return whole(self, request)

    monkeypatch.setattr(TwoQualities, "film", film)
    command = ["unlock", "confirm"] if change == "unlock" else ["save"]
    TwoQualities.meanwhile[:] = [["-C", str(tale.root), *command]]
    assert tale.storyforge("video", "1", *CAMERA) == 3
    assert "changed while its clips were being made" in capsys.readouterr().err
    assert TwoQualities.asked == shots[:1]
    assert tale.storyforge("confirm", "1", *CAMERA) == 0
    assert tale.storyforge("video", "1", *CAMERA) == 0
    again = len(shots) if change == "prompt" else len(shots) - 1
    assert len(TwoQualities.asked) <= 1 + again, "what is the same is not bought twice"


def test_drafts_are_looked_at_before_finals_take_their_place(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert tale.storyforge("confirm", "1", "--draft", *CAMERA) == 0
    assert (agreed(tale).draft, agreed(tale).resolution) == (True, "360p")
    assert tale.storyforge("video", "1", "--final", *CAMERA) == 3
    assert "confirmed for drafts, not for finals" in capsys.readouterr().err
    assert tale.storyforge("video", "1", "--draft", *CAMERA) == 0
    shots = len(clips(tale).clips)
    assert all(clip.draft for clip in clips(tale).clips)
    assert spent(tale) == Decimal("0.01") * shots
    assert tale.storyforge("show", "video", "1") == 0
    assert "draft" in capsys.readouterr().out
    assert tale.storyforge("confirm", "1", *CAMERA) == 0
    assert tale.storyforge("video", "1", "--draft", *CAMERA) == 3
    assert tale.storyforge("video", "1", "--final", *CAMERA) == 0
    assert not any(clip.draft for clip in clips(tale).clips)
    assert spent(tale) == Decimal("0.05") * shots
    bought = len(TwoQualities.asked)
    assert tale.storyforge("run", "video", "--scene", "1", "--auto", *CAMERA) == 0
    assert len(TwoQualities.asked) == bought == 2 * shots
    assert not tale.dirty
