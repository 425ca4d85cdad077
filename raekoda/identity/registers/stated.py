"""Parsing of statements."""

from __future__ import annotations

from collections.abc import Mapping

from raekoda.identity.places.models import Area
from raekoda.platform.core.numbers import whole

KINDS = (Area.Kind.SETTLEMENT, Area.Kind.MUNICIPALITY)


def get_stated_area(values: Mapping[str, str]) -> Area | None:
    """The selected settlement or municipality; None when unknown."""
    key = whole(values.get("area"))
    return None if key is None else Area.objects.filter(pk=key, kind__in=KINDS).defer("geometry").first()
