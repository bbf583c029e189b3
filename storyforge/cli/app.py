"""The application: what the command line is parsed by. Whatever needs no parsing does not load this."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from storyforge import __version__
from storyforge.cli import COMMANDS
from storyforge.providers.network import go_offline
from storyforge.repo.patience import Waiting, waiting

if TYPE_CHECKING:
    from collections.abc import Callable


class LazyCommands(TyperGroup):
    """A group that knows its commands by name and imports the one that is run."""

    def list_commands(self, _ctx: Any) -> list[str]:
        """All names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        """Import one command, or None."""
        return load(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, _ctx: Any, formatter: Any) -> None:
        """The list in `--help`, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


def load(name: str) -> Any:
    """The click command of a name."""
    path, about = COMMANDS[name]
    module, _, function = path.partition(":")
    call: Callable[..., Any] = getattr(importlib.import_module(module), function)
    single = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    more = inspect.cleandoc(call.__doc__ or "").partition("\n")[2].strip()
    single.command(name, help=f"{about}\n\n{more}".strip())(call)
    return typer.main.get_command(single)


app = typer.Typer(
    cls=LazyCommands,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


def _print_version(shown: bool) -> None:
    if shown:
        typer.echo(f"storyforge {__version__}")
        raise typer.Exit


@app.callback()
def storyforge(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Option("-C", metavar="DIR", help="Work on the story in DIR instead of the current folder.")
    ] = Path(),
    no_wait: Annotated[
        bool, typer.Option("--no-wait", help="Fail at once where another command is writing to the story.")
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Open no socket: whoever needs a network is refused.")
    ] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A story is a git repository of plain files; a stage is a command that writes a commit.

    Start with: storyforge new my-film --primary script.fountain, or with --idea "A ferryman takes one last passenger."
    """
    ctx.obj = folder
    if offline:
        go_offline()
    ctx.with_resource(waiting(Waiting(0) if no_wait else Waiting(tell=_say_for_whom)))


def _say_for_whom(holder: str) -> None:
    typer.echo(f"waiting for {holder}", err=True)
