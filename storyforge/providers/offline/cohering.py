"""The offline rule of the task `cohere`: what follows where one field of one shot was set, by the grammar of shots.

Every change has its reason. What happens, what is said and how a shot is framed are its author's; only who is in it,
the line between two people, its length where words need it, and whether a shot goes on may follow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from storyforge.formats.languages import language as language_of
from storyforge.formats.languages import speech_seconds
from storyforge.model.timing import parse_rate, seconds
from storyforge.providers.offline.director.lexicon import lexicon
from storyforge.providers.offline.named import NameIndex, single_words
from storyforge.providers.offline.words import straight
from storyforge.tasks.cohere import CohereOutput, Dependent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from storyforge.model.shots import Shot
    from storyforge.providers.offline.director.unseen import Unseen
    from storyforge.tasks.cohere import CohereContext, Settable

_OF_ONE = frozenset({"MCU", "CU", "ECU"})
"""Sizes that hold one face (craft 3)."""
_NEUTRAL = frozenset({"ELS", "LS", "INSERT"})
"""Sizes after which left and right begin anew (craft 3)."""
_OTHER_SIDE = {"left": "right", "right": "left"}
_DULL = frozenset({"the", "a", "an", "of", "and", "mr.", "mrs.", "dr.", "young", "old"})


def cohere(context: CohereContext) -> CohereOutput:
    """What must follow in that shot and behind it; nothing where the shots agree already."""
    work = _Work(context)
    if work.shot is None:
        return CohereOutput()
    for name in context.fields:
        for rule in _RULES.get(name, ()):
            rule(work)
    return CohereOutput(changes=tuple(work.found.values()))


@dataclass
class _Work:
    """One scene's shots, and what was found to follow so far; what the author has set is never among it."""

    context: CohereContext
    found: dict[tuple[str, str], Dependent] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        ids = [shot.id for shot in self.context.shots]
        self.place = ids.index(self.context.edited) if self.context.edited in ids else -1
        self.seen = [person.id for person in self.shot.characters] if self.shot else []

    @property
    def shot(self) -> Shot | None:
        """The shot that was set."""
        return self.context.shots[self.place] if self.place >= 0 else None

    @property
    def edited(self) -> Shot:
        return self.context.shots[self.place]

    @property
    def before(self) -> Shot | None:
        """The shot before it, None for the first."""
        return self.context.shots[self.place - 1] if self.place else None

    @property
    def following(self) -> tuple[Shot, ...]:
        """The shots behind it."""
        return self.context.shots[self.place + 1 :]

    def say(self, shot: Shot, name: Settable, value: str, why: str) -> None:
        """Something follows, unless it is so already or the author has said otherwise."""
        if shot.id == self.context.edited and name in self.context.fields:
            return
        if value != _typed(shot, name):
            self.found[shot.id, name] = Dependent(shot=shot.id, field=name, value=value, why=why)

    def people(self, slugs: Iterable[str], why: str) -> None:
        """Who is seen in the shot from now on."""
        wanted = list(dict.fromkeys(slugs))
        if "characters" not in self.context.fields:
            self.seen = wanted
            self.say(self.edited, "characters", ",".join(wanted), why)

    @property
    def heard_here(self) -> list[str]:
        """Those who speak in the shot and are seen as they do."""
        return list(dict.fromkeys(line.character for line in self.edited.dialogue if not line.extension))

    @property
    def partner(self) -> str:
        """Who stands at the other end of the line from the subject, here or near it; empty where nobody does."""
        near = (self.edited, *reversed(self.context.shots[: self.place]), *self.following)
        for shot in near:
            pair = (shot.axis.left, shot.axis.right) if shot.axis else ("", "")
            if self.edited.subject in pair and all(pair):
                return pair[1] if pair[0] == self.edited.subject else pair[0]
        people = {person.id for shot in near for person in shot.characters} - {self.edited.subject}
        return people.pop() if len(people) == 1 else ""


def _typed(shot: Shot, name: str) -> str:
    """A field of a shot as it is typed."""
    if name in ("left", "right", "looks"):
        return str(getattr(shot.axis, name)) if shot.axis else ""
    if name == "characters":
        return ",".join(person.id for person in shot.characters)
    if name == "continues":
        return "true" if shot.continues else "false"
    value = getattr(shot, name, "")
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _framed(work: _Work) -> None:
    """Who fits into the size."""
    shot, size = work.edited, work.edited.camera.size
    known = {member.id for member in work.context.cast}
    if size == "INSERT":
        if shot.subject in known and shot.props:
            work.say(shot, "subject", shot.props[0], "an insert is of a thing")
        work.people((), "an insert shows no face")
    elif size in _OF_ONE and shot.subject in known:
        others = [slug for slug in work.heard_here if slug != shot.subject]
        work.people([shot.subject, *others], f"a {size} is of one face")
    elif size in {"OTS", "TWO"} and shot.subject in known:
        why = "a TWO has two people" if size == "TWO" else "somebody's shoulder is in the frame"
        work.people(filter(None, (shot.subject, work.partner)), why)
    elif shot.axis and shot.camera.angle != "POV":
        pair = [slug for slug in (shot.axis.left, shot.axis.right) if slug in known]
        work.people([*work.seen, *pair], f"a {size} is wide enough for both ends of the line")


def _seen_by(work: _Work) -> None:
    """Nobody sees themselves in their own point of view."""
    if work.edited.camera.angle == "POV":
        work.people((slug for slug in work.seen if slug != work.edited.subject), "nobody sees themselves")


def _goes_on(work: _Work) -> None:
    """A shot goes on from the one before in the same place, at the same size and angle, or there is a cut."""
    if work.before and not _agree(work.before, work.edited):
        work.say(work.edited, "continues", "false", f"framed otherwise than {work.before.id}")
    if work.following and not _agree(work.edited, work.following[0]):
        work.say(work.following[0], "continues", "false", f"framed otherwise than {work.edited.id}")


def _agree(one: Shot, other: Shot) -> bool:
    same = (one.setting, one.camera.size, one.camera.angle) == (other.setting, other.camera.size, other.camera.angle)
    return same or not other.continues


def _cut_after(work: _Work) -> None:
    """Behind a written transition there is a cut."""
    if work.edited.transition and work.following:
        work.say(work.following[0], "continues", "false", f"{work.edited.id} ends with {work.edited.transition}")


def _same_line(work: _Work) -> None:
    """What goes on has the line of the shot before."""
    if work.edited.continues and work.before and work.before.axis and not work.edited.axis:
        work.say(work.edited, "left", work.before.axis.left, f"goes on from {work.before.id}")
        work.say(work.edited, "right", work.before.axis.right, f"goes on from {work.before.id}")


def _acted(work: _Work) -> None:
    """Who and what the action names is there; who it names no more is gone, unless they speak or it is about them."""
    context, shot = work.context, work.edited
    people = _index((member.id, (member.name, *member.aliases)) for member in context.cast)
    things = _index((prop.id, (prop.name, *prop.aliases)) for prop in context.props)
    hidden = lexicon(context.language).unseen
    now, was = (_named(people, text, hidden, thing=False) for text in (shot.action, context.before.action))
    stay = [slug for slug in work.seen if slug not in was or slug in (*now, *work.heard_here, shot.subject)]
    if shot.camera.size != "INSERT" and not (shot.camera.size in _OF_ONE and set(now) <= {shot.subject}):
        work.people([*stay, *(slug for slug in now if slug not in stay)], "as the action says")
    named, had = (_named(things, text, hidden, thing=True) for text in (shot.action, context.before.action))
    kept = [slug for slug in shot.props if slug not in had or slug in named]
    work.say(shot, "props", ",".join(dict.fromkeys((*kept, *named))), "the action names it, or names it no more")
    old, new = context.before.action.casefold(), shot.action.casefold()
    heard = [sound for sound in shot.sfx if sound.casefold() not in old or sound.casefold() in new]
    work.say(shot, "sfx", ",".join(heard), "the action has that sound no more")


def _about(work: _Work) -> None:
    """Whom a shot is about is in it, and looks across the line."""
    shot = work.edited
    if shot.subject in {member.id for member in work.context.cast} and shot.camera.size != "INSERT":
        close = shot.camera.size in _OF_ONE
        others = work.heard_here if close else work.seen
        work.people([shot.subject, *(slug for slug in others if slug != shot.subject)], "the shot is about them")
    side = _side(shot, shot.subject)
    if side:
        work.say(shot, "looks", _OTHER_SIDE[side], "looks across the line")


def _side(shot: Shot, slug: str) -> str:
    sides = {shot.axis.left: "left", shot.axis.right: "right"} if shot.axis else {}
    return sides.get(slug, "") if slug else ""


def _peopled(work: _Work) -> None:
    """A shot is about somebody who is in it; its line may run to somebody who is not."""
    shot = work.edited
    known = {member.id for member in work.context.cast}
    if shot.subject in known and shot.subject not in work.seen and shot.camera.angle != "POV":
        work.say(shot, "subject", work.seen[0] if work.seen else "", f"{shot.subject} is not in it any more")


def _sides_kept(work: _Work) -> None:
    """Who changed sides has done so in the shots behind it, up to a neutral one."""
    shot = work.edited
    old = work.context.before.axis
    if not shot.axis or not old or (shot.axis.left, shot.axis.right) != (old.right, old.left):
        return
    side = _side(shot, shot.subject)
    if side:
        work.say(shot, "looks", _OTHER_SIDE[side], "looks across the line")
    for later in work.following:
        if later.camera.size in _NEUTRAL or later.camera.angle == "POV":
            return
        if later.axis and (later.axis.left, later.axis.right) == (old.left, old.right):
            work.say(later, "left", shot.axis.left, f"as in {shot.id}")
            work.say(later, "right", shot.axis.right, f"as in {shot.id}")
            if later.axis.looks in _OTHER_SIDE:
                work.say(later, "looks", _OTHER_SIDE[later.axis.looks], "looks across the line")


def _long_enough(work: _Work) -> None:
    """No shot is shorter than its words take to say."""
    shot, rate = work.edited, parse_rate(work.context.rate)
    spoken = language_of(work.context.language)
    needed = Fraction(sum(speech_seconds(line.text, spoken) for line in shot.dialogue)).limit_denominator(100)
    if seconds(shot.frames, rate) < needed:
        work.say(shot, "duration", f"{float(needed):.2f}", "its words take so long to say")


def _index(named: Iterable[tuple[str, tuple[str, ...]]]) -> NameIndex[str]:
    entries = [(slug, names) for slug, names in named]
    alone = single_words(((slug, (name.casefold() for name in names)) for slug, names in entries), _is_dull)
    whole = {straight(name): slug for slug, names in entries for name in names}
    return NameIndex({**alone, **whole}, loose=(name for name in whole if name.islower()))


def _is_dull(word: str, _name: str) -> bool:
    return word in _DULL


def _named(index: NameIndex[str], text: str, hidden: Unseen, *, thing: bool) -> list[str]:
    """Who or what a text shows by name, each once; not what is missing, denied or only spoken of."""
    plain = straight(text)
    hits = (hit for hit in index.find(plain) if not hidden.hides(plain, hit.start, hit.end, thing=thing))
    return list(dict.fromkeys(hit.owner for hit in hits))


_RULES: dict[str, tuple[Callable[[_Work], None], ...]] = {
    "size": (_framed, _goes_on),
    "angle": (_seen_by, _goes_on),
    "action": (_acted, _long_enough),
    "subject": (_about,),
    "characters": (_peopled,),
    "setting": (_goes_on,),
    "left": (_sides_kept,),
    "right": (_sides_kept,),
    "transition": (_cut_after,),
    "continues": (_same_line,),
}
