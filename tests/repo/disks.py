"""Small disks of their own: in memory, where this machine lets us mount them."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Disk:
    """A file system of some kilobytes at a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def mounted(cls, folder: Path, kilobytes: int) -> Disk | None:
        """None where mounting is not allowed."""
        if shutil.which("mount") is None:
            return None
        folder.mkdir()
        options = f"size={kilobytes}k,nr_inodes=5000"
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False
        )
        return cls(folder) if done.returncode == 0 else None

    def read_only(self, *, on: bool) -> None:
        """Take writing away, or give it back."""
        subprocess.run(["mount", "-o", f"remount,{'ro' if on else 'rw'}", str(self.folder)], check=True)

    def fill(self, leave: int) -> Path:
        """A file that leaves so many bytes free; remove it to make room."""
        free = shutil.disk_usage(self.folder).free
        file = self.folder / "full"
        file.write_bytes(b"\0" * max(0, free - leave))
        return file

    def gone(self) -> None:
        """Take the disk away."""
        subprocess.run(["umount", "-l", str(self.folder)], check=True)
