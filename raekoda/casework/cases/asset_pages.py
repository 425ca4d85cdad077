"""What cases add to the pages of assets: the reports about the asset that the reader may see."""

from __future__ import annotations

from typing import Any

from raekoda.casework.cases import queries
from raekoda.casework.cases.models import Status
from raekoda.platform.core.actor import Actor
from raekoda.registry.assets.models import Asset

MOST_OPEN, MOST_ENDED, MOST_ON_DESK = 20, 20, 60


def public_reports(asset: Asset, actor: Actor) -> dict[str, Any]:
    """Open and past reports about the asset that the public may see."""
    ended = queries.cases_of_asset(asset, actor, is_open=False).exclude(status=Status.MERGED)
    return {
        "asset": asset,
        "open": list(queries.cases_of_asset(asset, actor, is_open=True)[:MOST_OPEN]),
        "ended": list(ended[:MOST_ENDED]),
    }


def all_cases(asset: Asset, actor: Actor) -> dict[str, Any] | None:
    """Every case about the asset; None for actors who do not work on cases."""
    if not actor.may("cases.view"):
        return None
    return {"cases": list(queries.cases_of_asset(asset, actor)[:MOST_ON_DESK])}
