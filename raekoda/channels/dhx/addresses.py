"""Whose a consignment is: our own addresses over all municipalities, the intermediary, the security server."""

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
from raekoda.platform.core.xroad import doors
from raekoda.platform.core.xroad.names import Member


def intermediary() -> Member | None:
    """The X-Road subsystem under which this installation serves municipalities that are no members themselves."""
    return Member.of(settings.RAEKODA_DHX_INTERMEDIARY)


def addressed(service: Member, recipient: str, system: str) -> OwnAddress | None:
    """Our address that a consignment is for, of whichever municipality; None when it is nobody's here.

    ``service`` is the subsystem that was called, ``recipient`` and ``system`` name one that the intermediary serves.
    """
    today = clock.today()
    with scopes_disabled():
        own = in_force(OwnAddress.objects.select_related("municipality"), today)
        middle = intermediary()
        if recipient and middle is not None and _same(service, middle):
            found = list(own.filter(registry_code__iexact=recipient, is_represented=True))
            wanted = rules.names(recipient, system)
            named = [each for each in found if rules.names(each.registry_code, each.subsystem) == wanted]
            return named[0] if named else None
        direct = own.filter(
            registry_code__iexact=service.code, member_class=service.member_class,
            subsystem__iexact=service.subsystem, is_represented=False,
        ).first()  # fmt: skip
    if direct is None or service.instance != settings.RAEKODA_DHX_INSTANCE:
        return None
    return direct if not recipient or rules.is_named(recipient, direct.registry_code, direct.subsystem) else None


def represented() -> list[OwnAddress]:
    """Those whom the intermediary serves, of all municipalities, past and coming too."""
    with scopes_disabled():
        return list(OwnAddress.objects.filter(is_represented=True, is_active=True).order_by("id"))


def in_force(addresses: QuerySet[OwnAddress], today: date) -> QuerySet[OwnAddress]:
    """Addresses in use on a day."""
    return addresses.filter(Q(until=None) | Q(until__gte=today), is_active=True, since__lte=today)


def own_address() -> OwnAddress | None:
    """The address from which the open municipality sends; None when it has none."""
    return in_force(OwnAddress.objects.all(), clock.today()).order_by("id").first()


def member_of(address: OwnAddress) -> Member:
    """The X-Road subsystem under which documents of ``address`` leave."""
    middle = intermediary()
    if address.is_represented and middle is not None:
        return middle
    return Member(settings.RAEKODA_DHX_INSTANCE, address.member_class, address.registry_code, address.subsystem)


def server_of(municipality: Municipality) -> str:
    """Address of the security server through which the municipality sends; "" when none is set."""
    return os.environ.get(f"RAEKODA_DHX_SERVER_{municipality.code}", "") or settings.RAEKODA_DHX_SERVER


def is_let_in(address: str, key: str) -> bool:
    """Whether a request is the security server's: from one of its networks and, where a key is set, with that key. When
    neither is set nobody is let in."""
    return doors.is_let_in(address, key, networks=settings.RAEKODA_DHX_NETWORKS, secret=settings.RAEKODA_DHX_KEY)


def _same(one: Member, other: Member) -> bool:
    return str(one).upper() == str(other).upper()
