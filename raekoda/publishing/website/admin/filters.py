"""Filters of Wagtail's lists offer people and sites: only those of the municipality whose host is asked."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django_filters.filters import QuerySetRequestMixin
from wagtail.models import Site

from raekoda.identity.accounts.models import User
from raekoda.publishing.website.models import MunicipalitySite


def limit_filters() -> None:
    """Put :func:`limited` between Wagtail's filters and the choices they show. Wagtail has no setting for this."""
    original = QuerySetRequestMixin.get_queryset

    def get_queryset(self: Any, request: HttpRequest) -> QuerySet[Any] | None:
        return limited(original(self, request), request)

    QuerySetRequestMixin.get_queryset = get_queryset


def limited(choices: QuerySet[Any] | None, request: HttpRequest | None) -> QuerySet[Any] | None:
    """The choices visible to a member of this municipality; a platform operator sees them all."""
    municipality = getattr(request, "municipality", None)
    if choices is None or municipality is None or request.user.is_superuser:  # type: ignore[union-attr]
        return choices
    if choices.model is User:
        return choices.filter(memberships__municipality=municipality).distinct()
    if choices.model is Site:
        return choices.filter(pk__in=MunicipalitySite.objects.filter(municipality=municipality).values("site"))
    return choices
