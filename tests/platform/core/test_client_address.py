"""Whose address a rate limit counts: never one that the client itself could have written."""

import pytest
from django.test import RequestFactory

from raekoda.platform.core.ratelimit import allow, client_address, network_of


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "", "192.0.2.1"),
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9, 10.0.0.5", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_only_own_proxies_are_believed(settings, proxies: int, forwarded: str, counted: str) -> None:
    settings.RAEKODA_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == counted


@pytest.mark.django_db
def test_limits_count_the_network_of_one_ipv6_subscriber_as_one() -> None:
    assert allow("test", "2001:db8:1:2::1", 1, 60)
    assert not allow("test", "2001:db8:1:2:ffff::7", 1, 60)
    assert allow("test", "2001:db8:1:3::1", 1, 60)
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1") == "192.0.2.1"
    assert network_of("17") == "17"
