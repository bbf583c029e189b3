"""An artist and a camera that wait as one does for a network, cost money, and fail where a test wants them to."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from PIL import Image

from storyforge.errors import FailedError
from storyforge.media.pictures import pixels_digest
from storyforge.model.digest import digest
from storyforge.model.money import Cost
from storyforge.providers.base import Footage, Picture, Reply

if TYPE_CHECKING:
    from storyforge.providers.base import ImageRequest, VideoRequest


class _Scripted:
    pure = False
    amount: ClassVar[Decimal | None] = Decimal("0.04")
    fails: ClassVar[tuple[str, ...]] = ()
    asked: ClassVar[list[str]] = []
    parameters: ClassVar[dict[str, str]] = {}

    def __init__(self, model: str = "one") -> None:
        self.name = f"scripted:{model}"

    def price(self, _request: object) -> Cost:
        """The same for every one."""
        return Cost(self.amount)

    def _ask(self, item: str) -> Cost:
        if item in self.fails:
            raise FailedError("The provider hung up.", "Try again later.")
        type(self).asked.append(item)
        return Cost(self.amount)


class ScriptedArtist(_Scripted):
    """Draws a square whose colour says what it was asked for; it goes by words and by the frame before alone."""

    reads_references = False
    asked: ClassVar[list[str]] = []
    referred: ClassVar[list[str]] = []

    def draw(self, request: ImageRequest) -> Reply[Picture]:
        """A picture of 8 x 8."""
        item = f"{request.spec.shot}.{request.moment}" if request.moment != "establishing" else "establishing"
        cost = self._ask(item)
        if request.references:
            type(self).referred.append(item)
        said = digest([request.prompt, request.spec.blocking.plain(), request.guidance, len(request.references)])
        picture = Image.new("RGB", (8, 8), (int(said[:2], 16), int(said[2:4], 16), int(said[4:6], 16)))
        file = io.BytesIO()
        picture.save(file, "PNG")
        return Reply(Picture(file.getvalue(), 8, 8, pixels_digest(picture)), by=self.name, cost=cost)


class ScriptedCamera(_Scripted):
    """Films nothing that plays: a file that says what it was asked for."""

    asked: ClassVar[list[str]] = []

    def film(self, request: VideoRequest) -> Reply[Footage]:
        """A clip of the right length on paper."""
        cost = self._ask(request.spec.shot)
        said = digest([request.prompt, request.spec.frames, digest(request.start.hex()), digest(request.end.hex())])
        clip = Footage(said.encode(), request.spec.frames, 8, 8, said, "scripted 1")
        return Reply(clip, by=self.name, cost=cost)
