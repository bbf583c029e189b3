"""Contracts: what each shot sends is taken by the model that is to make its clip, in a length and size on sale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.clip_needs import clip_needs
from storyforge.checks.reading import Teller, parameters, readable
from storyforge.model.counted import counted, few
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.prompts import Prompts
from storyforge.model.shots import ShotList
from storyforge.model.story import MediaSettings
from storyforge.providers.fitting import bought_seconds, misfits
from storyforge.providers.media_catalogue import video_model

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from storyforge.model.finding import Finding
    from storyforge.providers.fitting import ClipNeed, Misfit
    from storyforge.providers.media_catalogue import VideoModel
    from storyforge.story import Story

STORY = "story.yaml"


def check(story: Story) -> Iterator[Finding]:
    """Held against the model catalogue, before anything is paid; a model that it does not know is not judged."""
    found = parameters(story)
    if found is not None:
        yield from contract_findings(story, found.models.video, found.models.settings.get("video"))


def contract_findings(
    story: Story, name: str, settings: MediaSettings | None = None, scenes: Collection[str] = (), *, draft: bool = False
) -> Iterator[Finding]:
    """What a model would not take of some scenes, or of all; raises CatalogueError."""
    model = video_model(name)
    if model is None:
        return
    settings = settings or MediaSettings.model_validate({})
    tell = Teller(__name__, story)
    said: set[str] = set()
    longer: dict[str, list[ClipNeed]] = {}
    for need in clip_needs(story, scenes):
        for misfit in misfits(model, need, settings, draft=draft):
            if misfit.severity == "note":
                longer.setdefault(need.scene, []).append(need)
            elif misfit.message not in said:
                said.add(misfit.message)
                yield _told(tell, story, need, misfit)
    for number, needs in longer.items():
        yield _longer(tell, model, settings, number, needs, draft=draft)


def _told(tell: Teller, story: Story, need: ClipNeed, misfit: Misfit) -> Finding:
    """A finding at the line to be changed."""
    message = f"{misfit.message}."
    if misfit.part == "settings":
        return tell.at(misfit.severity, message, STORY, "models", hint=misfit.hint)
    path = scene_path(folder(need.scene), "shots" if misfit.part == "shot" else "prompts")
    if misfit.part == "shot":
        shots = readable(story, path, ShotList)
        index = next((i for i, shot in enumerate(shots.shots) if shot.id == need.shot), 0) if shots else 0
        return tell.at(misfit.severity, message, path, "shots", index, "frames", hint=misfit.hint)
    sets = readable(story, path, Prompts)
    index = next((i for i, entry in enumerate(sets.prompts) if entry.id == need.shot), 0) if sets else 0
    key = "video" if misfit.part == "prompt" else "input_contract"
    return tell.at(misfit.severity, message, path, "prompts", index, key, hint=misfit.hint)


def _longer(
    tell: Teller, model: VideoModel, settings: MediaSettings, number: str, needs: list[ClipNeed], *, draft: bool
) -> Finding:
    """One note a scene of clips that are bought longer than they last."""
    resolution = model.resolution_of(settings.resolution, draft=draft)
    some = [f"{need.shot} {float(need.seconds):.1f} as {bought_seconds(model, need, resolution)} s" for need in needs]
    shown = few(some, 3)
    message = f"{model.name} does not sell the length of {counted(len(needs), 'shot')}: {shown}."
    hint = "What that costs, and how to save it: storyforge cost advise"
    return tell.at("note", message, scene_path(folder(number), "shots"), hint=hint)
