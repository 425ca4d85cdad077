"""An editor, topics, districts, notices and subscribers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from raekoda.channels.notices import actions
from raekoda.channels.notices.models import Kind, Notice, Subscriber
from raekoda.identity.accounts.models import Role
from raekoda.identity.places.models import Area
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Topic
from tests.casework.cases.conftest import lights, make_case, make_user, official, operator, resident, unit  # noqa: F401
from tests.mailserver import MailServer


@pytest.fixture
def editor(municipality: Municipality) -> Actor:
    return Actor.staff(make_user(municipality, "edith", Role.EDITOR))


@pytest.fixture
def desk(editor: Actor) -> Client:
    client = Client()
    client.force_login(editor.user)  # type: ignore[arg-type]
    return client


@pytest.fixture
def annelinn(municipality: Municipality) -> Area:
    return Area.objects.create(kind="district", code="annelinn", name="Annelinn", municipality=municipality)


@pytest.fixture
def karlova(municipality: Municipality) -> Area:
    return Area.objects.create(kind="district", code="karlova", name="Karlova", municipality=municipality)


@pytest.fixture
def streets(municipality: Municipality) -> Topic:
    return Topic.objects.create(municipality=municipality, slug="tanavad", name="Tänavad")


@pytest.fixture
def snow(municipality: Municipality, streets: Topic) -> Topic:
    return Topic.objects.create(municipality=municipality, slug="lumi", name="Lumi", parent=streets)


@pytest.fixture
def schools(municipality: Municipality) -> Topic:
    return Topic.objects.create(municipality=municipality, slug="koolid", name="Koolid")


@pytest.fixture
def subscriber(municipality: Municipality) -> Callable[..., Subscriber]:
    """Creates a confirmed subscriber of everything; keyword arguments override fields."""

    def make(name: str = "mari", **kwargs: Any) -> Subscriber:
        values = {"kinds": list(Kind.values), "confirmed_at": clock.now(), **kwargs}
        return Subscriber.objects.create(municipality=municipality, email=f"{name}@example.ee", **values)

    return make


@pytest.fixture
def write(municipality: Municipality, editor: Actor) -> Callable[..., Notice]:
    """Creates a draft."""

    def make(**kwargs: Any) -> Notice:
        values = {"kind": Kind.NEWS, "title_et": "Riia tänav on suletud", "text_et": "Kuni reedeni.", **kwargs}
        return actions.save(actions.new_notice(municipality), values, actor=editor)

    return make


@pytest.fixture
def publish(write: Callable[..., Notice], editor: Actor) -> Callable[..., Notice]:
    """Creates a published notice."""

    def make(**kwargs: Any) -> Notice:
        notice = write(**kwargs)
        actions.publish(notice, actor=editor)
        return Notice.objects.get(pk=notice.pk)

    return make


@pytest.fixture
def mail(settings: Any) -> Iterator[MailServer]:
    server = MailServer().start()
    settings.EMAIL_URL = server.url
    yield server
    server.stop()
