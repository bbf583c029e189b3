"""What is known of models of pictures, clips and speech: what they take, sell and charge (`templates/models.yaml`)."""

from __future__ import annotations

import math
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from storyforge.model.money import Cost
from storyforge.providers.media_models import MILLION, TAKES, ImageModel, Model, SpeechModel, VideoModel
from storyforge.providers.media_rows import Row, rows, stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from storyforge.providers.media_rows import Table

__all__ = ["MILLION", "TAKES", "ImageModel", "Model", "SpeechModel", "VideoModel"]
_BEST = 5
_COMMON = ("source", "checked", "ends", "quality", "input")

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
    return _together(amount, model.sent(tokens, pictures)) if model else Cost(None)


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
    return _together(None if amount is None else amount * seconds, model.sent(tokens, pictures))


def price_of_speech(
    model: SpeechModel | None, characters: int, seconds: Fraction | None = None, *, tokens: int = 0
) -> Cost:
    """What a spoken text costs; unknown where the model is, or where it is charged by seconds that aren't known."""
    if model is None:
        return Cost(None)
    if model.character is not None:
        return _together(model.character * characters, model.sent(tokens))
    if model.second is None or seconds is None:
        return Cost(None)
    return _together(model.second * seconds.numerator / seconds.denominator, model.sent(tokens))


def nearest_aspect(aspects: tuple[str, ...], wanted: str) -> str:
    """The aspect on sale that is nearest to what is wanted; what is wanted itself where none is told."""
    return min(aspects, key=lambda one: abs(_shape(one) - _shape(wanted)), default=wanted)


def _shape(aspect: str) -> float:
    """Width to height on a scale where 2:1 and 1:2 are equally far from a square."""
    wide, _, high = aspect.partition(":")
    return math.log(int(wide) / int(high or "1"))


def _together(made: Decimal | None, sent: Decimal | None) -> Cost:
    """What is made and what goes in; unknown where either is."""
    if made is None or sent is None:
        return Cost(None)
    amount = made + sent
    return Cost(amount.normalize() if amount else Decimal(0))


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
        "token": row.money("input: million", charged.get("million", 0)),
        "picture": row.money("input: picture", charged.get("picture", 0)),
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
