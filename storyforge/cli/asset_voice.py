"""`storyforge asset voice`: how a character sounds, said and heard."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from storyforge.cli.asset import one_name, request_of, told_change

if TYPE_CHECKING:
    import typer


def voice(ctx: typer.Context, names: list[str], given: dict[str, Any]) -> None:
    """Set a voice, or hear it."""
    from storyforge.errors import RequestError

    action, rest = (names[0], names[1:]) if names else ("", [])
    if action == "set":
        _set(ctx, rest, given)
    elif action == "preview":
        _preview(ctx, rest, given)
    else:
        raise RequestError(
            f'asset voice does not know "{action}".' if action else "asset voice wants to know what.",
            'Write: storyforge asset voice set inge --voice "a dry alto"; or: storyforge asset voice preview inge',
        )


def _set(ctx: typer.Context, names: list[str], given: dict[str, Any]) -> None:
    from storyforge.errors import RequestError
    from storyforge.pipeline.assets.changing import set_voice
    from storyforge.pipeline.session import Session

    (name,) = one_name(names, 'voice set NAME --voice "..."')
    fields = {field: given[field] for field in ("voice", "accent", "pace", "pitch", "tone") if given[field] is not None}
    for field, allowed in (("pace", ("slow", "normal", "quick")), ("pitch", ("low", "normal", "high"))):
        if field in fields and fields[field] not in allowed:
            raise RequestError(f'"{fields[field]}" is no {field}.', f"It is one of: {', '.join(allowed)}")
    fields = {field: _line(value) for field, value in fields.items()}
    if given["voice_ids"]:
        fields["ids"] = _ids(given["voice_ids"])
    if not fields:
        raise RequestError("Nothing is said of the voice.", "Give --voice, --accent, --pace, --pitch, --tone or --id.")
    told_change(set_voice(Session.open(ctx.obj), name, request_of(given), fields), given)


def _line(value: Any) -> Any:
    """Words on one line, for they go into prompts."""
    if isinstance(value, tuple):
        return tuple(" ".join(each.split()) for each in value if each.strip())
    return " ".join(value.split())


def _ids(words: list[str]) -> dict[str, str]:
    """Service -> name of the voice; raises RequestError."""
    from storyforge.errors import RequestError

    found = {}
    for word in words:
        service, mark, name = word.rpartition("=")
        if not mark or not service:
            raise RequestError(f'"{word}" names no voice of a service.', "Such as: --id litellm:openai=nova")
        found[service] = name
    return found


def _preview(ctx: typer.Context, names: list[str], given: dict[str, Any]) -> None:
    import sys

    from storyforge.cli.rewrite import paid
    from storyforge.pipeline.assets.voices import preview
    from storyforge.pipeline.session import Session

    (name,) = one_name(names, "voice preview NAME")
    out = given["out"]
    place = None if out is None else (out.expanduser() if out.expanduser().is_absolute() else ctx.obj / out)

    def tell(event: dict[str, Any]) -> None:
        if event.get("event") == "warning":
            print(f"warning: {event['message']}", file=sys.stderr)

    found = preview(Session.open(ctx.obj), name, request_of(given), given["text"] or "", place, tell)
    if given["json"]:
        data = {"path": str(found.path) if found.path else None, "text": found.text, "by": found.by}
        print(json.dumps({**data, "seconds": found.seconds, "cost": found.cost.plain()}, ensure_ascii=False))
        return
    if found.path is None:
        print(f'{found.by} would say "{found.text}", for at most {found.cost.words()}; nothing was asked or written.')
        return
    print(f'{found.name}: "{found.text}"')
    print(f"Spoken by {found.by} in {found.seconds:.1f} s, {paid(found)}.")
    print(found.path)
