"""Setting up the state mailbox: the connection and its check, templates."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.channels.postkast import actions, queries
from raekoda.channels.postkast.client import Client, get_connection
from raekoda.channels.postkast.error_messages import get_error_message
from raekoda.channels.postkast.errors import PostkastError, RequestFailed
from raekoda.channels.postkast.forms import ConnectionForm, TemplateForm
from raekoda.channels.postkast.models import Template
from raekoda.channels.postkast.protocol import first_text
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current


@require_safe
@staff_page("statebox.manage")
def setup(request: HttpRequest) -> HttpResponse:
    """The connection with the outcome of its last check, and the templates."""
    connection = queries.find_connection()
    context = {
        "connection": connection,
        "trouble": get_error_message(connection.trouble) if connection else "",
        "templates": Template.objects.all(),
    }
    return render(request, "postkast/setup.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("statebox.manage")
def connect(request: HttpRequest) -> HttpResponse:
    """Change the connection; it is checked after saving."""
    form = ConnectionForm(queries.find_connection(), posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            connection = actions.connect(current(), actor=Actor.of(request), **form.cleaned_data)
        except PostkastError as error:
            form.add_error(error.field or None, error.message)
        else:
            actions.check(connection, actor=Actor.of(request))
            messages.success(request, _("Saved."))
            return redirect("statebox_desk:setup")
    return render(request, "postkast/connect.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@staff_page("statebox.manage")
def check(request: HttpRequest) -> HttpResponse:
    """Check the connection."""
    try:
        connection = actions.check(get_connection(), actor=Actor.of(request))
    except RequestFailed as error:
        messages.warning(request, get_error_message(error.code))
    else:
        if connection.trouble:
            messages.warning(request, get_error_message(connection.trouble))
        else:
            messages.success(
                request, _("The state mailbox answers: %(name)s.") % {"name": connection.owner_name or "–"}
            )
    return redirect("statebox_desk:setup")


@require_safe
@staff_page("statebox.manage")
def profiles(request: HttpRequest) -> HttpResponse:
    """Sender names that the municipality may use, read from the state mailbox."""
    rows, trouble = [], ""
    try:
        records = Client(get_connection()).profiles()
        rows = [
            {"id": first_text(row, "id"), "name": first_text(row, "name", "title", "displayName")} for row in records
        ]
    except RequestFailed as error:
        trouble = get_error_message(error.code)
    context = {"profiles": rows, "trouble": trouble, "connection": queries.find_connection()}
    return render(request, "postkast/profiles.html", context)


@require_POST
@staff_page("statebox.manage")
def read_templates(request: HttpRequest) -> HttpResponse:
    """Reload the templates of the state mailbox."""
    try:
        count = actions.read_templates(current(), actor=Actor.of(request))
        message = ngettext("%(count)s template was read.", "%(count)s templates were read.", count)
        messages.success(request, message % {"count": count})
    except PostkastError as error:
        messages.warning(request, error.message)
    return redirect("statebox_desk:setup")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("statebox.manage")
def new_template(request: HttpRequest) -> HttpResponse:
    """Create a template at the state mailbox, with its texts."""
    form = TemplateForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            template = actions.add_template(
                current(), name=form.cleaned_data["name"], texts=form.texts(), actor=Actor.of(request)
            )
        except PostkastError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("The template was made."))
            return redirect("statebox_desk:template", template.pk)
    return render(request, "postkast/template_form.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@staff_page("statebox.manage")
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """One template with its texts."""
    return render(request, "postkast/template.html", {"template": get_object_or_404(Template.objects.all(), pk=pk)})


@require_POST
@staff_page("statebox.manage")
def switch_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Activate or deactivate a template."""
    template = get_object_or_404(Template.objects.all(), pk=pk)
    actions.switch_template(template, is_active=not template.is_active, actor=Actor.of(request))
    return redirect("statebox_desk:template", pk)


urlpatterns = [
    path("postkast/seaded/", setup, name="setup"),
    path("postkast/seaded/uhendus/", connect, name="connect"),
    path("postkast/seaded/proovi/", check, name="check"),
    path("postkast/seaded/profiilid/", profiles, name="profiles"),
    path("postkast/seaded/mallid/loe/", read_templates, name="read_templates"),
    path("postkast/seaded/mallid/uus/", new_template, name="new_template"),
    path("postkast/seaded/mallid/<int:pk>/", template, name="template"),
    path("postkast/seaded/mallid/<int:pk>/kasutus/", switch_template, name="switch_template"),
]
