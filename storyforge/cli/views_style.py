"""How written styles are shown on a terminal, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.cli.table import fill, paint, table
from storyforge.model.counted import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.pipeline.styling.styles import Near, WrittenStyle


def as_rows(styles: Sequence[WrittenStyle], used: str | None) -> list[dict[str, Any]]:
    """Every style as plain data: where it comes from, what it holds, whether the story is written in it."""
    return [
        {
            "name": style.corpus.name,
            "from": style.corpus.origin,
            "about": style.line(),
            **_figures(style.facts()),
            "in_use": style.corpus.name == used,
        }
        for style in styles
    ]


def _figures(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in ("passages", "words", "languages", "unread")}


def listed(rows: Sequence[dict[str, Any]], used: str | None, *, in_story: bool) -> Iterator[str]:
    """One line a style, the one in use marked."""
    yield table(
        [
            (
                "*" if row["in_use"] else " ",
                row["name"],
                row["from"],
                counted(row["passages"], "passage"),
                " ".join(row["languages"]),
                row["about"],
            )
            for row in rows
        ],
        ["green" if row["in_use"] else "" for row in rows],
    )
    for row in rows:
        yield from _unread(row["name"], row["unread"])
    if used and not any(row["in_use"] for row in rows):
        yield f"The story's style {used} is not here: storyforge style add {used} FILES"
    yield ""
    yield "Hear one: storyforge style show NAME"
    if in_story and not used:
        yield "Write in one: storyforge setup --style NAME"


def _unread(name: str, unread: dict[str, str]) -> Iterator[str]:
    for file, problem in unread.items():
        yield paint(f"{name}: {file} can't be read: {problem}", "yellow")


def as_shown(style: WrittenStyle, count: int, language: str | None) -> dict[str, Any]:
    """A style as plain data, with some of its passages, in a language if it has that."""
    about, facts = style.about(), style.facts()
    spoken = language if language in facts["languages"] else None
    return {
        "name": style.corpus.name,
        "title": about.title,
        "about": about.line,
        "sounds": dict(about.sounds),
        "from": style.corpus.origin,
        "files": list(style.corpus.files),
        **_figures(facts),
        "sentence": facts["sentence"],
        "dialogue": round(facts["said"] / facts["words"], 2) if facts["words"] else 0,
        "digest": style.corpus.digest,
        "some": [as_found(near) for near in style.some(count, spoken)],
    }


def shown(told: dict[str, Any]) -> Iterator[str]:
    """A style in words, its figures, and some of its passages."""
    yield f"{paint(told['title'] or told['name'], 'bold')}  ({told['from']})"
    if told["about"]:
        yield fill(told["about"])
    yield ""
    for name, text in told["sounds"].items():
        first, *rest = fill(text, " " * 11).split("\n")
        yield "\n".join([f"{name:<10} {first.strip()}", *rest])
    if told["sounds"]:
        yield ""
    yield _in_figures(told)
    if told["from"] != "built-in":
        yield f"Texts: {', '.join(told['files'])}"
    yield from _unread(told["name"], told["unread"])
    for passage in told["some"]:
        yield from _passage(passage, "")


def _in_figures(told: dict[str, Any]) -> str:
    languages = ", ".join(f"{count} {code}" for code, count in told["languages"].items())
    return (
        f"{counted(told['passages'], 'passage')} ({languages or 'none'}), {told['words']:,} words; "
        f"{told['sentence']} words a sentence; {round(told['dialogue'] * 100)}% dialogue"
    )


def as_found(near: Near) -> dict[str, Any]:
    """A passage as plain data."""
    return {
        "style": near.style,
        "source": near.place,
        "passage": near.number,
        "language": near.language,
        "score": str(near.score),
        "text": near.text,
    }


def found_lines(found: Sequence[dict[str, Any]], words: str, styles: Sequence[str] | None) -> Iterator[str]:
    """Passages with their scores and places, the nearest first."""
    if not found:
        where = " or ".join(styles) if styles else "any style"
        yield f'No passage of {where} has a word of "{words}".'
    for passage in found:
        yield from _passage(passage, f"{passage['score']}  ")


def _passage(passage: dict[str, Any], before: str) -> Iterator[str]:
    yield ""
    yield paint(f"{before}{passage['source']}, passage {passage['passage']}", "dim")
    yield fill(passage["text"], "  ")
