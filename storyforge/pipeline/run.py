"""Run stages: read locked artifacts, make, validate, write one commit a stage, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from storyforge.errors import (
    FramesNotApprovedError,
    GuidanceMissingError,
    GuidanceTooShortError,
    NotConfirmedError,
    NotLockedError,
    StoryforgeError,
    UndeclaredWriteError,
    UnknownSceneError,
)
from storyforge.journal.answers import Answers
from storyforge.model.clips import ClipSet
from storyforge.model.confirmation import Confirmation
from storyforge.model.kinds import is_medium, scene_folder_of, scene_path
from storyforge.model.numbering import folder, number_of
from storyforge.pipeline.change import made_by
from storyforge.pipeline.making import Making
from storyforge.pipeline.save import record_edits
from storyforge.pipeline.session import BUILD, message
from storyforge.pipeline.state import State, state_of
from storyforge.pipeline.work import Asking, workers_wanted
from storyforge.providers.base import FREE, Cost
from storyforge.stages import BY_NAME, walk
from storyforge.stages.base import ALL, Job, Made
from storyforge.tasks.guidance import UNDERSTOOD, read_guidance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from storyforge.pipeline.session import Session
    from storyforge.pipeline.state import ArtifactState, StageState
    from storyforge.stages import Row

GUIDANCE_AT_LEAST = 10
OFFLINE = "offline"
CONFIRM = "confirm"
_FILES = {"scenes": "scene", "confirm": "confirmation", "video": "clips"}
_OFFLINE_MAKERS = {"image": "artist", "video": "camera"}
Event = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """What a run is asked to do.

    `only` makes one stage, without those before it. `scenes` narrows it to some scenes. `outdated` also makes again
    what is outdated. `auto` locks what the run makes, and takes the rules' word where an author would decide.
    `providers` are names by kind, over those of the story. `shots` narrows it to some shots of what is made one by one.
    `agree` is the author's own word that what the stage made is approved.
    """

    upto: str
    only: bool = False
    scenes: tuple[str, ...] = ()
    guidance: str = ""
    auto: bool = False
    outdated: bool = False
    dry: bool = False
    providers: Mapping[str, str] = field(default_factory=dict)
    shots: tuple[str, ...] = ()
    agree: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Outcome:
    """What a run did."""

    made: list[str] = field(default_factory=list)
    skipped: int = 0
    commits: list[str] = field(default_factory=list)
    failed: dict[str, StoryforgeError] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    stopped: StoryforgeError | None = None
    cost: Cost = FREE


class Runner:
    """Makes stages one after another on a session; `tell` gets an event for everything that happens."""

    def __init__(self, session: Session, request: Request, tell: Callable[[Event], None]) -> None:
        self.session = session
        self.request = request
        self.tell = tell
        self.outcome = Outcome()
        self._making_done: Making | None = None
        if request.guidance and len(request.guidance.strip()) < GUIDANCE_AT_LEAST:
            raise GuidanceTooShortError(GUIDANCE_AT_LEAST)

    def run(self) -> Outcome:
        """Make what is asked for; stops at the first closed gate, which is then in the outcome."""
        branch = "" if self.request.dry else self.session.branch()
        if not self.request.dry:
            saved = record_edits(self.session, branch=branch)
            if saved:
                self.tell({"event": "saved", "commit": saved})
        for row in self._rows():
            try:
                self._stage(row, branch)
            except (NotLockedError, NotConfirmedError, FramesNotApprovedError) as gate:
                self.outcome.stopped = gate
                break
        self.outcome.commits = list(self.session.commits)
        return self.outcome

    def _rows(self) -> list[Row]:
        rows = walk(self.session.story.summaries.mode, self.request.upto)
        return [row for row in rows if row.name == self.request.upto] if self.request.only else rows

    def _stage(self, row: Row, branch: str) -> None:
        story = self.session.story
        state = state_of(story.summaries, story.records, row.name)
        stage = state.stages[row.name]
        story.refuse_unreadable(artifact.path for artifact in stage.artifacts)
        assumed = self.request.dry and self.request.auto
        if not stage.artifacts and not assumed:
            self._gate(row, state, ())
        todo = self._todo(row, stage)
        if self.request.outdated:
            self._say_what_is_kept(row, stage)
        if not todo:
            self._refuse_again(row, stage)
            self.outcome.skipped += len(stage.artifacts)
            return
        numbers = story.scenes if row.scope == "scene" and ALL not in todo else ()
        scenes = tuple(number for number in numbers if self._path(row, number) in todo)
        if not assumed:
            self._gate(row, state, scenes)
        if self.request.dry:
            self.tell({"event": "would", "stage": row.name, "scenes": list(scenes), "artifacts": sorted(todo)})
            self.outcome.made += sorted(todo)
            if not self._is_free(row):
                self.outcome.cost += Cost(None)
            return
        for path in sorted(todo & set(stage.paths("edited"))):
            self._warn(f"{path} was edited by hand; that version stays in git's history.")
        if self.request.guidance and self._is_free(row):
            self._say_what_rules_read(row)
        made = self._make(row, scenes, stage, todo)
        self._commit(row, made, scenes, branch)

    def _todo(self, row: Row, stage: StageState) -> set[str]:
        """Paths to be made: what is missing; what is outdated, if asked; what was named, with guidance."""
        wanted = self._wanted(row, stage)
        if self.request.only and (self.request.guidance or self.request.agree):
            return {artifact.path for artifact in wanted} or {ALL}
        todo = {artifact.path for artifact in wanted if artifact.approval == "missing"}
        if self.request.outdated:
            todo |= self._stale(row, wanted)
        return todo or ({ALL} if not stage.artifacts else set())

    @staticmethod
    def _stale(row: Row, wanted: list[ArtifactState]) -> set[str]:
        """Paths of what is outdated and not edited; what waits is only taken along where the stage is a chain."""
        made = [a for a in wanted if a.approval in ("draft", "locked")]
        stale = {a.path for a in made if a.freshness == "outdated"}
        return stale | {a.path for a in made if a.freshness == "waiting"} if stale and row.chained else stale

    def _say_what_is_kept(self, row: Row, stage: StageState) -> None:
        for artifact in self._wanted(row, stage):
            if (artifact.approval, artifact.freshness) == ("edited", "outdated"):
                scene = scene_folder_of(artifact.path)
                again = f"{row.name} {number_of(scene)}" if scene else row.name
                self._warn(
                    f'{artifact.path} is outdated, and kept as it was edited by hand; anew: storyforge {again} -m "..."'
                )

    def _refuse_again(self, row: Row, stage: StageState) -> None:
        """What was named and is there is made again only with a word on what should be different."""
        named = row.scope == "story" or self.request.scenes
        stepwise = bool(self.request.options)
        if self.request.only and named and not self.request.auto and not stepwise and stage.artifacts:
            what = f"{row.name} {' '.join(self.request.scenes)}".strip()
            raise GuidanceMissingError(what, what)

    def _wanted(self, row: Row, stage: StageState) -> list[ArtifactState]:
        if row.scope == "story" or not self.request.scenes:
            return list(stage.artifacts)
        for number in self.request.scenes:
            if number not in self.session.story.scenes:
                raise UnknownSceneError(number, list(self.session.story.scenes))
        paths = {self._path(row, number) for number in self.request.scenes}
        return [artifact for artifact in stage.artifacts if artifact.path in paths]

    @staticmethod
    def _path(row: Row, number: str) -> str:
        return scene_path(folder(number), _FILES.get(row.name, row.name))

    def _gate(self, row: Row, state: State, scenes: Sequence[str]) -> None:
        """Everything that the stage reads must be locked; edited and outdated pass with a warning."""
        for need in row.needs_in(self.session.story.summaries.mode):
            needed = state.stages[need]
            matter = list(needed.artifacts)
            if BY_NAME[need].scope == "scene":
                here = {self._path(BY_NAME[need], number) for number in scenes}
                matter = [artifact for artifact in matter if artifact.path in here]
            self.session.story.refuse_unreadable(artifact.path for artifact in matter)
            closed = [a for a in matter if a.approval in ("missing", "draft")]
            if closed or not needed.artifacts:
                raise NotLockedError(row.name, need, [a.path for a in closed], missing=self._is_missing(closed))
            if need == CONFIRM:
                self._agreed(matter)
            for artifact in matter:
                for word in (artifact.approval, artifact.freshness):
                    if artifact.left_over and word == "outdated":
                        self._warn(f"{artifact.path} is named nowhere in the script any more: storyforge check")
                    elif word in ("edited", "outdated"):
                        self._warn(f"{artifact.path} is {word}.")

    @staticmethod
    def _agreed(confirmations: Sequence[ArtifactState]) -> None:
        """What is confirmed is what is made: an edited or outdated confirmation is none."""
        for found in confirmations:
            if (found.approval, found.freshness) != ("locked", "current"):
                raise NotConfirmedError(number_of(scene_folder_of(found.path) or ""))

    @staticmethod
    def _is_missing(closed: Sequence[ArtifactState]) -> bool:
        return not closed or any(artifact.approval == "missing" for artifact in closed)

    def _warn(self, text: str) -> None:
        if text not in self.outcome.warnings:
            self.outcome.warnings.append(text)
            self.tell({"event": "warning", "message": text})

    def _say_what_rules_read(self, row: Row) -> None:
        """Guidance that rules can't read changes nothing now; it is recorded all the same."""
        if row.asks != "text":
            self._warn(
                f"The offline {_OFFLINE_MAKERS[row.asks]} reads no guidance; it is recorded. "
                "Where everyone stands is in prompts.yaml, under blocking."
            )
        elif row.name != "shots":
            self._warn(f"The offline rules for {row.name} do not read guidance; it is recorded.")
        elif not read_guidance(self.request.guidance, self.session.story.story.language):
            self._warn(f"The offline director reads {', '.join(UNDERSTOOD)}; this guidance is recorded.")

    def _provider(self, kind: str) -> str:
        """Who makes one kind of work: as the command says, else as the story says."""
        said: str = getattr(self.session.story.story.models, kind)
        return self.request.providers.get(kind) or said

    def _is_free(self, row: Row) -> bool:
        return self._provider(row.asks).partition(":")[0] == OFFLINE

    def _make(self, row: Row, scenes: tuple[str, ...], stage: StageState, todo: set[str]) -> Made:
        story = self.session.story
        asking = Asking(self._provider("text"), workers_wanted(), self._progress)
        making = self._making(row)
        recorded = {path: record.guidance for path, record in story.records.items() if record.guidance}
        job = Job(
            story,
            asking,
            scenes=scenes,
            guidance=self.request.guidance,
            auto=self.request.auto,
            options=self.request.options,
            recorded=recorded,
            due=self._due(stage, todo),
            **({row.asks: making} if making else {}),
        )
        self.tell({"event": "begin", "stage": row.name, "scenes": list(scenes)})
        worker = making or asking
        try:
            made = row.load().run(job)
        finally:
            asking.close()
            if making:
                making.close()
            self.outcome.cost += worker.cost
        kept = set(stage.paths("edited", "draft", "locked")) - todo
        artifacts = {path: artifact for path, artifact in made.artifacts.items() if path not in kept}
        self._making_done = making
        return replace(made, artifacts=artifacts, cost=worker.cost, costs=_shares(artifacts, worker), by=worker.name)

    def _progress(self, task: str, done: int, total: int) -> None:
        self.tell({"event": "progress", "task": task, "done": done, "total": total})

    def _making(self, row: Row) -> Making | None:
        if row.asks == "text":
            return None
        answers = Answers(self.session.repository.common_dir / "storyforge" / "answers")
        return Making(row.asks, self._provider(row.asks), workers_wanted(), answers, self._progress)

    def _due(self, stage: StageState, todo: set[str]) -> dict[str, frozenset[str]]:
        """Path -> the items of it that are to be made: all that was asked for in words, else what is stale or gone."""
        due: dict[str, frozenset[str]] = {}
        for artifact in stage.artifacts:
            if artifact.path not in todo or artifact.path not in self.session.story.summaries:
                continue
            index = self.session.story.summaries.index(artifact.path)
            every = frozenset((*index.get("pictures", ()), *index.get("clips", ())))
            if self.request.guidance:
                due[artifact.path] = self._named(every)
            elif artifact.lost:
                due[artifact.path] = self._lost(index, artifact)
            else:
                due[artifact.path] = frozenset(reason.item for reason in artifact.reasons)
        return due

    def _named(self, every: frozenset[str]) -> frozenset[str]:
        """The items of the shots that were named, or all."""
        shots = self.request.shots
        return frozenset(item for item in every if item in shots or item.partition(".")[0] in shots) if shots else every

    @staticmethod
    def _lost(index: Mapping[str, Any], artifact: ArtifactState) -> frozenset[str]:
        files = {**index.get("pictures", {}), **index.get("clips", {})}
        names = {path.split("/", 2)[2] for path in artifact.lost}
        return frozenset(item for item, row in files.items() if row[0] in names)

    def _commit(self, row: Row, made: Made, scenes: tuple[str, ...], branch: str) -> None:
        for number, error in made.failed.items():
            self.outcome.failed[number] = error
            self.tell({"event": "failed", "stage": row.name, "scene": number, **error.as_json()})
        if not made.artifacts:
            return
        change = made_by(
            self.session.story, row.name, made, locked=self._locks(row, made), guidance=self.request.guidance.strip()
        )
        declared = set(row.load().items(change.after.summaries))
        scene_folders = {scene_folder_of(path) for path in declared if path in made.artifacts}
        for path in made.artifacts:
            if path not in declared and not (is_medium(path) and scene_folder_of(path) in scene_folders):
                raise UndeclaredWriteError(row.name, path)
        commit = self.session.commit(change, self._message(row, made, scenes), branch)
        if self._making_done:
            self._making_done.settled()
        self.outcome.made += sorted(path for path, new in made.artifacts.items() if new is not None)
        for scene in scenes or (None,):
            if scene not in made.failed:
                cost = made.costs.get(self._path(row, scene), FREE) if scene else made.cost
                self.tell({"event": "stage", "stage": row.name, "scene": scene, "cost": cost.plain()})
        self.tell({"event": "made", "stage": row.name, "subject": made.subject, "commit": commit, "notes": made.notes})

    def _locks(self, row: Row, made: Made) -> bool:
        """Whether what was made is approved with it; nobody but its author agrees to spend money."""
        if row.name != CONFIRM:
            return self.request.auto
        prices = [new.cost for new in made.artifacts.values() if isinstance(new, Confirmation)]
        return self.request.agree or (self.request.auto and not any(price is None or price > 0 for price in prices))

    def _message(self, row: Row, made: Made, scenes: tuple[str, ...]) -> str:
        done = [number for number in scenes if number not in made.failed]
        every = row.scope == "scene" and len(done) == len(self.session.story.scenes)
        trailers = {
            "Stage": row.name,
            "Scenes": ("all" if every else " ".join(done)) if done else "",
            "With": f"{row.asks}={made.by}",
            "Cost": made.cost.words(),
            "Run": self.session.run_id,
            "Build": "; ".join((BUILD, *_builds(made))),
        }
        return message(f"{row.name}: {made.subject}", self.request.guidance, trailers)


def _builds(made: Made) -> list[str]:
    """Versions of the encoders that made clips, each once."""
    sets = (new for new in made.artifacts.values() if isinstance(new, ClipSet))
    return sorted({clip.build for clips in sets for clip in clips.clips if clip.build})


def _shares(paths: Iterable[str], asking: Asking | Making) -> dict[str, Cost]:
    """Path -> what it cost: a scene's answers by its own path, what was asked for the story by the first."""
    found: dict[str, Cost] = {}
    rest = asking.cost
    for path in paths:
        if is_medium(path):
            continue
        scene = scene_folder_of(path)
        if scene and asking.by_scene:
            found[path] = asking.by_scene.get(number_of(scene), FREE)
        elif not asking.by_scene:
            found[path], rest = rest, FREE if rest.amount is not None else rest
    return found
