"""Judging the engine by the oracle: the same edited story before both, and what each says must be bought again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING

from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.pipeline.change import made_by
from storyforge.pipeline.repairing.pretending import Promising
from storyforge.pipeline.repairing.rehearsal import rehearse
from storyforge.stages import BY_NAME
from storyforge.stages.base import Job
from tests.pipeline.oracle import Rules, edited_by_hand, rebuilt, requests
from tests.pipeline.random_edits import random_edits

if TYPE_CHECKING:
    from storyforge.story import Story
    from tests.pipeline.oracle import Item

PAID = {"image": "scripted", "video": "scripted"}
_FILES = {"frames": "frames", "video": "clips"}


def with_media(story: Story) -> Story:
    """A story whose prompts are made, with a picture or clip for each request, in memory."""
    story = story.imagined()
    for name in ("frames", "confirm", "video"):
        makers = {kind: Promising(kind, by) for kind, by in (("image", "scripted"), ("video", "scripted"))}  # type: ignore[arg-type]  # both are kinds
        made = BY_NAME[name].load().run(Job(story, Rules(), scenes=list(story.scenes), auto=True, **makers))  # type: ignore[arg-type]  # makers by kind
        story = made_by(story, name, replace(made, by="scripted"), locked=True, guidance="").after
    return story


@dataclass(frozen=True)
class Verdict:
    """One edited story: what was done to it, what the oracle wants bought again, what the engine would buy."""

    seed: int
    done: tuple[str, ...]
    wanted: frozenset[Item]
    bought: frozenset[Item]

    @property
    def agrees(self) -> bool:
        """Whether the sets are the same, both ways."""
        return self.wanted == self.bought

    def __str__(self) -> str:
        """Everything that is needed to look into a disagreement."""
        more, less = sorted(self.bought - self.wanted), sorted(self.wanted - self.bought)
        return f"seed {self.seed}, {', '.join(self.done)}: too much {more}, too little {less}"


@dataclass
class Court:
    """Judges edits of one story whose media are all there."""

    story: Story
    kinds: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """The requests of the unedited story, once."""
        self.before = requests(rebuilt(self.story, ()))

    def judge(self, seed: int) -> Verdict:
        """One to three random edits, before both."""
        edited, done = random_edits(self.story, Random(seed))  # noqa: S311 - a seed for a test
        self.kinds.update(what.partition(" ")[0] for what in done)
        bought = {(one.stage, one.scene, one.item) for one in rehearse(edited, PAID).purchases}
        return Verdict(seed, tuple(done), frozenset(self.wanted(edited)), frozenset(bought))

    def wanted(self, edited: Story) -> set[Item]:
        """The items whose request is another, in scenes whose media were made before."""
        after = requests(rebuilt(edited, edited_by_hand(self.story, edited)))
        made = {item for item in after if scene_path(folder(item[1]), _FILES[item[0]]) in self.story.files.ids}
        return {item for item in made if self.before.get(item) != after[item]}
