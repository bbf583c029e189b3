"""The example story's folder."""

from pathlib import Path

FOLDER = Path(__file__).parent.parent / "example-project"
