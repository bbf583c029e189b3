"""Files that are there whole or not at all."""

from __future__ import annotations

import errno
import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from storyforge.errors import DiskError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.ENOENT}


@contextmanager
def whole(out: Path) -> Iterator[Path]:
    """A path to write to that becomes `out` when all went well, and nothing when not; raises DiskError."""
    part = out.with_name(f".{out.name[:80]}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        yield part
        part.replace(out)
    except OSError as error:
        if error.errno in _DISK:
            raise DiskError(str(out), (error.strerror or str(error)).lower()) from None
        raise
    finally:
        part.unlink(missing_ok=True)
