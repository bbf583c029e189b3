"""Facets: the parts of an artifact that others depend on, each with its digest; and the index of small facts.

A facet is chosen so that an edit outdates what it must and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.model.digest import digest
from storyforge.model.numbering import folder
from storyforge.model.parts import at_end, pictures
from storyforge.model.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.model.assets import Character, Prop, Setting
    from storyforge.model.base import Artifact, Model
    from storyforge.model.beats import BeatSheet, Treatment
    from storyforge.model.blocking import Blocking
    from storyforge.model.clips import ClipSet
    from storyforge.model.confirmation import Confirmation
    from storyforge.model.frames import FrameSet
    from storyforge.model.prompts import Prompts
    from storyforge.model.scene import Scene
    from storyforge.model.shots import Shot, ShotList
    from storyforge.model.story import Inputs, Story
    from storyforge.model.visuals import Visuals

Parts = tuple[dict[str, str], dict[str, Any]]


def summarise(kind: str, artifact: Artifact) -> Summary:
    """The summary of an artifact that has a model."""
    facets, index = _PARTS[kind](artifact)
    return Summary(kind, artifact.digest(), facets, index)


def _of(model: Model, *names: str) -> str:
    plain = model.plain()
    return digest({name: plain[name] for name in names if name in plain})


def _story(story: Story) -> Parts:
    parameters = story.parameters
    facets = {
        "parameters": parameters.digest(),
        "rate": digest(story.rate),
        "language": digest(story.language),
        "pace": _of(parameters, "pace", "action_scale"),
        "genres": _of(parameters, "genres"),
        "style.visual": digest(story.styles.visual),
        "style.written": digest(story.styles.written),
        "title": digest(story.title),
    }
    index = {
        "title": story.title,
        "mode": story.mode,
        "format": story.format,
        "language": story.language,
        "rate": story.rate,
        "length": parameters.length,
        "action_scale": str(parameters.action_scale),
        "models": story.models.model_dump(),
    }
    return facets, index


def _inputs(inputs: Inputs) -> Parts:
    definitions = [entry.path for entry in inputs.context if entry.tag == "definitions"]
    return {"primary": digest(inputs.primary.path)}, {"primary": inputs.primary.path, "definitions": definitions}


def _treatment(treatment: Treatment) -> Parts:
    return {"body": digest(treatment.body)}, {"derived": treatment.derived}


def _beats(sheet: BeatSheet) -> Parts:
    facets = {beat.id: beat.digest() for beat in sheet.beats}
    facets["all"] = digest([beat.plain() for beat in sheet.beats])
    scenes = {beat.id: list(beat.scenes) for beat in sheet.beats}
    return facets, {"derived": sheet.derived, "beats": scenes}


def _asset(asset: Character | Prop | Setting) -> Parts:
    facets = {
        "look": _of(asset, "kind", "name", "description", "identity_line", "age", "sub_places"),
        "names": _of(asset, "name", "aliases", "pronouns", "group"),
        "weight": _of(asset, "role", "key", "pinned"),
        "scenes": digest(list(asset.scenes)),
        "first": digest(asset.scenes[0] if asset.scenes else ""),
    }
    facets |= {f"in.{number}": digest(number) for number in asset.scenes}
    index: dict[str, Any] = {
        "kind": asset.kind,
        "name": asset.name,
        "aliases": list(asset.aliases),
        "scenes": list(asset.scenes),
        "key": asset.key or asset.pinned,
        "questions": len(asset.questions),
    }
    if asset.kind == "character":
        index |= {"role": asset.role, "group": asset.group, "pronouns": asset.pronouns, "speeches": asset.speeches}
    if asset.kind == "setting":
        index |= {"interior": asset.interior, "exterior": asset.exterior}
    return facets, index


def _scene(scene: Scene) -> Parts:
    facets = {
        "people": digest(list(scene.people)),
        "props": digest(list(scene.props)),
        "place": _of(scene, "setting", "place", "time"),
        "jump": digest([scene.jump, scene.elsewhen]),
        "entry": _of(scene, "new_place", "continuous", "sides"),
        "sides": digest(list(scene.sides)),
        "mode": digest(scene.mode),
    }
    for slug in dict.fromkeys(carry.element for carry in scene.carry):
        facets[f"carry.{slug}"] = digest([[c.condition, c.keep] for c in scene.carry if c.element == slug])
    index = {
        "people": list(scene.people),
        "props": list(scene.props),
        "setting": scene.setting,
        "time": scene.time,
        "continuous": scene.continuous,
        "jump": scene.jump,
        "elsewhen": scene.elsewhen,
        "carry": [[carry.element, carry.condition, carry.keep] for carry in scene.carry],
    }
    return facets, index


def _shot_facets(shot: Shot) -> dict[str, str]:
    return {
        "camera": shot.camera.digest(),
        "action": digest(shot.action),
        "dialogue": digest([line.plain() for line in shot.dialogue]),
        "people": _of(shot, "characters", "subject", "axis", "props", "setting"),
        "state": digest([change.plain() for change in shot.changes]),
        "sound": _of(shot, "sfx", "transition"),
        "time": digest(shot.frames),
        "continues": digest(shot.continues),
        "staging": _staging(shot),
    }


def _staging(shot: Shot) -> str:
    """What of a shot says where people are, in it and in the shots after it; of lines who speaks, never the words."""
    plain = shot.plain()
    names = ("camera", "action", "subject", "characters", "axis", "props", "continuity", "continues")
    lines = [[line.character, line.to, line.extension, line.parenthetical] for line in shot.dialogue]
    changes = [[change.element, change.gains, change.loses] for change in shot.changes if change.sure]
    return digest([{name: plain[name] for name in names if name in plain}, lines, changes])


def _shots(shot_list: ShotList) -> Parts:
    facets = {"order": digest([shot.id for shot in shot_list.shots])}
    changes: list[list[Any]] = []
    first: dict[str, str] = {}
    start = before = digest(changes)
    for shot in shot_list.shots:
        facets[shot.id] = shot.digest()
        facets |= {f"{shot.id}.{name}": value for name, value in _shot_facets(shot).items()}
        facets[f"{shot.id}.start"] = start
        facets[f"{shot.id}.before"] = before
        before = digest([before, facets[f"{shot.id}.staging"]])
        for slug in [person.id for person in shot.characters] + list(shot.props) + [shot.setting]:
            if slug:
                first.setdefault(slug, shot.id)
        for change in shot.changes:
            if change.sure:
                first.setdefault(change.element, shot.id)
                changes.append([change.element, list(change.gains), list(change.loses)])
        if any(change.sure for change in shot.changes):
            start = digest(changes)
    facets |= {f"first.{slug}": digest(shot_id) for slug, shot_id in first.items()}
    index = {
        "shots": [
            [shot.id, shot.frames, [person.id for person in shot.characters], list(shot.props), shot.setting]
            for shot in shot_list.shots
        ],
        "continues": [shot.id for shot in shot_list.shots if shot.continues],
        "frames": sum(shot.frames for shot in shot_list.shots),
        "changes": changes,
        "elements": first,
    }
    return facets, index


def _visuals(visuals: Visuals) -> Parts:
    facets = {element.id: _of(element, "conditions", "look", "source", "kind") for element in visuals.elements}
    facets["style"] = digest(visuals.style)
    facets["state"] = digest([[e.id, [c.tag for c in e.conditions]] for e in visuals.elements])
    return facets, {"elements": {e.id: [condition.tag for condition in e.conditions] for e in visuals.elements}}


def _prompts(prompts: Prompts) -> Parts:
    facets: dict[str, str] = {}
    for entry in prompts.prompts:
        for name in ("frame", "end_frame", "video"):
            facets[f"{entry.id}.{name}"] = digest(getattr(entry, name))
        if entry.blocking is not None:
            facets |= {f"{entry.id}.blocking.{name}": value for name, value in _blocking(entry.blocking).items()}
    warnings = sum(len(entry.warnings) for entry in prompts.prompts)
    index = {
        "prompts": [entry.id for entry in prompts.prompts],
        "ends": [entry.id for entry in prompts.prompts if entry.input_contract.end_frame],
        "warnings": warnings,
    }
    return facets, index


def _frames(frame_set: FrameSet) -> Parts:
    """A picture counts by what it shows: written anew by another program it is still the same."""
    drawn = pictures(frame_set)
    index = {
        "media": {_beside(frame_set.scene, frame.file): frame.content for frame in drawn.values()},
        "pictures": {item: [frame.file, frame.by, frame.approved] for item, frame in drawn.items()},
    }
    return {item: digest(frame.picture) for item, frame in drawn.items()}, index


def _confirmation(confirmation: Confirmation) -> Parts:
    facets = {shot.id: shot.digest() for shot in confirmation.shots}
    cost = confirmation.cost
    return facets, {"by": confirmation.by, "cost": None if cost is None else format(cost, "f")}


def _clips(clip_set: ClipSet) -> Parts:
    index = {
        "media": {_beside(clip_set.scene, clip.file): clip.content for clip in clip_set.clips},
        "clips": {clip.id: [clip.file, clip.by, clip.frames] for clip in clip_set.clips},
    }
    return {clip.id: digest([clip.picture, clip.frames]) for clip in clip_set.clips}, index


def _beside(number: str, file: str) -> str:
    return f"scenes/{folder(number)}/{file}"


def _blocking(blocking: Blocking) -> dict[str, str]:
    """What the start frame shows of a blocking, what the end frame shows, and all of it."""
    around = [blocking.extras, blocking.weather, *(prop.plain() for prop in blocking.props)]
    return {
        "start": digest([around, *(placed.plain() for placed in blocking.start)]),
        "end": digest([around, blocking.toward, *(placed.plain() for placed in at_end(blocking))]),
    }


_PARTS: dict[str, Callable[[Any], Parts]] = {
    "story": _story,
    "inputs": _inputs,
    "treatment": _treatment,
    "beats": _beats,
    "character": _asset,
    "prop": _asset,
    "setting": _asset,
    "scene": _scene,
    "shots": _shots,
    "visuals": _visuals,
    "prompts": _prompts,
    "frames": _frames,
    "confirmation": _confirmation,
    "clips": _clips,
}
"""Name of a kind -> its facets and index; a model is known by its kind, so that none needs to be imported here."""
