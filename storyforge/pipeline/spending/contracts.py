"""Before anything is paid: what the model of clips would not take of the shots at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.input_contract import contract_findings
from storyforge.errors import MisfitError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.story import MediaSettings
    from storyforge.story import Story


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
