"""What every stage declares is written down: other facets need another `SHAPE`, or an upgrade outdates everything."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storyforge.model.record import SHAPE
from storyforge.pipeline.session import Session
from storyforge.stages import FILM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.summary import Summaries
    from storyforge.story import Story

DECLARED = Path(__file__).parent / "declared.txt"
SHOT = re.compile(r"\b\d[A-Z]\b")
TAGS = r"wet|carrying:\w+"


def widened(story: Story) -> Story:
    """The film with what is rare: own templates, a blocking set by hand, a decision, a look, a shot that goes on."""
    edits = {
        "scenes/002/prompts.yaml": ("    toward: right", "    toward: right\n    locked: true"),
        "scenes/002/scene.yaml": ("jump:", "carry:\n- {element: ada, condition: wet, keep: true}\njump:"),
        "scenes/003/shots.yaml": ("continues: false\n  continuity:", "continues: true\n  continuity:"),
        "scenes/004/visuals.yaml": ("{id: ben, kind", "{id: ben, look: tired, kind"),
        "inputs/inputs.yaml": ("primary:", "context:\n- {path: inputs/cast.yaml, tag: definitions}\nprimary:"),
    }
    files = {path: story.text(path).replace(*edit, 1) for path, edit in edits.items()}
    files["inputs/cast.yaml"] = "schema: definitions/1\n"
    files |= {f".storyforge/templates/prompts/{name}.j2": "x\n" for name in ("frame", "end_frame", "video")}
    return story.with_changes({path: text.encode() for path, text in files.items()})


def pattern(name: str, summaries: Summaries) -> str:
    """A facet's or an item's name without the names that are of this film."""
    path, mark, part = name.rpartition("#")
    path = re.sub(r"^(scenes)/\d+", r"\1/N", re.sub(r"^(assets/\w+)/.*", r"\1/X", path))
    part = re.sub(rf"\b(?:{'|'.join(summaries.assets)})\b", "X", SHOT.sub("S", part))
    part = re.sub(rf"(?<=\.)(?:{TAGS})$", "T", re.sub(r"^jump\.\d+", "jump.N", part))
    part = re.sub(r"^(mentions|places|speaks)\.\w+", r"\1.W", part)
    return path + mark + re.sub(r"^(scene\.)?\d+\b", r"\1N", part)


def declared(story: Story) -> Iterator[str]:
    """Every stage, item and facet, each pattern once."""
    for row in FILM:
        plan = row.load().items(story.summaries)
        rows = (
            (path, item, facet) for path, items in plan.items() for item, facets in items.items() for facet in facets
        )
        found = {
            tuple(pattern(name, story.summaries) for name in (f"{path}#", item, facet)) for path, item, facet in rows
        }
        yield from sorted(f"{path[:-1]} {item}: {facet}" for path, item, facet in found)


def begun_with_a_text(story: Story) -> Story:
    """The same film, as if it had been written here in a style of its own."""
    text = story.text("story.yaml").replace("mode: screenplay", "mode: expansion").replace("written:", "written: spare")
    return story.with_changes({"story.yaml": text.encode()})


@pytest.fixture
def story(_filmed: Path) -> Story:
    """The film, widened."""
    return widened(Session.open(_filmed).story)


def test_other_facets_are_another_shape(story: Story) -> None:
    """Where this fails: count `SHAPE` up, look at what is different, and write the file anew."""
    lines = [*declared(story), *declared(begun_with_a_text(story))]
    text = "\n".join([f"SHAPE {SHAPE}", *dict.fromkeys(lines)]) + "\n"
    assert text == DECLARED.read_text("utf-8")
