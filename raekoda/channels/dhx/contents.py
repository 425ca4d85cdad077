"""The files of a capsule: what is safe is taken out of it, what is not stays in it and is named to staff."""

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
from raekoda.channels.dhx.capsule.packing import Trouble
from raekoda.platform.core.files import PreparedFile, UnsafeFile, clean_name, prepare_attachment
from raekoda.platform.core.text import clean_text

MOST_FILES = 50
MOST_BYTES_TOGETHER = 100 * 1024 * 1024
LONGEST_TYPE = 100


@dataclass
class Opened:
    """Files made safe, and a description of every file for staff."""

    kept: list[PreparedFile] = field(default_factory=list)
    described: list[dict[str, Any]] = field(default_factory=list)


class _Named(io.BytesIO):
    name = ""


def opened(files: Sequence[CapsuleFile]) -> Opened:
    """Open the files of a capsule as far as is safe; each is described, those that stay packed with the reason."""
    found, left = Opened(), MOST_BYTES_TOGETHER
    for file in files:
        prepared, why = (
            _prepared(file, left) if len(found.kept) < MOST_FILES else (None, _("There are too many files."))
        )
        if prepared is not None:
            found.kept.append(prepared)
            left -= len(prepared.content)
        found.described.append(
            {
                "name": prepared.name if prepared else shown_name(file.name),
                "type": clean_text(prepared.content_type if prepared else file.mime_type)[:LONGEST_TYPE],
                "size": len(prepared.content) if prepared else file.size,
                "main": bool(file.is_main),
                "kept": prepared is not None,
                "why": why,
            }
        )
    return found


def shown_name(name: str) -> str:
    """The name of a file as people may read it; never a path."""
    stem, dot, ending = name.rpartition(".")
    return clean_name(name, f".{clean_name(ending, '').lower()[:10]}" if dot and stem else "")


def restriction_data(restriction: Restriction) -> dict[str, Any]:
    """A restriction as it is kept: days as text, texts cleaned."""
    return {
        "basis": clean_text(restriction.basis)[:500],
        "begins": _iso(restriction.begins),
        "ends": _iso(restriction.ends),
        "owner": clean_text(restriction.owner)[:200],
        "identifier": clean_text(restriction.identifier)[:60],
        "end_event": clean_text(restriction.end_event)[:300],
        "invalid_since": _iso(restriction.invalid_since),
    }


def restriction_of(data: dict[str, Any]) -> Restriction:
    """What :func:`restriction_data` kept."""
    begins, ends, invalid = (
        date.fromisoformat(data[name]) if data.get(name) else None for name in ("begins", "ends", "invalid_since")
    )
    basis, owner, identifier, end_event = (
        str(data.get(name, "")) for name in ("basis", "owner", "identifier", "end_event")
    )
    return Restriction(begins, ends, basis, owner, identifier, end_event, invalid)


def _prepared(file: CapsuleFile, left: int) -> tuple[PreparedFile | None, str]:
    """The file made safe, or None and why not."""
    limit = min(settings.RAEKODA_MAX_PHOTO_BYTES, left)
    found = unpack(file.packed, limit)
    if found.trouble == Trouble.TOO_LARGE:
        return None, _("It is larger than %(size)s when it is opened.") % {"size": filesizeformat(limit)}
    if found.trouble is not None:
        return None, _("Its content is damaged or packed in an unknown way.")
    content = _Named(found.content)
    content.name = clean_text(file.name).replace("\n", " ")
    try:
        return prepare_attachment(content), ""
    except UnsafeFile as refusal:
        return None, str(refusal)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
