"""Where written styles are: in the story, in the user's library, and built in; a style is a folder of texts.

One layout in all three places: `styles/written/NAME/` with texts of any format that can be read, and a `style.md`, if
there is one, that says in words how the style sounds (see `templates/styles/written/README.md`).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from storyforge import resources
from storyforge.errors import StyleNameError, UnknownStyleError
from storyforge.model.digest import digest
from storyforge.model.slug import slugify
from storyforge.repo import blob_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from storyforge.story import Story

Origin = Literal["story", "library", "built-in"]
WRITTEN = "styles/written/"
ABOUT = "style.md"
LONGEST = 64
"""Letters of a style's name: it is the name of a folder, and part of a file's."""
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Corpus:
    """The texts of one style: file name -> the digest of its content, and how it is read."""

    name: str
    origin: Origin
    files: Mapping[str, str]
    read: Callable[[str], bytes]

    @cached_property
    def digest(self) -> str:
        """The digest of all its texts with their names: what the style is, wherever it lies."""
        return digest(dict(self.files))

    def place(self, file: str) -> str:
        """A file of it as a person finds it."""
        if self.origin == "story":
            return f"{WRITTEN}{self.name}/{file}"
        return f"{self.origin}: {self.name}" if file == ABOUT else f"{self.origin}: {self.name}/{file}"


def check_name(name: str) -> str:
    """The name, where it may name a style; raises StyleNameError."""
    if _SLUG.fullmatch(name) is None or len(name) > LONGEST:
        raise StyleNameError(name, slugify(name)[:LONGEST].strip("-"))
    return name


def library_folder() -> Path:
    """The user's library, which all stories share: $STORYFORGE_LIBRARY, else a folder of the user's data (XDG)."""
    own = os.environ.get("STORYFORGE_LIBRARY")
    if own:
        return Path(own).expanduser()
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "storyforge" / "library"


def corpora(story: Story | None) -> dict[str, Corpus]:
    """Every style by name, sorted; the story's own hide the library's, and those the built-in ones."""
    found: dict[str, Corpus] = {}
    for corpus in (*_on_disk("built-in"), *_on_disk("library"), *_in_story(story)):
        found[corpus.name] = corpus
    return dict(sorted(found.items()))


def corpus_of(story: Story | None, name: str) -> Corpus:
    """The style of a name, as `corpora` finds it, without looking at the others; raises UnknownStyleError."""
    if _SLUG.fullmatch(name):
        places = (*_in_story(story, name), *_on_disk("library", name), *_on_disk("built-in", name))
        if places:
            return places[0]
    raise UnknownStyleError(name, list(corpora(story)))


def in_story(story: Story, name: str) -> Corpus | None:
    """The story's own style of a name, or None."""
    return next(_in_story(story, name), None)


def in_library(name: str) -> Corpus | None:
    """The library's style of a name, or None."""
    return next(_on_disk("library", name), None)


def _in_story(story: Story | None, name: str = "") -> Iterator[Corpus]:
    """Styles whose files the story has, in any folder below the style's."""
    ids: dict[str, dict[str, str]] = {}
    start = f"{WRITTEN}{name}/" if name else WRITTEN
    for path, blob in story.files.ids.items() if story else ():
        if path.startswith(start):
            style, _, file = path.removeprefix(WRITTEN).partition("/")
            if file and _SLUG.fullmatch(style):
                ids.setdefault(style, {})[file] = blob
    for style, files in ids.items():
        yield Corpus(style, "story", dict(sorted(files.items())), _reader(story, style))


def _reader(story: Story | None, style: str) -> Callable[[str], bytes]:
    def read(file: str) -> bytes:
        return (story.read(f"{WRITTEN}{style}/{file}") if story else None) or b""

    return read


def _on_disk(origin: Origin, name: str = "") -> Iterator[Corpus]:
    """Styles of the library, or built in; a folder that can't be read has none."""
    root = style_folder(origin)
    try:
        folders = [root / name] if name else sorted(root.iterdir())
        for folder in folders:
            files = sorted(file for file in folder.iterdir() if _is_text(file)) if folder.is_dir() else []
            if files and _SLUG.fullmatch(folder.name):
                ids = {file.name: blob_id(file.read_bytes()) for file in files}
                yield Corpus(folder.name, origin, ids, lambda file, at=folder: (at / file).read_bytes())  # type: ignore[misc]
    except OSError:
        return


def style_folder(origin: Origin) -> Path:
    """The folder of all styles of the library, or of the built-in ones."""
    root = resources.templates() if origin == "built-in" else library_folder()
    return root / "styles" / "written"


def _is_text(file: Path) -> bool:
    return file.is_file() and not file.is_symlink() and not file.name.startswith(".")
