"""Traces for other tools: OpenTelemetry spans, sent to an address that its user names, or written as JSON.

The attributes are those of the conventions for generative AI (`gen_ai.*`), where they have a name for it. What was
asked and answered goes along only where that is wanted.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from storyforge import __version__
from storyforge.errors import ExtraMissingError, FailedError, OfflineError
from storyforge.providers.network import is_offline

if TYPE_CHECKING:
    from collections.abc import Iterable

Line = dict[str, Any]
_NANO = 1_000_000_000


def attributes(line: Line, *, texts: bool) -> dict[str, str | int | float]:
    """The attributes of one question."""
    usage = line.get("usage") or {}
    price = line.get("price") or {}
    told = {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": line.get("by"),
        "gen_ai.usage.input_tokens": usage.get("prompt_tokens"),
        "gen_ai.usage.output_tokens": usage.get("completion_tokens"),
        "gen_ai.response.finish_reasons": line.get("ended"),
        "error.type": line.get("error"),
        "storyforge.run": line.get("run"),
        "storyforge.stage": line.get("stage"),
        "storyforge.task": line.get("task"),
        "storyforge.scene": line.get("scene"),
        "storyforge.take": line.get("take"),
        "storyforge.turn": line.get("turn"),
        "storyforge.template": line.get("template"),
        "storyforge.key": line.get("key"),
        "storyforge.price": price.get("amount"),
        "storyforge.currency": price.get("currency"),
    }
    if texts:
        told |= {"gen_ai.system_instructions": line.get("system"), "gen_ai.prompt": line.get("prompt")}
        told |= {"gen_ai.completion": line.get("answer")}
    return {name: value for name, value in told.items() if isinstance(value, str | int | float) and value != ""}


def send(lines: Iterable[Line], address: str, *, texts: bool = False) -> int:
    """Send questions as spans to an OTLP address over HTTP; how many they were.

    Raises ExtraMissingError where the extra `otel` is not installed, OfflineError, FailedError.
    """
    if is_offline():
        raise OfflineError(f"Sending traces to {address}")
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import SpanExportResult  # noqa: PLC0415
    except ImportError:
        raise ExtraMissingError("otel", "sending traces") from None
    # What it does not take is told once, by whoever asked.
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
    exporter = OTLPSpanExporter(endpoint=address, timeout=30)
    about = {"service.name": "storyforge", "service.version": __version__}
    tracer = TracerProvider(resource=Resource.create(about)).get_tracer("storyforge")
    spans = []
    for line in lines:
        begin, end = _moments(line)
        span = tracer.start_span(
            f"{line.get('task', '')} {line.get('scene', '')}".strip(),
            start_time=begin,
            attributes=attributes(line, texts=texts),
        )
        span.end(end)
        spans.append(span)
    sent = exporter.export(spans)  # type: ignore[arg-type]  # what start_span returns can be read
    exporter.shutdown()  # type: ignore[no-untyped-call]  # the library has no types there
    if sent is not SpanExportResult.SUCCESS:
        raise FailedError(f"{address} did not take the traces.", "Look at the address: http://localhost:4318/v1/traces")
    return len(spans)


def _moments(line: Line) -> tuple[int, int]:
    """Beginning and end in nanoseconds; a line is written when its answer is there."""
    end = datetime.fromisoformat(str(line["time"]))
    begin = end - timedelta(seconds=float(line.get("seconds", 0)))
    return int(begin.timestamp() * _NANO), int(end.timestamp() * _NANO)
