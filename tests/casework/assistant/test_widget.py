"""What other sites load, and what their visitors' browsers are told."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from raekoda.casework.assistant.embed import SETTINGS
from raekoda.platform.core.models import Municipality

SCRIPT = "/abiline/vidin.js"


@pytest.fixture
def stranger(municipality: Municipality) -> Client:
    """A browser on another site, with no cookie of ours."""
    return Client(headers={"host": "tartu.localhost"}, enforce_csrf_checks=True)


def test_the_script_speaks_three_languages_in_the_colours_of_the_municipality(
    stranger: Client, municipality: Municipality
) -> None:
    script = stranger.get(SCRIPT)
    assert script["Content-Type"].startswith("text/javascript")
    assert SETTINGS not in script.text
    for words in ("Tartu linn: küsi oma sõnadega", "Ask the municipality", "/ru/abiline/raam/", "#0b5f6b"):
        assert words in script.text
    municipality.theme = {"accent": "#7a1f3d"}
    municipality.save()
    cache.clear()
    assert '"accent": "#7a1f3d"' in stranger.get(SCRIPT).text


def test_the_script_may_be_kept_and_is_not_sent_twice(stranger: Client) -> None:
    first = stranger.get(SCRIPT)
    assert "max-age=3600" in first["Cache-Control"] and "public" in first["Cache-Control"]
    assert first["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert stranger.get(SCRIPT, headers={"if-none-match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("prefix", ["", "/en", "/ru"])
def test_only_the_frame_may_stand_in_pages_of_other_sites(prefix: str, stranger: Client) -> None:
    framed = [stranger.get(f"{prefix}/abiline/raam/"), stranger.post(f"{prefix}/abiline/raam/", {"text": "Kas?"}),
              stranger.post(f"{prefix}/abiline/olematu/hinnang/", {"helped": "yes", "framed": "1"})]  # fmt: skip
    for response in framed:
        assert response.status_code == 200
        assert "X-Frame-Options" not in response
        assert "frame-ancestors *" in response["Content-Security-Policy"]
        assert "script-src 'self'" in response["Content-Security-Policy"]
        assert not response.cookies
    for path in ("/abiline/", "/kysi/", "/otsi/"):
        response = stranger.get(f"{prefix}{path}")
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_links_of_the_frame_open_outside_of_it(stranger: Client) -> None:
    page = stranger.post("/abiline/raam/", {"text": "Millal rong Kuule sõidab?"}).text
    assert 'target="_blank"' in page
    assert "rk-header" not in page and "rk-footer" not in page
