"""Facets and items in words that a person reads: one table, for `why`, `blame` and whoever gives reasons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storyforge.errors import SceneNumberError
from storyforge.model.kinds import asset_of, is_medium, kind_of, scene_folder_of
from storyforge.model.numbering import number_of

if TYPE_CHECKING:
    from storyforge.model.summary import Summaries

SCRIPT = "script.fountain"
VISUAL = "styles/visual/"
_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "story": (
        ("parameters", "the story's parameters"),
        ("rate", "the frame rate"),
        ("language", "the language"),
        ("pace", "the pace"),
        ("genres", "the genres"),
        (r"style\.visual", "the visual style"),
        (r"style\.written", "the written style"),
        ("title", "the title"),
        ("story", "the story's parameters"),
    ),
    "inputs": (("primary", "which file is the primary input"), ("inputs", "the list of inputs")),
    "audio": (
        ("seconds", "the length of the audio"),
        (r"(?P<id>s\d+)", "segment {id} of the audio"),
        ("all|audio", "the audio and its segments"),
    ),
    "treatment": (("body|treatment", "the treatment"),),
    "beats": (("all", "the beats"), (r"(?P<id>b\d+)", "beat {id}")),
    "script": (
        (r"(?P<scene>[^.]+)\.heading", "the heading of scene {scene}"),
        (r"(?P<scene>[^.]+)\.action", "the action of scene {scene}"),
        (r"(?P<scene>[^.]+)\.dialogue", "the dialogue of scene {scene}"),
        (r"(?P<scene>[^.]+)\.sides", "whether scene {scene} is inside or outside"),
        (r"(?P<scene>[^.]+)\.cues", "who speaks in scene {scene}"),
        (r"mentions\.(?P<word>.+)", "what the action says with the word “{word}”"),
        (r"places\.(?P<word>.+)", "the headings with the word “{word}”"),
        (r"speaks\.(?P<word>.+)", "where somebody called “{word}” speaks"),
        ("order", "the order of the scenes"),
        ("title", "the title page"),
        ("script", "the script"),
    ),
    "asset": (
        ("look", "the look of {asset}"),
        ("names", "the names of {asset}"),
        ("weight", "how much {asset} matters"),
        ("scenes", "the scenes of {asset}"),
        ("first", "the first scene of {asset}"),
        (r"in\.(?P<number>.+)", "that {asset} is in scene {number}"),
        (r"scene\.(?P<number>.+)", "that {asset} is in scene {number}"),
        ("kind", "what kind of thing {asset} is"),
        ("voice", "the voice of {asset}"),
        ("name", "the name of {asset}"),
        ("called", "what {asset} is called"),
        ("known", "how the script speaks of {asset}"),
        ("pronouns", "the pronouns of {asset}"),
        ("cast", "the names and the part of {asset}"),
        ("said", "the look of {asset} in prompts"),
        ("seen", "the look of {asset}"),
        ("built", "whether {asset} is inside or outside"),
        (r"(?P<slug>[a-z0-9-]+)", "{asset}"),
    ),
    "scene": (
        ("people", "who is in scene {scene}"),
        ("props", "what is in scene {scene}"),
        ("place", "where and when scene {scene} plays"),
        ("jump", "the time that has passed before scene {scene}"),
        ("entry", "how scene {scene} begins"),
        ("sides", "who is on which side in scene {scene}"),
        ("mode", "how scene {scene} is covered"),
        (r"carry\.(?P<slug>[^.]+)\.(?P<tag>.+)", "whether {name} is still {tag} in scene {scene}"),
        (r"carry\.(?P<slug>.+)", "what {name} carries into scene {scene}"),
        ("elsewhen", "in which time scene {scene} plays"),
        (r"\d.*|[A-Z].*", "the facts of scene {scene}"),
    ),
    "shots": (
        ("order", "the order of the shots in scene {scene}"),
        (r"first\.(?P<slug>.+)", "the shot in which {name} comes into scene {scene}"),
        (r"(?P<shot>[^.]+)\.(?P<part>size|angle|subject)", "the {part} of {shot}"),
        (r"(?P<shot>[^.]+)\.move", "the camera move of {shot}"),
        (r"(?P<shot>[^.]+)\.seen", "what is seen to happen in {shot}"),
        (r"(?P<shot>[^.]+)\.who", "who and what is in {shot}"),
        (r"(?P<shot>[^.]+)\.characters", "how people are framed in {shot}"),
        (r"(?P<shot>[^.]+)\.axis", "the axis of {shot}"),
        (r"(?P<shot>[^.]+)\.set", "the place of {shot}"),
        (r"(?P<shot>[^.]+)\.changes", "what changes state in {shot}"),
        (r"(?P<shot>[^.]+)\.sfx", "the sounds of {shot}"),
        (r"(?P<shot>[^.]+)\.camera", "the camera of {shot}"),
        (r"(?P<shot>[^.]+)\.action", "the action of {shot}"),
        (r"(?P<shot>[^.]+)\.dialogue", "the dialogue of {shot}"),
        (r"(?P<shot>[^.]+)\.people", "who and what is in {shot}"),
        (r"(?P<shot>[^.]+)\.state", "what changes state in {shot}"),
        (r"(?P<shot>[^.]+)\.sound", "the sounds of {shot}"),
        (r"(?P<shot>[^.]+)\.time", "the length of {shot}"),
        (r"(?P<shot>[^.]+)\.continues", "whether {shot} continues the shot before"),
        (r"(?P<shot>[^.]+)\.staging", "where everybody is in {shot}"),
        (r"(?P<shot>[^.]+)\.start", "the state of things as {shot} begins"),
        (r"(?P<shot>[^.]+)\.before", "where everybody is in the shots before {shot}"),
        (r"(?P<shot>[A-Z]*\d[^.]*)", "shot {shot}"),
    ),
    "visuals": (
        ("style", "the visual style of scene {scene}"),
        ("state", "in what state everything starts scene {scene}"),
        ("borne", "what is held or worn at the start of scene {scene}"),
        (r"(?P<slug>[^.]+)\.look", "the look of {name} in scene {scene}"),
        (r"(?P<slug>[^.]+)", "how {name} starts scene {scene}"),
    ),
    "prompts": (
        (r"(?P<shot>[^.]+)\.frame", "the prompt of {shot}'s start frame"),
        (r"(?P<shot>[^.]+)\.end_frame", "the prompt of {shot}'s end frame"),
        (r"(?P<shot>[^.]+)\.video", "the video prompt of {shot}"),
        (r"(?P<shot>[^.]+)\.sends", "what the clip of {shot} is made from"),
        (r"(?P<shot>[^.]+)\.blocking\.start", "the blocking at the start of {shot}"),
        (r"(?P<shot>[^.]+)\.blocking\.end", "the blocking at the end of {shot}"),
        (r"(?P<shot>[^.]+)\.blocking\.ends", "how the blocking of {shot} differs at its end"),
        (r"(?P<shot>[^.]+)\.blocking\.places", "who stands on which side in {shot}"),
        (r"(?P<shot>[^.]+)\.blocking\.weather", "the weather of {shot}"),
        (r"(?P<shot>[^.]+)\.blocking", "the blocking of {shot}"),
        (r"(?P<shot>[^.]+)", "the prompts of {shot}"),
    ),
    "images": (
        (r"of\.(?P<kind>.+)", "the {kind} reference of {asset}"),
        (r"(?P<id>[a-z]+(?:-\d+)?)", "the picture {id} of {asset}"),
    ),
    "instances": ((r"(?P<slug>[^.]+)(?:\.(?P<tags>.+))?", "the picture of {name} in scene {scene}"),),
    "frames": (
        ("establishing", "the establishing frame of scene {scene}"),
        (r"(?P<shot>[^.]+)\.(?P<moment>start|end)", "the {moment} frame of {shot}"),
        (r"(?P<shot>[^.]+)", "the frames of {shot}"),
    ),
    "confirmation": ((r"(?P<shot>.+)", "the confirmation of {shot}"),),
    "clips": ((r"(?P<shot>.+)", "the clip of {shot}"),),
    "derived": (
        (r"end\.(?P<slug>.+)", "the state of {name} after scene {scene}"),
        ("setting", "the place of scene {scene}"),
        ("heard", "what is heard of the audio in scene {scene}"),
        (r"at\.(?P<shot>[^.]+)\.(?P<slug>.+)", "the state of {name} as {shot} begins"),
        (r"(?:gap|jump)\.(?P<folder>.+)", "the time between scenes {other} and {scene}"),
        (r"called\.(?P<shot>.+)", "whom the words in capitals of {shot} name"),
        (r"long\.(?P<shot>.+)", "whether {shot} is too long for a start frame alone"),
    ),
}
"""Kind of file -> what the part after the `#` may be, and the words for it; the first that fits is taken."""
_FILES = {
    "shots": "the shot list of scene {scene}",
    "scene": "the facts of scene {scene}",
    "visuals": "the starting states of scene {scene}",
    "prompts": "the prompts of scene {scene}",
    "images": "the reference pictures of {asset}",
    "instances": "the pictures of states in scene {scene}",
    "frames": "the frames of scene {scene}",
    "confirmation": "the confirmation of scene {scene}",
    "clips": "the clips of scene {scene}",
    "story": "the story's parameters",
    "inputs": "the list of inputs",
    "audio": "the audio and its segments",
    "treatment": "the treatment",
    "beats": "the beats",
    "script": "the script",
}
"""Kind of file -> the whole file in words."""


def facet_words(facet: str, summaries: Summaries) -> str:
    """A facet or an item `path#part` in words, such as `the dialogue of scene 3`; a path alone, the whole file."""
    path, _, part = facet.partition("#")
    known = _names(path, summaries)
    if not part:
        return _file_words(path, known)
    for pattern, words in _WORDS.get(known["kind"], ()):
        match = re.fullmatch(pattern, part)
        if match:
            return words.format_map({**known, **_also(match.groupdict(), summaries)})
    if part == "content":
        return f"the visual style {path.split('/')[2]}" if path.startswith(VISUAL) else path
    item, _, name = part.rpartition(".")
    return f"{name} of {item}" if item else f"{part} of {path}"


def _file_words(path: str, known: dict[str, str]) -> str:
    if known["kind"] == "asset":
        return known["asset"]
    words = _FILES.get(known["kind"])
    return words.format_map(known) if words else path


def _names(path: str, summaries: Summaries) -> dict[str, str]:
    """What the path alone says: the kind of file, the scene's number, the asset's name."""
    kind = kind_of(path)
    scene = scene_folder_of(path) or (path.removeprefix("scenes/") if path.startswith("scenes/") else "")
    name = kind.name if kind else "derived" if scene and not is_medium(path) else ""
    own = asset_of(path) if name == "images" else path
    asset = summaries.index(own).get("name", "") if kind and kind.stage in ("assets", "keys") else ""
    slug = own.rpartition("/")[2].removesuffix(".yaml")
    return {
        "kind": "asset" if kind and kind.stage == "assets" else name,
        "scene": _number(scene),
        "asset": asset or slug,
    }


def _also(found: dict[str, str], summaries: Summaries) -> dict[str, str]:
    """What a part names: an element by its name, a folder by its scene's number."""
    more = dict(found)
    if "slug" in found:
        more["name"] = summaries.asset(found["slug"]).get("name", "") or found["slug"]
    if "folder" in found:
        more["other"] = _number(found["folder"])
    return more


def _number(folder: str) -> str:
    try:
        return number_of(folder) if folder else ""
    except SceneNumberError:
        return folder


def where(facet: str, summaries: Summaries) -> str:
    """Where to look for a facet: its file; of a scene's text, the line of the scene's heading too."""
    path, _, part = facet.partition("#")
    if path == SCRIPT:
        number = part.partition(".")[0]
        line = next((s["line"] for s in summaries.index(SCRIPT).get("scenes", ()) if s["number"] == number), None)
        return f"{path}:{line}" if line else path
    if kind_of(path) is None and path.startswith("scenes/") and path.count("/") == 1:
        return f"{path}/shots.yaml"
    return path


def is_known(facet: str) -> bool:
    """Whether the table has words for a facet; content of a file goes by the file's name."""
    path, _, part = facet.partition("#")
    kind = kind_of(path)
    name = "asset" if kind and kind.stage == "assets" else kind.name if kind else "derived"
    return part == "content" or any(re.fullmatch(pattern, part) for pattern, _ in _WORDS.get(name, ()))
