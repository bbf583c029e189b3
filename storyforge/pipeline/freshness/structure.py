"""Whether a changed file leaves the plan as it is: what is made, and which facets it is made from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from storyforge.model.kinds import OWN_TEMPLATES, STYLES

if TYPE_CHECKING:
    from collections.abc import Collection

    from storyforge.model.summary import Summaries, Summary

_TELLINGS = ("treatment", "lore", "narrative")
_QUIET = {
    "story": {"title", "format", "length", "action_scale", "models", "visual"},
    "beats": {"derived", "gaps"},
    **{f"{stage}{option}": {"derived", "gaps"} for stage in _TELLINGS for option in ("", "-option")},
    "character": {"questions", "speeches"},
    "prop": {"questions"},
    "setting": {"questions"},
    "shots": {"frames"},
    "prompts": {"warnings"},
    "images": {"media", "pictures", "standing"},
    "instances": {"media", "pictures"},
    "frames": {"media", "pictures"},
    "confirmation": {"by", "cost", "draft"},
    "clips": {"media", "clips", "drafts"},
    "review": {"verdicts"},
}
"""Kind -> what its index says for reports and for states alone; no plan reads it."""
_QUIET_IN_SCENES = {"heading", "line", "cues", "speech", "seconds"}
_WORD = re.compile(r"\w+")
_SHEET = "/style.yaml"
"""How the file of a visual style ends."""
_OF_WORDS = ("mentions.", "places.", "speaks.")


def same_structure(
    path: str, old: Summary | None, new: Summary | None, named: Collection[str], before: Summaries
) -> bool:
    """Whether the plan stays what it is when a file changes; `named` are its facets that anything is made from."""
    if old is None or new is None:
        kind = (old or new or _NOTHING).kind
        read = path.startswith(OWN_TEMPLATES) or path.endswith(_SHEET)
        return kind == "medium" or (kind == "input" and not named and not read)
    if old.kind != new.kind or "error" in old.index or "error" in new.index:
        return False
    if planned(old) != planned(new) or _styled_otherwise(old, new, before):
        return False
    came_and_went = old.facets.keys() ^ new.facets.keys()
    return not came_and_went or (
        old.kind == "script"
        and not any(f"{path}#{name}" in named for name in came_and_went)
        and not any(_names_an_asset(name, before) for name in came_and_went)
    )


def _styled_otherwise(old: Summary, new: Summary, before: Summaries) -> bool:
    """Whether prompts are made from another file than before: a style of the story's own, or no longer one."""
    names = {str(summary.index.get("visual", "")) for summary in (old, new)}
    return len(names) > 1 and any(f"{STYLES}visual/{name}{_SHEET}" in before for name in names)


class _Nothing:
    kind = "input"


_NOTHING = _Nothing()


def planned(summary: Summary) -> dict[str, Any]:
    """What a plan may read of an index."""
    quiet = _QUIET.get(summary.kind, set())
    found = {name: value for name, value in summary.index.items() if name not in quiet}
    match summary.kind:
        case "script":
            found["scenes"] = [
                {name: value for name, value in scene.items() if name not in _QUIET_IN_SCENES}
                for scene in found["scenes"]
            ]
            found["speakers"] = list(found["speakers"])
            found.pop("title", None)
            found.pop("gaps", None)
        case "shots":
            found["shots"] = [[row[0], *row[2:]] for row in found["shots"]]
        case "beats":
            found["beats"] = list(found["beats"])
    return found


def _names_an_asset(facet: str, summaries: Summaries) -> bool:
    """Whether a facet of the script's words may be of an asset's name; any other than of words may be anybody's."""
    if not facet.startswith(_OF_WORDS):
        return True
    word = facet.partition(".")[2]
    for path in summaries.assets.values():
        index = summaries.index(path)
        if any(word in _WORD.findall(name.casefold()) for name in (index.get("name", ""), *index.get("aliases", ()))):
            return True
    return False
