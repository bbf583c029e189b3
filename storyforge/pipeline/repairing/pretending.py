"""Stand-ins for those who are paid: one hears every question, one promises every picture; nobody is really asked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from storyforge.model.digest import digest
from storyforge.pipeline.spending.makers import open_maker, price_of, reads_references, terms_of
from storyforge.pipeline.spending.opening import is_pure, price_of_text
from storyforge.pipeline.spending.work import Asking, workers_wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from storyforge.errors import StoryforgeError
    from storyforge.model.money import Cost
    from storyforge.model.story import MediaSettings
    from storyforge.pipeline.spending.choice import Choice
    from storyforge.providers.base import ImageRequest, Terms, VideoRequest
    from storyforge.stages.base import Medium, Order
    from storyforge.tasks.base import Context, Output

Kind = Literal["text", "image", "video"]
OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Question:
    """A task that would be asked of somebody who is not a rule of ours, and its price."""

    task: str
    scene: str
    price: Cost
    key: str


class Listening:
    """Asks the provider where that only computes; else hears the question, and has the rules answer for the time being.

    What was made from such answers says nothing of what will be made; the questions do.
    """

    def __init__(
        self,
        choice: Choice,
        progress: Callable[[str, int, int], None] | None = None,
        templates: Mapping[str, str] | None = None,
    ) -> None:
        self.name = choice.name
        self._choice = choice
        self._templates = templates or {}
        self.pure = is_pure(choice.name)
        self._asking = Asking(choice.name if self.pure else OFFLINE, workers_wanted(), progress)
        self.heard: list[Question] = []

    def ask(self, task: str, context: Context) -> Output:
        """Answer one task."""
        self._hear(task, getattr(context, "scene", ""), context)
        answer = self._asking.ask(task, context)
        return answer if self.pure or task != "outline" else _as_asked(answer, context)

    def ask_each(self, task: str, contexts: Mapping[str, Context]) -> dict[str, Output | StoryforgeError]:
        """Answer one task for many scenes."""
        for scene, context in contexts.items():
            self._hear(task, scene, context)
        return self._asking.ask_each(task, contexts)

    def _hear(self, task: str, scene: str, context: Context) -> None:
        if not self.pure:
            key = digest([self.name, task, context.model_dump(mode="json")])
            price = price_of_text(self.name, self._choice.settings, task, context, self._templates)
            self.heard.append(Question(task, scene, price, key))

    def close(self) -> None:
        """Let the workers go."""
        self._asking.close()


def _as_asked(answer: Any, context: Any) -> Output:
    """A plan of as many scenes as a model is asked for, and a quarter more; rules may plan fewer."""
    missing = context.scenes + context.scenes // 4 - len(answer.scenes)
    more = tuple(answer.scenes[number % len(answer.scenes)] for number in range(missing)) if answer.scenes else ()
    plan: Output = answer.model_copy(update={"scenes": (*answer.scenes, *more)})
    return plan


@dataclass(frozen=True, slots=True)
class Promise:
    """A picture or clip that is not there: its content is the key of the order, so that it is like no other."""

    key: str
    facts: dict[str, Any] = field(default_factory=dict)

    def read(self) -> bytes:
        """The key."""
        return self.key.encode()

    @property
    def size(self) -> int:
        """Length of the key."""
        return len(self.read())

    @property
    def sha256(self) -> str:
        """SHA-256 of the key."""
        return hashlib.sha256(self.read()).hexdigest()

    @property
    def blob(self) -> str:
        """The id that git would give to it."""
        return hashlib.sha1(b"blob %d\0" % self.size + self.read(), usedforsecurity=False).hexdigest()


class Promising:
    """Takes orders, and promises each a picture that is like none before; what `find` has was bought before."""

    def __init__(
        self,
        kind: Literal["image", "video"],
        name: str,
        settings: MediaSettings | None = None,
        find: Callable[[Order], Medium | None] = lambda _: None,
    ) -> None:
        self.kind: Kind = kind
        self._find = find
        self.name = name
        self._provider = open_maker(kind, name, settings)
        self.reads_references = reads_references(self._provider)
        self.orders: list[Order] = []

    def price(self, request: ImageRequest | VideoRequest) -> Cost:
        """What one would cost."""
        return price_of(self._provider, request)

    def terms(self, request: VideoRequest) -> Terms:
        """What a clip would be bought as."""
        return terms_of(self._provider, request)

    def make_each(self, task: str, orders: Iterable[Order], total: int) -> dict[str, Medium | StoryforgeError]:
        """Promise all that is ordered."""
        del task, total
        made: dict[str, Medium | StoryforgeError] = {}
        for order in orders:
            known = self._find(order)
            if known is not None:
                made[order.item] = known
                continue
            self.orders.append(order)
            facts = {"digest": f"promised {order.key}", "width": 0, "height": 0, "by": self.name, "cost": None}
            made[order.item] = Promise(order.key, {**facts, "frames": order.bare().spec.frames, "build": ""})
        return made
