"""Beats and scenes: that every beat is played in a scene, and every scene plays a beat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, cut, readable, script
from storyforge.model.beats import BeatSheet
from storyforge.story import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.beats import Beat
    from storyforge.model.finding import Finding
    from storyforge.story import Story

_BEATS = "beats.yaml"


def check(story: Story) -> Iterator[Finding]:
    """Beats that were taken backwards from a script have their scenes by themselves, and are left out."""
    sheet, written = readable(story, _BEATS, BeatSheet), script(story)
    if sheet is None or written is None or sheet.derived or not sheet.beats:
        return
    tell = Teller(__name__, story)
    shown = [scene for scene in written.scenes if scene.heading is not None and not scene.omitted]
    numbers = {scene.number for scene in shown if scene.number}
    for index, beat in enumerate(sheet.beats):
        if not numbers.intersection(beat.scenes):
            hint = "Name the scene that plays it under scenes, write one, or remove the beat."
            yield tell.at("warning", _unplayed(beat), _BEATS, "beats", index, hint=hint)
    named = {number for beat in sheet.beats for number in beat.scenes}
    for scene in shown:
        if scene.number and scene.number not in named:
            hint = f'Add "{scene.number}" to the scenes of its beat in beats.yaml, or bring beats and script together.'
            message = f"No beat has scene {scene.number} ({cut(scene.title)})."
            yield tell.on("warning", message, SCRIPT, scene.line, hint)


def _unplayed(beat: Beat) -> str:
    told = f"No scene plays {beat.id} ({cut(beat.text)})"
    if not beat.scenes:
        return f"{told}."
    many = len(beat.scenes) > 1
    return f"{told}: the script has no scene{'s' if many else ''} {', '.join(beat.scenes)}."
