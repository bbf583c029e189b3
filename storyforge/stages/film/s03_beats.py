"""Stage 3, beat sheet. In screenplay mode it is derived backwards from the scenes, and marked so.

Agreement with the script is a flag, not an edge: a script edited by hand flags the beats, and outdates nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.model.beats import BeatSheet
from storyforge.model.counted import counted
from storyforge.stages.base import ALL, Made
from storyforge.stages.film.reading import told
from storyforge.tasks.outline import BeatsContext, BeatsOutput

if TYPE_CHECKING:
    from storyforge.model.summary import Summaries
    from storyforge.stages.base import Job, Plan

PATH = "beats.yaml"
SCRIPT = "script.fountain"


def items(summaries: Summaries) -> Plan:
    """One item a beat."""
    beats = summaries.index(PATH).get("beats", {})
    return {PATH: dict.fromkeys(beats, ()) or {ALL: ()}}


def run(job: Job) -> Made:
    """Group the scenes into beats."""
    library = job.library
    context = BeatsContext(language=library.story.language, script=SCRIPT, scenes=told(library.scenes))
    output = cast("BeatsOutput", job.text.ask("beats", context))
    sheet = BeatSheet(derived=True, beats=output.beats)
    script = library.summaries.get(SCRIPT)
    agrees = {SCRIPT: script.digest} if script else {}
    return Made({PATH: sheet}, agrees={PATH: agrees}, subject=f"{counted(len(sheet.beats), 'beat')}, derived")
