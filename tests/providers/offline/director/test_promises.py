"""What holds for every scene, whatever is in it: words, order, lengths, ids, sides."""

from __future__ import annotations

import pickle
import re
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storyforge.formats.languages import language, languages, speech_seconds
from storyforge.model.timing import frames, most_frames, parse_rate
from storyforge.providers.offline.director import direct
from storyforge.tasks.pieces import Part, Piece
from storyforge.tasks.shots import CastMember, PropNamed, ShotsContext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.shots import Shot

PEOPLE = ("Anna", "Boris", "Clara", "Old Tom")
NEUTRAL = {"LS", "ELS", "INSERT"}

_SENTENCES = (
    "Rain on the roof.",
    "Anna crosses to the window.",
    "She looks at Boris.",
    "Boris enters with a LAMP.",
    "He walks around Clara.",
    "They wait.",
    "A long silence.",
    "Clara picks up the letter and reads it, slowly, twice, and then a third time, because nobody stops her.",
    "CLOSE ON her hands.",
    "INSERT - THE LETTER",
    "ANNA'S POV: the street.",
    "THE STREET",
    "Old Tom exits.",
    "Something EXPLODES!",
    "Not a man you would look at twice, of course.",
    "Grabs the lamp...",
    "Мария входит.",
    "彼は黙って立っている。",
    "Un *long* moment -- rien.",
)
_LINES = (
    "No.",
    "Why?",
    "Anna, listen to me.",
    "I never told you the truth about your father, and I am sorry, I am so sorry, because it was me all along.",
    "Well... perhaps -- perhaps not.",
    "Get out!",
    "Everybody sit down. We have a problem, and it is not going away, and it wants its supper at eight o'clock sharp.",
    "Ich weiß nicht, warum du das sagst.",
    "あなたは誰ですか。私は知らない。",
    "One. Two. Three. Four. Five. Six. Seven. Eight. Nine. Ten. Eleven. Twelve. Thirteen. Fourteen. Fifteen. Sixteen.",
    "unbrokenwordthatgoesonandon" * 12,
)


def _parts() -> st.SearchStrategy[tuple[Part, ...]]:
    kind = st.sampled_from(["words", "words", "words", "parenthetical", "lyric"])
    part = st.one_of(
        kind.flatmap(
            lambda k: st.builds(
                Part,
                kind=st.just(k),
                text=st.sampled_from(("beat", "to Boris", "into phone") if k == "parenthetical" else _LINES),
            )
        ),
        st.builds(Part, kind=st.just("words"), text=st.text(min_size=1, max_size=60)),
    )
    return st.lists(part, min_size=1, max_size=4).map(tuple)


def _speech() -> st.SearchStrategy[Piece]:
    extension = st.sampled_from([(), (), (), ("V.O.",), ("O.S.", "CONT'D"), ("Forts.",)])
    return st.builds(
        lambda name, parts, ext, dual: Piece(
            kind="speech",
            name=name.upper(),
            character=name.lower().replace(" ", "-"),
            parts=parts,
            extensions=ext,
            dual=dual,
        ),
        st.sampled_from((*PEOPLE, "All")),
        _parts(),
        extension,
        st.sampled_from([False, False, False, True]),
    )


def _action() -> st.SearchStrategy[Piece]:
    sentence = st.one_of(st.sampled_from(_SENTENCES), st.sampled_from(_SENTENCES), st.text(max_size=40))
    return st.lists(sentence, min_size=1, max_size=4).map(lambda found: Piece(kind="action", text=" ".join(found)))


def scenes() -> st.SearchStrategy[ShotsContext]:
    """Scenes of random paragraphs, speeches and transitions, in any mode, pace and language."""
    transition = st.just(Piece(kind="transition", text="CUT TO:"))
    pieces = st.lists(st.one_of(_action(), _speech(), _speech(), transition), max_size=14).map(tuple)
    return st.builds(
        _context,
        pieces,
        st.sampled_from(["standard", "montage", "found-footage", "stage"]),
        st.sampled_from(["brisk", "standard", "long"]),
        st.sampled_from(["en", "de", "ja", "xx"]),
        st.sampled_from(["24", "25", "30000/1001"]),
        st.booleans(),
    )


def _context(pieces: tuple[Piece, ...], mode: Any, pace: Any, language: str, rate: str, again: bool) -> ShotsContext:
    cast = [CastMember(id=n.lower().replace(" ", "-"), name=n.upper()) for n in PEOPLE]
    return ShotsContext(
        language=language,
        rate=rate,
        pace=pace,
        mode=mode,
        scene="12A",
        heading="INT. HOUSE - NIGHT",
        setting="house",
        pieces=pieces,
        cast=(*cast, CastMember(id="all", name="ALL", group=True)),
        props=(PropNamed(id="lamp", name="lamp"), PropNamed(id="letter", name="letter", key=True, first=True)),
        new_place=not again,
        continuous=again,
        sides=("boris", "anna") if again else (),
    )


def squash(text: str) -> str:
    return re.sub(r"\s+", "", text)


def speeches(context: ShotsContext) -> list[tuple[str, str]]:
    told = [piece for piece in context.pieces if piece.kind == "speech"]
    return joined([(p.character, squash("".join(x.text for x in p.parts if x.kind != "parenthetical"))) for p in told])


def joined(lines: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbouring words of one speaker as one."""
    found: list[tuple[str, str]] = []
    for who, text in lines:
        if found and found[-1][0] == who:
            found[-1] = (who, found[-1][1] + text)
        else:
            found.append((who, text))
    return [line for line in found if line[1]]


def _said(context: ShotsContext, shot: Shot) -> float:
    """Seconds that the words of a shot take to say: one after the other, where nobody in the scene speaks at once."""
    spoken = language(context.language if context.language in languages() else "en")
    lengths = [speech_seconds(line.text, spoken) for line in shot.dialogue]
    return max(lengths, default=0.0) if any(piece.dual for piece in context.pieces) else sum(lengths)


def flipped(shots: Sequence[Shot]) -> list[str]:
    sides: dict[frozenset[str], tuple[str, str]] = {}
    found = []
    for shot in shots:
        if shot.camera.size in NEUTRAL or shot.camera.angle == "POV":
            sides = {}
        if shot.axis and shot.axis.left and shot.axis.right:
            pair = (shot.axis.left, shot.axis.right)
            if sides.setdefault(frozenset(pair), pair) != pair:
                found.append(shot.id)
    return found


@given(scenes())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_promise_holds_for_every_scene(context: ShotsContext) -> None:
    shots = direct(context).shots
    told = context.pieces
    spoken = [(line.character, squash(line.text)) for shot in shots for line in shot.dialogue]
    assert joined(spoken) == speeches(context)
    parts = {(piece.character, part.text) for piece in told for part in piece.parts}
    for who, text in ((line.character, line.text) for shot in shots for line in shot.dialogue):
        assert any(speaker == who and text in whole for speaker, whole in parts), (
            "a piece of a line is cut out of the line"
        )
    actions = squash("".join(piece.text for piece in told if piece.kind == "action"))
    assert squash("".join(shot.action for shot in shots)) == actions
    directions = [part.text for piece in told for part in piece.parts if part.kind == "parenthetical"]
    given_directions = [
        text for shot in shots for line in shot.dialogue for text in line.parenthetical.split("; ") if text
    ]
    assert [squash(text) for text in given_directions] == [squash(text) for text in directions]
    assert all(0 < shot.frames <= most_frames(parse_rate(context.rate)) for shot in shots)
    assert [shot.id for shot in shots if shot.frames < frames(_said(context, shot), parse_rate(context.rate))] == []
    assert not any("CONT" in line.extension for shot in shots for line in shot.dialogue)
    assert len({shot.id for shot in shots}) == len(shots)
    assert not any(shot.continues for shot in shots[:1])
    assert flipped(shots) == []
    if shots:
        cuts = Counter(squash("".join(piece.text for piece in told if piece.kind == "transition")))
        assert Counter(squash("".join(shot.transition for shot in shots))) == cuts


@given(scenes())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_scene_and_its_shots_travel_between_processes(context: ShotsContext) -> None:
    there = pickle.loads(pickle.dumps(context))  # noqa: S301 - our own bytes
    shots = direct(context)
    assert pickle.loads(pickle.dumps(direct(there))) == shots  # noqa: S301 - our own bytes


def test_a_scene_without_anything_is_one_view_of_its_place() -> None:
    (only,) = direct(_context((), "standard", "standard", "en", "24", False)).shots
    assert (only.action, only.dialogue) == ("", ())


def test_no_shot_is_longer_than_eight_seconds_even_at_a_rate_that_does_not_divide() -> None:
    words = Part(kind="words", text="and so on and so forth " * 40)
    piece = Piece(kind="speech", name="ANNA", character="anna", parts=(words,))
    shots = direct(_context((piece,), "standard", "long", "en", "24000/1001", False)).shots
    assert max(shot.frames for shot in shots) * Fraction(1001, 24000) <= 8


def test_three_hundred_shots_have_three_hundred_ids() -> None:
    lines = [
        Piece(kind="speech", name=name.upper(), character=name.lower(), parts=(Part(kind="words", text=_LINES[3]),))
        for _ in range(150)
        for name in ("Anna", "Boris")
    ]
    shots = direct(_context(tuple(lines), "standard", "brisk", "en", "24", False)).shots
    assert len({shot.id for shot in shots}) == len(shots) > 702
    assert shots[0].id == "12A-A"
    assert shots[702].id == "12A-AAA"
