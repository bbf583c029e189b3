"""What is written in scenes, below their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storyforge.formats.fountain import Script
    from storyforge.model.screenplay import ScriptScene


def scene_texts(script: Script, scenes: Iterable[ScriptScene]) -> Mapping[int, str]:
    """Line of a scene -> its text below the heading, as it is written, notes included."""
    raw = script.source.raw
    starts = [scene.line for scene in script.scenes if scene.heading is not None]
    ends = dict(zip(starts, [*(line - 1 for line in starts[1:]), len(raw)], strict=True))
    return {scene.line: "\n".join(raw[scene.line : ends[scene.line]]).strip() for scene in scenes}
