"""The rule `treatment`: the beats as prose under act headings; gaps where they give no cause or feeling.

A gap is a note, `[[TODO: ...]]`: a question that only the author can answer. Gaps stand where a reader will ask: at the
beats that turn the story, where a beat shares nobody with the one before, and at both ends.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from storyforge.providers.offline.outline.lexicon import Lexicon, lexicon, structure, tokens
from storyforge.tasks.outline import TreatmentOutput

if TYPE_CHECKING:
    from storyforge.model.beats import Beat
    from storyforge.tasks.outline import TreatmentContext

DERIVED = (
    "*Derived from the script by rule: every sentence below is the script's own. What the script does not say is "
    "marked as a gap; fill it in or strike it out.*"
)
_LEAD = re.compile(r"^(?P<who>[^–“”.]+?) – (?P<where>[^–“”]+?)\. (?=\S)")


def treatment(context: TreatmentContext) -> TreatmentOutput:
    """Prose in the present tense, as scripts are; one paragraph a beat."""
    if not context.beats:
        return TreatmentOutput()
    words = lexicon(context.language)
    parts = [f"# {context.title}", DERIVED]
    act, before = "", frozenset[str]()
    lead = Counter(name for beat in context.beats for name in _parts(beat)[0]).most_common(1)
    hero = lead[0][0] if lead else "the lead"
    for index, beat in enumerate(context.beats):
        if beat.act and beat.act != act:
            act = beat.act
            parts.append(f"## {act}")
        who, where, told = _parts(beat)
        people = frozenset(who)
        gaps = []
        if index and before and people and not before & people:
            gaps.append(f"how does this follow? Nobody here was in the beat before ({context.beats[index - 1].id}).")
        gaps += _asked(beat, hero, told, words, first=index == 0, last=index == len(context.beats) - 1)
        opening = f"*{where}.* " if where else ""
        parts.append(" ".join([f"{opening}{told}", *(f"[[TODO: {gap}]]" for gap in gaps)]))
        before = people or before
    return TreatmentOutput(body="\n\n".join(parts) + "\n")


def _parts(beat: Beat) -> tuple[list[str], str, str]:
    """Who, where, and what is told; a beat written by hand may have no such lead."""
    text = " ".join(beat.text.split())
    match = _LEAD.match(text)
    if not match:
        return [], "", text
    return match["who"].split(", "), match["where"], text[match.end() :]


def _asked(beat: Beat, name: str, told: str, words: Lexicon, *, first: bool, last: bool) -> list[str]:
    said = set(tokens(told))
    if first:
        return [f"what does {name} want, and what is in the way?"]
    if last:
        return [f"what has changed for {name} since the beginning?"]
    turning = {
        step["goal"]: step["name"]
        for shape in structure()["shapes"].values()
        for steps in (shape["steps"], shape["short"])
        for step in steps
        if step.get("cause")
    }
    if beat.goal in turning and not said & words.cause:
        return [f"why now? This is the {turning[beat.goal]}, and the script gives no cause."]
    if beat.goal in turning and not said & words.feeling:
        return [f"what does {name} feel?"]
    return []
