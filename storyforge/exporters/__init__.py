"""Exporters: a story as files of another trade; plain tables, standard library only."""

from __future__ import annotations

from storyforge.registry import Registry

_EXPORTERS = "storyforge.exporters"
EXPORTERS = Registry(
    "export",
    {
        "otio": f"{_EXPORTERS}.otio:export",
        "animatic": f"{_EXPORTERS}.animatic:export",
        "boards": f"{_EXPORTERS}.boards:export",
        "clips": f"{_EXPORTERS}.clips:export",
    },
)
"""Kind -> the function that writes it."""

HELP = {
    "otio": "A timeline for editing software, with markers and three audio tracks (OpenTimelineIO).",
    "animatic": "The film of all clips with voices, subtitles and chapters (MP4).",
    "boards": "Storyboard sheets to print: pictures, arrows, action, dialogue (PDF and PNG).",
    "clips": "Copies of the clips, and frames on request, under names that sort.",
}
"""Kind -> what it is, in one line."""

READS = {
    "otio": ("shots", "video"),
    "animatic": ("shots", "video"),
    "boards": ("shots", "frames"),
    "clips": ("video",),
}
"""Kind -> the stages whose artifacts it shows: what is outdated among them is told."""

OPTIONS = {
    "overlay": ("animatic",),
    "burn_subtitles": ("animatic",),
    "no_voices": ("animatic", "otio"),
    "clip_sound": ("animatic",),
    "exact": ("clips",),
    "frames": ("clips",),
    "per_page": ("boards",),
    "paper": ("boards",),
    "title_page": ("boards",),
    "pdf": ("boards",),
    "png": ("boards",),
}
"""Option -> the kinds that have it."""
