#!/bin/sh
# One paragraph becomes a storyboard in ./demo-storyboard, anew each time: offline, in well under a minute.
set -eu
cd "$(dirname "$0")/.."
# Inside a git hook these would point git to another repository than the demo's.
unset $(git rev-parse --local-env-vars)
PATH="$(pwd)/.venv/bin:$PATH"

idea="Mara repairs clocks in a small workshop by the harbour. One night a stranger brings her a watch that runs backwards. \
Mara opens it and finds a photograph of herself as an old woman. Mara runs after the stranger through the rain to the \
harbour. At dawn Mara stands on the beach and throws the watch into the sea."

rm -rf demo-storyboard
git -c init.defaultBranch=main init --quiet demo-storyboard
# An identity of the demo's own, so that a machine without one can run it.
git -C demo-storyboard config user.name "Demo Author"
git -C demo-storyboard config user.email demo@example.com

printf '\n$ storyforge new demo-storyboard --title "Backwards" --format storyboard --run --idea "..."\n%s\n\n' "$idea"
storyforge new demo-storyboard --title "Backwards" --format storyboard --run --idea "$idea"

cat <<END

The storyboard is in ./demo-storyboard, a git repository of plain files:

  the sheets       demo-storyboard/exports/Backwards_boards.pdf
                   any PDF reader; each page as a picture is in demo-storyboard/exports/Backwards_boards/
  the components   demo-storyboard/assets/*/*/key.png: characters, props and places, each by itself
  the shots        demo-storyboard/scenes/*/frames/: establishing.png of each scene, then 1A-start.png and so on

To go on with it:

  export PATH="\$PWD/.venv/bin:\$PATH" && cd demo-storyboard
  storyforge show narrative 1 2 3                   # the three ways in which it may be told
  storyforge check                                  # what only you can answer
  storyforge run video --auto                       # clips of its shots too: storyforge export animatic
END
