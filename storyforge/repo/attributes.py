"""The `.gitattributes` and `.gitignore` of a story: what is text, what is a medium, what is nobody's."""

from __future__ import annotations

from typing import Literal

# Written with LF on every system, so that one content has one id.
_TEXT = ("*.yaml", "*.yml", "*.json", "*.md", ".gitattributes", ".gitignore")
# Kept byte for byte: their line ends are the author's.
_VERBATIM = ("*.fountain", "*.fdx")
_DOCUMENTS = ("*.pdf", "*.docx", "*.zip", "*.ttf", "*.otf")
_PICTURES = ("*.png", "*.jpg", "*.jpeg", "*.webp", "*.gif", "*.tif", "*.tiff", "*.psd")
_RECORDINGS = ("*.mp4", "*.mov", "*.mkv", "*.webm", "*.wav", "*.mp3", "*.m4a", "*.ogg", "*.flac")

GITIGNORE = """\
# Made anew at any time by `storyforge export`.
/exports/

# Half-written files and what desktops leave behind.
.*.storyforge-tmp
.DS_Store
Thumbs.db
desktop.ini
"""


Storage = Literal["git", "lfs"]
_HOW: dict[Storage, str] = {"git": "binary", "lfs": "filter=lfs diff=lfs merge=lfs -text"}


def gitattributes(media: Storage = "git") -> str:
    """The text of a story's `.gitattributes`; with "lfs", pictures and recordings go through Git LFS."""
    blocks = (
        ("What the program writes has LF on every system.", _TEXT, "text eol=lf"),
        ("Scripts stay as their author wrote them, byte for byte.", _VERBATIM, "-text"),
        ("Documents.", _DOCUMENTS, "binary"),
        ("Media.", (*_PICTURES, *_RECORDINGS), _HOW[media]),
    )
    parts = (
        "".join(f"{line}\n" for line in (f"# {title}", *(f"{name} {rule}" for name in names)))
        for title, names, rule in blocks
    )
    return "\n".join(parts)


def is_media_name(path: str) -> bool:
    """Whether a file is kept as a medium: a picture or a recording, by its suffix as git compares it."""
    return f"*.{path.rpartition('.')[2]}" in {*_PICTURES, *_RECORDINGS} and "." in path.rpartition("/")[2]


def with_storage(text: str, media: Storage) -> str:
    """A `.gitattributes` with the rules for media changed, and every other line as it is."""
    names = (*_PICTURES, *_RECORDINGS)
    lines = text.splitlines(keepends=True)
    done = [
        f"{line.split()[0]} {_HOW[media]}\n" if line.split()[:1] and line.split()[0] in names else line
        for line in lines
    ]
    said = {line.split()[0] for line in lines if line.split()}
    missing = [f"{name} {_HOW[media]}\n" for name in names if name not in said]
    if missing and done and not done[-1].endswith("\n"):
        done[-1] += "\n"
    return "".join([*done, *missing])
