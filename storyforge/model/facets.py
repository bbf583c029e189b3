"""Facets: the parts of an artifact that others depend on, each with its digest; and the index of small facts.

A facet is chosen so that an edit outdates what it must and nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from storyforge.model.digest import digest
from storyforge.model.kinds import FOLDER_OF
from storyforge.model.numbering import folder
from storyforge.model.parts import accepted, as_counted, at_end, capitals, gaps, pictures, quoted
from storyforge.model.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.model.assets import Character, Prop, Setting
    from storyforge.model.audio import Audio
    from storyforge.model.base import Artifact, Model
    from storyforge.model.beats import BeatSheet, Telling
    from storyforge.model.blocking import Blocking
    from storyforge.model.clips import ClipSet
    from storyforge.model.confirmation import Confirmation
    from storyforge.model.frames import FrameSet
    from storyforge.model.images import AssetImage, AssetImages
    from storyforge.model.instances import InstanceSet
    from storyforge.model.prompts import Prompts
    from storyforge.model.review import Review
    from storyforge.model.scene import Scene
    from storyforge.model.shots import Shot, ShotList
    from storyforge.model.story import Inputs, Story
    from storyforge.model.visuals import Visuals

Parts = tuple[dict[str, str], dict[str, Any]]
_PRONOUN = re.compile(r"\b(?:She|He)\b")
_BORNE = ("carrying:", "asleep", "unconscious")
"""Conditions that say how somebody is placed: what is in hand, and who lies asleep."""


def summarise(kind: str, artifact: Artifact) -> Summary:
    """The summary of an artifact that has a model."""
    facets, index = _PARTS[kind](artifact)
    return Summary(kind, _digest_of(kind, artifact), facets, index)


def _digest_of(kind: str, artifact: Artifact) -> str:
    if kind != "shots":
        return artifact.digest()
    plain = artifact.plain()
    return digest({**plain, "shots": [as_counted(shot) for shot in plain["shots"]]} if "shots" in plain else plain)


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
        "models": story.models.digest(),
        "image": story.models.image,
        "written": story.styles.written or "",
        "visual": story.styles.visual or "",
    }
    return facets, index


def _inputs(inputs: Inputs) -> Parts:
    definitions = [entry.path for entry in inputs.context if entry.tag == "definitions"]
    context = [entry.path for entry in inputs.context]
    index = {"primary": inputs.primary.path, "definitions": definitions, "context": context}
    return {"primary": digest(inputs.primary.path)}, index


def _audio(audio: Audio) -> Parts:
    """The length, and each segment; the index has all of them, for from it follows what each scene plays."""
    facets = {segment.id: segment.digest() for segment in audio.segments}
    facets |= {"seconds": digest(audio.seconds), "all": digest([segment.plain() for segment in audio.segments])}
    rows = [
        [s.id, int(s.start * 1000), int(s.end * 1000), digest([s.text, s.speaker]), [int(p * 1000) for p in s.pauses]]
        for s in audio.segments
    ]
    about = {"file": audio.file, "transcript": audio.transcript, "seconds": audio.seconds}
    return facets, {**about, "segments": rows}


def _telling(telling: Telling) -> Parts:
    return {"body": digest(telling.body)}, {"derived": telling.derived, "gaps": gaps(telling.body)}


def _beats(sheet: BeatSheet) -> Parts:
    facets = {beat.id: beat.digest() for beat in sheet.beats}
    facets["all"] = digest([beat.plain() for beat in sheet.beats])
    scenes = {beat.id: list(beat.scenes) for beat in sheet.beats}
    count = sum(gaps(beat.text) for beat in sheet.beats)
    return facets, {"derived": sheet.derived, "beats": scenes, "gaps": count}


def _asset(asset: Character | Prop | Setting) -> Parts:
    facets = _asset_facets(asset)
    first = asset.scenes[0] if asset.scenes else ""
    facets["first"] = digest(first)
    facets |= {f"scene.{number}": digest([number, number == first]) for number in asset.scenes}
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
        facets |= _voice(asset)
    if asset.kind == "setting":
        facets["built"] = digest([asset.interior, asset.exterior, *_layout(asset)])
        index |= {name: True for name in ("pinned", "flagged") if getattr(asset, name)}
        index |= {"interior": asset.interior, "exterior": asset.exterior}
    return facets, index


def _voice(person: Character) -> dict[str, str]:
    """How somebody sounds in words; no facet where nothing is said of it, so that nothing is news to what is made."""
    plain = person.voice.plain()
    said = {name: value for name, value in plain.items() if name != "ids"}
    return {"voice": digest(said)} if said else {}


def _layout(setting: Setting) -> list[Any]:
    """What its author says that is always where it is; nothing for most places."""
    said = [setting.spatial_notes, list(setting.locked_elements)]
    return said if any(said) else []


def _asset_facets(asset: Character | Prop | Setting) -> dict[str, str]:
    """One facet for each who reads an asset.

    `cast` is for shots, `known` for blocking, `said` for prompts, `seen` for pictures, `name` for words about it,
    `called` for finding it in a text.
    """
    group, pronouns, line, age, extra = False, "", "", "", []
    layout: list[Any] = []
    if asset.kind == "character":
        group, pronouns, line, age = asset.group, asset.pronouns, asset.identity_line, asset.age
        extra = [asset.pronouns, asset.role, asset.group]
    elif asset.kind == "prop":
        extra = [asset.hero or asset.pinned]
    elif asset.kind == "setting":
        extra, layout = [asset.interior], _layout(asset)
    key = asset.key or asset.pinned
    return {
        "kind": digest(asset.kind),
        "name": digest([asset.kind, asset.name, group]),
        "called": digest([asset.kind, asset.name, asset.aliases]),
        "known": digest([asset.kind, asset.name, asset.aliases, pronouns, group]),
        "pronouns": digest(pronouns),
        "cast": digest([asset.name, asset.aliases, *extra]),
        "said": digest([asset.kind, asset.name, line or asset.description, key, group, *layout]),
        "seen": digest([asset.name, asset.description, line, age, pronouns, group]),
    }


def _scene(scene: Scene) -> Parts:
    facets = {
        "people": digest(list(scene.people)),
        "props": digest(list(scene.props)),
        "place": _of(scene, "setting", "place", "time"),
        "elsewhen": digest(scene.elsewhen),
        "entry": _of(scene, "new_place", "continuous", "sides"),
        "sides": digest(list(scene.sides)),
        "mode": digest(scene.mode),
    }
    facets |= {f"carry.{carry.element}.{carry.condition}": digest(carry.keep) for carry in scene.carry}
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
    """The parts of a shot; `who` is who and what is in it, `characters` also how, `seen` the action for prompts."""
    changes = [[change.element, change.gains, change.loses] for change in accepted(shot)]
    return {
        "size": digest(shot.camera.size),
        "angle": digest(shot.camera.angle),
        "move": digest(shot.camera.move),
        "action": digest(shot.action),
        "seen": digest([shot.action, quoted(shot)]),
        "dialogue": digest([line.plain() for line in shot.dialogue]),
        "who": digest([[person.id for person in shot.characters], shot.props, shot.setting, shot.subject]),
        "characters": _of(shot, "characters", "axis"),
        "axis": _of(shot, "axis"),
        "set": digest(shot.setting),
        "subject": digest(shot.subject),
        "changes": digest([changes, bool(changes)]),
        "sfx": digest(shot.sfx),
        "time": digest(shot.frames),
        "continues": digest(shot.continues),
        "staging": _staging(shot),
    }


def _staging(shot: Shot) -> str:
    """What of a shot says where people are, in it and in the shots after it; of lines who speaks, never the words."""
    plain = shot.plain()
    names = ("camera", "action", "subject", "characters", "axis", "props", "continuity", "continues")
    lines = [[line.character, line.to, line.extension, line.parenthetical] for line in shot.dialogue]
    changes = [[change.element, change.gains, change.loses] for change in accepted(shot)]
    return digest([{name: plain[name] for name in names if name in plain}, lines, changes])


def _shots(shot_list: ShotList) -> Parts:
    facets = {"order": digest([shot.id for shot in shot_list.shots])}
    before = digest([])
    for shot in shot_list.shots:
        facets[shot.id] = digest(as_counted(shot.plain()))
        facets |= {f"{shot.id}.{name}": value for name, value in _shot_facets(shot).items()}
        facets[f"{shot.id}.before"] = before
        before = digest([before, facets[f"{shot.id}.staging"]])
    first = _first_seen(shot_list)
    facets |= {f"first.{slug}": digest(shot_id) for slug, shot_id in first.items()}
    index = {
        "shots": [_shot_row(shot) for shot in shot_list.shots],
        "continues": [shot.id for shot in shot_list.shots if shot.continues],
        "frames": sum(shot.frames for shot in shot_list.shots),
        "changes": [
            [change.element, list(change.gains), list(change.loses), shot.id]
            for shot in shot_list.shots
            for change in accepted(shot)
        ],
        "proposed": [
            [change.element, list(change.gains), list(change.loses), shot.id, change.sure]
            for shot in shot_list.shots
            for change in shot.changes
            if change.review == "proposed"
        ],
        "elements": first,
        "capitals": {shot.id: words for shot in shot_list.shots if (words := capitals(shot.action))},
        "pronouns": [shot.id for shot in shot_list.shots if _PRONOUN.search(shot.action)],
        "aloud": {shot.id: found for shot in shot_list.shots if (found := _aloud(shot))},
    }
    return facets, index


def _shot_row(shot: Shot) -> list[Any]:
    """Id, frames, who is seen, props, setting, subject, and who speaks."""
    people = [person.id for person in shot.characters]
    speakers = list(dict.fromkeys(line.character for line in shot.dialogue))
    return [shot.id, shot.frames, people, list(shot.props), shot.setting, shot.subject, speakers]


def _aloud(shot: Shot) -> list[str]:
    """Who speaks in the place of the shot, not over it or from a recording."""
    return list(dict.fromkeys(line.character for line in shot.dialogue if not line.extension))


def _first_seen(shot_list: ShotList) -> dict[str, str]:
    """Slug of every element of a scene -> the shot in which it first appears."""
    first: dict[str, str] = {}
    for shot in shot_list.shots:
        changed = (change.element for change in accepted(shot))
        for slug in (*(person.id for person in shot.characters), *shot.props, shot.setting, *changed):
            if slug:
                first.setdefault(slug, shot.id)
    return first


def _visuals(visuals: Visuals) -> Parts:
    facets = {element.id: _of(element, "conditions", "look", "source", "kind") for element in visuals.elements}
    facets |= {f"{element.id}.look": digest(element.look) for element in visuals.elements if element.look}
    facets["style"] = digest(visuals.style)
    tags = {element.id: [condition.tag for condition in element.conditions] for element in visuals.elements}
    borne = {slug: [tag for tag in found if tag.startswith(_BORNE)] for slug, found in tags.items()}
    facets["borne"] = digest({slug: found for slug, found in borne.items() if found})
    return facets, {"elements": tags, "styled": visuals.style}


def _prompts(prompts: Prompts) -> Parts:
    facets: dict[str, str] = {}
    placed: dict[str, list[list[str]]] = {}
    for entry in prompts.prompts:
        for name in ("frame", "end_frame", "video"):
            facets[f"{entry.id}.{name}"] = digest(getattr(entry, name))
        if entry.input_contract.sends != "anchors":
            facets[f"{entry.id}.sends"] = digest(entry.input_contract.sends)
        if entry.blocking is not None:
            facets |= {f"{entry.id}.blocking.{name}": value for name, value in _blocking(entry.blocking).items()}
            placed[entry.id] = _placed(entry.blocking)
    by_hand = [e.id for e in prompts.prompts if e.blocking and (e.blocking.locked or "blocking" in e.edited)]
    families = {e.id: family for e in prompts.prompts if (family := e.input_contract.family) != "generic"}
    shown = {e.id: list(e.input_contract.references) for e in prompts.prompts if e.input_contract.sends == "references"}
    index = {
        "prompts": [entry.id for entry in prompts.prompts],
        "ends": [entry.id for entry in prompts.prompts if entry.input_contract.end_frame],
        "warnings": sum(len(entry.warnings) for entry in prompts.prompts),
        "placed": placed,
        "by_hand": by_hand,
        "families": families,
        "drawn_for": {e.id: family for e in prompts.prompts if (family := e.input_contract.pictures) != "generic"},
        **({"shown": shown} if shown else {}),
    }
    return facets, index


def _placed(blocking: Blocking) -> list[list[str]]:
    """Who is placed at the start, who only at the end; what is there or held at the start, what only at the end."""
    people = [placed.id for placed in blocking.start]
    things = [prop.id for prop in blocking.props] + [placed.holds for placed in blocking.start if placed.holds]
    later = [placed.id for placed in blocking.end if placed.id not in people]
    held = [placed.holds for placed in blocking.end if placed.holds and placed.holds not in things]
    return [people, later, list(dict.fromkeys(things)), held]


def _frames(frame_set: FrameSet) -> Parts:
    """A picture counts by what it shows: written anew by another program it is still the same."""
    drawn = pictures(frame_set)
    index = {
        "media": {_beside(frame_set.scene, frame.file): frame.content for frame in drawn.values()},
        "pictures": {item: [frame.file, frame.by, frame.approved] for item, frame in drawn.items()},
        "sent": {item: list(frame.sent) for item, frame in drawn.items() if frame.sent},
    }
    return {item: digest(frame.picture) for item, frame in drawn.items()}, index


def _images(images: AssetImages) -> Parts:
    """Each picture by what it shows, and by `of.<kind>` the one that stands for all of a kind.

    The index says of each kind whether that one is approved.
    """
    standing: dict[str, AssetImage] = {}
    for image in images.images:
        if image.kind not in standing or (image.primary and not standing[image.kind].primary):
            standing[image.kind] = image
    facets = {image.id: digest(image.picture) for image in images.images}
    facets |= {f"of.{kind}": digest(image.picture) for kind, image in standing.items()}
    where = f"assets/{FOLDER_OF[images.of]}/{images.asset}"
    index = {
        "media": {f"{where}/{image.file}": image.content for image in images.images},
        "pictures": {image.id: [image.file, image.by, image.approved] for image in images.images},
        "standing": {kind: [image.id, image.approved] for kind, image in standing.items()},
        "sent": {image.id: list(image.sent) for image in images.images if image.sent},
    }
    return facets, index


def _instances(instances: InstanceSet) -> Parts:
    drawn = instances.instances
    index = {
        "media": {_beside(instances.scene, one.file): one.content for one in drawn},
        "pictures": {one.id: [one.file, one.by, one.approved] for one in drawn},
        "sent": {one.id: list(one.sent) for one in drawn if one.sent},
    }
    return {one.id: digest(one.picture) for one in drawn}, index


def _confirmation(confirmation: Confirmation) -> Parts:
    facets = {shot.id: shot.digest() for shot in confirmation.shots}
    cost = confirmation.cost
    draft = {"draft": True} if confirmation.draft else {}
    return facets, {"by": confirmation.by, "cost": None if cost is None else format(cost, "f"), **draft}


def _clips(clip_set: ClipSet) -> Parts:
    index = {
        "media": {_beside(clip_set.scene, clip.file): clip.content for clip in clip_set.clips},
        "clips": {clip.id: [clip.file, clip.by, clip.frames] for clip in clip_set.clips},
    }
    drafts = [clip.id for clip in clip_set.clips if clip.draft]
    if drafts:
        index["drafts"] = drafts
    return {clip.id: digest([clip.picture, clip.frames]) for clip in clip_set.clips}, index


def _beside(number: str, file: str) -> str:
    return f"scenes/{folder(number)}/{file}"


def _blocking(blocking: Blocking) -> dict[str, str]:
    """What the start frame shows of a blocking, what the end frame shows; and where everyone is, as prompts say it."""
    around = [blocking.extras, blocking.weather, *(prop.plain() for prop in blocking.props)]
    return {
        "start": digest([around, *(placed.plain() for placed in blocking.start)]),
        "end": digest([around, blocking.toward, *(placed.plain() for placed in at_end(blocking))]),
        "weather": digest(blocking.weather),
        "ends": digest([blocking.toward, *(placed.plain() for placed in at_end(blocking))]),
        "places": digest([[placed.id, placed.side, placed.depth] for placed in blocking.start]),
    }


def _review(review: Review) -> Parts:
    """Nothing is made from what is said of clips; which still hold is seen from the clips."""
    return {}, {"verdicts": [[one.shot, one.says, one.stage, one.judged] for one in review.verdicts]}


def _of_nobody(_: Artifact) -> Parts:
    """Nothing is made from what an author lives with."""
    return {}, {}


_PARTS: dict[str, Callable[[Any], Parts]] = {
    "story": _story,
    "inputs": _inputs,
    "audio": _audio,
    "treatment": _telling,
    "treatment-option": _telling,
    "lore": _telling,
    "lore-option": _telling,
    "narrative": _telling,
    "narrative-option": _telling,
    "beats": _beats,
    "character": _asset,
    "prop": _asset,
    "setting": _asset,
    "scene": _scene,
    "shots": _shots,
    "visuals": _visuals,
    "prompts": _prompts,
    "images": _images,
    "instances": _instances,
    "frames": _frames,
    "confirmation": _confirmation,
    "clips": _clips,
    "review": _review,
    "waivers": _of_nobody,
}
"""Name of a kind -> its facets and index; a model is known by its kind, so that none needs to be imported here."""
