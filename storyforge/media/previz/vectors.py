"""Points and directions in space, as plain tuples: the quickest thing there is without a compiled library."""

from __future__ import annotations

import hashlib
import math

Vec = tuple[float, float, float]
Point = tuple[float, float]

ORIGIN: Vec = (0.0, 0.0, 0.0)


def add(a: Vec, b: Vec) -> Vec:
    """The sum."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def sub(a: Vec, b: Vec) -> Vec:
    """The difference."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scale(a: Vec, k: float) -> Vec:
    """A vector times a number."""
    return (a[0] * k, a[1] * k, a[2] * k)


def lerp(a: Vec, b: Vec, t: float) -> Vec:
    """The point at `t` (0 to 1) on the way from one to the other."""
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t)


def dot(a: Vec, b: Vec) -> float:
    """The scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    """The vector product."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vec) -> float:
    """The length."""
    return math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


def unit(a: Vec) -> Vec:
    """The same direction with length 1; the zero vector stays as it is."""
    size = length(a)
    return (a[0] / size, a[1] / size, a[2] / size) if size else a


def ease(t: float) -> float:
    """Slow in, slow out: 0 to 1 with no speed at either end."""
    return t * t * (3 - 2 * t)


def chance(*key: object) -> float:
    """A number from 0 up to 1 that is always the same for the same key, on every machine."""
    name = "\0".join(str(part) for part in key).encode()
    return int.from_bytes(hashlib.blake2b(name, digest_size=6).digest(), "big") / 2**48
