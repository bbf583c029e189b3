"""espeak-ng, always in a process of its own: $STORYFORGE_ESPEAK, else on PATH, else the library of espeakng-loader."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from storyforge.errors import NoVoicesError
from storyforge.media.sound import Sound, wav_in

VARIABLE = "STORYFORGE_ESPEAK"
_CHILD = Path(__file__).with_name("espeak_child.py")
_PATIENCE = 60.0
"""Seconds in which a line must have been spoken; espeak-ng takes some hundredths."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks and how: a language and a variant of espeak-ng, words a minute, pitch 0-99, volume 0-200."""

    language: str
    variant: str = ""
    speed: int = 168
    pitch: int = 50
    volume: int = 100

    @property
    def name(self) -> str:
        """As espeak-ng names it, such as `en-us+f3`."""
        return f"{self.language}+{self.variant}" if self.variant else self.language


@dataclass(frozen=True, slots=True)
class Engine:
    """An espeak-ng: the command that starts it, and whether it is our own child with the library."""

    command: tuple[str, ...]
    version: str
    child: bool = False

    @property
    def seeded(self) -> bool:
        """Whether the noise of some voices is seeded by the clock unless it is told not to: since 1.52."""
        number = re.search(r"(\d+)\.(\d+)", self.version)
        return number is not None and (int(number[1]), int(number[2])) >= (1, 52)


def engine() -> Engine | None:
    """The espeak-ng to use, None where there is none; raises NoVoicesError for a named one that does not run."""
    named = os.environ.get(VARIABLE, "")
    if named:
        version = _version(named)
        if not version:
            raise NoVoicesError(f"$STORYFORGE_ESPEAK, {named}, is no espeak-ng that runs")
        return Engine((named,), version)
    path = shutil.which("espeak-ng")
    if path and (version := _version(path)):
        return Engine((path,), version)
    if find_spec("espeakng_loader"):
        # -P: nothing in the folder where one stands may stand in for a module.
        return Engine((sys.executable, "-P", str(_CHILD)), "espeakng-loader", child=True)
    return None


@cache
def _version(path: str) -> str:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = re.search(rb"eSpeak NG[^\d]*([\d.]+\S*)", done.stdout)
    return f"espeak-ng {found[1].decode()}" if found and not done.returncode else ""


def speak(text: str, voice: Voice, used: Engine) -> Sound:
    """One line as sound of one channel; empty where nothing in it can be said. Raises NoVoicesError."""
    words = _harmless(text)
    if not any(letter.isalnum() for letter in words):
        return Sound(b"", 22_050)
    command, data = _child_call(words, voice, used) if used.child else _program_call(words, voice, used)
    try:
        # It would look for a sound server, which writes into the home and stirs the noise of some voices.
        quiet = os.environ | {"PULSE_SERVER": "none"}
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE, check=False, env=quiet)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoVoicesError(f"{used.version} does not answer ({type(error).__name__})") from None
    sound = None if done.returncode else wav_in(done.stdout)
    if sound is None:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NoVoicesError(f"{used.version} says: {said[-1] if said else 'nothing'} (voice {voice.name})")
    return sound


def _program_call(words: str, voice: Voice, used: Engine) -> tuple[list[str], bytes]:
    options = ["-v", voice.name, "-s", str(voice.speed), "-p", str(voice.pitch), "-a", str(voice.volume)]
    if used.seeded:
        options.append("-D")
    return [*used.command, "--stdin", "--stdout", "-b", "1", "-z", *options], words.encode()


def _child_call(words: str, voice: Voice, used: Engine) -> tuple[list[str], bytes]:
    request = {
        "voice": voice.name, "speed": voice.speed, "pitch": voice.pitch, "volume": voice.volume, "text": words,
    }  # fmt: skip
    return [*used.command], json.dumps(request).encode()


def _harmless(text: str) -> str:
    """Words on one line; `[[` would begin a stretch of espeak-ng's own phoneme names, `<` a mark of SSML."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(plain.replace("[", " ").replace("]", " ").replace("<", " ").replace(">", " ").split())
