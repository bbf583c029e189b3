"""Options that many commands share; standard library and typer only."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storyforge.model.money import Cost

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Scenes = Annotated[
    list[str] | None, typer.Option("--scene", "-s", metavar="N", help="Only this scene; may be repeated.")
]
Guidance = Annotated[
    str,
    typer.Option("-m", "--guidance", metavar="TEXT", help="What should be different; becomes the commit message."),
]
Auto = Annotated[bool, typer.Option("--auto", help="Lock what this run makes, and take the rules' word.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be made; write nothing.")]
With = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="KIND=PROVIDER", help="Who makes it, over story.yaml: models; text=offline."),
]
MaxCost = Annotated[
    str | None,
    typer.Option("--max-cost", metavar="AMOUNT", help="The most that this run may spend, such as 5 or 5EUR."),
]
AllowUnknown = Annotated[
    bool, typer.Option("--allow-unknown-price", help="Make calls whose price is not known; needs --max-count.")
]
MaxCount = Annotated[
    int | None, typer.Option("--max-count", metavar="N", min=0, help="The most calls at an unknown price.")
]
Record = Annotated[
    bool, typer.Option("--record", help="Keep what language models answer as cassettes in the story: cassettes/*.json.")
]
Replay = Annotated[
    bool, typer.Option("--replay", help="Answer from the cassettes alone: no key, no network, no price.")
]
Offline = Annotated[bool, typer.Option("--offline", help="Open no socket: whoever needs a network is refused.")]
AllowTodo = Annotated[
    bool, typer.Option("--allow-todo", help="Lock although there are gaps, [[TODO: ...]], that only you can fill.")
]
Timeline = Annotated[
    str | None, typer.Option("--timeline", metavar="NAME", help="Make it on a new timeline of this name.")
]
AcceptImpact = Annotated[
    bool, typer.Option("--accept-impact", help="Go on although what this outdates costs money to make again.")
]

Detach = Annotated[
    bool, typer.Option("--detach", help="Go on in a process of its own, also after logout: storyforge jobs watch.")
]
StrictInputs = Annotated[
    bool, typer.Option("--strict-inputs", help="Clips from the pictures that their shots want, or none at all.")
]
typed: tuple[str, ...] = ()
"""What this command was given, word for word."""

Length = Annotated[str | None, typer.Option(metavar="8:00-12:00", help="Target length.")]
ProjectType = Annotated[str | None, typer.Option("--type", metavar="TYPE", help="film, commercial or audio.")]
Rating = Annotated[str | None, typer.Option(metavar="PG", help="Content rating: G, PG, PG-13 or M.")]
Genres = Annotated[list[str] | None, typer.Option(metavar="G", help="A genre; may be repeated, the first weighs most.")]
Tone = Annotated[str | None, typer.Option(metavar="TEXT", help="Tone in your words, at least 10 characters.")]
Rate = Annotated[str | None, typer.Option(metavar="FPS", help="24, 25, 30, 24000/1001 or 30000/1001.")]
Pace = Annotated[str | None, typer.Option(metavar="PACE", help="Mean length of a shot: brisk, standard or long.")]
WrittenStyle = Annotated[str | None, typer.Option("--style", metavar="NAME", help="Written style.")]
VisualStyle = Annotated[
    str | None, typer.Option("--visual-style", metavar="NAME", help="Visual style: a name, or your own words.")
]


def given(**options: object) -> dict[str, object]:
    """The parameters that were given; an empty text or list clears one, where None leaves it."""
    title = options.get("title")
    if isinstance(title, str):
        options["title"] = " ".join(title.split())
    return {name: value for name, value in options.items() if value is not None and value != []}


def from_root(folder: Path, root: Path, name: str) -> str:
    """A file or folder as the story calls it, where the name is one from where the user stands; else the name."""
    place = (folder / name).resolve()
    inside = place.exists() and place.is_relative_to(root.resolve())
    return place.relative_to(root.resolve()).as_posix() if inside else name


def _spending(
    with_: With = None,
    max_cost: MaxCost = None,
    allow_unknown: AllowUnknown = False,
    max_count: MaxCount = None,
    accept_impact: AcceptImpact = False,
    record: Record = False,
    replay: Replay = False,
    offline: Offline = False,
) -> dict[str, Any]:
    """The fields of a request that say who makes it, what it may spend, and outdate; raises RequestError."""
    from storyforge.cli.run import providers
    from storyforge.errors import RequestError

    if offline:
        from storyforge.providers.network import go_offline

        go_offline()
    if record and replay:
        raise RequestError("--record asks models, --replay asks none.", "Give one of them.")

    if allow_unknown and max_count is None:
        raise RequestError("--allow-unknown-price needs to know for how many calls.", "Such as: --max-count 10")
    if max_count is not None and not allow_unknown:
        raise RequestError("--max-count is the number of calls at an unknown price.", "Add --allow-unknown-price.")
    return {
        "providers": providers(with_),
        "max_cost": _amount(max_cost) if max_cost else None,
        "unknown": max_count,
        "accept_impact": accept_impact,
        "record": record,
        "replay": replay,
    }


def _amount(text: str) -> Cost:
    from storyforge.pipeline.spending.budget import parse_amount

    return parse_amount(text)


def spends(call: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of all that may cost money, in the place of its parameter `spending`."""
    return _spending_command(call, ())


def buys(call: Callable[..., None]) -> Callable[..., None]:
    """The same for what changes no text of the story, and asks no language model."""
    return _spending_command(call, ("accept_impact", "record", "replay"))


def _spending_command(call: Callable[..., None], without: tuple[str, ...]) -> Callable[..., None]:
    every = inspect.signature(_spending, eval_str=True).parameters
    shared = {name: parameter for name, parameter in every.items() if name not in without}
    own = inspect.signature(call, eval_str=True)
    parameters = [
        parameter
        for name, given in own.parameters.items()
        for parameter in (shared.values() if name == "spending" else (given,))
    ]

    def command(**values: Any) -> None:
        said = {name: values.pop(name) for name in shared}
        call(**values, spending=_spending(**said))

    command.__doc__ = call.__doc__
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    command.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]  # what a signature is read from
    return command
