"""What a model of pictures is told: our rules first, then what the picture shows, in fences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.errors import TooManyReferencesError
from storyforge.formats.templates import Templates
from storyforge.model.digest import digest
from storyforge.providers.fences import fenced

if TYPE_CHECKING:
    from storyforge.providers.base import ImageRequest, Reference, ReferenceRole

MOST_REFERENCES = 3
"""More of them make each one count less, whatever a model takes."""
_SCAFFOLD = "scaffolds/picture.j2"
_LONGEST_NAME = 80
_A_TOKEN = 3
"""Bytes of UTF-8 that a token is at least: English has about four, Korean and Chinese three a character."""
_SHOWS: dict[ReferenceRole, str] = {
    "base": "the frame that is to be changed",
    "mask": "the mask: white where it changes",
    "continues": "the frame before",
    "establishing": "the place",
    "face": "a face",
    "body": "a body",
    "outfit": "an outfit",
    "instance": "as it is in this scene",
    "prop": "a thing",
    "setting": "a setting",
    "style": "a style",
}


def picture_words(request: ImageRequest, aspect: str) -> str:
    """The words that go with a request: rules, references by number, the description, the author's guidance."""
    sent = request.references
    roles = [role for role in dict.fromkeys(each.role for each in sent) if role not in ("base", "mask")]
    told = {"aspect": aspect, "edits": request.edits, "roles": roles}
    listed = "\n".join(f"Image {number}: {shown(each)}" for number, each in enumerate(sent, 1))
    parts = {"references": listed, "picture": request.prompt, "guidance": request.guidance}
    fences = [f"## {name}\n{fenced(name, text)}" for name, text in parts.items() if text.strip()]
    return "\n\n".join([Templates().render(_SCAFFOLD, told).strip(), *fences])


def rules_digest() -> str:
    """The digest of the rules: other rules are another question."""
    return digest(Templates().source(_SCAFFOLD))[:12]


def tokens_at_most(request: ImageRequest, aspect: str) -> int:
    """About how many tokens the words of a request are, rather too many than too few."""
    return math.ceil(len(picture_words(request, aspect).encode()) / _A_TOKEN)


def what_of(request: ImageRequest) -> str:
    """What is asked for, for what is said of it: `the start frame of shot 3A`, `the reference picture ada.face`."""
    if not request.spec.scene:
        return f"the reference picture {request.spec.shot}"
    if request.moment == "establishing":
        return f"the establishing frame of scene {request.spec.scene}"
    return f"the {request.moment} frame of shot {request.spec.shot}"


def refuse_too_many(request: ImageRequest, by: str, most: int = MOST_REFERENCES) -> None:
    """Raise TooManyReferencesError where more pictures are to go along than do any good, or than a model takes."""
    if len(request.references) > min(most, MOST_REFERENCES):
        raise TooManyReferencesError(what_of(request), by, len(request.references), min(most, MOST_REFERENCES))


def shown(reference: Reference) -> str:
    """What a reference picture shows, in a few words."""
    """What a reference is sent for, and the name of what it shows, in one line."""
    name = " ".join(reference.name.split())[:_LONGEST_NAME]
    return f"{_SHOWS[reference.role]}{f' ({name})' if name else ''}"
