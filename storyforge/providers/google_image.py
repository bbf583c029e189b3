"""The provider `google:MODEL` of pictures: Gemini's image models, a picture a call.

Nothing is asked twice here: the client's retries are off, so that each call is one row of the journal.
"""

from __future__ import annotations

import time
from decimal import ROUND_UP, Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from storyforge.errors import NotMadeError, RequestError, SpoiltError, UnreadableMediaError
from storyforge.media.pictures import misshapen
from storyforge.model.money import Cost
from storyforge.model.story import MediaSettings
from storyforge.providers.base import Reply
from storyforge.providers.google_answers import Answered, read_answer
from storyforge.providers.google_door import open_gemini, types
from storyforge.providers.google_faults import failure, is_bad_picture, unreadable
from storyforge.providers.media_catalogue import image_model, nearest_aspect, price_of_image
from storyforge.providers.picture_words import (
    MOST_REFERENCES,
    picture_words,
    refuse_too_many,
    rules_digest,
    tokens_at_most,
    what_of,
)
from storyforge.providers.pictures import AT_ONCE, as_reference, delivered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from storyforge.providers.base import ImageRequest, Picture
    from storyforge.providers.media_catalogue import ImageModel

_TIMEOUT = 180
_MILLIONTH = Decimal("0.000001")


class GoogleImage:
    """Draws pictures by one model, as its settings say; may be used from many threads."""

    pure = False
    reads_references = True

    def __init__(self, model: str, settings: MediaSettings | None = None) -> None:
        self.name = f"google:{model}"
        self._model = model
        self._settings = settings or MediaSettings()
        self.at_once = self._settings.at_once or AT_ONCE

    @classmethod
    def opened(cls, model: str, settings: MediaSettings) -> Self:
        """The provider of a model such as `gemini-nano-banana-2.1`; raises RequestError where it is none."""
        if not model:
            raise RequestError(
                "google needs to know which model.", "Such as: --with image=google:gemini-nano-banana-2.1"
            )
        provider = cls(model, settings)
        sizes = provider._row.sizes if provider._row else ()
        if settings.size and sizes and settings.size not in sizes:
            raise RequestError(
                f"{provider.name} sells no pictures of the size {settings.size}.",
                f"In story.yaml, models: settings: image: size: one of {', '.join(sizes)}",
            )
        return provider

    def __repr__(self) -> str:
        return f"<{self.name}>"

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The size, the seed where the model takes one, an address of one's own, and our rules."""
        told = {"size": self._size(draft=False), "seed": self._seed, "api_base": self._settings.api_base}
        return {"rules": rules_digest(), **{name: value for name, value in told.items() if value is not None}}

    def price(self, request: ImageRequest) -> Cost:
        """A picture of its size by the catalogue, with its words and as many references as there may be."""
        row = self._row
        most = min(row.references, MOST_REFERENCES) if row else 0
        tokens = tokens_at_most(request, self._aspect(request))
        size = self._size(draft=request.draft)
        return _rounded(price_of_image(row, size, draft=request.draft, tokens=tokens, pictures=most))

    def draw(self, request: ImageRequest) -> Reply[Picture]:
        """Ask for one picture, once.

        Raises:
            OfflineError, NoKeyError, RequestError: nothing was asked.
            BusyError, UnreachableError: nothing was sold; it may be asked again.
            NotTakenError: the model does not take this together; nothing was sold.
            NotMadeError: the model would not make it; its cost says what that took.
            SpoiltError: what came is sold, and no picture.
            FailedError: nothing was sold.
            InDoubtError: the connection broke off, or what came back can't be read.
        """
        what = what_of(request)
        refuse_too_many(request, self.name, self._row.references if self._row else MOST_REFERENCES)
        client, call = self._client, self._call(request)
        begun = time.monotonic()
        try:
            answered = read_answer(client.models.generate_content(**call))
        except Exception as error:  # noqa: BLE001 - two HTTP libraries, a parser, a sign-in: it lets all theirs through
            if is_bad_picture(error):
                raise SpoiltError(
                    what, self.name, "the picture in it can't be decoded", self._listed(request)
                ) from None
            raise failure(error, self.name, what) from None
        return self._reply(request, answered, what, time.monotonic() - begun)

    def _reply(self, request: ImageRequest, answered: Answered, what: str, seconds: float) -> Reply[Picture]:
        """The picture that came; raises NotMadeError, SpoiltError, InDoubtError."""
        if answered.says_nothing:
            raise unreadable(self.name, what, "its answer says nothing")
        if answered.foreign:
            cost = self._charged(request, answered)
            raise SpoiltError(what, self.name, f"it sent {answered.foreign} and no picture", cost, answered.content)
        if not answered.content:
            raise NotMadeError(what, self.name, answered.refusal, self._taken(answered))
        cost = self._charged(request, answered)
        try:
            picture = delivered(answered.content)
        except UnreadableMediaError:
            why = "it is no picture, or it is cut off"
            raise SpoiltError(what, self.name, why, cost, answered.content) from None
        other = misshapen(picture.width, picture.height, self._aspect(request))
        if other:
            raise SpoiltError(what, self.name, other, cost, answered.content)
        return Reply(picture, self.name, cost, answered.usage | {"seconds": round(seconds, 3)})

    @cached_property
    def _client(self) -> Any:
        return open_gemini(self.name, self._settings, _TIMEOUT)

    @cached_property
    def _row(self) -> ImageModel | None:
        return image_model(self.name)

    @property
    def _seed(self) -> int | None:
        return self._settings.seed if self._row is None or self._row.seed else None

    def _size(self, *, draft: bool) -> str | None:
        """The size that is asked for; None where the model is not known, or sells only one."""
        if self._row is None:
            return self._settings.size
        return self._row.size_of(self._settings.size, draft=draft) or None

    def _aspect(self, request: ImageRequest) -> str:
        return nearest_aspect(self._row.aspects if self._row else (), request.aspect)

    def _call(self, request: ImageRequest) -> dict[str, Any]:
        """What the client is called with: all words in one text, and then each picture behind its number.

        Image models were known to refuse instructions of a system: "Developer instruction is not enabled".
        """
        form = types()
        aspect = self._aspect(request)
        parts = [form.Part.from_text(text=picture_words(request, aspect))]
        for number, reference in enumerate(request.references, 1):
            parts.append(form.Part.from_text(text=f"Image {number}:"))
            # What is changed is sent to the pixel.
            exact = reference.role in ("base", "mask")
            content, kind = (reference.png, "image/png") if exact else as_reference(reference.png)
            parts.append(form.Part.from_bytes(data=content, mime_type=kind))
        sells_one = self._row is not None and len(self._row.sizes) == 1
        size = None if sells_one else self._size(draft=request.draft)
        config = form.GenerateContentConfig(
            response_modalities=["IMAGE"],
            image_config=form.ImageConfig(aspect_ratio=aspect, image_size=size),
            candidate_count=1,
            seed=self._seed,
            automatic_function_calling=form.AutomaticFunctionCallingConfig(disable=True),
        )
        return {"model": self._model, "contents": form.Content(role="user", parts=parts), "config": config}

    def _listed(self, request: ImageRequest) -> Cost:
        """What the table says of a picture with what went in, where no tokens were counted."""
        row, aspect = self._row, self._aspect(request)
        tokens, sent = tokens_at_most(request, aspect), len(request.references)
        return price_of_image(row, self._size(draft=request.draft), draft=request.draft, tokens=tokens, pictures=sent)

    def _charged(self, request: ImageRequest, answered: Answered) -> Cost:
        """By tokens where they are counted and priced, else by the table."""
        if answered.is_counted and self._row is not None:
            amount = self._row.charged(answered.sent, answered.made, answered.said)
            if amount is not None:
                return Cost(amount.normalize() if amount else amount)
        return self._listed(request)

    def _taken(self, answered: Answered) -> Cost:
        """What a refusal took: the tokens that are counted for it; unknown where none are, or at no known price."""
        amount = None
        if self._row is not None and answered.is_counted:
            amount = self._row.charged(answered.sent, answered.made, answered.said)
        return Cost(None if amount is None else amount.normalize() if amount else amount)


def _rounded(cost: Cost) -> Cost:
    """An upper bound to a millionth: what it is reckoned from is no finer."""
    if cost.amount is None:
        return cost
    return Cost(cost.amount.quantize(_MILLIONTH, ROUND_UP).normalize(), cost.currency)
