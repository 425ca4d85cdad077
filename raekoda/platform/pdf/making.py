"""A PDF from a template and data: in a process of its own, bounded in time, memory and size."""

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

SECONDS = 20
LARGEST_DATA = 2_000_000
LARGEST_PAPER = 20_000_000
ROOT = Path(__file__).resolve().parents[2]
COMPILER = Path(__file__).with_name("compiler.py")

log = structlog.get_logger(__name__)


def make(name: str, data: dict[str, Any], *, title: str, language: str) -> bytes:
    """See :func:`raekoda.platform.pdf.pdf`."""
    with override(language):
        given = {"title": title, "language": language, "letterhead": letterhead(current()), **data}
        request = {
            "template": str(template(name)),
            "root": str(ROOT),
            "fonts": [settings.RAEKODA_FONTS] if settings.RAEKODA_FONTS else [],
            "timestamp": int(clock.now().timestamp()),
            "data": plain(given),
        }
        return _made(name, json.dumps(request, ensure_ascii=False).encode())


@cache
def template(name: str) -> Path:
    """The file of the template ``name``, in the first app that has one. Raises ``LookupError``."""
    for app in apps.get_app_configs():
        file = Path(app.path) / "papers" / f"{name}.typ"
        if file.is_file() and file.is_relative_to(ROOT):
            return file
    raise LookupError(f"No app has a document template {name!r}")


def plain(value: Any) -> Any:
    """``value`` as JSON knows it; control and direction marks, which no reader of the document can see, are left out."""
    match value:
        case None | bool() | int() | float():
            return value
        case str() | Promise():
            return "".join(sign for sign in force_str(value) if sign in "\n\t" or unicodedata.category(sign)[0] != "C")
        case Decimal() | date():
            return str(value)
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
    raise TypeError(f"A document cannot hold a {type(value).__name__}")


def _made(name: str, request: bytes) -> bytes:
    if len(request) > LARGEST_DATA:
        raise PdfError(f"{name}: {len(request)} bytes of data")
    try:
        done = subprocess.run([sys.executable, "-I", COMPILER], input=request, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise PdfError(f"{name}: not made in {SECONDS} seconds") from error
    if done.returncode:
        log.error("paper.failed", paper=name, status=done.returncode)
        raise PdfError(f"{name}: {done.stderr.decode(errors='replace') if settings.DEBUG else done.returncode}")
    if len(done.stdout) > LARGEST_PAPER:
        raise PdfError(f"{name}: {len(done.stdout)} bytes")
    return done.stdout
