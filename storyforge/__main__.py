"""The entry point: one place where errors become exit codes."""

from __future__ import annotations

import io
import os
import sys


def main() -> None:
    """Run the command line, or answer a shell that completes one, and leave with the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What a terminal's encoding lacks is shown as a question mark; a story has more letters than Latin-1.
            stream.reconfigure(errors="replace")
    if "_STORYFORGE_COMPLETE" in os.environ:
        from storyforge.cli.complete import answer

        sys.exit(answer(os.environ))
    from storyforge.cli.shortcut import answered

    if (code := answered(sys.argv[1:])) is not None:
        sys.exit(code)
    from storyforge.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
