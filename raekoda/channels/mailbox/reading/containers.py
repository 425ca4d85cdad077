"""File names in signed documents and archives (without unpacking), and files of Outlook's winmail.dat."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from html import unescape

from raekoda.platform.core.text import clean_text

MOST_NAMES, LONGEST_NAME = 50, 120
MOST_MEMBERS = 2_000
END_OF_DIRECTORY = b"PK\x05\x06"
DATA_FILE = re.compile(rb"<DataFile\b[^<>]{0,2000}?\bFilename\s*=\s*\"([^\"]{1,400})\"")
MOST_DDOC_BYTES = 40 * 1024 * 1024
TNEF_BEGINS = b"\x78\x9f\x3e\x22"


def list_names(content: bytes) -> list[str]:
    """Names of the files in a ZIP, a signed ZIP (.asice, .bdoc) or a .ddoc, at most fifty; none for other content."""
    if content.startswith(b"PK\x03\x04"):
        return _zip_names(content)
    if b"<SignedDoc" in content[:2000]:
        found = DATA_FILE.findall(content[:MOST_DDOC_BYTES])
        return [_clean_name(unescape(name.decode("utf-8", "replace"))) for name in found[:MOST_NAMES]]
    return []


def parse_tnef(content: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """The text and the files of a winmail.dat (TNEF); empty for other or damaged content."""
    from tnefparse import TNEF

    if not content.startswith(TNEF_BEGINS):
        return "", []
    try:
        opened = TNEF(content)
        files = [
            (clean_text(str(each.long_filename() or each.name or "")), bytes(each.data)) for each in opened.attachments
        ]
        body = opened.body
        text = body.decode("cp1257", "replace") if isinstance(body, bytes) else str(body or "")
    except Exception:  # the library does not validate its input
        return "", []
    return clean_text(text), [(name, data) for name, data in files[:MOST_NAMES] if data]


def _zip_names(content: bytes) -> list[str]:
    """Reads the archive directory only when it is short, to bound the time."""
    end = content.rfind(END_OF_DIRECTORY, max(0, len(content) - 66_000))
    if end < 0 or len(content) < end + 12:
        return []
    (members,) = struct.unpack("<H", content[end + 10 : end + 12])
    if members > MOST_MEMBERS:
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if not name.startswith("META-INF/") and name != "mimetype"]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, struct.error, IndexError):
        return []
    return [_clean_name(name) for name in names[:MOST_NAMES]]


def _clean_name(name: str) -> str:
    return clean_text(name).replace("\n", " ")[:LONGEST_NAME]
