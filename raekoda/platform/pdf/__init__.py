"""Documents as accessible PDF (tagged, PDF/UA-1) from templates of the apps: ``<app>/papers/<name>.typ``."""

from __future__ import annotations

from typing import Any

from raekoda.platform.pdf.errors import PdfError

__all__ = ["PdfError", "pdf"]


def pdf(name: str, data: dict[str, Any], *, title: str, language: str = "et") -> bytes:
    """A tagged PDF (PDF/UA-1) of the template ``<app>/papers/<name>.typ`` on the letterhead of the open municipality.

    ``data`` is anything JSON can hold, dates and decimals as well; the template gets it as values, so that nothing in it is
    ever markup. Raises :class:`PdfError`, and ``LookupError`` for an unknown ``name`` or outside a municipality's scope.
    """
    from raekoda.platform.pdf.rendering import render

    return render(name, data, title=title, language=language)
