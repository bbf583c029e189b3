"""Clips become a film: joined and muxed without encoding again, or with overlays burnt in; and what a film holds."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import ImageFont

from storyforge.errors import FfmpegFailedError, UnlikeClipsError, UnreadableMediaError
from storyforge.media import ffmpeg_graphs as graphs
from storyforge.media.ffmpeg_process import lines, run
from storyforge.media.files import whole
from storyforge.media.fonts import find_font

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# ISO 639-2/T, as MP4 names languages; of the languages in `templates/languages.yaml`.
_THREE = {
    "ar": "ara", "az": "aze", "be": "bel", "ca": "cat", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng",
    "es": "spa", "fa": "fas", "fi": "fin", "fr": "fra", "gl": "glg", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun",
    "id": "ind", "it": "ita", "ja": "jpn", "ko": "kor", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron",
    "ru": "rus", "sl": "slv", "sv": "swe", "ta": "tam", "th": "tha", "tr": "tur", "uk": "ukr", "zh": "zho",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of a film with a name: its first frame, and the frame after its last."""

    title: str
    first: int
    after: int


@dataclass(frozen=True, slots=True)
class Overlay:
    """A picture with transparency that lies over the frames from `first` up to, but without, `after`."""

    picture: Path
    first: int
    after: int


@dataclass(frozen=True, slots=True)
class Timecode:
    """A running timecode: that of the first frame (`00:59:58:00`), its font, and where it stands, in pixels."""

    start: str
    font: Path
    size: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a film's picture is: exact number of frames, their rate and size; `make` is the same for what can be joined.

    `rate` is exact where all frames are equally long, else the mean.
    """

    frames: int
    rate: Fraction
    width: int
    height: int
    make: str

    @property
    def duration(self) -> Fraction:
        """Seconds."""
        return self.frames / self.rate


def contents(path: Path) -> Contents:
    """Look into a film, without ffprobe: all packets are listed, none decoded; raises UnreadableMediaError."""
    head: dict[str, str] = {}
    count = ticks = 0
    for line in _listing(path):
        if line.startswith("#"):
            name, _, value = line[1:].partition(":")
            head[name.strip()] = value.strip()
        else:
            count += 1
            ticks += int(line.split(",")[3])
    size = re.fullmatch(r"(\d+)x(\d+)", head.get("dimensions 0", ""))
    if not count or not ticks or not size:
        raise UnreadableMediaError(str(path), "no film is in it")
    rate = 1 / (Fraction(head["tb 0"]) * ticks / count)
    make = f"{head.get('codec_id 0')} {head['dimensions 0']} {head['tb 0']} {head.get('extradata 0')}"
    return Contents(count, rate, int(size[1]), int(size[2]), make)


def _listing(path: Path) -> Iterator[str]:
    if not path.is_file():
        raise UnreadableMediaError(str(path), "there is no such file")
    try:
        yield from lines(graphs.packets(path), str(path))
    except FfmpegFailedError as error:
        raise UnreadableMediaError(str(path), "no film is in it") from error


def count_frames(path: Path) -> int:
    """The number of frames of a film; raises UnreadableMediaError."""
    return contents(path).frames


def duration(path: Path) -> Fraction:
    """The length of a film's picture in seconds; raises UnreadableMediaError."""
    return contents(path).duration


def decode_digest(path: Path) -> str:
    """SHA-256 over all decoded pictures: the same for every decoder; raises UnreadableMediaError."""
    try:
        (line,) = lines(graphs.hashed(path), str(path))
    except FfmpegFailedError as error:
        raise UnreadableMediaError(str(path), "no film is in it") from error
    return line.rpartition("=")[2]


@dataclass(frozen=True, slots=True)
class Decoded:
    """All pictures of a film: how many there are, and the digest over them."""

    frames: int
    digest: str


def decoded(path: Path) -> Decoded:
    """Decode a film to its end; raises UnreadableMediaError at the first fault."""
    found = hashlib.sha256()
    count = 0
    try:
        for line in lines(graphs.frames_hashed(path), str(path)):
            if not line.startswith("#"):
                count += 1
                found.update(line.rpartition(",")[2].strip().encode())
    except FfmpegFailedError as error:
        raise UnreadableMediaError(str(path), "it breaks off, or is damaged") from error
    if not count:
        raise UnreadableMediaError(str(path), "no picture is in it")
    return Decoded(count, found.hexdigest())


def refuse_broken_sound(path: Path) -> None:
    """Decode the sound of a film to its end; raises UnreadableMediaError at the first fault."""
    try:
        for _ in lines(graphs.sound_played(path), str(path)):
            pass
    except FfmpegFailedError as error:
        raise UnreadableMediaError(str(path), "its sound breaks off, or is damaged") from error


def has_sound(path: Path) -> bool:
    """Whether a film has sound that can be decoded."""
    try:
        return any(not line.startswith("#") for line in lines(graphs.packets(path, "a"), str(path)))
    except FfmpegFailedError:
        return False


def join(clips: Sequence[Path], out: Path) -> None:
    """Join clips of one make as they are; any number of them, whatever their names hold.

    Raises UnlikeClipsError where the first and another are of different size, rate or encoding, UnreadableMediaError,
    FfmpegFailedError and DiskError.
    """
    first = contents(clips[0])
    seen = {_shape(clips[0])}
    for clip in clips[1:]:
        if (shape := _shape(clip)) not in seen:
            seen.add(shape)
            _same_make(clips[0], first, clip)
    with tempfile.TemporaryDirectory(prefix="storyforge-") as folder, whole(out) as part:
        listing = Path(folder, "clips.txt")
        listing.write_text("".join(f"file {_quoted(clip)}\n" for clip in clips), "utf-8")
        run(graphs.joined(listing, first.rate, part), str(out))


_HEAD = 4096


def _shape(clip: Path) -> bytes:
    """What tells a clip's make at a glance: the track's clock and the codec's headers, from the head of an MP4.

    Looking into thousands of clips with ffmpeg would take longer than joining them; only a file that is built
    otherwise is looked into.
    """
    try:
        with clip.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        raise UnreadableMediaError(str(clip), "it can't be opened") from None
    clock, headers = head.find(b"mdhd"), head.find(b"avcC")
    if clock < 0 or headers < 4:
        return str(clip).encode()
    length = int.from_bytes(head[headers - 4 : headers], "big")
    return head[clock + 16 : clock + 20] + head[headers : headers + length - 4]


def _same_make(path: Path, first: Contents, other: Path) -> None:
    found = contents(other)
    if found.make == first.make and found.rate == first.rate:
        return
    for name, one, two in (
        ("size", f"{first.width}x{first.height}", f"{found.width}x{found.height}"),
        ("frame rate", str(first.rate), str(found.rate)),
    ):
        if one != two:
            raise UnlikeClipsError(str(path), str(other), f"its {name} is {two}, not {one}")
    raise UnlikeClipsError(str(path), str(other), "it was encoded in another way")


def _quoted(path: Path) -> str:
    name = str(path.absolute())
    if "\n" in name or "\r" in name:
        raise UnreadableMediaError(name.replace("\n", " "), "its name has more than one line")
    return "'file:" + name.replace("'", "'\\''") + "'"


def conform(source: Path, out: Path, *, width: int, height: int, rate: Fraction, frames: int) -> None:
    """Anybody's clip as one that can be joined with ours: exactly `frames` frames, framed in black where it must be."""
    contents(source)
    with whole(out) as part:
        run(graphs.conformed(source, width, height, rate, frames, part), str(out))


def extract_sound(video: Path, out: Path, *, rate: int, samples: int) -> None:
    """The sound of a film as a WAV file of exactly so many samples; raises UnreadableMediaError, DiskError."""
    with whole(out) as part:
        try:
            run(graphs.as_wav(video, "mov", rate, samples, part), str(out))
        except FfmpegFailedError as error:
            raise UnreadableMediaError(str(video), "its sound can't be read") from error


def mux(
    video: Path,
    out: Path,
    *,
    sound: Path | None = None,
    subtitles: Path | None = None,
    language: str = "",
    title: str = "",
    chapters: Sequence[Chapter] = (),
) -> None:
    """A film of picture, sound (WAV) and subtitles (SRT in UTF-8), the latter a track of its own that can be off.

    The picture is copied, the sound becomes AAC. `language` is a two-letter code. Raises as `join` does.
    """
    found = contents(video)
    code = _THREE.get(language.split("-", maxsplit=1)[0].lower(), "und")
    with tempfile.TemporaryDirectory(prefix="storyforge-") as folder, whole(out) as part:
        notes = Path(folder, "notes.txt")
        notes.write_text(_notes(title, chapters, found.rate), "utf-8")
        run(
            graphs.muxed(video, part, sound=sound, subtitles=_with_lines(subtitles), notes=notes, language=code),
            str(out),
        )


def _with_lines(subtitles: Path | None) -> Path | None:
    """Subtitles, if anything is said: ffmpeg takes an empty file for a broken one."""
    return subtitles if subtitles and subtitles.read_text("utf-8-sig").strip() else None


def _notes(title: str, chapters: Sequence[Chapter], rate: Fraction) -> str:
    """Title and chapters in ffmpeg's own format."""
    text = [";FFMETADATA1"]
    if title:
        text.append(f"title={_escaped(title)}")
    for chapter in chapters:
        text += [
            "[CHAPTER]",
            f"TIMEBASE={rate.denominator}/{rate.numerator}",
            f"START={chapter.first}",
            f"END={chapter.after}",
            f"title={_escaped(chapter.title)}",
        ]
    return "\n".join(text) + "\n"


def _escaped(text: str) -> str:
    # A backslash at the end of a line would take the next line in, even when it is escaped.
    return re.sub(r"([=;#\\])", r"\\\1", " ".join(text.split()).rstrip("\\"))


def burn(
    video: Path,
    out: Path,
    *,
    overlays: Sequence[Overlay] = (),
    subtitles: Path | None = None,
    timecode: Timecode | None = None,
) -> None:
    """Encode a film anew with pictures over it, subtitles and a running timecode burnt in; sound is left out.

    Meant for one clip at a time, which can be joined afterwards. Raises as `join` does.
    """
    found = contents(video)
    with tempfile.TemporaryDirectory(prefix="storyforge-") as folder, whole(out) as part:
        said = _lettered(subtitles, Path(folder))
        pictures = [(overlay.picture, overlay.first, overlay.after) for overlay in overlays]
        graph = graphs.burnt(
            video, part, found.rate, found.height, pictures=pictures, subtitles=said, timecode=_running(timecode, found)
        )
        run(graph, str(out))


def _lettered(subtitles: Path | None, folder: Path) -> tuple[str, str, str] | None:
    """Subtitles, the folder of their font and its name; both under plain names, for a filter has escapes of its own."""
    said = _with_lines(subtitles)
    if said is None:
        return None
    text = said.read_text("utf-8-sig")
    plain, fonts = folder / "said.srt", folder / "fonts"
    plain.write_text(text, "utf-8")
    fonts.mkdir()
    font = find_font(text)
    try:
        (fonts / font.name).symlink_to(font)
    except OSError:
        shutil.copyfile(font, fonts / font.name)
    family, _ = ImageFont.truetype(str(font)).getname()
    return str(plain), str(fonts), family or "Sans"


def _running(timecode: Timecode | None, film: Contents) -> dict[str, str | int] | None:
    if timecode is None:
        return None
    return {
        "fontfile": str(timecode.font),
        "timecode": timecode.start,
        "timecode_rate": str(film.rate),
        "fontsize": timecode.size,
        "fontcolor": "white",
        "borderw": max(1, timecode.size // 12),
        "x": timecode.x,
        "y": timecode.y,
    }
