"""Measures the offline artist: frames a second on two cores, and faults over every shot of whole stories.

`python benchmarks/previz.py [STORY ...]` writes `results/previz.json`. Without stories it makes two: the generated
feature script and, where STORYFORGE_TEST_DATA names a folder with `fountain/earnest_pd.fountain`, that stage play.
Asked for: at least 30 frames a second of 1280x720 at double size, built and drawn, and no fault.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from feature_script import feature_script

from storyforge.formats.framing import scene_specs
from storyforge.media.previz.raster import render
from storyforge.media.previz.review import faults
from storyforge.media.previz.take import Take
from storyforge.media.previz.vectors import chance
from storyforge.providers.pictures import filed
from storyforge.repo import Repository
from storyforge.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storyforge.model.framing import FrameSpec

RESULT = Path(__file__).parent / "results" / "previz.json"
FRAMES = 120
ROUNDS = 3
PROCESSES = 2


def made(folder: Path, script: str) -> Path:
    """A story with shots and prompts, made from a script."""
    source = folder.with_suffix(".fountain")
    source.write_text(script, encoding="utf-8")
    for arguments in (["new", str(folder), "--primary", str(source)], ["-C", str(folder), "run", "prompts", "--auto"]):
        subprocess.run([sys.executable, "-m", "storyforge", *arguments], stdout=subprocess.DEVNULL, check=True)
    return folder


def specs_of(folder: Path) -> list[FrameSpec]:
    """Every shot of a story as data."""
    story = Story.open(Repository.open(folder))
    return [spec for number in story.scenes for spec in scene_specs(story, number).values()]


def drawn(specs: Sequence[FrameSpec], *, encode: bool) -> tuple[float, float, int]:
    """Seconds to build and draw a frame of each shot, seconds of a core, and most megabytes of memory."""
    for spec in specs[:3]:
        render(Take.of(spec).display(0.0))
    start, used = time.perf_counter(), time.process_time()
    for index, spec in enumerate(specs):
        picture = render(Take.of(spec).display(index % 5 / 4))
        if encode:
            filed(picture)
        else:
            picture.tobytes()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return time.perf_counter() - start, time.process_time() - used, memory


def _worker(task: tuple[list[FrameSpec], bool]) -> tuple[float, float, int]:
    return drawn(task[0], encode=task[1])


def speed(specs: Sequence[FrameSpec], *, encode: bool) -> dict[str, float]:
    """Frames a second of two processes together, median of some rounds; each is as slow as its slower half.

    Milliseconds on a core say the same on a machine that is busy with other things too.
    """
    context = multiprocessing.get_context("spawn")
    rates: list[float] = []
    cores: list[float] = []
    memory = 0
    for _ in range(ROUNDS):
        with context.Pool(PROCESSES) as pool:
            halves = pool.map(_worker, [(list(specs[i::PROCESSES]), encode) for i in range(PROCESSES)], chunksize=1)
        rates.append(len(specs) / max(seconds for seconds, _, _ in halves))
        cores.append(1000 * sum(used for _, used, _ in halves) / len(specs))
        memory = max(memory, *(megabytes for _, _, megabytes in halves))
    return {
        "frames_a_second": round(statistics.median(rates), 1),
        "core_milliseconds_a_frame": round(statistics.median(cores), 1),
        "megabytes_a_process": memory,
    }


def sample(specs: Sequence[FrameSpec]) -> list[FrameSpec]:
    """Some shots, always the same."""
    return sorted(specs, key=lambda spec: chance(spec.scene, spec.shot, spec.subject))[:FRAMES]


def review(specs: Iterable[FrameSpec]) -> dict[str, Any]:
    """Faults by kind over every shot, and the first few of them."""
    found = [fault for spec in specs for fault in faults(spec)]
    kinds = Counter(fault.kind for fault in found)
    first = [f"{fault.shot} {fault.kind}: {fault.told}" for fault in found[:5]]
    return {"faults": len(found), **({"kinds": dict(kinds), "first": first} if found else {})}


def measure(stories: Sequence[Path]) -> dict[str, Any]:
    """Everything about the given stories."""
    shots = {folder.name: specs_of(folder) for folder in stories}
    mixed = sample([spec for specs in shots.values() for spec in specs])
    return {
        "drawn": speed(mixed, encode=False),
        "drawn_and_filed": speed(mixed, encode=True),
        "stories": {name: {"shots": len(specs), **review(specs)} for name, specs in shots.items()},
    }


def versions() -> dict[str, object]:
    """What it was measured with."""
    return {
        "cores": os.cpu_count(),
        "load_at_the_end": round(os.getloadavg()[0], 1),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "system": sys.platform,
        **{name: version(name) for name in ("pillow", "storyforge")},
    }


def main() -> None:
    """Measure and write."""
    with TemporaryDirectory() as folder:
        stories = [Path(argument) for argument in sys.argv[1:]]
        if not stories:
            stories = [made(Path(folder) / "feature", feature_script())]
            play = Path(os.environ.get("STORYFORGE_TEST_DATA", "")) / "fountain" / "earnest_pd.fountain"
            if play.is_file():
                stories.append(made(Path(folder) / "earnest", play.read_text(encoding="utf-8")))
        found = {"measured": measure(stories), "with": versions()}
    RESULT.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(json.dumps(found["measured"], indent=1))


if __name__ == "__main__":
    main()
