"""Errors of assets: their voices, their pictures, and the libraries that they come from and go to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors.base import FailedError, RequestError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable


class NoAssetError(RequestError):
    """A name that no asset of the story has."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        hint = did_you_mean(name, known) or "See them: storyforge asset list"
        super().__init__(f'There is no asset called "{name}" in this story.', hint)


class NoCharacterError(RequestError):
    """A voice for something that is nobody."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(f"{name} is a {kind}; only characters have voices.", "See them: storyforge asset list")


class NameTakenError(RequestError):
    """A new name that another asset has already."""

    def __init__(self, name: str, other: str) -> None:
        super().__init__(f'"{name}" is {other} already.', "Two names of one: write it into the aliases of that one.")


class NoVoiceChosenError(RequestError):
    """A hosted service whose voices are not known here, and nobody has chosen one."""

    def __init__(self, speaker: str, provider: str) -> None:
        service = provider.partition("/")[0]
        super().__init__(
            f"Which voice of {provider} is {speaker}'s is not known.",
            f"Choose one of that service: storyforge asset voice set {speaker} --id {service}=NAME",
        )


class TooLongToSpeakError(RequestError):
    """A line that is longer than a model of speech takes."""

    def __init__(self, speaker: str, length: int, most: int, provider: str) -> None:
        super().__init__(
            f"A line of {speaker} has {length} characters; {provider} takes {most}.",
            "Part the line in the script, or name another model of speech.",
        )


class NoLibraryError(RequestError):
    """A library is needed, and none is named."""

    def __init__(self) -> None:
        super().__init__(
            "No library is named.",
            "Name a folder or a git address: --library PATH; for this story in story.yaml, library: PATH; for all "
            "your stories in $STORYFORGE_LIBRARY.",
        )


class BadLibraryError(RequestError):
    """A library that is not there, or can't be read as one."""

    def __init__(self, library: str, why: str) -> None:
        super().__init__(f"{library} can't be used as a library: {why}.", "A library is a folder or a git repository.")


class UnsafeLibraryError(RequestError):
    """Something in a library that is not taken over: a link, a path out of it, a file of another kind or size."""

    def __init__(self, library: str, path: str, why: str) -> None:
        super().__init__(f"{path} in the library {library} is not taken over: {why}.", "Look into that file first.")


class NotInLibraryError(RequestError):
    """A name that a library has no asset of."""

    def __init__(self, name: str, library: str, known: Iterable[str]) -> None:
        hint = did_you_mean(name, known) or 'See what it has: storyforge asset search ""'
        super().__init__(f'The library {library} has no "{name}".', hint)


class WouldReplaceError(RequestError):
    """An asset of the story that is not as the library has it."""

    def __init__(self, slug: str, differences: Iterable[str]) -> None:
        super().__init__(
            f"{slug} is in this story already, and differs in {', '.join(differences)}.",
            "Take the library's all the same: add --replace. What is here stays in git's history.",
        )


class AssetNeededError(RequestError):
    """An asset that something depends on, so that it is not deleted."""

    def __init__(self, what: str, needed: str, see: str) -> None:
        super().__init__(f"{what} is needed: {needed}.", f"See it: {see}")


class LibraryBusyError(FailedError):
    """A git library that moved on while something was put into it."""

    def __init__(self, library: str, why: str) -> None:
        super().__init__(f"The library {library} did not take it: {why}.", "Nothing was changed; try it again.")
