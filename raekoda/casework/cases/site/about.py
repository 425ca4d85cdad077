"""The object on the map that a report is about, as far as a draft knows it: its public identifier."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from raekoda.casework.cases import queries
from raekoda.casework.cases.models import Case
from raekoda.casework.cases.site.drafts import Draft
from raekoda.casework.cases.site.places import name_at
from raekoda.platform.core.actor import Actor
from raekoda.registry.assets import queries as assets
from raekoda.registry.assets.models import Asset, Layer
from raekoda.registry.services.models import Service

MOST_OPEN = 5


def beginning(request: HttpRequest) -> dict[str, Any]:
    """What a draft knows from the start when the visitor comes from an object's page (``?ese=``); else nothing."""
    asset = _in_use(request.GET.get("ese", ""))
    if asset is None:
        return {}
    services = list(asset.layer.services.filter(live=True, takes_reports=True)[:2])
    only = {"service": str(services[0].pk)} if len(services) == 1 else {}
    return {**kept(asset), **only, **({"service_from": services[0].pk} if services else {})}


def kept(asset: Asset) -> dict[str, Any]:
    """What a draft keeps of its object: which it is, its place and address."""
    return {"asset": asset.ref, "point": asset.point, "address": asset.address or name_at(asset.point)}


def asset_of(draft: Draft) -> Asset | None:
    """The draft's object, if one was chosen and the public may still see it in use."""
    return _in_use(draft.get("asset", ""))


def _in_use(ref: str) -> Asset | None:
    ref = ref.replace("\x00", "")[:20]
    found = assets.visible_to(Actor.resident()).filter(ref=ref, state=Asset.State.IN_USE) if ref else None
    return found.first() if found is not None else None


def layers_of(service: Service) -> list[Layer]:
    """The public layers whose objects a report to ``service`` may be about."""
    return assets.layers_for_service(service, Actor.resident())


def drop_unless_of(draft: Draft, service: Service | None) -> None:
    """Forget the draft's object when it is not one that ``service`` cares for."""
    asset = asset_of(draft)
    if asset is not None and (service is None or not asset.layer.services.filter(pk=service.pk).exists()):
        draft.update(asset="")


def open_reports(asset: Asset) -> list[Case]:
    """Open public reports about ``asset``, newest first: to be followed instead of told once more."""
    return list(queries.of_asset(asset, Actor.resident(), is_open=True)[:MOST_OPEN])


def of_first_screen(request: HttpRequest, draft: Draft | None) -> dict[str, Any]:
    """The object that the report is about and what is open of it, for the first screen."""
    asset = asset_of(draft) if draft is not None else _in_use(request.GET.get("ese", ""))
    return {"asset": asset, "asset_reports": open_reports(asset)} if asset is not None else {}
