"""What an author says in their own words, told with the commands and with what they may name; nothing is run here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from storyforge.model.money import FREE
from storyforge.pipeline.assisting import facts
from storyforge.pipeline.assisting.room import STAGES, settle
from storyforge.pipeline.assisting.upcoming import offered
from storyforge.pipeline.editing.save import edited_story
from storyforge.pipeline.spending.choice import choose_text
from storyforge.pipeline.spending.opening import is_pure
from storyforge.pipeline.timelines import timelines
from storyforge.pipeline.writing.asking import OFFLINE, writer
from storyforge.stages import BY_NAME, FILM
from storyforge.tasks.assist import IntentContext
from storyforge.tasks.facts import Unit
from storyforge.tasks.tokens import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from storyforge.model.money import Cost
    from storyforge.model.story import Models
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.writing.asking import Tell
    from storyforge.story import Story
    from storyforge.tasks.assist import CommandTold, IntentOutput

TASK = "intent"
HEADING = 20


@dataclass(frozen=True)
class Wished:
    """The commands that do what was said; of a dry run that would cost, `answer` is None."""

    context: IntentContext
    answer: IntentOutput | None
    by: str
    cost: Cost = FREE


def wished(
    session: Session,
    text: str,
    commands: Sequence[CommandTold],
    request: Request,
    tell: Callable[[Tell], None] | None = None,
) -> Wished:
    """Ask which commands do what is said; a dry run asks nobody who may take money."""
    _, story = edited_story(session)
    context = IntentContext(
        language=story.story.language,
        text=text,
        commands=tuple(commands),
        scenes=_scenes(story),
        beats=facts.beats_of(story),
        offered=tuple(offered(session)),
        timelines=tuple(line.name for line in timelines(session.repository)),
    )
    with writer(session, replace(request, upto=STAGES[TASK]), tell) as asked:
        if request.dry and not asked.is_free:
            return Wished(context, None, asked.choice.name, asked.price(TASK, [context]))
        answer = cast("IntentOutput", asked.asking.ask(TASK, context))
        settle(asked, session, STAGES[TASK])
        return Wished(context, answer, asked.asking.name, asked.asking.cost)


def _scenes(story: Story) -> tuple[Unit, ...]:
    there = story.scenes if facts.has_script(story) else {}
    return tuple(Unit(id=number, text=shortened(scene.title, HEADING)) for number, scene in there.items())


def payees(session: Session, command: str) -> list[str]:
    """Providers who may take money for a command, by the story's settings; none where all of them are rules."""
    models = session.story.story.models
    stages = [row.name for row in FILM] if command == "run" else [_ASKING.get(command, command)]
    names = dict.fromkeys(_provider(models, stage) for stage in stages if stage in BY_NAME)
    return [name for name in names if not _is_free(name)]


_ASKING = {"rewrite": "script", "beat": "beats", "assist": "script", "sync": "treatment", "frame": "frames"}
"""Commands that are no stage -> the stage whose provider they ask."""


def _provider(models: Models, stage: str) -> str:
    asks = BY_NAME[stage].asks
    return choose_text(models, stage).name if asks == "text" else str(getattr(models, asks))


def _is_free(name: str) -> bool:
    return name.partition(":")[0] == OFFLINE or (":" not in name and is_pure(name))
