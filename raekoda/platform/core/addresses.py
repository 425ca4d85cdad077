"""E-mail and web addresses as mail servers and web servers take them: the domain in ASCII (Punycode)."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit, urlunsplit

import idna

from raekoda.platform.core.text import clean_code


def ascii_email(address: str) -> str:
    """The address without invisible signs, its domain in ASCII; one whose domain is no domain stays for validation.

    >>> ascii_email("jyri@\u00f5unapuu.ee")
    'jyri@xn--unapuu-oxa.ee'
    """
    name, at, domain = clean_code(address).rpartition("@")
    return f"{name}{at}{ascii_domain(domain)}" if at else domain


def ascii_url(url: str) -> str:
    """The URL without invisible signs, its host in ASCII; one that is no URL stays for validation."""
    url = clean_code(url)
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return url
    return url if host.isascii() else urlunsplit(_with_host(parts, ascii_domain(host)))


def ascii_domain(domain: str) -> str:
    """A domain name in ASCII (UTS 46, IDNA 2008); one that cannot be encoded as it is."""
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return domain


def _with_host(parts: SplitResult, host: str) -> SplitResult:
    user, at, address = parts.netloc.rpartition("@")
    colon, port = address.partition(":")[1:]
    return parts._replace(netloc=f"{user}{at}{host}{colon}{port}")
