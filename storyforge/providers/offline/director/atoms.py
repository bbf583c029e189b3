"""The records a scene is worked in: atoms that are never divided again, and the drafts of shots that hold them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from storyforge.providers.offline.director.lexicon import CameraWord


@dataclass(frozen=True, slots=True)
class Atom:
    """A sentence of action, or a piece of a speech.

    `who` is the subject or the speaker, a slug or nothing. `tags` are what the lexicon finds in it. `first` and
    `last` tell whether it begins or ends its paragraph or speech. `heard` is `off` for a voice beside the frame and
    `over` for one over the pictures. `missing` are those of whom it says that they are not there.
    """

    index: int
    kind: Literal["act", "say"]
    text: str
    piece: int
    seconds: float
    who: str = ""
    tags: frozenset[str] = frozenset()
    first: bool = True
    last: bool = True
    size: int = 0
    names: tuple[str, ...] = ()
    both: bool = False
    props: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    camera: CameraWord | None = None
    camera_rest: str = ""
    move: str = ""
    extension: str = ""
    parenthetical: str = ""
    heard: Literal["", "off", "over"] = ""
    dual: bool = False
    crowd: bool = False
    offset: int = 0
    missing: tuple[str, ...] = ()
    transition: str = ""

    @property
    def is_act(self) -> bool:
        """Whether it is action."""
        return self.kind == "act"

    def has(self, *tags: str) -> bool:
        """Whether it has any of the tags."""
        return not self.tags.isdisjoint(tags)


Kind = Literal[
    "act",
    "place",
    "react",
    "talk",
    "exchange",
    "crowd",
    "insert",
    "view",
    "note",
    "picture",
    "over",
    "listen",
    "establish",
]
"""What a shot is.

Action, the place, a look or held beat, one speaker, several, many voices, an object, what somebody sees, a shot the
author wrote, a picture of a montage, a voice over a picture, a listener, a view of the place nobody wrote.
"""


@dataclass(slots=True)
class Draft:
    """A shot in the making. `lock` keeps size and angle as the author wrote them.

    `extra` are seconds held beyond what plays. `viewer` is through whose eyes it is seen.
    """

    kind: Kind
    atoms: list[Atom] = field(default_factory=list)
    subject: str = ""
    other: str = ""
    seconds: float = 0.0
    extra: float = 0.0
    why: str = ""
    size: str = ""
    angle: str = "eye"
    move: str = ""
    lock: bool = False
    continues: bool = False
    prop: str = ""
    left: str = ""
    right: str = ""
    looks: str = ""
    viewer: str = ""

    @property
    def lines(self) -> list[Atom]:
        """The pieces of speech in it."""
        return [atom for atom in self.atoms if atom.kind == "say"]

    @property
    def acts(self) -> list[Atom]:
        """The sentences of action in it."""
        return [atom for atom in self.atoms if atom.kind == "act"]

    def speakers(self) -> list[str]:
        """Who speaks on screen, each once, in order."""
        return list(dict.fromkeys(a.who for a in self.atoms if a.kind == "say" and not a.heard and not a.crowd))

    def people(self) -> list[str]:
        """Who acts or speaks on screen, each once, in order."""
        return list(dict.fromkeys(a.who for a in self.atoms if a.who and not a.heard and not a.crowd))

    def add(self, atom: Atom) -> None:
        """Put an atom at the end."""
        self.atoms.append(atom)
        self.seconds += atom.seconds
