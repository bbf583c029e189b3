"""Gait: what legs and arms do in a walk, a run, a climb and a dance, by phase."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.media.previz.figures.stances import Arms, Legs
    from storyforge.media.previz.vectors import Vec
    from storyforge.model.blocking import Pose

Held = tuple["Legs", "Arms"]
_STILL = 0.17
"""The phase at which a gait reads best in one still: the legs apart, the foot about to take the weight."""


def in_motion(pose: Pose, phase: float, held: Held) -> Held:
    """The stance of a pose at a phase (1 is a double step); poses without a gait stay as they are."""
    gait = _GAITS.get(pose)
    return gait(phase - _STILL, *held) if gait else held


def _stepping(phase: float, stride: float, lift: float) -> tuple[float, float, float]:
    """One ankle on its way: metres ahead, metres over the ground, and how steeply its toes point down (0 to 1).

    For the first half of the phase the foot stands and goes back under the body, for the second it swings ahead.
    """
    part = phase % 1.0
    if part < 0.5:
        t = part * 2
        roll = max(0.0, t - 0.7) / 0.3
        return stride * (1 - 2 * t), 0.08 + 0.075 * roll, 0.55 * roll
    t = part * 2 - 1
    high = 0.155 - 0.075 * t + lift * math.sin(math.pi * t) * (1.2 - 0.6 * t)
    return -stride * math.cos(math.pi * t), high, 0.55 * (1 - t) ** 2


def _feet(phase: float, stride: float, lift: float, width: float) -> tuple[tuple[Vec, Vec], tuple[Vec, Vec]]:
    ankles: list[Vec] = []
    toes: list[Vec] = []
    for side, offset in ((1, 0.0), (-1, 0.5)):
        ahead, height, steep = _stepping(phase + offset, stride, lift)
        ankles.append((side * width, height, ahead))
        toes.append((side * 0.14, -0.3 - 1.1 * steep, 1.0))
    return (ankles[0], ankles[1]), (toes[0], toes[1])


def _walk(phase: float, legs: Legs, arms: Arms) -> Held:
    ankles, toes = _feet(phase, 0.30, 0.10, 0.085)
    swing = math.cos(phase * math.tau)
    hips = (0.012 * math.sin(phase * math.tau), 0.893 - 0.022 * math.cos(2 * phase * math.tau), 0.0)
    return (
        replace(legs, hips=hips, ankles=ankles, toes=toes, pelvis=(2, 0, -5 * swing)),
        replace(
            arms,
            palms=((0.225, -0.545, 0.03 - 0.24 * swing), (-0.225, -0.545, 0.03 + 0.24 * swing)),
            chest=(2, 0, 9 * swing),
        ),
    )


def _run(phase: float, legs: Legs, arms: Arms) -> Held:
    phase += 0.11
    ankles, toes = _feet(phase, 0.44, 0.34, 0.07)
    swing = math.cos(phase * math.tau)
    hips = (0.0, 0.875 + 0.03 * math.cos(2 * phase * math.tau + 0.6), 0.0)
    reach = [(0.19 - 0.07 * max(0.0, k), -0.33 + 0.13 * k, 0.14 + 0.26 * k) for k in (-swing, swing)]
    return (
        replace(legs, hips=hips, ankles=ankles, toes=toes, pelvis=(11, 0, -8 * swing)),
        replace(
            arms,
            palms=(reach[0], (-reach[1][0], reach[1][1], reach[1][2])),
            elbows=((0.5, -0.3, -1.0), (-0.5, -0.3, -1.0)),
            chest=(6, 0, 16 * swing),
            grip=("fist", "fist"),
        ),
    )


def _climb(phase: float, legs: Legs, arms: Arms) -> Held:
    swing = math.cos(phase * math.tau)
    high, low = 0.25 + 0.17 * swing, 0.25 - 0.17 * swing
    ankles = ((0.11, max(0.08, high), 0.26 * high / 0.42), (-0.11, max(0.08, low), 0.26 * low / 0.42))
    up, down = 0.13 - 0.14 * swing, 0.13 + 0.14 * swing
    return (
        replace(legs, hips=(0.0, 0.93, -0.02), ankles=ankles, knees=((0.25, 0.3, 1.0), (-0.25, 0.3, 1.0))),
        replace(arms, palms=((0.15, up, 0.38), (-0.15, down, 0.38))),
    )


def _dance(phase: float, legs: Legs, arms: Arms) -> Held:
    sway = math.sin(phase * math.tau)
    hips = (0.05 * sway, 0.895, 0.0)
    right, left = (0.1, 0.08 + 0.05 * max(0.0, -sway), 0.03), (-0.14, 0.08 + 0.05 * max(0.0, sway), 0.06)
    palms = ((0.36, 0.30 + 0.06 * sway, 0.14), (-0.42, -0.20 + 0.12 * sway, 0.22))
    return (
        replace(legs, hips=hips, ankles=(right, left), pelvis=(0, -7 * sway, 6 * sway)),
        replace(arms, palms=palms, chest=(0, 10 * sway, -8 * sway), head=(-4, -6 * sway, 0)),
    )


_GAITS: dict[Pose, Callable[[float, Legs, Arms], Held]] = {"walk": _walk, "run": _run, "climb": _climb, "dance": _dance}
