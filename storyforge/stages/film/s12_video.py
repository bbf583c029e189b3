"""Stage 12, video: the clip of every shot, of its exact number of frames, from what was confirmed and nothing else."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from storyforge.errors import (
    NotConfirmedError,
    OtherQualityError,
    OtherTermsError,
    PriceRisenError,
    StoryforgeError,
)
from storyforge.journal.calls import Agreement
from storyforge.model.clips import Clip, ClipSet, Step
from storyforge.model.counted import counted
from storyforge.model.kinds import scene_path
from storyforge.model.money import FREE, Cost
from storyforge.model.numbering import folder
from storyforge.model.timing import parse_rate, seconds, spell
from storyforge.stages.base import ALL, Made, Order
from storyforge.stages.film.filming import scene_clips
from storyforge.stages.film.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.confirmation import Confirmation, ConfirmedShot
    from storyforge.model.summary import Summaries
    from storyforge.stages.base import Job, Medium, Plan
    from storyforge.stages.film.filming import ClipToMake

HAND = "hand"


def items(summaries: Summaries) -> Plan:
    """One item a clip."""
    plan: Plan = {}
    for number in summaries.numbers:
        shown = Shown(summaries, number)
        plan[scene_path(folder(number), "clips")] = {row[0]: tuple(shown.clip(row)) for row in shown.rows} or {ALL: ()}
    return plan


def orders(job: Job) -> list[Order]:
    """What would be asked for now, whoever was confirmed to make it."""
    return [order for number in job.scenes for order in _SceneClips(job, number).orders()]


def run(job: Job) -> Made:
    """Film what is due, all scenes at once, in the order of the script."""
    scenes = [_SceneClips(job, number) for number in job.scenes]
    for scene in scenes:
        scene.refuse_other_terms()
    ordered = [order for scene in scenes for order in scene.orders()]
    filmed = job.video.make_each("video", ordered, len(ordered))
    artifacts: dict[str, Any] = {}
    kept: dict[str, frozenset[str]] = {}
    failed: dict[str, StoryforgeError] = {}
    costs: dict[str, dict[str, Cost]] = {}
    answers: dict[str, dict[str, str]] = {}
    total = count = 0
    for scene in scenes:
        error = scene.take(filmed)
        if error is not None:
            failed[scene.number] = error
            continue
        clips = scene.clips()
        artifacts |= {scene.path: clips, **scene.media(clips)}
        kept[scene.path] = scene.settled(clips)
        costs[scene.path] = {name: Cost.read(medium.facts.get("cost")) for name, medium in scene.filmed.items()}
        answers[scene.path] = {name: scene.keys[name] for name in scene.filmed}
        total += sum(clip.frames for clip in clips.clips)
        count += len(scene.filmed)
    length = spell(seconds(total, parse_rate(job.library.story.rate)))
    made = counted(len(scenes) - len(failed), "scene")
    subject = f"{made}, {counted(count, 'clip')}, {length}"
    return Made(artifacts, kept=kept, failed=failed, item_costs=costs, answers=answers, subject=subject)


class _SceneClips:
    """The clips of one scene: what is there, what is due, what was filmed."""

    def __init__(self, job: Job, number: str) -> None:
        self.job = job
        self.number = number
        self.here = folder(number)
        self.path = scene_path(self.here, "clips")
        old = cast("ClipSet | None", job.library.model(self.path))
        self.before = {clip.id: clip for clip in old.clips} if old else {}
        self.confirmation = cast("Confirmation | None", job.library.model(scene_path(self.here, "confirmation")))
        self.draft = self.confirmation is not None and self.confirmation.draft
        self.wanted: dict[str, ClipToMake] = {clip.id: clip for clip in scene_clips(job, number, draft=self.draft)}
        self.filmed: dict[str, Medium] = {}
        self.keys: dict[str, str] = {}
        self.agreed: dict[str, Cost] = {}
        """Shot -> what was confirmed for its clip."""

    def refuse_other_terms(self) -> None:
        """Raise where what is to be made is not what was agreed to, or costs more.

        NotConfirmedError, OtherQualityError, OtherTermsError or PriceRisenError.
        """
        confirmation, maker = self.confirmation, self.job.video
        wanted = self.job.options.get("draft")
        if confirmation is not None and wanted is not None and wanted != confirmation.draft:
            raise OtherQualityError(self.number, draft=confirmation.draft)
        if confirmation is None or confirmation.by != maker.name:
            raise NotConfirmedError(self.number, confirmation.by if confirmation else "", maker.name)
        self.agreed = {shot.id: Cost(shot.cost, confirmation.currency) for shot in confirmation.shots}
        agreed = {shot.id: shot for shot in confirmation.shots}
        for name, clip in self.wanted.items():
            price, most = maker.price(clip.bare()), self.agreed.get(name, FREE)
            if most.amount is not None and (price.amount is None or price.amount > most.amount):
                raise PriceRisenError(self.number, name, most.words(), price.words())
            if name in agreed:
                self._refuse_unlike(confirmation, agreed[name], clip)

    def _refuse_unlike(self, confirmation: Confirmation, agreed: ConfirmedShot, clip: ClipToMake) -> None:
        """What an earlier version of ours did not write down is not held against anything."""
        terms, now = self.job.video.terms(clip.bare()), clip.confirmed(self.job.video)
        pairs: list[tuple[str, object, object]] = [
            (f"the resolution of {clip.id}", confirmation.resolution, terms.resolution),
            (f"what is sent of {clip.id}", agreed.sends, now.sends),
            (f"the length of {clip.id}", agreed.seconds, now.seconds),
        ]
        pairs += [
            (f"the prompt of {clip.id}", agreed.video[:8], now.video[:8]),
            (f"the start frame of {clip.id}", agreed.start[:8], now.start[:8]),
            (f"the end frame of {clip.id}", agreed.end[:8], now.end[:8]),
        ]
        if agreed.sends:
            pairs.append((f"the reference pictures of {clip.id}", agreed.references, now.references))
        if confirmation.checked:
            pairs += [("sound", confirmation.sound, terms.sound), ("the seed", confirmation.seed, terms.seed)]
        for what, then, today in pairs:
            if then != today and (then or confirmation.checked):
                raise OtherTermsError(self.number, what, _in_words(then), _in_words(today))

    def orders(self) -> list[Order]:
        """What is due; a clip that its author put there is never filmed over while it is there."""
        due = [
            clip
            for name, clip in self.wanted.items()
            if name not in self.before or (self._is_asked_for(name) and self._ours(name))
        ]
        return [self._order(clip) for clip in due if not self._is_answered(clip)]

    def _order(self, clip: ClipToMake) -> Order:
        take = self._take(clip.id)
        key = self.keys[clip.id] = clip.key(self.job.video.name, take)
        request = partial(clip.request, self.job, self.number)
        most = self.agreed.get(clip.id)
        return Order(f"{self.number}/{clip.id}", key, request, clip.bare, take, most, self._under(clip))

    def _under(self, clip: ClipToMake) -> Agreement | None:
        found, most = self.confirmation, self.agreed.get(clip.id)
        if found is None or most is None:
            return None
        path = scene_path(self.here, "confirmation")
        return Agreement(found.agreement(), self.number, path, found.cost, most.amount, found.most, found.currency)

    def _is_answered(self, clip: ClipToMake) -> bool:
        """Whether the clip that is there was asked for in these very words and frames, of whomever."""
        old, answer = self.before.get(clip.id), self.job.answers.get(self.path, {}).get(clip.id)
        if old is None or answer is None or f"scenes/{self.here}/{old.file}" not in self.job.library.summaries:
            return False
        return answer.key == clip.key(answer.by, self._take(clip.id))

    def _is_asked_for(self, name: str) -> bool:
        asked = self.job.due.get(self.path)
        return asked is None or name in asked

    def settled(self, clips: ClipSet) -> frozenset[str]:
        """The clips that were due and stay as they are: put there by hand, or what is asked for already."""
        names = (clip.id for clip in clips.clips)
        return frozenset(name for name in names if name not in self.filmed and self._is_asked_for(name))

    def _ours(self, name: str) -> bool:
        old = self.before[name]
        return old.by != HAND or f"scenes/{self.here}/{old.file}" not in self.job.library.summaries

    def _take(self, name: str) -> int:
        old = self.before.get(name)
        return 1 if old is None else old.take + 1 if self.job.guidance else old.take

    def take(self, filmed: Mapping[str, Medium | StoryforgeError]) -> StoryforgeError | None:
        """Take what was filmed for this scene; returns the first failure."""
        for name in self.wanted:
            found = filmed.get(f"{self.number}/{name}")
            if isinstance(found, StoryforgeError):
                return found
            if found is not None:
                self.filmed[name] = found
        return None

    def clips(self) -> ClipSet:
        """The scene's clips as they are now, in shot order."""
        return ClipSet(scene=self.number, clips=tuple(self._clip(name) for name in self.wanted))

    def _clip(self, name: str) -> Clip:
        new = self.filmed.get(name)
        if new is None:
            return self.before[name]
        facts, spec = new.facts, self.wanted[name].spec
        # What a service delivered is longer than its shot, for it sells whole seconds; it is kept as it is.
        length = facts.get("length", facts["frames"])
        frames = spec.frames if "length" in facts else facts["frames"]
        rate = facts.get("rate", "")
        return Clip(
            id=name,
            file=f"clips/{name}.mp4",
            frames=frames,
            content=new.sha256,
            picture=facts["digest"],
            size=f"{facts['width']}x{facts['height']}",
            by=facts["by"],
            take=self._take(name),
            build=facts["build"],
            length=length if length != frames else 0,
            rate=rate if rate and Fraction(rate) != spec.rate else "",
            draft=self.draft,
            sound=facts.get("sound", False),
            sent=facts.get("sent"),
            steps=tuple(Step.model_validate(step) for step in facts.get("steps", ())),
        )

    def media(self, clips: ClipSet) -> dict[str, Medium | None]:
        """The files of what was filmed, and None for those that nothing refers to any more."""
        where = f"scenes/{self.here}/"
        files = {f"{where}{clip.file}" for clip in clips.clips}
        gone = [f"{where}{clip.file}" for clip in self.before.values() if clip.by != HAND]
        new = {f"{where}clips/{name}.mp4": medium for name, medium in self.filmed.items()}
        return {**{path: None for path in gone if path not in files}, **new}


def _in_words(value: object) -> str:
    """What was agreed to, as a person reads it."""
    if isinstance(value, tuple):
        return f"{len(value)} of them" if value else "none"
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value) if value else "nothing"
