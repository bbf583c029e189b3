"""Keys of services: from the environment, else from the system's keyring; never from a file, and never told.

A story may come from anybody, and it names the address of the service it asks. A service's own key is therefore sent to
that service and to this machine and its network only; any other address has a key of its own, named by its host.
"""

from __future__ import annotations

import importlib
import ipaddress
import json
import os
import re
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from storyforge.errors import NoKeyError
from storyforge.providers.catalogue import key_variables, needs_key, own_hosts, service_name, services

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVICE = "storyforge"
"""The name of our entries in the keyring; the user of each is the name of a variable."""

HIDDEN = "[key]"
SHORTEST_SECRET = 12
"""A shorter key is a stand-in for local servers, such as `not-needed`; hiding it would spoil texts with the word."""

_SECRET_NAMES = re.compile(r"(?:^|_)(?:API_KEY|API_TOKEN|ACCESS_KEY|AUTH_TOKEN|SECRET|SECRET_KEY)$|^STORYFORGE_KEY_")
"""What variables of services that are not listed are called; their values must look like keys, too."""

_LOOKS_LIKE_ONE = re.compile(r"(?=\S*\d)\S{16,}")
_FILES = "keyrings."
"""Back ends of other packages: they keep keys in files, or ask for a password on the terminal."""

_kept: dict[str, str] = {}
_turn = threading.Lock()


def key_for(model: str, api_base: str | None = None) -> str | None:
    """The key to send with a letter to a model, such as `openai/gpt-5`; None where there is none."""
    return next((value for name in variables(model, api_base) if (value := _value(name))), None)


def needed_key(model: str, api_base: str | None = None) -> str | None:
    """The key of a model; raises NoKeyError where its service wants one. A service of one's own may want none."""
    key = key_for(model, api_base)
    if key is None and not api_base and needs_key(model):
        raise NoKeyError(service_name(model), key_variables(model)[0])
    return key


def variables(model: str, api_base: str | None = None) -> tuple[str, ...]:
    """The variables that a model's key is looked for in, in this order."""
    host = (urlsplit(api_base).hostname or "") if api_base else ""
    if not api_base or host in own_hosts(model) or _is_near(host):
        return key_variables(model)
    return (f"STORYFORGE_KEY_{re.sub(r'[^A-Z0-9]', '_', host.upper())}",)


def found_in(name: str, *, keyring: bool = True) -> str:
    """Where the key of a variable is: `environment`, `keyring`, or nothing; `keyring` says whether to look there."""
    if os.environ.get(name, "").strip():
        return "environment"
    return "keyring" if keyring and _from_keyring(name) else ""


def secret(name: str) -> str:
    """The secret of a variable, from the environment, else from the keyring; empty where there is none."""
    return _value(name)


def secrets() -> tuple[str, ...]:
    """All values that must not be told: keys in the environment, and those that were taken from the keyring."""
    listed = {name for row in services().values() for name in row["keys"]}
    found = [value for name, value in os.environ.items() if name in listed and len(value) >= SHORTEST_SECRET]
    found += [
        value for name, value in os.environ.items() if _SECRET_NAMES.search(name) and _LOOKS_LIKE_ONE.match(value)
    ]
    found += [value for value in _kept.values() if len(value) >= SHORTEST_SECRET]
    return tuple(sorted(set(found), key=lambda value: (-len(value), value)))


def redacted(text: str) -> str:
    """A text without keys, as they are and as they stand in an address or in JSON."""
    for secret in secrets():
        for form in dict.fromkeys((secret, quote(secret, safe=""), json.dumps(secret)[1:-1])):
            text = text.replace(form, HIDDEN)
    return text


def _value(name: str) -> str:
    return os.environ.get(name, "").strip() or _from_keyring(name)


def _from_keyring(name: str) -> str:
    """A key of the system's keyring, asked for once; nothing where there is none, or no keyring that works."""
    with _turn:
        if name not in _kept:
            _kept[name] = _asked_of_keyring(name)
        return _kept[name]


def _asked_of_keyring(name: str) -> str:
    try:
        backend = importlib.import_module("keyring").get_keyring()
        found = (each.get_password(SERVICE, name) for each in _usable(backend))
        return next((str(value).strip() for value in found if value), "")
    except Exception:  # noqa: BLE001 - a keyring fails in as many ways as there are desktops; then it has no key
        return ""


def _usable(backend: Any) -> Iterator[Any]:
    """The back ends that keep keys in the system and can be asked without a question to the user."""
    for each in getattr(backend, "backends", None) or [backend]:
        if not type(each).__module__.startswith(_FILES) and not _is_locked(each):
            yield each


def _is_locked(backend: Any) -> bool:
    """Whether a keyring of the desktop would ask for its password; it is left alone then."""
    if type(backend).__module__ != "keyring.backends.SecretService":
        return False
    storage = importlib.import_module("secretstorage")
    connection = storage.dbus_init()
    try:
        return bool(storage.get_default_collection(connection).is_locked())
    finally:
        connection.close()


def _is_near(host: str) -> bool:
    """Whether a host is this machine, or one of its own network."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host.endswith((".local", ".localhost", ".internal", ".lan")) or ("." not in host and host[:1].isalpha())
