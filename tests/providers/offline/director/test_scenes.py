"""Whole scenes of many kinds, beside the shot lists that were read and found good.

A new scene is a new file in `scenes/`: a Fountain text whose title page lists its cast and props. Run the tests with
`STORYFORGE_UPDATE=1` to write the shot lists anew, and read the difference before you keep it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.providers.offline.director.contexts import contexts
from tests.providers.offline.director.listing import listing

SCENES = sorted((Path(__file__).parent / "scenes").glob("*.fountain"))


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_a_scene_is_directed_as_it_was_read(path: Path) -> None:
    language = path.stem.partition(".")[2] or "en"
    directed = listing(contexts(path.read_text(encoding="utf-8"), language))
    kept = path.with_suffix(".shots.txt")
    if os.environ.get("STORYFORGE_UPDATE"):
        kept.write_text(directed, encoding="utf-8")
    assert directed == kept.read_text(encoding="utf-8")
