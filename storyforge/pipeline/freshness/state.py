"""State: approval and freshness of every artifact, derived each time from records and today's facets; stored nowhere.

A direct difference is *outdated*; what stands below an outdated artifact is *waiting*, for it may come out the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.pipeline.freshness.rules import artifact_state
from storyforge.pipeline.freshness.states import State, is_open, stage_of
from storyforge.stages import needed_by, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storyforge.model.record import Record
    from storyforge.model.summary import Summaries
    from storyforge.pipeline.freshness.states import StageState
    from storyforge.stages import Row


def state_of(summaries: Summaries, records: Mapping[str, Record], upto: str | None = None) -> State:
    """The state of a story, from what is known of its artifacts and from its records.

    With `upto`, of one stage and of all that it needs, directly or not.
    """
    state = State({})
    for row in needed_by(summaries.way, upto) if upto else walk(summaries.way):
        state.put(stage_state(row, summaries, records, state))
    return state


def stage_state(
    row: Row,
    summaries: Summaries,
    records: Mapping[str, Record],
    above: State,
    kept: StageState | None = None,
    scenes: Iterable[str] = (),
) -> StageState:
    """The state of one stage, given that of all stages that are made before it.

    With `kept`, only some scenes are looked at, and all others stand as they did there.
    """
    blocked = tuple(need for need in row.needs_in(summaries.way) if not is_open(above.stages[need]))
    known = {path: artifact for path, artifact in above.artifacts.items() if artifact.stage != row.name}
    known |= {artifact.path: artifact for artifact in kept.artifacts} if kept else {}
    plan = row.load().items(summaries.only(scenes) if kept else summaries)
    for path, items in plan.items():
        known[path] = artifact_state(path, row.name, items, summaries, records.get(path), known)
    paths = [artifact.path for artifact in kept.artifacts] if kept else plan
    return stage_of(row.name, [known[path] for path in paths], blocked)
