"""A film of twelve scenes and 96 shots bought over the real client: wall time against the physical limit, and memory.

`python benchmarks/production.py [--quick] [--stages keys,frames,video] [--width 1344] [--profile FILE]` prints the
figures and writes them to `results/production.json`; with `--quick`, which takes two scenes, it only prints.

The command line is a process of its own, as a user starts it, and so is the server, which answers after two seconds
with pictures of the size that is sold. Sixteen calls may be out. What is held against the limit is the time from the
first call that reaches the server to the end of the program, commit and all; what comes before it (starting, importing
the client, opening the story, saying what is to be asked) is told beside it. The limit is the larger one of the
critical path (calls that wait for each other x latency) and of calls x latency / calls at once. Memory is the peak of
the program itself, as the kernel counts it.

Asked for: wall at most 1.2 x the limit, and 350 MB.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from production_script import SCENES, production_script

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE = Path(__file__).parent
RESULT = HERE / "results" / "production.json"
LATENCY, AT_ONCE, WIDTH = 2.0, 16, 1344
IMAGE, VIDEO = "google:gemini-nano-banana-2.1", "google:gemini-omni-1.1-flash"
SETTINGS = f"""\
  settings:
    image: {{at_once: {AT_ONCE}}}
    video: {{at_once: {AT_ONCE}, every: 1}}
"""
COMMANDS = {
    "keys": ("keys", "--auto", "--with", f"image={IMAGE}", "--max-cost", "100"),
    "frames": ("frames", "--quick", "--auto", "--with", f"image={IMAGE}", "--max-cost", "100"),
    "confirm": ("confirm", "--with", f"video={VIDEO}"),
    "video": ("video", "--with", f"video={VIDEO}", "--max-cost", "1000"),
}
CHAIN = {"keys": 2, "frames": 3}
"""Calls that wait for each other: a face, and body and outfit by it; the place, a start frame, its end frame."""
_LOOK = 0.02


class Server:
    """The server in its process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._in, self._out = process.stdin, process.stdout
        self.address = self._out.readline().strip()

    def told(self, word: str = "told") -> dict[str, Any]:
        """What happened since it was asked last."""
        self._in.write(f"{word}\n")
        self._in.flush()
        found: dict[str, Any] = json.loads(self._out.readline())
        return found


@contextmanager
def serving(latency: float, width: int) -> Iterator[Server]:
    """The server, and an environment in which the client finds it."""
    given = [str(HERE / "production_server.py"), "--latency", str(latency), "--width", str(width)]
    process = subprocess.Popen(
        [sys.executable, *given],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    try:
        server = Server(process)
        os.environ |= {"GOOGLE_GEMINI_BASE_URL": server.address, "GOOGLE_API_KEY": "AIzaMeasure-0123456789-abcdef"}
        yield server
    finally:
        process.kill()
        process.communicate()


def isolated(home: Path) -> None:
    """From here on this process and those that it starts have no configuration but ours."""
    home.mkdir(parents=True)
    os.environ |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "GIT_CONFIG_GLOBAL": str(home / "git")}
    os.environ |= {"GIT_CONFIG_SYSTEM": os.devnull, "STORYFORGE_WORKERS": "2"}
    for role in ("AUTHOR", "COMMITTER"):
        os.environ |= {f"GIT_{role}_NAME": "Ada Quill", f"GIT_{role}_EMAIL": "ada@example.com"}


def program(folder: Path, *arguments: str) -> list[str]:
    """The command line on a story."""
    return [sys.executable, "-m", "storyforge", "-C", str(folder), *arguments]


def prepared(folder: Path, scenes: int = SCENES) -> Path:
    """The story up to its prompts, all of it by rule, and the settings of who is asked."""
    source = folder.with_suffix(".fountain")
    source.write_text(production_script(scenes), "utf-8")
    new = [sys.executable, "-m", "storyforge", "new", str(folder), "--primary", str(source)]
    subprocess.run(new, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(program(folder, "run", "prompts", "--auto"), check=True, stdout=subprocess.DEVNULL)
    text = (folder / "story.yaml").read_text("utf-8")
    assert "  text: offline\n" in text
    (folder / "story.yaml").write_text(text.replace("  text: offline\n", f"  text: offline\n{SETTINGS}", 1), "utf-8")
    subprocess.run(program(folder, "save", "-m", "who is asked, and how"), check=True, stdout=subprocess.DEVNULL)
    return folder


def watched(command: Sequence[str]) -> dict[str, Any]:
    """A program run to its end: its exit code, its words, when it began and ended, and its peak of memory in MB."""
    begun, used = time.monotonic(), _cpu_of_children()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    said: list[str] = []
    reader = threading.Thread(target=lambda: said.extend(process.stdout or ()))
    reader.start()
    peak = 0
    while process.poll() is None:
        peak = max(peak, _peak_of(process.pid))
        time.sleep(_LOOK)
    ended = time.monotonic()
    reader.join()
    cpu = _cpu_of_children() - used
    said_all = "".join(said)
    return {"code": process.returncode, "said": said_all, "begun": begun, "ended": ended, "peak": peak, "cpu": cpu}


def _cpu_of_children() -> float:
    """Seconds of a processor that programs which ended took."""
    times = os.times()
    return times.children_user + times.children_system


def _peak_of(pid: int) -> int:
    """The most megabytes that a process ever held; a child's own, not what it was forked from."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def measured(server: Server, folder: Path, stage: str) -> dict[str, Any]:
    """One stage bought."""
    server.told()
    ran = watched(program(folder, *COMMANDS[stage]))
    told = server.told()
    assert ran["code"] == 0, ran["said"]
    if not told["calls"]:
        return {"seconds": round(ran["ended"] - ran["begun"], 2), "cpu": round(ran["cpu"], 2), "memory_mb": ran["peak"]}
    calls = told["calls"]
    limit = max(CHAIN.get(stage, 3) * LATENCY, calls * LATENCY / AT_ONCE)
    wall = ran["ended"] - told["first"]
    return {
        "calls": calls,
        "at_once": told["peak"],
        "paid": told["paid"],
        "startup": round(told["first"] - ran["begun"], 2),
        "buying": round(told["last"] - told["first"], 2),
        "after_the_last_answer": round(ran["ended"] - told["last"], 2),
        "wall": round(wall, 2),
        "limit": round(limit, 2),
        "ratio": round(wall / limit, 3),
        "ratio_of_buying": round((told["last"] - told["first"]) / limit, 3),
        "cpu": round(ran["cpu"], 2),
        "memory_mb": ran["peak"],
    }


def imported() -> float:
    """Seconds that importing the client takes, in a program of its own."""
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", "from storyforge.providers.google_door import types; types()"], check=True)
    return round(time.monotonic() - begun, 2)


def shots_of(folder: Path) -> int:
    """How many shots a story has."""
    return sum(file.read_text("utf-8").count("\n- id: ") for file in folder.glob("scenes/*/shots.yaml"))


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="two scenes, and nothing is written")
    parser.add_argument("--stages", default="keys,frames,confirm,video")
    parser.add_argument("--width", type=int, default=WIDTH, help="of the pictures that the server sells")
    parser.add_argument("--keep", type=Path, help="where the finished story is left")
    given = parser.parse_args()
    with TemporaryDirectory() as temporary, serving(LATENCY, given.width) as server:
        isolated(Path(temporary) / "home")
        folder = prepared(Path(temporary) / "film", 2 if given.quick else SCENES)
        result: dict[str, Any] = {
            "machine": {"python": platform.python_version(), "cores": os.cpu_count()},
            "versions": {name: version(name) for name in ("google-genai", "httpx", "pillow", "pygit2")},
            "story": {"scenes": 2 if given.quick else SCENES, "shots": shots_of(folder)},
            "latency": LATENCY,
            "at_once": AT_ONCE,
            "pictures": f"{given.width}x{given.width * 9 // 16}",
            "import_of_the_client": imported(),
            "load": round(os.getloadavg()[0], 1),
            "asked": {"ratio": 1.2, "memory_mb": 350},
            "stages": {},
        }
        for stage in given.stages.split(","):
            result["stages"][stage] = measured(server, folder, stage)
            print(stage, json.dumps(result["stages"][stage]), flush=True)
        if given.keep:
            shutil.copytree(folder, given.keep, symlinks=True)
    print(json.dumps(result, indent=1))
    if not given.quick:
        RESULT.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
