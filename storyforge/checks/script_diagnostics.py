"""Places in the script that are probably not what their author meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, script
from storyforge.story import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding, Severity
    from storyforge.story import Story

_HARMLESS = frozenset({"dual-alone"})
"""Rules about what is read the right way all the same."""


def check(story: Story) -> Iterator[Finding]:
    """What the Fountain reader remarks, each on its line."""
    tell = Teller(__name__, story)
    source = script(story)
    for diagnostic in source.diagnostics if source else ():
        severity: Severity = "note" if diagnostic.rule in _HARMLESS else "warning"
        yield tell.on(severity, diagnostic.message, SCRIPT, diagnostic.line, diagnostic.hint)
