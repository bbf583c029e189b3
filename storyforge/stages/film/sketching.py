"""A quick sketch of a scene of a storyboard, before it has shots: its place in its light, and who is in it.

It is drawn by rules, small and for nothing, whoever draws the frames; one that is there is not drawn again, so that its
author's own in the same place stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.model.assets import Character
from storyforge.model.blocking import Blocking, Placed
from storyforge.model.digest import digest
from storyforge.model.framing import FrameSpec, PersonSeen, PlaceSeen, ranked
from storyforge.model.numbering import folder
from storyforge.model.timing import parse_rate
from storyforge.providers.base import ImageRequest
from storyforge.stages.base import Order

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyforge.model.blocking import Facing, Place
    from storyforge.model.heading import Heading
    from storyforge.model.scene import Scene
    from storyforge.stages.base import Job, Library, Medium

_STANDS: tuple[tuple[Place, Facing], ...] = (("left", "3q-right"), ("right", "3q-left"), ("centre", "camera"))
"""Where those stand who are in a scene, the first of them first; of more, a sketch shows none."""


def sketch_path(number: str) -> str:
    """Where the sketch of a scene lies."""
    return f"scenes/{folder(number)}/visuals/sketch.png"


def sketches(job: Job, scenes: Iterable[tuple[Scene, Heading]]) -> dict[str, Medium]:
    """The sketches of some scenes that have none yet, by path; none where nobody is at hand who draws them."""
    if job.artist is None:
        return {}
    there = job.library.summaries
    wanted = [(s, heading) for s, heading in scenes if s.sketch == sketch_path(s.scene) and s.sketch not in there]
    orders = [_order(job.library, scene, heading) for scene, heading in wanted]
    drawn = job.artist.make_each("sketch", orders, len(orders))
    # A sketch that can't be drawn keeps no scene from being made.
    return {path: medium for path, medium in drawn.items() if not isinstance(medium, Exception)}


def _order(library: Library, scene: Scene, heading: Heading) -> Order:
    spec = _spec(library, scene, heading)

    def request() -> ImageRequest:
        return ImageRequest("", spec, "start")

    path = sketch_path(scene.scene)
    return Order(path, digest(["sketch", spec.seen("start")]), request, request)


def _spec(library: Library, scene: Scene, heading: Heading) -> FrameSpec:
    ranks = ranked(library.assets)
    found = (library.assets.get(slug) for slug in scene.people)
    people = [asset for asset in found if isinstance(asset, Character)][: len(_STANDS)]
    place = library.assets.get(scene.setting)
    return FrameSpec(
        shot=f"{scene.scene}.sketch",
        scene=scene.scene,
        frames=24,
        rate=parse_rate(library.story.rate),
        size="LS",
        angle="eye",
        move="static",
        subject=people[0].id if people else scene.setting,
        blocking=Blocking(
            start=tuple(
                Placed(id=person.id, side=side, faces=faces)
                for person, (side, faces) in zip(people, _STANDS if len(people) > 1 else _STANDS[2:], strict=False)
            )
        ),
        place=PlaceSeen(
            scene.setting,
            place.name if place else scene.setting,
            part=scene.place,
            interior=heading.interior is not False,
            exterior=bool(heading.exterior),
            time=scene.time or "DAY",
            text=place.description if place else "",
        ),
        people=tuple(
            PersonSeen(
                p.id,
                p.name,
                "; ".join(filter(None, (p.description, p.identity_line))),
                p.age,
                p.pronouns,
                p.group,
                ranks[p.id],
            )
            for p in people
        ),
        setting_seed=f"{scene.setting}/{scene.place}",
    )
