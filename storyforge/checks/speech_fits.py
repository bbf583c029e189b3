"""Speech: the words of a shot can be said while it lasts, at the speech rate of the story's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, rate, script, shot_lists, spoken
from storyforge.formats.languages import speech_seconds
from storyforge.model.screenplay import Speech
from storyforge.model.timing import frames, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from storyforge.model.finding import Finding
    from storyforge.model.language import Language
    from storyforge.model.screenplay import ScriptScene
    from storyforge.model.shots import Shot
    from storyforge.story import Story


def check(story: Story) -> Iterator[Finding]:
    """The words alone, without air around them; a model that is given too many drops some (craft 2)."""
    tell = Teller(__name__, story)
    fps, language = rate(story), spoken(story)
    source = script(story)
    beside = {scene.number: spoken_beside(scene) for scene in source.scenes} if source else {}
    for number, path, found in shot_lists(story):
        for index, shot in enumerate(found.shots):
            told = too_short(shot, language, fps, beside.get(number, ()))
            if told is not None:
                yield tell.at("warning", told[0], path, "shots", index, "frames", hint=told[1])


def too_short(shot: Shot, language: Language, fps: Fraction, beside: tuple[str, ...]) -> tuple[str, str] | None:
    """What to say of a shot that is too short for its words, and what to do about it; None where they fit."""
    needed = spoken_seconds(shot, language, beside)
    if not needed or frames(needed, fps) <= shot.frames:
        return None
    length = float(seconds(shot.frames, fps))
    message = f"{shot.id} lasts {length:.1f} s, its words take {needed:.1f} s to say."
    return message, f"Write frames: {frames(needed, fps)} or more, or move a line to another shot."


def spoken_beside(scene: ScriptScene) -> tuple[str, ...]:
    """The letters of each speech that is spoken at the same time as the one before it."""
    return tuple(_letters(b.words) for b in scene.blocks() if isinstance(b, Speech) and b.dual)


def spoken_seconds(shot: Shot, language: Language, beside: tuple[str, ...]) -> float:
    """Seconds that its words take: one line after the other, those of dual dialogue at the same time as the others."""
    after, at_once = 0.0, 0.0
    for line in shot.dialogue:
        length = speech_seconds(line.text, language)
        if any(_letters(line.text) in speech for speech in beside):
            at_once += length
        else:
            after += length
    return max(after, at_once)


def _letters(text: str) -> str:
    return "".join(text.split())
