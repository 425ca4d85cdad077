"""A platform operator adds a municipality with one command and gets its site."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page, Site

from raekoda.identity.accounts.models import Role, Unit
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Host, JournalEntry, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.publishing.website import starter
from raekoda.publishing.website.actions import HostTaken, UnknownMunicipality, add_municipality
from raekoda.publishing.website.models import MunicipalityGroup
from raekoda.registry.services.models import Topic

PATHS = ["", "uudised/", "meist/", "kontakt/", "ligipaasetavus/", "andmekaitse/"]


def run(*arguments: str) -> str:
    output = StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue()


def test_command_makes_everything_and_says_so(db: None) -> None:
    said = run("municipality_add", "0245")
    assert "Jõelähtme vald is served at http://joelahtme.localhost" in said
    municipality = Municipality.objects.get(code="0245")
    assert municipality.county
    assert not municipality.is_demo
    with municipality_scope(municipality):
        assert Unit.objects.count() == len(starter.units())
        tops = Topic.objects.filter(parent=None)
        assert tops.count() == len(starter.topics())
        assert Topic.objects.exclude(parent=None).count() > tops.count()
        for topic in Topic.objects.all():
            assert topic.name_et
            assert topic.name_en
            assert topic.name_ru
    roles = MunicipalityGroup.objects.filter(municipality=municipality).values_list("role", flat=True)
    assert set(roles) == {Role.EDITOR, Role.SERVICE_OWNER, Role.ADMINISTRATOR}
    assert JournalEntry.objects.filter(action="website.municipality_added", municipality=municipality).count() == 1


@pytest.mark.parametrize(("prefix", "language"), [("/", "et"), ("/en/", "en"), ("/ru/", "ru")])
def test_site_is_there_in_three_languages(tartu: Municipality, at_tartu: Client, prefix: str, language: str) -> None:
    for path in PATHS:
        response = at_tartu.get(prefix + path)
        assert response.status_code == 200, prefix + path
        assert f'<html lang="{language}"' in response.content.decode()
        assert "{name}" not in response.content.decode()
    assert at_tartu.get(prefix + "olematu/").status_code == 404


def test_twice_changes_nothing(tartu: Municipality) -> None:
    home = Page.objects.get(url_path="/tartu/et/")
    home.title = "Muudetud pealkiri"
    home.save()
    counts = (
        Page.objects.count(),
        Topic.objects.count(),
        Unit.objects.count(),
        Host.objects.count(),
        Site.objects.count(),
    )
    again = add_municipality("0793", actor=Actor.system())
    assert again.made == []
    assert counts == (
        Page.objects.count(),
        Topic.objects.count(),
        Unit.objects.count(),
        Host.objects.count(),
        Site.objects.count(),
    )
    assert Page.objects.get(pk=home.pk).title == "Muudetud pealkiri"
    assert "nothing was missing" in run("municipality_add", "0793")


def test_what_was_taken_away_comes_back(tartu: Municipality) -> None:
    Page.objects.get(url_path="/tartu/ru/meist/").delete()
    Topic.objects.get(slug="parkimine").delete()
    made = add_municipality("0793", actor=Actor.system()).made
    assert made == ["1 topics", "1 starter pages"]
    page = Page.objects.get(url_path="/tartu/ru/meist/")
    assert page.translation_key == Page.objects.get(url_path="/tartu/et/meist/").translation_key


def test_own_host_name_becomes_the_address(db: None, client: Client) -> None:
    added = add_municipality("0171", host="www.elva.example", actor=Actor.system())
    assert added.url.startswith("http://www.elva.example")
    for host in ("www.elva.example", "elva.localhost"):
        assert "Elva vald" in client.get("/", HTTP_HOST=host).content.decode()
    assert client.get("/", HTTP_HOST="keegi.teine.example").status_code == 404


def test_host_of_another_municipality_is_refused(tartu: Municipality) -> None:
    with pytest.raises(HostTaken):
        add_municipality("0245", host="tartu.localhost", actor=Actor.system())
    assert not Municipality.objects.filter(code="0245").exists()


@pytest.mark.parametrize("host", ["-tartu.ee", "tartu ee", "http://tartu.ee", "tartu.ee/"])
def test_broken_host_is_refused(db: None, host: str) -> None:
    with pytest.raises(HostTaken):
        add_municipality("0793", host=host, actor=Actor.system())


def test_unknown_code(db: None) -> None:
    with pytest.raises(UnknownMunicipality):
        add_municipality("9999", actor=Actor.system())
    with pytest.raises(CommandError, match="9999"):
        run("municipality_add", "9999")


def test_list(tartu: Municipality) -> None:
    assert "0793  Tartu linn" in run("municipality_list")
    everyone = run("municipality_list", "--all")
    assert len(everyone.splitlines()) == 79
    assert everyone.count("http://") == 2


def test_wagtails_own_samples_are_gone(tartu: Municipality) -> None:
    assert not Page.objects.filter(url_path="/home/").exists()
    assert not Site.objects.filter(is_default_site=True).exists()
