"""Untrusted pictures decoded and re-encoded: upright, limited in size, in sRGB, without metadata.

Runs in a child process (:mod:`raekoda.platform.core.aside`), for decoders are native code; needs no Django.
"""

from __future__ import annotations

import io
from contextlib import suppress
from functools import lru_cache
from typing import Any

from PIL import Image, ImageCms, UnidentifiedImageError

from raekoda.platform.core.aside import READING_ERRORS, Answering

MAX_JPEG_PIXELS = 120_000_000  # decoded at a reduced scale
MAX_PIXELS = 50_000_000
LONGEST_EDGE = 2560
THUMBNAIL_EDGE = 480

PICTURES = {
    "JPEG": ("JPEG", ".jpg"),
    "MPO": ("JPEG", ".jpg"),
    "HEIF": ("JPEG", ".jpg"),
    "AVIF": ("JPEG", ".jpg"),
    "PNG": ("PNG", ".png"),
    "GIF": ("PNG", ".png"),
    "WEBP": ("WEBP", ".webp"),
}
SAVING: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 85, "optimize": True},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 85, "method": 3},
}
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def painter() -> Answering:
    """Answers ``{"left": pixels that may be decoded, or None}`` and the picture with what was drawn, and the picture and its
    thumbnail as bytes; or with ``problem``: "unopened", "too_many", "together", "damaged". ``spent`` pixels are gone."""

    def answer(question: Any, content: bytes) -> tuple[dict[str, Any], bytes]:
        try:
            image = _open(content)
        except Image.DecompressionBombError:
            return {"problem": "too_many"}, b""
        except (UnidentifiedImageError, *READING_ERRORS):
            return {"problem": "unopened"}, b""
        with image:
            return _drawn(image, question["left"])

    return answer


def _drawn(image: Image.Image, left: int | None) -> tuple[dict[str, Any], bytes]:
    form, extension = PICTURES[image.format or "JPEG"]
    is_reduced = image.format in {"JPEG", "MPO"}
    pixels = image.width * image.height
    if pixels > (MAX_JPEG_PIXELS if is_reduced else MAX_PIXELS):
        return {"problem": "too_many"}, b""
    spent = pixels // 4 if is_reduced else pixels
    if left is not None and spent > left:
        return {"problem": "together"}, b""
    try:
        upright = _decoded(image)
    except READING_ERRORS:
        return {"problem": "damaged", "spent": spent}, b""
    plain = _plain(upright, form)
    small = _plain(upright, "JPEG")
    small.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE))
    content = _encoded(plain, form)
    facts = {"form": form, "extension": extension, "width": plain.width, "height": plain.height, "size": len(content)}
    return {**facts, "spent": spent}, content + _encoded(small, "JPEG")


@lru_cache(maxsize=1)
def _picture_formats() -> list[str]:
    """Formats that Pillow may read; HEIC where its library is installed."""
    formats = ["JPEG", "PNG", "WEBP", "GIF"]
    with suppress(ImportError):
        import pillow_heif

        pillow_heif.register_heif_opener()
        formats.append("HEIF")
    Image.init()
    return [*formats, "AVIF"] if "AVIF" in Image.OPEN else formats


def _open(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=_picture_formats())


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
