"""Sheets made into pages: arrows and tags laid over their pictures, and the PNG; in processes, a few at a time."""

from __future__ import annotations

import hashlib
import multiprocessing
import signal
import sys
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from storyforge import __version__
from storyforge.errors import BrokenPictureError
from storyforge.media.overlay import overlay
from storyforge.media.page import moved
from storyforge.media.page_images import NoPictureError, opened, printed
from storyforge.media.page_png import DPI, png, render
from storyforge.media.page_text import Setter
from storyforge.media.previz.take import Take

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Future

    from storyforge.exporters.boards_sheet import Sheet
    from storyforge.media.fonts import Fonts
    from storyforge.media.page import Item, Page
    from storyforge.media.page_images import Embedded
    from storyforge.media.page_pdf_bidi import Direction

WORD = "storyforge-page"
"""The word in a page's PNG that says what it was made from."""
_WIDTH = 1280


@dataclass(frozen=True)
class Order:
    """One sheet to be made; `paths` say which file each picture comes from, `pdf` and `png` what it is wanted for."""

    number: int
    sheet: Sheet
    pictures: Mapping[str, bytes]
    paths: Mapping[str, str]
    fonts: Fonts
    direction: Direction
    pdf: bool
    png: bool

    @property
    def digest(self) -> str:
        """What the page is made from, in one word."""
        return digest_of(self.sheet)


@dataclass(frozen=True)
class Finished:
    """A page with its arrows and tags, its pictures for the PDF, and its PNG, where they were wanted."""

    page: Page
    pictures: Mapping[str, Embedded]
    png: bytes = b""


def digest_of(sheet: Sheet) -> str:
    """What a page is made from, in one word: its layout, its pictures by content, its shots, and this program."""
    shots = [(spec.digest(), box) for spec, box in sheet.shots]
    return hashlib.sha256(repr((__version__, sheet.page, shots, sheet.letters)).encode()).hexdigest()


def finish(order: Order) -> Finished:
    """Lay arrows and tags over a sheet's pictures, and draw it; raises BrokenPictureError."""
    setter = Setter(order.fonts, order.direction)
    items: list[Item] = list(order.sheet.page.items)
    for spec, box in order.sheet.shots:
        items += moved(
            overlay(Take.of(spec), setter, letters=order.sheet.letters), box[0], box[1], (box[2] - box[0]) / _WIDTH
        )
    page = replace(order.sheet.page, items=tuple(items))
    try:
        pictures = opened(order.pictures)
    except NoPictureError as error:
        raise BrokenPictureError(order.paths[error.key], error.reason) from None
    kept = printed(page, order.pictures, pictures) if order.pdf else {}
    return Finished(page, kept, png(render(page, pictures), {WORD: order.digest}, DPI) if order.png else b"")


def finished(orders: Iterable[Order], workers: int) -> Iterator[tuple[Order, Finished]]:
    """Each order with what became of it, in order; never more of them at once than twice the workers."""
    if workers < 2:
        yield from ((order, finish(order)) for order in orders)
        return
    with _pool(workers) as submit:
        waiting: deque[tuple[Order, Future[Finished]]] = deque()
        for order in orders:
            waiting.append((order, submit(order)))
            if len(waiting) >= 2 * workers:
                first, future = waiting.popleft()
                yield first, future.result()
        for order, future in waiting:
            yield order, future.result()


@contextmanager
def _pool(workers: int) -> Iterator[Callable[[Order], Future[Finished]]]:
    method = "fork" if sys.platform == "linux" else "spawn"
    context = multiprocessing.get_context(method)
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_leave_interrupts)
    try:
        yield lambda order: pool.submit(finish, order)
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    """Ctrl-C is the parent's business; a worker is ended by it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
