"""Takes frames from a folder: what somebody drew, photographed or had made, named `3A-start.png`, `3A-end.png`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from storyforge.errors import FailedError
from storyforge.media.pictures import open_picture, pixels_digest
from storyforge.model.money import FREE
from storyforge.providers.base import Picture, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.money import Cost
    from storyforge.providers.base import ImageRequest


class FolderPictures:
    """`image=folder:/where/they/are`: what is behind the colon comes in as the only argument."""

    pure = False
    reads_references = False
    parameters: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, folder: str = "pictures") -> None:
        self.name = f"folder:{folder}"
        self._folder = Path(folder)

    def price(self, request: ImageRequest) -> Cost:
        """They are there already."""
        del request
        return FREE

    def draw(self, request: ImageRequest) -> Reply[Picture]:
        """The picture of one moment of a shot; raises FailedError where there is none, UnreadableMediaError."""
        moment = request.moment
        name = f"{request.spec.scene}-establishing" if moment == "establishing" else f"{request.spec.shot}-{moment}"
        file = self._folder / f"{name}.png"
        try:
            content = file.read_bytes()
        except OSError:
            raise FailedError(f"There is no picture {file}.", f"Put one there for: {request.prompt[:60]}") from None
        picture = open_picture(content, str(file))
        return Reply(Picture(content, picture.width, picture.height, pixels_digest(picture)), by=self.name, cost=FREE)
