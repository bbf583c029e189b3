"""Subtitle files: SubRip (SRT) and WebVTT, written and read; times are whole milliseconds.

SubRip has no escape, and players read `<` and `{` as markup: a word joiner behind them, which nobody sees, keeps them
letters. It is taken out again when such a file is read.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.errors import InvalidArtifactError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_JOINER = "\u2060"
_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_TIMES = re.compile(rf"{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_WEB_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,80}>|<\d[\d:.]{0,20}>")
_TAG = re.compile(rf"{_WEB_TAG.pattern}|\{{\\[^{{}}\n]{{0,80}}\}}")
_OPENING = re.compile(r"[<{]")


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle: its milliseconds, and its lines joined by `\\n`; `italic` is a voice that is heard and not seen."""

    start: int
    end: int
    text: str
    italic: bool = False


def write_srt(cues: Iterable[Cue]) -> str:
    """The text of a SubRip file."""
    blocks = []
    for number, cue in enumerate(cues, 1):
        text = _OPENING.sub(lambda mark: mark[0] + _JOINER, _lines(cue.text))
        blocks.append(f"{number}\n{_span(cue, ',')}\n{_slanted(text, cue)}\n")
    return "\n".join(blocks)


def write_vtt(cues: Iterable[Cue]) -> str:
    """The text of a WebVTT file."""
    blocks = ["WEBVTT\n"]
    for number, cue in enumerate(cues, 1):
        text = html.escape(_lines(cue.text), quote=False)
        blocks.append(f"{number}\n{_span(cue, '.')}\n{_slanted(text, cue)}\n")
    return "\n".join(blocks)


def _lines(text: str) -> str:
    """No empty line: it would end the subtitle."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _slanted(text: str, cue: Cue) -> str:
    return f"<i>{text}</i>" if cue.italic else text


def _span(cue: Cue, point: str) -> str:
    return f"{_clock(cue.start, point)} --> {_clock(cue.end, point)}"


def _clock(milliseconds: int, point: str) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{thousandths:03}"


def read_captions(text: str, path: str | None = None) -> list[Cue]:
    """The subtitles of a SubRip or WebVTT file, in its order.

    Raises InvalidArtifactError, with its line, where a block has no times or ends before it begins. Positions, colours
    and other markup are left out; notes, styles and regions of WebVTT too.
    """
    clean = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    web = clean.startswith("WEBVTT")
    return [cue for line, block in _blocks(clean) if (cue := _cue(block, line, path, web=web)) is not None]


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Stretches of lines without an empty one, and the number of the first."""
    block: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cue(block: list[str], line: int, path: str | None, *, web: bool) -> Cue | None:
    if web and re.match(r"(?:WEBVTT|NOTE|STYLE|REGION)(?:\s|$)", block[0]):
        return None
    at = next((index for index, row in enumerate(block[:2]) if "-->" in row), None)
    times = _TIMES.fullmatch(block[at].strip()) if at is not None else None
    if at is None or times is None:
        raise InvalidArtifactError(
            f'"{block[0][:40]}" is no subtitle: it has no times.',
            "Write them as 00:00:01,000 --> 00:00:02,500, with an empty line between two subtitles.",
            path=path,
            line=line,
        )
    start, end = _milliseconds(times.groups()[:4]), _milliseconds(times.groups()[4:])
    if end < start:
        raise InvalidArtifactError(
            "The subtitle ends before it begins.", "Swap its two times.", path=path, line=line + at
        )
    words = "\n".join(block[at + 1 :])
    italic = words.startswith("<i>") and words.endswith("</i>")
    bare = (_WEB_TAG if web else _TAG).sub("", words)
    return Cue(start, end, html.unescape(bare) if web else bare.replace(_JOINER, ""), italic)


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole * 1000 + int((thousandths or "0").ljust(3, "0"))
