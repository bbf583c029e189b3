"""The facets of the master script, scene by scene and word by word.

The order of the actions and speeches of a scene belongs to its action, the words that are spoken to its dialogue.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from storyforge.model.digest import digest
from storyforge.model.heading import GOES_ON
from storyforge.model.parts import gaps
from storyforge.model.screenplay import Action, Kind, Speech
from storyforge.model.stretches import read_mark
from storyforge.model.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.model.heading import Heading
    from storyforge.model.screenplay import Element, Screenplay, ScriptScene
    from storyforge.model.stretches import Mark

_WORD = re.compile(r"\w+")


def summarise_script(
    script: Screenplay,
    timing: Callable[[ScriptScene], tuple[float, float]],
    read: Callable[[str], Heading],
) -> Summary:
    """The summary of the master script.

    `timing` estimates the seconds of speech and of action in a scene, `read` takes a heading apart.
    """
    facets: dict[str, str] = {}
    scenes: list[dict[str, Any]] = []
    speakers: dict[str, int] = {}
    words: dict[str, list[str]] = {}
    places: dict[str, list[list[str]]] = {}
    speaking: dict[str, list[str]] = {}
    for index, scene in enumerate(script.scenes, 1):
        number = scene.number or f"?{index}"
        cues = _scene_facets(facets, number, scene, words)
        heading = read(scene.title)
        facets[f"{number}.sides"] = digest([heading.interior, heading.exterior])
        for word in dict.fromkeys(_WORD.findall(scene.title.casefold())):
            places.setdefault(word, []).append([number, scene.title])
        for cue in cues:
            speakers[cue] = speakers.get(cue, 0) + 1
            for word in dict.fromkeys(_WORD.findall(cue.casefold())):
                speaking.setdefault(word, []).append(number)
        speech, action = timing(scene)
        scenes.append(
            {
                "number": number,
                "heading": scene.title,
                "line": scene.line,
                "omitted": scene.omitted,
                "master": heading.master,
                "goes_on": heading.relative in GOES_ON,
                "cues": list(dict.fromkeys(cues)),
                "speech": round(speech, 2),
                "seconds": round(speech + action, 2),
                **_marked(scene),
            }
        )
    facets |= {f"mentions.{word}": digest(passages) for word, passages in words.items()}
    facets |= {f"places.{word}": digest(headings) for word, headings in places.items()}
    facets |= {f"speaks.{word}": digest(numbers) for word, numbers in speaking.items()}
    facets["order"] = digest([scene["number"] for scene in scenes if not scene["omitted"]])
    facets["title"] = digest(script.title_page)
    index_of = {
        "scenes": scenes,
        "speakers": speakers,
        "title": script.title_page.get("title", ""),
        "gaps": sum(element.kind is Kind.NOTE and gaps(f"[[{element.text}") for element in script.elements),
    }
    return Summary("script", _script_digest(script), facets, index_of)


def _scene_facets(facets: dict[str, str], number: str, scene: ScriptScene, words: dict[str, list[str]]) -> list[str]:
    """Adds the facets of one scene, and its action paragraphs to the words they hold; returns its cues in order."""
    flow: list[list[str]] = []
    dialogue: list[Any] = []
    cues: list[str] = []
    for block in scene.blocks():
        if isinstance(block, Speech):
            flow.append(["speech", block.name])
            lines = [[line.kind.value, line.text] for line in block.lines]
            dialogue.append([block.name, list(block.extensions), block.dual, lines])
            cues.append(block.name)
        else:
            flow.append([type(block).__name__, block.text])
        if isinstance(block, Action):
            passage = digest([number, block.text])
            for word in dict.fromkeys(_WORD.findall(block.text.casefold())):
                words.setdefault(word, []).append(passage)
    facets[f"{number}.heading"] = digest(scene.title)
    facets[f"{number}.action"] = digest(flow)
    facets[f"{number}.dialogue"] = digest(dialogue)
    facets[f"{number}.cues"] = digest(cues)
    return cues


def _marked(scene: ScriptScene) -> dict[str, Any]:
    """Where the scene and parts of it begin in a given audio: milliseconds, and how many blocks stand before that."""
    marks = [(element, mark) for element in scene.elements if (mark := _mark(element))]
    if not marks:
        return {}
    lines = [block.line for block in scene.blocks()]
    return {"marks": [[mark.start, sum(line < element.line for line in lines)] for element, mark in marks]}


def _mark(element: Element) -> Mark | None:
    return read_mark(element.text) if element.kind is Kind.NOTE else None


def _script_digest(script: Screenplay) -> str:
    """Over meaning: notes, boneyards, blank lines and line numbers change nothing; marks of an audio do."""
    silent = {Kind.NOTE, Kind.BONEYARD}
    return digest(
        [
            [e.kind.value, e.text, e.number or "", list(e.extensions), e.dual, e.centered, e.alone, e.depth, e.key]
            for e in script.elements
            if e.kind not in silent or _mark(e)
        ]
    )
