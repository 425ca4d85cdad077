"""What a statement's fields name."""

from __future__ import annotations

from collections.abc import Mapping

from raekoda.identity.places.models import Area
from raekoda.platform.core.numbers import whole

KINDS = (Area.Kind.SETTLEMENT, Area.Kind.MUNICIPALITY)


def area_of(values: Mapping[str, str]) -> Area | None:
    """The settlement or municipality that was chosen, by its key; None where it is not known."""
    key = whole(values.get("area"))
    return None if key is None else Area.objects.filter(pk=key, kind__in=KINDS).defer("geometry").first()
