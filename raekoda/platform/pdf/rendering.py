"""A PDF from a template and data: compiled in a child process, limited in time, memory and size."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import structlog
from django.apps import apps
from django.conf import settings
from django.utils.encoding import force_str
from django.utils.functional import Promise
from django.utils.translation import override

from raekoda.platform.core import clock
from raekoda.platform.core.tenancy import current
from raekoda.platform.pdf.errors import PdfError
from raekoda.platform.pdf.letterhead import letterhead

TIMEOUT_SECONDS = 20
MAX_DATA_BYTES = 2_000_000
MAX_PDF_BYTES = 20_000_000
ROOT = Path(__file__).resolve().parents[2]
COMPILER = Path(__file__).with_name("compiler.py")

log = structlog.get_logger(__name__)


def render(name: str, data: dict[str, Any], *, title: str, language: str) -> bytes:
    """See :func:`raekoda.platform.pdf.pdf`."""
    with override(language):
        values = {"title": title, "language": language, "letterhead": letterhead(current()), **data}
        request = {
            "template": str(find_template(name)),
            "root": str(ROOT),
            "fonts": [settings.RAEKODA_FONTS] if settings.RAEKODA_FONTS else [],
            "timestamp": int(clock.now().timestamp()),
            "data": to_json(values),
        }
        return _compile(name, json.dumps(request, ensure_ascii=False).encode())


@cache
def find_template(name: str) -> Path:
    """The file of the template ``name``, in the first app that has one. Raises ``LookupError``."""
    for app in apps.get_app_configs():
        file = Path(app.path) / "papers" / f"{name}.typ"
        if file.is_file() and file.is_relative_to(ROOT):
            return file
    raise LookupError(f"No app has a document template {name!r}")


def to_json(value: Any) -> Any:
    """``value`` as JSON types; invisible control and direction characters are removed."""
    match value:
        case None | bool() | int() | float():
            return value
        case str() | Promise():
            return "".join(char for char in force_str(value) if char in "\n\t" or unicodedata.category(char)[0] != "C")
        case Decimal() | date():
            return str(value)
        case dict():
            return {str(key): to_json(item) for key, item in value.items()}
        case list() | tuple():
            return [to_json(item) for item in value]
    raise TypeError(f"A document cannot hold a {type(value).__name__}")


def _compile(name: str, request: bytes) -> bytes:
    if len(request) > MAX_DATA_BYTES:
        raise PdfError(f"{name}: {len(request)} bytes of data")
    try:
        result = subprocess.run(
            [sys.executable, "-I", COMPILER], input=request, capture_output=True, timeout=TIMEOUT_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise PdfError(f"{name}: not made in {TIMEOUT_SECONDS} seconds") from error
    if result.returncode:
        log.error("paper.failed", paper=name, status=result.returncode)
        raise PdfError(f"{name}: {result.stderr.decode(errors='replace') if settings.DEBUG else result.returncode}")
    if len(result.stdout) > MAX_PDF_BYTES:
        raise PdfError(f"{name}: {len(result.stdout)} bytes")
    return result.stdout
