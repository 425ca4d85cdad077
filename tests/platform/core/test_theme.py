"""Any municipality may choose any colour, and its pages stay readable."""

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from raekoda.platform.core import theme
from raekoda.platform.core.models import Municipality

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS)
def test_text_and_buttons_can_be_read_in_every_colour(accent: str) -> None:
    for scale in (theme.light_scale(accent), theme.dark_scale(accent)):
        grounds = [
            scale[name] for name in ("background-default", "background-tinted", "surface-tinted", "surface-hover")
        ]
        assert min(theme.contrast(scale["text-default"], ground) for ground in grounds) >= 4.5
        assert min(theme.contrast(scale["text-subtle"], ground) for ground in grounds) >= 4.5
        assert theme.contrast(scale["base-contrast-default"], scale["base-default"]) >= 4.5
        assert theme.contrast(scale["border-default"], scale["background-default"]) >= 3


@given(COLOURS)
def test_the_footer_can_be_read_in_every_colour(accent: str) -> None:
    for lightness in (0.27, 0.16):
        tokens = theme.deep(accent, lightness)
        assert theme.contrast(tokens["deep-text"], tokens["deep"]) >= 4.5
        assert theme.contrast(tokens["deep-quiet"], tokens["deep"]) >= 4.5


def test_contrast_is_counted_as_wcag_does() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("broken", ["", "red", "#12345", "#12345g", "url(x)", "#ffffff;}body{display:none"])
def test_a_broken_colour_gives_the_default(broken: str) -> None:
    assert theme.accent_of({"accent": broken}) == theme.DEFAULT_ACCENT


def test_the_address_of_the_stylesheet_changes_with_the_theme() -> None:
    assert theme.version({"accent": "#112233"}) != theme.version({"accent": "#112234"})


def test_each_municipality_gets_its_own_colours(
    client: Client, municipality: Municipality, other_municipality: Municipality
) -> None:
    other_municipality.theme = {"accent": "#7a1f5c"}
    other_municipality.save()
    own = client.get("/theme.css").content.decode()
    other = client.get("/theme.css", headers={"host": "elva.localhost"}).content.decode()
    assert theme.DEFAULT_ACCENT in own
    assert "#7a1f5c" in other
    assert own != other
    assert re.fullmatch(r"[-\w{}:;,#()\[\]\"=.@%\s]+", other)


def test_the_stylesheet_is_kept_only_under_its_own_version(client: Client, municipality: Municipality) -> None:
    current = client.get("/theme.css", {"v": theme.version(municipality.theme)})
    assert "max-age=31536000" in current["Cache-Control"]
    assert "max-age=60" in client.get("/theme.css", {"v": "old"})["Cache-Control"]
    assert current["Content-Type"].startswith("text/css")
