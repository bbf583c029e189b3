"""A story of two short scenes that is in order, as texts by path; tests change one of them and ask a check."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

import pytest

from storyforge.checks import findings
from storyforge.repo import blob_id
from storyforge.story import Story, SummaryCache

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from storyforge.model.finding import Finding

STORY = """\
schema: story/1
title: The Key
mode: screenplay
language: en
parameters:
  length: 0:10-0:40
"""

SCRIPT = """\
INT. KITCHEN - NIGHT #1#

ANNA opens a drawer. TOM watches.

ANNA
Where is the key to the cellar door?

TOM
Where it always is.

EXT. GARDEN - DAWN #2#

Tom digs.
"""

SHOTS_1 = """\
schema: shots/1
scene: "1"
shots:
  - id: 1A
    frames: 72
    action: ANNA opens a drawer. TOM watches.
    characters: [{id: anna}, {id: tom}]
    setting: kitchen
    camera: {size: LS}
  - id: 1B
    frames: 96
    subject: anna
    dialogue:
      - {character: anna, text: "Where is the key to the cellar door?", to: tom}
    characters: [{id: anna}, {id: tom}]
    setting: kitchen
    camera: {size: OTS}
    axis: {left: anna, right: tom, looks: right}
  - id: 1C
    frames: 48
    subject: tom
    dialogue:
      - {character: tom, text: Where it always is.}
    characters: [{id: tom}]
    setting: kitchen
    camera: {size: MCU}
    axis: {left: anna, right: tom, looks: left}
"""

SHOTS_2 = """\
schema: shots/1
scene: "2"
shots:
  - id: 2A
    frames: 72
    action: Tom digs.
    characters: [{id: tom}]
    setting: garden
    camera: {size: LS}
"""

PROMPTS_1 = """\
schema: prompts/1
scene: "1"
prompts:
  - id: 1B
    frame: "Anna at an open drawer, Tom's shoulder in front. Night, one lamp."
"""


def character(name: str, scenes: str, more: str = "") -> str:
    return f"schema: character/1\nid: {name.lower()}\nkind: character\nname: {name}\nscenes: {scenes}\n{more}"


def setting(name: str, scene: str) -> str:
    return f'schema: setting/1\nid: {name.lower()}\nkind: setting\nname: {name}\nscenes: ["{scene}"]\n'


GOOD = {
    "story.yaml": STORY,
    "script.fountain": SCRIPT,
    "assets/characters/anna.yaml": character("Anna", '["1"]'),
    "assets/characters/tom.yaml": character("Tom", '["1", "2"]'),
    "assets/settings/kitchen.yaml": setting("Kitchen", "1"),
    "assets/settings/garden.yaml": setting("Garden", "2"),
    "scenes/001/scene.yaml": 'schema: scene/1\nscene: "1"\nsetting: kitchen\npeople: [anna, tom]\n',
    "scenes/001/shots.yaml": SHOTS_1,
    "scenes/001/prompts.yaml": PROMPTS_1,
    "scenes/002/shots.yaml": SHOTS_2,
}


class Texts:
    """Files that are texts in memory: what a story reads, without a repository."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._bytes = {path: text.encode("utf-8", "surrogateescape") for path, text in texts.items()}
        self.ids: Mapping[str, str] = {path: blob_id(content) for path, content in self._bytes.items()}

    def read(self, path: str) -> bytes:
        return self._bytes[path]

    def medium(self, path: str) -> bytes:
        return self._bytes[path]

    def digest(self, path: str) -> str:
        return hashlib.sha256(self._bytes[path]).hexdigest()

    def committed(self, path: str) -> bytes | None:
        return self._bytes.get(path)


class Look(Protocol):
    """`look("shot_ids", {"scenes/001/shots.yaml": "..."})`: what a check finds in the good story so changed."""

    def __call__(self, check: str, changes: dict[str, str | None] | None = None) -> list[Finding]: ...


@pytest.fixture
def look(tmp_path: Path) -> Look:
    def ask(check: str, changes: dict[str, str | None] | None = None) -> list[Finding]:
        texts = {path: text for path, text in {**GOOD, **(changes or {})}.items() if text is not None}
        return findings(Story(Texts(texts), SummaryCache(tmp_path)), [check] if check else [])

    return ask
