"""Models of pictures, clips and speech: what each takes, sells and charges, as the catalogue has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

TAKES = ("first+last", "first", "references", "text")
"""What a model of clips is sent besides words, from the strictest contract to the loosest."""

MILLION = Decimal(1_000_000)


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
    token: Decimal | None = Decimal(0)
    """What a million tokens of text cost that are sent; None where that is not known."""
    picture: Decimal | None = Decimal(0)
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

    def sent(self, tokens: int = 0, pictures: int = 0) -> Decimal | None:
        """What is charged for what goes in, None where it is not known."""
        if (tokens and self.token is None) or (pictures and self.picture is None):
            return None
        return (self.token or 0) * tokens / MILLION + (self.picture or 0) * pictures


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
        went_in = self.sent(sent)
        if went_in is None or (made and self.made is None) or (said and self.said is None):
            return None
        return went_in + ((self.made or 0) * made + (self.said or 0) * said) / MILLION


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
