"""A film of forty shots whose pictures and clips are still to be bought, and the commands that buy them."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pygit2

from storyforge.cli.main import run
from storyforge.pipeline.create import create
from storyforge.pipeline.inputs import Wanted
from storyforge.providers import IMAGE, VIDEO
from tests.sweep.clients import ADDRESS, TABLE
from tests.tale import KETTLE

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOTS = 40
EDIT = ("Ada – Garden. Rain.", "Ada – Garden. It pours.")
"""What the author changes in the text of the first beat before the run."""
CASTS = (
    ("Ada", "Ben", "kettle"),
    ("Cleo", "Dan", "lamp"),
    ("Eve", "Finn", "clock"),
    ("Gil", "Hal", "barrel"),
    ("Ida", "Jan", "boat"),
    ("Kim", "Lou", "tent"),
)
WITH = ("--with", "image=shop", "--with", "video=shop", "--max-cost", "1000")
COMMANDS = (
    ("run", "frames", "--auto", *WITH),
    ("confirm", *WITH),
    ("run", "video", "--auto", *WITH),
)
"""From the prompts to the clips: nobody but the author agrees to the price of the clips."""


def script(casts: int = len(CASTS)) -> str:
    """The kettle in two scenes, and again with other people and other things that leak: forty shots with all casts."""
    title, _, body = KETTLE.read_text("utf-8").partition("\n\n")
    for heading in ("INT. HOUSE - HALL - LATER\n", "INT. HOUSE - KITCHEN - NIGHT\n"):
        body = body.replace(heading, "")
    parts = [_recast(body, *cast) for cast in CASTS[:casts]]
    parts[-1] = parts[-1][parts[-1].index("INT. HOUSE") :]
    return f"{title}\n\n" + "\n\n".join(part.strip() for part in parts) + "\n"


def _recast(body: str, *names: str) -> str:
    for old, new in zip(("Ada", "Ben", "kettle"), names, strict=True):
        body = body.replace(old, new).replace(old.upper(), new.upper())
    return body


def isolated(home: Path) -> None:
    """From here on this process has no git configuration but ours."""
    home.mkdir(parents=True)
    os.environ |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "GIT_CONFIG_GLOBAL": str(home / "git")}
    os.environ["GIT_CONFIG_SYSTEM"] = os.devnull
    for role in ("AUTHOR", "COMMITTER"):
        os.environ |= {f"GIT_{role}_NAME": "Ada Quill", f"GIT_{role}_EMAIL": "ada@example.com"}
    for level in ("GLOBAL", "XDG", "SYSTEM", "PROGRAMDATA"):
        pygit2.settings.search_path[getattr(pygit2.enums.ConfigLevel, level)] = str(home)


def prepare(folder: Path, casts: int = len(CASTS)) -> int:
    """The story up to its prompts, locked, with one beat edited and not saved; returns how many shots it has."""
    source = folder.with_suffix(".fountain")
    source.write_text(script(casts), "utf-8")
    create(Wanted(folder, "screenplay", source, options={"length": "4:00-6:00"}))
    said = command(folder, "run", "prompts", "--auto")
    assert said[0] == 0, said
    beats = folder / "beats.yaml"
    text = beats.read_text("utf-8")
    assert EDIT[0] in text
    beats.write_text(text.replace(*EDIT), "utf-8")
    return sum(file.read_text("utf-8").count("\n- id: ") for file in folder.glob("scenes/*/shots.yaml"))


def stock() -> None:
    """The shop is among the providers of this process."""
    IMAGE.table["shop"] = TABLE["image"]
    VIDEO.table["shop"] = TABLE["video"]


def command(folder: Path, *arguments: str) -> tuple[int, str]:
    """A command in this process: its exit code, and what it printed."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run(["-C", str(folder), *arguments])
    return code, said.getvalue()


@contextlib.contextmanager
def shop(folder: Path) -> Iterator[str]:
    """A shop in a process of its own, whose books are in a folder; gives its address."""
    folder.mkdir(parents=True, exist_ok=True)
    file = Path(__file__).with_name("shop.py")
    process = subprocess.Popen([sys.executable, str(file), str(folder)], stdout=subprocess.PIPE, encoding="utf-8")
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def customer(address: str, account: str) -> None:
    """From here on this process, and those that it starts, buy on this account."""
    os.environ[ADDRESS] = f"{address}/{account}"
