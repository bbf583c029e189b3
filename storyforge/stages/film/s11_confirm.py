"""Stage 11, confirmation: shots, frame pairs, prompts and price of a scene, agreed to before a clip is asked for.

It is the one gate that an edited or outdated file does not pass: what is made is what was agreed to.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from storyforge.model.confirmation import Confirmation, ConfirmedShot
from storyforge.model.counted import counted
from storyforge.model.digest import digest
from storyforge.model.kinds import scene_path
from storyforge.model.money import FREE, Cost
from storyforge.model.numbering import folder
from storyforge.stages.base import ALL, Made
from storyforge.stages.film.filming import scene_clips

if TYPE_CHECKING:
    from storyforge.model.summary import Summaries
    from storyforge.stages.base import Job, Plan


def items(summaries: Summaries) -> Plan:
    """One item a shot: its frames, its video prompt, its length, and the rate: seconds have a price."""
    plan: Plan = {}
    for number in summaries.numbers:
        here = folder(number)
        rows = summaries.index(scene_path(here, "shots")).get("shots", ())
        plan[scene_path(here, "confirmation")] = {
            row[0]: tuple(
                facet
                for facet in (
                    f"{scene_path(here, 'frames')}#{row[0]}.start",
                    f"{scene_path(here, 'frames')}#{row[0]}.end",
                    f"{scene_path(here, 'prompts')}#{row[0]}.video",
                    f"{scene_path(here, 'prompts')}#{row[0]}.sends",
                    f"{scene_path(here, 'shots')}#{row[0]}.time",
                    "story.yaml#rate",
                )
                if summaries.facet(facet) is not None
            )
            for row in rows
        } or {ALL: ()}
    return plan


def run(job: Job) -> Made:
    """Put the summary of each scene together; the price comes from who is to make the clips."""
    made = {scene_path(folder(number), "confirmation"): _confirmation(job, number) for number in job.scenes}
    total = FREE
    for confirmation in made.values():
        total += Cost(confirmation.cost, confirmation.currency)
    price = "free" if not total.amount and total.amount is not None else total.words()
    clips = counted(sum(len(confirmation.shots) for confirmation in made.values()), "clip")
    return Made(made, subject=f"{counted(len(made), 'scene')}, {clips}, {price}")


def _confirmation(job: Job, number: str) -> Confirmation:
    clips = scene_clips(job, number)
    costs = [job.video.price(clip.bare()) for clip in clips]
    amounts = [cost.amount for cost in costs]
    known = [amount for amount in amounts if amount is not None]
    return Confirmation(
        scene=number,
        by=job.video.name,
        cost=sum(known, Decimal(0)) if len(known) == len(amounts) else None,
        currency=costs[0].currency if costs else FREE.currency,
        shots=tuple(
            ConfirmedShot(
                id=clip.id,
                frames=clip.spec.frames,
                start=clip.start.picture,
                end=clip.end.picture if clip.end else "",
                video=digest(clip.prompt),
                cost=cost.amount,
            )
            for clip, cost in zip(clips, costs, strict=True)
        ),
    )
