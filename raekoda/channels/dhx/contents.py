"""The files of a capsule: safe files are extracted, unsafe ones stay in it and are reported to staff."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from raekoda.channels.dhx.capsule import CapsuleFile, Restriction, unpack
from raekoda.channels.dhx.capsule.packing import UnpackProblem
from raekoda.platform.core.files import PreparedFile, UnsafeFile, clean_name, prepare_attachment
from raekoda.platform.core.text import clean_text

MAX_FILES = 50
MAX_TOTAL_BYTES = 100 * 1024 * 1024
MAX_TYPE = 100


@dataclass
class OpenedFiles:
    """Files made safe, and a description of every file for staff."""

    files: list[PreparedFile] = field(default_factory=list)
    descriptions: list[dict[str, Any]] = field(default_factory=list)


class _NamedBytes(io.BytesIO):
    name = ""


def open_files(files: Sequence[CapsuleFile]) -> OpenedFiles:
    """Extract the safe files of a capsule; every file is described, those that stay packed with the reason."""
    opened, left = OpenedFiles(), MAX_TOTAL_BYTES
    for file in files:
        prepared, reason = (
            _prepare(file, left) if len(opened.files) < MAX_FILES else (None, _("There are too many files."))
        )
        if prepared is not None:
            opened.files.append(prepared)
            left -= len(prepared.content)
        opened.descriptions.append(
            {
                "name": prepared.name if prepared else display_name(file.name),
                "type": clean_text(prepared.content_type if prepared else file.mime_type)[:MAX_TYPE],
                "size": len(prepared.content) if prepared else file.size,
                "main": bool(file.is_main),
                "kept": prepared is not None,
                "why": reason,
            }
        )
    return opened


def display_name(name: str) -> str:
    """The name of a file for display; never a path."""
    stem, dot, ending = name.rpartition(".")
    return clean_name(name, f".{clean_name(ending, '').lower()[:10]}" if dot and stem else "")


def restriction_data(restriction: Restriction) -> dict[str, Any]:
    """A restriction as JSON for the database: days as ISO text, texts cleaned."""
    return {
        "basis": clean_text(restriction.basis)[:500],
        "begins": _iso(restriction.begins),
        "ends": _iso(restriction.ends),
        "owner": clean_text(restriction.owner)[:200],
        "identifier": clean_text(restriction.identifier)[:60],
        "end_event": clean_text(restriction.end_event)[:300],
        "invalid_since": _iso(restriction.invalid_since),
    }


def parse_restriction(data: dict[str, Any]) -> Restriction:
    """The restriction that :func:`restriction_data` stored."""
    begins, ends, invalid = (
        date.fromisoformat(data[name]) if data.get(name) else None for name in ("begins", "ends", "invalid_since")
    )
    basis, owner, identifier, end_event = (
        str(data.get(name, "")) for name in ("basis", "owner", "identifier", "end_event")
    )
    return Restriction(begins, ends, basis, owner, identifier, end_event, invalid)


def _prepare(file: CapsuleFile, left: int) -> tuple[PreparedFile | None, str]:
    """The file made safe, or None and the reason."""
    limit = min(settings.RAEKODA_MAX_PHOTO_BYTES, left)
    unpacked = unpack(file.packed, limit)
    if unpacked.problem == UnpackProblem.TOO_LARGE:
        return None, _("It is larger than %(size)s when it is opened.") % {"size": filesizeformat(limit)}
    if unpacked.problem is not None:
        return None, _("Its content is damaged or packed in an unknown way.")
    content = _NamedBytes(unpacked.content)
    content.name = clean_text(file.name).replace("\n", " ")
    try:
        return prepare_attachment(content), ""
    except UnsafeFile as refusal:
        return None, str(refusal)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
