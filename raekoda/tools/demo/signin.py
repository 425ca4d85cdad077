"""The test login: made-up people who can be clicked."""

from __future__ import annotations

from django.conf import settings

from raekoda.identity.signin import demo_provider
from raekoda.platform.core.models import Municipality


def test_login(municipality: Municipality) -> None:
    """Put it in place, once; where the demo's settings are not set (tests of the demo's content) there is none."""
    if settings.DEMO:
        demo_provider.create_provider(municipality)
