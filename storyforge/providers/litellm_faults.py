"""What became of a call that failed: nothing was sent, nothing was sold, or it can't be known.

Judged by the response, or by what happened to the connection, and not by the classes that litellm makes of them: those
call a refused connection, one that broke off after sending, and a 500 by one name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.errors import (
    BusyError,
    FailedError,
    InDoubtError,
    KeyRefusedError,
    NoCreditError,
    RefusedError,
    RejectedError,
    UnreachableError,
)
from storyforge.providers.keys import redacted
from storyforge.providers.litellm_door import litellm, wire
from storyforge.providers.waiting import seconds_to_wait

if TYPE_CHECKING:
    from collections.abc import Iterator

BUSY = frozenset({429, 500, 502, 503, 529})
"""A service that did nothing; it may be asked again."""

UNKNOWN = frozenset({408, 504, 524})
"""A gateway that waited in vain: what is behind it may have answered, and sold."""

_NO_CREDIT = ("insufficient_quota", "insufficient balance", "credit balance", "billing_hard_limit", "payment required")
_MODERATED = "moderation_blocked"
_LONGEST = 300
_DEEPEST = 12


def failure(error: BaseException, by: str, task: str) -> FailedError:
    """The error to raise for one that came out of litellm, without any key in it."""
    chain = list(_chain(error))
    response: Any = next((getattr(one, "response", None) for one in chain if _has_response(one)), None)
    if response is not None:
        return _answered(response, chain, by, task)
    broken = next((one for one in chain if isinstance(one, wire().TransportError)), None)
    if broken is not None:
        return _broken_off(broken, by, task)
    if _is_turned_down(chain) or any(isinstance(one, ImportError) for one in chain):
        return RejectedError(by, _words(error))
    return InDoubtError(_what(task, by), "its answer can't be read")


def _broken_off(error: BaseException, by: str, task: str) -> FailedError:
    """A connection that did not come about, or did not last."""
    http = wire()
    if isinstance(error, http.PoolTimeout):
        return BusyError(by, "too many calls are open")
    if isinstance(error, _not_sent(http)):
        return UnreachableError(by, _words(error))
    late = isinstance(error, http.TimeoutException)
    return InDoubtError(_what(task, by), "no answer came in time" if late else "the connection broke off")


def was_sent(error: BaseException) -> bool:
    """Whether a service answered with what became this error."""
    return any(_has_response(one) for one in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(_DEEPEST):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _has_response(error: BaseException) -> bool:
    """Whether a service answered; the classes of litellm have responses too, of its own making."""
    return isinstance(error, wire().HTTPStatusError)


def _not_sent(http: Any) -> tuple[type[BaseException], ...]:
    return (http.ConnectError, http.ConnectTimeout, http.ProxyError, http.UnsupportedProtocol, http.LocalProtocolError)


def _is_turned_down(chain: list[BaseException]) -> bool:
    """Whether litellm itself would not send it: then nothing but its own errors is behind it.

    An answer that it can't read becomes the same error, with what went wrong in reading behind it.
    """
    own = litellm().exceptions
    kinds = (own.BadRequestError, own.NotFoundError, own.AuthenticationError)
    return isinstance(chain[0], wire().InvalidURL) or all(isinstance(one, kinds) for one in chain)


def _what(task: str, by: str) -> str:
    return f"{task}, asked of {by}"


def _answered(response: Any, chain: list[BaseException], by: str, task: str) -> FailedError:
    status = int(response.status_code)
    words = _message(response) or f"HTTP {status}"
    if status in (402, 429) and any(sign in words.casefold() or sign in _code(response) for sign in _NO_CREDIT):
        return NoCreditError(by, words)
    if status in BUSY:
        return BusyError(by, f"HTTP {status}, {words}", seconds_to_wait(response.headers))
    if status in UNKNOWN:
        return InDoubtError(_what(task, by), f"HTTP {status}, {words}")
    if status in (401, 403):
        return KeyRefusedError(by, words)
    if _MODERATED in _code(response) or any(
        isinstance(one, litellm().exceptions.ContentPolicyViolationError) for one in chain
    ):
        return RefusedError(task, by, words)
    return RejectedError(by, f"HTTP {status}, {words}")


def _body(response: Any) -> Any:
    try:
        return response.json()
    except (ValueError, wire().HTTPError, wire().StreamError):
        return None


def _message(response: Any) -> str:
    """What a service says of its refusal, in one line."""
    body = _body(response)
    told = body[0] if isinstance(body, list) and body else body
    told = told.get("error", told) if isinstance(told, dict) else told
    words = (told.get("message") or told.get("detail") or "") if isinstance(told, dict) else (told or "")
    return _line(str(words))


def _code(response: Any) -> str:
    body = _body(response)
    told = body.get("error", {}) if isinstance(body, dict) else {}
    return f"{told.get('code')} {told.get('type')}" if isinstance(told, dict) else ""


def _words(error: BaseException) -> str:
    name = type(error).__name__
    return _line(str(error).partition("\n")[0].removeprefix(f"litellm.{name}: ")) or name


def _line(text: str) -> str:
    return redacted(" ".join(text.split())[:_LONGEST]).rstrip(". ")
