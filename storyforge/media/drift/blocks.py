"""Two pictures of which it is only roughly known what is where: compared block by block, and palette by palette.

A picture by a model or a photograph has its people about where they were planned, and its furniture anywhere. Where
the camera is planned to stand as it stood, the second picture is laid over the first by phase correlation and blocks
are compared one by one; else only whether colours are there that the other lacks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from storyforge.media.drift.colours import HIGH, WIDE, distance, new_in
from storyforge.media.previz.vectors import length, sub

if TYPE_CHECKING:
    from storyforge.media.drift.colours import Floats
    from storyforge.media.drift.views import Shot

_BLOCK = 15
"""Pixels of a block at the size of comparison, which is 32 x 18 blocks."""
_FURTHEST = 60
"""Pixels by which the second picture is shifted at most."""
_TURNED, _STEPPED = 2.0, 0.12
"""Degrees and metres by which a camera that stands still may differ."""
_ABOUT = 0.6
"""How far a person may be from where they were planned, in widths of their head."""


@dataclass(frozen=True, slots=True)
class Roughly:
    """What two pictures have in common.

    `shift` is by how much the second is lighter, redder and yellower, block by block where they could be `aligned`,
    else as a whole; `off` the share of blocks, or else of colours, that the other lacks; `people` the same by slug for
    what everybody wears about where they were planned.
    """

    aligned: bool

    shift: Floats
    off: float
    people: dict[str, float]


def roughly(first: Shot, second: Shot, apart: float, near: float) -> Roughly:
    """Compare two pictures by their blocks."""
    a, b = _blocks(first.colours), _blocks(second.colours)
    flat_a, flat_b = a.reshape(-1, 3), b.reshape(-1, 3)
    aligned = _one_camera(first, second)
    if aligned:
        x, y = _offset(first.colours[..., 0], second.colours[..., 0])
        b = _blocks(np.roll(second.colours, (-y, -x), (0, 1)))
        rows, columns = _kept(y, HIGH), _kept(x, WIDE)
        mine, yours = a[rows, columns].reshape(-1, 3), b[rows, columns].reshape(-1, 3)
        shift = np.median(yours - mine, axis=0)
        off = float((distance(mine + shift, yours) > apart).mean())
    else:
        shift = flat_b.mean(axis=0) - flat_a.mean(axis=0)
        off = new_in(flat_a, flat_b, near)
    worn = _worn(first, second, shift if aligned else np.zeros(3, np.float32), near)
    return Roughly(aligned, shift, off, worn)


def _worn(first: Shot, second: Shot, shift: Floats, near: float) -> dict[str, float]:
    """How much of what somebody wears is nowhere near them in the other picture, by slug."""
    states = [{p.id: (p.text, p.conditions) for p in shot.spec.people} for shot in (first, second)]
    both = [slug for slug in first.people if slug in second.people and states[0].get(slug) == states[1].get(slug)]
    found = {}
    for slug in both:
        a, b = _breast(first, slug, 0.0), _breast(second, slug, _ABOUT)
        if len(a) and len(b):
            apart = distance((a + shift)[:, None, :], b[None, :, :])
            found[slug] = float((apart.min(axis=1) > near).mean())
    return found


def _breast(shot: Shot, slug: str, about: float) -> Floats:
    """The colours below a head; of few pixels, so that a large figure takes no longer than a small one."""
    left, top, right, bottom = shot.people[slug]
    wide, high = right - left, bottom - top
    rows = slice(max(0, int(bottom + (0.3 - about) * high)), max(0, int(bottom + (1.6 + about) * high)))
    columns = slice(max(0, int(left - (0.1 + about) * wide)), max(0, int(right + (0.1 + about) * wide)))
    found: Floats = shot.colours[rows, columns].reshape(-1, 3)
    return found[:: max(1, len(found) // 150)]


def _one_camera(first: Shot, second: Shot) -> bool:
    """Whether the camera is planned to stand in the second picture as it stood in the first."""
    a, b = (shot.stage.in_set(shot.camera) for shot in (first, second))
    turned = max(abs(a.yaw - b.yaw), abs(a.pitch - b.pitch), abs(a.roll - b.roll))
    return turned < _TURNED and length(sub(a.position, b.position)) < _STEPPED and 0.95 < a.focal / b.focal < 1.05


def _blocks(colours: Floats) -> Floats:
    """The mean colour of each block."""
    found: Floats = colours.reshape(HIGH // _BLOCK, _BLOCK, WIDE // _BLOCK, _BLOCK, 3).mean(axis=(1, 3))
    return found


def _offset(first: Floats, second: Floats) -> tuple[int, int]:
    """By how many columns and rows the second picture lies beside the first: the peak of their phase correlation."""
    window = np.outer(np.hanning(HIGH), np.hanning(WIDE))
    a, b = (np.fft.rfft2((plane - plane.mean()) * window) for plane in (first, second))
    cross = np.conj(a) * b
    peaks = np.fft.irfft2(cross / np.maximum(np.abs(cross), 1e-9), (HIGH, WIDE))
    row, column = (int(index) for index in np.unravel_index(int(peaks.argmax()), peaks.shape))
    x, y = column - WIDE * (column > WIDE // 2), row - HIGH * (row > HIGH // 2)
    return (x, y) if max(abs(x), abs(y)) <= _FURTHEST else (0, 0)


def _kept(offset: int, size: int) -> slice:
    """The blocks that both pictures have after a shift."""
    lost = -(-abs(offset) // _BLOCK)
    return slice(0, size // _BLOCK - lost) if offset > 0 else slice(lost, None)
