"""The command line itself: help, errors in two lines, exit codes, colours, and faults of our own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from storyforge import __version__
from storyforge.cli import COMMANDS, table
from storyforge.cli.main import run
from storyforge.errors import BudgetError
from storyforge.stages.film import s04_script
from tests.tale import KETTLE, Tale, program


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    for name, (_, about) in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(about[:40])}", out, re.MULTILINE)
    assert run(["-h"]) == 0
    assert capsys.readouterr().out == out


def test_without_a_command_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "Usage: storyforge" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"storyforge {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["statsu"], "No such command 'statsu'.", 'Did you mean "status"?'),
        (["frobnicate"], "No such command 'frobnicate'.", "See the commands: storyforge --help"),
        (["music"], "music is not part of this version yet.", "storyforge run --auto"),
        (["run", "music"], "music is not part of this version yet.", "storyforge run --auto"),
        (["storyboard"], "No such command 'storyboard'.", "That is: storyforge export boards"),
        (["export", "boars"], 'There is no export called "boars".', 'Did you mean "boards"?'),
        (["status", "--jsn"], "No such option", "See: storyforge status --help"),
        (["lock"], "Missing argument", "See: storyforge lock --help"),
        (["run", "shoots"], 'There is no stage called "shoots".', 'Did you mean "shots"?'),
        (["run", "--with", "offline"], '"--with offline" is not KIND=PROVIDER.', "Kinds: text, image"),
        (["run", "--with", "text=gtp"], 'no text provider called "gtp"', "offline"),
        (["run", "--with", "image=ofline"], 'no image provider called "ofline"', 'Did you mean "offline"?'),
        (["run", "--with", "embedding=offline"], 'no embedding provider called "offline"', "litellm"),
        (["-C"], "requires an argument", "See: storyforge --help"),
    ],
)
def test_wrong_requests_are_told_in_two_lines(
    arguments: list[str], message: str, hint: str, begun: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = arguments if arguments == ["-C"] else ["-C", str(begun.root), *arguments]
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    first, second, rest = captured.err.split("\n")
    assert first.startswith("error: ")
    assert message in first
    assert second.startswith("hint: ")
    assert hint in second
    assert rest == ""


def test_errors_with_json_are_one_object(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale.edit("scenes/001/shots.yaml", "size: MLS", "sice: MLS")
    line = tale.read("scenes/001/shots.yaml").split("sice")[0].count("\n") + 1
    for command in ("save", "run", "lock shots"):
        assert tale.storyforge(*command.split(), "--json") == 2
        captured = capsys.readouterr()
        assert captured.err == ""
        assert json.loads(captured.out) == {
            "error": "InvalidArtifact",
            "message": 'There is no key "shots.1.camera.sice".',
            "hint": 'Did you mean "size"?',
            "path": "scenes/001/shots.yaml",
            "line": line,
            "column": 12,
            "exit": 2,
        }


def test_over_budget_is_exit_code_four(
    begun: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broke(_: object) -> None:
        raise BudgetError("The budget does not reach.", "Raise it.")

    monkeypatch.setattr(s04_script, "run", broke)
    assert begun.storyforge("run") == 4
    assert capsys.readouterr().err == "error: The budget does not reach.\nhint: Raise it.\n"


def test_a_fault_of_our_own_is_no_traceback(
    begun: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def bug(_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(s04_script, "run", bug)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr(sys, "argv", ["storyforge", "run", "secret story text"])
    head = begun.head
    assert begun.storyforge("run") == 70
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    first, second, _ = captured.err.split("\n")
    assert first == "error: storyforge itself failed: ZeroDivisionError: division by zero"
    log = Path(second.rpartition(" ")[2])
    text = log.read_text("utf-8")
    assert f"storyforge {__version__}" in text
    assert "Traceback" in text
    assert "secret story text" not in text
    assert begun.head == head


def test_the_disk_is_exit_code_one(
    begun: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_: object) -> None:
        raise OSError(28, "No space left on device", "/somewhere")

    monkeypatch.setattr(s04_script, "run", full)
    assert begun.storyforge("run") == 1
    assert 'Can\'t write "/somewhere": No space left on device.' in capsys.readouterr().err


def test_the_installed_command_from_end_to_end(tmp_path: Path) -> None:
    """What a first user types, in processes of their own."""
    assert program("--version").stdout == f"storyforge {__version__}\n"
    made = program("-C", str(tmp_path), "new", "film", "--primary", str(KETTLE), "--tone", "dry, warm, unhurried")
    assert (made.returncode, made.stderr) == (0, "")
    film = Tale(tmp_path / "film")
    ran = film.program("run", "prompts", "--auto", "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout.splitlines()[-1])["event"] == "summary"
    assert film.report()["next"] == ["storyforge run frames"]
    shown = film.program("show", "shots", "1")
    assert "Ben! It leaks." in shown.stdout
    again = film.program("run", "prompts", "--auto")
    assert again.stdout == "Nothing to do: everything is made, locked and current.\n"
    assert film.program("lock", "beets").returncode == 2
    assert film.program("shots", "1").returncode == 3
    module = subprocess.run([sys.executable, "-m", "storyforge", "--version"], capture_output=True, check=False)
    assert module.returncode == 0


def test_letters_that_a_terminal_lacks_are_no_error(tale: Tale) -> None:
    told = tale.program("blame", "1A", PYTHONIOENCODING="ascii")
    assert (told.returncode, told.stderr) == (0, "")
    assert "offline ? " in told.stdout


def test_a_reader_that_goes_away_is_no_error(tale: Tale) -> None:
    command = Path(sys.executable).parent / "storyforge"
    reading = f"'{command}' -C '{tale.root}' show prompts | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", reading], capture_output=True, encoding="utf-8", check=False)
    assert "Traceback" not in done.stderr
    assert "error" not in done.stderr


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("é", 1), ("e\u0301", 1), ("黒澤", 4), ("ﾃｽﾄ", 3), ("ليلى", 4), ("", 0)]
)
def test_columns_of_a_text(text: str, columns: int) -> None:
    assert table.width(text) == columns


def test_tables_line_up_for_wide_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "columns", lambda: 40)
    shown = table.table([("黒澤", "a", "x" * 60), ("anna", "bb", "short")]).split("\n")
    assert shown == ["黒澤  a   " + "x" * 29 + "…", "anna  bb  short"]
    assert table.table([]) == ""


def test_long_text_is_cut_or_filled() -> None:
    assert table.cut("one two three", 8) == "one two…"
    assert table.cut("黒澤明", 5) == "黒澤…"
    assert table.fill("one two three\n\nfour", "  ", 10) == "  one two\n  three\n\n  four"


def test_colours_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert table.paint("x", "bold") == "\033[1mx\033[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert table.paint("x", "bold") == "x"
    assert "NO_COLOR" in os.environ
