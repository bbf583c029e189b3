"""`scripts/bootstrap.sh` on machines that lack something: a clear line and what to do, never a traceback."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = ("sh", "dirname", "cat", "cksum", "git")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with nothing installed, beside a `bin` folder that holds a few tools and no Python."""
    root = tmp_path / "check out"
    (root / "scripts").mkdir(parents=True)
    (root / "pyproject.toml").write_text("[project]\n")
    shutil.copy(ROOT / "scripts" / "bootstrap.sh", root / "scripts")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, tool
        (tmp_path / "bin" / tool).symlink_to(found)
    return root


def python(checkout: Path, name: str, program: str) -> None:
    """A program called like a Python."""
    file = checkout.parent / "bin" / name
    file.write_text(f"#!/bin/sh\n{program}\n")
    file.chmod(0o755)


def bootstrap(checkout: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(checkout / "scripts" / "bootstrap.sh")],
        env={"PATH": str(checkout.parent / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_any_python_it_says_which_is_needed(checkout: Path) -> None:
    done = bootstrap(checkout)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "error: storyforge needs Python 3.11 or newer; here is no python3."
    assert "make install PYTHON=" in done.stderr.splitlines()[1]


def test_an_old_python_is_named(checkout: Path) -> None:
    python(checkout, "python3", 'case "$1" in --version) echo Python 3.9.2;; *) exit 1;; esac')
    done = bootstrap(checkout)
    assert done.returncode == 1
    assert "here is Python 3.9.2." in done.stderr


def test_a_python_without_venv_gets_the_package_to_install(checkout: Path) -> None:
    """As Debian ships it: the interpreter is there, the modules that make environments are not."""
    python(
        checkout,
        "python3",
        f'case "$2" in *ensurepip*) exit 1;; esac\nexec "{sys.executable}" "$@"',
    )
    done = bootstrap(checkout)
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "error: python3 has no module venv.",
        f"hint: On Debian and Ubuntu: sudo apt install {version}-venv; then run this again.",
    ]


def test_a_newer_python_with_venv_is_preferred_to_one_without(checkout: Path) -> None:
    """The second one is tried; it makes a folder that is no environment, and what pip says is passed on."""
    python(checkout, "python3.13", f'case "$2" in *ensurepip*) exit 1;; esac\nexec "{sys.executable}" "$@"')
    python(
        checkout,
        "python3",
        f'case "$2" in venv) echo "made by python3" >&2; exit 1;; esac\nexec "{sys.executable}" "$@"',
    )
    done = bootstrap(checkout)
    assert done.returncode == 1
    assert "made by python3" in done.stderr
    assert "error: python3 could not make .venv." in done.stderr


def test_without_git_it_says_so_first(checkout: Path) -> None:
    (checkout.parent / "bin" / "git").unlink()
    done = bootstrap(checkout)
    assert done.returncode == 1
    assert done.stderr.startswith("error: The program git was not found.\nhint: Install git")


def test_what_is_installed_is_left_alone(checkout: Path) -> None:
    """Neither Python nor pip is asked to do anything while the stamp fits; another pyproject.toml makes it stale."""
    bin_folder = checkout / ".venv" / "bin"
    bin_folder.mkdir(parents=True)
    for name, program in (("storyforge", "exit 1"), ("python", 'case "$1" in -m) exit 7;; esac')):
        (bin_folder / name).write_text(f"#!/bin/sh\n{program}\n")
        (bin_folder / name).chmod(0o755)
    text = (checkout / "pyproject.toml").read_text()
    sums = subprocess.run(["cksum"], input=text, capture_output=True, text=True, check=True)
    (checkout / ".venv" / "installed").write_text(f"{checkout} {sums.stdout}")
    assert bootstrap(checkout).returncode == 0
    (checkout / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert "storyforge needs Python 3.11" in bootstrap(checkout).stderr
