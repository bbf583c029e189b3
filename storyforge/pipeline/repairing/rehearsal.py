"""A rehearsal: what `run --outdated --auto` would do, done in memory; nothing is written, and nobody is paid.

What rules make is made, stage by stage, so that a change that comes out the same ends there. What would be asked of
others is listed with its price. Their pictures can't be known beforehand: each is taken to come out as another one, and
what is asked for because of that alone *waits*, for it may come out the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from storyforge.model.kinds import images_path, is_medium, scene_folder_of
from storyforge.model.numbering import number_of
from storyforge.model.story import TextSettings
from storyforge.pipeline.change import made_by
from storyforge.pipeline.freshness.state import stage_state, state_of
from storyforge.pipeline.freshness.states import State
from storyforge.pipeline.gate import CONFIRM
from storyforge.pipeline.repairing.breakdown import is_to_read_again, taken
from storyforge.pipeline.repairing.pretending import OFFLINE, Listening, Promising
from storyforge.pipeline.request import Request
from storyforge.pipeline.spending.choice import Choice, choose_text
from storyforge.pipeline.spending.opening import is_pure
from storyforge.pipeline.spending.routing import named
from storyforge.pipeline.todo import answers_of, items_due, path_of, paths_to_make
from storyforge.stages import BY_NAME, walk
from storyforge.stages.base import ALL, Job
from storyforge.stages.film import s12_video

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from storyforge.model.money import Cost
    from storyforge.pipeline.freshness.states import StageState
    from storyforge.pipeline.repairing.pretending import Kind
    from storyforge.stages import Row
    from storyforge.stages.base import Drawing, Order
    from storyforge.story import Story

KEYS = "keys"
AGAIN = 1000
"""How often a stage is gone over at most, until nothing in it is outdated: each scene may go on from the one before."""
_APART = ("prompts", "instances", "frames", "confirm", "video")
"""Stages whose scenes are made each from itself alone, once its shots and its state are there."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """Something that would be asked of a provider: an answer, a picture, a clip.

    `item` is the shot's or the picture's (`3A`, `3A.start`), of a text the task. `waits` says that it is asked for only
    because another that is bought before it may come out differently; its `key` then is not the final one. `path` is
    the file that it is for, where that lies in no scene's folder: `scene` then is the asset's slug.
    """

    stage: str
    scene: str
    item: str
    by: str
    estimate: Cost
    key: str
    kind: Kind
    waits: bool = False
    path: str = ""


@dataclass(frozen=True)
class Rehearsal:
    """What a repair would do.

    `after` is the story with all that rules make again, and with the media that are there now; `recomputed` are the
    paths that came out different, `unchanged` those that came out the same. `kept` counts, by stage, the items that
    stay as they are.
    """

    after: Story
    state_before: State
    state_after: State
    recomputed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    kept: Mapping[str, int] = field(default_factory=dict)

    @property
    def certain(self) -> tuple[Purchase, ...]:
        """What is bought whatever comes out of the rest."""
        return tuple(purchase for purchase in self.purchases if not purchase.waits)


def rehearse(
    story: Story,
    providers: Mapping[str, str],
    *,
    progress: Callable[[str, int, int], None] | None = None,
    scenes: Sequence[str] = (),
) -> Rehearsal:
    """Repair a story in memory; `providers` are names by kind, over those of the story; `scenes` narrows it.

    Raises InvalidArtifactError, UnknownNameError, UnknownSceneError.
    """
    return _Rehearsing(story, providers, tuple(scenes), progress).run()


class _Rehearsing:
    """A story on its way through the stages."""

    def __init__(
        self,
        story: Story,
        providers: Mapping[str, str],
        scenes: tuple[str, ...],
        progress: Callable[[str, int, int], None] | None,
    ) -> None:
        self.before = state_of(story.summaries, story.records)
        self.first = story
        self.story = story.imagined()
        models = story.story.models
        self.text = providers.get("text", "")
        self.rules = Listening(Choice(OFFLINE, TextSettings()), progress)
        today = datetime.now(UTC).date()
        self.image = named(story, "image", providers.get("image") or models.image, today).name
        self.video = named(story, "video", providers.get("video") or models.video, today).name
        self.request = Request("", scenes=scenes, outdated=True, auto=True, providers=providers)
        self.progress = progress
        self.purchases: list[Purchase] = []
        self.made: set[str] = set()
        self.waiting: set[str] = set()
        """Paths of what others would be asked for, which can't be known."""

    def run(self) -> Rehearsal:
        try:
            return self._run()
        finally:
            self.rules.close()

    def _run(self) -> Rehearsal:
        state = State({})
        for row in walk(self.story.summaries.way):
            self._stand(row, state)
            if row.asks == "text":
                self._texts(row, state)
        after = self.story
        for row in walk(after.summaries.way):
            if row.asks == "image":
                self._pictures(row, after, state)
        self._clips(after, state)
        same = {path for path in self.made if after.files.ids.get(path) == self.first.files.ids.get(path)}
        return Rehearsal(
            after,
            self.before,
            state,
            tuple(sorted(self.made - same)),
            tuple(sorted(same)),
            tuple(self.purchases),
            _kept(state, self.purchases),
        )

    def _stand(self, row: Row, state: State) -> None:
        """Say how a stage stands; while nothing was changed, it stands as it did."""
        state.put(self._standing(row, self.story, state))

    def _standing(self, row: Row, story: Story, above: State) -> StageState:
        """What of a scene has no say in other scenes lets these stand as they did."""
        before = self.before.stages[row.name]
        changed = {path for path, name in story.files.ids.items() if self.first.files.ids.get(path) != name}
        if not changed:
            return before
        of = {path: scene_folder_of(path.removeprefix("locks/")) for path in changed}
        if row.name in _APART and all(folder and _is_apart(path) for path, folder in of.items()):
            scenes = sorted({number_of(folder) for folder in of.values() if folder})
            return stage_state(row, story.summaries, story.records, above, before, scenes)
        return stage_state(row, story.summaries, story.records, above)

    def _texts(self, row: Row, state: State) -> None:
        """Make a stage, and again what that outdates in the same stage, until nothing becomes another."""
        for _ in range(AGAIN):
            stage = state.stages[row.name]
            todo = self._todo(row, stage, self.story)
            were = self.story.files.ids
            again = is_pure(self._choice(row).name) and is_to_read_again(self.story, row, stage)
            if todo or again:
                self._make(row, stage, todo, again=again)
            if self.story.files.ids == were:
                return
            self._stand(row, state)

    def _make(self, row: Row, stage: StageState, todo: set[str], *, again: bool) -> None:
        asker = self._asker(row)
        try:
            made = row.load().run(replace(self._job(row, self.story, stage, todo), text=asker))
        finally:
            asker.close()
        if asker.heard:
            self.waiting |= todo
            self._list(row, asker, set(stage.paths("missing")))
            return
        artifacts = taken(self.story, stage, made, todo, again=again)
        if not artifacts:
            return
        made = replace(made, artifacts=artifacts, by=asker.name)
        self.story = made_by(self.story, row.name, made, locked=True, guidance="").after
        self.made |= set(artifacts)

    def _choice(self, row: Row) -> Choice:
        return choose_text(self.story.story.models, row.name, self.text)

    def _asker(self, row: Row) -> Listening:
        return Listening(self._choice(row), self.progress, self.story.templates())

    def _list(self, row: Row, asker: Listening, missing: set[str]) -> None:
        """Each question as a purchase; what was never made is no part of a repair."""
        for question in asker.heard:
            if not question.scene or path_of(row, question.scene) not in missing:
                found = (row.name, question.scene, question.task, asker.name, question.price, question.key)
                self.purchases.append(Purchase(*found, kind="text"))

    def _pictures(self, row: Row, after: Story, state: State) -> None:
        """What is due as the pictures before are now is certain; what is due only if they become others waits."""
        stage, first = state.stages.get(row.name), self.story is after
        if stage is None:
            return
        redrawn = stage if first else self._standing(row, self.story, state)
        todo = self._todo(row, redrawn, self.story)
        if not todo:
            return
        maker = Promising("image", self.image, self.story.story.models.settings.get("image"))
        now = replace(self._job(row, after, stage, self._todo(row, stage, after)), image=maker)
        draws = cast("Drawing", row.load())
        certain = draws.orders(now)
        job = replace(self._job(row, self.story, redrawn, todo), image=maker)
        made = draws.run(job)
        self._buy(row, maker, maker.orders, {order.item for order in certain})
        state.clear(row.name, _answered(now, certain if not first else maker.orders))
        self.story = made_by(self.story, row.name, made, locked=True, guidance="").after

    def _clips(self, after: Story, state: State) -> None:
        """What is due as the frames are now is certain; what is due only if they become others waits."""
        row = BY_NAME["video"]
        if row.name not in state.stages:
            return
        maker = Promising("video", self.video, self.story.story.models.settings.get("video"))
        job = self._clip_job(row, after, state.stages[row.name], maker)
        orders = s12_video.orders(job)
        redrawn = self._clip_job(row, self.story, self._standing(row, self.story, state), maker)
        self._buy(row, maker, s12_video.orders(redrawn), {order.item for order in orders})
        state.clear(row.name, _answered(job, orders))

    def _clip_job(self, row: Row, story: Story, stage: StageState, maker: Promising) -> Job:
        return replace(self._job(row, story, stage, self._todo(row, stage, story)), video=maker)

    def _buy(self, row: Row, maker: Promising, orders: Sequence[Order], certain: Collection[str]) -> None:
        for order in orders:
            scene, _, item = order.item.partition("/")
            price = maker.price(order.bare())
            waits = order.item not in certain
            path = images_path(self.story.summaries.assets[scene]) if row.name == KEYS else ""
            found = (row.name, scene, item, maker.name, price, order.key, maker.kind)
            self.purchases.append(Purchase(*found, waits=waits, path=path))

    def _todo(self, row: Row, stage: StageState, story: Story) -> set[str]:
        """What is outdated or gone, and what is missing and made by rules; a stage not begun is no part of a repair.

        What hangs from something that others would be asked for is left as it is.
        """
        never = {path for path in stage.paths("missing") if path not in story.records}
        if len(never) == len(stage.artifacts):
            return set()
        todo = paths_to_make(story, self.request, row, stage) - {ALL}
        if row.spare:
            todo = {path for path in todo if path in story.files.ids}
        return {path for path in todo if self._is_ready(row, path, story)} - (never if row.asks != "text" else set())

    def _is_ready(self, row: Row, path: str, story: Story) -> bool:
        folder = scene_folder_of(path)
        if path in self.waiting or not folder:
            return path not in self.waiting
        needs = [BY_NAME[need] for need in row.needs_in(story.summaries.way) if need != CONFIRM]
        above = [path_of(need, number_of(folder)) for need in needs if need.scope == "scene"]
        return all(found in story.files.ids and found not in self.waiting for found in above)

    def _job(self, row: Row, story: Story, stage: StageState, todo: set[str]) -> Job:
        return Job(
            story,
            self.rules,
            rules=self.rules,
            scenes=tuple(number for number in story.scenes if path_of(row, number) in todo),
            auto=True,
            recorded={path: record.guidance for path, record in story.records.items() if record.guidance},
            due=items_due(story, self.request, stage, todo),
            answers=answers_of(story, row),
            paths=frozenset(todo),
        )


def _answered(job: Job, orders: Collection[Order]) -> dict[str, set[str]]:
    """Path -> the items that are due and not ordered: what is there is the answer to what would be asked."""
    ordered = {order.item for order in orders}
    return {
        path: {item for item in due if f"{_name_of(path)}/{item}" not in ordered} & set(job.answers.get(path, ()))
        for path, due in job.due.items()
    }


def _name_of(path: str) -> str:
    """What stands before an item of a file in orders: the scene's number, the asset's slug."""
    return path.split("/")[2] if path.startswith("assets/") else number_of(scene_folder_of(path) or "")


def _is_apart(path: str) -> bool:
    """Whether a file says nothing that is read in another scene."""
    name = path.rpartition("/")[2].partition(".")[0]
    return is_medium(path) or name in ("prompts", "instances", "frames", "confirmation", "clips")


def _kept(state: State, purchases: Collection[Purchase]) -> dict[str, int]:
    """Items by stage that are there and are not bought again."""
    bought: dict[str, int] = {}
    for purchase in purchases:
        bought[purchase.stage] = bought.get(purchase.stage, 0) + 1
    counts: dict[str, int] = {}
    for name, stage in state.stages.items():
        there = sum(len(artifact.items) for artifact in stage.artifacts)
        counts[name] = max(0, there - bought.get(name, 0))
    return counts
