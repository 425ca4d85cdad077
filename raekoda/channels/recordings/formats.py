"""Detection of file formats by content."""

from __future__ import annotations

import email.parser
import re
import zipfile
from typing import IO

from raekoda.platform.core.aside import READING_ERRORS
from raekoda.platform.core.charsets import BYTE_ORDER_MARKS, decoded
from raekoda.platform.core.files import DOCUMENTS, document_type, is_markup

AUDIO = {"wav": "audio/wav", "mp3": "audio/mpeg", "ogg": "audio/ogg", "flac": "audio/flac"}
TEXTS = {"pdf": "application/pdf", "docx": next(kind for kind, end in DOCUMENTS.items() if end == ".docx")} | {
    "eml": "message/rfc822",
    "txt": "text/plain",
}
BEGINNING = 64 * 1024
MP3 = re.compile(rb"ID3[\x02-\x04]|\xff[\xe2\xe3\xf2\xf3\xfa\xfb][^\xf0-\xff]", re.DOTALL)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
HEADERS = {"from", "to", "subject", "date", "message-id", "received", "mime-version", "return-path", "delivered-to"}
FEWEST_HEADERS = 3


def detect_format(file: IO[bytes]) -> str:
    """ "wav", "mp3", "ogg", "flac", "pdf", "docx", "eml" or "txt"; empty for everything else."""
    file.seek(0)
    begun = file.read(BEGINNING)
    file.seek(0)
    if begun[:4] in (b"RIFF", b"RF64") and begun[8:12] == b"WAVE":
        return "wav"
    if begun.startswith(b"fLaC"):
        return "flac"
    if begun.startswith(b"OggS"):
        return "ogg"
    if begun.startswith(b"%PDF-"):
        return "pdf"
    if begun.startswith(b"PK\x03\x04"):
        return "docx" if _is_word(file) else ""
    if MP3.match(begun):
        return "mp3"
    return _detect_text_format(begun)


def _is_word(file: IO[bytes]) -> bool:
    """Whether the container is a Word document without macros."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, *READING_ERRORS):
        return False
    finally:
        file.seek(0)
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return "word/document.xml" in names and not has_macros


def _detect_text_format(begun: bytes) -> str:
    """ "eml" or "txt"; empty for HTML and for text with control characters."""
    if not begun.strip() or document_type(begun) in ("application/rtf",) or is_markup(begun):
        return ""
    if not begun.startswith(BYTE_ORDER_MARKS) and b"\x00" in begun:
        return ""
    text = decoded(begun[:-4] if len(begun) == BEGINNING else begun)
    if CONTROL.search(text) or "\ufffd" in text:
        return ""
    headers = email.parser.HeaderParser().parsestr(text[:20_000])
    known = HEADERS & {name.lower() for name in headers}
    return "eml" if len(known) >= FEWEST_HEADERS and "from" in known else "txt"
