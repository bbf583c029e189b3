#!/bin/sh
# Build a story from example-project/ in ./demo, take it from script to prompts, and show some of it.
set -eu
cd "$(dirname "$0")/.."
# Inside a git hook these would point git to another repository than the demo's.
unset $(git rev-parse --local-env-vars)
PATH="$(pwd)/.venv/bin:$PATH"

run() {
    printf '\n$ %s\n' "$*"
    "$@"
}

rm -rf demo
git init --quiet demo
# An identity of the demo's own, so that a machine without one can run it.
git -C demo config user.name "Demo Author"
git -C demo config user.email demo@example.com

run storyforge new demo --mode screenplay --primary example-project/script.fountain \
    --context example-project/definitions.yaml:definitions --context example-project/world.md:world \
    --length 4:00-7:00 --tone "dry, warm, unhurried"
cd demo
run storyforge run prompts --auto
run storyforge status
run storyforge show shots 5
run storyforge show prompts 5A
run git log --oneline

cat <<'END'

The story is in ./demo: a git repository of plain files.
  demo/script.fountain           the script, with scene numbers
  demo/assets/                   who and what is in it
  demo/scenes/005/shots.yaml     a shot list; prompts.yaml beside it

Next, try:
  export PATH="$PWD/.venv/bin:$PATH" && cd demo
  storyforge show assets
  storyforge setup --pace brisk --accept-impact && storyforge run --outdated --auto
  storyforge check
END
