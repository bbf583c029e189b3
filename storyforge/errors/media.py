"""Errors of pictures, clips, sound and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors.base import FailedError, GateError, RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence


def _scenes(numbers: Sequence[str]) -> str:
    """`scene 3`, `scenes 1, 2 and 40 more`."""
    some = ", ".join(numbers[:8])
    more = f" and {len(numbers) - 8} more" if len(numbers) > 8 else ""
    return f"scene {some}" if len(numbers) == 1 else f"scenes {some}{more}"


class ShotsMissingError(GateError):
    """An export of scenes that have no shot list yet."""

    def __init__(self, scenes: Sequence[str]) -> None:
        what = f"There is no shot list yet of {_scenes(scenes)}." if scenes else "The story has no scenes yet."
        super().__init__(what, "Make it: storyforge run shots")


class ClipMissingError(GateError):
    """A verdict on a clip that is not there."""

    def __init__(self, scene: str, shot: str) -> None:
        what = f"{shot} has no clip in scene {scene}" if shot else f"Scene {scene} has no clips"
        super().__init__(f"{what} that could be judged.", f"See what there is: storyforge show video {scene}")


class ClipsMissingError(GateError):
    """An export of shots that have no clip yet."""

    def __init__(self, kind: str, scenes: Sequence[str], shots: int) -> None:
        what = f"{shots} shots" if shots > 1 else "a shot"
        super().__init__(
            f"The {kind} needs clips, and {what} of {_scenes(scenes)} {'have' if shots > 1 else 'has'} none yet.",
            "Make them: storyforge run video",
        )


class OutTakenError(RequestError):
    """A file that an export would overwrite, and that is none of storyforge's exports."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f'"{path}" is not overwritten: {why}.', "Name another file or folder with --out, or move this one away."
        )


class OutSuffixError(RequestError):
    """A file name that does not end as an export of its kind does."""

    def __init__(self, path: str, kind: str, suffix: str) -> None:
        super().__init__(
            f'"{path}" is no name for this export: {kind} writes a {suffix} file.',
            f"Name a file that ends in {suffix}, or a folder.",
        )


class ForeignOptionError(RequestError):
    """An option of another kind of export."""

    def __init__(self, option: str, kind: str, kinds: Sequence[str]) -> None:
        super().__init__(f"{option} does nothing for {kind}.", f"It belongs to: storyforge export {' or '.join(kinds)}")


class FfmpegMissingError(FailedError):
    """No ffmpeg is to be found anywhere."""

    def __init__(self) -> None:
        super().__init__(
            "The program `ffmpeg` was not found: not in $STORYFORGE_FFMPEG, not on PATH, not in imageio-ffmpeg.",
            "Run `pip install imageio-ffmpeg`, or install ffmpeg, or name its file in $STORYFORGE_FFMPEG.",
        )


class FfmpegBrokenError(FailedError):
    """The ffmpeg that was found can't be used."""

    def __init__(self, path: str, source: str, reason: str) -> None:
        here = f"$STORYFORGE_FFMPEG, {path}," if source == "STORYFORGE_FFMPEG" else f"The ffmpeg from {source}, {path},"
        super().__init__(
            f"{here} {reason}.",
            "Name an ffmpeg with libx264 in $STORYFORGE_FFMPEG, or unset it and run `pip install imageio-ffmpeg`.",
        )


class FfmpegFailedError(FailedError):
    """Ffmpeg ran and failed; its own words are passed on."""

    def __init__(self, where: str, words: str) -> None:
        super().__init__(
            f'ffmpeg failed at "{where}": {words or "it says nothing"}',
            "Run the same command again; if it fails again, try another ffmpeg by $STORYFORGE_FFMPEG.",
        )


class UnreadableMediaError(RequestError):
    """A film, a picture or a sound that can't be read as what it should be."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f'"{path}" can\'t be used: {reason}.', "Put another file in its place, or make it again.")


class RegionError(RequestError):
    """A region that a picture does not have, or that is none."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The region can't be used: {why}.",
            "Give LEFT,TOP,WIDTHxHEIGHT in pixels or %, such as 40%,10%,20%x30%; or a mask as large as the picture, "
            "white where it is to change.",
        )


class RegionLeakedError(FailedError):
    """A picture that was changed outside of the region that was to be made anew."""

    def __init__(self, path: str, pixels: int) -> None:
        super().__init__(
            f'"{path}" was changed at {pixels:,} pixels outside of the region.', "Nothing was written; patch it again."
        )


class AudioKindError(RequestError):
    """An audio that is of no kind that can be read."""

    def __init__(self, path: str, suffixes: Sequence[str]) -> None:
        super().__init__(
            f'"{path}" is no audio that a film can be made for: its name ends in none of {", ".join(suffixes)}.',
            "Save the audio as WAV, MP3 or M4A, and name that file.",
        )


class TranscriptLengthError(RequestError):
    """A transcript of another audio, or of another version of it."""

    def __init__(self, path: str, audio: str, last: str, length: str) -> None:
        super().__init__(
            f'"{path}" goes on until {last}, and "{audio}" ends at {length}: it is the transcript of another audio.',
            "Give the transcript of this audio; or none, and its segments are found by silence.",
        )


class UnlikeClipsError(RequestError):
    """Clips that can't be joined as they are, for they are of different make."""

    def __init__(self, first: str, other: str, what: str) -> None:
        super().__init__(
            f'"{other}" can\'t be joined to "{first}" without loss: {what}.',
            "Make the clips of the film with one provider at one size, or let them be conformed.",
        )


class ClipSizeError(RequestError):
    """A size of pictures that no clip can have."""

    def __init__(self, size: str) -> None:
        super().__init__(
            f'"{size}" is no size of a clip.',
            "Give width and height, even and from 64 to 4096, such as 1280x720, or one of 360p, 540p, 720p, 1080p.",
        )


class NoVoicesError(FailedError):
    """No program that speaks is to be found, or the one found does not."""

    def __init__(self, reason: str = "no espeak-ng was found") -> None:
        super().__init__(
            f"Lines can't be spoken: {reason}.",
            'Run `pip install "storyforge[voices]"`, or install espeak-ng, or name its file in $STORYFORGE_ESPEAK.',
        )


class BrokenPictureError(RequestError):
    """A picture that can't be read as one."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f'"{path}" is no picture that can be read: {reason.partition(" <_io")[0].rstrip(".")}.',
            f"`git restore '{path}'` brings back the committed one; `storyforge run frames` draws what is missing.",
        )


class BoardOptionError(RequestError):
    """A storyboard sheet of a kind that there is not."""

    def __init__(self, what: str, given: str, known: Sequence[str]) -> None:
        super().__init__(f'There are no storyboard sheets with "{given}" as {what}.', f"Known: {', '.join(known)}.")


class PictureSizeError(RequestError):
    """A size of pictures that is none, or not a wide one."""

    def __init__(self, size: str) -> None:
        super().__init__(
            f'"{size}" is no size of a picture that can be drawn.',
            "Give width and height as 16 to 9, such as 1280x720, and from 160 to 3840 wide.",
        )
