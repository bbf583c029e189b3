"""What holds for any script whatever: no crash, verbatim mentions, the same output every time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from storyforge import resources
from storyforge.providers.offline.breakdown import breakdown
from storyforge.providers.offline.nouns import nouns
from storyforge.tasks.breakdown import BreakdownContext, BreakdownScene
from storyforge.tasks.pieces import Part, Piece
from tests.providers.offline.breakdown.scripts import FERRY, context

WORDS = st.sampled_from(
    [
        "ANNA", "Anna", "anna's", "OLD TOM,", "34,", "(40s)", "a", "the", "his", "her", "brass", "key", "LANTERN",
        "picks", "up", "wears", "is", "He", "She", "red", "hair", "and", "/", "&", "with", "--", ".", "!", "*bold*",
        "_u_", "letters",
        "’", "\n", "“", "АННА", "黒澤", "（45）", "ß", "İ", "\u0301", "#1", "@", "^", "CONT'D", "(V.O.)", "...", "'s",
    ]
)  # fmt: skip
TEXT = st.one_of(st.lists(WORDS, max_size=25).map(" ".join), st.text(max_size=60))
PIECE = st.one_of(
    st.builds(lambda text: Piece(kind="action", text=text), TEXT),
    st.builds(
        lambda name, said, way: Piece(
            kind="speech", name=name, parts=(Part(kind="parenthetical", text=way), Part(kind="words", text=said))
        ),
        TEXT,
        TEXT,
        TEXT,
    ),
)
SCENE = st.tuples(TEXT, st.lists(PIECE, max_size=6))


@settings(deadline=None, max_examples=60)
@given(st.lists(SCENE, max_size=4), st.sampled_from(["en", "de", "ru", "ja", "xx", ""]))
def test_any_script_is_broken_down_and_mentions_are_verbatim(
    scenes: list[tuple[str, list[Piece]]], language: str
) -> None:
    told = tuple(
        BreakdownScene(number=str(number), heading=heading, pieces=tuple(pieces))
        for number, (heading, pieces) in enumerate(scenes, 1)
    )
    output = breakdown(BreakdownContext(language=language, scenes=told))
    said = {
        scene.number: [
            scene.heading,
            *(piece.text for piece in scene.pieces),
            *(p.text for x in scene.pieces for p in x.parts),
        ]
        for scene in told
    }
    for asset in (*output.characters, *output.props, *output.settings):
        for mention in asset.mentions:
            assert any(mention.quote in text for text in said[mention.scene])


def test_the_same_under_every_hash_seed() -> None:
    code = (
        "import sys; from storyforge.providers.offline.breakdown import breakdown\n"
        "from storyforge.tasks.breakdown import BreakdownContext\n"
        "print(breakdown(BreakdownContext.model_validate_json(sys.stdin.read())).model_dump_json())"
    )
    told = context(FERRY).model_dump_json()
    root = Path(__file__).resolve().parents[4]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=told,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        ).stdout
        for seed in ("1", "42")
    }
    assert len(outputs) == 1
    assert json.loads(outputs.pop())["characters"]


def test_nouns_are_known_in_any_number() -> None:
    english = nouns("en-GB")
    assert [english.lemma(word) for word in ("knives", "BOXES", "women", "gun's", "trousers")] == [
        "knife", "box", "woman", "gun", "trousers",
    ]  # fmt: skip
    assert english.look("rifles").kind == "weapon"
    assert english.look("back").kind == "none"
    assert english.compound("coat", "hangers").kind == "prop"
    assert not nouns("de")


def test_the_lexicon_carries_the_licence_it_came_with() -> None:
    notice = resources.read_template("lexicons/NOTICE-wordnet.txt")
    assert "Copyright 2006 by Princeton University" in notice
    assert "THIS SOFTWARE AND DATABASE IS PROVIDED" in notice
