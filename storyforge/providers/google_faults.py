"""What became of a call to Google that failed: nothing was sent, nothing was sold, or it can't be known.

Its client has two families of errors, one for pictures and one for interactions, and lets those of its HTTP library
through. All are judged by the response, or by what happened to the connection.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from storyforge.errors import (
    BusyError,
    FailedError,
    InDoubtError,
    KeyRefusedError,
    NoCreditError,
    NotTakenError,
    RejectedError,
    StoryforgeError,
    UnknownModelError,
    UnreachableError,
)
from storyforge.providers.keys import redacted
from storyforge.providers.waiting import seconds_to_wait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BUSY = frozenset({429, 500, 502, 503})
"""A service that did nothing; it may be asked again."""
UNKNOWN = frozenset({408, 499, 504, 524})
"""Somebody between stopped waiting: what is behind it may have gone on, and sold."""
NOT_TAKEN = frozenset({400, 413, 422})

_REFUSED: dict[int, Callable[[str, str], FailedError]] = {
    401: KeyRefusedError,
    403: KeyRefusedError,
    404: UnknownModelError,
}

_BAD_KEY = ("api_key_invalid", "api key not valid", "api key expired", "api_key_expired", "api key not found")
_NO_CREDIT = ("credits are depleted", "prepayment", "billing account", "enable billing", "insufficient balance")
_NOT_SENT = ("ConnectError", "ConnectTimeout", "ProxyError", "UnsupportedProtocol", "LocalProtocolError", "InvalidURL")
_LONGEST = 300
_DEEPEST = 12
_DELAY = re.compile(r"(\d+(?:\.\d+)?)s")


def failure(error: BaseException, by: str, what: str) -> FailedError:
    """The error to raise for one that came out of google-genai, without any key in it; `what` was asked for."""
    chain = list(_chain(error))
    response = next((found for one in chain if (found := _response(one)) is not None), None)
    if response is not None and status_of(error) >= 400:
        return _answered(response, by, what)
    kinds = {name for one in chain for name in _http_kinds(one)}
    if "PoolTimeout" in kinds:
        return BusyError(by, "too many calls are open")
    if kinds & set(_NOT_SENT):
        return UnreachableError(by, _words(chain[-1] if len(chain) > 1 else error))
    if kinds:
        late = "TimeoutException" in kinds
        return InDoubtError(_asked(what, by), "no answer came in time" if late else "the connection broke off")
    if any(type(one).__module__.startswith("google.auth") for one in chain):
        return KeyRefusedError(by, _words(error))
    return InDoubtError(_asked(what, by), "its answer can't be read")


def question_failure(error: BaseException, by: str, what: str) -> StoryforgeError:
    """The same for a question for a job or its file: even one that is not understood says nothing of the job."""
    if isinstance(error, StoryforgeError):
        return error
    found = failure(error, by, what)
    if isinstance(found, NotTakenError):
        return RejectedError(by, found.why)
    return RejectedError(by, f"it does not know {what}") if isinstance(found, UnknownModelError) else found


def unreadable(by: str, what: str, why: str) -> InDoubtError:
    """An answer that came whole and says neither what was made nor that nothing was."""
    return InDoubtError(_asked(what, by), why)


def status_of(error: BaseException) -> int:
    """The HTTP status of the answer that became this error; 0 where there was none."""
    response = next((found for one in _chain(error) if (found := _response(one)) is not None), None)
    return 0 if response is None else int(response.status_code)


def is_bad_picture(error: BaseException) -> bool:
    """Whether an answer came whole, and all that is wrong with it is a picture that is no base64."""
    told = getattr(error, "errors", None)
    if not type(error).__module__.startswith("pydantic") or not callable(told):
        return False
    faults = told(include_url=False, include_context=False, include_input=False)
    return bool(faults) and all(tuple(fault["loc"][-2:]) == ("inlineData", "data") for fault in faults)


def plain_words(text: str) -> str:
    """What a service says, in one line, no key in it, and no longer than one reads."""
    return redacted(" ".join(text.split())[:_LONGEST]).rstrip(". ")


def _answered(response: Any, by: str, what: str) -> FailedError:
    status, body = int(response.status_code), _body(response)
    said = plain_words(str(body.get("message") or "")) or f"HTTP {status}"
    signs = f"{said} {body.get('details', '')}".casefold()
    if any(sign in signs for sign in _BAD_KEY):
        return KeyRefusedError(by, said)
    if status in (400, 402, 429) and any(sign in signs for sign in _NO_CREDIT):
        return NoCreditError(by, said)
    if status in NOT_TAKEN and body.get("status") != "FAILED_PRECONDITION":
        return NotTakenError(what, by, said)
    if status in _REFUSED:
        return _REFUSED[status](by, said)
    return _undone(response, body, by, what, f"HTTP {status}, {said}")


def _undone(response: Any, body: dict[str, Any], by: str, what: str, said: str) -> FailedError:
    """What a service did not do, or what nobody knows whether it did."""
    if response.status_code in BUSY:
        return BusyError(by, said, seconds_to_wait(response.headers, _delay(body)))
    if response.status_code in UNKNOWN:
        return InDoubtError(_asked(what, by), said)
    return RejectedError(by, said)


def _body(response: Any) -> dict[str, Any]:
    """The `error` of an answer; empty where there is none that can be read."""
    try:
        body = response.json()
    except Exception:  # noqa: BLE001 - the client has two HTTP libraries, each with its errors; then nothing is said
        return {}
    body = body[0] if isinstance(body, list) and body else body
    told = body.get("error", body) if isinstance(body, dict) else {}
    return told if isinstance(told, dict) else {"message": str(told)}


def _delay(body: dict[str, Any]) -> float | None:
    """The seconds in `retryDelay`, which Google says in the body where others say them in a header."""
    details = body.get("details")
    for one in details if isinstance(details, list) else []:
        match = _DELAY.fullmatch(str(one.get("retryDelay", ""))) if isinstance(one, dict) else None
        if match:
            return float(match[1])
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(_DEEPEST):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _response(error: BaseException) -> Any:
    found = getattr(error, "response", None)
    return found if isinstance(getattr(found, "status_code", None), int) else None


def _http_kinds(error: BaseException) -> Iterator[str]:
    """What kinds of error of an HTTP library this one is; the client has two of them, and takes either."""
    for kind in type(error).__mro__:
        if kind.__module__.partition(".")[0] in ("httpx", "httpx2"):
            yield kind.__name__


def _asked(what: str, by: str) -> str:
    return f"{what}, asked of {by}"


def _words(error: BaseException) -> str:
    return plain_words(str(error).partition("\n")[0]) or type(error).__name__
