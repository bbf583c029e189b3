"""An answer of Gemini's image models: the picture in it, or why there is none, and what was counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from storyforge.providers.counts import is_count
from storyforge.providers.google_faults import plain_words

if TYPE_CHECKING:
    from collections.abc import Iterator

_REASONS = {
    "SAFETY": "it holds the request to be unsafe",
    "IMAGE_SAFETY": "it holds the picture that it made to be unsafe",
    "PROHIBITED_CONTENT": "it holds the request to be forbidden",
    "IMAGE_PROHIBITED_CONTENT": "it holds the picture that it made to be forbidden",
    "BLOCKLIST": "words of the request are on its list of forbidden ones",
    "JAILBREAK": "it takes the request for an attempt to get around its rules",
    "MODEL_ARMOR": "the safeguards of the account stopped it",
    "SPII": "it sees personal data in the request",
    "RECITATION": "what it made is too near to a work that it knows",
    "IMAGE_RECITATION": "the picture that it made is too near to a work that it knows",
    "LANGUAGE": "it does not know the language of the request",
    "NO_IMAGE": "it made no picture",
    "IMAGE_OTHER": "it made no picture, and does not say why",
    "MAX_TOKENS": "its answer reached the longest length before there was a picture",
}
_NO_REASON = "it does not say why"
_SPOKE = 160


@dataclass(frozen=True, slots=True)
class Answered:
    """What came: a picture as `content`, or `refusal` in plain words; or a file of another kind, which is `foreign`."""

    content: bytes = b""
    refusal: str = ""
    foreign: str = ""
    says_nothing: bool = False
    """Neither a picture, nor a reason, nor a count: nobody can tell what became of it."""
    is_counted: bool = False
    sent: int = 0
    made: int = 0
    said: int = 0
    """Tokens that went in, of pictures that came, and of words and thoughts."""
    usage: dict[str, Any] = field(default_factory=dict)


def read_answer(answer: Any) -> Answered:
    """What an answer says, as the client hands it over."""
    counted = _counted(answer)
    found = [blob for part in _parts(answer) if (blob := part.inline_data) is not None and not part.thought]
    pictures = [blob for blob in found if (blob.mime_type or "image/").startswith("image/") and blob.data]
    if pictures:
        return Answered(content=pictures[0].data, **counted)
    if found:
        kind = plain_words(found[0].mime_type or "") if found[0].data else "an empty file"
        return Answered(foreign=kind, content=found[0].data or b"", **counted)
    refusal = _refusal(answer)
    nothing = not refusal and not counted["is_counted"]
    return Answered(refusal=refusal or _NO_REASON, says_nothing=nothing, **counted)


def _parts(answer: Any) -> Iterator[Any]:
    for candidate in answer.candidates or []:
        yield from (candidate.content.parts or []) if candidate.content else []


def _refusal(answer: Any) -> str:
    """Why there is no picture: what was held against the request, how the answer ended, or what it says in words."""
    blocked = getattr(answer.prompt_feedback, "block_reason", None)
    if blocked is not None:
        return _told(blocked, getattr(answer.prompt_feedback, "block_reason_message", ""))
    words = plain_words(" ".join(part.text for part in _parts(answer) if part.text and not part.thought))[:_SPOKE]
    for candidate in answer.candidates or []:
        reason = _name(candidate.finish_reason)
        if reason not in ("", "STOP", "FINISH_REASON_UNSPECIFIED"):
            return _told(candidate.finish_reason, candidate.finish_message or words)
    return f'it answered in words, "{words}"' if words else _NO_REASON if answer.candidates else ""


def _told(reason: Any, message: str | None) -> str:
    name = _name(reason)
    words = _REASONS.get(name, f"it says {name.casefold().replace('_', ' ')}")
    told = plain_words(message or "")
    return f'{words} ("{told}")' if told else words


def _name(reason: Any) -> str:
    """The name of a reason, also of one that the client does not know yet."""
    return str(getattr(reason, "value", reason) or "")


def _counted(answer: Any) -> dict[str, Any]:
    """The tokens of an answer; those of pictures apart from those of words and thoughts."""
    counted = answer.usage_metadata
    if counted is None or counted.prompt_token_count is None:
        return {"is_counted": False, "usage": _usage(answer, {})}
    came = counted.candidates_token_count or 0
    by_kind = {_name(each.modality): each.token_count or 0 for each in counted.candidates_tokens_details or []}
    words = min(came, by_kind.get("TEXT", 0))
    if not all(map(is_count, (counted.prompt_token_count, came, counted.thoughts_token_count or 0, words))):
        return {"is_counted": False, "usage": _usage(answer, {})}
    told = {
        "prompt_tokens": counted.prompt_token_count,
        "completion_tokens": came,
        "reasoning_tokens": counted.thoughts_token_count,
    }
    return {
        "is_counted": True,
        "sent": counted.prompt_token_count,
        "made": came - words,
        "said": words + (counted.thoughts_token_count or 0),
        "usage": _usage(answer, told),
    }


def _usage(answer: Any, told: dict[str, Any]) -> dict[str, Any]:
    named = {"model": plain_words(answer.model_version or "") or None, **told}
    return {name: value for name, value in named.items() if value is not None}
