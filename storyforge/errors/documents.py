"""Errors of the documents that a story begins with: novels, notes, scripts, transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors.base import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable


class UnknownFormatError(RequestError):
    """A file of a format that nothing here reads."""

    def __init__(self, path: str, known: Iterable[str]) -> None:
        super().__init__(
            "This is no document that can be read.",
            f"Save it in one of these formats: {', '.join(suffix.removeprefix('.') for suffix in known)}.",
            path=path,
        )


class OtherFormatError(RequestError):
    """A file whose name promises another format than its content is."""

    def __init__(self, path: str, named: str, found: str) -> None:
        super().__init__(
            f"Its name says that this is {named}, but it is {found}.",
            "Give it the suffix of what it is, or save it again from the program it comes from.",
            path=path,
        )


class BrokenDocumentError(RequestError):
    """A file that is cut off, damaged, or not what its suffix says; `line` or a page in `why` where there is one."""

    def __init__(self, path: str, format_name: str, why: str, line: int | None = None) -> None:
        super().__init__(
            f"This can't be read as {format_name}: {why}.",
            "Open it in the program it comes from and save it again.",
            path=path,
            line=line,
        )


class BinaryTextError(RequestError):
    """A text file that is no text in any encoding."""

    def __init__(self, path: str) -> None:
        super().__init__(
            "This is not text: no encoding makes words of its bytes.",
            "Save it as plain text in UTF-8 from the program it was written in.",
            path=path,
        )


class EmptyDocumentError(RequestError):
    """A document without a word."""

    def __init__(self, path: str, why: str = "") -> None:
        super().__init__(f"This document has no words{why}.", "Write at least one sentence into it.", path=path)


class LargeDocumentError(RequestError):
    """A document that is larger than any book."""

    def __init__(self, path: str, what: str, limit: str) -> None:
        super().__init__(
            f"This document has {what}; at most {limit} can be read.",
            "Take the pictures out, or split it into several files.",
            path=path,
        )


class UnsafeDocumentError(RequestError):
    """A document built to do harm: it unpacks without end, reaches outside itself, or defines XML entities."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"This document is not opened: {why}.",
            "If you trust where it comes from, save its text as .txt from the program that made it.",
            path=path,
        )


class LockedDocumentError(RequestError):
    """A document that is encrypted or protected against copying."""

    def __init__(self, path: str, how: str) -> None:
        super().__init__(
            f"This document is {how}.",
            "Save a copy without protection from the program you read it in.",
            path=path,
        )


class PictureDocumentError(RequestError):
    """A PDF whose pages are pictures of text."""

    def __init__(self, path: str, pages: int) -> None:
        many = "its page is a picture" if pages == 1 else f"its {pages} pages are pictures"
        super().__init__(
            f"This PDF has no text: {many}.",
            "Recognise its text first (OCR), for example: ocrmypdf in.pdf out.pdf",
            path=path,
        )


class InvalidTranscriptError(RequestError):
    """A transcript whose shape or times can't be read."""

    def __init__(self, path: str, why: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(
            f"This is no transcript that can be read: {why}.",
            'Write it as SRT, WebVTT or JSON: {"segments": [{"start": 0.0, "end": 1.5, "text": "..."}]}',
            path=path,
            line=line,
            column=column,
        )
