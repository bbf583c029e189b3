"""The provider `google:MODEL` of clips: Gemini Omni, whose clips are jobs of the Interactions API.

A clip is one request, sent once and in the background; its id is told at once, and whoever has it can ask for the clip,
in another process and on another day. What comes is fetched whole, or not at all.
"""

from __future__ import annotations

import base64
import binascii
from functools import cached_property
from typing import TYPE_CHECKING, Any

from storyforge.errors import JobFailedError, JobLostError, NotMadeError, NotTakenError, SpoiltError
from storyforge.model.money import Cost
from storyforge.providers.base import Footage, Reply
from storyforge.providers.clip_words import clip_words, pictures, what_of
from storyforge.providers.counts import is_count
from storyforge.providers.google_clips import GoogleClips, Ticket
from storyforge.providers.google_door import open_gemini, types
from storyforge.providers.google_faults import failure, plain_words, question_failure, status_of, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.providers.base import Sent, VideoRequest

_TASKS: dict[Sent, str] = {
    "first+last": "image_to_video",
    "first": "image_to_video",
    "references": "reference_to_video",
    "text": "text_to_video",
}
_AT_WORK = ("queued", "in_progress")
_OVER = ("completed", "failed", "cancelled", "incomplete", "budget_exceeded")
_GONE = (404, 410)
_UNSAFE = ("safety", "blocked", "prohibited", "policy", "responsible ai")
"""Words by which a refusal for its content is known; the field has no code of its own for it."""
_NOT_TAKEN = ("invalid_argument", "invalid argument")


class GoogleVideo(GoogleClips):
    """Films clips by one model, as its settings say; may be used from many threads."""

    service = "google"
    example = "google:gemini-omni-1.1-flash"

    @cached_property
    def _client(self) -> Any:
        return open_gemini(self.name, self._settings, self._timeout)

    def submit(self, request: VideoRequest) -> str:
        """Hand a clip in, by one request; returns its job. Raises as `google_faults.failure` has it."""
        client, call = self._client, self._call(request)
        what = what_of(request)
        try:
            taken = client.interactions.create(**call)
        except Exception as error:  # noqa: BLE001 - two HTTP libraries, a parser, a sign-in: it lets all theirs through
            raise failure(error, self.name, what) from None
        if not taken.id:
            raise unreadable(self.name, what, "its answer names no job")
        return self._ticket(str(taken.id), request)

    def fetch(self, job: str) -> Reply[Footage] | None:
        """The clip of a job, None while it is worked on.

        Raises:
            NotMadeError: it was refused for its content.
            NotTakenError: the model does not take these pictures together; nothing was sold.
            JobFailedError: nothing was sold.
            SpoiltError: it was sold, and its file is gone.
            JobLostError: Google does not know it any more.
            BusyError, UnreachableError, InDoubtError: the question went wrong; the job is what it was.
        """
        ticket = Ticket.read(job)
        try:
            found = self._client.interactions.get(id=ticket.job)
        except Exception as error:  # noqa: BLE001 - as above
            if status_of(error) in _GONE:
                raise JobLostError(self.name, ticket.job, "it keeps a job for some days") from None
            raise question_failure(error, self.name, f"job {ticket.job}") from None
        status = str(found.status)
        if status in _AT_WORK:
            return None
        clip = next(_videos(found), None)
        if clip is None and status not in _OVER:
            raise unreadable(self.name, f"job {ticket.job}", f'it is "{status}", neither at work nor over')
        if clip is None:
            raise self._without_clip(ticket, status, found)
        content = self._content(ticket, clip, found)
        # The file as it was delivered: whoever asked plays it, and holds it against what was asked for.
        return Reply(Footage(content), self.name, self._charged(ticket, found), _usage(found))

    def cancel(self, job: str) -> bool:
        """Give a job up; returns whether it was. Raises as `fetch` does."""
        ticket = Ticket.read(job)
        try:
            found = self._client.interactions.cancel(id=ticket.job)
        except Exception as error:  # noqa: BLE001 - as above
            if status_of(error) in _GONE:
                raise JobLostError(self.name, ticket.job, "it keeps a job for some days") from None
            raise question_failure(error, self.name, f"job {ticket.job}") from None
        return str(found.status) == "cancelled"

    def _call(self, request: VideoRequest) -> dict[str, Any]:
        seconds, aspect = self._seconds(request), self._aspect(request)
        resolution = self._resolution(draft=request.draft)
        given: list[dict[str, Any]] = [{"type": "text", "text": clip_words(request, seconds, aspect)}]
        given += [
            {"type": "image", "data": base64.b64encode(png).decode(), "mime_type": "image/png"}
            for png in pictures(request)
        ]
        wanted: dict[str, Any] = {"type": "video", "aspect_ratio": aspect, "delivery": "uri"}
        if seconds is not None:
            wanted["duration"] = f"{seconds}s"
        if resolution:
            wanted["resolution"] = resolution
        return {
            "model": self._model,
            "background": True,
            "input": given,
            "response_format": wanted,
            "generation_config": {"video_config": {"task": _TASKS[request.sent]}},
        }

    def _content(self, ticket: Ticket, clip: Any, found: Any) -> bytes:
        """The file of a clip, which came along or is to be fetched; whole or not at all."""
        what = f"job {ticket.job}"
        if clip.data:
            try:
                return base64.b64decode(clip.data, validate=True)
            except (binascii.Error, ValueError):
                raise SpoiltError(what, self.name, "it is no file", self._charged(ticket, found)) from None
        if not clip.uri:
            raise SpoiltError(what, self.name, "it names no file", self._charged(ticket, found))
        try:
            content = self._client.files.download(file=types().Video(uri=clip.uri))
        except Exception as error:  # noqa: BLE001 - as above
            if status_of(error) in _GONE:
                cost = self._charged(ticket, found)
                raise SpoiltError(what, self.name, "its file is gone there", cost) from None
            raise question_failure(error, self.name, f"the file of {what}") from None
        if not content:
            raise unreadable(self.name, f"the file of {what}", "nothing came")
        return bytes(content)

    def _without_clip(self, ticket: Ticket, status: str, found: Any) -> Exception:
        """Why a job that is over brought no clip, as the error to raise."""
        ended = "it was given up" if status == "cancelled" else f"it ended as {status}"
        why, what = _why(found) or ended, f"job {ticket.job}"
        signs = why.casefold()
        took = Cost(None) if found.usage and found.usage.total_output_tokens else None
        if took is not None or status == "completed" or any(sign in signs for sign in _UNSAFE):
            return NotMadeError(what, self.name, why, took)
        if any(sign in signs for sign in _NOT_TAKEN):
            return NotTakenError(what, self.name, why)
        return JobFailedError(self.name, ticket.job, ended if status == "cancelled" else why)

    def _charged(self, ticket: Ticket, found: Any) -> Cost:
        """The clip that was bought, and the tokens that went in; unknown where nobody can believe their number."""
        tokens = (found.usage.total_input_tokens or 0) if found.usage else 0
        if not is_count(tokens):
            return Cost(None)
        return self._cost(ticket.seconds, ticket.resolution, tokens)


def _videos(found: Any) -> Iterator[Any]:
    for step in found.steps or ():
        if step.type == "model_output":
            yield from (part for part in step.content or () if part.type == "video")


def _why(found: Any) -> str:
    """What a job says of having made nothing, in one line."""
    said = [f"{one.code or ''} {one.message or ''}" for one in getattr(found, "errors", None) or ()]
    for step in found.steps or ():
        if step.type == "model_output":
            if getattr(step, "error", None) is not None:
                said.append(str(step.error.message or ""))
            said += [part.text for part in step.content or () if part.type == "text" and part.text]
    return plain_words("; ".join(dict.fromkeys(text.strip() for text in said if text.strip())))


def _usage(found: Any) -> dict[str, Any]:
    if not found.usage:
        return {}
    told = {"prompt_tokens": found.usage.total_input_tokens, "completion_tokens": found.usage.total_output_tokens}
    return {name: value for name, value in told.items() if value is not None}
