"""Lookup of forms and steps for the staff views, with permission checks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from raekoda.platform.core.actor import Actor
from raekoda.registry.forms import queries
from raekoda.registry.forms.definition import Definition, Step
from raekoda.registry.forms.models import Form


def get_form(request: HttpRequest, ref: str) -> Form:
    """The form by its reference. Raises ``Http404``."""
    rows = queries.visible_to(Actor.of(request)).select_related("service", "current", "municipality")
    return get_object_or_404(rows, ref=ref)


def get_designed_form(request: HttpRequest, ref: str) -> Form:
    """The form, if the user may change it. Raises ``Http404`` and ``PermissionDenied``."""
    form = get_form(request, ref)
    Actor.of(request).require("forms.design", form)
    return form


def get_step(definition: Definition, key: str) -> Step:
    step = definition.step(key)
    if step is None:
        raise Http404
    return step


def page(request: HttpRequest, name: str, edited: Form, status: int = 200, /, **context: Any) -> HttpResponse:
    """Render a page of one form, with the form and the permission to change it in the context."""
    may = Actor.of(request).may("forms.design", edited)
    return render(request, f"forms/desk/{name}.html", {"edited": edited, "may_design": may, **context}, status=status)


def seen_revision(request: HttpRequest) -> int:
    """The revision that was loaded for editing; 0 when it was not sent."""
    value = request.POST.get("seen", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
