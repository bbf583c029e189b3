"""Stage 10, frames: the start and end frame of every shot, and the place alone; clean pictures, approved one by one.

In quick mode all frames of a scene are made at once; in control mode one after the other, each once the one before is
approved: no end frame before its start, no shot before the one that it follows. A picture that its author put there is
never drawn over.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from storyforge.errors import FramesNotApprovedError, StoryforgeError
from storyforge.formats.framing import scene_specs
from storyforge.model.counted import counted
from storyforge.model.digest import digest
from storyforge.model.frames import Frame, FrameSet, ShotFrames
from storyforge.model.kinds import scene_path
from storyforge.model.money import Cost
from storyforge.model.numbering import folder
from storyforge.model.references import facet_of, item_at, slug_of
from storyforge.providers.base import ImageRequest
from storyforge.stages.base import ALL, Growing, Made, Order
from storyforge.stages.film.drawing import Sending, complete, is_by_hand
from storyforge.stages.film.prompting import establishing
from storyforge.stages.film.reading import scene_view
from storyforge.stages.film.sending import chosen, numbered, of_asset, of_instance
from storyforge.stages.film.shown import Shown
from storyforge.stages.film.styling import with_samples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from storyforge.model.framing import Moment
    from storyforge.model.prompts import Prompts, PromptSet
    from storyforge.model.scene import Scene
    from storyforge.model.shots import ShotList
    from storyforge.model.summary import Summaries
    from storyforge.model.visuals import Visuals
    from storyforge.stages.base import Facets, Job, Library, Medium, Plan

ESTABLISHING: Final = "establishing"
CONTINUES: Final = "continues"


def items(summaries: Summaries) -> Plan:
    """One item a picture: `3A.start`, `3A.end` where the shot needs one, and `establishing`."""
    plan: Plan = {}
    for number in summaries.numbers:
        shown = Shown(summaries, number)
        found: dict[str, Facets] = {}
        before = ""
        for row in shown.rows:
            shot = row[0]
            found[f"{shot}.start"] = _facets(shown, row, "start", before)
            if shot in shown.made.get("ends", ()):
                found[f"{shot}.end"] = _facets(shown, row, "end", "")
            before = shot
        place = (*shown.establishing(), *_sent(shown, ESTABLISHING))
        plan[shown.frames] = {ESTABLISHING: place, **(found or {ALL: ()})}
    return plan


def _facets(shown: Shown, row: list[Any], moment: Literal["start", "end"], before: str) -> Facets:
    """A picture is made from its prompt and from what it shows; one that goes on, from the end of the shot before."""
    prompt = f"{shown.prompts}#{row[0]}.{'frame' if moment == 'start' else 'end_frame'}"
    grown = f"{shown.frames}#{before}.end" if before and row[0] in shown.index.get("continues", ()) else ""
    facets = (prompt, *shown.picture(row, moment), *([grown] if shown.summaries.facet(grown) is not None else []))
    return tuple(dict.fromkeys((*facets, *_sent(shown, f"{row[0]}.{moment}"))))


def _sent(shown: Shown, item: str) -> list[str]:
    """The reference pictures that whoever drew a picture was sent, as facets: another one asks for it anew."""
    names = shown.summaries.index(shown.frames).get("sent", {}).get(item, ())
    return [facet_of(shown.summaries, name, folder(shown.number)) for name in names]


def orders(job: Job) -> list[Order]:
    """What would be asked for now; a start frame grows out of the end frame that is there."""
    scenes = [_SceneFrames(job, number) for number in job.scenes]
    depth = max((scene.depth for scene in scenes), default=0)
    return [order for level in range(depth + 1) for scene in scenes for order in scene.orders(level)]


def run(job: Job) -> Made:
    """Draw what is due: first all that stands by itself, then what grows out of a frame that has become another."""
    scenes = [_SceneFrames(job, number) for number in job.scenes]
    total = sum(len(scene.due) for scene in scenes)
    wanted = _Wanted(scenes)
    while wanted.queue:
        wanted.take(job.image.make_each("frames", wanted, max(total, len(wanted.queue))))
    artifacts: dict[str, Any] = {}
    kept: dict[str, frozenset[str]] = {}
    failed: dict[str, StoryforgeError] = {}
    costs: dict[str, dict[str, Cost]] = {}
    answers: dict[str, dict[str, str]] = {}
    for scene in scenes:
        if scene.error is not None:
            failed[scene.number] = scene.error
            continue
        frames = scene.frames()
        artifacts |= {scene.path: frames, **scene.media(frames)}
        kept[scene.path] = scene.settled(frames)
        costs[scene.path] = {item: Cost.read(medium.facts.get("cost")) for item, medium in scene.drawn.items()}
        answers[scene.path] = {item: scene.keys[item] for item in scene.drawn}
    count = sum(len(scene.drawn) for scene in scenes if scene.error is None)
    made = counted(len(scenes) - len(failed), "scene")
    subject = f"{made}, {counted(count, 'frame')}"
    return Made(artifacts, kept=kept, failed=failed, item_costs=costs, answers=answers, subject=subject)


class _Wanted(Growing):
    """Orders for all that waits for no other picture: what comes may be told at once, and others follow from it.

    Whoever draws one after the other goes on without a pause; whoever does not look again is asked a second time.
    """

    def __init__(self, scenes: Sequence[_SceneFrames]) -> None:
        self._scenes = {scene.number: scene for scene in scenes}
        self._told: set[str] = set()
        self.queue: deque[Order] = deque(order for scene in scenes for order in scene.ready())

    def __iter__(self) -> Iterator[Order]:
        return self

    def __next__(self) -> Order:
        if not self.queue:
            raise StopIteration
        return self.queue.popleft()

    def answered(self, item: str, found: Medium | StoryforgeError) -> None:
        """One came, or failed."""
        scene = self._scenes[item.partition("/")[0]]
        self._told.add(item)
        scene.take({item: found})
        self.queue.extend(scene.ready())

    def take(self, drawn: Mapping[str, Medium | StoryforgeError]) -> None:
        """All that came, those that were told among them."""
        for item, found in drawn.items():
            if item not in self._told:
                self.answered(item, found)


@dataclass(frozen=True, slots=True)
class _Picture:
    """One picture of a scene: which item it is, of which shot, at which moment, and the frame that it grows out of.

    `level` is how many pictures must be drawn one after the other before it.
    """

    item: str
    shot: str
    moment: Moment
    grows_from: str = ""
    level: int = 0


class _SceneFrames:
    """The pictures of one scene: what is there, what is due, what was drawn."""

    def __init__(self, job: Job, number: str) -> None:
        self.job = job
        self.number = number
        self.here = folder(number)
        self.path = scene_path(self.here, "frames")
        library: Library = job.library
        self.old = cast("FrameSet | None", library.model(self.path))
        self.before = self.old.pictures() if self.old else {}
        self.specs = scene_specs(library, number)
        prompts = cast("Prompts", library.model(scene_path(self.here, "prompts")))
        self.prompts: dict[str, PromptSet] = {entry.id: entry for entry in prompts.prompts}
        self.shots = cast("ShotList", library.model(scene_path(self.here, "shots"))).shots
        self.setting = cast("Scene", library.model(scene_path(self.here, "scene"))).setting
        self.reads = job.image.reads_references
        self.pictures = {picture.item: picture for picture in self._pictures()}
        self.depth = max((picture.level for picture in self.pictures.values()), default=0)
        self.sent: dict[str, tuple[Sending, ...]] = {}
        self.asked = job.due.get(self.path)
        self.postponed: frozenset[str] = frozenset()
        self.due = self._due()
        self.drawn: dict[str, Medium] = {}
        self.keys: dict[str, str] = {}
        self.failed: set[str] = set()
        """What was due and did not come, and what is not asked for because of it."""
        self.error: StoryforgeError | None = None
        self._out: set[str] = set()
        self._done: set[str] = set()
        """What is asked for, and what has come, failed, or stays as it is."""

    def _pictures(self) -> Iterator[_Picture]:
        if self.shots:
            yield _Picture(ESTABLISHING, self.shots[0].id, "establishing")
        before, level = "", {ESTABLISHING: 0}
        for shot in self.shots:
            entry = self.prompts.get(shot.id)
            if entry is None or shot.id not in self.specs:
                continue
            start, end = f"{shot.id}.start", f"{shot.id}.end"
            source = f"{before}.end" if shot.continues and before else ""
            # Who reads pictures is sent the place with every frame, and with an end frame its start.
            level[start] = level.get(source, 0) + 1 if source or self.reads else 0
            yield _Picture(start, shot.id, "start", source, level[start])
            if entry.input_contract.end_frame:
                level[end] = level[start] + 1 if self.reads else 0
                yield _Picture(end, shot.id, "end", start if self.reads else "", level[end])
            before = shot.id

    def _due(self) -> list[str]:
        due = [item for item in self.pictures if self._lacking(item) or (self._is_asked_for(item) and self._ours(item))]
        if not self.job.options.get("control"):
            return due
        now = self._controlled(due)
        self.postponed = frozenset(due) - set(now)
        return now

    def _lacking(self, item: str) -> bool:
        """Whether a picture that is not there is made; where single ones were named, no other is."""
        return item not in self.before and not self.job.options.get("alone")

    def _is_asked_for(self, item: str) -> bool:
        return self.asked is None or item in self.asked

    def settled(self, frames: FrameSet) -> frozenset[str]:
        """The pictures that were due and stay as they are: put there by hand, or what is asked for already."""
        stay = set(frames.pictures()) - set(self.drawn) - self.postponed
        return frozenset(item for item in stay if self._is_asked_for(item))

    def _controlled(self, due: list[str]) -> list[str]:
        """What the first shot that lacks something lacks: its start, and once that is approved, its end.

        Raises FramesNotApprovedError while something before it is open.
        """
        for shot in self.shots:
            start, end = f"{shot.id}.start", f"{shot.id}.end"
            first = [item for item in due if self.pictures[item].shot == shot.id and item != end]
            if first:
                return first
            for item in (start, end):
                if item in due:
                    return [item]
                if item in self.before and not self.before[item].approved:
                    raise FramesNotApprovedError(self.number, item)
        return due

    def orders(self, level: int) -> list[Order]:
        """What of one level is due, and what grows out of a frame that is another now."""
        return self._wanted(picture for picture in self.pictures.values() if picture.level == level)

    def _wanted(self, pictures: Iterable[_Picture]) -> list[Order]:
        follows = not self.job.options.get("control")
        moved = {item for item in self.drawn if follows and self._shows(item) != self._showed(item)}
        mine = [picture for picture in pictures if not self._lacks(picture)]
        grown = [p for p in mine if p.grows_from in moved and self._ours(p.item)]
        if self.job.options.get("alone"):
            grown = [p for p in grown if p.item in self.before]
        return self._orders(p for p in mine if p.item in self.due or p in grown)

    def ready(self) -> list[Order]:
        """Orders for what waits for no other picture, each once; what stays as it is, nothing waits for."""
        found: list[Order] = []
        for picture in sorted(self.pictures.values(), key=lambda picture: picture.level):
            if picture.item in self._out or picture.item in self._done or not self._awaits(picture) <= self._done:
                continue
            orders = self._wanted([picture])
            (self._out if orders else self._done).add(picture.item)
            found += orders
        return found

    def _awaits(self, picture: _Picture) -> set[str]:
        """The pictures that go along with one, or may."""
        place = ESTABLISHING if self.reads and picture.item != ESTABLISHING else ""
        return {picture.grows_from, place} & set(self.pictures)

    def _lacks(self, picture: _Picture) -> bool:
        """Whether a picture that was to go along did not come: bought without it, it would be bought again later."""
        if self.failed & {picture.grows_from, ESTABLISHING if self.reads else ""}:
            self.failed.add(picture.item)
        return picture.item in self.failed

    def _ours(self, item: str) -> bool:
        """Whether it may be drawn: what its author put there, and has not deleted, may not."""
        old = self.before.get(item)
        return (
            old is None or not is_by_hand(old.by) or f"scenes/{self.here}/{old.file}" not in self.job.library.summaries
        )

    def _shows(self, item: str) -> str:
        return str(self.drawn[item].facts["digest"]) if item in self.drawn else self._showed(item)

    def _showed(self, item: str) -> str:
        return self.before[item].picture if item in self.before else ""

    def _orders(self, pictures: Iterable[_Picture]) -> list[Order]:
        """Orders for pictures, without those that the picture which is there is the answer to."""
        found: list[Order] = []
        for picture in pictures:
            spec, guidance = self.specs[picture.shot], self.job.guidance_for(self.path)
            plain = ImageRequest("", spec, picture.moment, (), guidance)
            sending = self._sending(picture)
            sending = self.sent[picture.item] = self._styled(plain, sending) if self.reads else sending
            bare = replace(plain, prompt=self._prompt(picture, sending))
            take = self._take(picture.item)
            grown = self._shows(picture.grows_from) if picture.grows_from else ""
            others = [[one.role, one.picture] for one in sending if one.role != CONTINUES]
            said = (picture.moment, spec.seen(picture.moment), bare.prompt, guidance, grown, take, *others)
            if self._is_answered(picture.item, said):
                continue
            key = self.keys[picture.item] = digest([self.job.image.name, *said])
            item = f"{self.number}/{picture.item}"
            found.append(Order(item, key, partial(complete, bare, sending), partial(replace, bare), take))
        return found

    def _is_answered(self, item: str, said: tuple[Any, ...]) -> bool:
        """Whether the picture that is there was asked for in these very words, of whomever."""
        old, answer = self.before.get(item), self.job.answers.get(self.path, {}).get(item)
        if old is None or answer is None or f"scenes/{self.here}/{old.file}" not in self.job.library.summaries:
            return False
        return answer.key == digest([answer.by, *said])

    def _prompt(self, picture: _Picture, sending: Sequence[Sending]) -> str:
        if picture.moment == "establishing":
            visuals = cast("Visuals | None", self.job.library.model(scene_path(self.here, "visuals")))
            return establishing(self.shots, scene_view(self.job.library, self.number), visuals)
        entry = self.prompts[picture.shot]
        text = entry.end_frame if picture.moment == "end" else entry.frame
        if not self.reads:
            return text
        shown = [self._place(picture) if one.name == ESTABLISHING else slug_of(one.name) for one in sending]
        return numbered(text, entry.input_contract.references, shown)

    def _place(self, picture: _Picture) -> str:
        """The slug of the setting of a shot."""
        return next((shot.setting for shot in self.shots if shot.id == picture.shot), "") or self.setting

    def _sending(self, picture: _Picture) -> tuple[Sending, ...]:
        """The pictures that go along: the frame that it grows out of, and for who reads them those of its assets."""
        source = picture.grows_from
        first = [self._frame_sent(source, CONTINUES)] if source and self._shows(source) else []
        if not self.reads:
            return tuple(first)
        if picture.moment == "establishing":
            return chosen((), [of_asset(self.job.library, self._place(picture))])
        slugs = self.prompts[picture.shot].input_contract.references
        return chosen(first, (self._asset_sent(slug, picture) for slug in slugs), self.job.options.get("first", ()))

    def _styled(self, plain: ImageRequest, sending: Sequence[Sending]) -> tuple[Sending, ...]:
        """The pictures that go along, and where there is room, some that show the style."""
        visuals = cast("Visuals | None", self.job.library.model(scene_path(self.here, "visuals")))
        return with_samples(self.job, sending, plain, visuals)

    def _asset_sent(self, slug: str, picture: _Picture) -> Sending | None:
        """What a frame is sent of an asset: of its place the establishing frame, which has the light of the scene."""
        if slug == self._place(picture) and self._shows(ESTABLISHING):
            return self._frame_sent(ESTABLISHING, ESTABLISHING, self.job.library.assets[slug].name)
        library = self.job.library
        item = item_at(library.summaries, self.here, picture.shot, slug, after=picture.moment == "end")
        return (of_instance(library, self.here, item) if item else None) or of_asset(library, slug)

    def _frame_sent(self, item: str, role: Literal["continues", "establishing"], of: str = "") -> Sending:
        return Sending(item, role, of, self._shows(item), partial(self._content, item))

    def _content(self, item: str) -> bytes:
        if item in self.drawn:
            return self.drawn[item].read()
        return self.job.library.medium(f"scenes/{self.here}/{self.before[item].file}") if item in self.before else b""

    def take(self, drawn: Mapping[str, Medium | StoryforgeError]) -> None:
        """Take what was drawn for this scene; the first failure is the scene's."""
        for item in self.pictures:
            found = drawn.get(f"{self.number}/{item}")
            if found is not None:
                self._done.add(item)
            if isinstance(found, StoryforgeError):
                self.error = self.error or found
                self.failed.add(item)
            elif found is not None:
                self.drawn[item] = found

    def frames(self) -> FrameSet:
        """The scene's frames as they are now."""
        made = {item: self._frame(item) for item in self.pictures if item in self.drawn or item in self.before}
        shots = [
            ShotFrames(id=shot.id, start=made[f"{shot.id}.start"], end=made.get(f"{shot.id}.end"))
            for shot in self.shots
            if f"{shot.id}.start" in made
        ]
        return FrameSet(scene=self.number, establishing=made.get(ESTABLISHING), frames=tuple(shots))

    def _frame(self, item: str) -> Frame:
        old, new = self.before.get(item), self.drawn.get(item)
        if new is None:
            return cast("Frame", old)
        same = old is not None and old.picture == new.facts["digest"]
        return Frame(
            file=f"frames/{item.replace('.', '-')}.png",
            content=new.sha256,
            picture=str(new.facts["digest"]),
            by=str(new.facts["by"]),
            take=self._take(item),
            approved=self.job.auto or bool(same and old and old.approved),
            guidance=self.job.guidance_for(self.path),
            sent=tuple(one.name for one in self.sent[item]) if self.reads else (),
        )

    def _take(self, item: str) -> int:
        """Asked for again in words, it is another take; redrawn because something changed, it is the same one."""
        old = self.before.get(item)
        return 1 if old is None else old.take + 1 if self.job.guidance else old.take

    def media(self, frames: FrameSet) -> dict[str, Medium | None]:
        """The files of what was drawn, and None for those that nothing refers to any more."""
        where = f"scenes/{self.here}/"
        new = {f"{where}{frames.pictures()[item].file}": medium for item, medium in self.drawn.items()}
        files = {f"{where}{frame.file}" for frame in frames.pictures().values()}
        gone = {f"{where}{frame.file}": None for frame in self.before.values() if not is_by_hand(frame.by)}
        return {**{path: None for path in gone if path not in files}, **new}
