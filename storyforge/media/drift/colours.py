"""Colours as the eye tells them apart: CIE L*a*b* under D65, and how much of one palette the other lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

WIDE, HIGH = 480, 270
"""Every picture is compared at this size: smaller than a frame, so that noise and compression are averaged away."""
_FROM_RGB = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], np.float32)
_WHITE = np.array([0.95047, 1.0, 1.08883], np.float32)
_MOST = 160
"""Colours of a palette that are compared at most: every so many of them, in their order."""


def lab(picture: Image.Image) -> Floats:
    """A picture at the size of comparison, as rows of L* (0 to 100), a* and b* (each about -100 to 100)."""
    small = picture.convert("RGB").resize((WIDE, HIGH), Image.Resampling.BOX, reducing_gap=None)
    rgb = np.asarray(small, np.float32) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = (linear @ _FROM_RGB.T) / _WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    found = np.stack((116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])), axis=-1)
    return found.astype(np.float32)


def distance(first: Floats, second: Floats) -> Floats:
    """The distance of colours, one by one (CIE 1976): 2.3 is what an eye just notices."""
    found: Floats = np.sqrt(((first - second) ** 2).sum(axis=-1))
    return found


def lacking(first: Floats, second: Floats, near: float) -> float:
    """The share of two palettes that has no colour of the other within `near`, as the mean of both ways."""
    a, b = _some(first), _some(second)
    apart = distance(a[:, None, :], b[None, :, :])
    return float(((apart.min(axis=1) > near).mean() + (apart.min(axis=0) > near).mean()) / 2)


def new_in(first: Floats, second: Floats, near: float) -> float:
    """The share of the poorer of two palettes that the other lacks: a part of a view has no colours of its own."""
    a, b = _some(first), _some(second)
    apart = distance(a[:, None, :], b[None, :, :])
    return float(min((apart.min(axis=1) > near).mean(), (apart.min(axis=0) > near).mean()))


def _some(colours: Floats) -> Floats:
    return colours[:: max(1, -(-len(colours) // _MOST))]
