"""Files from strangers: looked at by content, bounded, re-encoded; never served as anything but a picture or a download."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import IO, Protocol

from django.conf import settings
from django.http import FileResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from raekoda.platform.core.aside import READING_ERRORS, Child, ChildFailed
from raekoda.platform.core.charsets import is_readable, likely_coding

MAX_PIXELS_TOGETHER = 64_000_000
"""Of all pictures of one request or one letter; a pixel of a JPEG, which is decoded at a reduced scale, counts a quarter."""
SECONDS, MEMORY = 60.0, 2 * 1024 * 1024 * 1024
"""What drawing one picture anew may take of its process."""
PICTURE_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")
LONGEST_NAME = 100
LONGEST_MEMBER = 200

PICTURE_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
PROGRAMS = (b"MZ", b"\x7fELF")
"""How programs begin. A short one may look like text in an old code page."""
DOCUMENTS = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.etsi.asic-e+zip": ".asice",
    "application/vnd.etsi.asic-s+zip": ".asics",
    "application/x-ddoc": ".ddoc",
    "application/pkcs7-mime": ".p7m",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "application/rtf": ".rtf",
    "text/plain": ".txt",
}
OFFICE_FOLDERS = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}
OLD_OFFICE = {".doc": "application/msword", ".xls": "application/vnd.ms-excel"}
KEPT_EXTENSIONS = {
    "text/plain": {".txt", ".csv", ".md", ".log"},
    "application/vnd.etsi.asic-e+zip": {".asice", ".sce", ".bdoc"},
    "application/pkcs7-mime": {".p7m", ".p7s"},
}
DDOC = re.compile(rb"^(\xef\xbb\xbf)?\s*(<\?xml[^>]{0,200}\?>\s*)?<SignedDoc[\s>]")
PKCS7 = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"  # 1.2.840.113549.1.7, the identifier of CMS contents
MARKUP = re.compile(rb"<(!doctype|\?xml|html|head|body|script|svg|iframe|img|meta|table|div|style|a)\b", re.IGNORECASE)
SPACES = re.compile(rb"\s*")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
NOT_IN_NAMES = re.compile(r'[<>:"|?*%\\/\x00-\x1f]')

_pixels_left: ContextVar[list[int] | None] = ContextVar("pixels_left", default=None)


class Upload(Protocol):
    """Anything that can be read as bytes: an uploaded file, an open file, ``BytesIO``."""

    def read(self, size: int = ..., /) -> bytes: ...


class UnsafeFile(Exception):
    """The file is refused; the text says why, in the words and the language of the person who sent it."""


class NoPicture(UnsafeFile):
    """The content begins like a picture and is none."""


@dataclass(frozen=True)
class PreparedFile:
    """A file that may be kept: content as stored, a display name (never a path), pixels for pictures."""

    name: str
    content: bytes
    content_type: str
    width: int | None = None
    height: int | None = None
    thumbnail: bytes | None = None


def prepare_image(file: Upload) -> PreparedFile:
    """A picture made safe: turned upright, at most 2560 pixels long, without any metadata, with a thumbnail (JPEG).

    Takes JPEG, PNG, WebP, HEIC, AVIF and the first frame of a GIF. Raises :class:`UnsafeFile`.
    """
    content = _bounded(file)
    if not content:
        raise UnsafeFile(_("The file is empty. Please choose the photo again."))
    return _picture(content, name_of(file))


def prepare_attachment(file: Upload) -> PreparedFile:
    """A picture as by :func:`prepare_image`, or a document of a known kind as it is. Raises :class:`UnsafeFile`."""
    content = _bounded(file)
    name = name_of(file)
    if not content:
        raise UnsafeFile(_("The file is empty. Please choose it again."))
    if _looks_like_picture(content):
        with suppress(NoPicture):
            return _picture(content, name)
    content_type = document_type(content, name)
    if content_type is None:
        raise UnsafeFile(
            _("This kind of file cannot be attached. Photos, PDF, office documents, text and signed containers can.")
        )
    return PreparedFile(
        clean_name(name, DOCUMENTS[content_type], KEPT_EXTENSIONS.get(content_type)), content, content_type
    )


def serve(file: IO[bytes], *, name: str, content_type: str) -> FileResponse:
    """Answer with a kept file: our own re-encoded pictures in the page, everything else only as a download."""
    is_picture = content_type in PICTURE_TYPES.values()
    response = FileResponse(file, as_attachment=not is_picture, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def clean_name(name: str, extension: str, kept: set[str] | None = None) -> str:
    """A display name from an untrusted one: no folders, no control or direction marks, the ``extension`` of the content."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    visible = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    stem, dot, given = NOT_IN_NAMES.sub(" ", visible).rpartition(".")
    if not dot:
        stem, given = given, ""
    ending = f".{given.lower()}" if f".{given.lower()}" in (kept or set()) else extension
    stem = " ".join(stem.split()).strip(". ")[: LONGEST_NAME - len(ending)].strip()
    return f"{stem or _('file')}{ending}"


def name_of(file: Upload) -> str:
    """The name the sender's machine gave, unchecked; empty when there is none."""
    name = getattr(file, "name", "")
    return name if isinstance(name, str) else ""


def _bounded(file: Upload) -> bytes:
    limit = settings.RAEKODA_MAX_PHOTO_BYTES
    content = file.read(limit + 1)
    if len(content) > limit:
        raise UnsafeFile(_("The file is too large: at most %(size)s.") % {"size": filesizeformat(limit)})
    return content


def _looks_like_picture(content: bytes) -> bool:
    """Whether content begins as a picture does; whether it is one shows when it is decoded."""
    return content.startswith(PICTURE_BEGINNINGS) or (content[4:8] == b"ftyp") or (content[8:12] == b"WEBP")


def _picture(content: bytes, name: str) -> PreparedFile:
    """The picture drawn anew, by the child process. Raises :class:`UnsafeFile`, :class:`NoPicture`."""
    left = _pixels_left.get()
    try:
        drawn, blob = _painter().ask({"left": left[0] if left else None}, content, waits=True)
    except ChildFailed:
        drawn, blob = {"problem": "damaged"}, b""
    if left:
        left[0] -= drawn.get("spent", 0)
    if problem := drawn.get("problem"):
        raise (NoPicture if problem == "unopened" else UnsafeFile)(_words(problem))
    size = drawn["size"]
    return PreparedFile(
        name=clean_name(name or _("photo"), drawn["extension"]),
        content=blob[:size],
        content_type=PICTURE_TYPES[drawn["form"]],
        width=drawn["width"],
        height=drawn["height"],
        thumbnail=blob[size:],
    )


@lru_cache(maxsize=1)
def _painter() -> Child:
    return Child("raekoda.platform.core.pictures:painter", seconds=SECONDS, memory=MEMORY)


def _words(problem: str) -> str:
    return {
        "unopened": _("This is not a photo we can open. JPEG, PNG, WebP, HEIC and GIF can be sent."),
        "too_many": _("The photo has too many pixels to be opened safely. Please send a smaller one."),
        "together": _("The photos have too many pixels together. Please send this one apart, or a smaller one."),
    }.get(problem) or _("The photo is damaged or arrived only in part. Please send it again.")


@contextmanager
def pixels_together(most: int = MAX_PIXELS_TOGETHER) -> Iterator[None]:
    """Within this block pictures of at most ``most`` pixels are decoded; which ones is known by their heads."""
    token = _pixels_left.set([most])
    try:
        yield
    finally:
        _pixels_left.reset(token)


def document_type(content: bytes, name: str = "") -> str | None:
    """The media type of a document of a kind we take, by its content; None for everything else."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"PK\x03\x04"):
        return _container_type(content)
    if DDOC.match(content[:1000]):
        return "application/x-ddoc"
    if content.startswith(b"\x30") and PKCS7 in content[:40]:
        return "application/pkcs7-mime"
    if content.startswith(b"{\\rtf"):
        return "application/rtf"
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return OLD_OFFICE.get(PurePosixPath(name.lower()).suffix)
    if _is_pdf_after_other_bytes(content):
        return "application/pdf"
    return "text/plain" if _is_plain_text(content) else None


def _container_type(content: bytes) -> str | None:
    """What a ZIP holds: OpenDocument and signed containers say it in their first member, office files by their folders."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < LONGEST_MEMBER:
                said = archive.read("mimetype").decode("ascii", "replace").strip()
                return said if said in DOCUMENTS else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, *READING_ERRORS):
        return None
    if "[Content_Types].xml" not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    for folder, extension in OFFICE_FOLDERS.items():
        if any(name.startswith(folder) for name in names):
            return next(kind for kind, ending in DOCUMENTS.items() if ending == extension)
    return None


def is_markup(content: bytes) -> bool:
    """Whether a browser would take a text for a page."""
    return MARKUP.match(content, _after_comments(content)) is not None


def _after_comments(content: bytes) -> int:
    """Where a text begins after its byte order mark, spaces and HTML comments."""
    place = len(content) - len(content.removeprefix(b"\xef\xbb\xbf"))
    while True:
        place += len(SPACES.match(content, place)[0])  # type: ignore[index]
        end = content.find(b"-->", place + 4) if content.startswith(b"<!--", place) else -1
        if end < 0:
            return place
        place = end + 3


def _is_pdf_after_other_bytes(content: bytes) -> bool:
    """Mail gateways and scanners put bytes before a PDF; readers look for its mark in the first kilobyte."""
    return b"%PDF-" in content[:1024] and b"%%EOF" in content[-2048:] and not is_markup(content)


def _is_plain_text(content: bytes) -> bool:
    """Readable text in any usual coding that no browser would take for a page."""
    coding = likely_coding(content)
    text = content.decode(coding, "replace")
    if is_markup(content) or is_markup(text.encode()) or CONTROL.search(text.encode()):
        return False
    if coding == "utf-8-sig":
        return True
    return is_readable(text) and not content.startswith(PROGRAMS)
