"""People and units of the municipality, for its administrator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_scopes.forms import SafeModelChoiceField

from raekoda.identity.accounts import actions, invitations, queries
from raekoda.identity.accounts.actions import AccountError
from raekoda.identity.accounts.invitation_models import Invitation
from raekoda.identity.accounts.models import Membership, Role, Unit
from raekoda.identity.signin import factors
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current


class RoleForm(forms.Form):
    """Role, unit and title of a member."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    unit = forms.ModelChoiceField(None, label=gettext_lazy("Unit"), required=False)
    title = forms.CharField(label=gettext_lazy("Job title"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset, unit.empty_label = queries.units(), _("no unit")


class MemberForm(RoleForm):
    """A new colleague."""

    field_order = ["email", "first_name", "last_name", "role", "unit", "title"]
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=150, help_text=gettext_lazy("Also the user name for signing in.")
    )
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=150)


class UnitForm(forms.ModelForm):
    class Meta:
        model = Unit
        fields = ["name", "email", "phone", "parent", "is_active"]
        field_classes = {"parent": SafeModelChoiceField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset = Unit.objects.exclude(pk=self.instance.pk)
        parent.empty_label = _("nothing: it stands at the top")

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if Unit.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a unit of this name already."))
        return name


@require_safe
@staff_page("people.manage")
def members_page(request: HttpRequest) -> HttpResponse:
    """Members with a role, and the units."""
    return render(
        request,
        "desk/members.html",
        {
            "colleagues": queries.colleagues(),
            "invitations": invitations.waiting(),
            "units": Unit.objects.select_related("parent").order_by("-is_active", "name"),
        },
    )


@staff_page("people.manage")
def new_member(request: HttpRequest) -> HttpResponse:
    """Offer a role to somebody: they get a letter with a link by which they accept it and set their own password."""
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = Actor.of(request)
        try:
            given = invitations.invite(municipality=current(), actor=actor, **form.cleaned_data)
        except AccountError as refusal:
            form.add_error(None, str(refusal))
        else:
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
    membership = _membership(pk)
    initial = {"role": membership.role, "unit": membership.unit_id, "title": membership.title}
    form = RoleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_membership(membership, actor=Actor.of(request), **form.cleaned_data)
        except AccountError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:members")
    context = {"form": form, "membership": membership, "has_factor": factors.has_factor(membership.user)}
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
    form = UnitForm(request.POST or None, instance=unit)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_unit(form.save(commit=False), actor=Actor.of(request))
        except AccountError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:members")
    return render(request, "desk/unit.html", {"form": form, "unit": unit})


def _membership(pk: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("user", "unit"), pk=pk, municipality=current())
