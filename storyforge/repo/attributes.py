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


def gitattributes(media: Literal["git", "lfs"] = "git") -> str:
    """The text of a story's `.gitattributes`; with "lfs", pictures and recordings go through Git LFS."""
    how = "binary" if media == "git" else "filter=lfs diff=lfs merge=lfs -text"
    blocks = (
        ("What the program writes has LF on every system.", _TEXT, "text eol=lf"),
        ("Scripts stay as their author wrote them, byte for byte.", _VERBATIM, "-text"),
        ("Documents.", _DOCUMENTS, "binary"),
        ("Media.", (*_PICTURES, *_RECORDINGS), how),
    )
    parts = (
        "".join(f"{line}\n" for line in (f"# {title}", *(f"{name} {rule}" for name in names)))
        for title, names, rule in blocks
    )
    return "\n".join(parts)
