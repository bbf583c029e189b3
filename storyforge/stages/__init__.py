"""The rooms a user walks through, in order; plain tables, standard library only."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Literal, cast

from storyforge.errors import UnknownNameError

if TYPE_CHECKING:
    from storyforge.stages.base import Stage


@dataclass(frozen=True, slots=True)
class Row:
    """One stage: its name on the command line, its number, what it works on, and what must be locked before it.

    `needs` are the stages whose artifacts it reads, by mode; a mode that is not named has the needs of `""`.
    """

    name: str
    number: int
    scope: Literal["story", "scene"]
    module: str
    help: str
    needs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    chained: bool = False
    """Whether a scene of it is made from the scenes before, so that they are made again together."""

    whole: bool = False
    """Whether it reads the whole script at once, so that any word may change what it makes."""

    asks: Literal["text", "image", "video"] = "text"
    """Whom it asks: the kind of provider whose name stands in its commits."""

    def needs_in(self, mode: str) -> tuple[str, ...]:
        """The stages it reads in one mode."""
        return self.needs.get(mode, self.needs.get("", ()))

    def load(self) -> Stage:
        """Import the stage."""
        return cast("Stage", import_module(self.module))


_FILM = "storyforge.stages.film"
FILM = (
    Row("setup", 1, "story", f"{_FILM}.s01_setup", "Parameters and inputs of the story."),
    Row(
        "treatment",
        2,
        "story",
        f"{_FILM}.s02_treatment",
        "The story told in prose; from a screenplay it is derived from the beats.",
        {"screenplay": ("beats",), "": ("setup",)},
    ),
    Row(
        "beats",
        3,
        "story",
        f"{_FILM}.s03_beats",
        "The story in beats; from a screenplay they are derived from its scenes.",
        {"screenplay": ("script",), "": ("treatment",)},
    ),
    Row(
        "script",
        4,
        "story",
        f"{_FILM}.s04_script",
        "The master script, with its scene numbers.",
        {"screenplay": ("setup",), "": ("beats",)},
    ),
    Row("assets", 5, "story", f"{_FILM}.s05_assets", "Characters, props and settings.", {"": ("script",)}, whole=True),
    Row("scenes", 6, "scene", f"{_FILM}.s06_scenes", "Who and what is in each scene.", {"": ("script", "assets")}),
    Row(
        "shots", 7, "scene", f"{_FILM}.s07_shots", "The shot list of each scene.", {"": ("script", "assets", "scenes")}
    ),
    Row(
        "visuals",
        8,
        "scene",
        f"{_FILM}.s08_visuals",
        "The starting state of every element in a scene.",
        {"": ("assets", "scenes", "shots")},
        chained=True,
    ),
    Row(
        "prompts",
        9,
        "scene",
        f"{_FILM}.s09_prompts",
        "The prompts of every shot, for pictures and for clips.",
        {"": ("assets", "scenes", "shots", "visuals")},
    ),
    Row(
        "frames",
        10,
        "scene",
        f"{_FILM}.s10_frames",
        "The start and end frame of every shot.",
        {"": ("assets", "scenes", "shots", "visuals", "prompts")},
        asks="image",
    ),
    Row(
        "confirm",
        11,
        "scene",
        f"{_FILM}.s11_confirm",
        "What a scene's clips will cost, agreed to before they are made.",
        {"": ("shots", "prompts", "frames")},
        asks="video",
    ),
    Row(
        "video",
        12,
        "scene",
        f"{_FILM}.s12_video",
        "The clip of every shot.",
        {"": ("shots", "prompts", "frames", "confirm")},
        asks="video",
    ),
)
BY_NAME = {row.name: row for row in FILM}


def row(name: str) -> Row:
    """The row of a stage; raises UnknownNameError."""
    if name not in BY_NAME:
        raise UnknownNameError("stage", name, BY_NAME)
    return BY_NAME[name]


def walk(mode: str, upto: str | None = None) -> list[Row]:
    """The stages in the order in which they are made in one mode, up to and with one of them."""
    order = _ordered(mode, [r.name for r in FILM])
    return order[: order.index(row(upto)) + 1] if upto else order


def needed_by(mode: str, name: str) -> list[Row]:
    """A stage and all that it needs, directly or not, in the order in which they are made."""
    return _ordered(mode, [row(name).name])


def _ordered(mode: str, names: list[str]) -> list[Row]:
    """Stages with all that they need; each after its needs, and else the lower number first."""
    wanted = set(names)
    todo = list(names)
    while todo:
        needs = [need for need in BY_NAME[todo.pop()].needs_in(mode) if need not in wanted]
        wanted.update(needs)
        todo += needs
    order: list[Row] = []
    left = [r for r in FILM if r.name in wanted]
    while left:
        done = {r.name for r in order}
        ready = next(r for r in left if done.issuperset(r.needs_in(mode)))
        order.append(ready)
        left.remove(ready)
    return order
