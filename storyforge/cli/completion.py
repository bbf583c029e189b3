"""`storyforge completion`: the script that makes a shell ask us what may come next."""

from __future__ import annotations

from typing import Annotated

import typer

SHELLS = {"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "ps1"}
"""Shell -> suffix of its script in `templates/completion/`."""


def completion(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")],
) -> None:
    """Print the completion script of a shell.

    Its first lines say where it belongs.

    Example: source <(storyforge completion bash)
    """
    from storyforge.errors import UnknownNameError
    from storyforge.resources import read_template

    if shell not in SHELLS:
        raise UnknownNameError("completion for a shell", shell, SHELLS)
    print(read_template(f"completion/storyforge.{SHELLS[shell]}"), end="")
