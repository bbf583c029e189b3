"""A story whose clips Omni films: what the server sold is what the ledger says, whatever goes wrong on the way."""

from __future__ import annotations

import json
import math
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from storyforge.cli.main import run
from storyforge.journal.ledger import Ledger
from storyforge.pipeline.session import Session
from storyforge.pipeline.spending import patience
from storyforge.providers import keys
from tests.cli.small import SCRIPT
from tests.providers.gemini_clips import Does, mp4, of
from tests.providers.gemini_server import Fault, GeminiServer
from tests.tale import Tale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.journal.calls import Entry
    from storyforge.model.clips import Clip, ClipSet
    from storyforge.model.shots import ShotList

MODEL = ("--with", "video=google:gemini-omni-1.1-flash")
KEY = "AIzaPlanted-0123456789-abcdef"
SHOTS = 2
SOLD = ("submitted", "received", "settled", "spoilt", "sold")
QUICK = "  settings:\n    video: {every: 0.05"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story up to its frames, drawn by rule, whose jobs are asked for often."""
    root = tmp_path_factory.mktemp("google")
    (root / "key.fountain").write_text(SCRIPT.partition("EXT. GARDEN")[0], encoding="utf-8")
    assert run(["new", str(root / "key"), "--primary", str(root / "key.fountain")]) == 0
    tale = Tale(root / "key")
    assert tale.storyforge("run", "frames", "--auto") == 0
    adjust(tale, "")
    return root / "key"


def adjust(tale: Tale, more: str) -> None:
    """Settings of clips in story.yaml, besides that jobs are asked for often."""
    text = tale.read("story.yaml")
    if QUICK in text:
        head, _, rest = text.partition(QUICK)
        text = head + QUICK + more + "}" + rest.partition("}")[2]
    else:
        text = text.replace("  text: offline\n", f"  text: offline\n{QUICK}{more}}}\n", 1)
    tale.write("story.yaml", text)
    assert tale.storyforge("save", "-m", "how clips are asked for") == 0


@pytest.fixture
def tale(prepared: Path, tmp_path: Path) -> Tale:
    shutil.copytree(prepared, tmp_path / "key", symlinks=True)
    return Tale(tmp_path / "key")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[GeminiServer]:
    monkeypatch.setattr(keys, "_kept", {"GOOGLE_API_KEY": "", "GEMINI_API_KEY": ""})
    monkeypatch.setenv("GOOGLE_API_KEY", KEY)
    monkeypatch.setattr(patience, "LONGEST_PAUSE", 0.05)
    with GeminiServer(keys=(KEY,)) as running:
        monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", running.address)
        of(running).usual = Does(polls=1)
        yield running


def film(tale: Tale, *more: str) -> int:
    """Agree to the price, and film."""
    assert tale.storyforge("confirm", *MODEL) == 0
    return tale.storyforge("video", *MODEL, *more)


def calls(tale: Tale) -> list[Entry]:
    ledger = Ledger(tale.root / ".git" / "storyforge")
    try:
        return ledger.entries()
    finally:
        ledger.close()


def states(tale: Tale) -> list[str]:
    return sorted(entry.state for entry in calls(tale))


def sold(tale: Tale) -> int:
    """How many calls the ledger says were sold."""
    return len([entry for entry in calls(tale) if entry.state in SOLD])


def clips(tale: Tale) -> dict[str, Clip]:
    story = Session.open(tale.root).story
    sets = [cast("ClipSet | None", story.model(f"scenes/00{number}/clips.yaml")) for number in story.scenes]
    return {clip.id: clip for found in sets if found for clip in found.clips}


def frames(tale: Tale) -> dict[str, int]:
    story = Session.open(tale.root).story
    lists = [cast("ShotList", story.model(f"scenes/00{number}/shots.yaml")) for number in story.scenes]
    return {shot.id: shot.frames for found in lists for shot in found.shots}


def in_words(text: str) -> str:
    return " ".join(text.split())


def test_clips_are_bought_once_kept_whole_and_told_with_their_price(tale: Tale, server: GeminiServer) -> None:
    assert film(tale) == 0
    assert server.paid == {"video": SHOTS}
    assert states(tale) == ["settled"] * SHOTS
    lengths = sorted(heard.body["response_format"]["duration"] for heard in server.asked("video"))
    assert lengths == sorted(f"{max(3, math.ceil(count / 24))}s" for count in frames(tale).values())
    for name, clip in clips(tale).items():
        frames_there = 24 * max(3, math.ceil(frames(tale)[name] / 24))
        content = next((tale.root / "scenes").glob(f"*/{clip.file}")).read_bytes()
        assert content == mp4(frames_there / 24, (64, 36), 24, sound=True), "to the byte"
        assert (clip.frames, clip.length or clip.frames) == (frames(tale)[name], frames_there)
        assert (clip.sound, clip.steps, clip.by) == (True, (), MODEL[1].partition("=")[2])
        assert clip.sent in ("first+last", "first")
    paid = sum((entry.price.amount or Decimal(0) for entry in calls(tale)), Decimal(0))
    assert paid > 0
    assert f"Storyforge-Cost: {paid} USD" in tale.git("log", "-1", "--format=%B")
    assert paid <= sum((entry.call.estimate.amount or Decimal(0) for entry in calls(tale)), Decimal(0))
    assert tale.storyforge("video", *MODEL) == 0
    assert server.paid == {"video": SHOTS}, "what is there is not asked for again"
    assert not tale.dirty


def test_nothing_is_bought_before_it_is_confirmed(tale: Tale, server: GeminiServer) -> None:
    assert tale.storyforge("video", *MODEL) == 3
    assert tale.storyforge("run", "video", "--auto", *MODEL) == 3
    assert not server.asked("video")


def test_a_busy_service_is_asked_again_each_time_as_a_call_of_its_own(tale: Tale, server: GeminiServer) -> None:
    server.faults += [Fault(429, retry_after="0"), Fault(500), Fault(503)]
    of(server).busy.update({429: 2, 500: 1})
    assert film(tale) == 0
    assert states(tale) == ["failed"] * 3 + ["settled"] * SHOTS
    assert len(server.asked("video")) == SHOTS + 3
    server.faults += [Fault(503)] * 50
    shot = next(iter(clips(tale)))
    assert tale.storyforge("video", "-s", shot[0], *MODEL, "-m", "slower") != 0
    assert len(server.asked("video")) <= SHOTS + 3 + 5 * SHOTS, "five times at most"
    assert server.paid == {"video": SHOTS}


def test_less_is_sent_step_by_step_and_told(
    tale: Tale, server: GeminiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuses(job: Any) -> str:
        pictures = sum(part["type"] == "image" for part in job.heard.body["input"][0]["content"])
        task = job.heard.body["generation_config"]["video_config"]["task"]
        return "frames are not supported by this model" if task == "image_to_video" and pictures else ""

    of(server).refuses = refuses
    assert film(tale) == 0
    said = in_words(capsys.readouterr().err)
    for name, clip in clips(tale).items():
        assert clip.sent == "references"
        assert [step.sent for step in clip.steps][-1] == "references"
        assert "frames are not supported" in clip.steps[0].why
        assert f"The clip of {name} is made from reference pictures" in said
    assert server.paid == {"video": SHOTS}
    assert states(tale).count("settled") == SHOTS
    steps = [entry for entry in calls(tale) if entry.state == "failed"]
    assert len({entry.call.key for entry in calls(tale)}) == SHOTS + len(steps), "each step is a call of its own"
    assert len(server.asked("video")) == len(calls(tale))


def test_a_story_may_forbid_to_send_less(tale: Tale, server: GeminiServer, capsys: pytest.CaptureFixture[str]) -> None:
    adjust(tale, ", strict_inputs: true")
    of(server).refuses = lambda _: "frames are not supported by this model"
    assert film(tale) == 1
    assert "does not take" in in_words(capsys.readouterr().err)
    assert set(states(tale)) == {"failed"}
    assert not server.paid["video"]


def test_a_command_may_forbid_it_too(
    tale: Tale,
    server: GeminiServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Told before it is agreed to, where the catalogue knows; where it does not, before anything less is asked for."""
    of(server).refuses = lambda _: "frames are not supported by this model"
    assert tale.storyforge("confirm", *MODEL, "--strict-inputs") == 0
    assert tale.storyforge("video", *MODEL, "--strict-inputs") == 1
    assert tale.storyforge("run", "--auto", *MODEL, "--strict-inputs", "--max-cost", "20") == 1
    assert "does not take" in in_words(capsys.readouterr().err)
    assert not server.paid["video"]
    asked = len(server.asked("video"))
    own = tmp_path / "models.yaml"
    own.write_text("video:\n  google:gemini-omni-1.1-flash:\n    takes: [references, text]\n")
    monkeypatch.setenv("STORYFORGE_MODELS", str(own))
    for command in (("confirm", "--dry-run"), ("confirm",), ("video",)):
        assert tale.storyforge(*command, *MODEL, "--strict-inputs") == 1, command
        assert "is to be made from its first" in in_words(capsys.readouterr().err)
    assert len(server.asked("video")) == asked
    assert tale.storyforge("confirm", "--dry-run", *MODEL) == 0


def test_speech_has_no_drafts(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale.edit("story.yaml", "  text: offline\n", "  text: offline\n  drafts: {speech: offline}\n")
    assert tale.storyforge("save") == 2
    assert "speech has no drafts" in in_words(capsys.readouterr().err)


SPOILT = {
    "too short": (Does(polls=1, seconds=1), "24 frames long"),
    "of another shape": (Does(polls=1, size=(36, 64)), "36x64, and 16:9"),
    "cut off": (Does(polls=1, file=mp4(4.0, (64, 36), 24, sound=True)[:-2000]), "breaks off|damaged"),
    "no film": (Does(polls=1, file=b"<html>Sorry</html>" * 100), "no film is in it"),
    "expired": (Does(polls=1, gone=True), "gone"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_what_can_not_be_used_is_paid_kept_and_not_bought_again(
    tale: Tale, server: GeminiServer, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    does, why = SPOILT[how]
    of(server).does = [does]
    assert film(tale) == 1
    [spoilt] = [entry for entry in calls(tale) if entry.state == "spoilt"]
    assert spoilt.price.amount
    assert sold(tale) == server.paid["video"] == SHOTS
    capsys.readouterr()
    assert tale.storyforge("jobs", "--json") == 0
    [listed] = [call for call in json.loads(capsys.readouterr().out)["calls"] if call["state"] == "spoilt"]
    assert re.search(why, listed["problem"])
    if how != "expired":
        assert Path(listed["kept"]).read_bytes() == (does.file or of(server).jobs["00000001"].file)
    assert film(tale) == 3
    assert server.paid["video"] == SHOTS, "not without its author's word"
    assert tale.storyforge("jobs", "resolve", str(spoilt.number), "--sold") == 0
    assert film(tale) == 0
    assert server.paid["video"] == sold(tale) == SHOTS + 1
    assert len(clips(tale)) == SHOTS


def test_jobs_that_fail_cost_nothing_and_leave_the_rest(tale: Tale, server: GeminiServer) -> None:
    of(server).does = [Does(polls=1, filtered="blocked by safety policy"), Does(polls=1, fails="overloaded")]
    assert film(tale) == 1
    assert server.paid["video"] == sold(tale) == SHOTS - 2
    assert film(tale) == 0
    assert server.paid["video"] == sold(tale) == SHOTS


def test_a_file_that_breaks_off_is_fetched_again(tale: Tale, server: GeminiServer) -> None:
    of(server).usual = Does(polls=1, cuts=2)
    assert film(tale) == 0
    assert server.paid["video"] == sold(tale) == SHOTS
    assert not [file for file in (tale.root / ".git" / "storyforge" / "answers").rglob("*spoilt*") if file.is_file()]


def test_a_job_that_never_ends_stays_open_and_the_next_run_takes_it_up(
    tale: Tale, server: GeminiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    adjust(tale, ", wait: 1")
    of(server).does = [Does(never=True)]
    assert film(tale) == 1
    assert "still at work" in in_words(capsys.readouterr().err)
    assert states(tale).count("submitted") == 1
    assert tale.storyforge("jobs") == 0
    assert "a job at work" in capsys.readouterr().out
    stuck = of(server).jobs["00000001"]
    of(server).jobs["00000001"] = type(stuck)(stuck.heard, Does(polls=0), stuck.seconds, stuck.aspect)
    assert film(tale) == 0
    assert server.paid["video"] == len(server.asked("video")) == SHOTS
    assert states(tale) == ["settled"] * SHOTS


def started(tale: Tale, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "storyforge", "-C", str(tale.root), *arguments]
    return subprocess.Popen(command, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def wait_until(so: Any) -> None:
    end = time.monotonic() + 60
    while not so() and time.monotonic() < end:
        time.sleep(0.02)


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_another_process_goes_on_with_the_jobs_of_one_that_ended(
    tale: Tale, server: GeminiServer, sign: signal.Signals
) -> None:
    of(server).usual = Does(never=True)
    assert tale.storyforge("confirm", *MODEL) == 0
    process = started(tale, "video", *MODEL)
    wait_until(lambda: sum(job.asked > 1 for job in of(server).jobs.values()) == SHOTS)
    os.kill(process.pid, sign)
    said, _ = process.communicate(timeout=60)
    assert "Traceback" not in said
    assert states(tale) == ["submitted"] * SHOTS
    for job in of(server).jobs.values():
        job.does = Does(polls=1)
    again = started(tale, "video", *MODEL)
    said, _ = again.communicate(timeout=120)
    assert again.returncode == 0, said
    assert server.paid == {"video": SHOTS}
    assert states(tale) == ["settled"] * SHOTS
    assert not tale.dirty


CHANCE = """
import os, random, signal, sys, threading, time
random.seed(int(sys.argv[1]))
from storyforge.journal.ledger import Ledger
from storyforge.journal.answers import Answers
from storyforge.providers.google_video import GoogleVideo
left = random.randrange(26)
turn = threading.Lock()
def maybe():
    global left
    with turn:
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
def around(owner, name):
    whole = getattr(owner, name)
    def both(*given, **more):
        maybe()
        found = whole(*given, **more)
        maybe()
        return found
    setattr(owner, name, both)
for owner, names in ((Ledger, ("reserve", "submitting", "submitted", "received", "spoilt", "failed", "settle")),
                     (Answers, ("keep",)), (GoogleVideo, ("submit",))):
    for name in names:
        around(owner, name)
from storyforge.cli.main import run
sys.exit(run(sys.argv[2:]))
"""


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_random_what_the_server_sold_is_what_the_ledger_counts(
    tale: Tale, server: GeminiServer, seed: int
) -> None:
    luck = random.Random(seed)  # noqa: S311 - no secret hangs from it
    some = [Does(polls=1), Does(polls=2), Does(polls=1, cuts=1), Does(polls=1, seconds=1), Does(polls=1, fails="busy")]
    of(server).does = luck.choices(some, weights=(4, 2, 2, 1, 1), k=12)
    server.faults = [luck.choice([Fault(429, retry_after="0"), Fault(503)]) for _ in range(luck.randrange(3))]
    assert tale.storyforge("confirm", *MODEL) == 0
    command = [sys.executable, "-c", CHANCE, str(seed), "-C", str(tale.root), "video", *MODEL]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    written_off = 0
    for _ in range(12):
        if tale.storyforge("video", *MODEL) == 0:
            break
        for entry in calls(tale):
            if entry.state in ("doubt", "spoilt"):
                mine = sum(e.state in SOLD for e in calls(tale)) - (entry.state == "spoilt")
                was_sold = entry.state == "spoilt" or server.paid["video"] > mine
                word = "--sold" if was_sold else "--not-sold"
                assert tale.storyforge("jobs", "resolve", str(entry.number), word) == 0
                # What was sold once is sold again only where that is agreed to.
                assert not was_sold or tale.storyforge("confirm", *MODEL) == 0
                written_off += was_sold
    assert server.paid["video"] == sold(tale), (done.returncode, states(tale))
    assert server.paid["video"] == SHOTS + written_off, "what is undisturbed, and what its author had bought again"
    assert len(clips(tale)) == SHOTS
    assert not [entry for entry in calls(tale) if entry.state in ("doubt", "submitting", "submitted", "received")]
    assert tale.git("fsck", "--strict", "--no-dangling") == ""
