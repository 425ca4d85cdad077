"""Staff pages: state and configuration of registers, review of statements."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.identity.accesslog.access_log import log_access
from raekoda.identity.registers import actions, queries
from raekoda.identity.registers.error_messages import get_error_message
from raekoda.identity.registers.errors import RegisterError
from raekoda.identity.registers.forms import CheckForm, ConnectionForm, RegisterForm
from raekoda.identity.registers.messages import get_messages as the_messages
from raekoda.identity.registers.models import Key, Register, Statement
from raekoda.identity.registers.stated import get_stated_area
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

app_name = "registers_desk"


@require_safe
@staff_page("registers.view")
def overview(request: HttpRequest) -> HttpResponse:
    """State of each register: last query, last error, pause of the circuit breaker."""
    actor = Actor.of(request)
    context = {
        "connection": queries.get_connection(),
        "registers": queries.get_health(),
        "messages_of_registers": the_messages(),
        "may_manage": actor.may("registers.manage"),
        "to_check": queries.statements(actor).filter(state=Statement.State.STATED)[:100].count(),
    }
    return render(request, "registers/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("registers.manage")
def connect(request: HttpRequest) -> HttpResponse:
    """Change the connection to X-Road."""
    form = ConnectionForm(queries.get_connection(), posted(request))
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
    """Edit a register and check the connection."""
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
            _report_check(request, actions.check(register, actor=actor))
            return redirect("registers_desk:overview")
    context = {"form": form, "title": Key(key).label}
    return render(request, "registers/set_up.html", context, status=422 if form.errors else 200)


@require_POST
@staff_page("registers.manage")
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Check which services of the register may be called."""
    _report_check(request, actions.check(get_object_or_404(Register.objects.all(), key=key), actor=Actor.of(request)))
    return redirect("registers_desk:overview")


@require_safe
@staff_page("registers.check_statement")
def statements(request: HttpRequest) -> HttpResponse:
    """Unreviewed statements, oldest first, without names."""
    waiting = queries.statements(Actor.of(request)).filter(state=Statement.State.STATED).defer("data")
    return render(request, "registers/statements.html", {"page": keyset(waiting, request, order=("id",), size=50)})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("registers.check_statement")
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Review of a statement. Opening it is logged in the access log."""
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
    log_access(found.person, actor, "registers.statement", subject=found)
    values = found.values
    context = {"statement": found, "values": values, "area": get_stated_area(values), "form": form}
    return render(request, "registers/statement.html", context, status=422 if form.errors else 200)


def _report_check(request: HttpRequest, register: Register) -> None:
    if register.trouble:
        messages.warning(request, get_error_message(register.trouble))
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
