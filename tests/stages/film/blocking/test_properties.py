"""Whatever a script says, a blocking holds together."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from storyforge.stages.film.blocking.sides import COLUMNS
from tests.stages.film.blocking.stage import PEOPLE, PROPS, block, shot

if TYPE_CHECKING:
    from storyforge.model.blocking import Blocking, Placed
    from storyforge.model.shots import Shot

SIZES = ("ELS", "LS", "MLS", "MS", "MCU", "CU", "ECU", "OTS", "TWO")
NAMES = ("Anna", "Boris", "Carla", "The Nurse", "She", "He", "They", "Anna and Boris", "The guards", "Nobody", "A dog")
DEEDS = (
    *("sits down", "stands up", "enters", "leaves", "hugs Boris", "hands her the letter", "takes the letter"),
    *("drops it", "puts the glass on the table", "crosses to the window", "comes closer", "walks round Anna"),
    *("turns away", "runs", "lies down", "kneels", "is asleep", "wakes", "points at Carla", "does not sit", "and"),
    *("follows him out", "fights Boris", "smiles, seated, in tears", "picks up the phone", "pulls Anna down"),
    *("goes", "steps back", "joins them", "shows Carla the lamp", "vaults the counter", "gives it to the nurse"),
)
ENDS = (".", "!", ", ", " -- ")
SENTENCE = st.tuples(st.sampled_from(NAMES), st.sampled_from(DEEDS), st.sampled_from(ENDS)).map(
    lambda told: f"{told[0]} {told[1]}{told[2]}"
)
TEXT = st.one_of(st.lists(SENTENCE, max_size=4).map(" ".join), st.text(max_size=60))


@st.composite
def scenes(draw: st.DrawFn) -> list[Shot]:
    """A few shots of anybody doing anything."""
    found = []
    for row in range(draw(st.integers(1, 5))):
        people = draw(st.lists(st.sampled_from(tuple(PEOPLE)), min_size=1, max_size=5, unique=True))
        found.append(
            shot(
                row,
                draw(TEXT),
                *people,
                size=draw(st.sampled_from(SIZES)),
                move=draw(st.sampled_from(("static", "pan", "track"))),
                continues=draw(st.booleans()) and row > 0,
                props=tuple(draw(st.lists(st.sampled_from(PROPS), max_size=3, unique=True))),
            )
        )
    return found


def unseen(placed: Placed) -> bool:
    """Whether somebody is beside the frame."""
    return placed.side.startswith("off-")


def whole(one: Shot, blocking: Blocking) -> None:
    """What holds of every shot."""
    for moment in (blocking.start, blocking.at_end()):
        slugs = [placed.id for placed in moment]
        assert len(slugs) == len(set(slugs)), "nobody twice"
        assert one.subject in slugs, "the subject is there"
        spots = [(placed.side, placed.depth) for placed in moment if not unseen(placed)]
        assert len(spots) == len(set(spots)), "nobody stands inside anybody"
        held = [placed.holds for placed in moment if placed.holds]
        assert len(held) == len(set(held)), "one thing in one hand"
        assert all(placed.touches in (*slugs, "") for placed in moment)
    assert not set(blocking.end) & set(blocking.start), "the end tells what differs"
    both = {p.holds for p in blocking.start} & {p.holds for p in blocking.at_end()}
    assert not both & {prop.id for prop in blocking.props}, "what is in hand lies nowhere"


@settings(max_examples=120, deadline=None)
@given(scenes())
def test_a_blocking_holds_together(shots: list[Shot]) -> None:
    found = block(*shots)
    for one, blocking in zip(shots, found, strict=True):
        whole(one, blocking)
        places = {placed.id: placed for placed in blocking.at_end()}
        both = {"anna", "boris"} <= set(places)
        if both and one.axis and not unseen(places["anna"]) and not unseen(places["boris"]) and not one.continues:
            assert COLUMNS.index(places["anna"].side) < COLUMNS.index(places["boris"].side), (
                "sides as the axis has them"
            )
    for (_, before), (one, now) in pairwise(zip(shots, found, strict=True)):
        sat = {placed.id for placed in before.at_end() if placed.pose == "sit"}
        risen = {p.id for p in now.start if p.pose == "stand" and p.id in sat and not one.action}
        assert not risen, "who sits goes on sitting"


@settings(max_examples=40, deadline=None)
@given(scenes())
def test_a_shot_knows_nothing_of_those_after_it(shots: list[Shot]) -> None:
    assert block(*shots)[:-1] == block(*shots[:-1])
