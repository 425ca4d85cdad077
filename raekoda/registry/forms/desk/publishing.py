"""Publishing, versions, export and import, copies, closing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.numbers import whole
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.registry.forms import actions, queries, validation
from raekoda.registry.forms.desk.listing import read_file
from raekoda.registry.forms.desk.lookup import get_designed_form, get_form, page, seen_revision
from raekoda.registry.forms.editor.step_editor import CopyForm, ImportForm, PublishForm
from raekoda.registry.forms.errors import FormError
from raekoda.registry.forms.models import FormVersion
from raekoda.registry.forms.version_diff import differences


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("forms.publish")
def publish(request: HttpRequest, ref: str) -> HttpResponse:
    """Publish the draft, after showing its changes, errors and warnings."""
    form = get_designed_form(request, ref)
    definition = form.draft_definition
    inputs = PublishForm(posted(request))
    if request.method == "POST" and inputs.is_valid():
        try:
            version = actions.publish(form, Actor.of(request), note=inputs.cleaned_data["note"])
        except FormError as error:
            inputs.add_error(error.field or None, error.message)
        else:
            message = _("Published: people fill in version %(number)s from now on.") % {"number": version.number}
            messages.success(request, message)
            return redirect("forms_desk:form", ref)
    problems = validation.problems(definition)
    others = queries.visible_to(Actor.of(request)).filter(service=form.service, is_open=True).exclude(pk=form.pk)
    return page(
        request,
        "publish",
        form,
        422 if inputs.errors else 200,
        form=inputs,
        errors=[problem for problem in problems if problem.is_error],
        warnings=[problem for problem in problems if not problem.is_error],
        changes=differences(form.current.parsed, definition) if form.current else None,
        replaced=others.first(),
    )


@require_POST
@staff_page("forms.publish")
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """Close the form for new applications."""
    actions.close(get_designed_form(request, ref), Actor.of(request), reason=request.POST.get("reason", "")[:300])
    messages.success(request, _("The form is closed: nobody can begin an application with it. What was sent is kept."))
    return redirect("forms_desk:form", ref)


@require_POST
@staff_page("forms.design")
def delete(request: HttpRequest, ref: str) -> HttpResponse:
    """Delete a form that was never published."""
    try:
        actions.delete(get_designed_form(request, ref), Actor.of(request))
    except FormError as error:
        messages.warning(request, error.message)
        return redirect("forms_desk:form", ref)
    messages.success(request, _("The form is deleted."))
    return redirect("forms_desk:list")


@require_safe
@staff_page("forms.view")
def versions(request: HttpRequest, ref: str) -> HttpResponse:
    """The published versions, and the differences between two of them, or between one and the draft."""
    form = get_form(request, ref)
    rows = list(form.versions.select_related("published_by").order_by("-number")[:100])
    by_number = {str(version.number): version for version in rows}
    new = by_number.get(request.GET.get("uus", ""))
    old = by_number.get(request.GET.get("vana", "")) or _usual_old(rows, new)
    changes = differences(old.parsed, new.parsed if new else form.draft_definition) if old else None
    return page(request, "versions", form, versions=rows, old=old, new=new, changes=changes)


@require_safe
@staff_page("forms.view")
def export(request: HttpRequest, ref: str) -> HttpResponse:
    """The draft, or a version, as a JSON file."""
    form = get_form(request, ref)
    number = whole(request.GET.get("versioon"))
    content = form.draft if number is None else get_object_or_404(form.versions, number=number).definition
    name = slugify(form.name) or form.ref
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{name}{"" if number is None else f"-v{number}"}.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("forms.design")
def import_draft(request: HttpRequest, ref: str) -> HttpResponse:
    """Replace the draft by a file."""
    form = get_designed_form(request, ref)
    inputs = ImportForm(posted(request), request.FILES or None)
    if request.method == "POST" and inputs.is_valid():
        try:
            content = read_file(inputs.cleaned_data["file"])
            actions.save_draft(form, content, Actor.of(request), seen_revision=seen_revision(request), what="import")
        except FormError as error:
            inputs.add_error("file", error.message)
        else:
            messages.success(request, _("The draft is replaced by the file. Published versions are as they were."))
            return redirect("forms_desk:form", ref)
    return page(request, "import", form, 422 if inputs.errors else 200, form=inputs)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("forms.design")
def copy(request: HttpRequest, ref: str) -> HttpResponse:
    """A new form with the questions of this one."""
    form, actor = get_form(request, ref), Actor.of(request)
    initial = {"service": form.service_id, "name": _("%(name)s (copy)") % {"name": form.name}}
    inputs = CopyForm(posted(request), initial=initial, services=queries.services_designed_by(actor))
    if request.method == "POST" and inputs.is_valid():
        try:
            copied = actions.copy_form(form, inputs.cleaned_data["service"], inputs.cleaned_data["name"], actor)
        except FormError as error:
            inputs.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Copied. Change the copy as you like; the first form stays as it is."))
            return redirect("forms_desk:form", copied.ref)
    return page(request, "copy", form, 422 if inputs.errors else 200, form=inputs)


def _usual_old(rows: list[FormVersion], new: FormVersion | None) -> FormVersion | None:
    """The version before ``new``, or the latest when the draft is compared."""
    if new is None:
        return rows[0] if rows else None
    return next((version for version in rows if version.number < new.number), None)
