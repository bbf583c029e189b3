"""Edits of assets, and of files in ways that say nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.pipeline.edit_tools import WORDS, Changes, ImpossibleError, changed, of_kind, pick

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from storyforge.story import Story
    from tests.pipeline.edit_tools import Edit


def _asset(field: str, kinds: str, values: Callable[[Random, Any], Any]) -> Edit:
    def edit(story: Story, random: Random) -> Changes:
        path = of_kind(story, random, ".yaml")
        if not path.startswith("assets/") or path.split("/")[1] not in kinds.split():
            path = pick(
                random,
                [p for p in sorted(story.files.ids) if p.startswith("assets/") and p.split("/")[1] in kinds.split()],
            )
        return changed(story, path, lambda data: data.update({field: values(random, data.get(field))}))

    edit.__name__ = f"asset_{field}"
    return edit


_EVERY = "characters props settings"
ASSETS: tuple[Edit, ...] = (
    _asset("description", _EVERY, lambda r, old: f"{old} {r.choice(WORDS)}".strip()),
    _asset("description", _EVERY, lambda r, _: " ".join(r.choices(WORDS, k=4))),
    _asset(
        "name", _EVERY, lambda r, old: f"{old} {r.choice(('ROSE', 'II'))}" if r.random() < 0.7 else str(old).lower()
    ),
    _asset("aliases", _EVERY, lambda r, old: [*(old or []), r.choice(("Old One", "Thing", "Miss", "Mum"))]),
    _asset("role", "characters", lambda r, _: r.choice(("main", "secondary", "background"))),
    _asset("age", "characters", lambda r, _: r.choice(("", "8", "33", "70"))),
    _asset("pronouns", "characters", lambda r, _: r.choice(("she", "he", "they", "unknown"))),
    _asset("identity_line", "characters", lambda r, _: " ".join(r.choices(WORDS, k=3))),
    _asset("group", "characters", lambda _, old: not old),
    _asset("key", _EVERY, lambda _, old: not old),
    _asset("pinned", _EVERY, lambda _, old: not old),
    _asset("hero", "props", lambda _, old: not old),
    _asset("category", "props", lambda r, _: r.choice(("weapon", "food", "animal"))),
    _asset("rights", _EVERY, lambda r, _: r.choice(("CC0", "mine"))),
    _asset("interior", "settings", lambda _, old: not old),
    _asset("exterior", "settings", lambda _, old: not old),
    _asset("times", "settings", lambda r, _: [r.choice(("DAY", "NIGHT"))]),
    _asset("sub_places", "settings", lambda r, _: [r.choice(("PORCH", "STAIRS"))]),
)


def _yaml(story: Story, random: Random) -> tuple[str, list[str]]:
    path = of_kind(story, random, ".yaml")
    return path, story.text(path).split("\n")


def comment(story: Story, random: Random) -> Changes:
    path, lines = _yaml(story, random)
    row = pick(random, [row for row, line in enumerate(lines) if re.match(r"\w+:", line)])
    lines.insert(row, "# a thought")
    return {path: "\n".join(lines).encode()}


def key_order(story: Story, random: Random) -> Changes:
    path, lines = _yaml(story, random)
    simple = [
        row for row, line in enumerate(lines) if re.match(r"\w+: [\w'\"]", line) and not lines[row + 1][:1].isspace()
    ]
    if len(simple) < 2:
        raise ImpossibleError
    a, b = random.sample(simple, 2)
    lines[a], lines[b] = lines[b], lines[a]
    return {path: "\n".join(lines).encode()}


def quotes(story: Story, random: Random) -> Changes:
    path, lines = _yaml(story, random)
    row = pick(
        random,
        [
            row
            for row, line in enumerate(lines)
            if re.match(r"[\w ]*\w: [a-z]+$", line) and not re.search(r": (true|false|null|yes|no|on|off)$", line)
        ],
    )
    lines[row] = re.sub(r": (\w+)$", r': "\1"', lines[row])
    return {path: "\n".join(lines).encode()}


def blank_lines(story: Story, random: Random) -> Changes:
    path, lines = _yaml(story, random)
    row = pick(random, [row for row, line in enumerate(lines) if re.match(r"\w+:", line)])
    lines.insert(row, "")
    return {path: "\n".join(lines).encode()}
