"""People and units of the municipality, for its administrator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raekoda.identity.accounts import actions, invitations, queries
from raekoda.identity.accounts.actions import AccountError
from raekoda.identity.accounts.invitation_models import Invitation
from raekoda.identity.accounts.models import Membership, RightsChange, Unit
from raekoda.identity.accounts.rights import rights_of
from raekoda.identity.accounts.rights_page import rights_previews
from raekoda.identity.signin import factors
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current
from raekoda.shells.desk import rights_words
from raekoda.shells.desk.member_forms import MemberForm, RoleForm, UnitForm


@require_safe
@staff_page("people.manage")
def members_page(request: HttpRequest) -> HttpResponse:
    """Everyone with a role here, and the units."""
    colleagues = queries.colleagues()
    words = rights_words.describe_memberships(held for each in colleagues for held in each.memberships)
    by_key = {each.pk: each for each in words}
    rows = [{"user": each.user, "memberships": [by_key[held.pk] for held in each.memberships]} for each in colleagues]
    units = Unit.objects.select_related("parent", "head").order_by("-is_active", "name")
    return render(
        request,
        "desk/members.html",
        {
            "rows": rows,
            "units": units,
            "waiting": queries.waiting_changes().count(),
            "invitations": invitations.waiting(),
        },
    )


@staff_page("people.manage")
def new_member(request: HttpRequest) -> HttpResponse:
    """Offer a role to somebody: they get a letter with a link by which they accept it and set their own password."""
    form = MemberForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actor = Actor.of(request)
        try:
            given = invitations.invite(municipality=current(), actor=actor, **form.cleaned_data)
        except AccountError as refusal:
            _add_error(form, refusal)
        else:
            if isinstance(given, RightsChange):
                return _waits(request)
            if isinstance(given, Membership):
                messages.success(request, _("%(name)s has the role now.") % {"name": given.user.display_name})
            else:
                messages.success(
                    request,
                    _("A letter is on its way to %(email)s. The role counts when it is accepted.")
                    % {"email": given.email},
                )
            return redirect("desk:members")
    return render(request, "desk/member.html", {"form": form, "membership": None})


@staff_page("people.manage")
def edit_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a membership; what its member would see, and their tasks."""
    membership = _membership(pk)
    form = RoleForm(posted(request), membership=membership)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.change_membership(membership, actor=Actor.of(request), **form.cleaned_data)
        except AccountError as refusal:
            _add_error(form, refusal)
        else:
            if isinstance(changed, RightsChange):
                return _waits(request)
            messages.success(request, _("Saved."))
            return redirect("desk:members")
    user = membership.user
    context: dict[str, Any] = {
        "form": form,
        "membership": membership,
        "is_own": user.pk == request.user.pk,
        "has_factor": factors.has_factor(user),
        "capabilities": rights_words.capability_words(rights_of(Actor.staff(user)).capabilities),
        "previews": [preview(user) for preview in rights_previews],
        "deputies_for": queries.absences_deputised_by(user),
        "waiting": queries.waiting_changes().filter(user=user).count(),
    }
    return render(request, "desk/member.html", context)


@require_POST
@staff_page("people.manage")
def remove_member(request: HttpRequest, pk: int) -> HttpResponse:
    membership = _membership(pk)
    try:
        actions.remove_membership(membership, actor=Actor.of(request))
    except AccountError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The role is taken away. Open cases wait at their units."))
    return redirect("desk:members")


@require_POST
@staff_page("people.manage")
def give_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the colleague a link for setting a new password."""
    membership = _membership(pk)
    try:
        actions.password_link(membership, actor=Actor.of(request))
    except AccountError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("A link for a new password is on its way to %(email)s.") % {"email": membership.user.email}
        )
    return redirect("desk:members")


@require_POST
@staff_page("people.manage")
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk, municipality=current(), accepted_at=None)
    invitations.withdraw(invitation, actor=Actor.of(request))
    messages.success(request, _("The invitation is taken back."))
    return redirect("desk:members")


@staff_page("people.manage")
def edit_unit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new unit, or a change of one."""
    unit = get_object_or_404(Unit, pk=pk) if pk else Unit(municipality=current())
    form = UnitForm(posted(request), instance=unit)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_unit(form.save(commit=False), actor=Actor.of(request))
        except AccountError as refusal:
            _add_error(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:members")
    return render(request, "desk/unit.html", {"form": form, "unit": unit})


def _waits(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("A second administrator has to confirm it; until then nothing changes."))
    return redirect("desk:rights")


def _add_error(form: forms.BaseForm, refusal: AccountError) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


def _membership(pk: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("user", "unit"), pk=pk, municipality=current())
