"""What an asset needs, and how wide what is said of it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.cli.needs import needs_in_words
from storyforge.cli.table import width
from storyforge.errors import NotMadeError

if TYPE_CHECKING:
    import pytest

    from tests.tale import Tale


def test_needs_of_one_kind_are_said_together() -> None:
    needs = ["description missing", "face not approved", "key not approved", "body missing"]
    assert needs_in_words(needs) == "description, body missing, face, key not approved"
    assert needs_in_words(["second view not approved"]) == "second view not approved"
    assert needs_in_words([]) == ""


def test_a_list_of_assets_without_approved_pictures_fits_the_terminal(
    prompted: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    assert prompted.storyforge("keys") == 0
    for command in (("asset", "list"), ("status",)):
        capsys.readouterr()
        assert prompted.storyforge(*command) == 0
        said = capsys.readouterr().out
        assert "not approved" in said
        assert all(width(line) <= 100 for line in said.splitlines()), said


def test_a_refused_reference_picture_is_said_where_its_words_are() -> None:
    assert "asset rewrite" in NotMadeError("the reference picture ada.face", "x:y", "so").hint
    assert "prompts.yaml" in NotMadeError("the start frame of shot 3A", "x:y", "so").hint
