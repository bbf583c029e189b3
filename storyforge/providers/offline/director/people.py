"""Who is meant: names, pronouns, and sentences that name nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.tasks.names import compile_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.providers.offline.director.lexicon import Lexicon
    from storyforge.tasks.names import Named
    from storyforge.tasks.shots import CastMember

_DEEDS = frozenset({"move", "hand", "look", "feel", "fight", "sit", "enter", "exit"})


class People:
    """Follows who acted or spoke last, so that a pronoun or a bare verb finds its subject."""

    def __init__(self, cast: Sequence[CastMember], words: Lexicon) -> None:
        self.words = words
        self.names = compile_names(cast, words.staging)
        self.pronouns = {member.id: member.pronouns for member in cast}
        self.groups = {member.id for member in cast if member.group}
        self.absent = {member.id for member in cast if not member.present}
        self.recent: dict[str, None] = {}
        self.away: set[str] = set()

    def blanked(self, text: str) -> str:
        """The text without names, so that nobody called March walks for it."""
        return self.names.pattern.sub(" ", text) if self.names.pattern else text

    def met(self, slug: str) -> None:
        """Somebody acts or speaks: they are the last one now."""
        self.away.discard(slug)
        self.recent.pop(slug, None)
        self.recent[slug] = None

    @property
    def last(self) -> str:
        """Who acted or spoke last."""
        return next(reversed(self.recent), "")

    def subject(self, text: str, tags: set[str]) -> tuple[str, tuple[str, ...], bool, tuple[str, ...]]:
        """The subject of a sentence, all who are named in it, whether two act together, and who is named but not there.

        The subject is the first person named in the first half who does not merely own something; else who a
        pronoun at the start means; else, for a sentence that starts with a bare verb ("Grabs the phone."), the last
        one.
        """
        spoken_of = [named for named in self.names.find(text) if named.id]
        found = [n for n in spoken_of if n.owner or not self.words.unseen.hides(text, n.start, n.end, thing=False)]
        names = tuple(dict.fromkeys(named.id for named in found))
        missing = tuple(dict.fromkeys(named.id for named in spoken_of if named.id not in names))
        self.away.update(missing)
        pronoun = self.words.pronoun_first.match(text)
        acting = [n for n in found if n.start < max(24, len(text) // 2) and self._acts(n, tags)]
        who, both = "", False
        if pronoun and (not acting or acting[0].start > pronoun.end()):
            kind = self.words.pronouns[pronoun.group(1).lower()]
            things = kind in ("they", "it") and "being" in tags and not tags & _DEEDS
            who, both = ("", False) if things else self._meant(kind)
        if not who and acting:
            who, both = acting[0].id, _together(text, acting)
        elif not who and not spoken_of and self._bare_verb(text):
            who = self.last
        elif not who and not found and self.words.one_of_many.match(text):
            who = next((slug for slug in reversed(self.recent) if slug in self.groups), "")
        if both and pronoun and not names:
            names = tuple(slug for slug in (who, self.last) if slug)
        for slug in reversed(names):
            if slug not in self.absent:
                self.met(slug)
        if who:
            self.met(who)
        return who, names, both, missing

    def _acts(self, named: Named, tags: set[str]) -> bool:
        return named.id not in self.absent and (not named.owner or bool(tags & {"part", "feel", "look"}))

    def _meant(self, kind: str) -> tuple[str, bool]:
        """Who a pronoun means: the last one it fits; `they` are a group, or the last two together."""
        last = [slug for slug in reversed(self.recent) if slug not in self.absent | self.away]
        if kind == "they":
            many = last[:1] and (last[0] in self.groups or self.pronouns.get(last[0]) == "they")
            return (last[0], False) if many else (last[1] if len(last) > 1 else "", True)
        if kind == "it":
            return next((slug for slug in last if self.pronouns.get(slug) == "it"), ""), False
        sure = next((slug for slug in last if self.pronouns.get(slug) == kind), "")
        open_ = next(
            (slug for slug in last if self.pronouns.get(slug, "unknown") == "unknown" and slug not in self.groups), ""
        )
        return sure or open_, False

    def _bare_verb(self, text: str) -> bool:
        first = text.lstrip("-–—•*_ ").split(maxsplit=1)[:1]
        if not first or not first[0][:1].isupper() or first[0].isupper():
            return False
        return bool(self.words.word_tags(text, 1) & {"hand", "look", "move", "feel"})


def _together(text: str, acting: Sequence[Named]) -> bool:
    """Whether the first two names stand side by side: `Anna and Boris run`."""
    return (
        len(acting) > 1
        and acting[1].start - acting[0].end <= 8
        and not text[acting[0].end : acting[1].start].count(".")
    )
