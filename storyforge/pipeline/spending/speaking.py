"""Spoken lines: rules speak at once, hosted voices are bought over the desk, and a line that was paid for is kept."""

from __future__ import annotations

import io
import threading
import wave
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from storyforge.errors import BusyError, OfflineError, UnreachableError
from storyforge.journal.answers import SUFFIX
from storyforge.journal.calls import Call
from storyforge.media.sound import Sound, wav_in
from storyforge.model.digest import digest
from storyforge.model.money import FREE, Cost
from storyforge.model.story import MediaSettings
from storyforge.pipeline.spending.budget import open_desk
from storyforge.pipeline.spending.patience import pauses, wait_for
from storyforge.providers import SPEECH
from storyforge.providers.base import Reply
from storyforge.providers.network import is_offline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from storyforge.journal.answers import Answer
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.spending.desk import Desk
    from storyforge.providers.base import SpeechProvider, SpeechRequest

KIND: Final = "speech"


def open_speech(name: str, settings: MediaSettings | None = None) -> Any:
    """The speech provider of a name, `offline` or `litellm:openai/gpt-4o-mini-tts`; raises UnknownNameError."""
    kind, _, model = name.partition(":")
    found: Any = SPEECH.load(kind)
    return found.opened(model, settings or MediaSettings()) if hasattr(found, "opened") else found()


class Speaking:
    """Asks one provider for lines; `cost` is what this run bought. May be used from many threads."""

    def __init__(self, name: str, settings: MediaSettings | None, desk: Desk) -> None:
        self.name = name
        self._provider: SpeechProvider = open_speech(name, settings)
        self.pure = self._provider.pure
        self._desk = desk
        self._turn = threading.Lock()
        self._found: dict[Path, Answer] = {}

    def price(self, request: SpeechRequest) -> Cost:
        """What a line would cost; nothing where it was bought before."""
        if self.pure or self._desk.find(self._key(request), SUFFIX[KIND]) is not None:
            return FREE
        return self._provider.price(request)

    def speak(self, request: SpeechRequest) -> Reply[Sound]:
        """One line; raises OfflineError, what the desk raises, and what the provider raises."""
        if self.pure:
            return self._provider.speak(request)
        if is_offline():
            raise OfflineError(f"The speech provider {self.name}")
        key = self._key(request)
        answer = self._desk.find(key, SUFFIX[KIND]) or self._bought(key, request)
        with self._turn:
            if not answer.settled:
                self._found[answer.file] = answer
        sound = wav_in(answer.read()) or Sound(b"", 24_000)
        return Reply(sound, str(answer.facts["by"]), Cost.read(answer.facts.get("cost")))

    @property
    def cost(self) -> Cost:
        """What was bought here."""
        return sum((Cost.read(answer.facts.get("cost")) for answer in self._found.values()), FREE)

    def settled(self, commit: str) -> None:
        """What was bought is used, on the story as a commit has it; it is kept, and its price never told again."""
        if self._found:
            self._desk.settle(list(self._found.values()), commit)

    def _key(self, request: SpeechRequest) -> str:
        parameters: Mapping[str, Any] = getattr(self._provider, "parameters", {})
        return digest([KIND, self.name, asdict(request), dict(parameters)])

    def _bought(self, key: str, request: SpeechRequest) -> Answer:
        """One line bought; a service that is busy is asked again, each time as a call of its own."""
        for pause in pauses():
            try:
                return self._desk.buy(self._call(key, request), SUFFIX[KIND], lambda: self._sold(request))
            except (BusyError, UnreachableError) as busy:
                if pause is None:
                    raise
                self._desk.wait(wait_for(busy, pause))
        raise AssertionError("unreachable")

    def _sold(self, request: SpeechRequest) -> tuple[bytes, dict[str, Any], Cost]:
        reply = self._provider.speak(request)
        return _wav(reply.value), {"by": reply.by, "usage": reply.usage}, reply.cost

    def _call(self, key: str, request: SpeechRequest) -> Call:
        terms = self._desk.terms
        return Call(
            key=key,
            kind=KIND,
            by=self.name,
            task=KIND,
            stage=KIND,
            scene="",
            item=request.speaker,
            take=1,
            run=terms.run,
            timeline=terms.timeline,
            author=terms.author,
            estimate=self._provider.price(request),
        )


@contextmanager
def speaking(session: Session, request: Request, tell: Callable[[dict[str, Any]], None]) -> Iterator[Speaking]:
    """Whoever speaks for a story, as the command says, else as the story says; what is bought is kept, and settled."""
    models = session.story.story.models
    name = request.providers.get(KIND) or models.speech
    desk = open_desk(session, request, lambda text: tell({"event": "warning", "message": text}))
    found = Speaking(name, models.settings.get(KIND), desk)
    try:
        yield found
        found.settled(session.parent or "")
    finally:
        desk.close()


def _wav(sound: Sound) -> bytes:
    told = io.BytesIO()
    with wave.open(told, "wb") as file:
        file.setnchannels(sound.channels)
        file.setsampwidth(2)
        file.setframerate(sound.rate)
        file.writeframes(sound.samples)
    return told.getvalue()
