"""The quality of one picture in five numbers between 0 and 1; they need no other picture and no model.

Sharpness is how steep the steepest edges are against the picture's contrast, so that a soft style with a few hard lines
is sharp and a picture out of focus is not. Legibility is the contrast that is left at the size of a thumbnail, which is
how a board is read (craft 4: in two seconds).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Luma = NDArray[np.float32]

_WIDE = 640
"""Pictures are measured at this width, so that 1K and 4K of one picture are alike."""
_THUMB = 48
_DARK, _BRIGHT = 0.04, 0.96


@dataclass(frozen=True, slots=True)
class PictureQuality:
    """Spread of light (0: one flat colour), sharpness, legibility, and the shares that are black and white."""

    spread: float
    sharpness: float
    legibility: float
    dark: float
    bright: float

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def measure_picture(picture: Image.Image) -> PictureQuality:
    """Measure a picture of any size."""
    wide = min(_WIDE, picture.width)
    size = (wide, max(1, round(picture.height * wide / picture.width)))
    light = luma(picture.convert("RGB").resize(size, Image.Resampling.BOX))
    colours = np.asarray(picture.convert("RGB").resize((_THUMB, _THUMB), Image.Resampling.BOX), np.float32) / 255
    return PictureQuality(
        spread=_rounded(float(colours.std(axis=(0, 1)).max())),
        sharpness=_rounded(_sharpness(light)),
        legibility=_rounded(_contrast(light)),
        dark=_rounded(float((light <= _DARK).mean())),
        bright=_rounded(float((light >= _BRIGHT).mean())),
    )


def luma(picture: Image.Image) -> Luma:
    """The light of each pixel, 0 to 1 (weights of Rec. 709)."""
    rgb = np.asarray(picture.convert("RGB"), np.float32)
    weighed: Luma = (rgb @ np.array([0.2126, 0.7152, 0.0722]) / 255).astype(np.float32)
    return weighed


def _sharpness(light: Luma) -> float:
    """The steepest steps from pixel to pixel, against the range of light; 0 where there is nothing to be seen."""
    low, high = np.percentile(light, (1, 99))
    if high - low < 0.02 or min(light.shape) < 4:
        return 0.0
    across, down = np.abs(np.diff(light, axis=1)), np.abs(np.diff(light, axis=0))
    steepest = max(float(np.percentile(across, 99.7)), float(np.percentile(down, 99.7)))
    return min(1.0, steepest / float(high - low))


def _contrast(light: Luma) -> float:
    """The range of light between the darkest and the brightest twentieth of a thumbnail."""
    high = max(1, round(_THUMB * light.shape[0] / light.shape[1]))
    small = np.asarray(Image.fromarray(light).resize((_THUMB, high), Image.Resampling.BOX))
    low, top = np.percentile(small, (5, 95))
    return float(top - low)


def _rounded(value: float) -> float:
    return round(value, 4)
