"""The letterhead of a municipality's documents."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from raekoda.platform.core.models import Municipality

MAX_CREST_BYTES = 500_000


def letterhead(municipality: Municipality) -> dict[str, Any]:
    """Name, contacts, coat of arms (SVG as text; "" when there is none or it has another format) and fixed labels."""
    contacts = [municipality.street_address, municipality.phone, municipality.email]
    return {
        "name": municipality.name,
        "contacts": [line for line in contacts if line],
        "crest": crest(str(municipality.theme.get("coat_of_arms", ""))),
        "crest_label": _("Coat of arms of %(name)s") % {"name": municipality.name},
        "date": _("Date"),
        "number": _("No."),
        "page": _("Page {page} of {pages}"),
    }


def crest(address: str) -> str:
    """The SVG at a local ``address``: a static or an uploaded file. "" for any other."""
    path = urlsplit(address).path
    if not path.endswith(".svg") or urlsplit(address).netloc:
        return ""
    try:
        content = _read(path)
    except (OSError, SuspiciousFileOperation, ValueError):
        return ""
    return content.decode(errors="replace") if b"<svg" in content and len(content) <= MAX_CREST_BYTES else ""


def _read(path: str) -> bytes:
    if path.startswith(settings.STATIC_URL):
        static_file = finders.find(path.removeprefix(settings.STATIC_URL))
        if static_file is None:
            return b""
        with open(static_file, "rb") as file:
            return file.read(MAX_CREST_BYTES + 1)
    if settings.MEDIA_URL and path.startswith(settings.MEDIA_URL):
        with default_storage.open(path.removeprefix(settings.MEDIA_URL)) as file:
            return file.read(MAX_CREST_BYTES + 1)
    return b""
