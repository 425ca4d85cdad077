"""What a statement's fields name."""

from __future__ import annotations

from collections.abc import Mapping

from raekoda.identity.places.models import Area

KINDS = (Area.Kind.SETTLEMENT, Area.Kind.MUNICIPALITY)


def area_of(values: Mapping[str, str]) -> Area | None:
    """The settlement or municipality that was chosen, by its key; None where it is not known."""
    key = values.get("area", "")
    return Area.objects.filter(pk=int(key), kind__in=KINDS).defer("geometry").first() if key.isdecimal() else None
