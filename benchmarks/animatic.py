"""Measures the animatic camera: film-seconds a second on two cores, beside the same ffmpeg on pictures that are ready.

`python benchmarks/animatic.py [STORY ...]` writes `results/animatic.json`. Without stories it makes one of the
generated feature script, the mixture that is asked about. Of each story 120 shots are taken, evenly spread, with the
moves that its shot list has.

Ready pictures are the shots' start and end frames as PNG of 1280x720. A still one is held; where figures move, ffmpeg
fades from start to end; where the camera moves, `zoompan` scales or shifts both and fades (`plain`). `zoompan` stops at
whole pixels of its source and trembles; `smooth` scales the source up four times before, which is the usual remedy.
Both encode as the camera does. They show no parallax and nobody walks: it is the cost that is compared.

Asked for, at 640x360 and 24 frames a second: 20 film-seconds a second, 0.7 of ffmpeg's, at most 400 MB for all
processes together. Seconds of the processors stand beside those of the clock, for other work on the machine disturbs
them less.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import platform
import resource
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

import ffmpeg
from commands import memory
from feature_script import feature_script
from previz import made, specs_of

from storyforge.media.ffmpeg import build_id
from storyforge.media.ffmpeg_graphs import encoding
from storyforge.media.ffmpeg_process import run
from storyforge.media.previz.take import Take
from storyforge.providers.base import ImageRequest, VideoRequest
from storyforge.providers.offline.artist import OfflineArtist
from storyforge.providers.offline.camera import OfflineCamera

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from storyforge.model.framing import FrameSpec

RESULT = Path(__file__).parent / "results" / "animatic.json"
SHOTS = 120
PROCESSES = 2
WIDTH, HEIGHT = 640, 360
CLOSER = 1.3
FADE = 24
LARGE = 5120


def kind(spec: FrameSpec) -> str:
    """What of a shot moves."""
    take = Take.of(spec)
    return "camera" if take.camera_moves else "figures" if take.figures_move else "air" if take.alive else "nothing"


def film(spec: FrameSpec) -> tuple[int, int]:
    """One clip by the camera; its bytes, and the most kilobytes of this process so far."""
    clip = OfflineCamera().film(VideoRequest("", spec, b"", drawn=True)).value
    return len(clip.mp4), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def pictures(spec: FrameSpec, folder: Path, index: int) -> tuple[Path, Path]:
    """The start and the end frame of a shot as files."""
    artist = OfflineArtist()
    found = []
    for moment in ("start", "end"):
        path = folder / f"{index}-{moment}.png"
        path.write_bytes(artist.draw(ImageRequest("", spec, moment)).value.png)
        found.append(path)
    return found[0], found[1]


def ready(spec: FrameSpec, what: str, files: tuple[Path, Path], out: Path, *, smooth: bool) -> None:
    """One clip by ffmpeg alone from two pictures."""
    frames = spec.frames
    if what == "camera":
        streams = [_moved(path, spec.move, frames, back=bool(n), smooth=smooth) for n, path in enumerate(files)]
    else:
        streams = [_held(path, frames) for path in (files if what == "figures" else files[:1])]
    if len(streams) == 2 and frames > 2 * FADE:
        stream = ffmpeg.filter(streams, "xfade", duration=1, offset=(frames - 1.5 * FADE) / 24)
        stream = stream.filter("format", "yuv420p")
    else:
        stream = streams[0]
    options = encoding(spec.rate, HEIGHT)
    run(stream.output(f"file:{out}", **{"frames:v": frames}, filter_complex_threads=1, **options), str(out))


def _held(path: Path, frames: int) -> Any:
    scaled = ffmpeg.input(str(path)).filter("scale", WIDTH, HEIGHT).filter("format", "yuv420p")
    return scaled.filter("loop", loop=frames - 1, size=1).filter("fps", 24)


def _moved(path: Path, move: str, frames: int, *, back: bool, smooth: bool) -> Any:
    """A picture that is scaled by a push or a pull, and shifted by any other move."""
    share = f"on/{frames}"
    closer = CLOSER - 1
    if "pull" in move or "push" in move or "zoom" in move:
        zoom = f"{CLOSER}-{closer}*{share}" if back != ("pull" in move) else f"1+{closer}*{share}"
        x = "iw/2-iw/zoom/2"
    else:
        zoom, x = str(CLOSER), f"(iw-iw/zoom)*{share}"
    stream = ffmpeg.input(str(path))
    if smooth:
        stream = stream.filter("scale", LARGE, -2)
    stream = stream.filter("zoompan", z=zoom, x=x, y="ih/2-ih/zoom/2", d=frames, s=f"{WIDTH}x{HEIGHT}", fps=24)
    return stream.filter("format", "yuv420p")


class Watch:
    """Seconds of the clock and of the processors that a block takes, and the memory of all processes in it."""

    def __enter__(self) -> Self:
        self._over = threading.Event()
        self.kilobytes = 0
        self._watcher = threading.Thread(target=self._look, daemon=True)
        self._watcher.start()
        self._start, self._used = time.perf_counter(), _processors()
        return self

    def __exit__(self, *error: object) -> None:
        self.seconds = time.perf_counter() - self._start
        self.used = _processors() - self._used
        self._over.set()
        self._watcher.join()

    def _look(self) -> None:
        while not self._over.wait(0.05):
            self.kilobytes = max(self.kilobytes, memory(os.getpid()))


def _processors() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def by_camera(specs: Sequence[FrameSpec]) -> tuple[Watch, int]:
    """All clips by the camera, in processes as `run` starts them; their bytes together."""
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with Watch() as watch, ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        size = sum(count for count, _ in pool.map(film, specs))
    return watch, size


def by_ffmpeg(jobs: Sequence[Callable[[], None]]) -> Watch:
    """All clips by ffmpeg, two at once."""
    with Watch() as watch, ThreadPoolExecutor(PROCESSES) as pool:
        for done in [pool.submit(job) for job in jobs]:
            done.result()
    return watch


def measure(specs: Sequence[FrameSpec], folder: Path) -> dict[str, Any]:
    """All numbers of one story."""
    step = max(1, len(specs) // SHOTS)
    specs = [spec for spec in specs if spec.frames][::step][:SHOTS]
    kinds = [kind(spec) for spec in specs]
    length = float(sum(spec.frames / spec.rate for spec in specs))
    files = [pictures(spec, folder, index) for index, spec in enumerate(specs)]
    rows = list(zip(specs, kinds, files, strict=True))
    ours, size = by_camera(specs)
    found: dict[str, Any] = {
        "shots": len(specs),
        "film_seconds": round(length, 1),
        "moving_percent_of_time": _shares(specs, kinds),
        "film_seconds_a_second": round(length / ours.seconds, 1),
        "processor_ms_a_film_second": round(1000 * ours.used / length, 1),
        "megabytes_of_memory": round(ours.kilobytes / 1024, 1),
        "kilobytes_a_film_second": round(size / 1024 / length, 1),
    }
    for name, smooth in (("plain", False), ("smooth", True)):
        theirs = by_ffmpeg([_job(row, folder, index, smooth=smooth) for index, row in enumerate(rows)])
        found[f"ffmpeg_{name}"] = {
            "film_seconds_a_second": round(length / theirs.seconds, 1),
            "processor_ms_a_film_second": round(1000 * theirs.used / length, 1),
            "ours_to_theirs": round(theirs.seconds / ours.seconds, 2),
            "ours_to_theirs_by_processor": round(theirs.used / ours.used, 2),
        }
    return found


def _job(
    row: tuple[FrameSpec, str, tuple[Path, Path]], folder: Path, index: int, *, smooth: bool
) -> Callable[[], None]:
    spec, what, files = row
    return lambda: ready(spec, what, files, folder / f"{index}.mp4", smooth=smooth)


def _shares(specs: Iterable[FrameSpec], kinds: Iterable[str]) -> dict[str, float]:
    frames: Counter[str] = Counter()
    for spec, what in zip(specs, kinds, strict=True):
        frames[what] += spec.frames
    return {what: round(100 * count / frames.total(), 1) for what, count in frames.items()}


def main() -> None:
    """Measure, write the result, print it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        given = [Path(argument) for argument in sys.argv[1:]]
        stories = {path.name: path for path in given} or {"feature": made(folder / "feature", feature_script())}
        found = {story: measure(specs_of(path), folder) for story, path in stories.items()}
    using = {"cores": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    using |= {"ffmpeg": build_id(), "pillow": version("pillow"), "system": sys.platform}
    text = json.dumps({"measured": found, "with": using}, indent=2, sort_keys=True)
    RESULT.write_text(text + "\n", "utf-8")
    print(text)


if __name__ == "__main__":
    main()
