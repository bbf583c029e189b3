"""Who is where, told from plain bodies: the people of the painted picture, their heads, and nearly their boxes."""

from __future__ import annotations

from fractions import Fraction

import pytest

from storyforge.media.previz.take import Take
from storyforge.model.blocking import Blocking, Placed
from storyforge.model.framing import FrameSpec, PersonSeen, PlaceSeen

PEOPLE = (PersonSeen("ruth", "Ruth"), PersonSeen("nora", "Nora", rank=1), PersonSeen("agnes", "Agnes", rank=2))


def take(size: str, pose: str) -> Take:
    start = (
        Placed(id="ruth", side="left", faces="3q-right", pose=pose),
        Placed(id="nora", side="right", faces="3q-left"),
        Placed(id="agnes", side="centre", faces="camera", depth="far"),
    )
    return Take.of(
        FrameSpec("1A", "1", 48, Fraction(24), size, "eye", "static", "ruth", Blocking(start=start),
                  PlaceSeen("hall", "Hall"), PEOPLE, setting_seed="hall/")
    )  # fmt: skip


@pytest.mark.parametrize("pose", ["stand", "sit", "lie", "walk"])
@pytest.mark.parametrize("size", ["LS", "MS", "CU"])
def test_plain_bodies_are_where_the_painted_figures_are(size: str, pose: str) -> None:
    shot = take(size, pose)
    painted, plain = shot.where(0.0), shot.whereabouts(0.0)
    assert plain.keys() == painted.keys()
    for owner, seen in plain.items():
        drawn = painted[owner]
        assert (seen.head, seen.distance, seen.scale) == (drawn.head, drawn.distance, drawn.scale)
        assert seen.hidden == pytest.approx(drawn.hidden, abs=0.2)
        assert all(abs(a - b) < 0.22 * seen.scale for a, b in zip(seen.box, drawn.box, strict=True)), "in metres"
