"""Desk pages: how registers work, their set-up, statements to check."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.identity.accesslog.looks import looked
from raekoda.identity.registers import actions, queries
from raekoda.identity.registers.errors import RegisterError
from raekoda.identity.registers.forms import CheckForm, ConnectionForm, RegisterForm
from raekoda.identity.registers.messages import messages as the_messages
from raekoda.identity.registers.models import Key, Register, Statement
from raekoda.identity.registers.stated import area_of
from raekoda.identity.registers.words import words_of
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

app_name = "registers_desk"


@require_safe
@staff_page("registers.view")
def overview(request: HttpRequest) -> HttpResponse:
    """Each register: whether it works, what was wrong last, until when it is left alone."""
    actor = Actor.of(request)
    context = {
        "connection": queries.connection(),
        "registers": queries.health(),
        "messages_of_registers": the_messages(),
        "may_manage": actor.may("registers.manage"),
        "to_check": queries.statements(actor).filter(state=Statement.State.STATED)[:100].count(),
    }
    return render(request, "registers/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("registers.manage")
def connect(request: HttpRequest) -> HttpResponse:
    """Change the connection to X-Road."""
    form = ConnectionForm(queries.connection(), posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.connect(current(), actor=Actor.of(request), **form.cleaned_data)
        except RegisterError as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("registers_desk:overview")
    context = {"form": form, "title": _("Connection to X-Road")}
    return render(request, "registers/set_up.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("registers.manage")
def set_register(request: HttpRequest, key: str) -> HttpResponse:
    """Change how one register is asked; what is saved is tried at once."""
    if key not in Key.values:
        raise Http404(key)
    actor, known = Actor.of(request), Register.objects.filter(key=key).first()
    form = RegisterForm(known, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            register = actions.set_register(current(), key, actor=actor, **form.cleaned_data)
        except RegisterError as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            _tell(request, actions.check(register, actor=actor))
            return redirect("registers_desk:overview")
    context = {"form": form, "title": Key(key).label}
    return render(request, "registers/set_up.html", context, status=422 if form.errors else 200)


@require_POST
@staff_page("registers.manage")
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the security server which services of the register we may call."""
    _tell(request, actions.check(get_object_or_404(Register.objects.all(), key=key), actor=Actor.of(request)))
    return redirect("registers_desk:overview")


@require_safe
@staff_page("registers.check_statement")
def statements(request: HttpRequest) -> HttpResponse:
    """What persons stated and nobody has checked yet, the oldest first; no names here."""
    waiting = queries.statements(Actor.of(request)).filter(state=Statement.State.STATED).defer("data")
    return render(request, "registers/statements.html", {"page": keyset(waiting, request, order=("id",), size=50)})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("registers.check_statement")
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """One statement, and what the official found. Opening it is a look."""
    actor = Actor.of(request)
    found = get_object_or_404(queries.statements(actor), pk=pk)
    form = CheckForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_statement(
                found, actor=actor, holds="holds" in request.POST, reason=form.cleaned_data["reason"]
            )
        except RegisterError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("Written down. The person sees it."))
            return redirect("registers_desk:statements")
    looked(found.person, actor, "registers.statement", subject=found)
    values = found.values
    context = {"statement": found, "values": values, "area": area_of(values), "form": form}
    return render(request, "registers/statement.html", context, status=422 if form.errors else 200)


def _tell(request: HttpRequest, register: Register) -> None:
    if register.trouble:
        messages.warning(request, words_of(register.trouble))
    else:
        messages.success(request, _("The register lets us call its services."))


urlpatterns = [
    path("registrid/", overview, name="overview"),
    path("registrid/uhendus/", connect, name="connect"),
    path("registrid/esitatud/", statements, name="statements"),
    path("registrid/esitatud/<int:pk>/", statement, name="statement"),
    path("registrid/<str:key>/", set_register, name="set"),
    path("registrid/<str:key>/proovi/", check, name="check"),
]
