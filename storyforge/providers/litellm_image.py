"""The provider `litellm:MODEL` of pictures: OpenAI's image models and others that speak as they do, a picture a call.

As with letters, nothing is asked twice here: the retries of litellm and of the client beneath it are off.
"""

from __future__ import annotations

import base64
import binascii
import io
import time
from decimal import ROUND_UP, Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PIL import ImageOps

from storyforge.errors import (
    NotMadeError,
    OfflineError,
    RefusedError,
    RequestError,
    SpoiltError,
    UnreadableMediaError,
)
from storyforge.media.pictures import misshapen, open_picture
from storyforge.model.money import Cost
from storyforge.model.story import TextSettings
from storyforge.providers.base import Reply
from storyforge.providers.counts import is_count
from storyforge.providers.litellm_door import asks_once, client_error, litellm, speaks_openai
from storyforge.providers.litellm_faults import failure
from storyforge.providers.litellm_model import LiteLLMModel
from storyforge.providers.media_catalogue import MILLION, image_model, nearest_aspect
from storyforge.providers.network import is_offline
from storyforge.providers.picture_words import (
    MOST_REFERENCES,
    picture_words,
    refuse_too_many,
    rules_digest,
    tokens_at_most,
    what_of,
)
from storyforge.providers.pictures import AT_ONCE, delivered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from storyforge.model.story import MediaSettings
    from storyforge.providers.base import ImageRequest, Picture
    from storyforge.providers.media_catalogue import ImageModel

_TIMEOUT = 180
_MILLIONTH = Decimal("0.000001")


class LiteLLMImage(LiteLLMModel):
    """Draws pictures by one model; of its settings the size, the address, the timeout and `at_once` are used."""

    reads_references = True

    def __init__(self, model: str = "", settings: TextSettings | None = None, size: str | None = None) -> None:
        super().__init__(model, settings)
        self._size = size
        self.at_once = AT_ONCE

    @classmethod
    def opened(cls, model: str, settings: MediaSettings | TextSettings) -> Self:
        """The provider of a model such as `openai/gpt-image-1.5`; raises RequestError where it is none."""
        if not model:
            raise RequestError(
                "litellm needs to know which model.", "Such as: --with image=litellm:openai/gpt-image-1.5"
            )
        size: str | None = getattr(settings, "size", None)
        provider = cls(model, TextSettings(api_base=settings.api_base, timeout=settings.timeout), size)
        provider.at_once = settings.at_once or AT_ONCE
        sizes = provider._row.sizes if provider._row else ()
        if size and sizes and size not in sizes:
            raise RequestError(
                f"{provider.name} sells no pictures of the size {size}.",
                f"In story.yaml, models: settings: image: size: one of {', '.join(sizes)}",
            )
        return provider

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The size, where one is named, an address of one's own, and our rules."""
        told = {"size": self._size, "api_base": self._settings.api_base}
        return {"rules": rules_digest(), **{name: value for name, value in told.items() if value is not None}}

    def price(self, request: ImageRequest) -> Cost:
        """A picture of its size and quality by the catalogue, with its words and as many references as there may be."""
        listed = self._listed(request, min(self._row.references, MOST_REFERENCES) if self._row else 0)
        if listed.amount is None:
            return listed
        return Cost(listed.amount.quantize(_MILLIONTH, ROUND_UP).normalize(), listed.currency)

    def draw(self, request: ImageRequest) -> Reply[Picture]:
        """Ask for one picture, once.

        Raises:
            OfflineError, UnknownServiceError, NoKeyError, TooManyReferencesError: nothing was asked.
            BusyError, UnreachableError: nothing was sold; it may be asked again.
            NotMadeError: the model would not make it.
            SpoiltError: what came is sold, and no picture.
            FailedError: nothing was sold.
            InDoubtError: the connection broke off, or what came back can't be read.
        """
        what = what_of(request)
        refuse_too_many(request, self.name, self._row.references if self._row else MOST_REFERENCES)
        if is_offline():
            raise OfflineError(self.name)
        if not speaks_openai(self._prices.service):
            raise RequestError(
                f"Pictures of {self._prices.service} can't be had by litellm: it might ask, and pay, twice.",
                "Ask Google's models by google:MODEL; and a server that speaks as OpenAI does by "
                "litellm:openai/NAME, with its address as api_base.",
            )
        asked = self._request(request)
        begun = time.monotonic()
        try:
            answer = litellm().image_edit(**asked) if request.references else self._generated(asked)
            found = answer.data[0] if answer.data else None
        except (client_error(), LookupError, TypeError, ValueError, AttributeError, ImportError) as error:
            failed = failure(error, self.name, what)
            if isinstance(failed, RefusedError):
                raise NotMadeError(what, self.name, failed.why or "it does not say why") from None
            raise failed from None
        seconds = {"seconds": round(time.monotonic() - begun, 3)}
        cost = self._charged(request, answer)
        if found is None:
            raise NotMadeError(what, self.name, "it made no picture", cost)
        picture, shape = self._read(found, what, cost), self._shape_of(request)
        other = misshapen(picture.width, picture.height, shape) if shape else ""
        if other:
            raise SpoiltError(what, self.name, other, cost, picture.png)
        return Reply(picture, self.name, cost, {**_usage(answer), **seconds})

    def _shape_of(self, request: ImageRequest) -> str:
        """The shape that a picture must have: that of the size asked for; a region's own, to be put in its place."""
        return request.aspect if request.edits else _aspect(self._size_for(request))

    def _generated(self, asked: dict[str, Any]) -> Any:
        """A picture from words alone; litellm would have its own client ask up to three times, whatever it is told."""
        client = asks_once(asked.get("api_key"), asked.get("api_base"), asked["timeout"])
        with client:
            return litellm().image_generation(**asked, client=client)

    def _read(self, found: Any, what: str, cost: Cost) -> Picture:
        """The picture of an answer; raises SpoiltError where it is none, or only the address of one."""
        try:
            content = base64.b64decode(found.b64_json or "", validate=True)
        except binascii.Error:
            raise SpoiltError(what, self.name, "the picture in it can't be decoded", cost) from None
        if not content:
            address = str(found.url or "").encode()
            raise SpoiltError(what, self.name, "it sent the address of a picture and not the picture", cost, address)
        try:
            return delivered(content)
        except UnreadableMediaError:
            raise SpoiltError(what, self.name, "it is no picture, or it is cut off", cost, content) from None

    @cached_property
    def _row(self) -> ImageModel | None:
        return image_model(self.name)

    def _size_for(self, request: ImageRequest) -> str | None:
        """The size that is named, else of those that are sold the one of the nearest shape; so for a region always."""
        if self._row is None or (self._size and not request.edits):
            return self._size
        aspect = nearest_aspect(self._row.aspects, request.aspect)
        return next((size for size in self._row.sizes if _shape(size) == Fraction(aspect.replace(":", "/"))), None)

    def _request(self, request: ImageRequest) -> dict[str, Any]:
        size = self._size_for(request)
        told = {
            **self._service(_TIMEOUT),
            "prompt": picture_words(request, _aspect(size) or request.aspect),
            "size": size,
            "quality": (self._row.quality_of(draft=request.draft) or None) if self._row else None,
            "n": 1,
            "image": [io.BytesIO(reference.png) for reference in request.references] or None,
            "mask": io.BytesIO(_clear_where_white(request.references[1].png)) if request.edits else None,
        }
        return {name: value for name, value in told.items() if value is not None}

    def _listed(self, request: ImageRequest, shown: int) -> Cost:
        """What the catalogue says of a picture with what goes in; unknown where a picture that goes in has no price."""
        row, size = self._row, self._size_for(request)
        amount = row.price(size, draft=request.draft) if row and size else None
        if row is None or amount is None or (shown and not row.picture):
            return Cost(None)
        words = tokens_at_most(request, _aspect(size) or request.aspect)
        went_in = row.sent(words, shown)
        return Cost(None if went_in is None else amount + went_in)

    def _charged(self, request: ImageRequest, answer: Any) -> Cost:
        """By the tokens that were counted, where they have a price, else by the catalogue."""
        counted, table = getattr(answer, "usage", None), self._prices.row
        came = getattr(counted, "output_tokens", None)
        details = getattr(counted, "input_tokens_details", None)
        # Litellm hands them over as a mapping where a picture was drawn, and as a model where one was edited.
        told = details if isinstance(details, dict) else getattr(details, "__dict__", {})
        words, shown = told.get("text_tokens"), told.get("image_tokens")
        made = self._row.made if self._row else None
        made = made if made is not None else _a_million(table, "output_cost_per_image_token")
        sent, seen = (_a_million(table, name) for name in ("input_cost_per_token", "input_cost_per_image_token"))
        counts = all(map(is_count, (came, words, shown or 0)))
        if not counts or not came or words is None or made is None or sent is None or (shown and seen is None):
            return self._listed(request, len(request.references))
        amount = (made * came + sent * words + (seen or 0) * (shown or 0)) / MILLION
        return Cost(amount.normalize())


def _a_million(row: Mapping[str, Any], name: str) -> Decimal | None:
    """What a million tokens cost by the price map that comes with litellm."""
    return Decimal(str(row[name])) * MILLION if row.get(name) is not None else None


def _usage(answer: Any) -> dict[str, Any]:
    counted = getattr(answer, "usage", None)
    told = {
        "prompt_tokens": getattr(counted, "input_tokens", None),
        "completion_tokens": getattr(counted, "output_tokens", None),
    }
    return {name: value for name, value in told.items() if value is not None}


def _shape(size: str) -> Fraction | None:
    width, _, height = size.partition("x")
    return Fraction(int(width), int(height)) if width.isdigit() and height.isdigit() and int(height) else None


def _aspect(size: str | None) -> str:
    shape = _shape(size or "")
    return f"{shape.numerator}:{shape.denominator}" if shape else ""


def _clear_where_white(mask: bytes) -> bytes:
    """A mask as OpenAI takes one: what is clear is made anew."""
    picture = open_picture(mask, "the mask")
    shown = picture.convert("RGBA")
    shown.putalpha(ImageOps.invert(picture.convert("L")))
    file = io.BytesIO()
    shown.save(file, "PNG")
    return file.getvalue()
