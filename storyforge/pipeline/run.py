"""Run stages: read locked artifacts, make, validate, write one commit a stage, or nothing."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from storyforge.errors import (
    BaseMissingError,
    FaceMissingError,
    FramesNotApprovedError,
    GuidanceMissingError,
    GuidanceTooShortError,
    ImpactNotAcceptedError,
    InstanceMissingError,
    NotChosenError,
    NotConfirmedError,
    NotLockedError,
    OtherQualityError,
    OtherTermsError,
    PriceNotAcceptedError,
    PriceRisenError,
    TimelineNeededError,
    UndeclaredWriteError,
    UnknownPriceError,
)
from storyforge.model.clips import ClipSet
from storyforge.model.confirmation import Confirmation
from storyforge.model.counted import counted
from storyforge.model.kinds import chosen_path, is_medium, scene_folder_of
from storyforge.model.money import FREE, Cost
from storyforge.model.numbering import number_of
from storyforge.pipeline.boards import finished
from storyforge.pipeline.change import made_by
from storyforge.pipeline.editing.save import record_edits
from storyforge.pipeline.freshness.state import state_of
from storyforge.pipeline.gaps import gaps_of, holds_gaps_back
from storyforge.pipeline.gate import CONFIRM, options_fresh, options_there, pass_gate
from storyforge.pipeline.quality import refuse_poor
from storyforge.pipeline.readiness import refuse_unready
from storyforge.pipeline.repairing.breakdown import is_to_read_again
from storyforge.pipeline.repairing.impact import impact_of_making, providers_of, refuse_price
from storyforge.pipeline.request import Outcome
from storyforge.pipeline.session import BUILD, message
from storyforge.pipeline.spending.budget import MAX_COST, STORY, of_stage, open_desk
from storyforge.pipeline.spending.contracts import ending, refuse_misfits
from storyforge.pipeline.spending.desk import allowed
from storyforge.pipeline.timelines import new_timeline
from storyforge.pipeline.todo import path_of, paths_to_make, wanted
from storyforge.pipeline.workshop import Workshop
from storyforge.stages import goal, walk
from storyforge.stages.base import ALL, Made
from storyforge.tasks.guidance import UNDERSTOOD, read_guidance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from storyforge.pipeline.freshness.states import StageState, State
    from storyforge.pipeline.repairing.impact import Impact
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.stages import Row
    from storyforge.story import Story

GUIDANCE_AT_LEAST = 10
SCRIPT, BEATS = "script.fountain", "beats.yaml"
_OFFLINE_MAKERS = {"image": "artist", "video": "camera"}
Event = dict[str, Any]


class Runner:
    """Makes stages one after another on a session; `tell` gets an event for everything that happens."""

    def __init__(self, session: Session, request: Request, tell: Callable[[Event], None]) -> None:
        self.session = session
        request = self.request = request if request.upto else replace(request, upto=goal(session.story.summaries.way))
        self.tell = tell
        self.outcome = Outcome()
        self.begun = ""
        self.step = self.steps = 1
        """Which stage of how many is being made."""
        self.desk = open_desk(session, request, self._warn)
        self.workshop = Workshop(session, request, self.desk, tell)
        if request.guidance and len(request.guidance.strip()) < GUIDANCE_AT_LEAST:
            raise GuidanceTooShortError(GUIDANCE_AT_LEAST)

    def run(self) -> Outcome:
        """Make what is asked for; stops at the first closed gate, which is then in the outcome."""
        try:
            return self._run()
        finally:
            self.desk.close()

    def _run(self) -> Outcome:
        branch = "" if self.request.dry else self.session.branch()
        if not self.request.dry:
            saved = record_edits(
                self.session,
                branch=branch,
                accept_impact=self.request.accept_impact,
                providers=self.request.providers,
                tell=self._tell_impact,
            )
            if saved:
                self.tell({"event": "saved", "commit": saved})
        rows = self._rows()
        for self.step, row in enumerate(rows, 1):
            self.steps = len(rows)
            try:
                self._settle(row, branch)
            except (
                NotLockedError,
                NotChosenError,
                TimelineNeededError,
                NotConfirmedError,
                PriceRisenError,
                OtherQualityError,
                OtherTermsError,
                FramesNotApprovedError,
                FaceMissingError,
                InstanceMissingError,
                BaseMissingError,
                ImpactNotAcceptedError,
                PriceNotAcceptedError,
            ) as gate:
                self.outcome.stopped = gate
                break
        # Until here the story at hand reads what was made from the answers themselves.
        self.workshop.let_go()
        self.outcome.cost += self.workshop.cost
        self.outcome.kept = self.workshop.kept
        self.outcome.calls = self.desk.calls()
        if self.outcome.made and not (self.request.only or self.outcome.stopped or self.outcome.failed):
            self.outcome.storyboard = finished(self.session.story.summaries)
        self.outcome.commits = list(self.session.commits)
        return self.outcome

    def _branch(self, branch: str) -> str:
        """The branch to commit to: with `timeline` a new one, begun on the same commit once something is to be made."""
        name = self.request.timeline
        if not name:
            return branch
        if not self.begun:
            new_timeline(self.session, name)
            self.tell({"event": "timeline", "timeline": name})
            self.begun = self.session.branch()
        return self.begun

    def _rows(self) -> list[Row]:
        rows = walk(self.session.story.summaries.way, self.request.upto)
        return [row for row in rows if row.name == self.request.upto] if self.request.only else rows

    def _settle(self, row: Row, branch: str) -> None:
        """Make a stage; a repair also makes what that outdates in the same stage, until nothing becomes another."""
        were: Mapping[str, str] = {}
        while self.session.story.files.ids != were:
            first, were = not were, self.session.story.files.ids
            self._stage(row, branch, first=first)
            if not self.request.outdated or self.request.dry or row.asks != "text":
                return

    def _stage(self, row: Row, branch: str, *, first: bool) -> None:
        story = self.session.story
        if row.spare and row.name != self.request.upto and not self._is_read(row):
            return
        state = state_of(story.summaries, story.records, row.name)
        stage = state.stages[row.name]
        story.refuse_unreadable(artifact.path for artifact in stage.artifacts)
        assumed = self.request.dry and self.request.auto
        if not stage.artifacts and not assumed:
            self._gate(row, state)
        todo = paths_to_make(story, self.request, row, stage)
        if self.request.outdated:
            self._say_what_is_kept(row, stage)
        if not first:
            todo -= {path_of(row, number) for number in self.outcome.failed}
        again = self._reads_again(row, stage)
        if not todo and not again:
            if first:
                self._refuse_again(row, stage)
                self.outcome.skipped += len(stage.artifacts)
            return
        self._refuse_unchosen(row, stage)
        self._refuse_retelling(row, todo)
        numbers = story.scenes if row.scope == "scene" and ALL not in todo else ()
        scenes = tuple(number for number in numbers if path_of(row, number) in todo)
        if not assumed:
            self._gate(row, state, scenes)
        if self.request.dry:
            self.tell({"event": "would", "stage": row.name, "scenes": list(scenes), "artifacts": sorted(todo)})
            self.outcome.made += sorted(todo)
            if not self.workshop.is_free(row):
                price = self.workshop.price(row, scenes, stage, todo)
                self.outcome.cost += price
                self._hold_against_budgets(row, price)
            return
        self._refuse_unagreed(row, scenes, stage, todo)
        branch = self._branch(branch)
        self._say_what_is_replaced(row, stage, todo)
        start = time.monotonic()
        self.tell({"event": "step", "stage": row.name, "step": self.step, "of": self.steps})
        made = self.workshop.make(row, scenes, stage, todo, again=again)
        self._commit(row, made, scenes, branch, start)

    def _is_read(self, row: Row) -> bool:
        """Whether somebody looks at what a spare stage makes: whoever draws, or who looks through a storyboard."""
        boards = row.name == "keys" and self.session.story.summaries.boards
        return boards or self.workshop.reads_references()

    def _refuse_unagreed(self, row: Row, scenes: tuple[str, ...], stage: StageState, todo: set[str]) -> None:
        """Pictures are bought once their author has accepted what they cost; what was bought before costs nothing."""
        if row.asks != "image" or self.request.max_cost is not None or self.workshop.is_free(row):
            return
        cost, calls, by = self.workshop.unbought(row, scenes, stage, todo)
        if cost.amount:
            what = f"{row.name}, {counted(calls, 'picture')} by {by},"
            raise PriceNotAcceptedError(what, f"at most {cost.words()}", allowed(cost))

    def _refuse_unchosen(self, row: Row, stage: StageState) -> None:
        """Options that are there wait for their author; they are not made again because none was chosen."""
        asked = self.request.guidance or self.request.auto
        options = options_there(self.session.story, row.name)
        if options and not asked and stage.approval == "missing":
            raise NotChosenError(row.name, options)
        if options and not asked and self.request.outdated and options_fresh(self.session.story, row.name):
            raise NotChosenError(row.name, options, anew=True)

    def _refuse_retelling(self, row: Row, todo: set[str]) -> None:
        """A script is not written anew over one that was written from other beats: that is another timeline's."""
        story = self.session.story
        record = story.records.get(SCRIPT)
        if row.name != "script" or SCRIPT not in todo or record is None or self.request.timeline:
            return
        agreed, beats = record.agrees.get(BEATS), story.summaries.get(BEATS)
        if story.summaries.way != "screenplay" and agreed and beats and beats.digest != agreed:
            raise TimelineNeededError("script", "they were edited since")

    def _hold_against_budgets(self, row: Row, price: Cost) -> None:
        """A dry run says beforehand where a budget would end it."""
        if not self.session.story.story.budget and not self.request.max_cost:
            return
        for name, cost in ((of_stage(row.name), price), (STORY, self.outcome.cost), (MAX_COST, self.outcome.cost)):
            left = self.desk.left(name)
            if left and left.currency == cost.currency and (cost.amount or 0) > (left.amount or 0):
                self._warn(f"For {cost.words()}, {name} does not reach: {left.words()} is left.")

    def _reads_again(self, row: Row, stage: StageState) -> bool:
        repairs = self.request.outdated and not self.request.dry and self.workshop.is_free(row)
        return repairs and is_to_read_again(self.session.story, row, stage)

    def _say_what_is_replaced(self, row: Row, stage: StageState, todo: set[str]) -> None:
        for path in sorted(todo & set(stage.paths("edited"))):
            self._warn(f"{path} was edited by hand; that version stays in git's history.")
        if self.request.guidance and self.workshop.is_free(row):
            self._say_what_rules_read(row)

    def _say_what_is_kept(self, row: Row, stage: StageState) -> None:
        for artifact in wanted(self.session.story, self.request, row, stage):
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

    def _gate(self, row: Row, state: State, scenes: Sequence[str] = ()) -> None:
        for warning in pass_gate(self.session.story, row, state, scenes):
            self._warn(warning)
        refuse_poor(self.session.story, row.name, scenes)
        if row.asks == "image" and scenes and self.workshop.reads_references():
            refuse_unready(self.session.story, row.name, scenes)
        if row.asks != "text":
            self._refuse_misfits(row, scenes)

    def _refuse_misfits(self, row: Row, scenes: Sequence[str]) -> None:
        """Whoever makes pictures or clips is there still, and takes what is to be sent; raises MisfitError."""
        story, by = self.session.story, self.workshop.provider(row)
        if told := ending("video" if row.asks == "video" else "image", by, datetime.now(UTC).date()):
            self._warn(told)
        if row.asks == "video":
            settings = story.story.models.settings.get("video")
            for warning in refuse_misfits(story, by, settings, scenes, draft=self.workshop.drafts(row)):
                self._warn(warning)

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

    def _commit(self, row: Row, made: Made, scenes: tuple[str, ...], branch: str, start: float) -> None:
        for number, error in made.failed.items():
            self.outcome.failed[number] = error
            self.tell({"event": "failed", "stage": row.name, "scene": number, **error.as_json()})
        if not made.artifacts:
            return
        self._refuse_unpriced(row, made)
        change = made_by(
            self.session.story, row.name, made, locked=self._locks(row, made), guidance=self.request.guidance.strip()
        )
        recorded = self.workshop.recorded()
        change = replace(change, files={**change.files, **recorded}, after=change.after.with_changes(recorded))
        declared = set(row.load().items(change.after.summaries))
        scene_folders = {scene_folder_of(path) for path in declared if path in made.artifacts}
        for path in made.artifacts:
            if chosen_path(path) not in declared and not (is_medium(path) and scene_folder_of(path) in scene_folders):
                raise UndeclaredWriteError(row.name, path)
        self._weigh(change.after, made)
        self.workshop.promised(row.name)
        commit = self.session.commit(change, self._message(row, made, scenes), branch)
        self.workshop.settled(commit or self.session.parent or "")
        self.outcome.made += sorted(path for path, new in made.artifacts.items() if new is not None)
        for scene in scenes or (None,):
            if scene not in made.failed:
                cost = made.costs.get(path_of(row, scene), FREE) if scene else made.cost
                self.tell({"event": "stage", "stage": row.name, "scene": scene, "cost": cost.plain()})
        done = {"seconds": round(time.monotonic() - start, 3), "percent": 100 * self.step // self.steps}
        told = {"stage": row.name, "subject": made.subject, "commit": commit, "notes": made.notes}
        self.tell({"event": "made", **told, **done})

    def _weigh(self, after: Story, made: Made) -> None:
        """What others are made from is not replaced, where repair costs money, without its author's word."""
        names = providers_of(after, self.request.providers)
        impact = impact_of_making(self.session.story, after, made.artifacts, names, repairing=self.request.outdated)
        if impact and impact.touched:
            self._tell_impact(impact)
            if not self.request.accept_impact:
                refuse_price(impact, "the same command with --accept-impact")

    def _tell_impact(self, impact: Impact) -> None:
        self.tell({"event": "impact", **impact.plain()})

    def _refuse_unpriced(self, row: Row, made: Made) -> None:
        """Nobody agrees to a price that is not known without saying how many clips; raises UnknownPriceError."""
        if row.name != CONFIRM or not self.request.agree or self.request.unknown is not None:
            return
        for found in made.artifacts.values():
            if isinstance(found, Confirmation) and found.shots and found.cost is None:
                raise UnknownPriceError(f"the clips of scene {found.scene}", found.by)

    def _locks(self, row: Row, made: Made) -> bool:
        """Whether what was made is approved with it; nobody but its author agrees to spend money."""
        if row.name != CONFIRM:
            return self.request.auto and not self._has_gaps(row, made)
        agreed = [new for new in made.artifacts.values() if isinstance(new, Confirmation)]
        whole = sum((Cost(new.cost, new.currency) for new in agreed), FREE)
        return self.request.agree or (self.request.auto and self._may_spend(whole))

    def _has_gaps(self, row: Row, made: Made) -> bool:
        """Whether what was made has gaps that keep it from being locked; a storyboard shows them on its boards."""
        if self.request.allow_gaps or not holds_gaps_back(self.session.story):
            return False
        count = sum(len(gaps_of(path, new)) for path, new in made.artifacts.items() if chosen_path(path) == path)
        if count and self.request.auto:
            there = f"{row.name} has {counted(count, 'gap')} that only you can fill: storyforge check."
            self._warn(f"{there} It is a draft; --allow-todo locks it as it is.")
        return count > 0

    def _may_spend(self, cost: Cost) -> bool:
        """Whether so much may be agreed to without a word: nothing, or what `--max-cost` still reaches for."""
        if cost.amount is None:
            return False
        left = self.desk.left(MAX_COST) if cost.amount and self.request.max_cost else Cost(Decimal(0), cost.currency)
        return left is not None and left.currency == cost.currency and cost.amount <= (left.amount or 0)

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
