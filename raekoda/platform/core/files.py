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
from typing import IO, Any, Protocol

from django.conf import settings
from django.http import FileResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, UnidentifiedImageError

MAX_JPEG_PIXELS = 120_000_000  # decoded at a reduced scale
MAX_PIXELS = 50_000_000
MAX_PIXELS_TOGETHER = 64_000_000
"""Of all pictures of one request or one letter; a pixel of a JPEG, which is decoded at a reduced scale, counts a quarter."""
LONGEST_EDGE = 2560
THUMBNAIL_EDGE = 480
LONGEST_NAME = 100
LONGEST_MEMBER = 200

PICTURES = {
    "JPEG": ("JPEG", ".jpg"),
    "MPO": ("JPEG", ".jpg"),
    "HEIF": ("JPEG", ".jpg"),
    "AVIF": ("JPEG", ".jpg"),
    "PNG": ("PNG", ".png"),
    "GIF": ("PNG", ".png"),
    "WEBP": ("WEBP", ".webp"),
}
PICTURE_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
SAVING: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 85, "optimize": True},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 85, "method": 3},
}

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

READING_ERRORS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    MemoryError,
    OverflowError,
    IndexError,
    TypeError,
    KeyError,
    RuntimeError,
    ArithmeticError,
)
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_pixels_left: ContextVar[list[int] | None] = ContextVar("pixels_left", default=None)


class Upload(Protocol):
    """Anything that can be read as bytes: an uploaded file, an open file, ``BytesIO``."""

    def read(self, size: int = ..., /) -> bytes: ...


class UnsafeFile(Exception):
    """The file is refused; the text says why, in the words and the language of the person who sent it."""


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


@lru_cache(maxsize=1)
def _picture_formats() -> list[str]:
    """What Pillow may try to read here; HEIC where its library is installed."""
    formats = ["JPEG", "PNG", "WEBP", "GIF"]
    with suppress(ImportError):
        import pillow_heif

        pillow_heif.register_heif_opener()
        formats.append("HEIF")
    Image.init()
    return [*formats, "AVIF"] if "AVIF" in Image.OPEN else formats


def _open(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=_picture_formats())


def _looks_like_picture(content: bytes) -> bool:
    try:
        _open(content).close()
    except Image.DecompressionBombError:
        return True
    except Exception:
        return False
    return True


def _picture(content: bytes, name: str) -> PreparedFile:
    try:
        image = _open(content)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, *READING_ERRORS) as error:
        raise UnsafeFile(_("This is not a photo we can open. JPEG, PNG, WebP, HEIC and GIF can be sent.")) from error
    with image:
        form, extension = PICTURES[image.format or "JPEG"]
        is_reduced = image.format in {"JPEG", "MPO"}
        pixels = image.width * image.height
        if pixels > (MAX_JPEG_PIXELS if is_reduced else MAX_PIXELS):
            raise _too_many_pixels()
        _spend(pixels // 4 if is_reduced else pixels)
        try:
            upright = _decoded(image)
        except READING_ERRORS as error:
            raise UnsafeFile(_("The photo is damaged or arrived only in part. Please send it again.")) from error
    plain = _plain(upright, form)
    small = _plain(upright, "JPEG")
    small.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE))
    return PreparedFile(
        name=clean_name(name or _("photo"), extension),
        content=_encoded(plain, form),
        content_type=PICTURE_TYPES[form],
        width=plain.width,
        height=plain.height,
        thumbnail=_encoded(small, "JPEG"),
    )


@contextmanager
def pixels_together(most: int = MAX_PIXELS_TOGETHER) -> Iterator[None]:
    """Within this block pictures of at most ``most`` pixels are decoded; which ones is known by their heads."""
    token = _pixels_left.set([most])
    try:
        yield
    finally:
        _pixels_left.reset(token)


def _spend(pixels: int) -> None:
    left = _pixels_left.get()
    if left is None:
        return
    if pixels > left[0]:
        raise UnsafeFile(_("The photos have too many pixels together. Please send this one apart, or a smaller one."))
    left[0] -= pixels


def _too_many_pixels() -> UnsafeFile:
    return UnsafeFile(_("The photo has too many pixels to be opened safely. Please send a smaller one."))


def _decoded(image: Image.Image) -> Image.Image:
    """All pixels, upright, in screen colours, bounded. Raises one of ``READING_ERRORS`` for broken content."""
    image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
    image.load()
    orientation = _orientation(image)
    if image.mode in {"L", "RGB", "RGBA"} and "transparency" not in image.info:
        image.thumbnail((LONGEST_EDGE, LONGEST_EDGE), reducing_gap=2.0)  # before colours: no copy of all the pixels
    pixels = _screen_colours(image)
    pixels.thumbnail((LONGEST_EDGE, LONGEST_EDGE), reducing_gap=2.0)
    turn = TURNS.get(orientation)
    return pixels if turn is None else pixels.transpose(turn)


def _orientation(image: Image.Image) -> int:
    """How the camera was held, by EXIF; 1 (upright) where the EXIF block cannot be read."""
    try:
        return int(image.getexif().get(0x0112, 1))
    except Exception:
        return 1


def _screen_colours(image: Image.Image) -> Image.Image:
    """A copy in the colours of screens (sRGB): a phone's own colour profile is applied, then dropped."""
    profile = image.info.get("icc_profile")
    mode = "RGBA" if image.mode in {"RGBA", "LA", "PA", "RGBa"} or "transparency" in image.info else "RGB"
    if profile and image.mode in {"RGB", "RGBA"}:
        with suppress(ImageCms.PyCMSError, *READING_ERRORS):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB")) or image
    return image.convert(mode)


def _plain(image: Image.Image, form: str) -> Image.Image:
    """Pixels only: a new picture without any of the metadata; on white where the form knows no transparency."""
    if form == "JPEG" and image.mode == "RGBA":
        flat = Image.new("RGB", image.size, "white")
        flat.paste(image, mask=image.getchannel("A"))
        return flat
    plain = Image.new(image.mode, image.size)
    plain.paste(image)
    return plain


def _encoded(image: Image.Image, form: str) -> bytes:
    output = io.BytesIO()
    image.save(output, form, **SAVING[form])
    return output.getvalue()


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


def _after_comments(content: bytes) -> int:
    """Where a text begins after its byte order mark, spaces and HTML comments."""
    place = len(content) - len(content.removeprefix(b"\xef\xbb\xbf"))
    while True:
        place += len(SPACES.match(content, place)[0])  # type: ignore[index]
        end = content.find(b"-->", place + 4) if content.startswith(b"<!--", place) else -1
        if end < 0:
            return place
        place = end + 3


def _is_plain_text(content: bytes) -> bool:
    """Readable text that no browser would take for a page."""
    if MARKUP.match(content, _after_comments(content)) or CONTROL.search(content):
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
