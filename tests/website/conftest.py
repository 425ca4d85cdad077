"""Two municipalities as the command makes them, their people, and pages to look at."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from raekoda.core.actor import Actor
from raekoda.core.models import Municipality
from raekoda.core.tenancy import municipality_scope
from raekoda.people.models import Membership, Role, User
from raekoda.website.actions import add_municipality
from raekoda.website.models import NewsIndexPage, NewsPage


@pytest.fixture
def tartu(db: None) -> Iterator[Municipality]:
    """Tartu linn with its site; its scope is open."""
    made = add_municipality("0793", by=Actor.system()).municipality
    with municipality_scope(made):
        yield made


@pytest.fixture
def elva(db: None) -> Municipality:
    """Elva vald with its site; its scope is not open."""
    return add_municipality("0171", by=Actor.system()).municipality


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
    """Publish a piece of news."""

    def write(municipality: Municipality, title: str, *, day: int = 1, language: str = "et", live: bool = True) -> NewsPage:
        index = NewsIndexPage.objects.get(url_path=f"/{municipality.slug}/{language}/uudised/")
        date = datetime.date(2026, 1, 1) + datetime.timedelta(days=day)
        page = NewsPage(title=title, slug=f"uudis-{day}-{language}", date=date, intro=f"{title}, lühidalt.", live=live)
        index.add_child(instance=page)
        if live:
            page.save_revision().publish()
        return page

    return write
