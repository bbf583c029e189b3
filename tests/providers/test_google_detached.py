"""Runs that go on by themselves: whoever began them is gone, and what the server sold is still what the ledger says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.providers import test_google_clips_story as story
from tests.providers.gemini_clips import Does, of
from tests.providers.test_google_clips_story import MODEL, SHOTS, adjust, calls, clips, film, states, wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.providers.gemini_server import GeminiServer
    from tests.tale import Tale

prepared, tale, server = story.prepared, story.tale, story.server

PARENT = """
import subprocess, sys
done = subprocess.run([sys.executable, "-m", "storyforge", *sys.argv[1:]], capture_output=True, encoding="utf-8")
print(done.stdout + done.stderr, end="")
sys.exit(done.returncode)
"""


class Room:
    """A story, the server that films it, and the runs that go on by themselves."""

    def __init__(self, tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
        self.tale = tale
        self._capsys = capsys

    def told(self) -> list[dict[str, Any]]:
        """The runs, as `jobs --json` lists them."""
        self.said()
        assert self.tale.storyforge("jobs", "--json") == 0
        runs: list[dict[str, Any]] = json.loads(self.said())["runs"]
        return runs

    def said(self) -> str:
        """What was printed since."""
        seen = self._capsys.readouterr()
        return seen.out + seen.err

    def begin(self) -> str:
        """Film in a run of its own, begun by a shell in a session of its own that is gone when this returns."""
        command = [sys.executable, "-c", PARENT, "-C", str(self.tale.root), "video", *MODEL, "--detach", "--json"]
        parent = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", start_new_session=True)
        said, _ = parent.communicate(timeout=60)
        assert parent.returncode == 0, said
        return str(json.loads(said)["run"])

    def file(self, run: str) -> Path:
        return self.tale.root / ".git" / "storyforge" / "runs" / f"{run}.json"

    def process(self, run: str) -> int:
        state = json.loads(self.file(run).read_text("utf-8"))
        return int(state["process"].split("|")[2])


@pytest.fixture
def room(tale: Tale, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tale, capsys)


def test_a_run_goes_on_when_whoever_began_it_is_gone(room: Room, server: GeminiServer) -> None:
    of(server).usual = Does(never=True)
    assert room.tale.storyforge("confirm", *MODEL) == 0
    run = room.begin()
    wait_until(lambda: len(of(server).jobs) == SHOTS)
    number = room.process(run)
    assert os.getsid(number) == number, "a leader of its own session: no terminal takes it along"
    [here] = room.told()
    assert (here["run"], here["state"], here["stage"]) == (run, "running", "video")
    for job in of(server).jobs.values():
        job.does = Does(polls=1)
    assert room.tale.storyforge("jobs", "watch", run[:4]) == 0
    assert "done" in room.said()
    assert server.paid == {"video": SHOTS}
    assert states(room.tale) == ["settled"] * SHOTS
    assert len(clips(room.tale)) == SHOTS
    assert "commit" in room.file(run).with_suffix(".log").read_text("utf-8")
    assert not room.tale.dirty


def test_a_run_that_is_told_to_end_keeps_what_is_out(room: Room, server: GeminiServer) -> None:
    of(server).usual = Does(never=True)
    assert room.tale.storyforge("confirm", *MODEL) == 0
    run = room.begin()
    wait_until(lambda: sum(job.asked > 1 for job in of(server).jobs.values()) == SHOTS)
    assert room.tale.storyforge("jobs", "cancel", run) == 0
    assert room.tale.storyforge("jobs", "watch", run) == 130
    assert room.told()[0]["state"] == "ended"
    assert states(room.tale) == ["submitted"] * SHOTS
    assert room.tale.storyforge("jobs", "cancel", run) == 2, "it is over"
    for job in of(server).jobs.values():
        job.does = Does(polls=1)
    again = room.begin()
    assert room.tale.storyforge("jobs", "watch", again) == 0
    assert server.paid == {"video": SHOTS}


def test_a_run_that_stops_at_a_gate_says_so_to_whoever_looks(room: Room, server: GeminiServer) -> None:
    run = room.begin()
    assert room.tale.storyforge("jobs", "watch", run) == 3
    assert "stopped at a gate: video needs confirm" in room.said()
    assert not server.asked("video")


def test_a_run_that_was_killed_is_known_to_be(room: Room, server: GeminiServer) -> None:
    of(server).usual = Does(never=True)
    assert room.tale.storyforge("confirm", *MODEL) == 0
    run = room.begin()
    wait_until(lambda: len(of(server).jobs) == SHOTS)
    os.kill(room.process(run), 9)
    wait_until(lambda: room.told()[0]["state"] == "lost")
    assert room.tale.storyforge("jobs", "watch", run) == 1
    assert "what was bought is kept" in room.said()


def test_a_job_is_given_up_where_that_can_be_and_a_call_is_asked_again(room: Room, server: GeminiServer) -> None:
    tale = room.tale
    adjust(tale, ", wait: 1")
    of(server).does = [Does(never=True)]
    assert film(tale) == 1
    [stuck] = [entry for entry in calls(tale) if entry.state == "submitted"]
    room.said()
    assert tale.storyforge("jobs", "retry", str(stuck.number)) == 2
    assert "its job is at work" in room.said()
    assert tale.storyforge("jobs", "cancel", str(stuck.number)) == 0
    assert "given up" in room.said()
    assert tale.storyforge("jobs", "cancel", str(stuck.number)) == 2
    assert server.paid["video"] == SHOTS - 1
    assert tale.storyforge("jobs", "retry", str(stuck.number)) == 0
    assert server.paid["video"] == SHOTS
    assert len(clips(tale)) == SHOTS
