"""Uses of a person's data, newest first, in Estonian (protocol 1.6, 6.1.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import override

from raekoda.identity.accesslog import access_log
from raekoda.identity.accesslog.models import Look, Receiver
from raekoda.identity.persons.queries import find_by_code
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.xroad import authentication
from raekoda.platform.core.xroad.authentication import XRoadError

MAX_ROWS = 1000


@dataclass(frozen=True)
class Usage:
    """One use of a person's data."""

    at: datetime
    action: str
    receiver_code: str
    receiver_name: str
    system: str


def authenticate(request: HttpRequest, client: str) -> None:
    """Allow only the security server, and through it only the systems in ``RAEKODA_TRACKER_CLIENTS``. Raises
    :class:`XRoadError`."""
    authentication.require_allowed(request, client, settings.RAEKODA_TRACKER_CLIENTS)


def find_entries(identifier: str) -> QuerySet[Look]:
    """Access log entries of the person that ``identifier`` names ("EE" and a personal or registry code); empty for an
    unknown person, and without those about records that are withheld from the person.

    Raises :class:`XRoadError` for an invalid identifier.
    """
    country, code = identifier[:2], identifier[2:]
    if not (country.isascii() and country.isalpha() and country.isupper() and code.isascii() and code.isalnum()):
        raise XRoadError(400, "The person is named by the country and the code, as in EE60001019906.")
    person = find_by_code(code, country=country) or find_by_code(code, country=country, kind="legal")
    if person is None:
        return Look.objects.none()
    return access_log.shown_to_person(Look.objects.filter(person=person)).order_by("-id")


def present_usages(found: list[Look]) -> list[Usage]:
    """Entries in the form of the data tracker. Raises :class:`XRoadError` when the municipality's code is not set."""
    municipality = get_receiver()
    with override("et"):
        return [
            Usage(entry.at, _describe_action(entry), municipality.code, current().name, municipality.system)
            for entry in found
        ]  # fmt: skip


def get_receiver() -> Receiver:
    """The municipality's registry code and system name. Raises :class:`XRoadError` when they are not set."""
    found = Receiver.objects.first()
    if found is None:
        raise XRoadError(500, "The registry code of the municipality is not set.")
    return found


def get_retention_start() -> datetime:
    """Since when uses are stored: the creation of the municipality."""
    return current().created_at


def rfc3339(moment: datetime) -> str:
    """A moment as ``2026-01-31T10:20:30Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _describe_action(entry: Look) -> str:
    """Label and purpose of an entry as one sentence."""
    what, why = access_log.get_event_label(entry.action), access_log.get_purpose(entry)
    sentence = f"{what}: {why}" if why else what
    return sentence[:1].upper() + sentence[1:]
