"""How assets are shown on a terminal: a table of all, a card of one, and what a change came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.cli.needs import needs_in_words
from storyforge.cli.table import columns, cut, fill, paint, table, width
from storyforge.model.counted import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.pipeline.assets.changing import Changed
    from storyforge.pipeline.assets.rewriting import Redescribed

_LABEL = 10
_MENTIONS = 8
"""Mentions that a card shows; those that describe come first. `--json` has all."""
_TITLES = {"character": "character", "prop": "prop", "setting": "setting"}
_READY = "ready"


def listed(rows: Sequence[dict[str, Any]], *, narrowed: bool) -> Iterator[str]:
    """A table for each kind: name, part, scenes, what is missing, and how it looks."""
    if not rows:
        yield "Nothing like that." if narrowed else "There are no assets yet: storyforge run assets"
        return
    for number, kind in enumerate(dict.fromkeys(row["kind"] for row in rows)):
        mine = [row for row in rows if row["kind"] == kind]
        if number:
            yield ""
        yield f"{paint(counted(len(mine), _TITLES[kind]), 'bold')}{' (key ones marked *)' if not number else ''}"
        yield table([_cells(row) for row in mine], [_colour(row) for row in mine])
    asking = sum(row["questions"] for row in rows)
    if asking:
        yield f"\n{counted(asking, 'question')} to you: storyforge asset show NAME, or storyforge check"


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    mark = "*" if row["key"] else " "
    pin = " (pinned)" if row["pinned"] else ""
    return (f"{mark} {row['id']}{pin}", part(row), _scenes(row["scenes"]), _state(row), _look(row))


def _colour(row: dict[str, Any]) -> str:
    return "" if not row["key"] else "yellow" if row["needs"] else "green"


def part(row: dict[str, Any]) -> str:
    """Role and age of a person, category of a thing."""
    told = (row["role"], row["age"], "group" if row["group"] else "", row["category"], "hero" if row["hero"] else "")
    return ", ".join(each for each in told if each)


def _scenes(numbers: Sequence[str]) -> str:
    shown = ", ".join(numbers[:3])
    return f"{shown} … ({len(numbers)})" if len(numbers) > 3 else shown


def _state(row: dict[str, Any]) -> str:
    return needs_in_words(row["needs"]) or (_READY if row["key"] else "")


def _look(row: dict[str, Any]) -> str:
    look = str(row["identity_line"] or row["description"]).removeprefix(f"{row['name']}, ")
    return look if row["name"].isascii() else f"{row['name']} {look}".rstrip()


def card_lines(card: dict[str, Any]) -> Iterator[str]:
    """One asset, all that is known of it."""
    yield from _head(card)
    yield from _texts(card)
    yield from _pictures(card)
    yield from _appears(card)
    yield from _mentions(card)
    yield from _asks(card)
    yield from _next(card)


def _head(card: dict[str, Any]) -> Iterator[str]:
    told = [card["kind"], part(card), card["pronouns"] if card["pronouns"] not in ("", "unknown") else ""]
    told += ["key" if card["key"] else "", "pinned" if card["pinned"] else ""]
    about = " · ".join(each for each in told if each)
    yield f"{paint(card['name'], 'bold')}  {about}"
    yield paint("─" * min(columns(), max(width(f"{card['name']}  {about}"), 60)), "dim")


def _field(label: str, text: str) -> Iterator[str]:
    if text:
        lines = fill(text, " " * (_LABEL + 2)).split("\n")
        yield f"{paint(f'{label:<{_LABEL}}', 'dim')}  {lines[0].lstrip()}"
        yield from lines[1:]


def _texts(card: dict[str, Any]) -> Iterator[str]:
    yield from _field("identity", card["identity_line"])
    yield from _field("looks", card["description"])
    yield from _field("also", ", ".join(card["aliases"]))
    yield from _field("parts", ", ".join(card["sub_places"]))
    yield from _field("seen at", ", ".join(card["times"]).lower())
    if card["voice"]:
        ids = ", ".join(f"{service} {name}" for service, name in card["voice"]["ids"].items())
        yield from _field("voice", " — ".join(each for each in (card["voice"]["words"], ids) if each))
    yield from _field("rights", card["rights"])
    yield from _field("source", card["source"])


def _pictures(card: dict[str, Any]) -> Iterator[str]:
    rows = []
    for picture in card["pictures"]:
        state = "approved" if picture["approved"] else "not approved"
        take = f"take {picture['take']}" if picture["take"] > 1 else ""
        told = (state, "primary" if picture["primary"] else "", f"by {picture['by']}", take, picture["rights"])
        rows.append((f"{picture['id']:<10}", f"{', '.join(each for each in told if each)}  {picture['path']}"))
    yield from _block("pictures", rows)


def _appears(card: dict[str, Any]) -> Iterator[str]:
    rows = []
    for scene in card["appears"]:
        shots, speaks = len(scene["shots"]), len(scene["speaks"])
        told = [counted(shots, "shot")] if shots else []
        told += [f"speaks in {speaks}"] if speaks else []
        told += [state] if (state := _states(scene)) else []
        heading = cut(scene["heading"], 50)
        rows.append((f"{scene['scene']:<4}", f"{heading}{' ' * (52 - width(heading))}{', '.join(told)}".rstrip()))
    yield from _block("scenes", rows)


def _states(scene: dict[str, Any]) -> str:
    begins, ends = ", ".join(scene["begins"]), ", ".join(scene["ends"])
    return begins if begins == ends else f"{begins or 'as usual'} → {ends or 'as usual'}"


def _mentions(card: dict[str, Any]) -> Iterator[str]:
    mentions = card["mentions"]
    shown = sorted(range(len(mentions)), key=lambda row: (not mentions[row]["describes"], row))[:_MENTIONS]
    rows = []
    for row in sorted(shown):
        mark = "*" if mentions[row]["describes"] else " "
        rows.append((f"{mentions[row]['scene']:<4}", f"{mark} {' '.join(mentions[row]['quote'].split())}"))
    yield from _block("said of", rows)
    if len(mentions) > len(shown):
        yield paint(f"{' ' * (_LABEL + 2)}… and {len(mentions) - len(shown)} more; * says how it looks", "dim")


def _block(label: str, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Lines below one label, each cut to the terminal."""
    room = min(columns(), 110) - _LABEL - 2
    for number, (name, text) in enumerate(rows):
        lead = f"{label if not number else '':<{_LABEL}}"
        yield f"{paint(lead, 'dim')}  {paint(name, 'cyan')}  {cut(text, room - width(name) - 2)}"


def _asks(card: dict[str, Any]) -> Iterator[str]:
    for number, question in enumerate(card["open"]):
        asked = fill(f"? {question['ask']}", " " * (_LABEL + 2)).lstrip()
        lead = f"{'asks you' if not number else '':<{_LABEL}}"
        yield f"{paint(lead, 'dim')}  {paint(asked, 'yellow')}"
        if question["evidence"]:
            yield paint(f"{' ' * (_LABEL + 4)}{cut(question['evidence'], min(columns(), 110) - _LABEL - 4)}", "dim")


def _next(card: dict[str, Any]) -> Iterator[str]:
    """What it still needs, with the command that brings it."""
    missing = [each for each in card["needs"] if each.endswith("missing")]
    waiting = [each.partition(" ")[0] for each in card["needs"] if each.endswith("not approved")]
    if "description missing" in missing:
        yield from _field("needs", f'a description: storyforge asset rewrite {card["id"]} -m "add ..."')
    pictures = [each.partition(" ")[0] for each in missing if each != "description missing"]
    if pictures:
        yield from _field("needs", f"{', '.join(pictures)}: storyforge keys {card['id']}")
    if waiting:
        names = " ".join(f"{card['id']}.{kind}" for kind in waiting)
        yield from _field("needs", f"your approval: storyforge asset approve {names}")
    if card["open"]:
        yield from _field("answer", f"write the alias into {card['path']}, or delete the question there")


def redescribed(found: Redescribed, *, dry: bool) -> Iterator[str]:
    """A description as it was and as it is."""
    from storyforge.cli.rewrite import paid
    from storyforge.cli.views_changes import change
    from storyforge.cli.views_impact import short

    if found.saved:
        yield "edits      recorded as they were made by hand"
    if found.after is None:
        yield f"{found.by} would be asked, for at most {found.cost.words()}; nothing was asked or written."
        return
    for name in ("description", "identity_line", "age"):
        before, after = getattr(found.before, name, ""), getattr(found.after, name, "")
        if before != after:
            yield from change(name.replace("_", " "), before, after or "(nothing)")
    yield from short(found.impact.plain()) if found.impact else ()
    if dry:
        yield "Nothing was written."
    elif found.commit is None:
        yield f"{found.path} stays as it was."
    else:
        yield f"Described {found.before.name} anew, by {found.by}, {paid(found)}."
        yield f"Read it, then: storyforge lock {found.before.id}"


def changed(found: Changed, *, dry: bool) -> Iterator[str]:
    """What of an asset is different, field by field."""
    from storyforge.cli.views_impact import short

    if found.saved:
        yield "edits      recorded as they were made by hand"
    before, after = found.before.filed(), found.after.filed()
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield f"{name:<10} {_plain(before.get(name)) or '(nothing)'} → {_plain(after.get(name)) or '(nothing)'}"
    yield from short(found.impact.plain()) if found.impact else ()
    if dry:
        yield "Nothing was written."
    elif found.commit is None:
        yield f"{found.path} stays as it was."
    else:
        yield f"Recorded in {found.path}."


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(each)}" for name, each in value.items() if each not in ("", [], {}, "normal"))
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value or "")
