"""Bytes to text: what the file says of its encoding first, then what its bytes allow; a guess is told.

The only module that imports charset_normalizer.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from storyforge.errors import BinaryTextError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"^Character set encoding:[ \t]*([A-Za-z0-9_-]+)", re.MULTILINE | re.IGNORECASE)
_HEAD = 8_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_HIGH_BYTES = re.compile(rb"[^\x80-\xff\n]{0,40}[\x80-\xff]+[^\x80-\xff\n]{0,40}")
_SAMPLE = 40_000
_MOSTLY = 0.002
"""Share of broken bytes that a text in UTF-8 may have and still be called so."""
_LATIN_1_NAMES = frozenset({"iso8859-1", "latin-1", "ascii"})
# What western European texts hold beside the letters of ASCII, the frequent first; it tells cp1252 from the code pages
# of the first Macs and of DOS, in which the same bytes are signs that stand in no word.
_WESTERN = frozenset("áàâãäåæçéèêëíìîïñóòôõöøœßúùûüýÿÁÀÂÃÄÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÕÖØŒÚÙÛÜÝ“”‘’„‚«»‹›–—…¿¡·ºª°§£©\u00a0€")
_SINGLE = ("cp1252", "mac-roman", "cp850")
_OTHERS = (
    "cp1250",
    "cp1251",
    "koi8_r",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp932",
    "euc_jp",
    "gb18030",
    "big5",
    "cp949",
    "cp1252",
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the codec it was read with, whether that is a guess, and what the user should know of it."""

    text: str
    encoding: str
    guessed: bool = False
    notes: tuple[str, ...] = ()


def decode(path: str, data: bytes) -> Decoded:
    """The text of a file; line ends become `\\n`.

    Tried in order: a byte order mark, UTF-8, UTF-16 by its NUL bytes, the encoding that the header of a Project
    Gutenberg file names, UTF-8 with a few broken bytes, then a guess among the encodings in use.

    Raises:
        BinaryTextError: no encoding makes words of it.
    """
    found = _marked(data) or _plain(data) or _wide(data) or _declared(data) or _damaged(data) or _guess(data)
    if found is None or _is_noise(found.text):
        raise BinaryTextError(path)
    text = found.text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")
    return Decoded(text, found.encoding, found.guessed, found.notes)


def _is_noise(text: str) -> bool:
    """Whether control characters, which no text has, are more than one in a thousand."""
    return len(_CONTROL.findall(text[:200_000])) * 1000 > len(text[:200_000])


def _marked(data: bytes) -> Decoded | None:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(codec, "replace")
            return Decoded(text, codec, notes=_broken_note(text.count("\ufffd"), codec))
    return None


def _plain(data: bytes) -> Decoded | None:
    if b"\0" in data:
        return None
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: its spaces and line ends have a NUL, always on the same side."""
    if b"\0" not in data or len(data) % 2:
        return None
    ends = {
        "utf-16-le": sum(data.count(sign) for sign in (b" \0", b"\n\0")),
        "utf-16-be": sum(data.count(sign) for sign in (b"\0 ", b"\0\n")),
    }
    for codec in sorted(ends, key=lambda name: -ends[name]):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if ends[codec] and not _is_noise(text) and _of_one_script(text):
            return Decoded(text, codec, guessed=True, notes=(_told(codec),))
    return None


def _of_one_script(text: str) -> bool:
    """Whether most letters stand in few blocks of 256, or are Han and Hangul; bytes of no text are everywhere."""
    letters = [char for char in text[:4000] if char.isalpha()]
    blocks = Counter(ord(char) >> 8 for char in letters)
    eastern = sum(0x2E80 <= ord(char) < 0xD7B0 for char in letters)
    return sum(many for _, many in blocks.most_common(3)) + eastern >= 0.9 * len(letters) > 0


def _declared(data: bytes) -> Decoded | None:
    named = _DECLARED.search(data[:_HEAD])
    if named is None or b"\0" in data:
        return None
    try:
        codec = codecs.lookup(named[1].decode("ascii")).name
    except LookupError:
        return None
    if codec in _LATIN_1_NAMES:
        return _latin(data, guessed=codec == "ascii")
    try:
        return Decoded(data.decode(codec), codec)
    except (UnicodeDecodeError, LookupError):
        return None


def _latin(data: bytes, *, guessed: bool) -> Decoded:
    """ISO-8859-1 as it is meant: with the quotation marks and dashes of cp1252, unless a byte has no meaning there."""
    try:
        found = Decoded(data.decode("cp1252"), "cp1252", guessed)
    except UnicodeDecodeError:
        found = Decoded(data.decode("iso8859-1"), "iso8859-1", guessed)
    return Decoded(found.text, found.encoding, guessed, (_told(found.encoding),) if guessed else ())


def _damaged(data: bytes) -> Decoded | None:
    """UTF-8 with a few bytes that are none."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(ord(char) > 127 for char in text) - broken
    if b"\0" in data or whole < 4 * broken or broken > _MOSTLY * len(text) + 1:
        return None
    return Decoded(text, "utf-8", notes=_broken_note(broken, "utf-8"))


def _broken_note(broken: int, codec: str) -> tuple[str, ...]:
    many = "1 place is" if broken == 1 else f"{broken} places are"
    return (f"{many} no {codec.upper()}, and read as \ufffd: search for that sign.",) if broken else ()


def _guess(data: bytes) -> Decoded | None:
    if b"\0" in data:
        return None
    sample = _high_sample(data)
    high = sum(byte > 127 for byte in sample)
    letters = sum(97 <= (byte | 32) <= 122 for byte in sample)
    western = _western(sample)
    if western and high <= letters:
        codec = western
        if codec == "cp1252":
            return _latin(data, guessed=True)
    else:
        codec = _likely(sample) or ""
    if not codec:
        return None
    try:
        text = data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        text = data.decode(codec, "replace")
    return Decoded(text, codec, guessed=True, notes=(_told(codec), *_broken_note(text.count("\ufffd"), codec)))


def _high_sample(data: bytes) -> bytes:
    """Stretches around bytes beyond ASCII, from the whole file: its first pages may have none."""
    found: list[bytes] = []
    size = 0
    for match in _HIGH_BYTES.finditer(data):
        found.append(match[0])
        size += len(match[0])
        if size > _SAMPLE:
            break
    return b"\n".join(found)


def _western(sample: bytes) -> str:
    """The single-byte encoding in which nearly all signs are those of western languages, or nothing."""
    shares = {codec: _share(sample, codec) for codec in _SINGLE}
    best = max(_SINGLE, key=lambda codec: shares[codec])
    return best if shares[best] >= 0.95 else ""


def _share(sample: bytes, codec: str) -> float:
    """The part of signs beyond ASCII that western texts use; a capital after a small letter counts as none."""
    text = sample.decode(codec, "replace")
    signs = [(before, sign) for before, sign in zip(" " + text, text, strict=False) if ord(sign) > 127]
    fitting = sum(sign in _WESTERN and not (sign.isupper() and before.islower()) for before, sign in signs)
    return fitting / len(signs) if signs else 0.0


def _likely(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - read by few files, and slow to load

    best = from_bytes(sample, cp_isolation=list(_OTHERS), preemptive_behaviour=False).best()
    return best.encoding if best else None


def _told(codec: str) -> str:
    return f"Read as {codec}, a guess: check the accents."
