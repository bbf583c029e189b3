"""A short story of our own in beats, and the script that the rules make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.formats.screenwriting import WrittenBlock, WrittenScene, write_script
from storyforge.model.beats import Beat
from storyforge.providers.offline.scripting import outline, scene
from storyforge.tasks.brief import Brief, PersonTold
from storyforge.tasks.scenes import OutlineContext, SceneContext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.tasks.scenes import Block, PlannedScene

SALT = (
    "Mara, a salt trader, finds a ledger in the old salt cellar one night.",
    "She reads that her father sold the harbour.",
    "“Who is there?” asked Ben from the stairs.",
    "Mara hides the ledger under her coat and says, “Only me.”",
    "The next morning Mara walks to the harbour office.",
    "[[TODO: What does she want from the harbour master?]]",
    "The harbour master laughs at her. “That paper is worth nothing,” he said.",
    "At once Ben runs into the street.",
    "Mara follows him through the rain.",
    "Three days later the sea takes the quay.",
    "In her diary Mara writes: “He knew. He always knew.”",
)


def brief(language: str = "en", mode: str = "expansion", people: Sequence[str] = ("Mara", "Ben")) -> Brief:
    return Brief(title="Salt", language=language, mode=mode, people=tuple(PersonTold(name=name) for name in people))


def beats(texts: Sequence[str]) -> tuple[Beat, ...]:
    return tuple(Beat(id=f"b{i:02}", text=text) for i, text in enumerate(texts, 1))


def planned(told: Sequence[Beat], about: Brief, scenes: int = 5) -> tuple[PlannedScene, ...]:
    context = OutlineContext(brief=about, beats=tuple(told), scenes=scenes)
    answer = outline(context)
    assert answer.faults(context) == ()
    return answer.scenes


def blocks(plan: PlannedScene, told: Sequence[Beat], about: Brief) -> tuple[Block, ...]:
    played = tuple(beat for beat in told if beat.id in plan.beats)
    context = SceneContext(brief=about, scene="1", of=1, plan=plan, beats=played, seconds=30)
    answer = scene(context)
    assert answer.faults(context) == ()
    return answer.blocks


def alone(text: str, about: Brief | None = None) -> list[tuple[str, str, str]]:
    """(kind, who, text) of the blocks that one beat becomes; gaps as `gap`, the question about the place left out."""
    about = about or brief()
    told = beats([text])
    (plan,) = planned(told, about)
    return [
        row
        for block in blocks(plan.model_copy(update={"place": "HALL", "inside": "INT."}), told, about)
        for row in _rows(block)
    ]


def _rows(block: Block) -> list[tuple[str, str, str]]:
    said = [(block.kind, block.character, block.text)] if block.text else []
    return [*said, *([("gap", "", block.gap)] if block.gap else [])]


def script(texts: Sequence[str], about: Brief, scenes: int = 5) -> str:
    told = beats(texts)
    written = [
        WrittenScene(
            str(number),
            plan.inside,
            plan.place,
            plan.time,
            tuple(WrittenBlock(**block.model_dump()) for block in blocks(plan, told, about)),
        )
        for number, plan in enumerate(planned(told, about, scenes), 1)
    ]
    return write_script({"Title": about.title}, written, about.language)
