"""Pictures of one file, drawn one by one: what is there, what is due, what is ordered, and what was drawn.

A picture that its author put there is never drawn over; what is there is not ordered again in the same words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from storyforge.errors import StoryforgeError
from storyforge.model.counted import counted
from storyforge.model.digest import digest
from storyforge.model.money import Cost
from storyforge.providers.base import Reference
from storyforge.stages.base import Made, Order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from storyforge.providers.base import ImageRequest, ReferenceRole
    from storyforge.stages.base import Job, Medium

HAND = "hand"
MOST_REFERENCES = 3


class Picture(Protocol):
    """What a file says of a picture."""

    @property
    def file(self) -> str:
        """Path from the file's folder."""
        ...

    @property
    def picture(self) -> str:
        """Digest of the pixels."""
        ...

    @property
    def by(self) -> str:
        """Who drew it."""
        ...

    @property
    def take(self) -> int:
        """Which take it is."""
        ...

    @property
    def approved(self) -> bool:
        """Whether its author approved it."""
        ...


def is_by_hand(by: str) -> bool:
    """Whether a picture is its author's own; one of theirs of which a part was patched still is."""
    return by.partition(",")[0] == HAND


@dataclass(frozen=True, slots=True)
class Sending:
    """A picture that goes with a request: its name in the file, what it is for, of whom, and what it shows."""

    name: str
    role: ReferenceRole
    of: str
    picture: str
    read: Callable[[], bytes]

    def reference(self) -> Reference:
        """The same with its content."""
        return Reference(self.read(), self.role, self.of)


@dataclass(frozen=True, slots=True)
class Wish:
    """A picture that is wanted: its item, its file, the request without pictures, and those that go with it."""

    item: str
    file: str
    bare: ImageRequest
    sending: tuple[Sending, ...] = ()


class Sheet:
    """The pictures of one file; `name` stands before an item in orders."""

    def __init__(self, job: Job, path: str, name: str, before: Mapping[str, Picture]) -> None:
        self.job = job
        self.path = path
        self.name = name
        self.before = before
        self.folder = path.rpartition("/")[0]
        self.drawn: dict[str, Medium] = {}
        self.keys: dict[str, str] = {}
        self.wishes: dict[str, Wish] = {}
        self.error: StoryforgeError | None = None
        self._asked = job.due.get(path)

    def is_due(self, item: str) -> bool:
        """Whether a picture is missing, outdated or asked for again, and may be drawn."""
        return item not in self.before or (self._is_asked_for(item) and self._ours(item))

    def _is_asked_for(self, item: str) -> bool:
        return self._asked is None or item in self._asked

    def _ours(self, item: str) -> bool:
        """Whether it may be drawn: what its author put there, and has not deleted, may not."""
        old = self.before[item]
        return old.by != HAND or not self._is_there(old.file)

    def _is_there(self, file: str) -> bool:
        return f"{self.folder}/{file}" in self.job.library.summaries

    def orders(self, wishes: Iterable[Wish]) -> Iterator[Order]:
        """Orders for what is wanted, without what the picture that is there is the answer to."""
        for wish in wishes:
            bare = replace(wish.bare, guidance=self.job.guidance_for(self.path))
            sending = [[one.role, one.picture] for one in wish.sending]
            take = self.take_of(wish.item)
            shows = bare.spec.seen(bare.moment)
            said = (bare.moment, shows, bare.prompt, bare.guidance, bare.aspect, sending, take)
            self.wishes[wish.item] = wish
            if self._is_answered(wish.item, said):
                continue
            key = self.keys[wish.item] = digest([self.job.image.name, *said])
            yield Order(
                f"{self.name}/{wish.item}", key, partial(complete, bare, wish.sending), partial(replace, bare), take
            )

    def _is_answered(self, item: str, said: tuple[Any, ...]) -> bool:
        """Whether the picture that is there was asked for in these very words, of whomever."""
        old, answer = self.before.get(item), self.job.answers.get(self.path, {}).get(item)
        if old is None or answer is None or not self._is_there(old.file):
            return False
        return answer.key == digest([answer.by, *said])

    def take_of(self, item: str) -> int:
        """Asked for again in words, it is another take; redrawn because something changed, it is the same one."""
        old = self.before.get(item)
        return 1 if old is None else old.take + 1 if self.job.guidance else old.take

    def take(self, made: Mapping[str, Medium | StoryforgeError]) -> None:
        """Take what was drawn for this file; the first failure is the file's."""
        for item in self.wishes:
            found = made.get(f"{self.name}/{item}")
            if isinstance(found, StoryforgeError):
                self.error = self.error or found
            elif found is not None:
                self.drawn[item] = found

    def said_of(self, item: str) -> dict[str, Any]:
        """What the file says of a picture that was drawn just now."""
        new, old = self.drawn[item], self.before.get(item)
        same = old is not None and old.picture == new.facts["digest"]
        return {
            "content": new.sha256,
            "picture": str(new.facts["digest"]),
            "by": str(new.facts["by"]),
            "take": self.take_of(item),
            "approved": self.job.auto or bool(same and old and old.approved),
            "guidance": self.job.guidance_for(self.path),
            "sent": tuple(one.name for one in self.wishes[item].sending),
        }

    def settled(self, items: Iterable[str]) -> frozenset[str]:
        """The pictures that were due and stay as they are."""
        return frozenset(item for item in items if item not in self.drawn and self._is_asked_for(item))

    def media(self, files: Mapping[str, str]) -> dict[str, Medium | None]:
        """The files of what was drawn, by item, and None for those that nothing refers to any more."""
        new = {f"{self.folder}/{files[item]}": medium for item, medium in self.drawn.items()}
        there = {f"{self.folder}/{file}" for file in files.values()}
        gone = {f"{self.folder}/{old.file}" for old in self.before.values() if old.by != HAND} - there
        return {**dict.fromkeys(gone), **new}

    def read(self, item: str) -> bytes:
        """A picture as it is now."""
        if item in self.drawn:
            return self.drawn[item].read()
        return self.job.library.medium(f"{self.folder}/{self.before[item].file}")

    def shows(self, item: str) -> str:
        """The digest of what a picture shows now; empty where there is none."""
        if item in self.drawn:
            return str(self.drawn[item].facts["digest"])
        return self.before[item].picture if item in self.before else ""


def complete(bare: ImageRequest, sending: tuple[Sending, ...]) -> ImageRequest:
    """A request with the pictures that go with it."""
    return replace(bare, references=tuple(one.reference() for one in sending))


class Drawn:
    """What stands for a file whose pictures are drawn one by one, when it is put together."""

    sheet: Sheet

    def artifact(self) -> Any:
        """The file as it is now."""
        raise NotImplementedError


def made_of(sheets: Iterable[Drawn], what: str) -> Made:
    """What a stage made, of its files."""
    artifacts: dict[str, Any] = {}
    kept: dict[str, frozenset[str]] = {}
    failed: dict[str, StoryforgeError] = {}
    costs: dict[str, dict[str, Cost]] = {}
    answers: dict[str, dict[str, str]] = {}
    count = 0
    for each in sheets:
        sheet = each.sheet
        if sheet.error is not None:
            failed[sheet.name] = sheet.error
            continue
        artifact = each.artifact()
        files = {item: picture.file for item, picture in artifact.pictures().items()}
        artifacts |= {sheet.path: artifact, **sheet.media(files)}
        kept[sheet.path] = sheet.settled(files)
        costs[sheet.path] = {item: Cost.read(medium.facts.get("cost")) for item, medium in sheet.drawn.items()}
        answers[sheet.path] = {item: sheet.keys[item] for item in sheet.drawn}
        count += len(sheet.drawn)
    subject = f"{counted(len(costs), what)}, {counted(count, 'picture')}"
    return Made(artifacts, kept=kept, failed=failed, item_costs=costs, answers=answers, subject=subject)
