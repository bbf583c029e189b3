#!/bin/sh
# Make .venv and install storyforge into it: `scripts/bootstrap.sh`, or `scripts/bootstrap.sh dev` with what tests need.
# Quick where nothing has changed: .venv/installed-* says for which folder and which pyproject.toml it was made.
set -eu
cd "$(dirname "$0")/.."
extra=${1:-}

stop() {
    printf 'error: %s\nhint: %s\n' "$1" "$2" >&2
    exit 1
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

# The first Python that is new enough and can make an environment; a name may be there and still not run (pyenv).
find_python() {
    bare=
    for name in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
        new_enough "$name" || continue
        if has_venv "$name"; then
            echo "$name"
            return
        fi
        bare=${bare:-$name}
    done
    if [ -n "$bare" ]; then
        version=$("$bare" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
        stop "$bare has no module venv." "On Debian and Ubuntu: sudo apt install $version-venv; then run this again."
    fi
    found=$(python3 --version 2>/dev/null || echo "no python3")
    stop "storyforge needs Python 3.11 or newer; here is $found." \
        "Install it (https://www.python.org/downloads/), or name it: make install PYTHON=/path/to/python3.12"
}

command -v git >/dev/null ||
    stop "The program git was not found." "Install git (https://git-scm.com), then run this again."

stamp=.venv/installed${extra:+-$extra}
wanted="$(pwd) $(cksum <pyproject.toml)"
if [ -x .venv/bin/storyforge ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && new_enough .venv/bin/python; then
    exit 0
fi

# An environment does not survive a move of its folder: its programs name the old place.
unmoved() { [ "$(cat .venv/made-in 2>/dev/null || pwd)" = "$(pwd)" ]; }
usable() { new_enough .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; }

if ! unmoved || ! usable; then
    python=$(find_python)
    echo "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv ||
        stop "$python could not make .venv." "Look at its message above; make room or give write permission."
    pwd >.venv/made-in
fi

echo "Installing storyforge into .venv${extra:+, with what tests need}"
.venv/bin/python -m pip install -qq --disable-pip-version-check --editable ".${extra:+[$extra]}" ||
    stop "pip could not install storyforge." "Look at its message above; it needs the network, or a package index of yours in pip's configuration."
echo "$wanted" >"$stamp"
