"""Before anything is paid: what the model of clips would not take of the shots at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.input_contract import contract_findings
from storyforge.errors import MisfitError
from storyforge.providers.media_catalogue import image_model, video_model
from storyforge.providers.media_rows import media_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from storyforge.model.story import MediaSettings
    from storyforge.pipeline.spending.makers import Kind
    from storyforge.story import Story


def ending(kind: Kind, name: str, today: date) -> str:
    """What is to be said of a model that its maker has ended, or ends soon; empty where there is nothing to say."""
    found = image_model(name) if kind == "image" else video_model(name)
    if found is None or not found.is_ending(today, media_table()["soon"]):
        return ""
    when = f"was shut down by its maker on {found.ends}" if found.is_over(today) else f"ends on {found.ends}"
    return f"{name} {when}; others that can make it: storyforge cost routes"


def refuse_misfits(
    story: Story, by: str, settings: MediaSettings | None, scenes: Sequence[str], *, draft: bool = False
) -> list[str]:
    """Warnings about what a model would take otherwise than it is meant; raises MisfitError at what it would not take.

    A model that the catalogue does not know is not judged. Raises CatalogueError.
    """
    found = list(contract_findings(story, by, settings, scenes, draft=draft))
    errors = [finding for finding in found if finding.severity == "error"]
    if errors:
        worst = errors[0]
        raise MisfitError(by, worst.message, worst.hint, len(errors), worst.path, worst.line)
    return [finding.message for finding in found if finding.severity == "warning"]
