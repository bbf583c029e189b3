"""What a stage is: a module with two functions, which sees artifacts and providers, never git or a path on disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from storyforge.model.library import Library as Readable
from storyforge.model.money import FREE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from storyforge.errors import StoryforgeError
    from storyforge.journal.calls import Agreement
    from storyforge.model.base import Artifact
    from storyforge.model.framing import FrameSpec, Moment
    from storyforge.model.money import Cost
    from storyforge.model.summary import Summaries
    from storyforge.providers.base import ImageRequest, Terms, VideoRequest
    from storyforge.tasks.base import Context, Output
    from storyforge.tasks.brief import StylePassage

Facets = tuple[str, ...]
Plan = dict[str, dict[str, Facets]]
"""Path -> item -> the facets it is made from. The item `*` stands for all items of a file that is not there yet."""

ALL = "*"


class Library(Readable, Protocol):
    """The story as a stage reads it."""

    def templates(self) -> Mapping[str, str]:
        """The story's own prompt templates, by name."""
        ...


class Asker(Protocol):
    """Asks a text provider, one task or many of a kind at once."""

    @property
    def name(self) -> str:
        """Whom."""
        ...

    @property
    def pure(self) -> bool:
        """Whether rules of ours answer."""
        ...

    def ask(self, task: str, context: Context) -> Output:
        """Answer one task."""
        ...

    def ask_each(self, task: str, contexts: Mapping[str, Context]) -> dict[str, Output | StoryforgeError]:
        """Answer one task for many scenes; a scene that fails has its error, and stops no other."""
        ...


class Medium(Protocol):
    """A picture or a clip that was made: where it lies until it is committed, and what is known of it."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the file."""
        ...

    @property
    def facts(self) -> dict[str, Any]:
        """By whom it was made, its size in pixels, its frames, the digest of its pictures, the encoder's build."""
        ...

    def read(self) -> bytes:
        """The content."""
        ...


@dataclass(frozen=True)
class Order:
    """One picture or clip to be made.

    `key` names everything that it is made from, so that a finished one is found again; `request` is called when its
    turn comes, so that the pictures it carries are not all in memory at once; `bare` is the same without its pictures,
    enough to know its price.
    """

    item: str
    key: str
    request: Callable[[], ImageRequest | VideoRequest]
    bare: Callable[[], ImageRequest | VideoRequest]
    take: int = 1
    most: Cost | None = None
    """What was confirmed for it, where something was: more is never set aside."""
    agreement: Agreement | None = None
    """What it was agreed to under, where that is needed."""


class Growing(Iterator[Order]):
    """Orders of which more follow from what comes; it may have some again after it had none."""

    def answered(self, item: str, found: Medium | StoryforgeError) -> None:
        """One of them came, or failed."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Answered:
    """Who made an item that is there, and the key of the order that it is the answer to."""

    by: str
    key: str


class Maker(Protocol):
    """Makes pictures or clips, many at once."""

    name: str
    reads_references: bool
    """Whether it looks at the reference pictures of a request; one that draws from data does not."""

    def price(self, request: ImageRequest | VideoRequest) -> Cost:
        """What one would cost."""
        ...

    def terms(self, request: VideoRequest) -> Terms:
        """What a clip would be bought as."""
        ...

    def make_each(self, task: str, orders: Iterable[Order], total: int) -> dict[str, Medium | StoryforgeError]:
        """Make what is ordered; one that fails has its error, and stops no other."""
        ...


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture that shows a visual style: its path, the digest of its content, and the same as a PNG file."""

    path: str
    shows: str
    read: Callable[[], bytes]


class Styles(Protocol):
    """The styles of the story: passages near to what is being written, pictures near to what is being drawn."""

    def passages(self, query: str, count: int = 3) -> tuple[StylePassage, ...]:
        """The nearest passages, the nearest first; none where the story has no written style."""
        ...

    def sound(self) -> str:
        """What the style says of itself, in a few sentences; empty where it says nothing."""
        ...

    def samples(self, name: str, spec: FrameSpec, moment: Moment, count: int) -> tuple[Sample, ...]:
        """The pictures of a visual style that are nearest to a frame in light and colour; none where it has none."""
        ...


class NoStyles:
    """A story without styles of its own."""

    def passages(self, query: str, count: int = 3) -> tuple[StylePassage, ...]:
        """None."""
        del query, count
        return ()

    def sound(self) -> str:
        """Nothing."""
        return ""

    def samples(self, name: str, spec: FrameSpec, moment: Moment, count: int) -> tuple[Sample, ...]:
        """None."""
        del name, spec, moment, count
        return ()


class _NoRules:
    """The rules of a stage that asks for none."""

    name = ""
    pure = True

    def ask(self, task: str, context: Context) -> Output:
        raise NotImplementedError(f"no rules were given to answer {task}: {type(context).__name__}")

    def ask_each(self, task: str, contexts: Mapping[str, Context]) -> dict[str, Output | StoryforgeError]:
        raise NotImplementedError(f"no rules were given to answer {task}: {len(contexts)}")


class _Nobody:
    """The maker of a stage that asks for no pictures."""

    name = ""
    reads_references = False

    def price(self, request: ImageRequest | VideoRequest) -> Cost:
        raise NotImplementedError(f"nobody was given to make {request.spec.shot}")

    def terms(self, request: VideoRequest) -> Terms:
        raise NotImplementedError(f"nobody was given to make {request.spec.shot}")

    def make_each(self, task: str, orders: Iterable[Order], total: int) -> dict[str, Medium | StoryforgeError]:
        raise NotImplementedError(f"nobody was given to make {task}: {total} of {orders}")


@dataclass(frozen=True)
class Job:
    """What a stage is given: frozen inputs, the scenes to make, and the providers.

    `text` is whoever the story has for text; `rules` are always the offline rules, for what is only looked up; `artist`
    draws by rules, small and for nothing, and is not there where nothing is to be drawn.

    `recorded` is the guidance that artifacts were made with before, by path: a repair keeps to it. `due` names, by
    path, the items that are missing, outdated or asked for again; a stage that makes things one by one keeps the rest.
    `answers` says, by path and item, which order brought what is there: the same is not ordered again. `paths` are the
    files to be made, `*` for all.
    """

    library: Library
    text: Asker
    image: Maker = field(default_factory=_Nobody)
    video: Maker = field(default_factory=_Nobody)
    scenes: Sequence[str] = ()
    guidance: str = ""
    auto: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    recorded: Mapping[str, str] = field(default_factory=dict)
    due: Mapping[str, frozenset[str]] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Answered]] = field(default_factory=dict)
    paths: frozenset[str] = frozenset()
    rules: Asker = field(default_factory=_NoRules)
    styles: Styles = field(default_factory=NoStyles)
    artist: Maker | None = None

    def guidance_for(self, path: str) -> str:
        """What the author wants of one artifact: what is said now, else what was said last."""
        return self.guidance or self.recorded.get(path, "")


@dataclass(frozen=True)
class Made:
    """What a stage returns; nothing is written yet.

    `artifacts` are models by path, bytes where a file has no model, media where they lie; None removes a file that
    nothing refers to any more. `agrees` are the digests with which a pair now agrees, by path. `failed` are the scenes
    that could not be made. `cost` is what it cost in all, `costs` by path, `item_costs` by path and item where each has
    a price of its own. `kept` are the items, by path, that were due and stay as they are, up to date with
    what they are made from; one with a price of its own that is neither made nor kept was not due. `answers` are the
    keys of the orders that brought what was made, with `*` for all of a file; `takes` which take of them, by path.
    `touched` are artifacts of other stages into which a link to what was made is written: they are as approved as they
    were. `passages` are those of the written style that they were made with, by path. `agrees` of a path that is not
    made says that it agrees with what was made: the digest is left empty.
    """

    artifacts: Mapping[str, Artifact | bytes | Medium | None]
    agrees: dict[str, dict[str, str]] = field(default_factory=dict)
    failed: dict[str, StoryforgeError] = field(default_factory=dict)
    cost: Cost = FREE
    costs: dict[str, Cost] = field(default_factory=dict)
    by: str = "offline"
    notes: tuple[str, ...] = ()
    subject: str = ""
    touched: Mapping[str, Artifact] = field(default_factory=dict)
    passages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    item_costs: Mapping[str, Mapping[str, Cost]] = field(default_factory=dict)
    kept: Mapping[str, frozenset[str]] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    takes: Mapping[str, int] = field(default_factory=dict)


class Stage(Protocol):
    """A stage module."""

    def items(self, summaries: Summaries) -> Plan:
        """What the stage makes, and from what; computed from summaries alone."""
        ...

    def run(self, job: Job) -> Made:
        """Make it."""
        ...


class SpareStage(Stage, Protocol):
    """A stage that is made on the way only where somebody reads what it makes."""

    def wanted(self, summaries: Summaries) -> Sequence[str]:
        """The files that it would make, whoever reads them."""
        ...


class Drawing(Stage, Protocol):
    """A stage whose pictures are made one by one."""

    def orders(self, job: Job) -> Sequence[Order]:
        """What it would ask for now."""
        ...
