"""Stage 11, confirmation: shots, frame pairs, prompts and price of a scene, agreed to before a clip is asked for.

It is the one gate that an edited or outdated file does not pass: what is made is what was agreed to.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, cast

from storyforge.errors import FramesLackingError
from storyforge.model.confirmation import Confirmation
from storyforge.model.counted import counted
from storyforge.model.kinds import scene_path
from storyforge.model.money import FREE, Cost
from storyforge.model.numbering import folder
from storyforge.providers.base import Terms
from storyforge.stages.base import ALL, Made
from storyforge.stages.film.filming import scene_clips

if TYPE_CHECKING:
    from storyforge.model.shots import ShotList
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
    """Put the summary of each scene together; the price comes from who is to make the clips.

    Options: `draft` for drafts; `count`, how many clips may be bought where the price is not known; `used`, what clips
    were bought under already.
    """
    made = {scene_path(folder(number), "confirmation"): _confirmation(job, number) for number in job.scenes}
    total = FREE
    for confirmation in made.values():
        total += Cost(confirmation.cost, confirmation.currency)
    price = "free" if not total.amount and total.amount is not None else total.words()
    clips = counted(sum(len(confirmation.shots) for confirmation in made.values()), "clip")
    return Made(made, subject=f"{counted(len(made), 'scene')}, {clips}, {price}")


def _confirmation(job: Job, number: str) -> Confirmation:
    draft = bool(job.options.get("draft"))
    clips = scene_clips(job, number, draft=draft)
    _refuse_frameless(job, number, {clip.id for clip in clips})
    shots = tuple(clip.confirmed(job.video) for clip in clips)
    currency = job.video.price(clips[0].bare()).currency if clips else FREE.currency
    terms = job.video.terms(clips[0].bare()) if clips else Terms()
    known = [shot.cost for shot in shots if shot.cost is not None]
    whole = sum(known, Decimal(0)) if len(known) == len(shots) else None
    found = Confirmation(
        scene=number,
        by=job.video.name,
        draft=draft,
        resolution=terms.resolution,
        sound=terms.sound,
        seed=terms.seed,
        second=terms.second,
        checked=terms.checked,
        cost=whole,
        currency=currency,
        count=job.options.get("count") if whole is None else None,
        shots=shots,
    )
    return found.model_copy(update={"agreed": _agreed(job, number, found)})


def _refuse_frameless(job: Job, number: str, there: set[str]) -> None:
    """Raise FramesLackingError where shots of a scene have no frames: part of a scene is never filmed."""
    listed = cast("ShotList", job.library.model(scene_path(folder(number), "shots"))).shots
    lacking = [shot.id for shot in listed if shot.id not in there]
    if lacking:
        raise FramesLackingError(number, lacking)


def _agreed(job: Job, number: str, found: Confirmation) -> int:
    """Which time it is that a scene is agreed to: another one as soon as something was bought under the last."""
    before = cast("Confirmation | None", job.library.model(scene_path(folder(number), "confirmation")))
    if before is None:
        return found.agreed
    return before.agreed + (before.agreement() in job.options.get("used", ()))
