"""Errors of screenplays and of templates."""

from __future__ import annotations

from storyforge.errors.base import GateError, RequestError


class BinaryScriptError(RequestError):
    """A primary input that is no text."""

    def __init__(self, path: str) -> None:
        super().__init__(
            "This is not a text file.",
            "Export it as Fountain (.fountain) or Final Draft XML (.fdx) from the program it was written in.",
            path=path,
        )


class EmptyScriptError(RequestError):
    """A screenplay without a word."""

    def __init__(self, path: str) -> None:
        super().__init__("The script is empty.", "Write at least one scene: INT. KITCHEN - DAY", path=path)


class NoScenesError(RequestError):
    """A screenplay without a scene heading."""

    def __init__(self, path: str) -> None:
        super().__init__(
            "The script has no scene heading.",
            "A heading stands alone between blank lines, like: INT. KITCHEN - DAY (or start the line with a period).",
            path=path,
            line=1,
        )


class UnwritableElementError(RequestError):
    """An element that Fountain has no way to write where it should stand."""

    def __init__(self, kind: str, text: str, line: int | None, why: str = "") -> None:
        shown = text.split("\n", maxsplit=1)[0][:60]
        reason = why or "it would be read as something else"
        name = kind.replace("_", " ")
        super().__init__(
            f'The {name} "{shown}" can\'t be written in Fountain here: {reason}.',
            "Change its text, or the empty lines around it.",
            line=line or None,
        )


class ForeignElementError(RequestError):
    """An element that is not one of the script it should be changed in."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(
            f'The script has no such {kind.replace("_", " ")}: "{text[:60]}".',
            "Take the element from the script as it was last read.",
        )


class SceneNumberError(RequestError):
    """A scene number that is not of the form productions use."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f'"{number}" is no scene number.',
            "Write up to two capitals, one to four digits, up to two capitals: 3, A4, 110A.",
        )


class DuplicateSceneNumberError(RequestError):
    """Two scenes with the same number."""

    def __init__(self, number: str, first: int, line: int, path: str) -> None:
        super().__init__(
            f"Scene number {number} is used twice; the first is on line {first}.",
            "Take one of the two numbers out, and the scene is given a new one.",
            path=path,
            line=line,
        )


class RenumberedSceneError(RequestError):
    """A scene of an approved script that was given another number by hand."""

    def __init__(self, written: str, owned: str, path: str, line: int, column: int) -> None:
        super().__init__(
            f"This is scene {owned}, and here it is numbered {written}.",
            f"The program owns the numbers, and files, shots and clips go by them: put #{owned}# back.",
            path=path,
            line=line,
            column=column,
        )


class OmittedSceneNumberError(RequestError):
    """The number of an omitted scene, given to another one."""

    def __init__(self, number: str, path: str, line: int, column: int) -> None:
        super().__init__(
            f"Scene {number} is omitted, and its number is given to another scene here.",
            "Take the number out, and the scene is given one of its own; numbers are never used again.",
            path=path,
            line=line,
            column=column,
        )


class UnplacedLinesError(GateError):
    """An edit of the script that can't be written into a shot list without asking: it needs other shots."""

    def __init__(self, scene: str, why: str, path: str, line: int | None) -> None:
        super().__init__(
            f"Scene {scene} needs its shots anew: {why}.",
            f'Say what should be different: storyforge shots {scene} -m "..." (at least 10 characters)',
            path=path if line else None,
            line=line,
        )


class ShotIdsInUseError(GateError):
    """Shots that can't have other ids, for something goes by those they have."""

    def __init__(self, scene: str, path: str, *, final: bool) -> None:
        if final:
            why = "its clips were agreed to by them, and what was exported is named by them"
            hint = "They are final: a shot that is split keeps its id (3B, 3B1), one that is gone leaves a gap."
        else:
            why = f"{path} goes by them"
            hint = f"Renumber first and make that after: git rm {path} locks/{path}.json, git commit, and again."
        super().__init__(f"The shots of scene {scene} keep their ids: {why}.", hint)


class UnsafeXmlError(RequestError):
    """An XML file that defines entities."""

    def __init__(self, path: str | None = None) -> None:
        super().__init__(
            "This file defines XML entities, which no screenplay needs and which can be used to do harm.",
            "Open it in the program it comes from and save it again as FDX.",
            path=path,
        )


class InvalidFdxError(RequestError):
    """A file that is not Final Draft XML."""

    def __init__(self, why: str, path: str | None = None, line: int | None = None, column: int | None = None) -> None:
        super().__init__(
            f"This is no readable Final Draft file: {why}.",
            "Open it in the program it comes from and save it again as FDX.",
            path=path,
            line=line,
            column=column,
        )


class BrokenTemplateError(RequestError):
    """A prompt template that can't be read, asks for what is not there, or does more than templates may."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(
            f"The template does not work: {problem}.",
            "docs/prompts.md lists what a template may do and is given; delete the file to use the built-in one.",
            path=path,
            line=line,
        )
