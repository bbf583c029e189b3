"""Makers by name, and what they sell in one form: content, facts, price."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from storyforge.model.story import MediaSettings
from storyforge.providers import IMAGE, VIDEO

if TYPE_CHECKING:
    from storyforge.model.money import Cost
    from storyforge.providers.base import ImageProvider, Reply, VideoProvider

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


def asked(kind: Kind, provider: Any, request: Any) -> Reply[Any]:
    """A provider's answer to a request for one picture or one clip."""
    if kind == "image":
        image: ImageProvider = provider
        return image.draw(request)
    video: VideoProvider = provider
    return video.film(request)


def sold(kind: Kind, reply: Reply[Any]) -> tuple[bytes, dict[str, Any], Cost]:
    """The content of a reply, the facts that are noted of it, and its price."""
    made = reply.value
    facts = {"digest": made.digest, "width": made.width, "height": made.height, "by": reply.by}
    if kind == "image":
        return made.png, facts, reply.cost
    return made.mp4, {**facts, "frames": made.frames, "build": made.build}, reply.cost
