"""How visual styles are shown on a terminal, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.cli.table import fill, paint, table
from storyforge.model.counted import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from storyforge.media.likeness.signature import Likeness
    from storyforge.pipeline.styling.visual import Entry


def as_visual_rows(entries: Mapping[str, Entry], used: str | None) -> list[dict[str, Any]]:
    """Every visual style as plain data."""
    return [
        {
            "name": entry.name,
            "from": entry.origin,
            "about": entry.style.about if entry.style else "",
            "pictures": len(entry.pictures),
            "problem": entry.problem,
            "in_use": entry.name == used,
        }
        for entry in entries.values()
    ]


def listed_visual(rows: Sequence[dict[str, Any]], used: str | None, *, in_story: bool) -> Iterator[str]:
    """One line a style, the one in use marked."""
    yield table(
        [
            (
                "*" if row["in_use"] and in_story else " ",
                row["name"],
                row["from"],
                counted(row["pictures"], "picture") if row["pictures"] else "",
                row["about"],
            )
            for row in rows
        ],
        ["green" if row["in_use"] and in_story else "" for row in rows],
    )
    for row in rows:
        if row["problem"]:
            yield paint(f"{row['name']}: {row['problem']}", "yellow")
    if used and not any(row["in_use"] for row in rows):
        yield f'The story\'s pictures look as its author says: "{used}"'
    yield ""
    yield "See them: storyforge style preview"
    if in_story and not used:
        yield "Draw in one: storyforge setup --visual-style NAME"


def as_visual(entry: Entry) -> dict[str, Any]:
    """A visual style as plain data."""
    style = entry.style
    told: dict[str, Any] = {"name": entry.name, "from": entry.origin, "pictures": list(entry.pictures)}
    if style is not None:
        names = ("about", "block", "tag", "palette", "light", "line", "finish", "never")
        told |= {"title": style.name, **{name: getattr(style, name) for name in names}, "said": style.said}
    return told | {"problem": entry.problem}


def shown_visual(told: dict[str, Any]) -> Iterator[str]:
    """A visual style in words, and the block that it puts into every frame prompt."""
    yield ""
    yield f"{paint(told.get('title') or told['name'], 'bold')}  (visual, {told['from']})"
    if told.get("about"):
        yield fill(told["about"])
    if told["problem"]:
        yield paint(told["problem"], "yellow")
    if "said" not in told:
        return
    yield ""
    for name, value in told["palette"].items():
        yield f"{value}  {name}"
    if told["palette"]:
        yield ""
    yield "In every frame prompt:"
    yield fill(told["said"], "  ")
    yield f"For models of clips that want a style named: {told['tag'] or told['block']}"
    if told["pictures"]:
        yield f"Pictures that show it: {', '.join(path.rpartition('/')[2] for path in told['pictures'])}"


def as_score(name: str, picture: str, found: Likeness) -> dict[str, Any]:
    """A score as plain data."""
    differences = [
        {"words": each.words, "value": each.value, "style": each.mean, "spread": each.spread}
        for each in found.differences
    ]
    return {"picture": picture, "style": name, "score": found.score, "differences": differences}


def score_lines(rows: Sequence[dict[str, Any]], learned: Mapping[str, str]) -> Iterator[str]:
    """Scores with what differs, each in words and in numbers."""
    for style, how in learned.items():
        yield paint(f"{style}: {how}", "dim")
    for row in rows:
        said = "; ".join(
            f"{each['words']} ({each['value']:g}, the style {each['style']:g}"
            + (f" ± {each['spread']:g})" if each["spread"] else ")")
            for each in row["differences"]
        )
        colour = "green" if row["score"] >= 50 else "yellow"
        yield paint(f"{row['score']:>3}  {row['picture']}", colour) + (f"  {row['style']}" if len(learned) > 1 else "")
        if said:
            yield fill(said, "     ")
