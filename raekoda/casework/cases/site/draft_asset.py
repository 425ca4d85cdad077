"""The asset that a draft report is about, stored in the draft by its public identifier."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from raekoda.casework.cases import queries
from raekoda.casework.cases.models import Case
from raekoda.casework.cases.site.drafts import Draft
from raekoda.casework.cases.site.places import place_name
from raekoda.platform.core.actor import Actor
from raekoda.registry.assets import queries as assets
from raekoda.registry.assets.models import Asset, Layer
from raekoda.registry.services.models import Service

MOST_OPEN = 5


def initial_data(request: HttpRequest) -> dict[str, Any]:
    """Initial data of a draft that is started from an asset's page (``?ese=``); else empty."""
    asset = _in_use(request.GET.get("ese", ""))
    if asset is None:
        return {}
    services = list(asset.layer.services.filter(live=True, takes_reports=True)[:2])
    only = {"service": str(services[0].pk)} if len(services) == 1 else {}
    return {**draft_data(asset), **only, **({"service_from": services[0].pk} if services else {})}


def draft_data(asset: Asset) -> dict[str, Any]:
    """The data of an asset that a draft stores: identifier, place and address."""
    return {"asset": asset.ref, "point": asset.point, "address": asset.address or place_name(asset.point)}


def get_draft_asset(draft: Draft) -> Asset | None:
    """The draft's asset, if one was chosen and it is still public and in use."""
    return _in_use(draft.get("asset", ""))


def _in_use(ref: str) -> Asset | None:
    ref = ref.replace("\x00", "")[:20]
    found = assets.visible_to(Actor.resident()).filter(ref=ref, state=Asset.State.IN_USE) if ref else None
    return found.first() if found is not None else None


def layers_for(service: Service) -> list[Layer]:
    """The public layers whose assets a report to ``service`` may be about."""
    return assets.layers_for_service(service, Actor.resident())


def clear_unrelated_asset(draft: Draft, service: Service | None) -> None:
    """Remove the draft's asset when its layer does not belong to ``service``."""
    asset = get_draft_asset(draft)
    if asset is not None and (service is None or not asset.layer.services.filter(pk=service.pk).exists()):
        draft.update(asset="")


def open_reports(asset: Asset) -> list[Case]:
    """Open public reports about ``asset``, newest first, which the visitor may follow instead of reporting again."""
    return list(queries.cases_of_asset(asset, Actor.resident(), is_open=True)[:MOST_OPEN])


def first_screen_context(request: HttpRequest, draft: Draft | None) -> dict[str, Any]:
    """The asset that the report is about and its open reports, for the first screen."""
    asset = get_draft_asset(draft) if draft is not None else _in_use(request.GET.get("ese", ""))
    return {"asset": asset, "asset_reports": open_reports(asset)} if asset is not None else {}
