"""The list of forms, and creating a new one."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.registry.forms import actions, queries
from raekoda.registry.forms.definition import Definition, Step
from raekoda.registry.forms.editor.step_editor import NewForm
from raekoda.registry.forms.errors import FormError
from raekoda.registry.forms.texts import LocalizedText

PAGE_SIZE = 50
MAX_FILE_BYTES = 2 * 1024 * 1024


@require_safe
@staff_page("forms.view")
def forms(request: HttpRequest) -> HttpResponse:
    """All forms, last changed first."""
    actor = Actor.of(request)
    rows = (
        queries.visible_to(actor)
        .select_related("service", "current", "changed_by")
        .defer("draft", "current__definition")
    )
    page = keyset(rows, request, order=("-changed_at", "-id"), size=PAGE_SIZE)
    return render(request, "forms/desk/list.html", {"page": page, "may_make": actor.may("forms.design")})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("forms.design")
def new(request: HttpRequest) -> HttpResponse:
    """Create a form: empty with one step, or from a file."""
    actor = Actor.of(request)
    form = NewForm(posted(request), request.FILES or None, services=queries.services_designed_by(actor))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            content: Any = read_file(data["file"]) if data["file"] else initial_definition(data["name"])
            created = actions.create_form(
                data["service"], data["name"], actor, definition=content, origin="import" if data["file"] else "new"
            )
        except FormError as error:
            form.add_error(error.field or ("file" if data["file"] else None), error.message)
        else:
            messages.success(
                request, _("The form is begun. Add questions to it; nobody sees it before it is published.")
            )
            return redirect("forms_desk:form", created.ref)
    return render(request, "forms/desk/new.html", {"form": form}, status=422 if form.errors else 200)


def initial_definition(name: str) -> Definition:
    """The definition of a new form: its name as the title, and one step."""
    return Definition(
        title=LocalizedText(et=name), steps=(Step("step_1", LocalizedText("Andmed", "Details", "Данные")),)
    )


def read_file(file: Any) -> Any:
    """Parse the JSON of an uploaded file. Raises :class:`FormError`."""
    if file.size > MAX_FILE_BYTES:
        raise FormError(_("The file is too large to be a form."), "file")
    try:
        return json.loads(file.read().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FormError(_("The file is not JSON. Please choose a file that was exported as a form."), "file") from error
