"""The offline director: breaks a scene into shots by rules alone.

In order: read the scene into atoms (`read`), find whom each line is spoken to (`addressee`) and what is at stake
(`turn`), make the finest sensible cut (`grouping`), cover long speeches and reactions (`listeners`), give up cuts
for the pace (`pacing`), establish (`establishing`), then sides (`axis`), sizes (`sizes`), angle and move
(`camera`), and write it down (`assembling`).
"""

from __future__ import annotations

from storyforge.providers.offline.director.assembling import assemble
from storyforge.providers.offline.director.axis import set_sides
from storyforge.providers.offline.director.camera import set_camera
from storyforge.providers.offline.director.establishing import establish
from storyforge.providers.offline.director.grouping import group
from storyforge.providers.offline.director.listeners import listen
from storyforge.providers.offline.director.pacing import pace
from storyforge.providers.offline.director.planning import plan
from storyforge.providers.offline.director.sizes import set_sizes
from storyforge.tasks.shots import ShotsContext, ShotsOutput

__all__ = ["direct"]


def direct(context: ShotsContext) -> ShotsOutput:
    """The shots of one scene: every element in exactly one, words verbatim and in order, none above 8 s.

    A pure function of the context: no other scene's script, no clock, no chance.
    """
    scene = plan(context)
    if not scene.atoms:
        return ShotsOutput()
    drafts = pace(scene, listen(scene, group(scene)))
    drafts = establish(scene, drafts)
    set_sides(scene, drafts)
    set_sizes(scene, drafts)
    set_camera(scene, drafts)
    return ShotsOutput(shots=assemble(scene, drafts))
