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

    A way is the story's mode, or `storyboard` for a storyboard that starts without a script. `needs` are the stages
    whose artifacts it reads, by way; one that is not named has the needs of `""`.
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

    ways: tuple[str, ...] = ()
    """The ways that it is a part of; all, where none is named."""

    reads: tuple[str, ...] = ()
    """Stages whose artifacts it reads where they are there, and which are made before it; they close no gate."""

    spare: bool = False
    """Whether it is made on the way only where somebody reads it: else it is made when it is asked for by name."""

    beyond: tuple[str, ...] = ()
    """Ways that end before it: there it is made only when it is asked for by name."""

    options: bool = False
    """Whether it offers several, of which its author chooses one."""

    def needs_in(self, way: str) -> tuple[str, ...]:
        """The stages it reads in one way."""
        return self.needs.get(way, self.needs.get("", ()))

    def above_in(self, way: str) -> tuple[str, ...]:
        """The stages that are made before it in one way."""
        return (*self.needs_in(way), *self.reads)

    def is_in(self, way: str) -> bool:
        """Whether it is a part of a way."""
        return not self.ways or way in self.ways

    def load(self) -> Stage:
        """Import the stage."""
        return cast("Stage", import_module(self.module))


_FILM = "storyforge.stages.film"
STORYBOARD = "storyboard"
_OF_FILMS = ("expansion", "condensation", "transformation", "screenplay")
FILM = (
    Row("setup", 1, "story", f"{_FILM}.s01_setup", "Parameters and inputs of the story."),
    Row(
        "lore",
        2,
        "story",
        f"{_FILM}.s02_lore",
        "The world of a storyboard story: its people, places, and what is at stake.",
        {"": ("setup",)},
        ways=(STORYBOARD,),
        options=True,
    ),
    Row(
        "narrative",
        2,
        "story",
        f"{_FILM}.s02_narrative",
        "What happens in a storyboard story, from first to last.",
        {"": ("lore",)},
        ways=(STORYBOARD,),
        options=True,
    ),
    Row(
        "treatment",
        2,
        "story",
        f"{_FILM}.s02_treatment",
        "The story told in prose, in three options; from a screenplay it is derived from the beats.",
        {"screenplay": ("beats",), "": ("setup",)},
        ways=_OF_FILMS,
        options=True,
    ),
    Row(
        "beats",
        3,
        "story",
        f"{_FILM}.s03_beats",
        "The story in beats; from a screenplay they are derived from its scenes.",
        {"screenplay": ("script",), STORYBOARD: ("narrative",), "": ("treatment",)},
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
    Row(
        "keys",
        5,
        "story",
        f"{_FILM}.s05_keys",
        "Reference pictures of everybody and everything that matters.",
        {"": ("assets",)},
        asks="image",
        spare=True,
    ),
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
        "instances",
        8,
        "scene",
        f"{_FILM}.s08_instances",
        "Pictures of elements that are not as their assets say.",
        {"": ("assets", "scenes", "shots", "visuals")},
        asks="image",
        reads=("keys",),
        spare=True,
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
        reads=("keys", "instances"),
    ),
    Row(
        "confirm",
        11,
        "scene",
        f"{_FILM}.s11_confirm",
        "What a scene's clips will cost, agreed to before they are made.",
        {"": ("shots", "prompts", "frames")},
        asks="video",
        beyond=(STORYBOARD,),
    ),
    Row(
        "video",
        12,
        "scene",
        f"{_FILM}.s12_video",
        "The clip of every shot.",
        {"": ("shots", "prompts", "frames", "confirm")},
        asks="video",
        beyond=(STORYBOARD,),
    ),
)
BY_NAME = {row.name: row for row in FILM}


def row(name: str) -> Row:
    """The row of a stage; raises UnknownNameError."""
    if name not in BY_NAME:
        raise UnknownNameError("stage", name, BY_NAME)
    return BY_NAME[name]


def walk(way: str, upto: str | None = None) -> list[Row]:
    """The stages in the order in which they are made in one way, up to and with one of them.

    Raises UnknownNameError where that one is no part of the way.
    """
    order = _ordered(way, [r.name for r in FILM if r.is_in(way)])
    if upto and row(upto) not in order:
        raise UnknownNameError("stage of this story", upto, [r.name for r in order])
    return order[: order.index(row(upto)) + 1] if upto else order


def goal(way: str) -> str:
    """The stage that a way ends with, where no other is asked for: a storyboard is done when its frames are."""
    return [r.name for r in walk(way) if way not in r.beyond][-1]


def needed_by(way: str, name: str) -> list[Row]:
    """A stage and all that it needs, directly or not, in the order in which they are made."""
    return _ordered(way, [row(name).name])


def _ordered(way: str, names: list[str]) -> list[Row]:
    """Stages with all that they need; each after its needs, and else the lower number first."""
    wanted = set(names)
    todo = list(names)
    while todo:
        needs = [need for need in BY_NAME[todo.pop()].above_in(way) if need not in wanted]
        wanted.update(needs)
        todo += needs
    order: list[Row] = []
    left = [r for r in FILM if r.name in wanted]
    while left:
        done = {r.name for r in order}
        ready = next(r for r in left if done.issuperset(r.above_in(way)))
        order.append(ready)
        left.remove(ready)
    return order
