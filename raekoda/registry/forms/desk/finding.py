"""Forms and their parts by what the address names, behind the one gate."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from raekoda.platform.core.actor import Actor
from raekoda.registry.forms import queries
from raekoda.registry.forms.definition import Definition, Step
from raekoda.registry.forms.models import Form


def found(request: HttpRequest, ref: str) -> Form:
    """The form; raises ``Http404`` for what is not here."""
    rows = queries.visible_to(Actor.of(request)).select_related("service", "current", "municipality")
    return get_object_or_404(rows, ref=ref)


def designed(request: HttpRequest, ref: str) -> Form:
    """The form, for who may change it. Raises ``Http404`` and ``PermissionDenied``."""
    form = found(request, ref)
    Actor.of(request).must("forms.design", form)
    return form


def step_of(definition: Definition, key: str) -> Step:
    step = definition.step(key)
    if step is None:
        raise Http404
    return step


def page(request: HttpRequest, name: str, edited: Form, status: int = 200, /, **context: Any) -> HttpResponse:
    """A page of one form; every template knows the form and whether this person may change it."""
    may = Actor.of(request).may("forms.design", edited)
    return render(request, f"forms/desk/{name}.html", {"edited": edited, "may_design": may, **context}, status=status)


def seen(request: HttpRequest) -> int:
    """The revision that the person saw when they began to change it; 0 when it was not told."""
    given = request.POST.get("seen", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
