"""Ffmpeg at work: fed, heard and watched; whatever happens it is gone afterwards, and no half-written file is left."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any, TypeAlias

import ffmpeg

from storyforge.errors import DiskError, FfmpegFailedError
from storyforge.media.ffmpeg import program

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Graph: TypeAlias = Any
"""A graph of ffmpeg-python, which has no types."""
_KEPT = 4000
_FULL = ("No space left on device", "Disk quota exceeded", "File too large")
_REFUSED = ("Read-only file system", "Permission denied")


class Working:
    """A running ffmpeg. Its words are read by a thread all the time, so that it never waits for us to read them."""

    def __init__(self, graph: Graph, where: str, *, fed: bool, heard: bool) -> None:
        self.where = where
        marked = graph.global_args("-hide_banner", "-nostdin", "-nostats", "-v", "error")
        self._process = ffmpeg.run_async(
            marked, cmd=program().path, pipe_stdin=fed, pipe_stdout=heard, pipe_stderr=True, overwrite_output=True
        )
        self._said = b""
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        for line in self._process.stderr:
            self._said = (self._said + line)[-_KEPT:]

    def feed(self, data: bytes) -> None:
        """Give it bytes; raises FfmpegFailedError or DiskError where it has ended already."""
        try:
            self._process.stdin.write(data)
        except OSError:
            self._process.wait()
            raise self._failure() from None

    def fed(self) -> None:
        """Nothing more is fed to it."""
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()

    @property
    def answer(self) -> IO[bytes]:
        """What it writes."""
        stream: IO[bytes] = self._process.stdout
        return stream

    def finish(self) -> None:
        """Wait until it has ended well; raises FfmpegFailedError or DiskError."""
        self.fed()
        if self._process.wait():
            raise self._failure()

    def end(self) -> None:
        """Whatever it does, it ends now, and nothing of it stays behind."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe:
                with suppress(OSError):
                    pipe.close()

    def _failure(self) -> FfmpegFailedError | DiskError:
        self._listener.join()
        said = self._said.decode("utf-8", "replace")
        for words in (*_FULL, *_REFUSED):
            if words in said:
                return DiskError(self.where, words[0].lower() + words[1:])
        code = self._process.returncode
        last = said.strip().splitlines()[-1:] or [f"it ended with signal {-code}" if code < 0 else f"exit code {code}"]
        return FfmpegFailedError(self.where, last[0].strip())


@contextmanager
def working(graph: Graph, where: str, *, fed: bool = False, heard: bool = False) -> Iterator[Working]:
    """A running ffmpeg that has ended when the block has; `where` is the file that its errors are about.

    Raises FfmpegFailedError, DiskError and what `program` raises.
    """
    running = Working(graph, where, fed=fed, heard=heard)
    try:
        yield running
        running.finish()
    finally:
        running.end()


def run(graph: Graph, where: str, feed: Iterable[bytes] = ()) -> None:
    """Run a graph that writes a file; `feed` goes into its `pipe:` input."""
    chunks = iter(feed)
    first = next(chunks, None)
    with working(graph, where, fed=first is not None) as running:
        if first is not None:
            running.feed(first)
        for chunk in chunks:
            running.feed(chunk)


def lines(graph: Graph, where: str) -> Iterator[str]:
    """The lines that a graph writes to its `pipe:` output."""
    with working(graph, where, heard=True) as running:
        for line in running.answer:
            yield line.decode("utf-8", "replace").rstrip("\r\n")


def convert(graph: Graph, data: bytes, where: str) -> bytes:
    """Bytes through a graph from pipe to pipe."""
    with working(graph, where, fed=True, heard=True) as running:
        feeder = threading.Thread(target=_feed_all, args=(running, data), daemon=True)
        feeder.start()
        answer = running.answer.read()
        feeder.join()
    return answer


def _feed_all(running: Working, data: bytes) -> None:
    # Where it fails, the program has ended, and `finish` in the other thread says why.
    with suppress(FfmpegFailedError, DiskError):
        running.feed(data)
    running.fed()
