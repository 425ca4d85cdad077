"""Whom a municipality's letters come from: its own address and key, else those of the installation."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr

import structlog
from django.conf import settings

from raekoda.casework.letters.models import MailSender
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.secrets import Unreadable

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Sender:
    """An address; letters are signed when there is a ``key`` (a private RSA key, PEM)."""

    address: str
    selector: str = ""
    key: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def of(municipality: Municipality) -> Sender:
    """The sender of a municipality's letters."""
    try:
        own = MailSender.objects.filter(municipality=municipality).first()
    except Unreadable:
        log.error("dkim_key_unreadable", municipality=municipality.code)
        address = MailSender.objects.filter(municipality=municipality).values_list("address", flat=True).first()
        return Sender(address) if address else of_installation()
    if own is None or not own.address:
        return of_installation()
    return Sender(own.address, own.selector, own.key if own.is_signing else "")


def of_installation() -> Sender:
    """The address of ``RAEKODA_MAIL_FROM``, signed where ``RAEKODA_DKIM_KEY`` holds a key."""
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Sender(address, settings.RAEKODA_DKIM_SELECTOR, settings.RAEKODA_DKIM_KEY)
