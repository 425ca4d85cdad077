"""Two municipalities as the command makes them, their people, and pages to look at."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from raekoda.identity.accounts.models import Membership, Role, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.publishing.website.actions import add_municipality
from raekoda.publishing.website.models import NewsIndexPage, NewsPage


@pytest.fixture(scope="module")
def towns(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Municipality]]:
    """Tartu and Elva, made once for the tests of a module, which each undo what they changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = {code: add_municipality(code, actor=Actor.system()).municipality for code in ("0793", "0171")}
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def tartu(towns: dict[str, Municipality], db: None) -> Iterator[Municipality]:
    """Tartu linn with its site; its scope is open."""
    here = Municipality.objects.get(code="0793")
    with municipality_scope(here):
        yield here


@pytest.fixture
def elva(towns: dict[str, Municipality], db: None) -> Municipality:
    """Elva vald with its site; its scope is not open."""
    return Municipality.objects.get(code="0171")


@pytest.fixture
def at_tartu() -> Client:
    """A visitor of Tartu's site."""
    return Client(HTTP_HOST="tartu.localhost")


@pytest.fixture
def at_elva() -> Client:
    """A visitor of Elva's site."""
    return Client(HTTP_HOST="elva.localhost")


@pytest.fixture
def member() -> Callable[..., User]:
    """Make a user with a role in a municipality."""

    def make(name: str, municipality: Municipality, role: Role, user: User | None = None) -> User:
        user = user or User.objects.create_user(name, password="kolmkassi-kolmkassi", language="en")
        Membership.objects.create(user=user, municipality=municipality, role=role)
        return user

    return make


@pytest.fixture
def write_news() -> Callable[..., NewsPage]:
    """Publish a piece of news; ``quick`` leaves out its history and search."""

    def write(
        municipality: Municipality,
        title: str,
        *,
        day: int = 1,
        language: str = "et",
        live: bool = True,
        quick: bool = False,
    ) -> NewsPage:
        index = NewsIndexPage.objects.get(url_path=f"/{municipality.slug}/{language}/uudised/")
        date = datetime.date(2026, 1, 1) + datetime.timedelta(days=day)
        page = NewsPage(title=title, slug=f"uudis-{day}-{language}", date=date, intro=f"{title}, lühidalt.", live=live)
        index.add_child(instance=page)
        if live and not quick:
            page.save_revision().publish()
        return page

    return write
