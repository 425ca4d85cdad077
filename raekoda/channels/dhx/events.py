"""Events of the app; handlers run inside the transaction of the action."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.channels.dhx.models import Document


@dataclass(frozen=True)
class DocumentReceived:
    """Another authority's document was received (``document.case`` is its case)."""

    document: Document


@dataclass(frozen=True)
class DocumentWritten:
    """A document waits to be sent."""

    document: Document


@dataclass(frozen=True)
class DocumentRegistered:
    """The document system gave its number (``document.registration_number``)."""

    document: Document
