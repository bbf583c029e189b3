"""Visual styles: names that are none, pictures that can't be samples, and previews that cost money."""

from __future__ import annotations

from storyforge.errors.base import GateError, RequestError, did_you_mean


class UnknownVisualStyleError(RequestError):
    """A visual style that neither the story nor the program has."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(
            f'There is no visual style called "{name}".',
            f"{did_you_mean(name, known)} See them: storyforge style list; or add pictures: "
            "storyforge style add NAME FOLDER --visual".strip(),
        )


class NoPicturesError(RequestError):
    """A folder, or files, without a picture that can be a sample of a style."""

    def __init__(self, where: str, problem: str = "") -> None:
        super().__init__(
            f"{where} has no picture that can be added to a style{': ' if problem else ''}{problem}.",
            "Samples are PNG, JPEG or WebP files of at most 20 MB: storyforge style add NAME FOLDER --visual",
        )


class TooManyPicturesError(RequestError):
    """More pictures than a style may have."""

    def __init__(self, name: str, count: int, most: int) -> None:
        super().__init__(
            f"The style {name} would have {count} pictures; {most} is the most.",
            "Twenty that show the style well say more than hundreds: name the best ones.",
        )


class NotAVisualStyleError(RequestError):
    """A style of the author's own words, which no picture can be held against."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f'"{name}" is a style in words alone; a picture can\'t be held against it.',
            "Add pictures that look so: storyforge style add NAME FOLDER --visual; or name one: --style noir",
        )


class VisualStyleInUseError(RequestError):
    """A visual style that the story is drawn in, and that would be gone."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The story is drawn in the style {name}, and there would be none of that name.",
            'Choose another first: storyforge setup --visual-style NAME; or none: storyforge setup --visual-style ""',
        )


class PriceNotAcceptedError(GateError):
    """Pictures that cost money, asked for without a word on the price."""

    def __init__(self, what: str, price: str, command: str) -> None:
        super().__init__(f"{what} would cost {price}; nothing was asked.", f"Allow it: {command}")
