"""What is asked of ffmpeg, as graphs of ffmpeg-python: one function a job, nothing is run here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ffmpeg

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction
    from pathlib import Path

    from storyforge.media.ffmpeg_process import Graph

_COLOURS = "bt709"
# Without `bitexact` the scaler's quick paths differ from processor to processor.
_SCALER = "bilinear+bitexact+accurate_rnd+full_chroma_int"
_SEEK_SECONDS = 2
_BITEXACT = {"fflags": "+bitexact", "map_metadata": -1}
_QUALITY = 21
"""x264's constant rate factor: at 640x360 a drawing shows no trace of it."""


def url(path: Path) -> str:
    """A path as ffmpeg takes it, whatever its name begins with or holds."""
    return f"file:{path}"


def ticks(rate: Fraction) -> tuple[int, int]:
    """Ticks of the track's clock in a second, and in a frame; both whole, so that every frame lies exactly."""
    many = 1 if rate.numerator >= 10_000 else 1000
    return rate.numerator * many, rate.denominator * many


def encoding(rate: Fraction, height: int) -> dict[str, Any]:
    """The same for all clips of a film, so that they can be joined as they are.

    No B-frames, so that a clip begins with its first frame at 0; closed groups; headers that don't depend on what is
    seen (`stitchable`). x264's note of its options, which names its threads, is taken out: the same build gives the
    same bytes however many there are.
    """
    return {
        "vcodec": "libx264",
        "preset": "superfast",
        "crf": _QUALITY,
        "profile:v": "high",
        "level": "4.0" if height <= 1088 else "5.2",
        "bf": 0,
        "g": round(rate * _SEEK_SECONDS),
        "threads": 1,
        "x264-params": "sliced-threads=0:open-gop=0:stitchable=1:mbtree=1:rc-lookahead=10",
        "bsf:v": "filter_units=remove_types=6",
        "flags:v": "+bitexact",
        "colorspace": _COLOURS,
        "color_primaries": _COLOURS,
        "color_trc": _COLOURS,
        "color_range": "tv",
        "video_track_timescale": ticks(rate)[0],
        "movflags": "+faststart",
        "format": "mp4",
        "an": None,
        "sn": None,
        **_BITEXACT,
    }


def _planar(stream: Graph) -> Graph:
    scaled = stream.filter("scale", out_color_matrix=_COLOURS, out_range="tv", flags=_SCALER)
    marked = scaled.filter("format", "yuv420p").filter("setparams", color_primaries=_COLOURS, color_trc=_COLOURS)
    return marked.filter("setsar", "1")


def clip(width: int, height: int, rate: Fraction, out: Path, *, held: int = 0) -> Graph:
    """Raw RGB frames from the pipe into a clip; with `held` one comes, and is held for that many."""
    stream = ffmpeg.input("pipe:0", format="rawvideo", pix_fmt="rgb24", s=f"{width}x{height}", framerate=str(rate))
    stream = _planar(stream)
    if held:
        stream = stream.filter("loop", loop=held - 1, size=1, start=0)
    return stream.output(url(out), **encoding(rate, height))


def conformed(source: Path, width: int, height: int, rate: Fraction, frames: int, out: Path) -> Graph:
    """Anybody's clip as one of ours: framed in black, its last frame held where it is too short, cut where too long."""
    stream = ffmpeg.input(url(source)).video
    stream = stream.filter("fps", str(rate)).filter(
        "scale", width, height, force_original_aspect_ratio="decrease", flags="bicubic+bitexact+accurate_rnd"
    )
    stream = stream.filter("pad", width, height, -1, -1).filter("tpad", stop=frames, stop_mode="clone")
    return _planar(stream).output(url(out), **{"frames:v": frames}, **encoding(rate, height))


def joined(listing: Path, rate: Fraction, out: Path) -> Graph:
    """The clips of a listing one after the other, not encoded again, every frame at its exact time."""
    clock, step = ticks(rate)
    return ffmpeg.input(url(listing), format="concat", safe=0).output(
        url(out),
        map="0:v:0",
        c="copy",
        # The joiner counts in microseconds, which would drift by a frame in some hours.
        **{"bsf:v": f"setts=ts=N*{step}:duration={step}", "video_track_timescale": clock},
        movflags="+faststart",
        format="mp4",
        **_BITEXACT,
    )


def muxed(
    video: Path,
    out: Path,
    *,
    sound: Path | None,
    subtitles: Path | None,
    notes: Path,
    language: str,
    bitrate: str = "160k",
) -> Graph:
    """A film of its picture as it is, its sound, its subtitles as a track, and notes (title, chapters) as metadata."""
    streams = [ffmpeg.input(url(video)).video]
    options: dict[str, Any] = {"c:v": "copy", "movflags": "+faststart", "format": "mp4", "fflags": "+bitexact"}
    if sound:
        streams.append(ffmpeg.input(url(sound)).audio)
        options |= {"c:a": "aac", "b:a": bitrate, "flags:a": "+bitexact", "metadata:s:a:0": f"language={language}"}
    if subtitles:
        streams.append(ffmpeg.input(url(subtitles), sub_charenc="UTF-8")["s"])
        options |= {"c:s": "mov_text", "metadata:s:s:0": f"language={language}"}
    # `-map_metadata` wants the number of an input, and an input must have a stream to be one: so it is named last.
    number = len(streams)
    options |= {"map_metadata": number, "map_chapters": number}
    return ffmpeg.output(*streams, url(out), **options).global_args("-f", "ffmetadata", "-i", url(notes))


def burnt(
    source: Path,
    out: Path,
    rate: Fraction,
    height: int,
    *,
    pictures: Sequence[tuple[Path, int, int]],
    subtitles: tuple[str, str, str] | None,
    timecode: dict[str, Any] | None,
) -> Graph:
    """A film with pictures laid over it (file, first frame, frame after the last), subtitles and a running timecode.

    `subtitles` are their file, the folder of their font, and its name.
    """
    stream = ffmpeg.input(url(source)).video
    for path, first, after in pictures:
        stream = stream.overlay(ffmpeg.input(url(path)), enable=f"between(n,{first},{after - 1})", eof_action="repeat")
    if subtitles:
        said, fonts, family = subtitles
        stream = stream.filter("subtitles", said, fontsdir=fonts, force_style=f"FontName={family}")
    if timecode:
        stream = stream.filter("drawtext", **timecode)
    options = encoding(rate, height)
    return _planar(stream).output(url(out), **options)


def tempo(rate: int, factor: float, wanted: int) -> Graph:
    """Sound of one channel through the pipe: quicker by `factor` at the same pitch, at `wanted` samples a second."""
    stream = ffmpeg.input("pipe:0", format="s16le", ar=rate, ac=1).audio
    if factor != 1:
        stream = stream.filter("atempo", f"{factor:.6f}")
    if wanted != rate:
        stream = stream.filter("aresample", wanted)
    return stream.output("pipe:1", format="s16le", acodec="pcm_s16le", ar=wanted, ac=1)


LEVEL = "lavfi.astats.Overall.RMS_level"
"""What is written of each window: its level in decibels."""


def _audio(source: Path, form: str) -> Graph:
    """The sound of a file of a known format, which can lead nowhere else."""
    return ffmpeg.input(url(source), format=form, protocol_whitelist="file").audio


def listened(source: Path, form: str, levels: Path, window: int) -> Graph:
    """A listing of all decoded samples, as text to the pipe; and the level of each window (in ms) to a file."""
    rate = 48_000
    stream = _audio(source, form).asplit()
    counted = ffmpeg.output(stream[0], "pipe:1", acodec="pcm_s16le", format="framecrc", **_BITEXACT)
    heard = (
        stream[1]
        .filter("aresample", rate)
        .filter("asetnsamples", rate * window // 1000, p=0)
        .filter("astats", metadata=1, reset=1, measure_perchannel="none", measure_overall="RMS_level")
        .filter("ametadata", "print", key=LEVEL, file=str(levels))
    )
    return ffmpeg.merge_outputs(counted, heard.output("-", format="null"))


def as_wav(source: Path, form: str, rate: int, samples: int, out: Path) -> Graph:
    """Sound at some samples a second, of exactly as many samples, in one or two channels."""
    stream = _audio(source, form).filter("aresample", rate).filter("aformat", channel_layouts="mono|stereo")
    stream = stream.filter("apad", whole_len=samples).filter("atrim", end_sample=samples)
    return stream.output(url(out), acodec="pcm_s16le", format="wav", **_BITEXACT)


def packets(source: Path, kind: str = "v") -> Graph:
    """A listing of all packets of a kind of stream, as text to the pipe."""
    return ffmpeg.input(url(source)).output("pipe:1", map=f"0:{kind}:0", c="copy", format="framecrc", **_BITEXACT)


def frames_hashed(source: Path) -> Graph:
    """A digest of each decoded picture, as text to the pipe; the first fault ends it."""
    return (
        ffmpeg.input(url(source), err_detect="explode")
        .output("pipe:1", map="0:v:0", pix_fmt="yuv420p", format="framehash", hash="sha256", **_BITEXACT)
        .global_args("-xerror")
    )


def sound_played(source: Path) -> Graph:
    """All sound decoded, each piece as a line of text to the pipe; the first fault ends it."""
    return (
        ffmpeg.input(url(source), err_detect="explode")
        .output("pipe:1", map="0:a:0", acodec="pcm_s16le", format="framecrc", **_BITEXACT)
        .global_args("-xerror")
    )


def hashed(source: Path) -> Graph:
    """A digest over the decoded pictures, as text to the pipe."""
    return ffmpeg.input(url(source)).output(
        "pipe:1", map="0:v:0", pix_fmt="yuv420p", format="hash", hash="sha256", **_BITEXACT
    )


def stamps(path: Path, width: int, height: int) -> Graph:
    """All frames of a film as small grey pictures, one behind the other, to standard output."""
    small = ffmpeg.input(url(path)).video.filter("scale", width, height, flags="area")
    return small.output("pipe:", format="rawvideo", pix_fmt="gray", fps_mode="passthrough")


def samples(path: Path, rate: int) -> Graph:
    """The sound of a film as one channel of floats, to standard output."""
    return ffmpeg.input(url(path)).audio.output("pipe:", format="f32le", ac=1, ar=rate)
