"""Rights of the municipality, for its administrators: what roles allow, changes that wait, what is amiss."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from raekoda.identity.accounts import approvals, queries, role_rights
from raekoda.identity.accounts.capabilities import NEEDS_SECOND_PERSON, Capability
from raekoda.identity.accounts.errors import AccountError
from raekoda.identity.accounts.models import RightsChange, Role
from raekoda.identity.accounts.rights_page import rights_warnings
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page
from raekoda.shells.desk import rights_words


@dataclass(frozen=True)
class Cell:
    """Whether a role has a capability, and whether that can be switched."""

    role: Role
    is_held: bool
    is_changeable: bool
    is_waiting: bool


@dataclass(frozen=True)
class Matrix:
    """What each role allows, as the database has it, and what waits."""

    held: dict[str, frozenset[str]]
    waiting: dict[str, frozenset[str]]

    @property
    def version(self) -> str:
        """Changes with every change of the matrix."""
        words = [f"{role}:{sorted(self.held[role])}:{sorted(self.waiting[role])}" for role in Role.values]
        return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]

    def rows(self) -> Iterator[dict[str, object]]:
        for capability in Capability:
            yield {
                "capability": capability,
                "needs_second": capability in NEEDS_SECOND_PERSON,
                "cells": [
                    Cell(
                        role,
                        is_held=capability in self.held[role],
                        is_changeable=capability in role_rights.changeable_capabilities(role),
                        is_waiting=capability in self.waiting[role],
                    )
                    for role in Role
                ],
            }


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("people.manage")
def rights_page(request: HttpRequest) -> HttpResponse:
    """The matrix of roles and capabilities, waiting changes and warnings."""
    actor = Actor.of(request)
    if request.method == "POST":
        _save(request, actor)
        return redirect("desk:rights")
    matrix = _read_matrix()
    context = {
        "roles": [{"value": role.value, "label": capfirst(role.label)} for role in Role],
        "rows": list(matrix.rows()),
        "version": matrix.version,
        "changes": [
            {
                "change": change,
                **rights_words.describe_change(change),
                "refusal": approvals.why_not_confirmed_by(change, actor),
            }
            for change in queries.waiting_changes()
        ],
        "warnings": [warning for find in rights_warnings for warning in find()],
    }
    return render(request, "desk/rights.html", context)


@require_POST
@staff_page("people.manage")
def reset_role(request: HttpRequest, role: str) -> HttpResponse:
    """Give a role what it has by default."""
    if role not in Role.values:
        raise Http404
    try:
        change = role_rights.reset_role(role, actor=Actor.of(request))
    except AccountError as refusal:
        messages.error(request, refusal.message)
    else:
        _report(request, is_waiting=change is not None)
    return redirect("desk:rights")


@require_POST
@staff_page("people.manage")
def decide(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Confirm or reject a waiting change."""
    action = {"kinnita": approvals.confirm, "lukka-tagasi": approvals.reject}.get(verb)
    if action is None:
        raise Http404
    change = get_object_or_404(RightsChange, pk=pk)
    try:
        action(change, actor=Actor.of(request))
    except AccountError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Confirmed.") if verb == "kinnita" else _("Rejected."))
    return redirect("desk:rights")


def _save(request: HttpRequest, actor: Actor) -> None:
    """Switch what the sent matrix differs in; all of it or nothing."""
    matrix = _read_matrix()
    if request.POST.get("version") != matrix.version:
        messages.error(request, _("Rights have been changed meanwhile: look at them again."))
        return
    sent = set(request.POST.getlist("held"))
    changes: list[RightsChange | None] = []
    try:
        with transaction.atomic():
            for role in Role.values:
                changeable = role_rights.changeable_capabilities(role)
                wanted = {each for each in changeable if f"{role}:{each}" in sent}
                if wanted != matrix.held[role] & changeable:
                    changes.append(role_rights.set_role(role, wanted, actor=actor))
    except AccountError as refusal:
        messages.error(request, refusal.message)
    else:
        _report(request, is_waiting=any(changes))


def _report(request: HttpRequest, *, is_waiting: bool) -> None:
    if is_waiting:
        messages.info(request, _("Saved. What a second administrator has to confirm waits below."))
    else:
        messages.success(request, _("Saved."))


def _read_matrix() -> Matrix:
    held = {role: role_rights.stored_capabilities(role) for role in Role.values}
    return Matrix(held, {role: role_rights.waiting_capabilities(role) for role in Role.values})
