#!/bin/sh
# Make the film of example-project/ in ./demo, anew each time: from the script to an animatic, storyboards and a timeline.
set -eu
cd "$(dirname "$0")/.."
# Inside a git hook these would point git to another repository than the demo's.
unset $(git rev-parse --local-env-vars)
PATH="$(pwd)/.venv/bin:$PATH"

# A command as it can be typed.
show() {
    printf '\n$'
    for word; do
        case $word in *' '*) printf ' "%s"' "$word" ;; *) printf ' %s' "$word" ;; esac
    done
    echo
}

run() {
    show "$@"
    "$@"
}

# The last line of an export is the path of what it wrote.
export_as() {
    show storyforge export "$1"
    said=$(storyforge export "$1")
    printf '%s\n' "$said"
    written=demo/$(printf '%s\n' "$said" | tail -n 1)
}

rm -rf demo
git -c init.defaultBranch=main init --quiet demo
# An identity of the demo's own, so that a machine without one can run it.
git -C demo config user.name "Demo Author"
git -C demo config user.email demo@example.com

run storyforge new demo --primary example-project/script.fountain \
    --context example-project/definitions.yaml:definitions --context example-project/world.md:world \
    --length 4:00-7:00 --tone "dry, warm, unhurried"
run cd demo
run storyforge run prompts --auto
run storyforge show shots 5
printf '\nNow the pictures and clips of the whole film: about a minute on two cores.\n'
run storyforge run --auto
run storyforge status
export_as animatic
animatic=$written
export_as boards
boards=$written
export_as otio
timeline=$written

cat <<END

The story is in ./demo, a git repository of plain files. To go on with it:

  export PATH="\$PWD/.venv/bin:\$PATH" && cd demo
  storyforge show prompts 5A                        # what a picture or video model is told
  storyforge setup --pace brisk --accept-impact     # a quicker film ...
  storyforge run --outdated --auto                  # ... of which only what changes is made again

The film is ready:

  the animatic    $animatic
                  any video player, such as VLC or mpv; it has subtitles, and a chapter a scene
  storyboards     $boards
                  any PDF reader; each page as a picture is in ${boards%.pdf}/
  the timeline    $timeline
                  editing software that reads OpenTimelineIO, such as DaVinci Resolve or Kdenlive
END
