"""The sender address of a municipality's letters: its own address and key, else those of the installation."""

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
    """A sender address; letters are signed when there is a ``key`` (a private RSA key, PEM)."""

    address: str
    selector: str = ""
    key: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def get_sender(municipality: Municipality) -> Sender:
    """The sender of a municipality's letters."""
    try:
        own = MailSender.objects.filter(municipality=municipality).first()
    except Unreadable:
        log.error("dkim_key_unreadable", municipality=municipality.code)
        address = MailSender.objects.filter(municipality=municipality).values_list("address", flat=True).first()
        return Sender(address) if address else installation_sender()
    if own is None or not own.address:
        return installation_sender()
    return Sender(own.address, own.selector, own.key if own.is_signing else "")


def installation_sender() -> Sender:
    """The address of ``RAEKODA_MAIL_FROM``, signed when ``RAEKODA_DKIM_KEY`` holds a key."""
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Sender(address, settings.RAEKODA_DKIM_SELECTOR, settings.RAEKODA_DKIM_KEY)
