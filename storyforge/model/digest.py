"""Digests over meaning: the canonical form of plain data, and one hash of it."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from decimal import Decimal
from typing import Any

LENGTH = 32


def canonical(value: Any) -> Any:
    """Plain data with strings in NFC and decimals as strings; key order and number types carry no meaning."""
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {canonical(str(key)): canonical(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [canonical(item) for item in value]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def digest(value: Any) -> str:
    """The digest of plain data: 32 hexadecimal digits of SHA-256 over its canonical JSON."""
    text = json.dumps(canonical(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:LENGTH]


def digest_bytes(data: bytes) -> str:
    """The digest of a file that has no model: its bytes."""
    return hashlib.sha256(data).hexdigest()[:LENGTH]
