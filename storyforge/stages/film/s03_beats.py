"""Stage 3, beat sheet: the approved telling in 15 to 30 beats, each with the passage that it comes from.

In screenplay mode they are derived backwards from the scenes, and marked so. Agreement with the telling and with the
script is a flag, not an edge: what is edited by hand flags the beats, and outdates nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.model.beats import BeatSheet
from storyforge.model.counted import counted
from storyforge.stages.base import ALL, Made
from storyforge.stages.film import timed
from storyforge.stages.film.briefing import INPUTS, brief_of
from storyforge.stages.film.offering import source_of, survey_of
from storyforge.stages.film.reading import told
from storyforge.tasks.beatsheet import FEWEST, FEWEST_OF_BOARDS, BeatSheetContext
from storyforge.tasks.outline import BeatsContext

if TYPE_CHECKING:
    from storyforge.model.beats import Beat, Telling
    from storyforge.model.summary import Summaries
    from storyforge.stages.base import Facets, Job, Library, Plan
    from storyforge.tasks.beatsheet import BeatSheetOutput
    from storyforge.tasks.outline import BeatsOutput
    from storyforge.tasks.survey import SurveyOutput

PATH = "beats.yaml"
SCRIPT = "script.fountain"
SCREENPLAY = "screenplay"


def items(summaries: Summaries) -> Plan:
    """One item a beat."""
    beats = summaries.index(PATH).get("beats", {})
    made_from: Facets = () if summaries.way == SCREENPLAY else ("story.yaml#parameters", "story.yaml#language")
    if timed.is_timed(summaries):
        made_from = timed.LAID_OUT_FROM
    return {PATH: dict.fromkeys(beats, made_from) or {ALL: made_from}}


def run(job: Job) -> Made:
    """Tell the telling in beats; from a screenplay, group its scenes into beats."""
    if timed.is_timed(job.library.summaries):
        return timed.beats(job.library)
    return _derived(job) if job.library.summaries.way == SCREENPLAY else _told(job)


def telling_path(library: Library) -> str:
    """The telling that beats are made from."""
    return "narrative.md" if library.summaries.way == "storyboard" else "treatment.md"


def _told(job: Job) -> Made:
    library = job.library
    path = telling_path(library)
    telling = cast("Telling", library.model(path))
    context = BeatSheetContext(
        brief=brief_of(job, query=telling.logline or telling.body[:400], anew="beats"),
        path=path,
        telling=telling.body,
        structure=telling.structure,
        source=library.summaries.index(INPUTS).get("primary", ""),
        survey=_survey(job),
        fewest=FEWEST_OF_BOARDS if library.summaries.boards else FEWEST,
        guidance=job.guidance_for(PATH),
    )
    output = cast("BeatSheetOutput", job.text.ask("beatsheet", context))
    sheet = BeatSheet(beats=tuple(_numbered(output.beats)))
    agrees = {PATH: {path: telling.digest()}, path: {PATH: ""}}
    return Made({PATH: sheet}, agrees=agrees, subject=counted(len(sheet.beats), "beat"))


def _survey(job: Job) -> SurveyOutput | None:
    sections = source_of(job.library)
    return survey_of(job, sections)


def _numbered(beats: tuple[Beat, ...]) -> list[Beat]:
    """Beats with ids of their own, in order; scenes are nobody's to name yet."""
    return [beat.model_copy(update={"id": f"b{n:02}", "scenes": ()}) for n, beat in enumerate(beats, 1)]


def _derived(job: Job) -> Made:
    library = job.library
    context = BeatsContext(language=library.story.language, script=SCRIPT, scenes=told(library.scenes))
    output = cast("BeatsOutput", job.text.ask("beats", context))
    sheet = BeatSheet(derived=True, beats=output.beats)
    script = library.summaries.get(SCRIPT)
    agrees = {SCRIPT: script.digest} if script else {}
    return Made({PATH: sheet}, agrees={PATH: agrees}, subject=f"{counted(len(sheet.beats), 'beat')}, derived")
