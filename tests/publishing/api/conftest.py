from __future__ import annotations

import pytest
from django.test import Client

from tests.registry.services.conftest import lighting, make_service, make_staff, topic, unit

__all__ = ["lighting", "make_service", "make_staff", "topic", "unit"]


@pytest.fixture
def api(municipality: object) -> Client:
    """Anybody's program, at Tartu's host."""
    return Client(headers={"host": "tartu.localhost"})
