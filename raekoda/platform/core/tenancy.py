"""Which municipality is being served: the scope that every tenant query needs (django-scopes)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from django.conf import settings
from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_scopes import get_scope, scope
from django_scopes.state import state

from raekoda.platform.core.models import Host, Municipality

HEALTH_PATHS = {"/healthz", "/readyz"}
HOST_NAMES = "host-names"
HOST_NAMES_SECONDS = 5


def municipality_scope(municipality: Municipality) -> AbstractContextManager[None]:
    """Open the scope of one municipality: tenant managers see only its records."""
    return scope(municipality=municipality)


def current() -> Municipality:
    """The municipality of the open scope. Raises ``LookupError`` outside a scope."""
    municipality = get_scope().get("municipality")
    if municipality is None:
        raise LookupError("No municipality scope is open")
    return municipality


def each_municipality() -> Iterator[Municipality]:
    """For jobs over all tenants: yields every municipality with its scope open.

    When a job breaks off, the garbage collector ends this generator, perhaps in the thread of another job: only a scope that
    was opened here is closed here.
    """
    for municipality in Municipality.objects.order_by("pk"):
        before = state.get()
        state.set({**(before or {}), "_enabled": True, "municipality": municipality})
        try:
            yield municipality
        finally:
            if get_scope().get("municipality") is municipality:
                state.set(before)


def municipality_for_host(host: str) -> Municipality | None:
    """The municipality served at ``host`` (a port is ignored), or the installation's default one on its bare host."""
    name = host.rsplit(":", 1)[0].strip("[]").lower()
    if name not in host_names():
        return None
    key = f"host:{name}"
    municipality = cache.get(key)
    if municipality is None:
        municipality = Municipality.objects.filter(hosts__name=name).first()
        if municipality is None and name in settings.RAEKODA_BARE_HOSTS:
            municipality = Municipality.objects.filter(code=settings.RAEKODA_DEFAULT_MUNICIPALITY).first()
        if municipality is not None:
            cache.set(key, municipality, settings.RAEKODA_HOST_CACHE_SECONDS)
    return municipality


def host_names() -> frozenset[str]:
    """Every host name that is served, cached in each process: a host added by another one is known within
    ``HOST_NAMES_SECONDS``."""
    names: frozenset[str] | None = cache.get(HOST_NAMES)
    if names is None:
        names = frozenset([*settings.RAEKODA_BARE_HOSTS, *Host.objects.values_list("name", flat=True)])
        cache.set(HOST_NAMES, names, HOST_NAMES_SECONDS)
    return names


def _on_host_changed(**_: object) -> None:
    cache.delete(HOST_NAMES)


post_save.connect(_on_host_changed, sender=Host)
post_delete.connect(_on_host_changed, sender=Host)


class MunicipalityMiddleware:
    """Opens the scope of the municipality of the requested host; unknown hosts get an error page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in HEALTH_PATHS:
            return self.get_response(request)
        municipality = municipality_for_host(request.get_host())
        if municipality is None:
            return render(request, "ui/no_municipality.html", status=404)
        request.municipality = municipality  # type: ignore[attr-defined]
        with municipality_scope(municipality):
            return self.get_response(request)
