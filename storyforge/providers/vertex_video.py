"""The provider `vertex:MODEL` of clips: Veo, whose clips are long-running operations of Vertex AI.

A clip is one request, sent once; its operation is told at once, and whoever has its name can ask for the clip. Veo
can't give an operation up. It takes a first and a last frame, or reference pictures, never both.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from storyforge.errors import JobFailedError, JobLostError, NotMadeError, NotTakenError, SpoiltError
from storyforge.media.played import without
from storyforge.providers.base import Footage, Reply
from storyforge.providers.clip_words import pictures, tokens_at_most, what_of
from storyforge.providers.google_clips import GoogleClips, Ticket
from storyforge.providers.google_door import open_vertex, types
from storyforge.providers.google_faults import failure, plain_words, question_failure, status_of, unreadable

if TYPE_CHECKING:
    from storyforge.model.money import Cost
    from storyforge.providers.base import VideoRequest

_GONE = (404, 410)
_INVALID = 3
"""INVALID_ARGUMENT of google.rpc.Code."""


class VertexVideo(GoogleClips):
    """Films clips by one model, as its settings say; may be used from many threads."""

    service = "vertex"
    example = "vertex:veo-3.1-lite-generate-001"

    @cached_property
    def _client(self) -> Any:
        return open_vertex(self.name, self._settings, self._timeout)

    def price(self, request: VideoRequest) -> Cost:
        """A clip of the length that is bought, by the catalogue; raises TooLongClipError."""
        return self._cost(self._seconds(request), self._resolution(draft=request.draft), tokens_at_most(request.prompt))

    def submit(self, request: VideoRequest) -> str:
        """Hand a clip in, by one request; returns its operation. Raises as `google_faults.failure` has it."""
        client, what = self._client, what_of(request)
        form = types()
        given = pictures(request)
        first = _image(given[0]) if request.sent in ("first+last", "first") else None
        source = form.GenerateVideosSource(prompt=request.prompt, image=first)
        config = form.GenerateVideosConfig(**self._config(request, given))
        try:
            taken = client.models.generate_videos(model=self._model, source=source, config=config)
        except Exception as error:  # noqa: BLE001 - two HTTP libraries, a parser, a sign-in: it lets all theirs through
            raise failure(error, self.name, what) from None
        if not taken.name:
            raise unreadable(self.name, what, "its answer names no operation")
        return self._ticket(str(taken.name), request)

    def fetch(self, job: str) -> Reply[Footage] | None:
        """The clip of an operation, None while it is worked on.

        Raises:
            NotMadeError: it was refused for its content.
            NotTakenError: the model does not take these pictures together; nothing was sold.
            JobFailedError: nothing was sold.
            SpoiltError: it was sold, and did not come along.
            JobLostError: Google does not know it any more.
            BusyError, UnreachableError, InDoubtError: the question went wrong; the operation is what it was.
        """
        ticket = Ticket.read(job)
        what = f"operation {ticket.job.rpartition('/')[2]}"
        try:
            found = self._client.operations.get(types().GenerateVideosOperation(name=ticket.job))
        except Exception as error:  # noqa: BLE001 - as above
            if status_of(error) in _GONE:
                raise JobLostError(self.name, ticket.job, "it keeps an operation for some days") from None
            raise question_failure(error, self.name, what) from None
        if not found.done:
            return None
        if found.error:
            raise self._failed(ticket, what, found.error)
        answer = found.response
        clips = (answer.generated_videos or []) if answer else []
        if not clips:
            why = plain_words("; ".join((answer.rai_media_filtered_reasons or []) if answer else []))
            raise NotMadeError(what, self.name, why or "it filtered the clip, and does not say why")
        cost = self._cost(ticket.seconds, ticket.resolution, 0)
        content = clips[0].video.video_bytes if clips[0].video else None
        if not content:
            raise SpoiltError(what, self.name, "no file came along", cost)
        return Reply(Footage(bytes(content)), self.name, cost)

    def _config(self, request: VideoRequest, given: tuple[bytes, ...]) -> dict[str, Any]:
        row, form = self._row, types()
        told: dict[str, Any] = {
            "number_of_videos": 1,
            "duration_seconds": self._seconds(request),
            "aspect_ratio": self._aspect(request),
            "resolution": self._resolution(draft=request.draft) or None,
            "seed": self._seed,
            "generate_audio": self._settings.sound is not False,
        }
        if row is None or row.negative:
            told["negative_prompt"] = ", ".join(without())
        if request.sent == "first+last":
            told["last_frame"] = _image(given[1])
        if request.sent == "references":
            told["reference_images"] = [
                form.VideoGenerationReferenceImage(image=_image(png), reference_type="ASSET") for png in given
            ]
        return {name: value for name, value in told.items() if value is not None}

    def _failed(self, ticket: Ticket, what: str, error: dict[str, Any]) -> Exception:
        """Why an operation that is over brought no clip, as the error to raise."""
        why = plain_words(str(error.get("message") or "")) or f"code {error.get('code')}"
        if any(sign in why.casefold() for sign in ("safety", "responsible ai", "usage guidelines")):
            return NotMadeError(what, self.name, why)
        if error.get("code") == _INVALID:
            return NotTakenError(what, self.name, why)
        return JobFailedError(self.name, ticket.job, why)


def _image(png: bytes) -> Any:
    return types().Image(image_bytes=png, mime_type="image/png")
