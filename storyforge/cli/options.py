"""Options that many commands share; standard library and typer only."""

from __future__ import annotations

from typing import Annotated

import typer

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
