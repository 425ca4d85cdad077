"""What every test may use: a clean cache, two municipalities, a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from wagtail.signal_handlers import (
    connect_reference_index_signal_handlers,
    disconnect_reference_index_signal_handlers,
)

from raekoda.platform.core.models import Host, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from tests.database import (
    copy_for_other_processes,
    keep_rows_of_migrations,
    one_process_at_a_time,
    restore_rows_of_migrations,
)

hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")
pytest_plugins = ["tests.browser", "tests.distribution", "tests.config.installation"]


@pytest.fixture(scope="session")
def _tables_turn() -> Iterator[ExitStack]:
    with ExitStack() as turn:
        turn.enter_context(one_process_at_a_time(settings.HOME))
        yield turn


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, _tables_turn: ExitStack) -> None:
    """A database for each process that runs tests, made by one after the other."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, _tables_turn: ExitStack) -> None:
    """The test database, with the rows of migrations remembered for tests that commit."""
    with django_db_blocker.unblock():
        keep_rows_of_migrations()
        restore_rows_of_migrations()  # a run that was killed may have left rows behind
        copy_for_other_processes()
    _tables_turn.close()
    disconnect_reference_index_signal_handlers()
    TransactionTestCase._fixture_teardown = restore_rows_of_migrations  # type: ignore[method-assign]


@pytest.fixture
def reference_index() -> Iterator[None]:
    """Wagtail's index of what refers to what follows every save, as it does in production.

    It takes a third of the time of a test that makes services, so that only tests that look at references have it.
    """
    connect_reference_index_signal_handlers()
    yield
    disconnect_reference_index_signal_handlers()


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
