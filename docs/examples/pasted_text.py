"""Letters to a model that has no programming interface: each becomes a file, and its answer is pasted beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from storyforge.errors import FailedError
from storyforge.model.digest import digest
from storyforge.model.money import FREE
from storyforge.providers.base import Reply, Written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.money import Cost
    from storyforge.model.story import TextSettings
    from storyforge.providers.base import Letter


class PastedText:
    """`text=pasted:letters`: what is behind the colon is the folder."""

    pure = False
    parameters: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, folder: str) -> None:
        self.name = f"pasted:{folder}"
        self._folder = Path(folder)

    @classmethod
    def opened(cls, model: str, settings: TextSettings) -> PastedText:
        """The provider of a folder; how the story asks models says nothing to a person."""
        del settings
        return cls(model)

    def price(self, letter: Letter) -> Cost:
        """Nothing more than is paid already."""
        del letter
        return FREE

    def write(self, letter: Letter) -> Reply[Written]:
        """The pasted answer; raises FailedError where there is none yet, and leaves the letter to be answered."""
        name = f"{letter.task}-{digest(letter.plain())[:8]}"
        answer = self._folder / f"{name}.answer.txt"
        if answer.is_file():
            return Reply(Written(answer.read_text("utf-8")), by=self.name, cost=FREE)
        self._folder.mkdir(parents=True, exist_ok=True)
        form = json.dumps(dict(letter.schema), ensure_ascii=False)
        mended = [f"You answered:\n{turn.answer}\n\n{turn.faults}" for turn in letter.turns]
        text = "\n\n".join([letter.system, letter.prompt, *mended, f"The JSON schema of the answer:\n{form}"])
        (self._folder / f"{name}.txt").write_text(text, "utf-8")
        raise FailedError(f"{name} has no answer yet.", f"Paste it into {answer}, and run this again.")
