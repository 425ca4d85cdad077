"""The builder: the outline of a form, its steps and questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.registry.forms import actions, descriptions, editing, validation
from raekoda.registry.forms.definition import Definition, Field, Step
from raekoda.registry.forms.desk.lookup import get_designed_form, get_form, get_step, page, seen_revision
from raekoda.registry.forms.editor.field_editor import FieldEditor
from raekoda.registry.forms.editor.step_editor import HeadForm, StepEditor
from raekoda.registry.forms.errors import FormError
from raekoda.registry.forms.filling import StepForm
from raekoda.registry.forms.kinds import KINDS
from raekoda.registry.forms.models import Form
from raekoda.registry.forms.texts import LocalizedText

CHANGES: dict[str, Callable[[Definition, str], Definition]] = {
    "field_up": lambda definition, key: editing.move_field(definition, key, -1),
    "field_down": lambda definition, key: editing.move_field(definition, key, 1),
    "field_copy": lambda definition, key: editing.copy_field(definition, key)[0],
    "field_remove": editing.remove_field,
    "step_up": lambda definition, key: editing.move_step(definition, key, -1),
    "step_down": lambda definition, key: editing.move_step(definition, key, 1),
    "step_remove": editing.remove_step,
}


@require_safe
@staff_page("forms.view")
def outline(request: HttpRequest, ref: str) -> HttpResponse:
    """The whole form as a list of steps and questions, with its errors and warnings."""
    return _outline(request, get_form(request, ref))


@require_POST
@staff_page("forms.design")
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Move, copy or remove a step or a question: ``do`` is the change and the key, "field_up:name"."""
    form = get_designed_form(request, ref)
    name, _colon, key = request.POST.get("do", "").partition(":")
    definition = form.draft_definition
    known = definition.fields if name.startswith("field") else {step.key: step for step in definition.steps}
    if name not in CHANGES or key not in known:
        raise Http404
    if name == "field_remove":
        _warn_about_dependents(request, definition, key)
    try:
        actions.save_draft(
            form, CHANGES[name](definition, key), Actor.of(request), seen_revision=seen_revision(request), what=name
        )
    except FormError as error:
        messages.warning(request, error.message)
    if request.htmx:  # type: ignore[attr-defined]
        return _outline(request, get_form(request, ref))
    anchor = "" if name.endswith("remove") else f"#{name.partition('_')[0]}-{key}"
    return redirect(f"{reverse('forms_desk:form', args=[ref])}{anchor}")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("forms.design")
def head(request: HttpRequest, ref: str) -> HttpResponse:
    """Name, title and introduction."""
    form = get_designed_form(request, ref)
    definition = form.draft_definition
    initial = {"name": form.name, "title": definition.title, "intro": definition.intro}
    inputs = HeadForm(posted(request), initial=initial)
    if request.method == "POST" and inputs.is_valid():
        data, actor = inputs.cleaned_data, Actor.of(request)
        changed = editing.with_title(definition, data["title"], data["intro"])
        try:
            if changed != definition:
                actions.save_draft(form, changed, actor, seen_revision=seen_revision(request), what="head")
            if data["name"] != form.name:
                actions.rename(form, data["name"], actor)
            return redirect("forms_desk:form", ref)
        except FormError as error:
            inputs.add_error(error.field or None, error.message)
    return page(request, "head", form, 422 if inputs.errors else 200, form=inputs)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("forms.design")
def new_step(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a step at the end."""
    form = get_designed_form(request, ref)
    return _edit_step(request, form, Step("new"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("forms.design")
def step(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """Title, introduction and condition of a step."""
    form = get_designed_form(request, ref)
    return _edit_step(request, form, get_step(form.draft_definition, key))


@require_safe
@staff_page("forms.design")
def kinds(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """Select the kind of a new question."""
    form = get_designed_form(request, ref)
    return page(request, "kinds", form, step=get_step(form.draft_definition, key), kinds=list(KINDS.values()))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("forms.design")
def new_field(request: HttpRequest, ref: str, key: str, kind: str) -> HttpResponse:
    """Add a question of a kind to a step."""
    form = get_designed_form(request, ref)
    if kind not in KINDS:
        raise Http404
    field = Field("new__", kind, required=KINDS[kind].is_asked and kind not in ("file", "table", "choices"))
    return _edit_field(request, form, field, get_step(form.draft_definition, key))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("forms.design")
def field(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """A question with its settings, conditions and prefill."""
    form = get_designed_form(request, ref)
    definition = form.draft_definition
    within = definition.step_with_field(key)
    if within is None:
        raise Http404
    return _edit_field(request, form, definition.fields[key], within)


def _edit_step(request: HttpRequest, form: Form, edited: Step) -> HttpResponse:
    definition = form.draft_definition
    editor = StepEditor(definition, edited, posted(request))
    if request.method == "POST" and not editor.is_row_action and editor.is_valid():
        saved = editor.read()
        if editor.is_new:
            changed = editing.add_step(definition, saved)
        else:
            changed = editing.change_step(definition, edited.key, lambda _step: saved)
        if _save_draft(request, form, changed, editor.form, "step"):
            return redirect(f"{reverse('forms_desk:form', args=[form.ref])}#step-{saved.key}")
    status = 422 if request.method == "POST" and not editor.is_row_action else 200
    return page(request, "step", form, status, editor=editor, seen_revision=seen_revision(request) or form.revision)


def _edit_field(request: HttpRequest, form: Form, edited: Field, within: Step) -> HttpResponse:
    definition = form.draft_definition
    editor = FieldEditor(definition, edited, within.key, posted(request))
    is_looking = "_look" in request.POST
    shown = edited
    if request.method == "POST" and not editor.is_row_action and editor.is_valid():
        saved = shown = editor.read()
        if editor.is_new:
            changed = editing.add_field(definition, editor.chosen_step, saved)
        else:
            changed = editing.change_field(definition, edited.key, saved, editor.chosen_step)
        if not is_looking and _save_draft(request, form, changed, editor.form, "field"):
            if "_another" in request.POST:
                return redirect("forms_desk:kinds", form.ref, editor.chosen_step)
            return redirect(f"{reverse('forms_desk:form', args=[form.ref])}#field-{saved.key}")
    has_errors = request.method == "POST" and not editor.is_row_action and not is_looking
    context = {
        "editor": editor,
        "step": within,
        "seen_revision": seen_revision(request) or form.revision,
        "preview": _preview(shown),
        "dependents": [] if editor.is_new else editing.depending_on(definition, edited.key),
    }
    return page(request, "field", form, 422 if has_errors else 200, **context)


def _preview(field: Field) -> str:
    """The question as HTML, rendered by the same template as for applicants."""
    label = field.label or LocalizedText(et=_("Text of the question"))
    alone = replace(
        field,
        label=label,
        shown_if=None,
        required_if=None,
        lines=tuple(replace(line, when=None) for line in field.lines),
    )
    form = StepForm(
        Definition(steps=(Step("preview", LocalizedText(), fields=(alone,)),)), "preview", {}, prefix="preview"
    )
    return render_to_string("forms/part.html", {"part": form.parts[0]}) if form.parts else ""


def _save_draft(request: HttpRequest, form: Form, definition: Definition, inputs: Any, what: str) -> bool:
    try:
        actions.save_draft(form, definition, Actor.of(request), seen_revision=seen_revision(request), what=what)
    except FormError as error:
        inputs.add_error(None, error.message)
        return False
    return True


def _warn_about_dependents(request: HttpRequest, definition: Definition, key: str) -> None:
    if names := editing.depending_on(definition, key):
        message = _("Others depend on the question you removed: %(names)s. Please look at their conditions.")
        messages.warning(request, message % {"names": ", ".join(descriptions.quoted(name) for name in names)})


def _outline(request: HttpRequest, form: Form) -> HttpResponse:
    definition = form.draft_definition
    problems = validation.problems(definition)
    wrong = {(problem.step, problem.field) for problem in problems if problem.is_error}
    steps = [
        {
            "step": step,
            "condition": descriptions.describe_condition(step.shown_if, definition.fields),
            "is_wrong": (step.key, "") in wrong,
            "fields": [
                {
                    "field": field,
                    "kind": KINDS[field.kind],
                    "condition": descriptions.describe_condition(field.shown_if, definition.fields),
                    "required_if": descriptions.describe_condition(field.required_if, definition.fields),
                    "is_wrong": (step.key, field.key) in wrong,
                }
                for field in step.fields
            ],
        }
        for step in definition.steps
    ]
    return page(
        request,
        "form",
        form,
        definition=definition,
        steps=steps,
        errors=[problem for problem in problems if problem.is_error],
        warnings=[problem for problem in problems if not problem.is_error],
        is_changed=form.current is None or form.current.definition != form.draft,
        has_versions=form.current_id is not None,
    )
