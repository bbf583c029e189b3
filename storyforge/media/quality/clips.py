"""The quality of one clip: frames that show nothing, that stand still, jumps of light and of things, cuts, and sound.

One pass over the pictures at the size of a stamp, one over the sound; a clip of 8 s takes about a quarter of a second.
"""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from storyforge.errors import FfmpegFailedError, UnreadableMediaError
from storyforge.media import ffmpeg_graphs as graphs
from storyforge.media import joining
from storyforge.media.ffmpeg_process import working

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Stamps = NDArray[np.float32]

_WIDE, _HIGH = 64, 36
_BLOCK = 4
_FLAT = 0.012
"""Spread of light below which a frame shows nothing."""
_STILL = 0.0012
"""Mean change from frame to frame below which it stands still: less than the noise of an encoder."""
_SOUND = 16_000
_WINDOW = _SOUND // 20
_QUIET = 10 ** (-50 / 20)


@dataclass(frozen=True, slots=True)
class Jump:
    """A sudden change: at which second, and where in the picture."""

    at: float
    where: str = ""


@dataclass(frozen=True, slots=True)
class ClipQuality:
    """What is known of a clip; times in seconds, `loudness` in decibels below full scale (None: it has no sound).

    `silent` is the share of the sound below -50 dB, `clipped` the share at full scale.
    """

    seconds: float
    blank: float
    still: float
    light: tuple[Jump, ...]
    pops: tuple[Jump, ...]
    cuts: tuple[Jump, ...]
    loudness: float | None = None
    silent: float = 0.0
    clipped: float = 0.0

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    @classmethod
    def read(cls, data: dict[str, Any]) -> ClipQuality:
        """The quality of plain data."""
        jumps = {name: tuple(Jump(**jump) for jump in data[name]) for name in ("light", "pops", "cuts")}
        return cls(**{**data, **jumps})


def measure_clip(content: bytes, name: str) -> ClipQuality:
    """Measure a clip; raises UnreadableMediaError where it does not play, and what ffmpeg raises."""
    with tempfile.TemporaryDirectory(prefix="storyforge-") as folder:
        path = Path(folder, "clip.mp4")
        path.write_bytes(content)
        try:
            seen = joining.contents(path)
            stamps = _stamps(path)
            sound = _sound(path) if joining.has_sound(path) else None
        except FfmpegFailedError as problem:
            raise UnreadableMediaError(name, problem.message) from problem
    if not len(stamps):
        raise UnreadableMediaError(name, "it has no frames")
    rate = float(seen.rate)
    jumps = _jumps(stamps, rate)
    return ClipQuality(
        seconds=round(len(stamps) / rate, 3),
        blank=round(float((stamps.std(axis=(1, 2)) < _FLAT).sum()) / rate, 3),
        still=_longest_still(stamps, rate),
        light=jumps["light"],
        pops=jumps["pops"],
        cuts=jumps["cuts"],
        **_heard(sound),
    )


def _stamps(path: Path) -> Stamps:
    """All frames as small grey pictures, 0 to 1."""
    with working(graphs.stamps(path, _WIDE, _HIGH), str(path), heard=True) as running:
        data = running.answer.read()
    whole = len(data) // (_WIDE * _HIGH)
    frames = np.frombuffer(data[: whole * _WIDE * _HIGH], np.uint8).reshape(whole, _HIGH, _WIDE)
    return (frames / np.float32(255)).astype(np.float32)


def _longest_still(stamps: Stamps, rate: float) -> float:
    """Seconds of the longest stretch in which nothing moves at all."""
    changes = np.abs(np.diff(stamps, axis=0)).mean(axis=(1, 2))
    longest = run = 0
    for change in changes:
        run = run + 1 if change < _STILL else 0
        longest = max(longest, run)
    return round(longest / rate, 3)


def _jumps(stamps: Stamps, rate: float) -> dict[str, tuple[Jump, ...]]:
    """Cuts, jumps of light, and things that come or go from one frame to the next."""
    found: dict[str, list[Jump]] = {"light": [], "pops": [], "cuts": []}
    if len(stamps) < 3:
        return dict.fromkeys(found, ())
    steps = np.diff(stamps, axis=0)
    high, wide = _HIGH // _BLOCK, _WIDE // _BLOCK
    blocks = np.abs(steps).reshape(len(steps), high, _BLOCK, wide, _BLOCK).mean(axis=(2, 4))
    shift = steps.mean(axis=(1, 2))
    even = np.abs(steps - shift[:, None, None]).mean(axis=(1, 2))
    usual = np.median(blocks.mean(axis=(1, 2)))
    for number, (all_of, grid, moved, rest) in enumerate(
        zip(shift, blocks, blocks.mean(axis=(1, 2)), even, strict=True), 1
    ):
        at = round(number / rate, 2)
        if abs(all_of) > 0.08 and rest < abs(all_of) / 2:
            found["light"].append(Jump(at))
        elif moved > max(0.14, 6 * usual):
            found["cuts"].append(Jump(at))
        elif (
            (worst := float(grid.max())) > 0.3
            and worst > 8 * float(np.median(grid)) + 0.1
            and (grid > 0.15).mean() < 0.12
        ):
            found["pops"].append(Jump(at, _place(grid)))
    return {name: tuple(jumps) for name, jumps in found.items()}


def _place(grid: NDArray[np.float32]) -> str:
    row, column = np.unravel_index(int(grid.argmax()), grid.shape)
    down = ("top", "", "bottom")[int(3 * row / grid.shape[0])]
    across = ("left", "middle", "right")[int(3 * column / grid.shape[1])]
    return f"{down} {across}".strip()


def _sound(path: Path) -> NDArray[np.float32]:
    with working(graphs.samples(path, _SOUND), str(path), heard=True) as running:
        data = running.answer.read()
    return np.frombuffer(data[: len(data) // 4 * 4], np.float32)


def _heard(sound: NDArray[np.float32] | None) -> dict[str, Any]:
    """How loud it is where it is not silent, as decibels of the mean square; a sound of no length is silent."""
    if sound is None:
        return {}
    windows = sound[: len(sound) // _WINDOW * _WINDOW].reshape(-1, _WINDOW)
    if not len(windows):
        return {"loudness": -90.0, "silent": 1.0, "clipped": 0.0}
    levels = np.sqrt((windows.astype(np.float64) ** 2).mean(axis=1))
    loud = levels[levels >= _QUIET]
    level = 20 * float(np.log10(np.sqrt((loud**2).mean()))) if len(loud) else -90.0
    return {
        "loudness": round(level, 1),
        "silent": round(float((levels < _QUIET).mean()), 3),
        "clipped": round(float((np.abs(sound) >= 0.999).mean()), 5),
    }
