"""A scene of the script as tasks are told it: actions, speeches and transitions in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from storyforge.model.base import OURS
from storyforge.model.screenplay import Action, Kind, Speech
from storyforge.tasks.base import Context

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.model.screenplay import ScriptScene


class Part(Context):
    """A piece of a speech."""

    kind: Literal["words", "parenthetical", "lyric"] = Field(description="words, parenthetical or lyric.")
    text: str = Field(description="Verbatim; a parenthetical without its parentheses.")


class Piece(Context):
    """One paragraph of action, one speech, or one transition."""

    kind: Literal["action", "speech", "transition"] = Field(description="action, speech or transition.")
    text: str = Field("", description="Action or transition, verbatim.")
    character: str = Field("", description="Slug of the speaker, empty while the cast is not known.")
    name: str = Field("", description="The cue as written, without extensions.")
    extensions: tuple[str, ...] = Field((), description="V.O., O.S., CONT'D and the like.")
    parts: tuple[Part, ...] = Field((), description="What is said, with parentheticals, in order.")
    dual: bool = Field(False, description="Spoken at the same time as the speech before.")
    line: int = Field(0, description="Line in the script, for messages only.", json_schema_extra={OURS: True})

    @property
    def words(self) -> str:
        """All that is spoken or sung, joined by spaces."""
        return " ".join(part.text for part in self.parts if part.kind != "parenthetical")

    @property
    def directed(self) -> list[tuple[str, str]]:
        """(direction, words) of each stretch of the speech; a direction at the end goes with the words before it."""
        found: list[tuple[str, str]] = []
        waiting: list[str] = []
        for part in self.parts:
            if part.kind == "parenthetical":
                waiting.append(part.text)
            elif part.text.strip():
                found.append(("; ".join(waiting), part.text))
                waiting = []
        if waiting and found:
            direction, text = found[-1]
            found[-1] = ("; ".join(filter(None, (direction, *waiting))), text)
        elif waiting:
            found.append(("; ".join(waiting), ""))
        return found


_PARTS: dict[Kind, Literal["words", "parenthetical", "lyric"]] = {
    Kind.DIALOGUE: "words",
    Kind.PARENTHETICAL: "parenthetical",
    Kind.LYRIC: "lyric",
}


def pieces(scene: ScriptScene, slug: Callable[[str], str] | None = None) -> tuple[Piece, ...]:
    """The pieces of one scene; `slug` gives the id of a cue's name."""
    found: list[Piece] = []
    for block in scene.blocks():
        if isinstance(block, Speech):
            parts = tuple(
                Part(kind=_PARTS[line.kind], text=_bare(line.text) if line.kind is Kind.PARENTHETICAL else line.text)
                for line in block.lines
            )
            found.append(
                Piece(
                    kind="speech",
                    name=block.name,
                    character=slug(block.name) if slug else "",
                    extensions=block.extensions,
                    parts=parts,
                    dual=block.dual,
                    line=block.line,
                )
            )
        elif isinstance(block, Action):
            found.append(Piece(kind="action", text=block.text, line=block.line))
        else:
            found.append(Piece(kind="transition", text=block.text, line=block.line))
    return tuple(found)


def _bare(text: str) -> str:
    return text.strip().removeprefix("(").removesuffix(")").strip()
