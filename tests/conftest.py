"""What every test may use: a clean cache, two municipalities, a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from raekoda.core.models import Host, Municipality
from raekoda.core.tenancy import municipality_scope
from tests.database import keep_rows_of_migrations, restore_rows_of_migrations

hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")
pytest_plugins = ["tests.browser"]
IN_A_BROWSER = 2


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first, then real processes, then the browser; otherwise as collected. Where several processes run the
    tests, a file's tests stay together, but for those in a browser: they share nothing and take long."""
    items.sort(key=_turn)
    for item in items:
        if _turn(item) < IN_A_BROWSER:
            item.add_marker(pytest.mark.xdist_group(str(item.path)))


def _turn(item: pytest.Item) -> int:
    if item.get_closest_marker("process"):
        return 1
    return IN_A_BROWSER if item.get_closest_marker("browser") else 0


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, with the rows of migrations remembered for tests that commit."""
    with django_db_blocker.unblock():
        keep_rows_of_migrations()
        restore_rows_of_migrations()  # a run that was killed may have left rows behind
    TransactionTestCase._fixture_teardown = restore_rows_of_migrations  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _no_files_left() -> Iterator[None]:
    yield
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    shutil.rmtree(settings.RAEKODA_OUTBOX, ignore_errors=True)


def make_municipality(code: str, name: str, county: str, slug: str) -> Municipality:
    """A municipality served at ``<slug>.localhost``."""
    municipality = Municipality.objects.create(code=code, name=name, county=county, slug=slug)
    Host.objects.create(municipality=municipality, name=f"{slug}.localhost", is_primary=True)
    return municipality


@pytest.fixture
def municipality(db: None) -> Iterator[Municipality]:
    """Tartu linn, also served on the bare host, with its scope open."""
    tartu = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(tartu):
        yield tartu


@pytest.fixture
def other_municipality(db: None) -> Municipality:
    """Elva vald, whose records nobody in Tartu may see; its scope is not open."""
    return make_municipality("0171", "Elva vald", "Tartu maakond", "elva")
