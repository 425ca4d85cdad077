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
from raekoda.channels.postkast.client import Client, connection
from raekoda.channels.postkast.errors import PostkastError, Trouble
from raekoda.channels.postkast.forms import ConnectionForm, TemplateForm
from raekoda.channels.postkast.models import Template
from raekoda.channels.postkast.troubles import words_of
from raekoda.channels.postkast.wire import word
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current


@require_safe
@staff_page("statebox.manage")
def setup(request: HttpRequest) -> HttpResponse:
    """The connection with what came of its last check, and the templates."""
    given = queries.the_connection()
    context = {
        "connection": given,
        "trouble": words_of(given.trouble) if given else "",
        "templates": Template.objects.all(),
    }
    return render(request, "postkast/setup.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("statebox.manage")
def connect(request: HttpRequest) -> HttpResponse:
    """Change the connection; what is saved is tried at once."""
    form = ConnectionForm(queries.the_connection(), posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.connect(current(), actor=Actor.of(request), **form.cleaned_data)
        except PostkastError as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            actions.check(given, actor=Actor.of(request))
            messages.success(request, _("Saved."))
            return redirect("statebox_desk:setup")
    return render(request, "postkast/connect.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@staff_page("statebox.manage")
def check(request: HttpRequest) -> HttpResponse:
    """Ask the state mailbox who it takes us for."""
    try:
        given = actions.check(connection(), actor=Actor.of(request))
    except Trouble as trouble:
        messages.warning(request, words_of(trouble.code))
    else:
        if given.trouble:
            messages.warning(request, words_of(given.trouble))
        else:
            messages.success(request, _("The state mailbox answers: %(name)s.") % {"name": given.owner_name or "–"})
    return redirect("statebox_desk:setup")


@require_safe
@staff_page("statebox.manage")
def profiles(request: HttpRequest) -> HttpResponse:
    """Under which names the municipality may send, as the state mailbox has them now."""
    rows, trouble = [], ""
    try:
        found = Client(connection()).profiles()
        rows = [{"id": word(row, "id"), "name": word(row, "name", "title", "displayName")} for row in found]
    except Trouble as error:
        trouble = words_of(error.code)
    context = {"profiles": rows, "trouble": trouble, "connection": queries.the_connection()}
    return render(request, "postkast/profiles.html", context)


@require_POST
@staff_page("statebox.manage")
def read_templates(request: HttpRequest) -> HttpResponse:
    """Read the templates of the state mailbox anew."""
    try:
        count = actions.read_templates(current(), actor=Actor.of(request))
        told = ngettext("%(count)s template was read.", "%(count)s templates were read.", count)
        messages.success(request, told % {"count": count})
    except PostkastError as refusal:
        messages.warning(request, refusal.message)
    return redirect("statebox_desk:setup")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("statebox.manage")
def new_template(request: HttpRequest) -> HttpResponse:
    """Make a template at the state mailbox, with its texts."""
    form = TemplateForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_template(
                current(), name=form.cleaned_data["name"], texts=form.texts(), actor=Actor.of(request)
            )
        except PostkastError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The template was made."))
            return redirect("statebox_desk:template", made.pk)
    return render(request, "postkast/template_form.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@staff_page("statebox.manage")
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """One template with its texts."""
    return render(request, "postkast/template.html", {"template": get_object_or_404(Template.objects.all(), pk=pk)})


@require_POST
@staff_page("statebox.manage")
def switch_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer it for letters, or no more."""
    found = get_object_or_404(Template.objects.all(), pk=pk)
    actions.switch_template(found, is_active=not found.is_active, actor=Actor.of(request))
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
