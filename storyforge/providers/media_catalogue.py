"""What is known of models of pictures, clips and speech: what they take, sell and charge (`templates/models.yaml`)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from storyforge.model.money import Cost
from storyforge.providers.media_rows import Row, rows, stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from fractions import Fraction

    from storyforge.providers.media_rows import Table

TAKES = ("first+last", "first", "references", "text")
"""What a model of clips is sent besides words, from the strictest contract to the loosest."""

MILLION = Decimal(1_000_000)
_BEST = 5
_COMMON = ("source", "checked", "ends", "quality", "input")


@dataclass(frozen=True, kw_only=True)
class Model:
    """What rows of all tables have; `name` as in story.yaml, `provider:model`."""

    name: str
    ends: date | None = None
    """The day from which its maker no longer answers."""
    checked: date | None = None
    source: str = ""
    quality: int = 0
    """1 to 5, 0 where nobody has said."""
    token: Decimal = Decimal(0)
    """What a million tokens of text cost that are sent."""
    picture: Decimal = Decimal(0)
    """What each picture costs that is sent."""

    @property
    def service(self) -> str:
        """Who is asked: what stands before the colon."""
        return self.name.partition(":")[0]

    def is_over(self, today: date) -> bool:
        """Whether its maker no longer answers."""
        return self.ends is not None and self.ends <= today

    def is_ending(self, today: date, days: int) -> bool:
        """Whether it has ended, or does within so many days."""
        return self.ends is not None and today >= self.ends - timedelta(days=days)

    def sent(self, tokens: int = 0, pictures: int = 0) -> Decimal:
        """What is charged for what goes in."""
        return self.token * tokens / MILLION + self.picture * pictures


@dataclass(frozen=True, kw_only=True)
class ImageModel(Model):
    """A model of pictures; `prices` by size and quality, where it sells qualities, else under an empty name."""

    prices: Mapping[str, Mapping[str, Decimal | None]] = field(default_factory=dict)
    final: str = ""
    draft: str = ""
    references: int = 0
    aspects: tuple[str, ...] = ()
    seed: bool = False
    negative: bool = False
    edits: bool = False
    prompt: int | None = None
    """The longest prompt, in characters."""
    made: Decimal | None = None
    """What a million tokens of pictures cost that come out; None where pictures are charged by the piece."""
    said: Decimal | None = None
    """What a million tokens of words cost that come out."""

    @property
    def sizes(self) -> tuple[str, ...]:
        """What it sells, the first where nothing is said."""
        return tuple(self.prices)

    def size_of(self, size: str | None, *, draft: bool) -> str:
        """The size that is bought: the one asked for, else the first; of a draft the cheapest with a known price."""
        if not draft:
            return size or next(iter(self.prices), "")
        known = {name: price for name in self.prices if (price := self.price(name, draft=True)) is not None}
        return min(known, key=lambda name: known[name]) if known else size or next(iter(self.prices), "")

    def quality_of(self, *, draft: bool) -> str:
        """The quality that is asked for; empty where it sells only one."""
        return self.draft if draft else self.final

    def price(self, size: str, *, draft: bool) -> Decimal | None:
        """The price of a picture of one size, None where it is not known."""
        sold = self.prices.get(size, {})
        return sold.get(self.quality_of(draft=draft), sold.get(""))

    def charged(self, sent: int, made: int, said: int = 0) -> Decimal | None:
        """What is charged for tokens that went in, of pictures and of words that came; None where it is not known."""
        if (made and self.made is None) or (said and self.said is None):
            return None
        return self.sent(sent) + ((self.made or 0) * made + (self.said or 0) * said) / MILLION


@dataclass(frozen=True, kw_only=True)
class VideoModel(Model):
    """A model of clips; `prices` by resolution and second, with sound; `silent` without, where both are sold."""

    prices: Mapping[str, Decimal | None] = field(default_factory=dict)
    silent: Mapping[str, Decimal | None] = field(default_factory=dict)
    durations: tuple[int, ...] = ()
    """All whole seconds that it sells."""
    only: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """What of them it sells in a resolution, or with a kind of input."""
    takes: frozenset[str] = frozenset()
    references: int = 0
    aspects: tuple[str, ...] = ()
    sound: bool = False
    seed: bool = False
    negative: bool = False
    cancels: bool = False
    rate: str = ""
    prompt: int | None = None
    """The longest prompt, in tokens."""

    @property
    def resolutions(self) -> tuple[str, ...]:
        """What it sells, the first where nothing is said."""
        return tuple(self.prices)

    def resolution_of(self, resolution: str | None, *, draft: bool) -> str:
        """What is bought: what is asked for, else the first; of a draft the cheapest with a known price."""
        if not draft:
            return resolution or next(iter(self.prices), "")
        known = {name: price for name, price in self.prices.items() if price is not None}
        return min(known, key=lambda name: known[name]) if known else resolution or next(iter(self.prices), "")

    def sells(self, resolution: str = "", sent: str = "") -> tuple[int, ...]:
        """The seconds that it sells in a resolution, with what is sent."""
        limits = [set(self.only[name]) for name in (resolution, sent) if name in self.only]
        return tuple(length for length in self.durations if all(length in limit for limit in limits))

    def length_for(self, seconds: Fraction | float, resolution: str = "", sent: str = "") -> int | None:
        """The shortest clip on sale that is long enough; None where there is none."""
        return next((length for length in self.sells(resolution, sent) if length >= seconds), None)

    def price(self, resolution: str, *, sound: bool = True) -> Decimal | None:
        """The price of a second, None where it is not known."""
        prices = self.prices if sound or not self.silent else self.silent
        return prices.get(resolution)


@dataclass(frozen=True, kw_only=True)
class SpeechModel(Model):
    """A model of speech, charged by the character or by the second of speech."""

    character: Decimal | None = None
    second: Decimal | None = None
    text: int | None = None
    """The longest text, in characters."""
    voices: tuple[str, ...] = ()
    directions: bool = False
    """Whether it can be told how a line is spoken."""


Some = TypeVar("Some", bound=Model)


def image_models(*, own: bool = True) -> dict[str, ImageModel]:
    """All models of pictures by name; `own` lays the author's file over them. Raises CatalogueError."""
    return _all("image", _image, own=own)


def video_models(*, own: bool = True) -> dict[str, VideoModel]:
    """All models of clips by name; `own` lays the author's file over them. Raises CatalogueError."""
    return _all("video", _video, own=own)


def speech_models(*, own: bool = True) -> dict[str, SpeechModel]:
    """All models of speech by name; `own` lays the author's file over them. Raises CatalogueError."""
    return _all("speech", _speech, own=own)


def image_model(name: str) -> ImageModel | None:
    """The model of pictures of a name, with or without `provider:`; None for one that no row knows."""
    return _named(image_models(), name)


def video_model(name: str) -> VideoModel | None:
    """The model of clips of a name, with or without `provider:`; None for one that no row knows."""
    return _named(video_models(), name)


def speech_model(name: str) -> SpeechModel | None:
    """The model of speech of a name, with or without `provider:`; None for one that no row knows."""
    return _named(speech_models(), name)


def price_of_image(
    model: ImageModel | None, size: str | None = None, *, draft: bool = False, tokens: int = 0, pictures: int = 0
) -> Cost:
    """What a picture costs, with what goes in; unknown where the model, the size or its price is."""
    amount = model.price(model.size_of(size, draft=draft), draft=draft) if model else None
    return Cost(None if model is None or amount is None else _plain(amount + model.sent(tokens, pictures)))


def price_of_clip(
    model: VideoModel | None,
    resolution: str | None = None,
    seconds: int | None = None,
    *,
    sound: bool = True,
    draft: bool = False,
    tokens: int = 0,
    pictures: int = 0,
) -> Cost:
    """What a clip of so many seconds costs, with what goes in; unknown where any of it is."""
    if model is None or seconds is None:
        return Cost(None)
    amount = model.price(model.resolution_of(resolution, draft=draft), sound=sound)
    return Cost(None if amount is None else _plain(amount * seconds + model.sent(tokens, pictures)))


def price_of_speech(
    model: SpeechModel | None, characters: int, seconds: Fraction | None = None, *, tokens: int = 0
) -> Cost:
    """What a spoken text costs; unknown where the model is, or where it is charged by seconds that aren't known."""
    if model is None:
        return Cost(None)
    if model.character is not None:
        return Cost(_plain(model.character * characters + model.sent(tokens)))
    if model.second is None or seconds is None:
        return Cost(None)
    return Cost(_plain(model.second * seconds.numerator / seconds.denominator + model.sent(tokens)))


def nearest_aspect(aspects: tuple[str, ...], wanted: str) -> str:
    """The aspect on sale that is nearest to what is wanted; what is wanted itself where none is told."""
    return min(aspects, key=lambda one: abs(_shape(one) - _shape(wanted)), default=wanted)


def _shape(aspect: str) -> float:
    """Width to height on a scale where 2:1 and 1:2 are equally far from a square."""
    wide, _, high = aspect.partition(":")
    return math.log(int(wide) / int(high or "1"))


def _plain(amount: Decimal) -> Decimal:
    return amount.normalize() if amount else Decimal(0)


@lru_cache(maxsize=12)
def _kept(table: Table, read: Callable[[Row], Any], own: tuple[str, int, int] | None) -> dict[str, Any]:
    return {row.name: read(row) for row in rows(table, own=own is not None)}


def _all(table: Table, read: Callable[[Row], Some], *, own: bool) -> dict[str, Some]:
    return dict(_kept(table, read, stamp() if own else None))


def _named(models: Mapping[str, Some], name: str) -> Some | None:
    if name in models:
        return models[name]
    return next((model for full, model in models.items() if full.partition(":")[2] == name), None)


def _common(row: Row) -> dict[str, Any]:
    """The fields of every row."""
    quality = row.number("quality")
    if quality is not None and not 1 <= quality <= _BEST:
        raise row.fault("quality", f"1 to {_BEST} is wanted, not {quality}")
    charged = row.mapping("input")
    for key in charged:
        if key not in ("million", "picture"):
            raise row.fault(f"input: {key}", "known keys: million, picture")
    return {
        "name": row.name,
        "ends": row.day("ends"),
        "checked": row.day("checked"),
        "source": row.text("source"),
        "quality": quality or 0,
        "token": row.money("input: million", charged.get("million", 0)) or Decimal(0),
        "picture": row.money("input: picture", charged.get("picture", 0)) or Decimal(0),
    }


def _image(row: Row) -> ImageModel:
    fields = ("prices", "final", "draft", "references", "aspects", "seed", "negative", "edits", "prompt", "output")
    row.refuse_unknown((*_COMMON, *fields))
    prices = {}
    for size, sold in row.mapping("prices").items():
        by_quality = sold if isinstance(sold, dict) else {"": sold}
        prices[size] = {str(name): row.money(f"prices: {size}", value) for name, value in by_quality.items()}
    made = row.mapping("output")
    for key in made:
        if key not in ("picture", "text"):
            raise row.fault(f"output: {key}", "known keys: picture, text")
    return ImageModel(
        **_common(row),
        prices=prices,
        final=row.text("final"),
        draft=row.text("draft") or row.text("final"),
        references=row.number("references") or 0,
        aspects=_aspects(row),
        seed=row.flag("seed"),
        negative=row.flag("negative"),
        edits=row.flag("edits"),
        prompt=row.number("prompt"),
        made=row.money("output: picture", made.get("picture")),
        said=row.money("output: text", made.get("text")),
    )


def _video(row: Row) -> VideoModel:
    fields = ("prices", "silent", "durations", "only", "takes", "references", "aspects", "sound", "seed", "negative")
    row.refuse_unknown((*_COMMON, *fields, "cancels", "rate", "prompt"))
    takes = row.texts("takes")
    for one in takes:
        if one not in TAKES:
            raise row.fault("takes", f'"{one}" is none of {", ".join(TAKES)}')
    return VideoModel(
        **_common(row),
        prices={name: row.money(f"prices: {name}", value) for name, value in row.mapping("prices").items()},
        silent={name: row.money(f"silent: {name}", value) for name, value in row.mapping("silent").items()},
        durations=row.lengths("durations"),
        only={name: row.lengths(f"only: {name}", value) for name, value in row.mapping("only").items()},
        takes=frozenset(takes),
        references=row.number("references") or 0,
        aspects=_aspects(row),
        sound=row.flag("sound"),
        seed=row.flag("seed"),
        negative=row.flag("negative"),
        cancels=row.flag("cancels"),
        rate=row.text("rate"),
        prompt=row.number("prompt"),
    )


def _speech(row: Row) -> SpeechModel:
    row.refuse_unknown((*_COMMON, "character", "second", "text", "voices", "directions"))
    return SpeechModel(
        **_common(row),
        character=row.price("character"),
        second=row.price("second"),
        text=row.number("text"),
        voices=row.texts("voices"),
        directions=row.flag("directions"),
    )


def _aspects(row: Row) -> tuple[str, ...]:
    """Aspects that are width to height; a YAML reader of another kind would make numbers of them."""
    found = row.texts("aspects")
    for one in found:
        wide, _, high = one.partition(":")
        if not (wide.isdigit() and high.isdigit() and int(wide) and int(high)):
            raise row.fault("aspects", f'"{one}" is no aspect, such as "16:9" in quotes')
    return found
