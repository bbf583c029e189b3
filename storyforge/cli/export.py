"""`storyforge export`: a story as files of another trade."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from storyforge.cli.options import Json, Scenes, buys

if TYPE_CHECKING:
    from storyforge.model.finding import Finding
    from storyforge.pipeline.export import Outcome

SHOWN = 8
"""Findings of one kind that are printed; `--json` has all of them."""


Kind = Annotated[str | None, typer.Argument(metavar="[KIND]", help="What to write; left out: the list.")]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="PATH", help="A file or a folder; else it is below exports/.")
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace a file that is not an export of this story.")]
NoVoices = Annotated[bool, typer.Option("--no-voices", help="animatic, otio: without scratch voices.")]
ClipSound = Annotated[
    bool, typer.Option("--clip-sound", help="animatic: the sound that bought clips have of their own, without voices.")
]
Exact = Annotated[bool, typer.Option("--exact", help="clips: encoded anew, each exactly as long as its shot.")]
Overlay = Annotated[bool, typer.Option("--overlay", help="animatic: shot id, timecode, names and arrows burnt in.")]
BurnSubtitles = Annotated[bool, typer.Option("--burn-subtitles", help="animatic: subtitles burnt in.")]
PerPage = Annotated[int | None, typer.Option("--per-page", metavar="6|9", help="boards: frames a page; 6 is usual.")]
Paper = Annotated[str | None, typer.Option("--paper", metavar="A4|LETTER", help="boards: the paper; a4 is usual.")]
TitlePage = Annotated[bool, typer.Option("--title-page", help="boards: a title page first.")]
Pdf = Annotated[bool, typer.Option("--pdf", help="boards: the PDF alone.")]
Png = Annotated[bool, typer.Option("--png", help="boards: the PNG pages alone.")]
Frames = Annotated[bool, typer.Option("--frames", help="clips: the frames too.")]


@buys
def export(
    ctx: typer.Context,
    kind: Kind = None,
    out: Out = None,
    scene: Scenes = None,
    overwrite: Overwrite = False,
    no_voices: NoVoices = False,
    clip_sound: ClipSound = False,
    overlay: Overlay = False,
    burn_subtitles: BurnSubtitles = False,
    per_page: PerPage = None,
    paper: Paper = None,
    title_page: TitlePage = False,
    pdf: Pdf = False,
    png: Png = False,
    frames: Frames = False,
    exact: Exact = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Write the story as files of another trade; the last line is the path of what was written.

    Without a kind it lists them. Nothing is committed; exports/ is ignored by git.

    Only hosted voices cost something, each line once: --with speech=litellm:openai/gpt-4o-mini-tts, or story.yaml.

    Examples: storyforge export otio; storyforge export animatic --overlay --out cut.mp4; storyforge export clips -s 3
    """
    if kind is None:
        _list(as_json)
        return
    options = {
        "no_voices": no_voices,
        "clip_sound": clip_sound,
        "exact": exact,
        "overlay": overlay,
        "burn_subtitles": burn_subtitles,
        "per_page": per_page,
        "paper": paper,
        "title_page": title_page,
        "pdf": pdf,
        "png": png,
        "frames": frames,
    }
    _refuse_foreign(kind, options)
    place = _named(ctx.obj / out, out) if out else None
    write = _Writing(kind, place, tuple(scene or ()), options, spending)
    _write(ctx.obj, write, overwrite=overwrite, as_json=as_json)


class _Writing(NamedTuple):
    """What is to be written, and what its voices may cost."""

    kind: str
    place: Path | None
    scenes: tuple[str, ...]
    options: dict[str, Any]
    spending: dict[str, Any]


def _write(folder: Path, wanted: _Writing, *, overwrite: bool, as_json: bool) -> None:
    from storyforge.pipeline.export import ExportRequest
    from storyforge.pipeline.export import export as write
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session

    start = time.monotonic()
    progress = Progress(live=sys.stderr.isatty() and not as_json)
    try:
        spending = Request("export", **wanted.spending)
        request = ExportRequest(wanted.kind, wanted.place, wanted.scenes, wanted.options, overwrite, spending)
        outcome = write(Session.open(folder), request, progress.tell)
    finally:
        progress.clear()
    _tell(outcome, time.monotonic() - start, as_json=as_json)


def write_boards(folder: Path, *, as_json: bool) -> None:
    """The sheets of a storyboard, as they are usually."""
    _write(folder, _Writing("boards", None, (), {}, {}), overwrite=False, as_json=as_json)


def _named(place: Path, typed: Path) -> Path:
    """Where the user wants it; `~` is the shell's business, but not all shells see to it behind an equals sign."""
    return typed.expanduser() if str(typed).startswith("~") else place


def _list(as_json: bool) -> None:
    from storyforge.exporters import EXPORTERS, HELP

    if as_json:
        print(json.dumps({kind: HELP.get(kind, "") for kind in EXPORTERS}))
        return
    for kind in EXPORTERS:
        print(f"storyforge export {kind:<9} {HELP.get(kind, '')}".rstrip())


def _refuse_foreign(kind: str, options: dict[str, Any]) -> None:
    """An unknown kind, or an option that another kind has; raises UnknownNameError, ForeignOptionError."""
    from storyforge.errors import ForeignOptionError, UnknownNameError
    from storyforge.exporters import EXPORTERS, OPTIONS

    if kind not in EXPORTERS:
        raise UnknownNameError("export", kind, EXPORTERS.names())
    for name, value in options.items():
        if value and kind in EXPORTERS.table and kind not in OPTIONS[name]:
            raise ForeignOptionError(f"--{name.replace('_', '-')}", kind, OPTIONS[name])


class Progress:
    """One line on a terminal that says how far it is, and nothing elsewhere."""

    def __init__(self, *, live: bool) -> None:
        self._live = live
        self._shown = ""

    def tell(self, event: dict[str, Any]) -> None:
        """Show how far it is, where that changed."""
        if not self._live or event.get("event") != "progress":
            return
        share = event["done"] * 100 // max(event["total"], 1)
        text = f"{event['task']} {event['done']}/{event['total']} ({share} %)"
        if text != self._shown:
            self._shown = text
            print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _tell(outcome: Outcome, seconds: float, *, as_json: bool) -> None:
    path, findings = _shown(outcome.exported.path), outcome.findings
    if as_json:
        files = [_shown(file) for file in outcome.exported.files]
        data: dict[str, Any] = {"path": path, "files": files, "replaced": [_shown(file) for file in outcome.replaced]}
        found = [finding.as_json() for finding in findings]
        data |= {"findings": found, "seconds": round(seconds, 3), "cost": outcome.cost.plain()}
        print(json.dumps(data, ensure_ascii=False))
        return
    _print_findings(findings)
    for file in outcome.replaced[:1]:
        more = f" and {len(outcome.replaced) - 1} more files" if len(outcome.replaced) > 1 else ""
        print(f"replaced {_shown(file)}{more}")
    if outcome.cost.amount != 0:
        print(f"voices for {outcome.cost.words()}")
    print(path)


def _print_findings(findings: tuple[Finding, ...]) -> None:
    from storyforge.cli.table import paint

    colours = {"error": "red", "warning": "yellow", "note": "dim"}
    by_check: dict[str, list[Finding]] = {}
    for finding in findings:
        by_check.setdefault(finding.check, []).append(finding)
    for of_kind in by_check.values():
        for finding in of_kind[:SHOWN]:
            print(f"{paint(finding.severity, colours[finding.severity])}: {finding.message}")
        if len(of_kind) > SHOWN:
            print(f"… and {len(of_kind) - SHOWN} more of these: --json lists them all.")
        if of_kind[0].hint:
            print(paint(f"  {of_kind[0].hint}", "dim"))


def _shown(path: Path) -> str:
    """A path as one can type it here: relative to where one stands, where it lies below."""
    here = Path.cwd()
    place = Path(os.path.abspath(path))  # noqa: PTH100  # links stay as they were typed
    return str(place.relative_to(here)) if place.is_relative_to(here) else str(path)
