from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from raekoda.platform.core.tenancy import municipality_scope
from tests.access.town import Town, build


@pytest.fixture(scope="package")
def town(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The town, made once for all files of this folder: those that use it come last, by their names."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = build(tmp_path_factory.mktemp("town"))
        with municipality_scope(made.municipality):
            yield made
        transaction.set_rollback(True)
