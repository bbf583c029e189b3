"""A book is surveyed once, not by every command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.pipeline.spending.remembered import KEPT, Remembered
from storyforge.pipeline.spending.work import Asking
from storyforge.tasks.survey import Section, SurveyContext, SurveyOutput

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def told(text: str) -> SurveyContext:
    return SurveyContext(language="en", sections=(Section(text=text),), beats=15)


def test_what_was_found_is_found_again_without_looking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real: Callable[..., object] = Asking.ask

    def counted(self: Asking, task: str, context: SurveyContext) -> object:
        asked.append(context.sections[0].text)
        return real(self, task, context)

    monkeypatch.setattr(Asking, "ask", counted)
    rules = Remembered(Asking("offline", 1), tmp_path)
    first = rules.ask("survey", told("Ada lost the ring. Ben found it in the well. Ada never asked."))
    assert isinstance(first, SurveyOutput)
    assert Remembered(Asking("offline", 1), tmp_path).ask("survey", told(asked[0])) == first
    assert len(asked) == 1
    (file,) = (tmp_path / "storyforge" / "surveys").iterdir()
    file.write_text("{", "utf-8")
    assert rules.ask("survey", told(asked[0])) == first, "half a file is none"
    assert len(asked) == 2
    for number in range(KEPT + 3):
        rules.ask("survey", told(f"Text number {number} has a sentence."))
    assert len(list((tmp_path / "storyforge" / "surveys").iterdir())) == KEPT


def test_a_folder_that_can_not_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "storyforge").write_text("a file", "utf-8")
    assert Remembered(Asking("offline", 1), tmp_path).ask("survey", told("One sentence.")) is not None
