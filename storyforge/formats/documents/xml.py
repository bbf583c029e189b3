"""XML of others, without entities and without anything outside itself; the only module that imports defusedxml."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from storyforge.errors import BrokenDocumentError, UnsafeDocumentError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def read_xml(path: str, name: str, data: bytes, format_name: str, *, document_type: bool = False) -> Element:
    """The root of an XML part of a document; `document_type` allows a DOCTYPE, which NCX files have.

    Raises:
        UnsafeDocumentError: it defines entities, or refers to any outside.
        BrokenDocumentError: it is not well-formed, with its line in the message.
    """
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - loaded with the first zip document
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    try:
        root: Element = fromstring(data, forbid_dtd=not document_type)
    except DefusedXmlException:
        raise UnsafeDocumentError(path, f"{name} in it defines XML entities") from None
    except ParseError as error:
        line = error.position[0]
        raise BrokenDocumentError(path, format_name, f"{name} in it is broken on its line {line}") from None
    except (ValueError, LookupError, RecursionError):
        raise BrokenDocumentError(path, format_name, f"{name} in it is broken") from None
    return root


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(element: Element) -> str:
    """All text within an element, on one line."""
    return " ".join("".join(element.itertext()).split())
