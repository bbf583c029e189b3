"""Says that a run is over to whoever went away: on the desktop, by e-mail, to a web address; never fails a run.

How is in the author's own file, `~/.config/storyforge/notify.toml`, never in a story: a story that is cloned from
somebody must not send anything anywhere.
"""

from __future__ import annotations

import json
import os
import shutil
import smtplib
import ssl
import subprocess
import sys
import tomllib
import urllib.request
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from storyforge.errors import RequestError
from storyforge.providers.keys import redacted, secret
from storyforge.providers.network import is_offline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FILE = "STORYFORGE_NOTIFY"
PASSWORD = "STORYFORGE_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
AFTER = 60.0
"""Seconds from which on a run that was waited for is told of too, where the file says nothing else."""
_PATIENCE = 10.0
_KNOWN = {
    "after": set[str](),
    "desktop": {"on"},
    "email": {"to", "from", "host", "port", "user", "starttls"},
    "webhook": {"url"},
}


@dataclass(frozen=True)
class Notice:
    """What is told: which story, what became of the run, why, and what to do next."""

    story: str
    state: str
    command: str = ""
    message: str = ""
    hint: str = ""
    cost: str = ""

    @property
    def title(self) -> str:
        """In one line."""
        return " ".join(f"storyforge: {self.story}: {self.state}".split())

    @property
    def body(self) -> str:
        """In some lines; no key is ever told."""
        return redacted("\n".join(line for line in (self.command, self.message, self.hint, self.cost) if line))

    def plain(self) -> dict[str, str]:
        """Plain data."""
        names = ("story", "state", "command", "message", "hint", "cost")
        return {name: redacted(getattr(self, name)) for name in names}


@dataclass(frozen=True)
class Ways:
    """How its author is told."""

    desktop: bool = False
    email: Mapping[str, Any] = field(default_factory=dict)
    webhook: str = ""
    after: float = AFTER

    def told(self) -> list[str]:
        """Each way as a person reads it; an address of a webhook may be a key, so that only its host is told."""
        found = ["desktop"] if self.desktop else []
        found += [f"e-mail to {self.email['to']} by {self.email['host']}"] if self.email else []
        return found + ([f"webhook at {urlsplit(self.webhook).hostname}"] if self.webhook else [])


def place() -> Path:
    """Where the author's file is."""
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(os.environ.get(FILE) or Path(base) / "storyforge" / "notify.toml")


def ways() -> Ways:
    """What the file says; nothing where there is none. Raises RequestError for a file that can't be read."""
    file = place()
    try:
        told = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return Ways()
    except (OSError, ValueError) as problem:
        raise RequestError(f"{file} can't be read: {problem}.", "Mend it, or move it aside.") from problem
    _refuse_unknown(told, file)
    email = dict(told.get("email", {}))
    url = str(told.get("webhook", {}).get("url", ""))
    if email and not all(isinstance(email.get(name), str) for name in ("to", "from", "host")):
        raise RequestError(f"{file}: [email] needs to, from and host.", 'Such as: host = "smtp.example.org"')
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise RequestError(f"{file}: [webhook] url is no web address.", "It begins with https://")
    after = told.get("after", AFTER)
    if isinstance(after, bool) or not isinstance(after, int | float):
        raise RequestError(f"{file}: after is no number of seconds.", "Such as: after = 120")
    return Ways(bool(told.get("desktop", {}).get("on", False)), email, url, float(after))


def _refuse_unknown(told: Mapping[str, Any], file: Path) -> None:
    for name, value in told.items():
        if name not in _KNOWN or (isinstance(value, dict) != (name != "after")):
            raise RequestError(f"{file}: {name} is not known.", f"Known: {', '.join(_KNOWN)}.")
        for key in value if isinstance(value, dict) else ():
            if key not in _KNOWN[name]:
                raise RequestError(f"{file}: {name}.{key} is not known.", f"Known: {', '.join(sorted(_KNOWN[name]))}.")


def notify(notice: Notice, how: Ways | None = None) -> dict[str, str]:
    """Tell it every way that is set up; way -> why it did not go out, empty where it did. Never raises."""
    try:
        found = ways() if how is None else how
    except RequestError as error:
        return {"file": error.message}
    sent: dict[str, str] = {}
    for name, send in _sending(notice, found):
        if name != "desktop" and is_offline():
            sent[name] = "nothing is sent offline"
            continue
        try:
            send()
            sent[name] = ""
        except Exception as problem:  # noqa: BLE001 - whatever goes wrong with a notice, the run it tells of is over
            sent[name] = redacted(f"{type(problem).__name__}: {problem}").replace(found.webhook or "\0", "the address")
    return sent


def _sending(notice: Notice, how: Ways) -> Iterator[tuple[str, Any]]:
    if how.desktop:
        yield "desktop", lambda: _desktop(notice)
    if how.email:
        yield "email", lambda: _email(notice, how.email)
    if how.webhook:
        yield "webhook", lambda: _webhook(notice, how.webhook)


def _desktop(notice: Notice) -> None:
    if sys.platform == "darwin":
        script = "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run"
        command = ["osascript", "-e", script, notice.title, notice.body]
    else:
        command = ["notify-send", "--app-name=storyforge", "--", notice.title, notice.body]
    if not shutil.which(command[0]):
        raise RequestError(f"There is no {command[0]} here.", "")
    subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)


def _email(notice: Notice, how: Mapping[str, Any]) -> None:
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = notice.title, how["from"], how["to"]
    letter.set_content(notice.body or notice.title)
    with smtplib.SMTP(how["host"], int(how.get("port", 587)), timeout=_PATIENCE) as server:
        if how.get("starttls", True):
            server.starttls(context=ssl.create_default_context())
        if how.get("user"):
            server.login(how["user"], secret(PASSWORD))
        server.send_message(letter)


def _webhook(notice: Notice, url: str) -> None:
    body = json.dumps({"text": f"{notice.title}\n{notice.body}", **notice.plain()}, ensure_ascii=False).encode()
    asked = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method="POST")  # noqa: S310 - checked
    try:
        _post(asked)
    except OSError:
        _post(asked)


def _post(asked: urllib.request.Request) -> None:
    with urllib.request.urlopen(asked, timeout=_PATIENCE) as answer:  # noqa: S310 - http or https, as checked
        answer.read(1024)
