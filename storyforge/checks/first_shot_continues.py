"""The first shot of a scene: it begins anew, and grows out of no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, shot_lists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story


def check(story: Story) -> Iterator[Finding]:
    """`continues` means: the start frame grows out of the end frame before, and before the first there is none."""
    tell = Teller(__name__, story)
    for number, path, found in shot_lists(story):
        if found.shots and found.shots[0].continues:
            message = f"{found.shots[0].id} is the first shot of scene {number} and can't continue another."
            hint = "Write: continues: false"
            yield tell.at("error", message, path, "shots", 0, "continues", hint=hint)
