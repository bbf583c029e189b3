"""A story from an idea, as its author has it once the script is locked; and a scribe who wrote it, and writes on."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from storyforge.model.beats import Beat, RunnerUp, Source, Treatment
from storyforge.model.money import Cost
from storyforge.pipeline.create import create
from storyforge.pipeline.inputs import Wanted
from storyforge.providers import TEXT
from storyforge.providers.base import Reply
from storyforge.providers.offline import RULES
from storyforge.tasks.beatsheet import BeatSheetOutput, OneBeatOutput
from storyforge.tasks.options import RevisionOutput, TreatmentsOutput
from storyforge.tasks.rewriting import RewriteOutput
from storyforge.tasks.scenes import Block, OutlineOutput, PlannedScene, SceneOutput
from tests.tale import Tale

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from storyforge.tasks.base import Context, Output

IDEA = "Mara, who rows the ferry, takes one last passenger across at night."
BODY = """Mara unties the ferry at dusk. “One more,” says a stranger on the pier.

In the middle of the river the stranger asks her to stop. Mara waits.

She rows on, and lands alone. Mara waits."""
BEATS = (
    ("Mara unties the ferry at dusk.", "Mara unties the ferry at dusk.", "Act one"),
    ("A stranger asks for one more crossing.", "“One more,” says a stranger on the pier.", ""),
    ("The stranger asks her to stop.", "In the middle of the river the stranger asks her to stop.", "Act two"),
    ("Mara stops, and listens.", "Mara waits.", ""),
    ("She rows on.", "She rows on, and lands alone.", "Act three"),
    ("She lands alone.", "She rows on, and lands alone.", ""),
)
PAID = ("--with", "text=scribe", "--max-cost", "9EUR")


def _options(_context: Any) -> Output:
    each = [Treatment(title=f"Crossing {n}", logline=IDEA, whose="Mara", body=BODY) for n in (1, 2, 3)]
    return TreatmentsOutput(options=tuple(each))


def _beats(context: Any) -> Output:
    told = [
        Beat(id=f"b{n:02}", text=text, act=act, goal=f"Goal {n}.", source=Source(file=context.path, quote=quote))
        for n, (text, quote, act) in enumerate(BEATS, 1)
    ]
    others = (RunnerUp(text="Mara sings."), RunnerUp(text="It begins to rain.", people=("Mara",)))
    told[3] = told[3].model_copy(update={"runners_up": others})
    return BeatSheetOutput(beats=tuple(told))


def _outline(_context: Any) -> Output:
    scenes = [
        PlannedScene(place=place, inside="EXT.", time="NIGHT", people=("Mara",), beats=beats)
        for place, beats in (("PIER", ("b01", "b02")), ("RIVER", ("b03", "b04")), ("BANK", ("b05", "b06")))
    ]
    return OutlineOutput(scenes=tuple(scenes))


def _scene(context: Any) -> Output:
    told = " ".join(beat.text for beat in context.beats)
    return SceneOutput(
        blocks=(
            Block(kind="action", text=told),
            Block(kind="speech", character="Mara", text=f"Here is {context.scene}."),
        )
    )


def _beat(context: Any) -> Output:
    """As many beats as are asked for, which say what they were asked."""
    about = " and ".join(beat.text.rstrip(".") for beat in context.beats) or context.guidance
    told = [Beat(id="b99", text=f"{context.wish} {n}: {about}.") for n in range(1, context.count + 1)]
    return OneBeatOutput(beats=tuple(told))


def _rewrite(context: Any) -> Output:
    return RewriteOutput(passage=f"<{context.instruction}: {' '.join(context.passage.split())}>")


def _revise(context: Any) -> Output:
    new = [beat for beat in context.beats if beat not in context.body]
    return RevisionOutput(body="\n\n".join([context.body, *new[-1:]]))


class Scribe:
    """Writes what it is asked for at once, at a price; `said` are answers of a test's own, by task."""

    name = "scribe"
    pure = False
    said: ClassVar[dict[str, Callable[[Any], Any]]] = {}
    asked: ClassVar[list[tuple[str, Any]]] = []
    _told: ClassVar[dict[str, Callable[[Any], Any]]] = {
        "treatments": _options,
        "beatsheet": _beats,
        "outline": _outline,
        "scene": _scene,
        "beat": _beat,
        "rewrite": _rewrite,
        "revise": _revise,
    }

    def parameters(self, _task: str) -> dict[str, str]:
        """None."""
        return {}

    def price(self, _task: str, _context: Context) -> Cost:
        """The same for every answer."""
        return Cost(Decimal("0.05"), "EUR")

    def ask(self, task: str, context: Context) -> Reply[Output]:
        """The answer of a test, the scribe's own, or the rule's."""
        type(self).asked.append((task, context))
        answer = self.said.get(task) or self._told.get(task) or RULES.load(task)
        return Reply(answer(context), by="scribe:quill-2", cost=Cost(Decimal("0.05"), "EUR"))


def engaged(patch: pytest.MonkeyPatch) -> type[Scribe]:
    """The scribe under the name it has on the command line."""
    patch.setitem(TEXT.table, "scribe", "tests.room:Scribe")
    patch.setattr(Scribe, "asked", [])
    patch.setattr(Scribe, "said", {})
    return Scribe


def built(folder: Path) -> Tale:
    """The story, made by the scribe and locked up to its script."""
    create(Wanted(folder, None, None, options={"length": "3:00-5:00", "language": "en"}, idea=IDEA))
    tale = Tale(folder)
    assert tale.storyforge("run", "script", "--auto", *PAID) == 0
    return tale
