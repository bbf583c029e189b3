"""Make the pictures of the documents anew: frames, a storyboard page, a still and a moving picture of the example film.

Usage: python scripts/make_pictures.py [FOLDER]

They are written to docs/pictures, or to another folder: `frames.png`, `drift.png`, `boards.png`, `animatic.png` and
`animatic.gif`.
It takes a minute. Nothing is kept of the story that is made for it, in a temporary folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from run_docs import ROOT, environment

from storyforge.exporters.timing import Film
from storyforge.media.ffmpeg import program
from storyforge.model.numbering import folder as scene_folder
from storyforge.pipeline.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

STRIP = ("1G", "2E", "3C", "4P", "5A", "6E")
COLUMNS, FRAME, GAP = 3, (424, 239), 4
BOARDS = ("1", "2")
BOARDS_WIDTH = 1280
DRIFTED = ("2C.start", "2B.end")
DRIFT_WIDTH = 1280
STILL = "6L"
MOVING = ("3A", "3E", "3G")
SECONDS, RATE = 2.0, 12
GIF = "scale=480:270:flags=lanczos"
LARGEST = {".png": 300_000, ".gif": 1_500_000}
"""Bytes: a page that is read on the way should not be waited for."""


class Story:
    """The film of example-project as far as the pictures need it, in a folder."""

    def __init__(self, home: Path) -> None:
        self.root = home / "film"
        # The same date each time: a page shows its revision.
        dates = {f"GIT_{role}_DATE": "2026-01-05T09:00:00+00:00" for role in ("AUTHOR", "COMMITTER")}
        self._environment = environment(home) | dates
        example = ROOT / "example-project"
        self._run(
            *("new", str(self.root), "--primary", str(example / "script.fountain"), "--length", "4:00-7:00"),
            *("--context", f"{example / 'definitions.yaml'}:definitions"),
            at=home,
        )
        self._run("run", "frames", "--auto")

    def _run(self, *arguments: str, at: Path | None = None) -> str:
        command = ["storyforge", *arguments]
        print("$", " ".join(command), flush=True)
        done = subprocess.run(
            command, cwd=at or self.root, env=self._environment, text=True, stdout=subprocess.PIPE, check=True
        )
        return done.stdout.splitlines()[-1]

    def frame(self, shot: str) -> Image.Image:
        """The start frame of a shot."""
        where = self.root / "scenes" / scene_folder(shot.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) / "frames"
        return Image.open(where / f"{shot}-start.png").convert("RGB")

    def page(self, scenes: Sequence[str], number: int) -> Image.Image:
        """A page of the storyboard of some scenes."""
        self._run("export", "boards", "--png", *_scenes(scenes), "--out", str(self.root / "boards"))
        return Image.open(sorted((self.root / "boards").rglob("*.png"))[number - 1]).convert("RGB")

    def film(self, scene: str, size: str) -> Path:
        """The animatic of a scene, with what is laid over it."""
        self._run("run", "--auto", "--scene", scene, "--with", f"video=offline:{size}")
        return self.root / self._run("export", "animatic", "--overlay", "--no-voices", "--scene", scene)

    def starts(self, scene: str) -> dict[str, float]:
        """Shot -> second of its scene's film at which it begins."""
        film = Film.of(Session.open(self.root).story, (scene,))
        return {shot.shot.id: float(shot.at / film.rate) for shot in film.shots}

    def drift(self, home: Path) -> Image.Image:
        """A start frame whose right half came out colder than the end frame before it, and both side by side."""
        item, before = DRIFTED
        frame = self.root / "scenes" / scene_folder(item[0]) / "frames" / f"{item.replace('.', '-')}.png"
        red, green, blue = Image.open(frame).convert("RGB").split()
        cold = Image.merge("RGB", (red.point(lambda tone: round(tone * 0.72)), green, blue))
        cold.save(home / "cold.png")
        self._run("frame", "patch", item, "--rect", "50%,0%,50%x100%", "--with-picture", str(home / "cold.png"))
        self._run("frame", "compare", before, item, "--out", str(home / "drift.png"))
        return Image.open(home / "drift.png").convert("RGB")


def _scenes(numbers: Sequence[str]) -> list[str]:
    return [word for number in numbers for word in ("--scene", number)]


def strip(story: Story) -> Image.Image:
    """Start frames beside and below each other."""
    rows = len(STRIP) // COLUMNS
    sheet = Image.new("RGB", (COLUMNS * (FRAME[0] + GAP) - GAP, rows * (FRAME[1] + GAP) - GAP), "white")
    for index, shot in enumerate(STRIP):
        at = (index % COLUMNS * (FRAME[0] + GAP), index // COLUMNS * (FRAME[1] + GAP))
        sheet.paste(story.frame(shot).resize(FRAME, Image.Resampling.LANCZOS), at)
    return sheet


def save(picture: Image.Image, place: Path) -> None:
    """Save a picture with 256 colours: drawings need no more, and a page is quicker for it."""
    few = picture.quantize(256, method=Image.Quantize.MEDIANCUT, kmeans=3, dither=Image.Dither.NONE)
    few.save(place, optimize=True)


def still(film: Path, second: float, place: Path) -> Image.Image:
    """One picture of a film."""
    _ffmpeg("-ss", f"{second:.3f}", "-i", str(film), "-frames:v", "1", "-update", "1", str(place))
    return Image.open(place).convert("RGB")


def moving(film: Path, starts: Sequence[float], place: Path) -> None:
    """Some seconds of some shots, one behind the other, as a GIF of one palette."""
    cuts = [
        f"[0:v]trim=start={start:.3f}:duration={SECONDS},setpts=PTS-STARTPTS,fps={RATE},{GIF}[v{index}]"
        for index, start in enumerate(starts)
    ]
    joined = "".join(f"[v{index}]" for index in range(len(starts)))
    graph = ";".join(
        [
            *cuts,
            f"{joined}concat=n={len(starts)}:v=1,split[a][b]",
            "[a]palettegen=max_colors=96[p]",
            "[b][p]paletteuse=dither=none:diff_mode=rectangle",
        ]
    )
    _ffmpeg("-i", str(film), "-filter_complex", graph, str(place))


def _ffmpeg(*arguments: str) -> None:
    subprocess.run([program().path, "-v", "error", "-y", *arguments], check=True, stdin=subprocess.DEVNULL)


def main(arguments: list[str]) -> int:
    """Make them all; 1 where one of them is too large."""
    out = Path(arguments[0]) if arguments else ROOT / "docs" / "pictures"
    out.mkdir(parents=True, exist_ok=True)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with tempfile.TemporaryDirectory() as folder:
        story = Story(Path(folder))
        save(strip(story), out / "frames.png")
        seen = story.drift(Path(folder))
        height = round(seen.height * DRIFT_WIDTH / seen.width)
        save(seen.resize((DRIFT_WIDTH, height), Image.Resampling.LANCZOS), out / "drift.png")
        page = story.page(BOARDS, 2)
        height = round(page.height * BOARDS_WIDTH / page.width)
        save(page.resize((BOARDS_WIDTH, height), Image.Resampling.LANCZOS), out / "boards.png")
        scene = STILL[0]
        seen = still(story.film(scene, "720p"), story.starts(scene)[STILL] + 0.5, Path(folder, "still.png"))
        save(seen.resize((960, 540), Image.Resampling.LANCZOS), out / "animatic.png")
        scene = MOVING[0][0]
        starts = story.starts(scene)
        moving(story.film(scene, "540p"), [starts[shot] for shot in MOVING], out / "animatic.gif")
    sizes = {file: file.stat().st_size for file in sorted(out.iterdir())}
    for file, size in sizes.items():
        print(f"{file}  {size:,} bytes")
    return int(any(size > LARGEST.get(file.suffix, size) for file, size in sizes.items()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
