"""A family of models: its template and words from its own table, its lengths and limits from the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storyforge import resources
from storyforge.formats.yaml import load_data
from storyforge.providers.media_catalogue import video_models
from storyforge.stages.film.prompting.contract import family_of, traits

if TYPE_CHECKING:
    from pathlib import Path

FAMILIES = load_data(resources.read_template("prompts/families.yaml"))["families"]


@pytest.mark.parametrize("name", video_models(own=False))
def test_each_model_of_the_catalogue_has_a_family(name: str) -> None:
    family = family_of(name)
    assert family != "generic"
    row = traits(family)
    assert set(video_models(own=False)[name].durations) <= set(row["durations"])


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_is_whole(family: str) -> None:
    row = traits(family)
    assert resources.template(row["template"]).is_file()
    assert set(row["words"]) == {"frame", "end_frame", "video"}
    assert max(row["durations"]) >= 8
    assert row["end_frame"]
    assert row["audio"]
    assert not {"price", "seconds", "references", "checked"} & set(FAMILIES[family]), "that stands in the catalogue"


def test_prompts_do_not_know_an_author_s_own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = traits("veo")
    file = tmp_path / "own.yaml"
    file.write_text("video: {'vertex:veo-9': {durations: [60], takes: [text]}}")
    monkeypatch.setenv("STORYFORGE_MODELS", str(file))
    assert traits("veo") == before
    assert before["durations"] == [4, 6, 8]
