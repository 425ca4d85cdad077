from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class PdfError(DomainError):
    """The document could not be rendered: its template is wrong, or it was too large or too slow."""
