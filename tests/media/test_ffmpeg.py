"""Which ffmpeg is used, what is said of one that is none, and that none is ever left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from storyforge.errors import DiskError, FfmpegBrokenError, FfmpegFailedError, FfmpegMissingError
from storyforge.media import ffmpeg, ffmpeg_graphs
from storyforge.media.ffmpeg import build_id, program
from storyforge.media.ffmpeg_process import run, working
from storyforge.media.files import whole
from tests.media.films import SMALL, flat

if TYPE_CHECKING:
    from pathlib import Path

RATE = Fraction(24)


def script(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(("#!/bin/sh", *lines)) + "\n", "utf-8")
    path.chmod(0o755)
    return path


def bundled() -> str:
    imageio_ffmpeg = pytest.importorskip("imageio_ffmpeg")
    return str(imageio_ffmpeg.get_ffmpeg_exe())


def test_the_named_one_comes_first_then_the_path_then_the_bundled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ffmpeg").symlink_to(bundled())
    monkeypatch.setenv("PATH", "/nonexistent")
    assert program().source == "imageio-ffmpeg"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (program().source, program().path) == ("PATH", str(tmp_path / "ffmpeg"))
    monkeypatch.setenv(ffmpeg.VARIABLE, bundled())
    assert (program().source, program().path) == ("STORYFORGE_FFMPEG", bundled())
    assert build_id() == f"ffmpeg {program().version} {program().encoder}"
    assert program().encoder.startswith("x264 core ")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("echo hello",), "is no ffmpeg"),
        (("echo 'ffmpeg version 6.1 Copyright' >&2", "echo 'Unknown encoder libx264' >&2", "exit 1"), "has no libx264"),
        (("echo 'ffmpeg version 6.1 Copyright' >&2", "exit 1"), "can't encode a picture"),
        (("kill -9 $$",), "does not run: it ended with signal 9"),
    ],
)
def test_a_named_one_that_is_none_is_refused_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: tuple[str, ...], said: str
) -> None:
    name = str(script(tmp_path / "my ffmpeg", *lines))
    monkeypatch.setenv(ffmpeg.VARIABLE, name)
    with pytest.raises(FfmpegBrokenError) as caught:
        program()
    assert str(caught.value) == f"$STORYFORGE_FFMPEG, {name}, {said}."
    assert "pip install imageio-ffmpeg" in caught.value.hint


def test_a_named_file_that_is_not_there_or_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ffmpeg.VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(FfmpegBrokenError, match="does not run: no such file or directory"):
        program()
    (tmp_path / "text").write_text("hello", "utf-8")
    monkeypatch.setenv(ffmpeg.VARIABLE, str(tmp_path / "text"))
    with pytest.raises(FfmpegBrokenError, match="does not run: permission denied"):
        program()


def test_one_on_the_path_without_x264_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(
        tmp_path / "ffmpeg", "echo 'ffmpeg version 6.1 Copyright' >&2", "echo 'Unknown encoder libx264' >&2", "exit 1"
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program().source == "imageio-ffmpeg"
    monkeypatch.setattr(ffmpeg, "_bundled", lambda: None)
    with pytest.raises(FfmpegBrokenError, match=f"The ffmpeg from PATH, {tmp_path}/ffmpeg, has no libx264."):
        program()


def test_none_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr(ffmpeg, "_bundled", lambda: None)
    with pytest.raises(FfmpegMissingError) as caught:
        program()
    assert "pip install imageio-ffmpeg" in caught.value.hint


def test_one_that_fails_says_why_and_leaves_no_file(tmp_path: Path) -> None:
    out = tmp_path / "film.mp4"
    graph = ffmpeg_graphs.clip(*SMALL, RATE, tmp_path / "no folder" / "x.mp4")
    with pytest.raises(FfmpegFailedError, match=r"film.mp4.*No such file or directory"):
        run(graph, str(out), (frame for frame, _ in flat(1, 2)))
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words come while we still feed it: neither side may wait for the other."""
    noisy = [f"echo '{'x' * 200}' >&2"] * 2000
    full = script(
        tmp_path / "full", "head -c 1000 >/dev/null", *noisy, "echo 'a.mp4: No space left on device' >&2", "exit 1"
    )
    fake = ffmpeg.Program(str(full), "1", "libx264", "PATH")
    monkeypatch.setattr("storyforge.media.ffmpeg_process.program", lambda: fake)
    with pytest.raises(DiskError, match=r'Can\'t write "film": no space left on device'):
        run(ffmpeg_graphs.clip(*SMALL, RATE, tmp_path / "x.mp4"), "film", (bytes(1_000_000) for _ in range(20)))


@pytest.mark.skipif(os.name != "posix", reason="limits of the system")
def test_a_file_that_can_not_grow_is_told_too(tmp_path: Path) -> None:
    code = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from storyforge.errors import DiskError\n"
        "from storyforge.media.files import whole\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try:\n"
        "    with whole(Path(sys.argv[1])) as part: part.write_bytes(bytes(5000))\n"
        "except DiskError as error: print(error)\n"
    )
    out = tmp_path / "film.mp4"
    done = subprocess.run([sys.executable, "-c", code, str(out)], capture_output=True, text=True, check=True)
    assert done.stdout == f'Can\'t write "{out}": file too large.\n'
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "film.mp4"
    out.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), whole(out) as part:  # noqa: PT012
        part.write_bytes(b"half")
        raise KeyboardInterrupt
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("film.mp4", b"old")]
    with pytest.raises(DiskError), whole(tmp_path / "nowhere" / "film.mp4") as part:
        part.write_bytes(b"x")


def test_an_interrupt_ends_it_at_once(tmp_path: Path) -> None:
    graph = ffmpeg_graphs.clip(*SMALL, RATE, tmp_path / "x.mp4")
    with pytest.raises(KeyboardInterrupt), working(graph, "film", fed=True) as running:  # noqa: PT012
        for frame, _ in flat(*range(50)):
            running.feed(frame)
        raise KeyboardInterrupt
    assert running._process.returncode == -signal.SIGKILL
    assert running._process.stdin.closed
    assert running._process.stderr.closed


@pytest.mark.skipif(os.name != "posix", reason="process groups")
def test_ctrl_c_leaves_neither_processes_nor_files(tmp_path: Path) -> None:
    code = (
        "import sys, itertools\n"
        "from fractions import Fraction\n"
        "from storyforge.media.clips import encode\n"
        "def frames():\n"
        "    for n in itertools.count():\n"
        "        if n == 100: print('busy', flush=True)\n"
        "        yield bytes([n % 256]) * (3 * 640 * 360), 1\n"
        "encode(frames(), width=640, height=360, rate=Fraction(24), where='endless')\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == b"busy\n"
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode != 0
    assert list(tmp_path.iterdir()) == []
    for _ in range(100):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    pytest.fail("a process of the group still runs")
