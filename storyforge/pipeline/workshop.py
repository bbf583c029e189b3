"""Where a stage is made: its job is put together, those who make things for it are called, and what it cost is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from storyforge.model.kinds import is_medium, option_path, scene_folder_of
from storyforge.model.money import FREE, Cost
from storyforge.model.numbering import number_of
from storyforge.pipeline.repairing.breakdown import taken
from storyforge.pipeline.repairing.pricing import price_of
from storyforge.pipeline.spending.choice import choose_text
from storyforge.pipeline.spending.embedding import Embedding
from storyforge.pipeline.spending.makers import open_maker, reads_references
from storyforge.pipeline.spending.making import Making, strictly
from storyforge.pipeline.spending.remembered import Remembered
from storyforge.pipeline.spending.routing import Routed, agreed_to, is_auto, named
from storyforge.pipeline.spending.work import Asking, workers_wanted
from storyforge.pipeline.styling.meaning import Meaning
from storyforge.pipeline.styling.styles import Styles
from storyforge.pipeline.todo import answers_of, items_due, path_of
from storyforge.providers.recorded import Cassettes
from storyforge.stages import row as row_of
from storyforge.stages.base import ALL, Job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from storyforge.pipeline.freshness.states import StageState
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.spending.choice import Choice
    from storyforge.pipeline.spending.desk import Desk
    from storyforge.stages import Row
    from storyforge.stages.base import Made

OFFLINE = "offline"
SCENES, SKETCHES = "scenes", f"{OFFLINE}:480x270"
VIDEO, CLIPS, CONFIRM = "video", "clips", "confirm"


class Workshop:
    """Makes one stage after the other for a run; `cost` is what all came to, `kept` that of failed scenes."""

    def __init__(self, session: Session, request: Request, desk: Desk, tell: Callable[[dict[str, Any]], None]) -> None:
        self.cost = FREE
        self.kept = FREE
        self._session = session
        self._request = request
        self._desk = desk
        self._tell = tell
        recorded = request.record or request.replay
        self.cassettes = Cassettes(session.story.read, replay=request.replay) if recorded else None
        self._embedding: Embedding | None = None
        self.styles = self._opened_styles()
        self._makings: list[Making] = []
        self._routes: dict[str, str] = {}
        """Kind of work, or clips that were agreed to -> the model that was chosen for it, where the choice was ours."""
        self._worker: Asking | Making | None = None

    def provider(self, row: Row) -> str:
        """Who makes a stage: as the command says, else as the story says."""
        if row.asks == "text":
            return self.choice(row).name
        models = self._session.story.story.models
        said: str = getattr(models, row.asks)
        if row.asks == VIDEO and self.drafts(row):
            said = models.drafts.get(row.asks, said)
        return self._routed(row, self._request.providers.get(row.asks) or said)

    def _routed(self, row: Row, name: str) -> str:
        """The model that `auto` stands for, chosen and told once a run; clips are made by whom was agreed to."""
        if row.asks == "text" or not is_auto(name):
            return name
        work = CLIPS if row.name == VIDEO else row.asks
        if work not in self._routes:
            story = self._session.story
            agreed = agreed_to(story, self._request.scenes or story.scenes) if row.name == VIDEO else ""
            taken = Routed(agreed) if agreed else named(story, row.asks, name, datetime.now(UTC).date())
            self._routes[work] = taken.name
            told = {"stage": row.name, "kind": row.asks, "by": taken.name}
            self._tell({"event": "route", **told, "reason": taken.reason or "it was agreed to"})
        return self._routes[work]

    def choice(self, row: Row) -> Choice:
        """Who answers the questions of a stage, and how they are asked."""
        return choose_text(self._session.story.story.models, row.name, self._request.providers.get("text", ""))

    def drafts(self, row: Row) -> bool:
        """Whether clips are made, or agreed to, as drafts: where that is said, else where it was agreed to."""
        if self._request.quality or row.name != VIDEO:
            return self._request.quality == "draft"
        story = self._session.story
        found = [story.summaries.index(path_of(row_of(CONFIRM), number)) for number in self._scenes()]
        agreed = [index for index in found if "by" in index]
        return bool(agreed) and all(index.get("draft", False) for index in agreed)

    def _scenes(self) -> Iterable[str]:
        return self._request.scenes or self._session.story.scenes

    def is_free(self, row: Row) -> bool:
        """Whether a stage is made by rules of ours."""
        return self.provider(row).partition(":")[0] == OFFLINE

    def reads_references(self) -> bool:
        """Whether whoever draws pictures looks at reference pictures."""
        models = self._session.story.story.models
        name = self._request.providers.get("image") or models.image
        if is_auto(name):
            return True
        return name != OFFLINE and reads_references(open_maker("image", name, models.settings.get("image")))

    def price(self, row: Row, scenes: tuple[str, ...], stage: StageState, todo: set[str]) -> Cost:
        """What a stage would cost at most, and tells of how many calls."""
        by = self.provider(row)
        given = self._given(row, scenes, stage, todo)
        cost, calls = price_of(row, given, self.choice(row), "" if row.asks == "text" else by)
        if calls or cost.amount is None:
            self._tell({"event": "price", "stage": row.name, "by": by, "calls": calls, "cost": cost.plain()})
        return cost

    def unbought(self, row: Row, scenes: tuple[str, ...], stage: StageState, todo: set[str]) -> tuple[Cost, int, str]:
        """What of a stage is still to be bought: its price at most, of how many pictures, and by whom."""
        by, making = self.provider(row), self._making(row)
        find = making.find if making else lambda _: None
        cost, calls = price_of(row, self._given(row, scenes, stage, todo), self.choice(row), by, find)
        return cost, calls, by

    def make(self, row: Row, scenes: tuple[str, ...], stage: StageState, todo: set[str], *, again: bool) -> Made:
        """Make a stage; raises what the stage raises."""
        asking = self._asking(row)
        rules = Remembered(Asking(OFFLINE, workers_wanted(), self._progress), self._session.repository.common_dir)
        making = self._making(row)
        makers: dict[str, Any] = {"text": asking, "rules": rules} | ({row.asks: making} if making else {})
        if row.name == SCENES and self._session.story.summaries.boards:
            makers["artist"] = self._artist()
        job = Job(**self._given(row, scenes, stage, todo), **makers)
        self._tell({"event": "begin", "stage": row.name, "scenes": list(scenes)})
        worker = self._worker = making or asking
        try:
            made = row.load().run(job)
        finally:
            asking.close()
            rules.close()
            if making:
                making.close()
            self.cost += worker.cost
        if self._embedding is not None:
            self.cost += self._embedding.cost
        whole = worker.cost
        worker.leave(made.failed)
        if made.failed:
            self.kept += _less(whole, worker.cost)
        artifacts = taken(self._session.story, stage, made, todo, again=again)
        cost = worker.cost + (self._embedding.cost if self._embedding else FREE)
        made = replace(made, artifacts=artifacts, cost=cost, costs=_shares(artifacts, worker), by=self._by(row, worker))
        if making:
            return made
        return self._with_answers(row, replace(made, passages=_passages(artifacts, asking)), asking)

    def recorded(self) -> dict[str, bytes]:
        """The cassettes of what was asked, to be committed with what was made of it."""
        return dict(self.cassettes.made) if self.cassettes else {}

    def _opened_styles(self) -> Styles:
        """The written style; by meaning too, where a model of embeddings is asked, and nothing is recorded.

        What was recorded must be asked for in the same words when it is replayed, by whoever has no such model.
        """
        story, request = self._session.story, self._request
        name = request.providers.get("embedding") or story.story.models.embedding
        if name != OFFLINE and story.story.styles.written and self.cassettes is None:
            settings = choose_text(story.story.models, "all", name).settings
            self._embedding = Embedding(name, settings, self._desk)
        meaning = Meaning(name, self._embedding.embed) if self._embedding else None
        return Styles(self._session.repository.common_dir, story, meaning)

    def promised(self, stage: str) -> None:
        """What was made last is about to be committed."""
        if self._embedding is not None:
            self._embedding.promised(stage)
        if self._worker is not None:
            self._worker.promised(stage)

    def settled(self, commit: str) -> None:
        """What was made last is committed."""
        if self._embedding is not None:
            self._embedding.settled(commit)
        if self._worker is not None:
            self._worker.settled(commit)

    def let_go(self) -> None:
        """Nobody reads what was made from its answers any more."""
        for making in self._makings:
            making.let_go()

    def _given(self, row: Row, scenes: tuple[str, ...], stage: StageState, todo: set[str]) -> dict[str, Any]:
        """The fields of a stage's job, without those who make things for it."""
        story, request = self._session.story, self._request
        return {
            "library": story,
            "scenes": scenes,
            "guidance": request.guidance,
            "auto": request.auto,
            "options": {**request.options, **self._agreeing(row)},
            "recorded": {path: record.guidance for path, record in story.records.items() if record.guidance},
            "due": items_due(story, request, stage, todo),
            "answers": answers_of(story, row),
            "paths": frozenset(todo),
            "styles": self.styles,
        }

    def _agreeing(self, row: Row) -> dict[str, Any]:
        """What agreeing to clips, and making them, is to know: quality, count, what was bought under before."""
        if row.name == VIDEO:
            return {"draft": self._request.quality == "draft"} if self._request.quality else {}
        if row.name != CONFIRM:
            return {}
        story = self._session.story
        before = [story.summaries.index(path_of(row, number)).get("by", "") for number in self._scenes()]
        bought = any(by and by.partition(":")[0] != OFFLINE for by in before)
        used = self._desk.ledger.agreements() if bought else frozenset()
        return {"used": used, "count": self._request.unknown, "draft": self.drafts(row)}

    def _by(self, row: Row, worker: Asking | Making) -> str:
        """Who made a stage; of an option that is taken as it is, whoever wrote the options."""
        record = self._session.story.records.get(option_path(row.name, 1))
        if record is None or not isinstance(worker, Asking) or worker.was_asked:
            return worker.name
        return next((item.by for item in record.items.values()), worker.name)

    def _asking(self, row: Row) -> Asking:
        return Asking(
            self.choice(row),
            workers_wanted(),
            self._progress,
            desk=self._desk,
            stage=row.name,
            take=partial(self._take, row),
            templates=self._session.story.templates(),
            cassettes=self.cassettes,
        )

    def _making(self, row: Row) -> Making | None:
        if row.asks == "text":
            return None
        settings = self._session.story.story.models.settings.get(row.asks)
        if row.asks == VIDEO and self._request.strict:
            settings = strictly(settings)
        named = self._request.providers.get(row.asks)
        others = () if named or row.asks != "image" else self._session.story.story.models.fallbacks.get("image", ())
        making = Making(row.asks, self.provider(row), workers_wanted(), self._desk, self._progress, settings, others)
        self._makings.append(making)
        return making

    def _artist(self) -> Making:
        """Who draws sketches: rules of ours, whoever draws the frames."""
        making = Making("image", SKETCHES, 1, self._desk)
        self._makings.append(making)
        return making

    def _take(self, row: Row, scene: str) -> int:
        """Which take of a text is wanted: asked for again on purpose, with guidance, it is another one."""
        records = self._session.story.records
        paths = [path_of(row, scene)] if scene else [path for path, r in records.items() if r.stage == row.name]
        made = [item.take for path in paths if path in records for item in records[path].items.values()]
        return (max(made) + 1 if self._request.guidance else max(made)) if made else 1

    def _with_answers(self, row: Row, made: Made, asking: Asking) -> Made:
        """Which answer, and which take of it, texts were made from, where they were bought."""
        told = {path: number_of(scene) if (scene := scene_folder_of(path)) else "" for path in made.artifacts}
        keys = {path: asking.keys[scene] for path, scene in told.items() if scene in asking.keys}
        return replace(
            made,
            answers={path: {ALL: key} for path, key in keys.items()},
            takes={path: self._take(row, told[path]) for path in keys},
        )

    def _progress(self, task: str, done: int, total: int) -> None:
        self._tell({"event": "progress", "task": task, "done": done, "total": total})


def _passages(paths: Iterable[str], asking: Asking) -> dict[str, tuple[str, ...]]:
    """Path -> the passages that it was made with: a scene's by its own number; all of them for what is the story's."""
    every = tuple(dict.fromkeys(passage for told in asking.passages.values() for passage in told))
    found: dict[str, tuple[str, ...]] = {}
    for path in paths if every else ():
        scene = scene_folder_of(path)
        found[path] = tuple(asking.passages.get(number_of(scene), ())) if scene else every
    return found


def _less(whole: Cost, part: Cost) -> Cost:
    """The rest; unknown where either is."""
    if whole.amount is None or part.amount is None:
        return Cost(None, whole.currency)
    return Cost(whole.amount - part.amount, whole.currency)


def _shares(paths: Iterable[str], worker: Asking | Making) -> dict[str, Cost]:
    """Path -> what it cost: a scene's answers by its own path, what was asked for the story by the first."""
    found: dict[str, Cost] = {}
    rest = worker.cost
    for path in paths:
        if is_medium(path):
            continue
        scene = scene_folder_of(path)
        if scene and worker.by_scene:
            found[path] = worker.by_scene.get(number_of(scene), FREE)
        elif not scene or not worker.by_scene:
            # What parts of a book or scenes of a script were asked for is one answer to whoever asked.
            found[path], rest = rest, FREE if rest.amount is not None else rest
    return found
