"""Whoever went away is told that a run is over: by a local mail server, a local web server, and never at a price."""

from __future__ import annotations

import json
import socketserver
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from storyforge.cli.main import run
from storyforge.pipeline.notifying import Notice, Ways, notify, ways
from storyforge.providers.network import OFFLINE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOTICE = Notice("The Key", "stopped", "storyforge video 3", "Scene 3 is not confirmed.", "storyforge confirm 3")


class Mail(socketserver.StreamRequestHandler):
    """A mail server that takes every letter."""

    letters: ClassVar[list[str]] = []

    def handle(self) -> None:
        """Answer as RFC 5321 wants it, with nothing that is not needed."""
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "DATA":
                self._say("354 go on")
                lines = []
                while (text := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                    lines.append(text)
                self.letters.append("\n".join(lines))
            self._say("221 bye" if verb == "QUIT" else "250 yes")
            if verb == "QUIT":
                return

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Hook(BaseHTTPRequestHandler):
    """A web address that hears what is posted, and fails as often as is wanted."""

    heard: ClassVar[list[dict[str, Any]]] = []
    fails: ClassVar[list[int]] = []

    def do_POST(self) -> None:
        """Hear it."""
        self.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.fails.pop() if self.fails else 200)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, int]]:
    """The ports of a mail server and of a web address."""
    monkeypatch.setattr(Mail, "letters", [])
    monkeypatch.setattr(Hook, "heard", [])
    monkeypatch.setattr(Hook, "fails", [])
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mail) as mail, HTTPServer(("127.0.0.1", 0), Hook) as web:
        for server in (mail, web):
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield mail.server_address[1], web.server_address[1]
        for server in (mail, web):
            server.shutdown()


@pytest.fixture
def said(servers: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An author's own file that names both."""
    mail, web = servers
    file = tmp_path / "notify.toml"
    file.write_text(
        f"""after = 0
[email]
to = "me@example.org"
from = "storyforge@example.org"
host = "127.0.0.1"
port = {mail}
starttls = false
[webhook]
url = "http://127.0.0.1:{web}/hook/SECRET-TOKEN"
""",
        encoding="utf-8",
    )
    monkeypatch.setenv("STORYFORGE_NOTIFY", str(file))
    return file


@pytest.mark.usefixtures("said")
def test_a_notice_goes_every_way_that_is_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_API_KEY", "AIzaPlanted-0123456789-abcdef")
    planted = Notice("The Key\nBcc: x@y.z", "failed", message="AIzaPlanted-0123456789-abcdef was refused")
    assert notify(NOTICE) == notify(planted) == {"email": "", "webhook": ""}
    assert "Subject: storyforge: The Key: stopped" in Mail.letters[0]
    assert "storyforge confirm 3" in Mail.letters[0]
    assert Hook.heard[0]["hint"] == "storyforge confirm 3"
    everything = json.dumps(Hook.heard) + "".join(Mail.letters)
    assert "AIzaPlanted" not in everything
    assert "\nBcc:" not in everything


@pytest.mark.usefixtures("said")
def test_a_web_address_is_asked_twice_at_most_and_its_secret_is_not_told() -> None:
    Hook.fails[:] = [500]
    assert notify(NOTICE)["webhook"] == ""
    Hook.fails[:] = [500, 500, 500]
    told = notify(NOTICE)["webhook"]
    assert "500" in told
    assert "SECRET-TOKEN" not in told + "".join(ways().told())
    assert len(Hook.heard) == 4


@pytest.mark.usefixtures("said")
def test_offline_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OFFLINE, "1")
    assert set(notify(NOTICE).values()) == {"nothing is sent offline"}
    assert not Mail.letters
    assert not Hook.heard


@pytest.mark.parametrize(
    "text",
    ["[webhook", "[pigeon]\nto = 1", '[webhook]\nurl = "file:///etc/passwd"', '[email]\nto = "a"', "after = true"],
)
def test_a_file_that_says_nonsense_harms_no_run(said: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    said.write_text(text, encoding="utf-8")
    assert list(notify(NOTICE)) == ["file"]
    assert run(["doctor"]) in (0, 1)
    assert "notify.toml" in capsys.readouterr().out


def test_who_says_nothing_is_told_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYFORGE_NOTIFY", str(tmp_path / "none.toml"))
    assert ways() == Ways()
    assert notify(NOTICE) == {}


def test_a_run_that_took_long_is_told_of_and_a_test_can_be_sent(
    said: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "key.fountain"
    script.write_text("INT. KITCHEN - NIGHT\n\nANNA opens a drawer.\n", encoding="utf-8")
    story = str(tmp_path / "key")
    assert run(["new", story, "--primary", str(script)]) == 0
    assert run(["-C", story, "run", "shots", "--auto"]) == 0
    assert Hook.heard[-1]["state"] == "done"
    assert "storyforge shots" in Mail.letters[-1]
    assert run(["-C", story, "jobs", "notify"]) == 0
    assert "email: sent" in capsys.readouterr().out
    assert Hook.heard[-1]["state"] == "test"
    said.unlink()
    assert run(["-C", story, "jobs", "notify"]) == 2
