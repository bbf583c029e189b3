"""How it is shown why somebody looks as they do in a scene: a chain for each condition, back to its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.cli.table import columns, fill, paint
from storyforge.cli.views_state import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_BY = {"author": "by you", "auto": "by the rule", "": ""}


def looks_lines(found: dict[str, Any], name: str) -> Iterator[str]:
    """The element, then its conditions with their chains, what was dropped at the border, what is only proposed."""
    yield f"{paint(name, 'bold')} in scene {found['scene']}"
    if not found["conditions"]:
        yield "  as the asset says: no accepted change of state has reached this scene, and none begins in it"
    for chain in found["conditions"]:
        yield from _chain(chain)
    for question in found["dropped"]:
        word = (
            f"dropped {_BY[question['decided']]}"
            if question["keep"] is False
            else "nobody has said whether it is so still"
        )
        yield f"  {paint('not ' + words_of(question['tag']), 'dim')}  {word}, over a jump that is {question['jump']}"
        yield from _behind(f"since scene {question['since']}", question["quote"], "    ")
    for proposal in found["proposed"]:
        asked = paint(f"{words_of(proposal['name'].partition('.')[2])}?", "yellow")
        yield f"  {asked}  only proposed in {proposal['shot']}"
        yield from _behind(f"read by: {proposal['rule']}", proposal["quote"], "    ")


def _chain(chain: dict[str, Any]) -> Iterator[str]:
    ends = f", until {chain['ends']}" if chain["ends"] else ""
    how = "from the start" if chain["here"] else f"from the end of {chain['shot']}"
    yield f"  {paint(words_of(chain['tag']), 'cyan')}  {how}{ends}"
    for border in reversed(chain["borders"]):
        by = _BY[border["decided"]] or "by a word that is not recorded"
        yield f"    <- kept into scene {border['scene']} {by}; the jump is {border['jump']}"
    where = f"{chain['shot']} of scene {chain['scene']}" if chain["shot"] else f"scene {chain['scene']}"
    accepted = f", accepted {_BY[chain['decided']]}" if chain["decided"] else ""
    rule = f", read by: {chain['rule']}" if chain["rule"] else ""
    yield from _behind(f"begins in {where}{accepted}{rule}", chain["quote"], "    <- ")


def _behind(words: str, quote: str, start: str) -> Iterator[str]:
    indent = " " * len(start)
    yield start + fill(words, indent, columns()).lstrip()
    if quote:
        yield fill(f"“{quote}”", indent, columns())
