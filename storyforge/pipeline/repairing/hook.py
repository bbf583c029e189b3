"""The pre-commit hook: what a plain `git commit` of a story's files outdates, said before it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from storyforge.repo import hooks_folder

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.repo import Repository

NAME = "pre-commit"
LINE = "storyforge impact --staged || [ $? -ne 3 ] || exit 1"
"""What somebody adds to a hook of their own: code 3 says that repair costs money, any other lets the commit pass."""
_MARK = "# Installed by storyforge"
_SCRIPT = f"""\
#!/bin/sh
{_MARK}: says what a commit outdates, and refuses one whose repair costs money.
if ! command -v storyforge >/dev/null 2>&1; then
    echo "storyforge is not on the PATH; what this commit outdates was not looked at." >&2
    exit 0
fi
{LINE}
"""


@dataclass(frozen=True)
class Hook:
    """A repository's pre-commit hook: `ours`, `theirs` with our line in it or without, none, or in a foreign folder.

    `outside` is a folder that `core.hooksPath` names and that other repositories may share.
    """

    file: Path
    state: Literal["ours", "added", "theirs", "none", "outside"]

    @property
    def works(self) -> bool:
        """Whether our line is run."""
        return self.state in ("ours", "added")


def find_hook(repository: Repository) -> Hook:
    """How the pre-commit hook stands; raises nothing where there is none."""
    folder = hooks_folder(repository)
    file = folder / NAME
    try:
        text = file.read_text("utf-8", "replace")
    except OSError:
        text = ""
    if _MARK in text:
        return Hook(file, "ours")
    if "storyforge impact --staged" in text:
        return Hook(file, "added")
    if file.exists() or file.is_symlink():
        return Hook(file, "theirs")
    within = any(folder.resolve().is_relative_to(place.resolve()) for place in (repository.root, repository.common_dir))
    return Hook(file, "none" if within else "outside")


def install_hook(repository: Repository) -> Hook:
    """Put our hook where there is none, or where ours is; one of the user's is never touched. OSError as it comes."""
    found = find_hook(repository)
    if found.state == "none":
        found.file.parent.mkdir(parents=True, exist_ok=True)
        with found.file.open("x", encoding="utf-8", newline="\n") as file:
            file.write(_SCRIPT)
    elif found.state == "ours":
        found.file.write_text(_SCRIPT, "utf-8", newline="\n")
    else:
        return found
    found.file.chmod(0o755)
    return Hook(found.file, "ours")


def not_installed(hook: Hook) -> tuple[str, str]:
    """Why our hook is not where another is, and what to do."""
    if hook.state == "outside":
        return (
            f"git runs the hooks in {hook.file.parent}, which is not this story's alone",
            f"Add to {hook.file}: {LINE}",
        )
    return f"{hook.file} is yours, and stays as it is", f"Add this line to it: {LINE}"
