"""Names of exported files: plain ASCII that every system and every editing program takes, the same each time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.model.numbering import parse_number
from storyforge.model.slug import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 40
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)", re.IGNORECASE)
"""What Windows takes for a device, whatever suffix follows."""


def project_name(title: str) -> str:
    """A title as the first part of file names: `Big Fish: A Tale` is `BigFishATale`."""
    words = [word[:1].upper() + word[1:] for word in slugify(title).split("-") if word]
    name = ""
    for word in words:
        if len(name) + len(word) > _LONGEST:
            break
        name += word
    name = name or "".join(words)[:_LONGEST] or "Story"
    return f"{name}Film" if _RESERVED.fullmatch(name) else name


@dataclass(frozen=True, slots=True)
class Names:
    """Names within one story; `digits` is how many a scene's number has, so that they sort."""

    project: str
    digits: int

    @classmethod
    def of(cls, title: str, scenes: Iterable[str]) -> Names:
        """The names of a story; of all its scenes, whichever are exported."""
        counts = [len(str(parse_number(number).count)) for number in scenes]
        return cls(project_name(title), max([2, *counts]))

    def scene(self, number: str) -> str:
        """`Sc03`, `ScA12`, `Sc110A`."""
        parts = parse_number(number)
        return f"Sc{parts.prefix}{parts.count:0{self.digits}}{parts.suffix}"

    def clip(self, scene: str, shot: str, version: int, suffix: str) -> str:
        """`Project_Sc01_Shot3A_v02.mp4`."""
        return f"{self.project}_{self.scene(scene)}_Shot{shot}_v{version:02}{suffix}"

    def frame(self, scene: str, item: str, version: int, suffix: str) -> str:
        """`Project_Sc01_Shot3A_Start_v02.png`; `Project_Sc01_Establishing_v01.png`."""
        shot, _, moment = item.rpartition(".")
        what = f"Shot{shot}_{moment.capitalize()}" if shot else moment.capitalize()
        return f"{self.project}_{self.scene(scene)}_{what}_v{version:02}{suffix}"

    def whole(self, scenes: Iterable[str], every: Iterable[str]) -> str:
        """The stem of a file for many scenes: the project's name, and which scenes where it is not all of them."""
        chosen = list(scenes)
        if chosen == list(every) or not chosen:
            return self.project
        first, last = self.scene(chosen[0]), self.scene(chosen[-1])
        return f"{self.project}_{first}" if len(chosen) == 1 else f"{self.project}_{first}-{last}"
