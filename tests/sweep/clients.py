"""Providers that buy from the shop over real HTTP: pictures at once, clips as jobs.

`shop` has known prices, `shop:unknown` none that is known before, `shop:silent` none that is known ever. The address
and the account are in `STORYFORGE_SHOP`.
"""

from __future__ import annotations

import base64
import http.client
import io
import json
import os
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from PIL import Image

from storyforge.errors import FailedError, InDoubtError
from storyforge.media.pictures import pixels_digest
from storyforge.model.digest import digest
from storyforge.model.money import Cost
from storyforge.providers.base import Footage, Picture, Reply
from tests.sweep.shop import CLIP, PICTURE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.providers.base import ImageRequest, VideoRequest

ADDRESS = "STORYFORGE_SHOP"
TABLE = {"image": "tests.sweep.clients:ShopArtist", "video": "tests.sweep.clients:ShopCamera"}
_PATIENCE = 20.0


class _Customer:
    pure = False
    reads_references = False
    parameters: ClassVar[Mapping[str, Any]] = {}
    listed = "0"

    def __init__(self, model: str = "") -> None:
        self.name = f"shop:{model}" if model else "shop"
        self._model = model

    def price(self, _request: object) -> Cost:
        """The same for every piece, or unknown."""
        return Cost(None if self._model else Decimal(self.listed))

    def _paid(self, said: dict[str, str]) -> Cost:
        return Cost(None if self._model == "silent" else Decimal(said["price"]))

    def _call(self, what: str, method: str, path: str, order: dict[str, str] | None = None) -> dict[str, Any]:
        """One call; what broke off before it left was not sold, and of anything later nobody knows."""
        url = urlsplit(os.environ[ADDRESS])
        line = http.client.HTTPConnection(url.hostname or "", url.port, timeout=_PATIENCE)
        try:
            line.connect()
        except OSError as problem:
            raise FailedError(f"{self.name} can't be reached: {problem}.", "Run it again.") from problem
        try:
            line.request(method, f"{url.path}/{path}", None if order is None else json.dumps(order).encode())
            answer = line.getresponse()
            said: dict[str, Any] = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError) as problem:
            raise InDoubtError(what, f"the line went dead ({type(problem).__name__})") from problem
        finally:
            line.close()
        if answer.status != http.client.OK:
            raise FailedError(f"{what}: {said['problem']}.", "Try again later.")
        return said


class ShopArtist(_Customer):
    """Buys pictures, one call each."""

    listed = PICTURE

    def draw(self, request: ImageRequest) -> Reply[Picture]:
        """A picture of 8 x 8."""
        spec, moment = request.spec, request.moment
        item = f"{spec.shot}.{moment}"
        references = [digest(reference.png.hex()) for reference in request.references]
        key = digest([item, request.prompt, spec.seen(moment), request.guidance, references])
        said = self._call(item, "POST", "draw", {"key": key, "item": item})
        png = base64.b64decode(said["content"])
        with Image.open(io.BytesIO(png)) as drawn:
            picture = Picture(png, *drawn.size, pixels_digest(drawn))
        return Reply(picture, by=self.name, cost=self._paid(said))


class ShopCamera(_Customer):
    """Buys clips, which are handed in as jobs."""

    listed = CLIP
    every = 0.05

    def submit(self, request: VideoRequest) -> str:
        """Hand one in."""
        spec = request.spec
        given = [digest(request.start.hex()), digest(request.end.hex())]
        key = digest([spec.shot, request.prompt, spec.frames, given])
        order = {"key": key, "item": spec.shot, "frames": str(spec.frames)}
        return f"{self._call(spec.shot, 'POST', 'jobs', order)['job']}/{spec.frames}"

    def fetch(self, job: str) -> Reply[Footage] | None:
        """The clip, once it is ready."""
        number, _, frames = job.partition("/")
        said = self._call(job, "GET", f"jobs/{number}")
        if not said["ready"]:
            return None
        mp4 = base64.b64decode(said["content"])
        return Reply(Footage(mp4, int(frames), 8, 8, digest(mp4.hex()), "shop 1"), by=self.name, cost=self._paid(said))
