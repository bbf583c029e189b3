"""The pre-commit hook: a plain `git commit` says what it outdates, and stops where repair costs money."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from storyforge.cli.main import run
from storyforge.pipeline.repairing.hook import LINE
from tests.tale import KETTLE, Tale

SHOTS = "scenes/001/shots.yaml"
HOOK = ".git/hooks/pre-commit"


@pytest.fixture
def hooked(film: Tale) -> Tale:
    """A film with the hook."""
    assert film.storyforge("doctor", "--fix") == 0
    return film


def commit(tale: Tale, *arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """A plain `git commit`, with the installed program on the PATH, or with the PATH given."""
    found = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}" if path is None else path
    return subprocess.run(
        ["git", "commit", "-q", "-m", "by hand", *arguments],
        cwd=tale.root,
        env={**os.environ, "PATH": found},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


PROGRAM = """\
#!{python}
import sys
sys.path.insert(0, {root!r})
from storyforge.cli.main import run
from storyforge.providers import VIDEO
VIDEO.table["scripted"] = "tests.pipeline.scripted_media:ScriptedCamera"
sys.exit(run(sys.argv[1:]))
"""
"""The program with a camera that takes money."""


def test_it_tells_a_free_commit_and_lets_it_pass(hooked: Tale) -> None:
    hooked.edit(SHOTS, "It leaks", "It drips")
    hooked.git("add", SHOTS)
    done = commit(hooked)
    assert done.returncode == 0, done.stderr
    assert "Outdates  1 video prompt, 1 confirmation, 1 clip" in done.stderr
    assert "Repair    free" in done.stderr
    assert hooked.subjects[0] == "by hand"


def test_it_looks_at_the_index_and_not_at_the_disk(hooked: Tale) -> None:
    hooked.edit(SHOTS, "It leaks", "It drips")
    hooked.git("add", SHOTS)
    hooked.edit("scenes/002/shots.yaml", "Both.", "Both of them.")
    assert "1 clip" in commit(hooked).stderr
    assert "1 clip" in commit(hooked, "-a").stderr, "git prepares an index of its own for this"
    hooked.edit("scenes/003/shots.yaml", "Which one", "What")
    assert "1 clip" in commit(hooked, "scenes/003/shots.yaml").stderr


def test_what_is_none_of_the_storys_is_passed_over(hooked: Tale) -> None:
    hooked.write("notes.txt", "call the gaffer\n")
    hooked.git("add", "notes.txt")
    done = commit(hooked)
    assert (done.returncode, done.stderr) == (0, "")


def test_it_stops_where_repair_costs_money(hooked: Tale, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "storyforge"
    program.parent.mkdir()
    program.write_text(PROGRAM.format(python=sys.executable, root=str(Path(__file__).parents[2])), "utf-8")
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    hooked.edit("story.yaml", "video: offline", "video: scripted")
    assert commit(hooked, "-a", path=path).returncode == 0, "who films is no input"
    hooked.edit(SHOTS, "It leaks", "It drips")
    hooked.git("add", SHOTS)
    head = hooked.head
    stopped = commit(hooked, path=path)
    assert stopped.returncode == 1
    assert "error: This would outdate" in stopped.stderr
    assert "making that again costs 0.04 USD." in stopped.stderr
    assert "storyforge save --accept-impact, or git commit --no-verify" in stopped.stderr
    assert hooked.head == head
    assert commit(hooked, "--no-verify", path=path).returncode == 0


def test_where_the_program_is_missing_the_commit_passes(hooked: Tale, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("git", "sh"):
        found = next(Path(folder) / name for folder in os.get_exec_path() if (Path(folder) / name).exists())
        (tools / name).symlink_to(found)
    hooked.edit(SHOTS, "It leaks", "It drips")
    hooked.git("add", SHOTS)
    done = commit(hooked, path=str(tools))
    assert done.returncode == 0, done.stderr
    assert "storyforge is not on the PATH" in done.stderr


def test_a_file_that_can_not_be_read_does_not_stop_git(hooked: Tale) -> None:
    hooked.edit(SHOTS, "size: MLS", "size: XXL")
    hooked.git("add", SHOTS)
    done = commit(hooked)
    assert done.returncode == 0
    assert f"error: {SHOTS}:" in done.stderr


def test_ones_own_hook_is_never_touched(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    film.write(HOOK, "#!/bin/sh\nexit 0\n")
    assert film.storyforge("doctor", "--fix") == 0
    assert f"pre-commit is yours, and stays as it is. Add this line to it: {LINE}" in capsys.readouterr().out
    assert film.read(HOOK) == "#!/bin/sh\nexit 0\n"
    film.write(HOOK, f"#!/bin/sh\n{LINE}\n")
    assert film.storyforge("doctor", "--fix") == 0
    assert "is yours" not in capsys.readouterr().out


def test_hooks_are_put_where_git_looks(film: Tale, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    film.git("config", "core.hooksPath", ".githooks")
    assert film.storyforge("doctor", "--fix") == 0
    assert os.access(film.root / ".githooks/pre-commit", os.X_OK)
    assert not (film.root / HOOK).exists()
    film.git("config", "core.hooksPath", str(tmp_path / "everybodys"))
    capsys.readouterr()
    assert film.storyforge("doctor", "--fix") == 0
    assert "which is not this story's alone" in capsys.readouterr().out
    assert not (tmp_path / "everybodys").exists()


def test_fixing_twice_finds_nothing(hooked: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    head = hooked.head
    capsys.readouterr()
    assert hooked.storyforge("doctor", "--fix", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["fixed"] == []
    assert {line["state"] for line in told["lines"] if line["name"] == "hook"} == {"ok"}
    assert hooked.head == head


def test_old_schemas_are_brought_up_to_date(film: Tale) -> None:
    schema = ".storyforge/schemas/shots.json"
    film.write(schema, "{}\n")
    film.git("commit", "-qam", "an older program's")
    assert film.storyforge("doctor", "--fix") == 0
    assert film.subjects[0] == "setup: schemas up to date"
    assert len(film.read(schema)) > 100
    assert not film.dirty


def test_a_new_story_can_have_it_from_the_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", str(tmp_path / "film"), "--primary", str(KETTLE), "--hooks"]) == 0
    assert "git commit says what it outdates" in capsys.readouterr().out
    tale = Tale(tmp_path / "film")
    assert os.access(tale.root / HOOK, os.X_OK)
    assert tale.storyforge("run", "shots", "--auto") == 0, "our own commits run no hook"
    assert "Outdates" not in capsys.readouterr().out
