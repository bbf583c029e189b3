"""Makers by name, and what they sell in one form: content, facts, price."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from storyforge.errors import InDoubtError, StoryforgeError, UnreadableMediaError
from storyforge.model.story import MediaSettings
from storyforge.pipeline.spending import ladder
from storyforge.providers import IMAGE, VIDEO
from storyforge.providers.base import Terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.money import Cost
    from storyforge.providers.base import Footage, ImageProvider, ImageRequest, Reply, VideoProvider, VideoRequest

Kind = Literal["image", "video"]


def open_maker(kind: Kind, name: str, settings: MediaSettings | None = None) -> Any:
    """The provider of a name such as `offline`, `offline:1280x720` or `google:gemini-omni-1.2-flash`.

    One that is asked over a network has `opened`, and is told how the story asks. Raises UnknownNameError,
    RequestError.
    """
    provider, _, model = name.partition(":")
    found: Any = (IMAGE if kind == "image" else VIDEO).load(provider)
    if hasattr(found, "opened"):
        return found.opened(model, settings or MediaSettings())
    return found(model) if model else found()


def reads_references(provider: Any) -> bool:
    """Whether a provider looks at reference pictures; one that only computes does not, unless it says so."""
    return bool(getattr(provider, "reads_references", not provider.pure))


def asked(kind: Kind, provider: Any, request: Any) -> Reply[Any]:
    """A provider's answer to a request for one picture or one clip."""
    if kind == "image":
        image: ImageProvider = provider
        return image.draw(request)
    video: VideoProvider = provider
    return video.film(request)


def price_of(provider: Any, request: ImageRequest | VideoRequest) -> Cost:
    """What a picture or a clip would cost, as it would be asked for; raises what the provider raises."""
    cost: Cost = provider.price(ladder.way(provider, request).of(request))
    return cost


def terms_of(provider: Any, request: VideoRequest) -> Terms:
    """What a clip would be bought as, as it would be asked for; nothing where a provider does not say."""
    if not hasattr(provider, "terms"):
        return Terms()
    terms: Terms = provider.terms(ladder.way(provider, request).of(request))
    return terms


def sold(kind: Kind, reply: Reply[Any], wanted: Mapping[str, Any] | None = None) -> tuple[bytes, dict[str, Any], Cost]:
    """The content of a reply, the facts that are noted of it, and its price.

    A clip as its service delivered it is played, and held against what was `wanted`: the fact `spoilt` says why it
    can't be used. Raises InDoubtError where it can't be looked at.
    """
    made = reply.value
    if kind == "video" and not made.digest:
        return made.mp4, {**_looked_at(made, reply.by, wanted or {}), **_usage(reply)}, reply.cost
    facts = {"digest": made.digest, "width": made.width, "height": made.height, "by": reply.by, **_usage(reply)}
    if kind == "image":
        return made.png, facts, reply.cost
    told = {name: value for name, value in (("rate", made.rate), ("sound", made.sound)) if value}
    return made.mp4, {**facts, "frames": made.frames, "build": made.build, **told, **_sent(wanted)}, reply.cost


def _usage(reply: Reply[Any]) -> dict[str, Any]:
    return {"usage": reply.usage} if reply.usage and reply.cost.amount != 0 else {}


def _sent(wanted: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: wanted[name] for name in ("sent", "steps") if name in wanted} if wanted else {}


def _looked_at(made: Footage, by: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a clip that nobody looked at yet."""
    from storyforge.media.played import fault, look  # noqa: PLC0415 - only where clips are bought

    facts = {"by": by, "build": made.build, **_sent(wanted)}
    try:
        seen = look(made.mp4)
    except UnreadableMediaError as error:
        return {**facts, "spoilt": error.message.partition("can't be used: ")[2].rstrip(".")}
    except StoryforgeError as error:
        raise InDoubtError("a clip that came", f"it can't be looked at ({error.message.rstrip('.')})") from error
    facts |= {"digest": seen.digest, "width": seen.width, "height": seen.height, "frames": seen.frames}
    facts |= {"rate": str(seen.rate), "sound": seen.sound}
    if not wanted:
        return facts
    rate = Fraction(wanted["rate"])
    why = fault(seen, frames=wanted["frames"], rate=rate, aspect=wanted["aspect"])
    return {**facts, "length": seen.length(rate), **({"spoilt": why} if why else {})}
