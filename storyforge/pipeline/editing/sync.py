"""Sync: an edited script's words go into the shot lists verbatim; pairs that agree again are recorded as agreeing.

Nobody is asked and nothing is made: only the author's own words come in, so an approval stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from storyforge.checks.speech_fits import spoken_beside, too_short
from storyforge.errors import (
    MissingArtifactError,
    StoryforgeError,
    UnknownNameError,
    UnknownSceneError,
    UnplacedLinesError,
)
from storyforge.formats.languages import language
from storyforge.model.counted import counted
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.timing import parse_rate
from storyforge.pipeline.change import Change, new_record, to_bytes, with_records
from storyforge.pipeline.editing.past import past_scripts
from storyforge.pipeline.editing.resaid import UnplacedError, resay
from storyforge.pipeline.editing.save import STORY, committed_story, edited_story, record_edits, refuse_parameters
from storyforge.pipeline.repairing.impact import impact_of, providers_of, refuse_price
from storyforge.pipeline.session import BUILD, message
from storyforge.stages.film.reading import cast_of
from storyforge.story import SCRIPT
from storyforge.tasks.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from storyforge.model.record import Item, Record
    from storyforge.model.screenplay import ScriptScene
    from storyforge.model.shots import ShotList
    from storyforge.model.summary import Summaries
    from storyforge.pipeline.editing.resaid import Resaid
    from storyforge.pipeline.repairing.impact import Impact
    from storyforge.pipeline.session import Session
    from storyforge.story import Story
    from storyforge.tasks.pieces import Piece

PAIRS = {
    "beats": ("beats.yaml", SCRIPT),
    "treatment": ("treatment.md", "beats.yaml"),
    "narrative": ("narrative.md", "beats.yaml"),
}
"""Stage -> its file, and the file that it is to agree with."""
COMMAND = "storyforge sync shots --accept-impact"
"""What the author types to accept what it costs."""


@dataclass(frozen=True, slots=True)
class SyncedScene:
    """A scene whose shot list says today's words: the shots that changed, and (message, hint) where words are long."""

    number: str
    path: str
    shots: tuple[Resaid, ...]
    tight: tuple[tuple[str, str], ...] = ()

    @property
    def lines(self) -> int:
        """How many lines are new."""
        return sum(
            max(sum(line not in shot.before for line in shot.after), len(shot.before) - len(shot.after))
            for shot in self.shots
        )


@dataclass(slots=True)
class Synced:
    """What a sync came to; `failed` are the scenes that need their shots anew."""

    scenes: list[SyncedScene] = field(default_factory=list)
    failed: dict[str, StoryforgeError] = field(default_factory=dict)
    impact: Impact | None = None
    commit: str | None = None


def sync_shots(
    session: Session,
    numbers: Sequence[str] = (),
    *,
    dry: bool = False,
    accept_impact: bool = False,
    providers: Mapping[str, str] | None = None,
) -> Synced:
    """Write the script's dialogue into the shot lists of some scenes, else of all; one commit.

    What the author edited is recorded first. A scene in which more than words was edited has its error in `failed`,
    and stops no other. Raises UnknownSceneError, ImpactNotAcceptedError where what is outdated then costs money, and
    what a save raises.
    """
    branch = "" if dry else session.branch()
    before = committed_story(session)
    edited, story = edited_story(session)
    for number in numbers:
        if number not in story.scenes:
            raise UnknownSceneError(number, list(story.scenes))
    outcome, models = _planned(session, story, numbers or list(story.scenes))
    change = _change(story, outcome.scenes, models)
    outcome.impact = impact_of(before, change.after, providers_of(story, providers))
    if dry:
        return outcome
    if not accept_impact:
        if STORY in edited:
            refuse_parameters(session, story, outcome.impact, COMMAND)
        refuse_price(outcome.impact, COMMAND)
    record_edits(session, branch=branch, accept_impact=True)
    if outcome.scenes:
        outcome.commit = session.commit(change, _message(outcome.scenes, session), branch)
    return outcome


def _planned(session: Session, story: Story, numbers: Sequence[str]) -> tuple[Synced, dict[str, ShotList]]:
    """The scenes that are behind, and their new shot lists by path."""
    outcome = Synced()
    models: dict[str, ShotList] = {}
    behind = {number: was for number in numbers if (was := _script_behind(story, number))}
    past = dict(_past_scenes(session, story, {number: was for number, was in behind.items() if was is not DIFFERENT}))
    for number in behind:
        try:
            found, models[_path(number)] = _resaid(story, number, past.get(number))
        except UnplacedError as unplaced:
            outcome.failed[number] = UnplacedLinesError(number, unplaced.why, SCRIPT, unplaced.line or None)
        except StoryforgeError as error:
            outcome.failed[number] = error
        else:
            outcome.scenes.append(found)
    return outcome, models


def _path(number: str) -> str:
    return scene_path(folder(number), "shots")


DIFFERENT: dict[str, str] = {"": ""}
"""Stands for a shot list of which not all shots were made from the same script."""


def _script_behind(story: Story, number: str) -> dict[str, str]:
    """The script's facets that a scene's shots were made from, where today's are others."""
    record = story.records.get(_path(number))
    if record is None or _path(number) not in story.summaries:
        return {}
    found = [_of_script(item) for item in record.items.values()]
    if all(story.summaries.facet(facet) == was for facets in found for facet, was in facets.items()):
        return {}
    return found[0] if all(facets == found[0] for facets in found) else DIFFERENT


def _of_script(item: Item) -> dict[str, str]:
    return {facet: was for facet, was in item.made_from.items() if facet.startswith(f"{SCRIPT}#")}


def _past_scenes(
    session: Session, story: Story, behind: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, Story]]:
    """Scene -> the story with the script of the time when its shots were made, newest versions of the script first."""
    left = dict(behind)
    for script in past_scripts(session) if left else ():
        past = story.with_changes({SCRIPT: script})
        for number, facets in list(left.items()):
            if all(past.summaries.facet(facet) == was for facet, was in facets.items()):
                yield number, past
                del left[number]
        if not left:
            return


def _resaid(story: Story, number: str, past: Story | None) -> tuple[SyncedScene, ShotList]:
    """A scene's shot list with today's words; raises UnplacedError, InvalidArtifactError."""
    path = _path(number)
    shots = cast("ShotList", story.model(path))
    now = story.scenes[number]
    if past is None:
        raise UnplacedError("the script that its shots were made from is not in the history", now.line)
    was = past.scenes[number]
    if was.title != now.title:
        raise UnplacedError("its heading was changed", now.line)
    pack = language(story.story.language)
    after, changed = resay(shots, _pieces(story.summaries, was), _pieces(story.summaries, now), pack)
    return SyncedScene(number, path, changed, _tight(story, after, changed, now)), after


def _pieces(summaries: Summaries, scene: ScriptScene) -> tuple[Piece, ...]:
    people = cast_of(summaries)
    return pieces(scene, lambda cue: next(iter(people.speakers(cue)), ""))


def _tight(story: Story, shots: ShotList, changed: Sequence[Resaid], scene: ScriptScene) -> tuple[tuple[str, str], ...]:
    """What to say of the changed shots whose words take longer than they last."""
    pack, fps = language(story.story.language), parse_rate(story.story.rate)
    names = {each.shot for each in changed}
    told = (too_short(shot, pack, fps, spoken_beside(scene)) for shot in shots.shots if shot.id in names)
    return tuple(each for each in told if each)


def _change(story: Story, scenes: Sequence[SyncedScene], models: Mapping[str, ShotList]) -> Change:
    """The new shot lists, and their records: approved as they were, and made from today's script."""
    written = {found.path: models[found.path] for found in scenes if found.shots}
    files = {path: to_bytes(story, path, model) for path, model in written.items()}
    after = story.with_changes(files, dict(written))
    records = {
        found.path: _brought_up(story.records[found.path], story.summaries, after.summaries, found.path)
        for found in scenes
    }
    return with_records(after, dict(files), records)


def _brought_up(record: Record, before: Summaries, after: Summaries, path: str) -> Record:
    """A record with today's script facets; what was as recorded is as recorded again, what was edited stays edited."""

    def moved(digest: str, facet: str) -> str:
        found = after.facet(f"{path}#{facet}")
        return found if found and before.facet(f"{path}#{facet}") == digest else digest

    items = {
        name: replace(
            item,
            digest=moved(item.digest, name),
            made_from={
                facet: (after.facet(facet) or was) if facet.startswith(f"{SCRIPT}#") else was
                for facet, was in item.made_from.items()
            },
        )
        for name, item in record.items.items()
    }
    was, now = before.get(path), after.get(path)
    same = was is not None and now is not None and was.digest == record.digest
    return replace(record, items=items, digest=now.digest if same and now else record.digest)


def _message(scenes: Sequence[SyncedScene], session: Session) -> str:
    lines = sum(found.lines for found in scenes)
    subject = f"shots: synced with the script, {counted(len(scenes), 'scene')}, {counted(lines, 'line')}"
    every = len(scenes) == len(session.story.scenes)
    numbers = "all" if every else " ".join(found.number for found in scenes)
    return message(subject, "", {"Stage": "shots", "Scenes": numbers, "Run": session.run_id, "Build": BUILD})


def is_derived(story: Story, stage: str) -> bool:
    """Whether a stage's file was taken backwards from another, so that it is made anew and never written on."""
    summaries = story.summaries
    path = PAIRS.get(stage, ("",))[0]
    return summaries.way == "screenplay" or (path in summaries and bool(summaries.index(path).get("derived")))


def sync_pair(session: Session, stage: str, *, dry: bool = False) -> tuple[list[str], str | None]:
    """Record that a file agrees with what it is to agree with, as both are today: the author has read them.

    Where the other one is flagged with this one, that is cleared too. Nothing else changes. Returns the other file's
    path, where one of both was flagged, and the commit. Raises UnknownNameError, MissingArtifactError, and what a save
    of the author's edits raises.
    """
    if stage not in PAIRS:
        raise UnknownNameError("pair to sync", stage, ["shots", *PAIRS])
    branch = "" if dry else session.branch()
    if not dry:
        record_edits(session, branch=branch)
    story = session.story
    for wanted in PAIRS[stage]:
        if wanted not in story.summaries:
            raise MissingArtifactError(wanted)
    story.refuse_unreadable(PAIRS[stage])
    records = _agreeing(story, *PAIRS[stage])
    if not records or dry:
        return [PAIRS[stage][1]] if records else [], None
    subject = f"{stage}: up to date with {PAIRS[stage][1]}"
    trailers = {"Stage": stage, "Run": session.run_id}
    commit = session.commit(with_records(story, {}, records), message(subject, "", trailers), branch)
    return [PAIRS[stage][1]], commit


def _agreeing(story: Story, path: str, other: str) -> dict[str, Record]:
    """The records of two files that agree now, where they did not; the other one's where it speaks of this one."""
    digests = story.summaries.by_path
    mine = story.records.get(path) or replace(new_record(path), digest=digests[path].digest)
    theirs = story.records.get(other)
    found = {path: (mine, other)} | ({other: (theirs, path)} if theirs and path in theirs.agrees else {})
    return {
        one: replace(record, agrees={**record.agrees, two: digests[two].digest})
        for one, (record, two) in found.items()
        if record.agrees.get(two) != digests[two].digest
    }
