"""How long a story plays: by its shots where a scene has them, else by its script.

Standard library only: `status` works on summaries alone.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from storyforge.model.numbering import folder, is_number
from storyforge.model.timing import Length, parse_rate, seconds

if TYPE_CHECKING:
    from storyforge.model.summary import Summaries

SCALES = (0.8, 1.3)
"""How far action may be stretched before it looks wrong."""


def estimate(summaries: Summaries) -> dict[str, Any]:
    """Seconds a story plays, by its shots where a scene has them, else by its script; and how that meets the target.

    Where it does not, `action_scale` is the value that would bring it there, if there is one: speech stays as it is.
    """
    index = summaries.index("story.yaml")
    total = sum(scene_seconds(summaries, scene) for scene in summaries.scenes)
    planned = sum(_frames(summaries, scene["number"]) > 0 for scene in summaries.scenes)
    found: dict[str, Any] = {"seconds": round(total, 1), "planned": planned, "scenes": len(summaries.scenes)}
    if index.get("length") and summaries.scenes:
        found |= _against(Length.parse(index["length"]), total)
        if found["fits"] != "yes" and planned:
            found |= _scale(summaries, found, total)
    return found


def scene_seconds(summaries: Summaries, scene: dict[str, Any]) -> float:
    """Seconds that one scene of the script's index plays."""
    frames = _frames(summaries, scene["number"]) or _stretch(summaries, scene["number"])
    if not frames:
        return float(scene["seconds"])
    return float(seconds(frames, parse_rate(summaries.index("story.yaml").get("rate", "24"))))


def _frames(summaries: Summaries, number: str) -> int:
    if not is_number(number):
        return 0
    return int(summaries.index(f"scenes/{folder(number)}/shots.yaml").get("frames", 0))


def _stretch(summaries: Summaries, number: str) -> int:
    """The frames of a given audio that a scene plays; 0 where there is none."""
    first, after = summaries.stretches.get(number, (0, 0))
    return after - first


def _against(length: Length, total: float) -> dict[str, Any]:
    fits = "short" if total < length.shortest else "long" if total > length.longest else "yes"
    return {"target": [length.shortest, length.longest], "fits": fits}


def _scale(summaries: Summaries, found: dict[str, Any], total: float) -> dict[str, Any]:
    """The scale of action that meets the nearer end of the target, where it is within `SCALES`."""
    speech = sum(scene["speech"] for scene in summaries.scenes)
    action = (total - speech) / float(summaries.index("story.yaml").get("action_scale", 1))
    shortest, longest = found["target"]
    wanted = (longest if found["fits"] == "long" else shortest) - speech
    scale = wanted / action if action > 0 else 0.0
    step = math.floor if found["fits"] == "long" else math.ceil
    return {"action_scale": step(scale * 100) / 100} if SCALES[0] <= scale <= SCALES[1] else {}
