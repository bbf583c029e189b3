"""Storyboard sheets: pictures with arrows, action and dialogue, as one PDF and as a PNG for every page."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storyforge.errors import BoardOptionError, BrokenPictureError, ShotsMissingError
from storyforge.exporters.base import Exported
from storyforge.exporters.boards_content import board_scenes
from storyforge.exporters.boards_pages import WORD, Order, digest_of, finished
from storyforge.exporters.boards_sheet import About, Layout, title_page, with_keys
from storyforge.exporters.writing import target, whole, write
from storyforge.formats.languages import language
from storyforge.media.fonts import FOLDERS, Fonts
from storyforge.media.page import PAPER
from storyforge.media.page_images import NoPictureError, checked
from storyforge.media.page_pdf import Pdf
from storyforge.media.page_png import words_of
from storyforge.media.page_text import Setter, clean
from storyforge.model.finding import Finding
from storyforge.model.timing import parse_rate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from storyforge.exporters.base import ExportJob
    from storyforge.exporters.boards_content import BoardScene
    from storyforge.exporters.boards_sheet import Sheet

_TASK = "boards"


@dataclass(frozen=True, slots=True)
class Options:
    """`per_page` 6 or 9, `paper` a4 or letter, `title_page`; `pdf` and `png`, of which neither means both."""

    per_page: int = 6
    paper: str = "a4"
    title_page: bool = False
    pdf: bool = True
    png: bool = True

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Options:
        """The options of a job; raises BoardOptionError."""
        per_page, paper = str(given.get("per_page") or 6), str(given.get("paper") or "a4").lower()
        if per_page not in ("6", "9"):
            raise BoardOptionError("frames a page", per_page, ("6", "9"))
        if paper not in PAPER:
            raise BoardOptionError("paper", paper, tuple(PAPER))
        pdf, png = bool(given.get("pdf")), bool(given.get("png"))
        return cls(int(per_page), paper, bool(given.get("title_page")), pdf or not png, png or not pdf)


def export(job: ExportJob) -> Exported:
    """Write storyboard sheets.

    Pages that are there already as they would be made are not made again. Raises BoardOptionError, ShotsMissingError,
    BrokenPictureError, LfsPointerError, MissingArtifactError, OutSuffixError, OutTakenError, DiskError.
    """
    options = Options.of(job.options)
    scenes = list(board_scenes(job.library, job.scenes))
    empty = [scene.number for scene in scenes if scene.number and not scene.panels]
    if not any(scene.panels for scene in scenes):
        raise ShotsMissingError(empty)
    place = target(job, "boards", ".pdf", "_boards")
    setter = _setter(job, scenes)
    layout = Layout(_about(job, options), setter)
    total = sum(panel.frames for scene in scenes for panel in scene.panels)
    sheets = layout.sheets(scenes, total)
    if options.title_page:
        sheets.insert(0, title_page(layout, scenes, total, job.library.script.title_page))
    files = _Writer(job, options, place, setter, sheets).write()
    findings = (*_unmade(empty), *_continued(layout), *_missing(scenes, setter))
    return Exported(place if options.pdf else files[0], files, findings)


def _setter(job: ExportJob, scenes: list[BoardScene]) -> Setter:
    story = job.library.story
    fonts = Fonts.of([story.title, *(text for _, _, text in _texts(scenes))], story.language)
    return Setter(fonts, "rtl" if language(story.language).direction == "rtl" else "ltr")


def _about(job: ExportJob, options: Options) -> About:
    commit = job.commit
    said = (f"Revision {commit.date:%Y-%m-%d}", commit.id[:7], commit.branch) if commit.id else ("Not committed yet",)
    revision = " · ".join(part for part in said if part)
    story = job.library.story
    return About(story.title, revision, parse_rate(story.rate), options.paper, options.per_page)


def _texts(scenes: list[BoardScene]) -> Iterator[tuple[str, str, str]]:
    """Every text on the sheets, with what it belongs to and the file it comes from."""
    for scene in scenes:
        yield f"Scene {scene.number}", "script.fountain", scene.heading
        for panel in scene.panels:
            people = panel.spec.people if panel.spec else ()
            words = (f"{said.by} {said.text}" for said in panel.words)
            text = " ".join((*words, panel.transition, panel.framing, *(person.name for person in people)))
            yield f"Shot {panel.shot}", panel.path, text


@dataclass(frozen=True)
class _Writer:
    """Writes the pages of a job."""

    job: ExportJob
    options: Options
    place: Path
    setter: Setter
    laid: list[Sheet]

    def write(self) -> tuple[Path, ...]:
        """Write what is not there yet; returns all files, the PDF first."""
        keys = self._keys()
        sheets = [with_keys(sheet, keys) for sheet in self.laid]
        digests = [digest_of(sheet) for sheet in sheets]
        pages = self._pages(len(sheets)) if self.options.png else []
        for path in pages:
            self.job.claim(path)
        stale = [_digest_in(path) != digest for path, digest in zip(pages, digests, strict=True)] if pages else []
        whole_digest = hashlib.sha256("".join([self._said(), *digests]).encode()).hexdigest()
        wants_pdf = self.options.pdf and not _says(self.place, whole_digest)
        orders = self._orders(sheets, keys, stale, all_of_them=wants_pdf)
        if wants_pdf:
            self._with_pdf(orders, pages, whole_digest)
        else:
            self._draw(orders, pages, None)
        self._tidy(pages)
        return ((self.place,) if self.options.pdf else ()) + tuple(pages)

    def _said(self) -> str:
        commit, story = self.job.commit, self.job.library.story
        return repr((story.title, story.language, commit.author, commit.date.isoformat()))

    def _pages(self, count: int) -> list[Path]:
        folder = self.place.with_suffix("")
        digits = max(3, len(str(count)))
        return [folder / f"page-{number:0{digits}}.png" for number in range(1, count + 1)]

    def _keys(self) -> dict[str, str]:
        """Path of each picture -> its content in one word; raises BrokenPictureError, and what a library raises."""
        paths = list(dict.fromkeys(path for sheet in self.laid for path in sheet.page.pictures()))
        found: dict[str, str] = {}
        for path in paths:
            data = self.job.library.medium(path)
            try:
                checked(data)
            except NoPictureError as error:
                raise BrokenPictureError(path, error.reason) from None
            found[path] = hashlib.sha256(data).hexdigest()
        return found

    def _orders(
        self, sheets: list[Sheet], keys: dict[str, str], stale: list[bool], *, all_of_them: bool
    ) -> Iterator[Order]:
        """One order for every page that has to be made, in order; its pictures are read when its turn comes."""
        paths = {key: path for path, key in keys.items()}
        for number, sheet in enumerate(sheets):
            wanted = bool(stale) and stale[number]
            if wanted or all_of_them:
                pictures = {key: self.job.library.medium(paths[key]) for key in sheet.page.pictures()}
                yield Order(number, sheet, pictures, paths, self.setter.fonts, self.setter.default, all_of_them, wanted)

    def _with_pdf(self, orders: Iterator[Order], pages: list[Path], digest: str) -> None:
        story, commit = self.job.library.story, self.job.commit
        about = {"title": story.title, "author": commit.author, "language": story.language, "keywords": digest}
        with whole(self.place) as temporary, Pdf(self.job.cache, date=commit.date, **about) as pdf:
            self._draw(orders, pages, pdf)
            pdf.save(temporary)

    def _draw(self, orders: Iterator[Order], pages: list[Path], pdf: Pdf | None) -> None:
        for order, done in finished(orders, self.job.workers):
            if pdf is not None:
                pdf.add(done.page, done.pictures)
            if done.png:
                write(pages[order.number], done.png)
            self.job.tell({"event": "progress", "task": _TASK, "done": order.number + 1, "total": len(self.laid)})

    def _tidy(self, pages: list[Path]) -> None:
        """Take away pages of an earlier export that had more of them."""
        for path in sorted(pages[0].parent.glob("page-*.png")) if pages else ():
            if path not in pages and _digest_in(path):
                with suppress(OSError):
                    path.unlink()


def _digest_in(path: Path) -> str:
    """What a page's PNG says it was made from; nothing where there is none."""
    try:
        with path.open("rb") as file:
            return words_of(file.read(4096)).get(WORD, "")
    except OSError:
        return ""


def _says(path: Path, digest: str) -> bool:
    """Whether a PDF names a digest among its keywords, which stand near its end."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 200_000))
            return digest.encode() in file.read()
    except OSError:
        return False


def _unmade(empty: list[str]) -> Iterator[Finding]:
    for number in empty:
        hint = "Make it: storyforge run shots"
        yield Finding("boards", "warning", f"Scene {number} has no shot list yet.", "script.fountain", hint=hint)


def _continued(layout: Layout) -> Iterator[Finding]:
    for shot in layout.continued:
        message = f"The words of shot {shot.shot} go on in a second panel: they are too many for one."
        yield Finding("boards-text", "note", message, shot.path, hint="Split the shot, or shorten its action.")


def _missing(scenes: list[BoardScene], setter: Setter) -> Iterator[Finding]:
    """Characters that no font of this machine has."""
    hint = f"Install such fonts (Debian: fonts-noto-core, fonts-noto-cjk), or set {FOLDERS} to a folder with some."
    for what, path, text in _texts(scenes):
        gone = setter.fonts.missing(clean(text))
        if gone:
            message = f"{what}: no font here has {' '.join(gone[:12])}; empty boxes are drawn."
            yield Finding("missing-glyph", "warning", message, path, hint=hint)
