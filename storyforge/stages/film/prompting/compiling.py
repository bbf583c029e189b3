"""What a model is asked that puts prompts into words: three questions of three types, which never mix.

Whoever asks for a picture's prompt has `Seen` and a `View`, and no `Heard`; whoever asks for a clip's has `Seen`,
`Heard` and `Names`, which know nobody's looks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storyforge.formats.prompt_faults import rating_of, refused
from storyforge.formats.prose import spelt
from storyforge.model.assets import Character
from storyforge.stages.film.prompting.assembling import TEXTS, in_order, opened, write
from storyforge.stages.film.prompting.contract import traits
from storyforge.tasks.compiling import (
    EndFramePromptContext,
    FramePromptContext,
    PromptContext,
    Refused,
    Spoken,
    VideoPromptContext,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from storyforge.formats.templates import Templates
    from storyforge.model.prompts import Prompts
    from storyforge.model.shots import ShotList
    from storyforge.model.visuals import Visuals
    from storyforge.stages.film.prompting.assembling import Written
    from storyforge.stages.film.prompting.sight import Heard, Names, Seen
    from storyforge.stages.film.prompting.view import View

TASKS = {"frame": "frame-prompt", "end_frame": "end-frame-prompt", "video": "video-prompt"}
"""Text -> the task that puts it into words."""
_WHOLE = re.compile(r"^(?:Style: |Leave out: |Everything that is not named).*$", re.MULTILINE)
"""Lines that say how a picture is drawn, and what must not appear."""
_SILENT = "Nobody speaks."


def scene_questions(
    shots: ShotList, view: View, *, visuals: Visuals | None, templates: Templates, kept: Prompts
) -> Iterator[tuple[str, str, str, PromptContext]]:
    """Every text of a scene that a model may put into words: shot, text, the digest of its source, the question.

    What was edited by hand is nobody's to put otherwise.
    """
    sets = {entry.id: entry for entry in kept.prompts}
    view = opened(shots.shots, view)
    for shot, before in in_order(shots, visuals):
        entry = sets[shot.id]
        written = write(shot, view, before, templates, entry.blocking, entry)
        for name in TEXTS:
            if written.texts[name] and name not in entry.edited:
                yield shot.id, name, written.source(name), question(written, name, view)


def question(written: Written, name: str, view: View) -> PromptContext:
    """The question about one text of a shot."""
    text, values = written.texts[name], written.values[name]
    rating = rating_of(view.story.parameters.rating)
    if name == "video":
        told = _told(text, name, written.given.family, "clip")
        barred = tuple(Refused(pattern=p, why=why) for p, why in refused(name, view.assets, rating))
        return _of_clip(written.seen, written.heard, view.told, text, values, {**told, "refused": barred})
    told = _told(text, name, written.given.pictures, "picture")
    patterns = [*refused(name, view.assets, rating), *_strangers(written.seen, view, text)]
    told["refused"] = tuple(Refused(pattern=pattern, why=why) for pattern, why in patterns)
    if name == "end_frame":
        keep = tuple(line for line in values["changed"] if line in text)
        return EndFramePromptContext(**told, keep=keep)
    return _of_frame(written.seen, view, text, values, told)


def _told(text: str, name: str, family: str, medium: str) -> dict[str, Any]:
    row = traits(family)
    longest = max(int(row["words"][name]), len(text.split()))
    return {
        "family": family,
        "reads": row["reads"][medium],
        "text": text,
        "longest": longest,
        "lines": tuple(_WHOLE.findall(text)),
    }


def _of_frame(
    seen: Seen, view: View, text: str, values: Mapping[str, Any], told: Mapping[str, Any]
) -> FramePromptContext:
    """People and things stay in the very words that say who they are, how they are now, and by which picture."""
    keep = [
        next((words for words in _ways(entry, look) if words and words in text), "")
        for entries, look in ((values["people"], "identity"), (values["props"], "look"))
        for entry in entries
    ]
    names = tuple(view.name(person.id) for person in seen.characters if view.name(person.id) in text)
    return FramePromptContext(**told, keep=tuple(dict.fromkeys(words for words in keep if words)), names=names)


def _ways(entry: Mapping[str, Any], look: str) -> Iterator[str]:
    """How a template may say it: all in one as ours do, else the look alone."""
    said = f": {entry[look]}" if entry[look] else ""
    now = (("; now " if said else ": ") if look == "identity" else "; now ") + ", ".join(entry["state"])
    picture = f" (reference picture {entry['reference']})" if entry["reference"] else ""
    if said or entry["state"] or picture:
        yield f"{entry['name']}{said}{now if entry['state'] else ''}{picture}"
    yield entry[look]


def _of_clip(
    seen: Seen, heard: Heard, names: Names, text: str, values: Mapping[str, Any], told: Mapping[str, Any]
) -> VideoPromptContext:
    """Words, voices and sounds stay as they are; who is seen or speaks is named."""
    tag = f"Style: {values['style_tag']}."
    wanted = [*heard.sounds, *heard.voices.values(), tag, *([] if heard.lines else [_SILENT])]
    people = [names.name(person.id) for person in seen.characters]
    return VideoPromptContext(
        **told,
        keep=tuple(dict.fromkeys(words for words in wanted if words in text)),
        names=tuple(name for name in people if name in text),
        spoken=tuple(Spoken(name=line.name, language=names.language, words=line.text) for line in heard.lines),
    )


def _strangers(seen: Seen, view: View, text: str) -> list[tuple[str, str]]:
    """Names of people who are not in the shot, and whom its prompt does not name."""
    here = {person.id for person in seen.characters}
    people = {slug: asset for slug, asset in view.assets.items() if isinstance(asset, Character)}
    called = {spelt(asset.name) for slug, asset in people.items() if slug not in here}
    return [(rf"\b{re.escape(name)}\b", f"is not seen in {seen.id}") for name in sorted(called) if name not in text]
