"""A municipality's theme: one accent colour, a logo and a coat of arms, turned into the tokens of the design system.

The colour scale is made in OKLCH (same hue, fixed steps of lightness), and every step that carries text is moved
until it reaches the contrast that WCAG 2.2 AA asks for, so that no choice of colour can make a page unreadable.
"""

from __future__ import annotations

import colorsys
import hashlib
import json
import math
import re
from functools import lru_cache
from typing import Any

DEFAULT_ACCENT = "#0b5f6b"
HEX = re.compile(r"^#[0-9a-fA-F]{6}$")
TEXT_CONTRAST = 4.6
BORDER_CONTRAST = 3.1
EDITOR_LIGHTNESS = 0.26

Rgb = tuple[float, float, float]

LIGHT_STEPS = {
    "background-default": (1.0, 0.0),
    "background-tinted": (0.975, 0.10),
    "surface-default": (1.0, 0.0),
    "surface-tinted": (0.952, 0.20),
    "surface-hover": (0.918, 0.32),
    "surface-active": (0.885, 0.42),
    "border-subtle": (0.86, 0.40),
    "text-default": (0.30, 0.60),
}
DARK_STEPS = {
    "background-default": (0.19, 0.18),
    "background-tinted": (0.225, 0.22),
    "surface-default": (0.245, 0.24),
    "surface-tinted": (0.285, 0.32),
    "surface-hover": (0.32, 0.38),
    "surface-active": (0.36, 0.44),
    "border-subtle": (0.40, 0.40),
    "text-default": (0.95, 0.12),
}


def parse(colour: str) -> Rgb:
    """``#rrggbb`` as three numbers from 0 to 1. Raises ``ValueError``."""
    if not HEX.match(colour):
        raise ValueError(f"Not a colour: {colour!r}")
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def contrast(first: str, second: str) -> float:
    """The WCAG contrast ratio of two ``#rrggbb`` colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def accent_of(theme: dict) -> str:
    """The accent colour of a theme, or the default when it is missing or invalid."""
    accent = str(theme.get("accent", ""))
    return accent.lower() if HEX.match(accent) else DEFAULT_ACCENT


def version(theme: Any) -> str:
    """Changes whenever the theme does: goes into the addresses of what is made from it."""
    return hashlib.sha256(json.dumps(theme, sort_keys=True).encode()).hexdigest()[:10]


@lru_cache(maxsize=200)
def stylesheet(accent: str) -> str:
    """The accent's tokens as CSS custom properties, for light and dark."""
    light, dark = _block(light_scale(accent), deep(accent, 0.27)), _block(dark_scale(accent), deep(accent, 0.16))
    return (
        f':root,[data-color-scheme="light"]{{{light}}}\n'
        f'[data-color-scheme="dark"]{{{dark}}}\n'
        f'@media (prefers-color-scheme:dark){{[data-color-scheme="auto"]{{{dark}}}}}\n'
        f":root{{{_editor_tokens(accent)}}}\n"
    )


def light_scale(accent: str) -> dict[str, str]:
    """Token name to colour, on light ground."""
    lightness, chroma, hue = _to_oklch(parse(accent))
    scale = {name: _from_oklch(step, chroma * share, hue) for name, (step, share) in LIGHT_STEPS.items()}
    tint = scale["surface-active"]
    base = _until(accent, "#ffffff", TEXT_CONTRAST, darker=True)
    base_lightness = _to_oklch(parse(base))[0]
    text = _until(accent, tint, TEXT_CONTRAST, darker=True)
    return scale | {
        "border-default": _until(_from_oklch(max(lightness, 0.6), chroma * 0.8, hue), "#ffffff", BORDER_CONTRAST, True),
        "border-strong": text,
        "text-subtle": text,
        "base-default": base,
        "base-hover": _from_oklch(base_lightness - 0.06, chroma, hue),
        "base-active": _from_oklch(base_lightness - 0.11, chroma, hue),
        "base-contrast-subtle": _until(_from_oklch(0.93, chroma * 0.25, hue), base, TEXT_CONTRAST, darker=False),
        "base-contrast-default": "#ffffff",
    }


def dark_scale(accent: str) -> dict[str, str]:
    """Token name to colour, on dark ground."""
    _, chroma, hue = _to_oklch(parse(accent))
    scale = {name: _from_oklch(step, chroma * share, hue) for name, (step, share) in DARK_STEPS.items()}
    tint = scale["surface-active"]
    base = _until(_from_oklch(0.74, chroma * 0.9, hue), "#000000", 7.0, darker=False)
    text = _until(_from_oklch(0.80, chroma * 0.8, hue), tint, TEXT_CONTRAST, darker=False)
    return scale | {
        "border-default": _until(_from_oklch(0.6, chroma * 0.6, hue), scale["surface-default"], BORDER_CONTRAST, False),
        "border-strong": text,
        "text-subtle": text,
        "base-default": base,
        "base-hover": _from_oklch(0.80, chroma * 0.8, hue),
        "base-active": _from_oklch(0.86, chroma * 0.7, hue),
        "base-contrast-subtle": "#0b0d0e",
        "base-contrast-default": "#000000",
    }


def deep(accent: str, lightness: float) -> dict[str, str]:
    """The dark ground of the footer and what is written on it."""
    _, chroma, hue = _to_oklch(parse(accent))
    ground = _from_oklch(lightness, chroma * 0.55, hue)
    return {
        "deep": ground,
        "deep-text": _from_oklch(0.97, chroma * 0.08, hue),
        "deep-quiet": _until(_from_oklch(0.82, chroma * 0.2, hue), ground, TEXT_CONTRAST, darker=False),
        "deep-line": _until(_from_oklch(0.70, chroma * 0.6, hue), ground, BORDER_CONTRAST, darker=False),
    }


def _editor_tokens(accent: str) -> str:
    """The colours of Wagtail's admin: it counts its tints from hue, saturation and a lightness of about a quarter."""
    grounds = {"primary": deep(accent, 0.34)["deep"], "secondary": light_scale(accent)["base-default"]}
    tokens = []
    for name, colour in grounds.items():
        hue, lightness, saturation = colorsys.rgb_to_hls(*parse(colour))
        tokens += [
            f"--w-color-{name}-hue:{hue * 360:.1f};",
            f"--w-color-{name}-saturation:{saturation:.1%};",
            f"--w-color-{name}-lightness:{min(lightness, EDITOR_LIGHTNESS):.1%};",
        ]
    return "".join(tokens)


def _block(scale: dict[str, str], ground: dict[str, str]) -> str:
    tokens = {f"--ds-color-accent-{name}": colour for name, colour in scale.items()}
    tokens |= {f"--rk-{name}": colour for name, colour in ground.items()}
    return "".join(f"{name}:{colour};" for name, colour in tokens.items())


def _until(colour: str, ground: str, min_contrast: float, darker: bool) -> str:
    lightness, chroma, hue = _to_oklch(parse(colour))
    step = -0.01 if darker else 0.01
    while contrast(colour, ground) < min_contrast and 0 < lightness < 1:
        lightness += step
        colour = _from_oklch(lightness, chroma, hue)
    return colour


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel) for channel in parse(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(channel: float) -> float:
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _to_oklch(rgb: Rgb) -> tuple[float, float, float]:
    """Björn Ottosson's OKLab, in polar form: lightness 0 to 1, chroma, hue in radians."""
    red, green, blue = (_linear(channel) for channel in rgb)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _from_oklch(lightness: float, chroma: float, hue: float) -> str:
    lightness = min(max(lightness, 0.0), 1.0)
    while chroma > 0.001 and not _in_gamut(_to_linear(lightness, chroma, hue)):
        chroma *= 0.95
    channels = (_encoded(min(max(channel, 0.0), 1.0)) for channel in _to_linear(lightness, chroma, hue))
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _in_gamut(rgb: Rgb) -> bool:
    return all(-0.0005 <= channel <= 1.0005 for channel in rgb)


def _to_linear(lightness: float, chroma: float, hue: float) -> Rgb:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
