"""The texts behind a shot: script lines, beats, the passage of the treatment, the sentences of the input."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from storyforge.errors import GitFailedError, StoryforgeError
from storyforge.formats.documents import read_document
from storyforge.formats.markdown import body_start
from storyforge.model.stretches import AUDIO
from storyforge.reports.links import HAND, Link
from storyforge.reports.passages import Passage, alike, folded, in_script, in_text, paragraphs
from storyforge.tasks.gaps import without_gaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storyforge.model.beats import Beat, BeatSheet
    from storyforge.model.shots import Shot
    from storyforge.repo import CommitInfo
    from storyforge.reports.blame import Blamed

SCRIPT, BEATS, INPUTS = "script.fountain", "beats.yaml", "inputs/inputs.yaml"
TELLINGS = ("treatment.md", "narrative.md")
"""What beats are made from; a story has one of them."""


def of_text(blamed: Blamed, shots: Sequence[Shot], shot: Shot) -> Iterator[Link]:
    """Script, beats, treatment, input."""
    passages = _script_passages(blamed, shots, shot)
    yield from _script(blamed, passages)
    beats = _beats(blamed, shot, passages)
    for beat in beats:
        yield _beat(blamed, beat)
    treated = [found for beat in beats if (found := _treatment(blamed, beat))]
    for passage in dict.fromkeys(treated):
        yield _treatment_link(blamed, passage)
    yield from _input(blamed, passages, treated)


def _script_passages(blamed: Blamed, shots: Sequence[Shot], shot: Shot) -> list[Passage]:
    scene = blamed.story.scenes.get(blamed.number)
    if scene is None:
        return []
    return in_script(scene, shots, shot.id, _lines(blamed, SCRIPT), blamed.story.story.language)


def _lines(blamed: Blamed, path: str) -> list[str]:
    return blamed.story.text(path).replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _script(blamed: Blamed, passages: Sequence[Passage]) -> Iterator[Link]:
    """One link a line; who approved the script, and whether by hand, is the file's."""
    whole = blamed.link("script", SCRIPT, "script", "")
    written = _written(blamed, SCRIPT, [passage.line for passage in passages])
    for passage in passages:
        commit = written.get(passage.line)
        stage = commit.trailers.get("Storyforge-Stage") if commit else None
        yield Link(
            "script",
            f"{SCRIPT}:{passage.line}",
            passage.told,
            commit,
            by=whole.by if stage else HAND,
            guidance=commit.body if commit else "",
            approval=whole.approval,
            locked=whole.locked,
        )


def _written(blamed: Blamed, path: str, lines: Iterable[int]) -> dict[int, CommitInfo | None]:
    """Line -> the commit that wrote it so; of a file that git does not know yet, nothing."""
    try:
        return blamed.session.repository.line_commits(path, lines)
    except GitFailedError:
        return {}


def _beats(blamed: Blamed, shot: Shot, passages: Sequence[Passage]) -> list[Beat]:
    """The beats that a shot names; else those of its scene, and of several the one that quotes its lines."""
    sheet = cast("BeatSheet | None", blamed.story.model(BEATS))
    if sheet is None:
        return []
    named = [beat for beat in sheet.beats if beat.id in shot.beats]
    of_scene = named or [beat for beat in sheet.beats if blamed.number in beat.scenes]
    said = folded(" ".join(passage.text for passage in passages))
    quoted = [beat for beat in of_scene if beat.source and folded(beat.source.quote) in said]
    return quoted if quoted and len(of_scene) > 1 else of_scene


def _beat(blamed: Blamed, beat: Beat) -> Link:
    sheet = cast("BeatSheet", blamed.story.model(BEATS))
    place = f"{BEATS}:{blamed.line_of(BEATS, beat.id)}"
    return blamed.link("beat", BEATS, beat.id, f"{beat.id}: {beat.text}", place=place, derived=sheet.derived)


def _treatment(blamed: Blamed, beat: Beat) -> Passage | None:
    """The passage that a beat was taken from, or that was written from it."""
    path = _telling(blamed)
    if path not in blamed.story.files.ids:
        return None
    text = "\n".join(_lines(blamed, path))
    start = body_start(text)
    above = text.count("\n", 0, start)
    found = [Passage(passage.line + above, passage.text) for passage in paragraphs(text[start:])]
    if beat.source and beat.source.file == path:
        quote = folded(beat.source.quote)
        quoting = next((passage for passage in found if quote in folded(passage.text)), None)
        if quoting is not None:
            return quoting
    # A question was not written from a paragraph only because it names the same people.
    said = without_gaps(beat.text)
    return alike(found, said) if said.strip() else None


def _treatment_link(blamed: Blamed, passage: Passage) -> Link:
    path = _telling(blamed)
    what = path.removesuffix(".md")
    derived = bool(blamed.summaries.index(path).get("derived"))
    return blamed.link(what, path, what, passage.text, place=f"{path}:{passage.line}", derived=derived)


def _telling(blamed: Blamed) -> str:
    """The prose that this story's beats are made from."""
    return next((path for path in TELLINGS if path in blamed.story.files.ids), TELLINGS[0])


def _input(blamed: Blamed, passages: Sequence[Passage], treated: Sequence[Passage]) -> Iterator[Link]:
    """The lines of the primary input that say the same; of what was added since, nothing is there."""
    audio = blamed.summaries.index(AUDIO)
    path = audio.get("transcript", "") if audio else blamed.summaries.index(INPUTS).get("primary", "")
    if path not in blamed.story.files.ids:
        return
    lines, plain = _source(blamed, path)
    markup = PurePosixPath(path).suffix.lower() == ".fdx"
    found: dict[int, list[str]] = {}
    script = _lines(blamed, SCRIPT)
    for passage in passages or treated:
        whole = script[passage.line - 1] if passages else ""
        line = next((n for t in (whole, passage.text) if (n := in_text(lines, t, passage.line, markup=markup))), None)
        if line is None:  # part of it may be the author's since
            parts = (in_text(lines, part, passage.line, markup=markup) for part in passage.text.split(". "))
            line = next((number for number in parts if number is not None), None)
        if line is not None:
            found.setdefault(line, []).append(passage.text)
    written = _written(blamed, path, found) if plain else {}
    saved = None if plain else blamed.past.edits([path], lambda of: of.facet(f"{path}#content"), None)
    for line, said in sorted(found.items()):
        commit = saved[0] if saved else written.get(line)
        place = f"{path}:{line}" if plain else path
        yield Link("input", place, " ".join(dict.fromkeys(said)), commit, by=HAND)


def _source(blamed: Blamed, path: str) -> tuple[list[str], bool]:
    """The lines of an input, and whether they are those of the file: a document in a format of its own has none."""
    try:
        return _lines(blamed, path), True
    except StoryforgeError:
        data = blamed.story.read(path) or b""
    try:
        document = read_document(path, data, blamed.story.story.language)
    except StoryforgeError:
        return [], False
    if document.encoding:
        return data.decode(document.encoding, "replace").splitlines(), True
    return [line for section in document.sections for line in section.text.split("\n")], False
