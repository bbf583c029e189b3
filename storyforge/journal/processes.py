"""Which process a call belongs to, and whether that one still lives: by machine, start of the machine, id and start."""

from __future__ import annotations

import os
import platform
from functools import cache
from pathlib import Path

_PROC = Path("/proc")
_STARTED = 19
"""Place of the start time among the fields behind the name in /proc/PID/stat (proc(5))."""


def this_process() -> str:
    """This process as a text that no other process on any machine has."""
    return f"{_machine()}|{os.getpid()}|{_start(os.getpid())}"


@cache
def _machine() -> str:
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        boot = ""
    return f"{platform.node()}|{boot}"


def _start(pid: int) -> str:
    """When a process began, in ticks since the machine did; empty where that can't be told."""
    try:
        fields = (_PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()
        return fields[_STARTED].decode()
    except (OSError, IndexError):
        return ""


def is_alive(process: str) -> bool:
    """Whether a process may still be at work; one on another machine may, for that can't be seen from here."""
    try:
        node, boot, pid, start = process.split("|")
    except ValueError:
        return False
    here, here_boot = _machine().split("|")
    if node != here:
        return True
    if boot != here_boot:
        return False
    return bool(start) and _start(int(pid)) == start if _PROC.exists() else has_number(int(pid))


def has_number(pid: int) -> bool:
    """Whether there is a process of this number, whichever it is."""
    try:
        os.kill(pid, 0)
    except OSError as problem:
        return not isinstance(problem, ProcessLookupError)
    return True


def shown(process: str) -> str:
    """A process as a person reads it."""
    parts = process.split("|")
    if len(parts) < 3:
        return "another process"
    return f"process {parts[2]} on {parts[0]}" if is_elsewhere(process) else f"process {parts[2]}"


def is_elsewhere(process: str) -> bool:
    """Whether a process is, or was, on another machine, or on this one under another name."""
    return process.partition("|")[0] != _machine().partition("|")[0]
