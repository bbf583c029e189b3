"""Holding what is only seen, so that a film comes near its pace whatever its author writes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from storyforge.formats.languages import language, speech_seconds
from storyforge.providers.offline.director import direct
from tests.providers.offline.director.contexts import contexts

ONE_PICTURE_A_LINE = """\
Cast: ANNA (she)

EXT. QUARRY - DAY

ANNA, 30, runs.

A rope snaps.

She jumps.

CLOSE ON her hand.

Stones fall.

WIDE ON the pit.

She looks back.

INSERT - THE KEY

It turns.
"""
TALK = """\
Cast: ANNA (she) | BEN (he)

INT. KITCHEN - DAY

ANNA
I told you on Monday that the boat would leave without us, and here we are, watching it go.

BEN
You told me on Monday that there was no boat, and on Tuesday that it had sunk already.
"""


def mean(text: str, pace: str, scale: str = "1") -> float:
    """Mean seconds of a shot."""
    found = [s for c in contexts(text, pace=pace, action_scale=Decimal(scale)) for s in direct(c).shots]
    return sum(shot.frames for shot in found) / 24 / len(found)


def test_a_script_of_one_picture_a_line_slows_with_its_pace() -> None:
    brisk, standard, long = (mean(ONE_PICTURE_A_LINE, pace) for pace in ("brisk", "standard", "long"))
    assert brisk < standard < long


def test_the_scale_of_action_is_not_undone() -> None:
    assert mean(ONE_PICTURE_A_LINE, "standard", "0.8") < mean(ONE_PICTURE_A_LINE, "standard", "1.2")


@pytest.mark.parametrize("pace", ["brisk", "standard"])
def test_talk_that_is_slow_enough_is_not_held(pace: str) -> None:
    english = language("en")
    (context,) = contexts(TALK, pace=pace)
    for shot in direct(context).shots:
        said = sum(speech_seconds(line.text, english) for line in shot.dialogue)
        assert not shot.dialogue or shot.frames / 24 < said + 1.2
