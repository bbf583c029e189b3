"""Which scene plays a beat that names none: found by what both say, so that a sheet made anew keeps its script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.formats.scene_texts import scene_texts
from storyforge.providers.offline.scripting import coherence
from storyforge.tasks.gaps import gaps_in
from storyforge.tasks.scenes import CoherenceContext

if TYPE_CHECKING:
    from storyforge.model.beats import Beat, BeatSheet
    from storyforge.story import Story

ENOUGH = 60
"""The score of coherence from which a scene is taken to play a beat."""


def matched(sheet: BeatSheet, story: Story) -> BeatSheet:
    """The beats, with a scene for each of those that name none and that a scene without a beat plays."""
    played = {number for beat in sheet.beats for number in beat.scenes}
    loose = [scene for number, scene in story.scenes.items() if number not in played]
    if not loose or all(beat.scenes for beat in sheet.beats):
        return sheet
    texts = scene_texts(story.source, loose)
    told = {scene.number or "": f"{scene.title}\n{texts[scene.line]}" for scene in loose}
    beats = tuple(beat if beat.scenes else _with_scene(beat, told, story.story.language) for beat in sheet.beats)
    return sheet.model_copy(update={"beats": beats})


def _with_scene(beat: Beat, told: dict[str, str], language: str) -> Beat:
    asked = [gap.question for gap in gaps_in(beat.text)]
    scores = {
        number: 100 if any(q in text for q in asked) else _score(beat, number, text, language)
        for number, text in told.items()
    }
    best = max(scores, key=lambda number: scores[number])
    return beat.model_copy(update={"scenes": (best,)}) if scores[best] >= ENOUGH else beat


def _score(beat: Beat, number: str, text: str, language: str) -> int:
    heading, _, body = text.partition("\n")
    context = CoherenceContext(language=language, scene=number, heading=heading, text=body, beats=(beat,))
    return coherence(context).score
