"""Final Draft XML: read, write, and change a file paragraph by paragraph."""

from __future__ import annotations

from storyforge.formats.fdx.patch import patch
from storyforge.formats.fdx.read import read_fdx
from storyforge.formats.fdx.write import write_fdx

__all__ = ["patch", "read_fdx", "write_fdx"]
