"""The offline rule of the task `attribution`: signs are added up, the usual stage goes first where they are equal."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache

from storyforge import resources
from storyforge.tasks.attribution import STAGES, AttributionContext, AttributionOutput, Sign, Stage

_WORD = 2
"""What a word of the director's note weighs: more than a weak sign, less than an error that was measured."""
_FILE = "lexicons/review.en.toml"


@lru_cache(maxsize=1)
def _words() -> dict[Stage, re.Pattern[str]]:
    told = tomllib.loads(resources.read_template(_FILE))
    every = dict.fromkeys(stage for stages in STAGES.values() for stage in stages)
    return {stage: re.compile(told[stage], re.IGNORECASE) for stage in every}


def attribute(context: AttributionContext) -> AttributionOutput:
    """The stage that most speaks for, of those that what is wrong can come from."""
    may = STAGES[context.wrong]
    signs = [*context.signs, *_in_note(context)]
    weights = {stage: sum(sign.weight for sign in signs if sign.stage == stage) for stage in may}
    best = max(may, key=lambda stage: (weights[stage], -may.index(stage)))
    told = sorted((sign for sign in signs if sign.stage == best), key=lambda sign: -sign.weight)
    because = tuple(dict.fromkeys(sign.what for sign in told)) or (f"{context.wrong} issues usually come from there",)
    return AttributionOutput(stage=best, because=because)


def _in_note(context: AttributionContext) -> list[Sign]:
    """What the note itself says; the lexicon is English, words of other languages say nothing."""
    if context.language.partition("-")[0] != "en":
        return []
    found = ((stage, pattern.search(context.note)) for stage, pattern in _words().items())
    return [Sign(stage=stage, what=f'"{match[0]}" is what you say', weight=_WORD) for stage, match in found if match]
