"""Administrators read on every page of the desk what will break; nobody else does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from raekoda.identity.accounts.models import Role
from raekoda.platform.core import backup_state, clock
from tests.casework.cases.conftest import make_user

pytestmark = pytest.mark.django_db
FULL, OVERDUE = "Ketas saab täis", "Värsket varukoopiat ei ole"


def page(client: Client, municipality: Any, role: str) -> str:
    client.force_login(make_user(municipality, f"kasutaja-{role}", role))
    return client.get(reverse("desk:home")).text


def test_administrators_alone_are_warned_of_a_full_disk(client: Client, municipality: Any, settings: Any) -> None:
    assert FULL not in page(client, municipality, Role.ADMINISTRATOR)
    settings.RAEKODA_DISK_WARN_MEGABYTES = 10**9
    assert FULL in client.get(reverse("desk:home")).text
    assert FULL not in page(client, municipality, Role.OFFICIAL)


def test_an_overdue_backup_is_shown_with_the_reason(
    client: Client, municipality: Any, settings: Any, tmp_path: Path
) -> None:
    settings.RAEKODA_BACKUPS = tmp_path
    with clock.at(clock.now() - timedelta(days=3)):
        backup_state.write(tmp_path)
    shown = page(client, municipality, Role.ADMINISTRATOR)
    assert OVERDUE in shown
    assert "üle kahe päeva vana" in shown
    backup_state.write(tmp_path, "kettal on 5 MB vaba")
    assert "kettal on 5 MB vaba" in client.get(reverse("desk:home")).text
