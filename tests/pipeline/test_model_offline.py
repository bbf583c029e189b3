"""Nothing reaches for the network unless a model is named, and with --offline not even then."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from storyforge.cli import COMMANDS
from storyforge.cli.main import run
from storyforge.providers.network import OFFLINE
from tests.pipeline.scripted_writer import Writer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tale import Tale

WORDS: dict[str, tuple[str, ...]] = {
    "setup": ("--length", "1:00-3:00"),
    "choose": ("treatment", "1"),
    "frames": ("--dry-run",),
    "video": ("--dry-run",),
    "frame": ("approve", "1A.start"),
    "lock": ("setup",),
    "unlock": ("prompts",),
    "beat": ("remove", "b01", "--dry-run"),
    "rewrite": ("script", "--select", "Rain.", "-m", "replace Rain. by Snow.", "--dry-run"),
    "assist": ("holes",),
    "sync": ("beats", "--dry-run"),
    "show": ("beats",),
    "why": ("1A",),
    "blame": ("1A",),
    "export": ("otio", "--dry-run"),
    "style": ("list",),
    "schema": ("beats",),
    "completion": ("bash",),
    "run": ("prompts", "--auto"),
}
"""What a command is told; the others need no words. An exit code other than 0 is no fault here."""


@pytest.fixture
def walled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """No way out of this process; what was tried is listed."""
    tried: list[str] = []

    def refuse(*where: object, **_: object) -> None:
        tried.append(str(where))
        raise OSError("there is no network")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    return tried


def test_no_command_opens_a_socket(tale: Tale, walled: list[str], tmp_path: Path) -> None:
    assert set(WORDS) <= set(COMMANDS)
    for name in COMMANDS:
        if name == "new":
            code = run(["new", str(tmp_path / "one more"), "--idea", "A kettle that sings in the rain."])
        else:
            code = tale.storyforge(name, *WORDS.get(name, ()))
        assert code in (0, 1, 2, 3), name
        assert not walled, name


@pytest.mark.parametrize("way", ["before", "after", "environment"])
def test_offline_is_heard_in_every_place(
    way: str, begun: Tale, walled: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    walled.clear()
    monkeypatch.setenv(OFFLINE, "1" if way == "environment" else "")
    asked = ["run", "beats", "--auto", "--with", "text=litellm:openai/gpt-4o-mini", "--max-cost", "1"]
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-0123456789")
    command = ["--offline", *asked] if way == "before" else [*asked, "--offline"] if way == "after" else asked
    assert begun.storyforge(*command) == 2
    assert "offline" in capsys.readouterr().err
    assert not walled


TRACE = """
import sys
from pathlib import Path
from storyforge.journal.traces import Traces

traces = Traces(Path(sys.argv[1]))
for number in range(200):
    traces.write({"who": sys.argv[2], "number": number, "answer": "ä" * 5000})
"""


def test_lines_of_two_processes_never_mix(tmp_path: Path) -> None:
    from storyforge.journal.traces import Traces

    writers = [subprocess.Popen([sys.executable, "-c", TRACE, str(tmp_path), who]) for who in ("one", "other")]
    assert [writer.wait() for writer in writers] == [0, 0]
    traces = Traces(tmp_path)
    (file,) = traces.folder.iterdir()
    file.write_bytes(b'{"half a line\n[]\n' + file.read_bytes())
    read = [(line["who"], line["number"]) for line in traces.read()]
    assert sorted(read) == sorted((who, number) for who in ("one", "other") for number in range(200))
    traces.write({"answer": "half a character: \ud83d"})
    assert list(traces.read())[-1]["answer"] == "half a character: ?"


def test_a_key_of_the_keyring_is_in_no_trace(begun: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    from storyforge.providers import keys
    from tests.providers.openai_server import Say

    kept = "kept-key-0123456789-abcdef"
    with Writer(breakdown=[Say(f"your key is {kept}")] * 3).at_work(begun, monkeypatch, fallback="none") as writer:
        monkeypatch.delenv("OPENAI_API_KEY")
        monkeypatch.setattr(keys, "_kept", {"OPENAI_API_KEY": kept})
        writer.instead["beats"] = [Say(f"your key is {kept}")] * 3
        assert begun.storyforge("run", "beats", "--auto", "--max-cost", "1") == 1
        assert writer.server.heard[-1].headers["Authorization"] == f"Bearer {kept}"
    files = [path for path in (begun.root / ".git" / "storyforge").rglob("*") if path.is_file()]
    assert any(path.parent.name == "traces" for path in files)
    assert not [path for path in files if kept.encode() in path.read_bytes()]
