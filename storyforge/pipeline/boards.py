"""What a storyboard that is finished has, as its run tells it last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.model.kinds import images_path, scene_path
from storyforge.model.numbering import folder
from storyforge.model.playing import scene_seconds
from storyforge.stages.film.sketching import sketch_path

if TYPE_CHECKING:
    from storyforge.model.summary import Summaries


def finished(summaries: Summaries) -> dict[str, Any]:
    """Scenes, shots, pictures and length of a storyboard; nothing where it is none, or where a shot has no picture."""
    if not summaries.boards or not summaries.numbers:
        return {}
    shots = frames = 0
    for number in summaries.numbers:
        here = folder(number)
        rows = summaries.index(scene_path(here, "shots")).get("shots", ())
        made = summaries.index(scene_path(here, "frames")).get("pictures", {})
        if not rows or any(f"{row[0]}.start" not in made for row in rows):
            return {}
        shots, frames = shots + len(rows), frames + len(made)
    components = sum(
        len(summaries.index(images_path(asset)).get("pictures", {})) for asset in summaries.assets.values()
    )
    return {
        "scenes": len(summaries.numbers),
        "shots": shots,
        "pictures": frames + components + sum(sketch_path(number) in summaries for number in summaries.numbers),
        "components": components,
        "length": round(sum(scene_seconds(summaries, scene) for scene in summaries.scenes), 3),
        "next": "storyforge export boards",
    }
