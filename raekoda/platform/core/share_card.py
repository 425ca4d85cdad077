"""The picture that link previews show: the municipality's name and a drawn skyline in the colours of its theme."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from raekoda.platform.core import theme

SIZE = (1200, 630)
MARGIN = 80
FONT = "@fontsource-variable/commissioner/files/commissioner-latin-wght-normal.woff2"
ROOFS = ((0, 190, 150), (170, 120, 210), (310, 210, 130), (540, 160, 190), (720, 260, 120), (1000, 200, 170))
"""Left edge, width and height of the houses."""


@lru_cache(maxsize=100)
def draw(name: str, accent: str) -> bytes:
    """PNG of 1200 x 630 pixels with ``name`` in the colours of ``accent`` (``#rrggbb``)."""
    ground, scale = theme.deep(accent, 0.27), theme.light_scale(accent)
    image = Image.new("RGB", SIZE, ground["deep"])
    canvas = ImageDraw.Draw(image)
    _draw_houses(canvas, scale["base-default"], scale["border-subtle"])
    font = _fitting(name, SIZE[0] - 2 * MARGIN)
    canvas.text((MARGIN, 150), name, font=font, fill=ground["deep-text"])
    width = min(SIZE[0] - 2 * MARGIN, font.getlength(name))
    canvas.rectangle((MARGIN, 300, MARGIN + width, 308), fill=ground["deep-line"])
    data = io.BytesIO()
    image.save(data, "PNG", optimize=True)
    return data.getvalue()


def _draw_houses(canvas: ImageDraw.ImageDraw, wall: str, light: str) -> None:
    foot = SIZE[1]
    for left, width, height in ROOFS:
        top = foot - height
        canvas.rectangle((left, top, left + width, foot), fill=wall)
        canvas.polygon([(left - 14, top), (left + width / 2, top - width / 3), (left + width + 14, top)], fill=wall)
        for x in range(left + 24, left + width - 30, 52):
            canvas.rectangle((x, top + 30, x + 24, top + 62), fill=light)


def _fitting(name: str, width: int) -> ImageFont.FreeTypeFont:
    """The font, as large as ``name`` fits into ``width`` pixels."""
    for size in range(120, 20, -8):
        font = ImageFont.truetype(Path(settings.RAEKODA_FRONTEND) / FONT, size)
        font.set_variation_by_axes([700])
        if font.getlength(name) <= width:
            break
    return font
