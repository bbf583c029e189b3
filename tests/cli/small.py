"""A story of two scenes, made as a user makes one, and the command line called within this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SCRIPT = """\
Title: The Key

INT. KITCHEN - NIGHT

ANNA, 40, opens a drawer. TOM, 12, watches her.

ANNA
Where is the key to the cellar door?

TOM
Where it always is.

EXT. GARDEN - DAWN

Tom digs. A KEY shines in the earth.
"""


class Caller:
    """`call("status")` returns exit code, standard output and standard error."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        self._capsys.readouterr()
        code = run(["-C", str(self.folder), *arguments])
        said: Any = self._capsys.readouterr()
        return code, said.out, said.err


def new_story(folder: Path, capsys: pytest.CaptureFixture[str], upto: str = "") -> Caller:
    """A story in `folder`, made up to a stage."""
    script = folder.parent / "key.fountain"
    script.write_text(SCRIPT, encoding="utf-8")
    assert run(["new", str(folder), "--primary", str(script)]) == 0
    call = Caller(folder, capsys)
    if upto:
        assert call("run", upto, "--auto")[0] == 0
    return call
