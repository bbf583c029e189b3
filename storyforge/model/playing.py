"""How long a story plays: by its shots where a scene has them, else by its script.

Standard library only: `status` works on summaries alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.model.numbering import folder
from storyforge.model.timing import Length, parse_rate, seconds

if TYPE_CHECKING:
    from storyforge.model.summary import Summaries


def estimate(summaries: Summaries) -> dict[str, Any]:
    """Seconds in all, how many scenes are planned, and with a target length how it `fits`: short, long or yes."""
    rate = parse_rate(summaries.index("story.yaml").get("rate", "24"))
    total = 0.0
    planned = 0
    for scene in summaries.scenes:
        index = summaries.index(f"scenes/{folder(scene['number'])}/shots.yaml")
        if index.get("frames"):
            total += float(seconds(index["frames"], rate))
            planned += 1
        else:
            total += scene["seconds"]
    found: dict[str, Any] = {"seconds": round(total, 1), "planned": planned, "scenes": len(summaries.scenes)}
    target = summaries.index("story.yaml").get("length")
    if target and summaries.scenes:
        length = Length.parse(target)
        found["target"] = [length.shortest, length.longest]
        found["fits"] = "short" if total < length.shortest else "long" if total > length.longest else "yes"
    return found
