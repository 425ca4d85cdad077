"""HTTP requests to other systems at addresses entered by staff: no internal networks, limited in time and size.

A name is looked up once, every address it gives is judged, and the connection goes to one that was judged: a name that
changes its meaning in between (DNS rebinding) gains nothing. Redirects are never followed.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 20.0
MOST_BYTES = 2 * 1024 * 1024
SCHEMES = {"http": 80, "https": 443}
WITH_IPV4_AT_THE_END = tuple(map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48")))
"""IPv4-compatible, IPv4-translated and NAT64 addresses (RFC 4291, 2765, 6052, 8215)."""


class NotReached(Exception):
    """No answer came: a refused or broken connection, a time-out, an answer beyond the bounds. ``may_have_arrived`` is
    False only when nothing can have been sent."""

    def __init__(self, reason: str, *, may_have_arrived: bool = True) -> None:
        super().__init__(reason)
        self.may_have_arrived = may_have_arrived


class Forbidden(NotReached):
    """The address is not one this installation may ask: another scheme, or the inside of a network."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, may_have_arrived=False)


@dataclass(frozen=True)
class Answer:
    """What the other system answered; ``content`` whole, at most as long as was asked for."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    milliseconds: int

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")

    @property
    def is_ok(self) -> bool:
        return 200 <= self.status < 300


def request(
    method: str,
    url: str,
    *,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, str] | None = None,
    seconds: float = ANSWER_SECONDS,
    most_bytes: int = MOST_BYTES,
    trust: ssl.SSLContext | None = None,
) -> Answer:
    """Ask ``url`` and give its whole answer, whatever its status.

    ``seconds`` bounds the whole exchange, ``most_bytes`` the answer; ``trust`` says whom to believe and who we are, where
    that is not the usual. Raises :class:`NotReached`, :class:`Forbidden`.
    """
    import httpx

    address, host = judged(url)
    begun = time.monotonic()
    transport = httpx.HTTPTransport(retries=0, verify=trust or True)
    try:
        with (
            httpx.Client(transport=transport, follow_redirects=False, trust_env=False) as client,
            client.stream(
                method,
                address,
                content=content,
                params=params,
                headers={"User-Agent": "Raekoda", **(headers or {}), "Host": host},
                timeout=httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
                extensions={"sni_hostname": urlsplit(url).hostname or ""},
            ) as response,
        ):
            received = bytearray()
            for piece in response.iter_bytes():
                received += piece
                if len(received) > most_bytes:
                    raise NotReached("answer too long")
                if time.monotonic() - begun > seconds:
                    raise NotReached("time-out")
            return Answer(response.status_code, response.headers, bytes(received), _milliseconds(begun))
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise NotReached(type(error).__name__, may_have_arrived=False) from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
        raise NotReached(type(error).__name__) from error


def judged(url: str) -> tuple[str, str]:
    """``url`` with its name replaced by an address that may be asked, and the ``Host`` header. Raises :class:`Forbidden`."""
    try:
        parts = urlsplit(url)
        port = parts.port or SCHEMES.get(parts.scheme, 0)
    except ValueError as error:
        raise Forbidden("not an address") from error
    if parts.scheme not in SCHEMES or not parts.hostname or parts.username is not None:
        raise Forbidden("not an http address")
    chosen = open_address(parts.hostname, port)
    host = f"[{chosen}]" if ":" in chosen else chosen
    return parts._replace(netloc=f"{host}:{port}", fragment="").geturl(), parts.netloc


def open_address(name: str, port: int) -> str:
    """The IP address to connect to for ``name``: resolved once, and every resolved address must be public.

    Raises :class:`NotReached` for a name that is not found, :class:`Forbidden` for one inside of a network.
    """
    addresses = _addresses(name, port)
    if not all(is_open(address) for address in addresses):
        raise Forbidden("inside of a network")
    return addresses[0]


def is_open(address: str) -> bool:
    """Whether an IP address is one of the public internet, or this installation may ask its own network
    (``RAEKODA_INSIDE_ALLOWED``: the demo, tests, and cities whose systems stand in one network). An IPv6 address that
    carries an IPv4 address is as open as that one."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if any(parsed in ipaddress.ip_network(network) for network in settings.RAEKODA_INSIDE_ALLOWED):
        return True
    if isinstance(parsed, ipaddress.IPv6Address):
        if carried := _carried(parsed):
            return all(is_open(str(inner)) for inner in carried)
        if parsed.is_site_local:
            return False
    return parsed.is_global and not (parsed.is_multicast or parsed.is_reserved)


def _carried(address: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses that traffic to an IPv6 address may end at: mapped, compatible, NAT64, 6to4, Teredo."""
    carried = [each for each in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())) if each]
    if int(address) > 1 and any(address in network for network in WITH_IPV4_AT_THE_END):
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return carried


def valid_address(url: str) -> None:
    """A validator for address fields of forms: http(s), without a password in it, not the inside of a network.

    A name that cannot be looked up now passes: it is judged again at every request. Raises ``ValidationError``.
    """
    try:
        judged(url)
    except Forbidden as error:
        raise ValidationError(
            _("Write a full address that begins with https:// and is open to the internet."), code="address"
        ) from error
    except NotReached:
        return


def _addresses(name: str, port: int) -> list[str]:
    if name == "localhost" or name.endswith(".localhost"):
        return ["127.0.0.1"]
    try:
        entries = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotReached("name not found", may_have_arrived=False) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in entries))


def _milliseconds(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)
