"""Blame: from a shot back to the sentence it comes from, each step with commit, author, provider and price.

All of it by plain git: the records under `locks/` say in which commit an item last became what it is, and lines of
prose are asked of `git blame`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from storyforge.errors import UnknownArtifactError
from storyforge.model.kinds import record_path, scene_path
from storyforge.model.money import Cost
from storyforge.model.numbering import folder
from storyforge.model.record import Record
from storyforge.pipeline.tracing.provenance import Provenance
from storyforge.pipeline.tracing.things import scene_of_shot
from storyforge.reports.blame_text import TELLINGS, of_text
from storyforge.reports.links import HAND, Blame, Link
from storyforge.stages import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storyforge.model.clips import ClipSet
    from storyforge.model.frames import FrameSet
    from storyforge.model.prompts import Prompts
    from storyforge.model.record import Item
    from storyforge.model.shots import Shot, ShotList
    from storyforge.model.summary import Summaries
    from storyforge.pipeline.session import Session
    from storyforge.repo import CommitInfo

_ID = re.compile(r"""[\s{-]*id:\s*['"]?([^\s'",}]+)""")


def blame(session: Session, shot_id: str) -> Blame:
    """Where a shot comes from; raises UnknownArtifactError."""
    return Blamed(session, shot_id).blame()


@dataclass
class Blamed:
    """One shot whose way back is looked for."""

    session: Session
    shot_id: str
    _records: dict[str, Record | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.story = self.session.story
        self.summaries = self.story.summaries
        number = scene_of_shot(self.shot_id, self.summaries)
        if number is None:
            raise UnknownArtifactError(self.shot_id, list(_all_shots(self)), "Name a shot, such as 3B.")
        self.number = number
        self.past = Provenance(self.session)

    def path(self, kind: str) -> str:
        """Where one of the scene's artifacts is kept."""
        return scene_path(folder(self.number), kind)

    def blame(self) -> Blame:
        """All links, and their sums."""
        shots: ShotList = self.model("shots")
        shot = next(found for found in shots.shots if found.id == self.shot_id)
        assets = [self.summaries.assets[slug] for slug in _elements(shot) if slug in self.summaries.assets]
        paths = [self.path(kind) for kind in ("clips", "frames", "confirmation", "prompts", "shots")]
        paths += ["beats.yaml", *TELLINGS, "script.fountain", *assets]
        self.past.look_up([*paths, *(record_path(path) for path in paths)])
        links = [*self._clip(), *self._frames(), *self._prompts(), self._shot(shot), *of_text(self, shots.shots, shot)]
        sides = tuple(self._look(path) for path in assets)
        scene = next(scene for scene in self.summaries.scenes if scene["number"] == self.number)
        own = [link.cost for link in links if link.cost is not None and not link.shared]
        shared = [link.cost for link in links if link.cost is not None and link.shared]
        return Blame(
            self.shot_id,
            self.number,
            scene["heading"],
            tuple(links),
            sides,
            _sums(own),
            sum(cost.amount is None for cost in own),
            _sums(shared),
        )

    def model(self, kind: str) -> Any:
        """One of the scene's artifacts, or None."""
        return self.story.model(self.path(kind))

    def record(self, path: str) -> Record | None:
        """An artifact's record, read alone: there are many, and few are needed."""
        if path not in self._records:
            data = self.story.read(record_path(path))
            self._records[path] = Record.read(data.decode("utf-8", "replace")) if data else None
        return self._records[path]

    def link(self, what: str, path: str, item: str, text: str, **more: Any) -> Link:
        """An item of an artifact, with all that its record and its history say."""
        record = self.record(path)
        made = record.items.get(item) if record else None
        commit, by_hand = self._origin(path, item, made)
        cost, shared = _price(record, made)
        found: dict[str, Any] = {
            "place": path,
            "by": HAND if by_hand else made.by if made else HAND,
            "cost": cost,
            "shared": shared,
            "take": made.take if made else 1,
            "guidance": (record.guidance if record and not by_hand else "") or (commit.body if commit else ""),
            "approval": self._approval(path, record),
            "locked": self._locked(path, record),
        }
        return Link(what, text=text, **{"commit": commit, **found, **more})

    def _origin(self, path: str, item: str, made: Item | None) -> tuple[CommitInfo | None, bool]:
        """The commit that made an item what it is, and whether its author did that by hand."""
        today = self._digest(path, item)
        if made is not None and made.digest == today:
            since = self.past.since(path, lambda old: item in old.items and old.items[item].digest == today)
            if since is None or "Storyforge-Stage" in since.trailers:
                return since, False
        edits = self.past.edits([path], lambda summaries: _facet(summaries, path, item), None)
        return (edits[0] if edits else None), True

    def _digest(self, path: str, item: str) -> str | None:
        return _facet(self.summaries, path, item)

    def _approval(self, path: str, record: Record | None) -> str:
        if record is None:
            return "draft"
        summary = self.summaries.get(path)
        same = summary is not None and summary.digest == record.digest
        return record.approval if same else "edited"

    def _locked(self, path: str, record: Record | None) -> CommitInfo | None:
        if record is None or record.approval != "locked":
            return None
        return self.past.since(path, lambda old: old.approval == "locked" and old.digest == record.digest)

    def _clip(self) -> Iterator[Link]:
        clips: ClipSet | None = self.model("clips")
        clip = next((found for found in clips.clips if found.id == self.shot_id), None) if clips else None
        if clip is not None:
            text = ", ".join(part for part in (f"{clip.frames} frames", clip.size, clip.build) if part)
            file = f"scenes/{folder(self.number)}/{clip.file}"
            yield self.link(
                "clip", self.path("clips"), clip.id, text, **self._medium(file, clip.content, clip.by), take=clip.take
            )

    def _frames(self) -> Iterator[Link]:
        frames: FrameSet | None = self.model("frames")
        found = next((shot for shot in frames.frames if shot.id == self.shot_id), None) if frames else None
        for moment, frame in (("end", found.end), ("start", found.start)) if found else ():
            if frame is not None:
                file = f"scenes/{folder(self.number)}/{frame.file}"
                more: dict[str, Any] = {"guidance": frame.guidance} if frame.guidance else {}
                more |= self._medium(file, frame.content, frame.by)
                text = "approved" if frame.approved else "not approved yet"
                item = f"{self.shot_id}.{moment}"
                yield self.link(f"{moment} frame", self.path("frames"), item, text, take=frame.take, **more)

    def _medium(self, file: str, content: str, by: str) -> dict[str, Any]:
        """Where a picture or clip lies and who made it; one that was put in its place is its author's."""
        now = self.summaries.get(file)
        if now is None or now.digest == content:
            return {"place": file, "by": by}
        edits = self.past.edits([file], lambda summaries: _facet(summaries, file, "content"), content)
        return {"place": file, "by": HAND, "commit": edits[0] if edits else None, "approval": "edited"}

    def _prompts(self) -> Iterator[Link]:
        prompts: Prompts | None = self.model("prompts")
        found = next((entry for entry in prompts.prompts if entry.id == self.shot_id), None) if prompts else None
        if found is None:
            return
        path = self.path("prompts")
        place = f"{path}:{self.line_of(path, self.shot_id)}"
        for what, name in (("video prompt", "video"), ("frame prompt", "frame")):
            text = " ".join(getattr(found, name).split())
            by = {"by": HAND} if name in found.edited else {}
            yield self.link(what, path, f"{self.shot_id}.{name}", text, place=place, **by)

    def _shot(self, shot: Shot) -> Link:
        path = self.path("shots")
        camera = f"{shot.camera.size} {shot.camera.angle} {shot.camera.move}"
        said = [
            f"{self.summaries.asset(line.character).get('name', line.character)}: {line.text}" for line in shot.dialogue
        ]
        text = "\n".join(part for part in (camera, shot.action, *said) if part)
        place = f"{path}:{self.line_of(path, shot.id)}"
        return self.link("shot", path, shot.id, text, place=place)

    def _look(self, path: str) -> Link:
        """What somebody's look is, and who wrote it."""
        asset: Any = self.story.model(path)
        text = getattr(asset, "identity_line", "") or asset.description or "no look is written"
        return self.link(asset.name, path, asset.id, text)

    def line_of(self, path: str, name: str) -> int:
        """The line of a YAML file on which an entry with an id begins."""
        for number, line in enumerate(self.story.text(path).split("\n"), 1):
            found = _ID.match(line)
            if found and found[1] == name:
                return number
        return 1


def _all_shots(blamed: Blamed) -> Iterator[str]:
    for number in blamed.summaries.numbers:
        yield from (row[0] for row in blamed.summaries.index(scene_path(folder(number), "shots")).get("shots", ()))


def _facet(summaries: Summaries, path: str, item: str) -> str | None:
    """An item's digest as records have it: the facet of its name, else the whole file's."""
    summary = summaries.get(path)
    found: str | None = summaries.facet(f"{path}#{item}") or (summary.digest if summary else None)
    return found


def _elements(shot: Shot) -> list[str]:
    return list(dict.fromkeys(slug for slug in (*(p.id for p in shot.characters), *shot.props, shot.setting) if slug))


def _price(record: Record | None, made: Item | None) -> tuple[Cost | None, bool]:
    """What an item cost; one answer may have made many, and then it is what all of them cost together."""
    if record is None or made is None:
        return None, False
    costs = [Cost.read({"amount": item.cost, "currency": item.currency}) for item in record.items.values()]
    if BY_NAME[record.stage].asks != "text":
        return Cost.read({"amount": made.cost, "currency": made.currency}), False
    total = costs[0]
    for cost in costs[1:]:
        total += cost
    return total, True


def _sums(costs: Iterable[Cost]) -> tuple[Cost, ...]:
    """What is known, by currency."""
    found: dict[str, Cost] = {}
    for cost in costs:
        if cost.amount:
            found[cost.currency] = found[cost.currency] + cost if cost.currency in found else cost
    return tuple(found.values())
