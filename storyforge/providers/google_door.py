"""The only door to google-genai: imported on first use, with one key, one address, and without its retries."""

from __future__ import annotations

import importlib
import os
import re
import threading
import warnings
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from storyforge.errors import OfflineError, RequestError
from storyforge.providers.keys import needed_key
from storyforge.providers.network import is_offline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.story import MediaSettings

SERVICE = "gemini"
"""What Google's service is called in `templates/models.yaml`: its keys, and the hosts that they may go to."""
CLOUD = "vertex_ai"
NO_KEY = "none"
"""Sent to a service of one's own that wants no key: with nothing at all, the client would take one by itself."""

_PROJECT, _LOCATION = "GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION"
_A_PROJECT = re.compile(r"[a-z0-9](?:[a-z0-9.:-]*[a-z0-9])?", re.ASCII)
_A_REGION = re.compile(r"[a-z]+(?:-[a-z0-9]+)*", re.ASCII)
_LONGEST = 300
_turn = threading.Lock()


@cache
def genai() -> Any:
    """The module; importing it takes 0.6 s and 60 MB, so nobody does before something is asked."""
    with _turn:
        # It warns on standard error of what it does not know yet in an answer; what is to be said of that we say.
        warnings.filterwarnings("ignore", module=r"google\.genai")
        return importlib.import_module("google.genai")


def types() -> Any:
    """The forms of requests and answers."""
    return genai().types


def open_gemini(name: str, settings: MediaSettings, timeout: int) -> Any:
    """A client of the Gemini API for a provider such as `google:gemini-omni-1.2-flash`; many threads may use it.

    Of the address, what the story says comes before $GOOGLE_GEMINI_BASE_URL; and what the story says is sent a key of
    its own, unless it is Google's or lies on this machine. Raises OfflineError, NoKeyError, RequestError.
    """
    _refuse_offline(name)
    key = needed_key(f"{SERVICE}/{name.partition(':')[2]}", settings.api_base) or NO_KEY
    with _told(name):
        return genai().Client(vertexai=False, api_key=key, http_options=_options(settings, timeout))


def open_vertex(name: str, settings: MediaSettings, timeout: int) -> Any:
    """A client of Vertex AI for a provider such as `vertex:veo-3.1-lite-generate-001`; many threads may use it.

    It signs in as Google's tools do, for the project and the region that the story or the environment names. An address
    of one's own is sent a key of its own and nobody's sign-in. Raises OfflineError, RequestError.
    """
    _refuse_offline(name)
    project = settings.project or os.environ.get(_PROJECT, "")
    location = settings.location or os.environ.get(_LOCATION, "")
    if not project or not location:
        raise RequestError(
            f"{name} needs a project that is billed, and a region.",
            f"In story.yaml, models: settings: video: {{project: NAME, location: us-central1}}; or ${_PROJECT} and "
            f"${_LOCATION}.",
        )
    # The client makes the name of a host of the region, and signs in there: a story may come from anybody.
    for what, said, form in (("project", project, _A_PROJECT), ("region", location, _A_REGION)):
        if not form.fullmatch(said):
            raise RequestError(
                f'"{said}" is no {what} of {name}.', "Such as: {project: my-film, location: us-central1}"
            )
    with _told(name):
        given = {"credentials": _stranger(settings)} if settings.api_base else {}
        options = _options(settings, timeout)
        return genai().Client(vertexai=True, project=project, location=location, http_options=options, **given)


def _stranger(settings: MediaSettings) -> Any:
    """Who one is to an address of one's own: its own key as a token, never Google's sign-in."""
    key = needed_key(f"{CLOUD}/any", settings.api_base) or NO_KEY
    return importlib.import_module("google.oauth2.credentials").Credentials(token=key)


def _options(settings: MediaSettings, timeout: int) -> Any:
    """How it asks: so long in milliseconds, and once, for the client would send a paid job again by itself."""
    form = types()
    return form.HttpOptions(
        base_url=settings.api_base or None,
        timeout=(settings.timeout or timeout) * 1000,
        retry_options=form.HttpRetryOptions(attempts=1),
    )


def _refuse_offline(name: str) -> None:
    if is_offline():
        raise OfflineError(name)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """What the client says of settings that it can't use is told the author."""
    try:
        yield
    except ValueError as error:
        words = " ".join(str(error).split())[:_LONGEST].rstrip(".")
        raise RequestError(f"{name} can't be opened: {words}.", "Look at story.yaml, models: settings.") from None
