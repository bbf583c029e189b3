"""Run the commands of Markdown files, and bring the output and the code that they show up to date.

Usage: python scripts/run_docs.py [--check] FILE...

Every block marked `sh` is run, in order, in one empty folder that holds copies of example-project/ and docs/examples/;
each must succeed.
A block marked `text` directly behind it shows the output: all of it, or as much as `text head=6` or `text tail=6` says.
A block marked `python PATH` shows that file of the checkout. With `--check` nothing is written, and the exit code is 1
where what is shown is not what comes out. Blocks of other kinds (`console`, `yaml`) are left alone.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
CUT = "...\n"
GIVEN = ("example-project", "docs/examples")
"""What a reader has of the checkout."""
VOLATILE = re.compile(r"\d+\.\d s, at no cost|about \d+ s\b|\b[0-9a-f]{7,10}\b")
"""What differs from run to run: times, and names of commits."""
AGO = re.compile(r"\bjust now\b|\b\d+\s+\w+\s+ago\b")
"""How long ago a commit was: as long as it takes to run the page, and lines that say so break elsewhere."""


class FailedError(Exception):
    """A block that did not end well."""


def environment(home: Path) -> dict[str, str]:
    """The reader's machine: storyforge on the path, an identity, no configuration."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "XDG_", "STORYFORGE_"))}
    identity = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Ada Quill"), ("EMAIL", "ada@example.com"))
    }
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**kept, **identity, "PATH": path, "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1", "PAGER": "cat"}


class Reader:
    """Types what the document says, in one shell after the other; the folder is kept from block to block."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "work"
        self._folder.mkdir()
        for given in GIVEN:
            shutil.copytree(ROOT / given, self._folder / given)
        self._where = folder / "where"
        self._environment = environment(folder)

    @property
    def folder(self) -> Path:
        """Where the reader is now."""
        return self._folder

    def run(self, block: str) -> str:
        """What a block prints, on both streams; raises FailedError."""
        done = subprocess.run(
            ["sh", "-e", "-c", f'{block}\npwd >"$WHERE"'],
            cwd=self._folder,
            env={**self._environment, "WHERE": str(self._where)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise FailedError(f"this block ended with {done.returncode}:\n\n{block}\n{done.stdout}")
        self._folder = Path(self._where.read_text().strip())
        return done.stdout


def shown(output: str, kind: str) -> str:
    """As much of an output as a `text` block wants."""
    lines = [line.rstrip() + "\n" for line in output.strip("\n").splitlines()]
    how, _, count = kind.removeprefix("text").strip().partition("=")
    if how == "head" and len(lines) > int(count):
        return "".join(lines[: int(count)]) + CUT
    if how == "tail" and len(lines) > int(count):
        return CUT + "".join(lines[-int(count) :])
    return "".join(lines)


def lasting(output: str) -> str:
    """What of an output is the same in every run."""
    found = VOLATILE.sub("", output)
    return re.sub(r"\s+", " ", AGO.sub("", found)) if AGO.search(found) else found


def renewed(text: str) -> str:
    """The document with its outputs as they are today; raises FailedError."""
    parts: list[str] = []
    end = 0
    output: str | None = None
    with tempfile.TemporaryDirectory() as folder:
        reader = Reader(Path(folder).resolve())
        for match in BLOCK.finditer(text):
            between, kind, body = text[end : match.start()], match["kind"], match["body"]
            parts.append(between)
            if kind == "sh":
                output = reader.run(body)
            elif kind.startswith("text") and output is not None and not between.strip():
                new = shown(output, kind)
                body = body if lasting(body) == lasting(new) else new
            elif kind.startswith("python "):
                body = (ROOT / kind.partition(" ")[2]).read_text(encoding="utf-8")
            if kind != "sh":
                output = None
            parts.append(f"```{kind}\n{body}```")
            end = match.end()
    return "".join([*parts, text[end:]])


def main(arguments: list[str]) -> int:
    """Renew or check some files."""
    check = "--check" in arguments
    stale = False
    for name in (argument for argument in arguments if argument != "--check"):
        path = Path(name)
        old = path.read_text(encoding="utf-8")
        try:
            new = renewed(old)
        except FailedError as error:
            print(f"{name}: {error}")
            return 1
        if new != old:
            stale = True
            print("".join(difflib.unified_diff(old.splitlines(True), new.splitlines(True), name, "as it is today")))
            if not check:
                path.write_text(new, encoding="utf-8")
    if stale and check:
        print("Bring it up to date with: make docs")
    return int(stale and check)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
