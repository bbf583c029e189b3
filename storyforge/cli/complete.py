"""What may come next on the command line; the shells' scripts ask by environment variables.

`COMP_WORDS` are the words so far, one a line, `COMP_CWORD` is which of them is being written (counted from 0), and
`_STORYFORGE_COMPLETE` is `complete_` and the name of the shell.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyforge.cli import COMMANDS
from storyforge.cli.app import app, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

ASKED = "_STORYFORGE_COMPLETE"
_BEAT = re.compile(r"^ *- (?:\{ *)?id: *['\"]?(b\d+)", re.MULTILINE)
_SHOT = re.compile(r"^ *- (?:\{ *)?id: *['\"]?([A-Z0-9-]+)", re.MULTILINE)
Candidates = dict[str, str]
"""Value -> what it stands for, or nothing."""


def answer(environment: Mapping[str, str]) -> int:
    """Print the candidates in the form that the shell's script wants; returns the exit code."""
    shell = environment[ASKED].partition("_")[2]
    given = environment.get("COMP_WORDS", "")
    words = given.split("\n") if "\n" in given else shlex.split(given, comments=False) if _closed(given) else []
    at = environment.get("COMP_CWORD", "")
    index = int(at) if at.isdigit() else max(1, len(words) - 1)
    written = words[index] if index < len(words) else ""
    for value, about in candidates(words[1:index], written).items():
        print(_FORMS.get(shell, _plain)(value, about.replace("\n", " ")))
    return 0


def _closed(text: str) -> bool:
    """Whether no quote is left open."""
    try:
        shlex.split(text)
    except ValueError:
        return False
    return True


def _plain(value: str, _about: str) -> str:
    return value


def _for_zsh(value: str, about: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(":", "\\:")
    return f"{escaped}:{about}" if about else escaped


def _tabbed(value: str, about: str) -> str:
    return f"{value}\t{about}" if about else value


_FORMS: dict[str, Callable[[str, str], str]] = {"zsh": _for_zsh, "fish": _tabbed, "powershell": _tabbed}


def candidates(before: Sequence[str], written: str) -> Candidates:
    """What may stand where `written` is begun, after these words; nothing where it is for the shell to offer files."""
    folder, rest = _folder(before)
    if rest is None:
        return {}
    if not rest:
        found = (
            _options(_group()) if written.startswith("-") else {name: about for name, (_, about) in COMMANDS.items()}
        )
    elif rest[0] not in COMMANDS:
        found = {}
    else:
        found = _in_command(rest[0], rest[1:], written, folder)
    return {value: about for value, about in found.items() if value.startswith(written)}


def _folder(before: Sequence[str]) -> tuple[Path, Sequence[str] | None]:
    """The story's folder and the words from the command on; None where the folder itself is being written."""
    folder = Path()
    index = 0
    while index < len(before) and before[index].startswith("-"):
        if before[index] == "-C":
            if index + 1 == len(before):
                return folder, None
            folder = Path(before[index + 1])
            index += 1
        index += 1
    return folder, before[index:]


def _group() -> Any:
    from typer.main import get_command

    return get_command(app)


def _in_command(name: str, before: Sequence[str], written: str, folder: Path) -> Candidates:
    command = load(name)
    if written.startswith("-"):
        return _options(command)
    last = before[-1] if before else ""
    option = next((p for p in command.params if last in p.opts and not getattr(p, "is_flag", False)), None)
    if option is not None:
        return _named(_VALUES[option.name](folder)) if option.name in _VALUES else {}
    if name == "timeline" and before:
        return _named(_timelines(folder)) if before[0] in ("switch", "delete") and len(before) == 1 else {}
    if name == "style" and before:
        wanted = _looks if before[0] == "preview" else _styles
        some = before[0] == "preview" or (before[0] in ("show", "add", "remove") and len(before) == 1)
        return _named(wanted(folder)) if some else {}
    if (name == "beat" and before) or (name in ("rewrite", "show") and before[:1] == ["beats"]):
        return _named(_beats(folder))
    return _named(_ARGUMENTS[name](folder)) if name in _ARGUMENTS else {}


def _options(command: Any) -> Candidates:
    """The long forms of a command's options, or the short one where there is no other."""
    found = {}
    for param in command.params:
        if param.param_type_name == "option":
            opts = sorted(param.opts, key=lambda opt: not opt.startswith("--"))
            found[opts[0]] = param.help or ""
    return {**found, "--help": "Show help."}


def _named(values: Iterable[str] | Candidates) -> Candidates:
    return values if isinstance(values, dict) else dict.fromkeys(values, "")


def _stages(_folder: Path) -> Candidates:
    from storyforge.stages import FILM

    return {row.name: row.help for row in FILM}


def _scenes(folder: Path) -> list[str]:
    """Scene numbers, by the folders that are there."""
    from storyforge.errors import SceneNumberError
    from storyforge.model.numbering import number_of, parse_number

    found = []
    for entry in sorted((folder / "scenes").glob("*/")):
        try:
            found.append(number_of(entry.name))
        except SceneNumberError:
            continue
    return sorted(found, key=parse_number)


def _shots(folder: Path) -> list[str]:
    """Shot ids, by the lines that begin them."""
    files = sorted((folder / "scenes").glob("*/shots.yaml"))
    found = (_SHOT.findall(file.read_text("utf-8", "replace")) for file in files)
    return [shot for shots in found for shot in shots]


def _beats(folder: Path) -> list[str]:
    """Ids of beats, by the lines that begin them."""
    file = folder / "beats.yaml"
    return _BEAT.findall(file.read_text("utf-8", "replace")) if file.is_file() else []


def _checks(_folder: Path) -> list[str]:
    from storyforge.checks import CHECKS

    return CHECKS.names()


def _kinds(_folder: Path) -> list[str]:
    from storyforge.model.kinds import SCHEMAS

    return [kind.name for kind in SCHEMAS]


def _shells(_folder: Path) -> list[str]:
    from storyforge.cli.completion import SHELLS

    return list(SHELLS)


def _exports(_folder: Path) -> Candidates:
    from storyforge.exporters import EXPORTERS, HELP

    return {kind: HELP.get(kind, "") for kind in EXPORTERS}


def _timelines(folder: Path) -> list[str]:
    """Names of timelines, by the refs that are there."""
    from storyforge.errors import StoryforgeError
    from storyforge.repo import branch_names

    try:
        return branch_names(folder)
    except StoryforgeError:
        return []


def _styles(folder: Path) -> list[str]:
    """Names of written styles, by the folders that are there: the story's, the built-in ones."""
    from storyforge.resources import templates

    places = (root / "styles" / "written" for root in (folder, templates()))
    return sorted({entry.name for place in places for entry in place.glob("*/")})


def _looks(folder: Path) -> list[str]:
    """Names of visual styles, by the folders that are there: the story's, the built-in ones."""
    from storyforge.resources import templates

    places = (root / "styles" / "visual" for root in (folder, templates()))
    return sorted({entry.name for place in places for entry in place.glob("*/")})


def _words(*words: str) -> Callable[[Path], list[str]]:
    return lambda _folder: list(words)


_ARGUMENTS: dict[str, Callable[[Path], Iterable[str] | Candidates]] = {
    **dict.fromkeys(("run", "lock", "unlock", "show", "why"), _stages),
    **dict.fromkeys(("status", "scenes", "shots", "visuals", "prompts"), _scenes),
    "blame": _shots,
    "beat": _words("add", "remove", "move", "merge", "swap", "brainstorm", "expand", "edit", "rewrite"),
    "rewrite": _words("treatment", "lore", "narrative", "beats", "script"),
    "sync": _words("shots", "beats", "treatment", "narrative"),
    "timeline": _words("list", "new", "switch", "delete"),
    "cost": _words("spent", "compare", "routes", "advise", "anomalies"),
    "style": _words("list", "show", "search", "add", "remove", "preview", "score"),
    "check": _checks,
    "export": _exports,
    "schema": _kinds,
    "completion": _shells,
}
"""Command -> what its arguments may be, where that is cheap to know."""

_VALUES: dict[str, Callable[[Path], Iterable[str] | Candidates]] = {
    "scene": _scenes,
    "after": _beats,
    "before": _beats,
    "mode": _words("screenplay"),
    "pace": _words("brisk", "standard", "long"),
    "project_type": _words("film", "commercial", "audio"),
    "rating": _words("G", "PG", "PG-13", "M"),
    "rate": _words("24", "25", "30", "24000/1001", "30000/1001"),
    "per_page": _words("6", "9"),
    "paper": _words("a4", "letter"),
    "with_": _words("text=offline", "image=auto", "video=auto"),
    "written_style": _styles,
    "visual_style": _looks,
    "within": _styles,
}
"""Option -> its values, where they are few."""
