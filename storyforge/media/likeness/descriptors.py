"""What a picture looks like whatever it shows: its colours, tones, lines and surface, as a few numbers each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

HIGH = 270
"""Every picture is described at this height: strokes and grain are as wide in all of them."""
_WIDEST = 2.4
TONES, HUES = 10, 12
_FROM_RGB = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], np.float32)
_WHITE = np.array([0.95047, 1.0, 1.08883], np.float32)
_EDGE, _STILL = 9.0, 1.2
"""Steps of L* between neighbours: from the first on they are an edge, below the second they are none."""
_PALETTE = 6


@dataclass(frozen=True)
class Description:
    """One picture: named numbers, shares of tones from dark to light, shares of hues, and its colours with shares."""

    numbers: dict[str, float]
    tones: tuple[float, ...]
    hues: tuple[float, ...]
    colours: tuple[tuple[tuple[int, int, int], float], ...]

    def plain(self) -> list[Any]:
        """Plain data for a cache."""
        return [self.numbers, self.tones, self.hues, self.colours]

    @classmethod
    def read(cls, data: list[Any]) -> Description:
        """The description of plain data."""
        numbers, tones, hues, colours = data
        return cls(dict(numbers), tuple(tones), tuple(hues), tuple((tuple(c), s) for c, s in colours))


def describe(picture: Image.Image) -> Description:
    """The description of a picture; the same for the same pixels."""
    small = _fitted(picture)
    lab = _lab(np.asarray(small, np.float32) / 255)
    light, chroma = lab[..., 0], np.hypot(lab[..., 1], lab[..., 2])
    steps, grain = _steps(light), _grain(light)
    edges, still = steps > _EDGE, steps < _STILL
    numbers = {
        "lightness": light.mean(),
        "contrast": light.std(),
        "shadows": np.percentile(light, 5),
        "highlights": np.percentile(light, 95),
        "warmth": lab[..., 2].mean(),
        "redness": lab[..., 1].mean(),
        "colourfulness": chroma.mean(),
        "vividness": np.percentile(chroma, 95),
        "lines": edges.mean() * 100,
        "sharpness": steps[edges].mean() if edges.any() else 0.0,
        "ink": _thin_and_dark(light).mean(),
        "grain": grain[~edges].mean() if (~edges).any() else 0.0,
        "flatness": still.mean() * 100,
        "variety": _variety(lab),
        "corners": _corners(light),
    }
    tones = _shares(np.histogram(light, TONES, (0, 100))[0])
    angle = np.degrees(np.arctan2(lab[..., 2], lab[..., 1])) % 360
    hues = _shares(np.histogram(angle, HUES, (0, 360), weights=np.where(chroma > 6, chroma, 0))[0])
    return Description({name: round(float(value), 3) for name, value in numbers.items()}, tones, hues, _colours(small))


def _fitted(picture: Image.Image) -> Image.Image:
    """A picture at the height of comparison; one that is far wider than high is cut at its sides."""
    whole = picture.convert("RGB")
    if whole.width > whole.height * _WIDEST:
        side = int((whole.width - whole.height * _WIDEST) / 2)
        whole = whole.crop((side, 0, whole.width - side, whole.height))
    return whole.resize((max(16, round(whole.width * HIGH / whole.height)), HIGH), Image.Resampling.BOX)


def _lab(rgb: Floats) -> Floats:
    """CIE L*a*b* under D65."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = (linear @ _FROM_RGB.T) / _WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    found: Floats = np.stack((116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])), -1)
    return found


def lab_of(colour: tuple[int, int, int]) -> tuple[float, float, float]:
    """One colour as L*, a* and b*."""
    found = _lab(np.asarray(colour, np.float32)[None, :] / 255)[0]
    return float(found[0]), float(found[1]), float(found[2])


def _steps(light: Floats) -> Floats:
    """How much lighter or darker each point is than its neighbours, across and down."""
    across = np.abs(np.diff(light, axis=1, append=light[:, -1:]))
    down = np.abs(np.diff(light, axis=0, append=light[-1:, :]))
    found: Floats = np.maximum(across, down)
    return found


def _grain(light: Floats) -> Floats:
    """How far each point is from the mean of the four around it."""
    padded = np.pad(light, 1, mode="edge")
    around = (padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]) / 4
    found: Floats = np.abs(light - around)
    return found


def _thin_and_dark(light: Floats) -> Floats:
    """How much darker a point is than what surrounds it on both sides: lines, and no areas."""
    reach = 4
    padded = np.pad(light, reach, mode="edge")
    across = np.minimum(padded[reach:-reach, : -2 * reach], padded[reach:-reach, 2 * reach :])
    down = np.minimum(padded[: -2 * reach, reach:-reach], padded[2 * reach :, reach:-reach])
    found: Floats = np.clip(np.maximum(across, down) - light - 4, 0, 60)
    return found


def _variety(lab: Floats) -> float:
    """How many colours there are, in bits: 0 for one, about 8 for a photograph."""
    bins = np.floor(lab.reshape(-1, 3) / np.array([8.0, 10.0, 10.0])).astype(np.int64)
    _, counts = np.unique(bins @ np.array([1, 1_000, 1_000_000]), return_counts=True)
    shares = counts / counts.sum()
    return float(-(shares * np.log2(shares)).sum())


def _corners(light: Floats) -> float:
    """How much lighter the corners are than the middle."""
    high, wide = light.shape
    y, x = max(1, high // 8), max(1, wide // 8)
    corners = np.concatenate(
        [light[a, b].ravel() for a in (slice(y), slice(-y, None)) for b in (slice(x), slice(-x, None))]
    )
    middle = light[high // 4 : -high // 4, wide // 4 : -wide // 4]
    return float(np.median(corners) - np.median(middle))


def _shares(counts: Floats) -> tuple[float, ...]:
    whole = counts.sum()
    return tuple(round(float(count / whole), 4) if whole else 0.0 for count in counts)


def _colours(picture: Image.Image) -> tuple[tuple[tuple[int, int, int], float], ...]:
    """The colours a picture is made of, the most of it first."""
    flat = picture.resize((96, 54), Image.Resampling.BOX).quantize(_PALETTE, Image.Quantize.MEDIANCUT)
    values = flat.getpalette() or []
    found = []
    counts = np.bincount(np.asarray(flat).ravel(), minlength=_PALETTE)
    for index in sorted(range(_PALETTE), key=lambda index: (-counts[index], index)):
        if counts[index]:
            red, green, blue = values[index * 3 : index * 3 + 3]
            found.append(((red, green, blue), round(float(counts[index] / counts.sum()), 3)))
    return tuple(found)
