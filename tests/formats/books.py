"""Books of our own writing, laid out as public-domain books are: contents, prefaces, headings in many manners."""

from __future__ import annotations

import textwrap

_SENTENCES = (
    "The keeper went up to the lamp and found the door open.",
    "Nobody in the harbour had seen the boat come back.",
    "She counted the steps again, and again there was one too many.",
    "In the morning the salt lay on the window like a letter.",
    "He said that he would wait, and then he did not wait.",
    "What the sea takes on a Monday it brings back on a Friday.",
    "There were three cups on the table, and two people in the house.",
)


def told(words: int, seed: int = 0, width: int = 72) -> str:
    """About so many words of running text, in wrapped paragraphs."""
    found: list[str] = []
    count = 0
    while count < words:
        sentences = [_SENTENCES[(seed + len(found) * 3 + index) % len(_SENTENCES)] for index in range(4)]
        count += sum(len(sentence.split()) for sentence in sentences)
        found.append("\n".join(textwrap.wrap(" ".join(sentences), width)))
    return "\n\n".join(found)


def gutenberg(body: str, title: str = "Salt", language: str = "English", encoding: str = "UTF-8") -> str:
    """A book between what Project Gutenberg puts round it."""
    return f"""The Project Gutenberg EBook of {title}, by M. Ode

This eBook is for the use of anyone anywhere at no cost.

Title: {title}

Author: M. Ode

Language: {language}

Character set encoding: {encoding}

*** START OF THIS PROJECT GUTENBERG EBOOK {title.upper()} ***




Produced by Two Volunteers and the
Online Team




{body}




End of the Project Gutenberg EBook of {title}, by M. Ode

*** END OF THIS PROJECT GUTENBERG EBOOK {title.upper()} ***

Updated editions will replace the previous one. {told(400)}
"""
