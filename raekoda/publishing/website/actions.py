"""Sets up a municipality: hosts, site, pages, topics, units, groups."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from wagtail.models import Collection, Locale, Page, Site

from raekoda.identity.accounts.models import Unit
from raekoda.identity.places.facts import MunicipalityFacts
from raekoda.identity.places.facts import municipality as facts_of
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.links import site_url
from raekoda.platform.core.models import Host, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.publishing.website import starter
from raekoda.publishing.website.groups import make_groups
from raekoda.publishing.website.models import HomePage, MunicipalityFolder, MunicipalitySite, NewsIndexPage, TextPage
from raekoda.registry.services.models import Topic

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
HOST_NAME = re.compile(r"^(?!-)[a-z0-9-]{1,63}(\.(?!-)[a-z0-9-]{1,63})*$")
LOCK_KEY = 79_000_001


class UnknownMunicipality(LookupError):
    """No municipality of Estonia has this EHAK code."""


class HostTaken(ValueError):
    """The host name is invalid or belongs to another municipality."""


@dataclass
class Added:
    """What :func:`add_municipality` did: ``made`` describes what was created."""

    municipality: Municipality
    url: str
    made: list[str] = field(default_factory=list)


@transaction.atomic
def add_municipality(code: str, *, actor: Actor, host: str | None = None, demo: bool = False) -> Added:
    """Make the municipality of EHAK ``code`` with its starter content; existing records are not changed.

    It is served at ``<slug>.<RAEKODA_BASE_DOMAIN>``, and at ``host`` when one is given, which then is its main address.
    Raises ``UnknownMunicipality`` and ``HostTaken``.
    """
    facts = facts_of(code)
    if facts is None:
        raise UnknownMunicipality(code)
    _lock()
    made: list[str] = []
    municipality = _municipality(facts, demo, made)
    _hosts(municipality, host, made)
    with municipality_scope(municipality):
        _topics(municipality, made)
        _units(municipality, made)
        website = _website(municipality, made)
        _pages(website, made)
        make_groups(website)
        if made:
            record("website.municipality_added", municipality, actor, made=made)
    return Added(municipality, site_url(municipality), made)


@transaction.atomic
def change_settings(
    municipality: Municipality,
    *,
    actor: Actor,
    contacts: dict[str, str],
    accent: str,
    notice: dict[str, Any],
    widget_sites: str = "",
) -> None:
    """Change what an administrator may change of their municipality: contacts, colour, crisis notice, sites of the widget.

    ``contacts`` has email, phone, street_address; ``accent`` is "#rrggbb" or empty; ``notice`` is empty, or has tone, url
    and by language title and text; ``widget_sites`` are addresses, one a line. Raises ``PermissionDenied``.
    """
    actor.require("website.settings", municipality)
    before = (municipality.notice, municipality.theme, municipality.widget_sites)
    for name in ("email", "phone", "street_address"):
        setattr(municipality, name, contacts[name])
    municipality.theme = (
        {**municipality.theme, "accent": accent}
        if accent
        else {key: value for key, value in municipality.theme.items() if key != "accent"}
    )
    municipality.notice, municipality.widget_sites = notice, widget_sites
    municipality.save(update_fields=["email", "phone", "street_address", "theme", "notice", "widget_sites"])
    record(
        "website.settings_changed",
        municipality,
        actor,
        notice_changed=before[0] != notice,
        theme_changed=before[1] != municipality.theme,
        widget_sites_changed=before[2] != widget_sites,
    )


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])


def _municipality(facts: MunicipalityFacts, demo: bool, made: list[str]) -> Municipality:
    municipality, is_new = Municipality.objects.get_or_create(
        code=facts.code,
        defaults={"name": facts.name, "county": facts.county, "slug": facts.slug, "is_demo": demo},
    )
    if is_new:
        made.append(f"municipality {facts.name}")
    return municipality


def _hosts(municipality: Municipality, host: str | None, made: list[str]) -> None:
    own = f"{municipality.slug}.{settings.RAEKODA_BASE_DOMAIN}"
    main = (host or "").strip().lower() or None
    for name in dict.fromkeys(each for each in (main, own) if each):
        if not HOST_NAME.match(name):
            raise HostTaken(f"{name} is not a host name")
        row, is_new = Host.objects.get_or_create(name=name, defaults={"municipality": municipality})
        if row.municipality_id != municipality.pk:
            raise HostTaken(f"{name} serves {row.municipality} already")
        if is_new:
            made.append(f"host {name}")
    if main or not municipality.hosts.filter(is_primary=True).exists():
        municipality.hosts.filter(is_primary=True).exclude(name=main or own).update(is_primary=False)
        municipality.hosts.filter(name=main or own).update(is_primary=True)


def _topics(municipality: Municipality, made: list[str]) -> None:
    count = 0
    for order, words in enumerate(starter.topics()):
        topic, is_new = _topic(municipality, words, order, None)
        count += is_new
        for place, child in enumerate(words.get("children", [])):
            count += _topic(municipality, child, place, topic)[1]
    if count:
        made.append(f"{count} topics")


def _topic(municipality: Municipality, words: dict[str, Any], order: int, parent: Topic | None) -> tuple[Topic, bool]:
    texts = {f"name_{language}": words["name"][language] for language in LANGUAGES}
    descriptions = words.get("description", {})
    texts |= {f"description_{language}": descriptions.get(language, "") for language in LANGUAGES}
    return Topic.objects.get_or_create(
        municipality=municipality,
        slug=words["slug"],
        defaults={"icon": words.get("icon", ""), "order": order, "parent": parent, **texts},
    )


def _units(municipality: Municipality, made: list[str]) -> None:
    if Unit.objects.exists():
        return
    for name in starter.units():
        Unit.objects.create(municipality=municipality, name=name)
    made.append(f"{len(starter.units())} units")


def _website(municipality: Municipality, made: list[str]) -> MunicipalitySite:
    website = MunicipalitySite.objects.filter(municipality=municipality).first()
    if website is None:
        folder = _folder(municipality)
        home = folder.get_children().get(slug=settings.LANGUAGE_CODE)
        site = Site.objects.create(hostname=_main_host(municipality), port=settings.RAEKODA_PUBLIC_PORT, root_page=home)
        top = Collection.get_first_root_node() or Collection.add_root(name="Root")
        collection = top.add_child(name=municipality.name)
        website = MunicipalitySite.objects.create(
            municipality=municipality, site=site, folder=folder, collection=collection
        )
        made.append(f"site with home pages in {', '.join(LANGUAGES)}")
    site = website.site
    site.hostname, site.port, site.site_name = _main_host(municipality), settings.RAEKODA_PUBLIC_PORT, municipality.name
    site.save()
    return website


def _main_host(municipality: Municipality) -> str:
    return municipality.hosts.get(is_primary=True).name


def _folder(municipality: Municipality) -> MunicipalityFolder:
    main = _locale(settings.LANGUAGE_CODE)
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=main)
    folder = root.add_child(
        instance=MunicipalityFolder(title=municipality.name, slug=municipality.slug, locale=main, live=False)
    )
    key = None
    for language in LANGUAGES:
        words = starter.home()[language]
        home = HomePage(title=municipality.name, slug=language, locale=_locale(language), **words)
        if key is not None:
            home.translation_key = key
        key = home.translation_key
        folder.add_child(instance=home)
        home.save_revision().publish()
    return folder


def _locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def _pages(website: MunicipalitySite, made: list[str]) -> None:
    homes = {home.slug: home for home in HomePage.objects.child_of(website.folder).select_related("locale")}
    names = {"name": website.municipality.name, "county": website.municipality.county}
    count = 0
    for words in starter.pages():
        key = None
        for language in LANGUAGES:
            home = homes.get(language)
            if home is None:
                continue
            page = home.get_children().filter(slug=words["slug"]).first()
            if page is None:
                page = _page(words["kind"], words["slug"], words[language], names)
                page.locale = home.locale
                if key is not None:
                    page.translation_key = key
                home.add_child(instance=page)
                page.save_revision().publish()
                count += 1
            key = page.translation_key
    if count:
        made.append(f"{count} starter pages")


def _page(kind: str, slug: str, words: dict[str, Any], names: dict[str, str]) -> Page:
    if kind == "news":
        return NewsIndexPage(title=words["title"], slug=slug)
    blocks = [(block, _filled(value, names)) for block, value in words["blocks"]]
    page = TextPage(title=words["title"], slug=slug, intro=words["intro"])
    page.body = TextPage._meta.get_field("body").stream_block.to_python(
        [{"type": block, "value": value} for block, value in blocks]
    )
    return page


def _filled(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(each, names) for key, each in value.items()}
    if isinstance(value, str):
        return value.replace("{name}", names["name"]).replace("{county}", names["county"])
    return value
