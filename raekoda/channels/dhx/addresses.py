"""Which of our addresses a consignment is for, over all municipalities; the intermediary and the security server."""

from __future__ import annotations

import os
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet
from django_scopes import scopes_disabled

from raekoda.channels.dhx import rules
from raekoda.channels.dhx.models import OwnAddress
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.xroad import authentication
from raekoda.platform.core.xroad.names import Member


def intermediary() -> Member | None:
    """The X-Road subsystem under which this installation serves municipalities that are not X-Road members."""
    return Member.of(settings.RAEKODA_DHX_INTERMEDIARY)


def find_own_address(service: Member, recipient: str, system: str) -> OwnAddress | None:
    """Our address that a consignment is for, in any municipality; None when the addressee is not one of ours.

    ``service`` is the subsystem that was called, ``recipient`` and ``system`` name an organisation that the
    intermediary serves.
    """
    today = clock.today()
    with scopes_disabled():
        own = in_force(OwnAddress.objects.select_related("municipality"), today)
        intermediary_member = intermediary()
        if recipient and intermediary_member is not None and _is_same_member(service, intermediary_member):
            candidates = list(own.filter(registry_code__iexact=recipient, is_represented=True))
            requested = rules.name_variants(recipient, system)
            matching = [
                each for each in candidates if rules.name_variants(each.registry_code, each.subsystem) == requested
            ]
            return matching[0] if matching else None
        direct = own.filter(
            registry_code__iexact=service.code, member_class=service.member_class,
            subsystem__iexact=service.subsystem, is_represented=False,
        ).first()  # fmt: skip
    if direct is None or service.instance != settings.RAEKODA_DHX_INSTANCE:
        return None
    return (
        direct
        if not recipient or rules.matches_organisation(recipient, direct.registry_code, direct.subsystem)
        else None
    )


def represented_addresses() -> list[OwnAddress]:
    """Addresses that the intermediary serves, of all municipalities, including past and future ones."""
    with scopes_disabled():
        return list(OwnAddress.objects.filter(is_represented=True, is_active=True).order_by("id"))


def in_force(addresses: QuerySet[OwnAddress], today: date) -> QuerySet[OwnAddress]:
    """Addresses in use on a day."""
    return addresses.filter(Q(until=None) | Q(until__gte=today), is_active=True, since__lte=today)


def own_address() -> OwnAddress | None:
    """The address from which the open municipality sends; None when it has none."""
    return in_force(OwnAddress.objects.all(), clock.today()).order_by("id").first()


def get_member(address: OwnAddress) -> Member:
    """The X-Road subsystem from which documents of ``address`` are sent."""
    intermediary_member = intermediary()
    if address.is_represented and intermediary_member is not None:
        return intermediary_member
    return Member(settings.RAEKODA_DHX_INSTANCE, address.member_class, address.registry_code, address.subsystem)


def get_security_server(municipality: Municipality) -> str:
    """Address of the security server through which the municipality sends; "" when none is set."""
    return os.environ.get(f"RAEKODA_DHX_SERVER_{municipality.code}", "") or settings.RAEKODA_DHX_SERVER


def is_allowed(address: str, key: str) -> bool:
    """Whether a request comes from the security server: from one of its networks and, where a key is set, with that
    key. When neither is set, every request is refused."""
    return authentication.is_allowed(
        address, key, networks=settings.RAEKODA_DHX_NETWORKS, secret=settings.RAEKODA_DHX_KEY
    )


def _is_same_member(first: Member, second: Member) -> bool:
    return str(first).upper() == str(second).upper()
