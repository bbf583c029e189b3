"""What Google's two ways to clips have in common: the row of the model, its settings, and what a job was sold as."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, get_args

from storyforge.errors import RequestError
from storyforge.media.played import tokens_of_a_picture, waiting
from storyforge.model.story import MediaSettings
from storyforge.providers.base import Sent, Terms
from storyforge.providers.clip_words import clip_words, pictures, rules_digest, seconds_of, tokens_at_most
from storyforge.providers.media_catalogue import nearest_aspect, price_of_clip, video_model

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from storyforge.model.money import Cost
    from storyforge.providers.base import VideoRequest
    from storyforge.providers.media_catalogue import VideoModel

_LADDER: tuple[Sent, ...] = get_args(Sent)
_MARK = "#"
"""Between a job's id and what it was sold as: no id of Google's has it."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A job as it is written down: Google's id, and seconds and resolution that were bought, for its price."""

    job: str
    seconds: int | None
    resolution: str

    @classmethod
    def read(cls, text: str) -> Ticket:
        """The ticket of a text."""
        job, _, sold = text.partition(_MARK)
        seconds, _, resolution = sold.partition("s-")
        return cls(job, int(seconds) if seconds.isdigit() else None, resolution)

    def __str__(self) -> str:
        return f"{self.job}{_MARK}{'' if self.seconds is None else self.seconds}s-{self.resolution}"


class GoogleClips:
    """A model of clips as the catalogue knows it, asked as the story's settings say."""

    pure = False
    service = ""
    example = ""

    def __init__(self, model: str, settings: MediaSettings | None = None) -> None:
        self.name = f"{self.service}:{model}"
        self._model = model
        self._settings = settings or MediaSettings()
        usual = waiting()
        self.every = float(self._settings.every or usual.every)
        self.wait = self._settings.wait or usual.wait
        self.at_once = self._settings.at_once or usual.at_once
        self._timeout = usual.timeout

    @classmethod
    def opened(cls, model: str, settings: MediaSettings) -> Self:
        """The provider of a model; raises RequestError for none, and for settings that it does not sell."""
        if not model:
            raise RequestError(f"{cls.service} needs to know which model.", f"Such as: --with video={cls.example}")
        provider = cls(model, settings)
        row = provider._row
        if row is not None and settings.resolution and settings.resolution not in row.resolutions:
            raise RequestError(
                f"{provider.name} sells no clips at {settings.resolution}.",
                f"In story.yaml, models: settings: video: resolution: one of {', '.join(row.resolutions)}",
            )
        return provider

    def __repr__(self) -> str:
        return f"<{self.name}>"

    @cached_property
    def _row(self) -> VideoModel | None:
        return video_model(self.name)

    @property
    def takes(self) -> frozenset[Sent]:
        """What the model takes together; everything, where nobody knows."""
        return frozenset(sent for sent in _LADDER if self._row is None or sent in self._row.takes)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Resolution, sound, the seed where the model takes one, an address of one's own, and our rules."""
        told = {
            "resolution": self._resolution(draft=False) or None,
            "sound": self._settings.sound,
            "seed": self._seed,
            "api_base": self._settings.api_base,
        }
        return {"rules": rules_digest(), **{name: value for name, value in told.items() if value is not None}}

    def price(self, request: VideoRequest) -> Cost:
        """A clip of the length that is bought, by the catalogue, with its words and pictures; raises TooLongClipError.

        The same whatever of its pictures goes with it: what is sent may turn out to be less.
        """
        seconds = self._seconds(request)
        ways = [replace(request, sent=sent) for sent in _LADDER[_LADDER.index(request.sent) :]]
        tokens = max(self._tokens(one, seconds) for one in ways)
        return self._cost(seconds, self._resolution(draft=request.draft), tokens)

    def terms(self, request: VideoRequest) -> Terms:
        """What a clip is bought as; raises TooLongClipError."""
        resolution, sound = self._resolution(draft=request.draft), self._settings.sound
        row = self._row
        second = row.price(resolution, sound=sound is not False) if row else None
        checked = row.checked.isoformat() if row and row.checked else ""
        return Terms(self._seconds(request), resolution, sound, self._seed, second, checked)

    def _tokens(self, request: VideoRequest, seconds: int | None) -> int:
        words = tokens_at_most(clip_words(request, seconds, self._aspect(request)))
        return words + tokens_of_a_picture() * len(pictures(request))

    def _cost(self, seconds: int | None, resolution: str, tokens: int) -> Cost:
        sound = self._settings.sound is not False
        return price_of_clip(self._row, resolution, seconds, sound=sound, tokens=tokens)

    @property
    def _seed(self) -> int | None:
        return self._settings.seed if self._row is None or self._row.seed else None

    def _resolution(self, *, draft: bool) -> str:
        """The resolution that is asked for; empty where the model is not known and nobody says."""
        if self._row is None:
            return self._settings.resolution or ""
        return self._row.resolution_of(self._settings.resolution, draft=draft)

    def _seconds(self, request: VideoRequest) -> int | None:
        return seconds_of(self._row, request, self._resolution(draft=request.draft), self.name)

    def _aspect(self, request: VideoRequest) -> str:
        return nearest_aspect(self._row.aspects if self._row else (), request.aspect)

    def _ticket(self, job: str, request: VideoRequest) -> str:
        return str(Ticket(job, self._seconds(request), self._resolution(draft=request.draft)))
