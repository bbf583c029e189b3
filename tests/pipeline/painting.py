"""An artist that goes by reference pictures, as models of pictures do: it remembers what it was sent."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, ClassVar

from PIL import Image

from storyforge.media.pictures import pixels_digest
from storyforge.model.digest import digest
from storyforge.providers.base import Picture, Reply
from tests.pipeline.scripted_media import ScriptedArtist

if TYPE_CHECKING:
    from storyforge.providers.base import ImageRequest


class Painter(ScriptedArtist):
    """A square whose colour says what it was asked for and what it was sent."""

    reads_references = True
    asked: ClassVar[list[str]] = []
    requests: ClassVar[dict[str, ImageRequest]] = {}

    def draw(self, request: ImageRequest) -> Reply[Picture]:
        """A picture of 8 x 8."""
        item = f"{request.spec.shot}.{request.moment}" if request.spec.scene else request.spec.shot
        if request.spec.scene and request.moment == "establishing":
            item = f"{request.spec.scene}.establishing"
        cost = self._ask(item)
        self.requests[item] = request
        sent = [digest(reference.png.hex()) for reference in request.references]
        said = digest([item, request.prompt, request.guidance, sent])
        picture = Image.new("RGB", (8, 8), (int(said[:2], 16), int(said[2:4], 16), int(said[4:6], 16)))
        file = io.BytesIO()
        picture.save(file, "PNG")
        return Reply(Picture(file.getvalue(), 8, 8, pixels_digest(picture)), by=self.name, cost=cost)
