"""The command line: parse, call, print. Each command's file is imported only when the command is run."""

from __future__ import annotations

from storyforge.errors import ComesLaterError

_CLI = "storyforge.cli"
COMMANDS: dict[str, tuple[str, str]] = {
    "new": (f"{_CLI}.new:new", "Start a story: from an idea, a novel, a twist, a screenplay or an audio."),
    "status": (f"{_CLI}.status:status", "What stands where, why, and the next command."),
    "run": (f"{_CLI}.run:run", "Make everything that is missing, up to a stage."),
    "setup": (f"{_CLI}.setup:setup", "Stage 1: show or change the story's parameters."),
    "lore": (f"{_CLI}.stages:lore", "Stage 2 of a storyboard story: its world."),
    "narrative": (f"{_CLI}.stages:narrative", "Stage 2 of a storyboard story: what happens."),
    "treatment": (f"{_CLI}.stages:treatment", "Stage 2: the story told in prose."),
    "choose": (f"{_CLI}.choose:choose", "Take one of the options of a treatment, lore or narrative."),
    "beats": (f"{_CLI}.stages:beats", "Stage 3: the story in beats."),
    "script": (f"{_CLI}.stages:script", "Stage 4: the master script, with its scene numbers."),
    "assets": (f"{_CLI}.stages:assets", "Stage 5: characters, props and settings."),
    "keys": (f"{_CLI}.stages:keys", "Stage 5: reference pictures of everybody and everything that is key."),
    "asset": (
        f"{_CLI}.asset:asset",
        "Single assets: looked at, changed, given voices, approved, taken from libraries.",
    ),
    "scenes": (f"{_CLI}.stages:scenes", "Stage 6: who and what is in each scene."),
    "shots": (f"{_CLI}.stages:shots", "Stage 7: the shot list of each scene."),
    "state": (
        f"{_CLI}.state:state",
        "States in the shots: proposals accepted or rejected, kept or dropped at borders.",
    ),
    "visuals": (f"{_CLI}.stages:visuals", "Stage 8: the starting state of every element in a scene."),
    "instances": (f"{_CLI}.stages:instances", "Stage 8: pictures of elements that are not as their assets say."),
    "prompts": (f"{_CLI}.stages:prompts", "Stage 9: the prompts of every shot."),
    "frames": (f"{_CLI}.stages:frames", "Stage 10: the start and end frame of every shot."),
    "confirm": (f"{_CLI}.confirm:confirm", "Stage 11: agree to what a scene's clips will be and cost."),
    "video": (f"{_CLI}.confirm:video", "Stage 12: the clip of every shot."),
    "review": (f"{_CLI}.review:review", "Say of clips that they are good, or what is wrong and where it comes from."),
    "shot": (f"{_CLI}.shot:shot", "Split, merge and set single shots; what would help the tempo of a scene."),
    "frame": (f"{_CLI}.frame:frame", "Approve, compare, make again and patch single frames; bring takes back."),
    "accept": (f"{_CLI}.accept:accept", "Live with a finding, for a reason, as long as what it excuses stays."),
    "lock": (f"{_CLI}.approve:lock", "Approve artifacts as they are now."),
    "unlock": (f"{_CLI}.approve:unlock", "Take an approval back."),
    "save": (f"{_CLI}.save:save", "Record what you edited by hand, in a commit of its own."),
    "beat": (f"{_CLI}.beat:beat", "Add, remove, move, merge, swap, expand or rewrite single beats."),
    "rewrite": (f"{_CLI}.rewrite:rewrite", "Rewrite passages of a text by instruction; nothing around them changes."),
    "assist": (f"{_CLI}.assist:assist", "Ask about plot, twists, holes, dialogue, what next; or say what to do."),
    "sync": (f"{_CLI}.sync:sync", "Bring shot lists, beats or the treatment up to date with what you edited."),
    "impact": (f"{_CLI}.impact:impact", "What an edit outdates, what it keeps, and what repair costs."),
    "show": (f"{_CLI}.show:show", "Show an artifact as people read it."),
    "why": (f"{_CLI}.why:why", "Why a thing stands as it does, back to the edit."),
    "blame": (f"{_CLI}.blame:blame", "From a shot back to the sentence it comes from."),
    "timeline": (f"{_CLI}.timeline:timeline", "Timelines: other ways that the story may go."),
    "check": (f"{_CLI}.check:check", "Look for faults in the story's files."),
    "export": (f"{_CLI}.export:export", "Write a timeline, an animatic, storyboard sheets or named clips."),
    "cost": (f"{_CLI}.cost:cost", "What was spent and is left; what is to come would cost, and how it costs less."),
    "jobs": (f"{_CLI}.jobs:jobs", "What is open at providers, what is in doubt, what was bought and not committed."),
    "style": (f"{_CLI}.style:style", "Written styles: how the story should sound."),
    "trace": (f"{_CLI}.trace:trace", "What was asked of language models, what they answered, how they did."),
    "media": (f"{_CLI}.media:media", "Where pictures and clips are kept: in git, or in Git LFS."),
    "doctor": (f"{_CLI}.doctor:doctor", "Look for faults in the installation and the repository."),
    "schema": (f"{_CLI}.schema:schema", "Print the JSON schema of a file, or bring the story's schemas up to date."),
    "completion": (f"{_CLI}.completion:completion", "Print the completion script of a shell."),
}
"""Command -> where it is, and what it does in one line."""
LATER = ("audio", "sound", "music", "options", "vote", "site")
"""Words for what a user may look for already, and what is not part of this version."""
ELSEWHERE = {
    **dict.fromkeys(("storyboard", "storyboards", "boards"), "export boards"),
    **dict.fromkeys(("animatic", "film", "movie"), "export animatic"),
    **dict.fromkeys(("otio", "edl"), "export otio"),
    **dict.fromkeys(("timelines", "branch", "branches"), "timeline"),
    **dict.fromkeys(("images", "pictures"), "frames"),
    **dict.fromkeys(("videos", "clips"), "video"),
}
"""Words for what goes by another name -> the command."""


def later(what: str) -> ComesLaterError:
    """The answer to one of those words."""
    return ComesLaterError(what, "Today a story is taken to its clips and exports: storyforge run --auto")
