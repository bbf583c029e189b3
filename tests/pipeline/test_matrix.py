"""Kind of edit by item: for each edit of `matrix.yaml` the items that are outdated, those that wait, and no others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.formats.yaml import load_data
from storyforge.model.numbering import number_of
from storyforge.pipeline.freshness.state import state_of
from storyforge.pipeline.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.pipeline.freshness.states import State
    from storyforge.story import Story

TABLE = Path(__file__).parent / "matrix.yaml"
GROUPS = {
    "BELOW": "{visuals,prompts,frames,confirmation,clips}",
    "MEDIA": "{frames,confirmation,clips}",
    "SPENT": "{confirmation,clips}",
}


@dataclass(frozen=True)
class Edit:
    """One edit of one file, and all that it does."""

    path: str
    what: str
    old: str
    new: str
    outdated: str = ""
    waiting: str = ""
    flags: str = ""
    missing: str = ""
    same: bool = False

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


def edits() -> Iterator[Edit]:
    """The table."""
    data: dict[str, list[dict[str, Any]]] = load_data(TABLE.read_text("utf-8"))
    for path, rows in data.items():
        for row in rows:
            old, new = row.pop("edit")
            yield Edit(path, row.pop("what"), old, new, **row)


EDITS = list(edits())


def short(path: str) -> str:
    """`scenes/003/shots.yaml` is 3.shots, an asset its slug, its pictures ada.images, any other file its path."""
    parts = path.removesuffix(".yaml").split("/")
    if parts[0] == "scenes":
        return f"{number_of(parts[1])}.{parts[2]}"
    return ".".join(parts[2:]) if parts[0] == "assets" else path


def items(state: State) -> dict[str, str]:
    """`2.frames:2A.start` -> freshness; what has one item is named alone."""
    found: dict[str, str] = {}
    for path, artifact in state.artifacts.items():
        alone = not path.startswith("scenes/") or path.endswith("/scene.yaml")
        for name, item in artifact.items.items():
            found[short(path) if alone and path != "beats.yaml" else f"{short(path)}:{name}"] = item.freshness
    return found


def expanded(pattern: str) -> list[str]:
    """The alternatives of a pattern with braces."""
    for name, group in GROUPS.items():
        pattern = re.sub(rf"\{{([^{{}}]*){name}([^{{}}]*)\}}", rf"{{\1{group[1:-1]}\2}}", pattern).replace(name, group)
    braces = re.search(r"\{([^{}]*)\}", pattern)
    if braces is None:
        return [pattern]
    words = (f"{pattern[: braces.start()]}{word}{pattern[braces.end() :]}" for word in braces[1].split(","))
    return [found for word in words for found in expanded(word)]


def among(names: list[str], patterns: str) -> set[str]:
    """The names that patterns mean; each of them must mean one."""
    found: set[str] = set()
    for pattern in (word for token in patterns.split() for word in expanded(token)):
        mine = {name for name in names if fnmatchcase(name, pattern) or fnmatchcase(name, f"{pattern}:*")}
        assert mine, f"{pattern} means nothing"
        found |= mine
    return found


@pytest.fixture
def story(_filmed: Path) -> Story:
    """The film as it is committed; edits lie over it, and nothing is written."""
    return Session.open(_filmed).story


def state(story: Story) -> State:
    """How all of it stands."""
    return state_of(story.summaries, story.records)


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_an_edit_outdates_this_and_nothing_else(story: Story, edit: Edit) -> None:
    before = story.text(edit.path)
    assert edit.old in before
    edited = story.with_changes({edit.path: before.replace(edit.old, edit.new, 1).encode()})
    now = state(edited)
    stands = items(now)
    names = list(stands)
    assert {name for name in names if stands[name] == "outdated"} == among(names, edit.outdated)
    assert {name for name in names if stands[name] == "waiting"} == among(names, edit.waiting)
    artifacts = {short(path): artifact for path, artifact in now.artifacts.items()}
    flags = {name: artifact.flags for name, artifact in artifacts.items() if artifact.flags}
    assert flags == dict.fromkeys(among(list(artifacts), edit.flags), (f"not up to date with {edit.path}",))
    approvals = {name: artifact.approval for name, artifact in artifacts.items() if artifact.approval != "locked"}
    by_hand = {} if edit.same else {short(edit.path): "edited"}
    assert approvals == by_hand | dict.fromkeys(among(list(artifacts), edit.missing), "missing")


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_taking_an_edit_back_clears_all_of_it(story: Story, edit: Edit) -> None:
    before = story.text(edit.path)
    edited = story.with_changes({edit.path: before.replace(edit.old, edit.new, 1).encode()})
    back = edited.with_changes({edit.path: before.encode()})
    now = state(back)
    assert set(items(now).values()) == {"current"}
    assert {artifact.approval for artifact in now.artifacts.values()} == {"locked"}
    assert not [artifact.flags for artifact in now.artifacts.values() if artifact.flags]


def test_the_table_has_every_kind_of_artifact_and_each_edit_once() -> None:
    assert len(EDITS) >= 100
    assert len({str(edit) for edit in EDITS}) == len(EDITS)
    kinds = {Path(edit.path).stem for edit in EDITS if edit.path.startswith("scenes/")}
    assert kinds == {"scene", "shots", "visuals", "prompts", "frames", "confirmation", "clips"}
    others = {edit.path.split("/")[1] if "/" in edit.path else edit.path for edit in EDITS}
    assert {"characters", "props", "settings", "beats.yaml", "treatment.md", "script.fountain", "story.yaml"} <= others
