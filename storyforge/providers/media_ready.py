"""Whether whoever is asked for pictures, clips or speech has what it needs; nobody is asked, and no key is told."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from storyforge.providers import catalogue, keys
from storyforge.providers.network import is_offline

if TYPE_CHECKING:
    from storyforge.model.story import MediaSettings

GEMINI, CLOUD = "google", "vertex"
_ASKS_AS = {GEMINI: "gemini"}
"""Provider -> the service whose key it uses, where its model names none."""

PROJECT, LOCATION, SIGN_IN = "GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION", "GOOGLE_APPLICATION_CREDENTIALS"


class Readiness(NamedTuple):
    """Whether it can be asked, in what way, and what to do where it can't."""

    ready: bool
    message: str
    hint: str = ""


def readiness_of(name: str, settings: MediaSettings | None = None) -> Readiness:
    """Whether a provider such as `google:gemini-omni-1.2-flash` has its key, or its project and sign-in."""
    kind, _, model = name.partition(":")
    if kind == CLOUD:
        return _cloud(settings)
    if kind not in (GEMINI, catalogue.PROVIDER):
        return Readiness(True, "what it needs is not known here")
    full = f"{_ASKS_AS[kind]}/{model}" if kind in _ASKS_AS else model
    return _keyed(full, (settings.api_base or "") if settings else "")


def _keyed(model: str, api_base: str) -> Readiness:
    wanted = keys.variables(model, api_base or None)
    found = next(((place, one) for one in wanted if (place := keys.found_in(one, keyring=not is_offline()))), None)
    if found is not None:
        return Readiness(True, f"{found[1]} from the {found[0]}")
    if api_base or not catalogue.needs_key(model):
        return Readiness(True, "without a key")
    hint = f"Set {wanted[0]}, or keep it in the system's keyring: keyring set storyforge {wanted[0]}"
    return Readiness(False, f"no key in {' or '.join(wanted)}", hint)


def _cloud(settings: MediaSettings | None) -> Readiness:
    """What Google's cloud wants: a project that is billed, a region, and a sign-in."""
    project = (settings.project if settings else None) or os.environ.get(PROJECT, "")
    location = (settings.location if settings else None) or os.environ.get(LOCATION, "")
    missing = [name for name, value in (("project", project), ("location", location)) if not value]
    if missing:
        hint = f"Write it in story.yaml, models: settings: video, or set ${PROJECT} and ${LOCATION}."
        return Readiness(False, f"no {' and no '.join(missing)}", hint)
    if settings and settings.api_base:
        return Readiness(True, f"project {project} at an address of your own")
    named = os.environ.get(SIGN_IN, "")
    if named and not Path(named).is_file():
        return Readiness(False, f"${SIGN_IN} names {named}, which is not there", "Point it to the file of your key.")
    folder = Path(os.environ.get("CLOUDSDK_CONFIG") or Path("~/.config/gcloud").expanduser())
    if named or (folder / "application_default_credentials.json").is_file():
        return Readiness(True, f"project {project} in {location}, signed in")
    hint = "Sign in: gcloud auth application-default login. On Google's own machines there is nothing to do."
    return Readiness(False, f"project {project} in {location}, and no sign-in was found", hint)
