"""What is answered: uses of a person's data, the newest first, in Estonian (protocol 1.6, 6.1.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import override

from raekoda.identity.accesslog import looks
from raekoda.identity.accesslog.models import Look, Receiver
from raekoda.identity.persons.queries import by_code
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.xroad import doors
from raekoda.platform.core.xroad.doors import XRoadError

MOST = 1000


@dataclass(frozen=True)
class Usage:
    """One use of a person's data."""

    at: datetime
    action: str
    receiver_code: str
    receiver_name: str
    system: str


def let_in(request: HttpRequest, client: str) -> None:
    """Only the security server, and over it only systems named in ``RAEKODA_TRACKER_CLIENTS``. Raises :class:`XRoadError`."""
    doors.must_be_let_in(request, client, settings.RAEKODA_TRACKER_CLIENTS)


def of_person(identifier: str) -> QuerySet[Look]:
    """Looks at whom ``identifier`` names ("EE" and a personal or registry code); none for somebody who is not known here.

    Raises :class:`XRoadError` for what is no identifier.
    """
    country, code = identifier[:2], identifier[2:]
    if not (country.isascii() and country.isalpha() and country.isupper() and code.isascii() and code.isalnum()):
        raise XRoadError(400, "The person is named by the country and the code, as in EE60001019906.")
    person = by_code(code, country=country) or by_code(code, country=country, kind="legal")
    return Look.objects.filter(person=person).order_by("-id") if person else Look.objects.none()


def told(found: list[Look]) -> list[Usage]:
    """Looks as the state's tracker shows them. Raises :class:`XRoadError` while the municipality's code is not set."""
    who = receiver()
    with override("et"):
        return [
            Usage(look.at, _action(look), who.code, current().name, who.system)
            for look in found
        ]  # fmt: skip


def receiver() -> Receiver:
    """As whom the municipality stands in answers. Raises :class:`XRoadError`."""
    found = Receiver.objects.first()
    if found is None:
        raise XRoadError(500, "The registry code of the municipality is not set.")
    return found


def kept_since() -> datetime:
    """From when uses are kept: since the municipality is here."""
    return current().created_at


def rfc3339(moment: datetime) -> str:
    """A moment as ``2026-01-31T10:20:30Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _action(look: Look) -> str:
    """What was done, and why, in words for people."""
    what, why = looks.words_of(look.action), looks.reason_of(look)
    sentence = f"{what}: {why}" if why else what
    return sentence[:1].upper() + sentence[1:]
