"""An administrator keeps the municipality's contacts, colour and crisis notice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client

from raekoda.identity.accounts.models import Role, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.publishing.website.actions import change_settings

URL = "/haldus/omavalitsus/"
NOTICE = {
    "email": "info@example.ee", "phone": "1789", "street_address": "", "accent": "#7a1f3d", "tone": "danger",
    "url": "/uudised/", "title_et": "Vesi ei kõlba juua", "text_et": "Keetke vett enne joomist.", "title_ru": "Вода непригодна",
    "text_ru": "Кипятите воду.", "title_en": "", "text_en": "",
}  # fmt: skip


@pytest.fixture
def administrator(tartu: Municipality, member: Callable[..., User], at_tartu: Client) -> Client:
    at_tartu.force_login(member("juht", tartu, Role.ADMINISTRATOR))
    return at_tartu


def test_notice_stands_on_every_page_at_once_in_each_language(administrator: Client) -> None:
    visitor = Client(HTTP_HOST="tartu.localhost")
    assert "Vesi ei kõlba" not in visitor.get("/").content.decode()
    assert administrator.post(URL, NOTICE).status_code == 302
    for path in ("/", "/kontakt/", "/uudised/"):
        text = visitor.get(path).content.decode()
        assert "Vesi ei kõlba juua" in text
        assert "Keetke vett enne joomist." in text
        assert 'data-tone="danger"' in text
    assert "Вода непригодна" in visitor.get("/ru/").content.decode()
    assert "Vesi ei kõlba juua" in visitor.get("/en/").content.decode()
    entry = JournalEntry.objects.get(action="website.settings_changed")
    assert entry.data == {"notice_changed": True, "theme_changed": True, "widget_sites_changed": False}


def test_notice_can_be_taken_away(administrator: Client, tartu: Municipality) -> None:
    administrator.post(URL, NOTICE)
    administrator.post(URL, {**NOTICE, "tone": ""})
    tartu.refresh_from_db()
    assert tartu.notice == {}
    assert tartu.phone == "1789"


def test_form_shows_the_stored_values(administrator: Client) -> None:
    administrator.post(URL, NOTICE)
    text = administrator.get(URL).content.decode()
    assert "Vesi ei kõlba juua" in text
    assert "#7a1f3d" in text


@pytest.mark.parametrize(
    ("field", "value"),
    [("url", "javascript:alert(1)"), ("url", "//kuri.example"), ("url", "/\\kuri.example"), ("url", "http://kuri.example"),
     ("accent", "red;}"), ("text_et", ""), ("email", "ei ole"), ("tone", "olematu")],
)  # fmt: skip
def test_broken_values_are_refused_in_words(administrator: Client, tartu: Municipality, field: str, value: str) -> None:
    response = administrator.post(URL, {**NOTICE, field: value})
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    tartu.refresh_from_db()
    assert tartu.notice == {}


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SERVICE_OWNER])
def test_only_administrators(tartu: Municipality, member: Callable[..., User], at_tartu: Client, role: Role) -> None:
    user = member("keegi", tartu, role)
    at_tartu.force_login(user)
    assert at_tartu.get(URL).status_code in (302, 403)
    at_tartu.post(URL, NOTICE)
    tartu.refresh_from_db()
    assert tartu.notice == {}
    with pytest.raises(PermissionDenied):
        change_settings(tartu, actor=Actor.staff(user), contacts={}, accent="", notice={})


def test_administrator_of_tartu_changes_nothing_at_elva(administrator: Client, elva: Municipality) -> None:
    administrator.post(URL, NOTICE, HTTP_HOST="elva.localhost")
    elva.refresh_from_db()
    assert elva.notice == {}


def test_only_sites_that_are_named_may_show_the_assistant(administrator: Client, tartu: Municipality) -> None:
    visitor = Client(HTTP_HOST="tartu.localhost")
    sites = "https://www.example.ee/\r\n\r\nhttp://KOOL.example.ee:8080\r\nhttps://www.example.ee"
    administrator.post(URL, {**NOTICE, "widget_sites": sites})
    cache.clear()
    policy = visitor.get("/abiline/raam/")["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self' https://www.example.ee http://kool.example.ee:8080")
    for nonsense in ("www.example.ee", "https://*", "https://a.ee; script-src *", "https://a.ee/lehed"):
        assert administrator.post(URL, {**NOTICE, "widget_sites": nonsense}).status_code == 200
    tartu.refresh_from_db()
    assert tartu.widget_sites == "https://www.example.ee\nhttp://kool.example.ee:8080"
