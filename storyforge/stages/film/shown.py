"""What a picture or a clip of a shot shows, as facets: it is made again for that, and for nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.references import facet_of, standing
from storyforge.stages.film.styling import style_facets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from storyforge.model.summary import Summaries

    Moment = Literal["start", "end"]


class Shown:
    """What the shots of one scene show."""

    def __init__(self, summaries: Summaries, number: str) -> None:
        here = folder(number)
        self.summaries = summaries
        self.folder = f"scenes/{here}"
        self.number = number
        self.scene, self.shots = scene_path(here, "scene"), scene_path(here, "shots")
        self.visuals, self.prompts = scene_path(here, "visuals"), scene_path(here, "prompts")
        self.frames = scene_path(here, "frames")
        self.index = summaries.index(self.shots)
        self.rows: Sequence[list[Any]] = self.index.get("shots", ())
        self.made = summaries.index(self.prompts)
        self.place = (f"{self.scene}#place", f"script.fountain#{number}.sides")

    def picture(self, row: list[Any], moment: Moment) -> list[str]:
        """The facets of what one picture shows: `FrameSpec.seen`."""
        shot, _, people, props, setting = row[:5]
        start, later, things, held = self.made.get("placed", {}).get(shot, ((), (), (), ()))
        absent = {*later, *held} if moment == "start" else set()
        seen = [slug for slug in (*people, *start, *later, *props, *things, *held) if slug not in absent]
        facets = [f"{self.shots}#{shot}.{part}" for part in ("size", "angle", "move", "action", "who")]
        facets += [f"{self.prompts}#{shot}.blocking.{moment}", *self.place]
        facets += [f"{self.visuals}#{slug}.look" for slug in dict.fromkeys(seen)]
        return self._there([*facets, *self._elements(shot, [*seen, setting or self._setting])])

    def establishing(self) -> list[str]:
        """The facets of the place alone, as the first shot sees it, and of the words for it."""
        if not self.rows:
            return []
        shot = self.rows[0][0]
        setting = self.rows[0][4] or self._setting
        facets = [f"{self.shots}#{shot}.set", f"{self.shots}#{shot}.action", f"{self.prompts}#{shot}.blocking.weather"]
        facets += [*self.place, "story.yaml#language", *style_facets(self.summaries, self.visuals)]
        facets.append(f"{self.visuals}#{setting}.look")
        if setting in self.summaries.assets:
            facets.append(f"{self.summaries.assets[setting]}#said")
        return self._there([*facets, *self._elements(shot, [setting])])

    def clip(self, row: list[Any]) -> list[str]:
        """The facets of one clip: its pictures, its prompt, and `FrameSpec.filmed`."""
        shot = row[0]
        facets = [f"{self.frames}#{shot}.start", f"{self.frames}#{shot}.end", f"{self.prompts}#{shot}.video"]
        facets.append(f"{self.prompts}#{shot}.sends")
        for slug in self.made.get("shown", {}).get(shot, ()):
            facets += [facet_of(self.summaries, f"{slug}.{kind}", "") for kind in standing(self.summaries, slug)]
        facets += [f"{self.shots}#{shot}.{part}" for part in ("time", "size", "angle", "move", "subject")]
        return self._there([*facets, "story.yaml#rate", f"{self.prompts}#{shot}.blocking.ends"])

    @property
    def _setting(self) -> str:
        return str(self.summaries.index(self.scene).get("setting", ""))

    def _elements(self, shot: str, slugs: Iterable[str]) -> list[str]:
        """What is known of some elements, and in what state they are as the shot begins."""
        assets = self.summaries.assets
        found = [slug for slug in dict.fromkeys(slugs) if slug]
        facets = [f"{assets[slug]}#seen" for slug in found if slug in assets]
        return facets + [f"{self.folder}#at.{shot}.{slug}" for slug in found]

    def _there(self, facets: Iterable[str]) -> list[str]:
        """Each once; a state that is none today may become one, all else that is not there says nothing."""
        start = f"{self.folder}#"
        return [f for f in dict.fromkeys(facets) if f.startswith(start) or self.summaries.facet(f) is not None]
