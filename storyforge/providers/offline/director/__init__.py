"""The offline director: breaks a scene into shots by rules alone.

In order: read the scene into atoms (`read`), find whom each line is spoken to (`addressee`) and what is at stake
(`turn`), make the finest sensible cut (`grouping`), cover long speeches and reactions (`listeners`), give up cuts
for the pace (`pacing`), establish (`establishing`), hold what is only seen (`dwelling`), then sides (`axis`), sizes
(`sizes`), angle and move (`camera`), and write it down (`assembling`). What the author's guidance asks is carried out
on the way (`wishes`).
"""

from __future__ import annotations

from storyforge.providers.offline.director.assembling import assemble
from storyforge.providers.offline.director.axis import set_sides
from storyforge.providers.offline.director.camera import set_camera
from storyforge.providers.offline.director.dwelling import dwell
from storyforge.providers.offline.director.establishing import establish
from storyforge.providers.offline.director.grouping import group
from storyforge.providers.offline.director.listeners import listen
from storyforge.providers.offline.director.pacing import pace
from storyforge.providers.offline.director.planning import plan
from storyforge.providers.offline.director.sizes import set_sizes
from storyforge.providers.offline.director.wishes import at_pace, frame, move
from storyforge.tasks.guidance import read_guidance
from storyforge.tasks.shots import ShotsContext, ShotsOutput

__all__ = ["direct"]


def direct(context: ShotsContext) -> ShotsOutput:
    """The shots of one scene: every element in exactly one, words verbatim and in order, none above 8 s.

    A pure function of the context: no other scene's script, no clock, no chance.
    """
    wishes = read_guidance(context.guidance, context.language)
    scene = plan(at_pace(context, wishes))
    drafts = pace(scene, listen(scene, group(scene))) if scene.atoms else []
    drafts = establish(scene, drafts)
    dwell(scene, drafts)
    set_sides(scene, drafts)
    set_sizes(scene, drafts)
    frame(drafts, wishes)
    set_camera(scene, drafts)
    move(drafts, wishes)
    return ShotsOutput(shots=assemble(scene, drafts))
