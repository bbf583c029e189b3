"""How states are shown on a terminal: proposals and questions of a scene, and an element's strip through the film."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.cli.table import columns, cut, fill, paint, width
from storyforge.model.counted import few

if TYPE_CHECKING:
    from collections.abc import Iterator

_RISKS = {"safe": "green", "risky": "yellow", "broken": "red", "unknown": "dim"}
_INDENT = "      "
FEW = 6
"""Shots that are named of many."""


def scene_lines(scene: dict[str, Any], *, single: bool) -> Iterator[str]:
    """A scene: its risk, what meets its border, what its shots propose; a scene with nothing to say is left out."""
    if not (single or scene["proposals"] or scene["questions"]):
        return
    continuity = scene["continuity"]
    risk = paint(continuity["risk"], _RISKS[continuity["risk"]])
    yield f"{paint('Scene ' + scene['scene'], 'bold')}  {scene['heading']}  {risk}"
    for reason in continuity["reasons"] if single else ():
        yield fill(f"- {reason}", "    ", columns())
    for question in scene["questions"]:
        yield from _question(question)
    for proposal in scene["proposals"]:
        yield from _proposal(proposal)
    if not scene["proposals"] and not scene["questions"]:
        yield "  Nothing changes state here, and nothing meets its border."
    yield ""


def _question(found: dict[str, Any]) -> Iterator[str]:
    """`john.wet  still wet? since scene 3, last seen in 4: "..."`, and what was said of it."""
    said = {"author": "you", "auto": "the rule", "": ""}[found["decided"]]
    answer = f"{'kept' if found['keep'] else 'dropped'} by {said}" if said else "to be said"
    colour = "" if said else "yellow"
    yield f"  {paint(found['name'], 'cyan')}  still {words_of(found['tag'])}?  {paint(answer, colour)}"
    seen = "" if found["last_seen"] == found["since"] else f", last seen in {found['last_seen']}"
    would = "keep" if found["rule_keeps"] else "drop"
    about = f"since scene {found['since']}{seen}, over a jump that is {found['jump']}: the rule would {would} it"
    yield paint(fill(about, _INDENT, columns()), "dim")
    if found["quote"]:
        yield fill(f"“{found['quote']}”", _INDENT, columns())


def _proposal(found: dict[str, Any]) -> Iterator[str]:
    """`5B  john.wet  proposed, sure`, the sentence, and where it would be seen."""
    by = f" by {'you' if found['decided'] == 'author' else 'the rule'}" if found["decided"] else ""
    stand = f"{found['review']}{by}"
    sure = "" if found["review"] != "proposed" else ", sure" if found["sure"] else ", not sure"
    colour = {"proposed": "yellow", "accepted": "green", "rejected": "dim"}[found["review"]]
    yield f"  {found['shot']:<4} {paint(found['name'], 'cyan')}  {paint(stand + sure, colour)}"
    if found["quote"]:
        yield fill(f"“{found['quote']}”", _INDENT, columns())
    yield paint(fill(f"read by: {found['rule'] or 'hand'}; {_effect(found)}", _INDENT, columns()), "dim")


def _effect(found: dict[str, Any]) -> str:
    shots = found["seen_in"]
    verb = {"proposed": "would be", "accepted": "is", "rejected": "would have been"}[found["review"]]
    asked = f", asked again at scene {found['asked_at']}" if found["asked_at"] else ""
    return f"{verb} seen from the end of {few(shots, FEW)}{asked}"


def words_of(tag: str) -> str:
    """`carrying:letter` as words."""
    return tag.replace(":", " the ").replace("-", " ") if ":" in tag else tag.replace("-", " ")


def strip(found: dict[str, Any]) -> Iterator[str]:
    """An element scene by scene: a row a condition, a column a scene, and beneath it what began and ended where."""
    scenes, rows = found["scenes"], found["rows"]
    yield f"{paint(found['name'], 'bold')}  {found['kind']}, in {len(scenes)} of {found['of']} scenes"
    if not scenes:
        yield "  In no scene yet: storyforge run scenes"
        return
    if not rows:
        yield "  As the asset says, from the first scene to the last: no accepted change of state."
        return
    label = max(width(words_of(row["tag"])) for row in rows)
    cell = max(3, *(width(scene["scene"]) for scene in scenes)) + 1
    each = max(1, (columns() - label - 4) // cell)
    for start in range(0, len(scenes), each):
        part = scenes[start : start + each]
        yield ""
        yield "  " + " " * label + "  " + "".join(scene["scene"].ljust(cell) for scene in part).rstrip()
        for row in rows:
            marks = row["marks"][start : start + each]
            line = "".join(_cell(mark, cell) for mark in marks)
            yield f"  {words_of(row['tag']).ljust(label)}  {line}".rstrip()
    yield ""
    yield paint("  ▐ begins  █ lasts  ▌ ends  │ both in one scene  ? proposed or asked  × dropped at the border", "dim")
    yield from _events(found)


_COLOURS = {"▐": "green", "█": "green", "▌": "green", "│": "green", "?": "yellow", "×": "red"}


def _cell(mark: str, size: int) -> str:
    tail = ("█" if mark in "▐█" else " ") * (size - 1)
    return paint(mark + tail, _COLOURS.get(mark, "dim"))


def _events(found: dict[str, Any]) -> Iterator[str]:
    room = max((width(event["what"]) for event in found["events"]), default=0)
    for event in found["events"]:
        head = f"  {event['scene']:<4} {event['shot']:<5} {event['what'].ljust(room)}  "
        yield head + cut(f"“{event['quote']}”" if event["quote"] else event["why"], max(20, columns() - width(head)))
