"""Completion: what may come next on the command line, asked by a shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from storyforge.cli import COMMANDS
from storyforge.cli.complete import answer, candidates
from storyforge.cli.completion import SHELLS
from storyforge.cli.main import run
from storyforge.stages import FILM

if TYPE_CHECKING:
    from pathlib import Path

STAGES = [row.name for row in FILM]


@pytest.mark.parametrize(
    ("before", "written", "offered"),
    [
        ([], "", list(COMMANDS)),
        ([], "s", [name for name in COMMANDS if name.startswith("s")]),
        ([], "--v", ["--version"]),
        (["-C"], "", []),
        (["-C", "elsewhere"], "dia", []),
        (["-C", "elsewhere"], "doc", ["doctor"]),
        (["run"], "", STAGES),
        (["run", "prompts", "--auto"], "pro", ["prompts"]),
        (["run"], "--dr", ["--dry-run"]),
        (["lock"], "as", ["assets"]),
        (["new", "--pace"], "", ["brisk", "standard", "long"]),
        (["new", "--primary"], "", []),
        (["new"], "--ra", ["--rating", "--rate"]),
        (["check"], "ax", ["axis_flip"]),
        (["schema"], "def", ["definitions"]),
        (["completion"], "", list(SHELLS)),
        (["no-such-command"], "", []),
    ],
)
def test_what_is_offered(before: list[str], written: str, offered: list[str]) -> None:
    assert list(candidates(before, written)) == offered


def test_scene_numbers_come_from_the_story_in_their_order(tmp_path: Path) -> None:
    for name in ("010", "A002", "002", "notes"):
        (tmp_path / "scenes" / name).mkdir(parents=True)
    before = ["-C", str(tmp_path), "shots"]
    assert list(candidates(before, "")) == ["2", "A2", "10"]
    assert list(candidates(["-C", str(tmp_path), "run", "--scene"], "1")) == ["10"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_every_command_is_offered_with_help(command: str) -> None:
    options = candidates([command], "-")
    assert "--help" in options
    assert all(options.values())


@pytest.mark.parametrize(
    ("shell", "line"),
    [
        ("bash", "doctor"),
        ("zsh", "doctor:Look for faults in the installation and the repository."),
        ("fish", "doctor\tLook for faults in the installation and the repository."),
        ("powershell", "doctor\tLook for faults in the installation and the repository."),
    ],
)
def test_each_shell_gets_its_form(shell: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer({"_STORYFORGE_COMPLETE": f"complete_{shell}", "COMP_WORDS": "storyforge\ndoc", "COMP_CWORD": "1"})
    assert capsys.readouterr().out == f"{line}\n"


def test_the_installed_program_answers_without_words() -> None:
    environment = {**os.environ, "_STORYFORGE_COMPLETE": "complete_bash"}
    done = subprocess.run(
        [sys.executable, "-m", "storyforge"], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == list(COMMANDS)


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_for_each_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert f"complete_{shell}" in script
    assert f"storyforge completion {shell}" in script.partition("\n\n")[0], "it says where it belongs"


def test_an_unknown_shell(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", "bsh"]) == 2
    assert 'Did you mean "bash"?' in capsys.readouterr().err


BASH = """
source <(storyforge completion bash)
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
_storyforge storyforge
printf '%s\\n' "${COMPREPLY[@]}"
complete -p storyforge
"""


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not here")
@pytest.mark.parametrize(
    ("words", "offered"), [(["storyforge", "run", "vis"], "visuals"), (["storyforge", "doc"], "doctor")]
)
def test_in_a_real_bash(words: list[str], offered: str, tmp_path: Path) -> None:
    program = tmp_path / "storyforge"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m storyforge "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", BASH, "bash", *words], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [offered, "complete -o default -F _storyforge storyforge"]


@pytest.mark.parametrize(("shell", "program"), [("zsh", "zsh"), ("fish", "fish")])
def test_other_shells_read_their_script(shell: str, program: str, capsys: pytest.CaptureFixture[str]) -> None:
    if not shutil.which(program):
        pytest.skip(f"{program} is not here")
    assert run(["completion", shell]) == 0
    script = capsys.readouterr().out
    subprocess.run([program, "-n"], input=script, text=True, check=True)
