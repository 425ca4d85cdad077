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
from raekoda.registry.forms import actions, checking, describing, editing
from raekoda.registry.forms.definition import Definition, Field, Step
from raekoda.registry.forms.desk.finding import designed, found, page, seen, step_of
from raekoda.registry.forms.editor.fieldform import FieldEditor
from raekoda.registry.forms.editor.stepedit import HeadForm, StepEditor
from raekoda.registry.forms.errors import FormError
from raekoda.registry.forms.filling import StepForm
from raekoda.registry.forms.kinds import KINDS
from raekoda.registry.forms.models import Form
from raekoda.registry.forms.words import Words

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
    """The whole form as a list of steps and questions, with what has to be mended."""
    return _outline(request, found(request, ref))


@require_POST
@staff_page("forms.design")
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Move, copy or remove a step or a question: ``do`` is the change and the key, "field_up:name"."""
    form = designed(request, ref)
    name, _colon, key = request.POST.get("do", "").partition(":")
    definition = form.drafted
    known = definition.fields if name.startswith("field") else {step.key: step for step in definition.steps}
    if name not in CHANGES or key not in known:
        raise Http404
    if name == "field_remove":
        _tell_dependents(request, definition, key)
    try:
        actions.change_draft(form, CHANGES[name](definition, key), Actor.of(request), seen=seen(request), what=name)
    except FormError as refusal:
        messages.warning(request, refusal.message)
    if request.htmx:  # type: ignore[attr-defined]
        return _outline(request, found(request, ref))
    anchor = "" if name.endswith("remove") else f"#{name.partition('_')[0]}-{key}"
    return redirect(f"{reverse('forms_desk:form', args=[ref])}{anchor}")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("forms.design")
def head(request: HttpRequest, ref: str) -> HttpResponse:
    """Name, title and introduction."""
    form = designed(request, ref)
    definition = form.drafted
    initial = {"name": form.name, "title": definition.title, "intro": definition.intro}
    inputs = HeadForm(posted(request), initial=initial)
    if request.method == "POST" and inputs.is_valid():
        given, actor = inputs.cleaned_data, Actor.of(request)
        changed = editing.with_title(definition, given["title"], given["intro"])
        try:
            if changed != definition:
                actions.change_draft(form, changed, actor, seen=seen(request), what="head")
            if given["name"] != form.name:
                actions.rename(form, given["name"], actor)
            return redirect("forms_desk:form", ref)
        except FormError as refusal:
            inputs.add_error(refusal.field or None, refusal.message)
    return page(request, "head", form, 422 if inputs.errors else 200, form=inputs)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("forms.design")
def new_step(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a step at the end."""
    form = designed(request, ref)
    return _edit_step(request, form, Step("new"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("forms.design")
def step(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """Title, introduction and condition of a step."""
    form = designed(request, ref)
    return _edit_step(request, form, step_of(form.drafted, key))


@require_safe
@staff_page("forms.design")
def kinds(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """Choose what kind of answer is asked."""
    form = designed(request, ref)
    return page(request, "kinds", form, step=step_of(form.drafted, key), kinds=list(KINDS.values()))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("forms.design")
def new_field(request: HttpRequest, ref: str, key: str, kind: str) -> HttpResponse:
    """Add a question of a kind to a step."""
    form = designed(request, ref)
    if kind not in KINDS:
        raise Http404
    field = Field("new__", kind, required=KINDS[kind].is_asked and kind not in ("file", "table", "choices"))
    return _edit_field(request, form, field, step_of(form.drafted, key))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("forms.design")
def field(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """A question with its settings, conditions and prefill."""
    form = designed(request, ref)
    definition = form.drafted
    within = definition.step_of(key)
    if within is None:
        raise Http404
    return _edit_field(request, form, definition.fields[key], within)


def _edit_step(request: HttpRequest, form: Form, edited: Step) -> HttpResponse:
    definition = form.drafted
    editor = StepEditor(definition, edited, posted(request))
    if request.method == "POST" and not editor.is_pressed and editor.is_valid():
        made = editor.read()
        if editor.is_new:
            changed = editing.add_step(definition, made)
        else:
            changed = editing.change_step(definition, edited.key, lambda _step: made)
        if _is_kept(request, form, changed, editor.form, "step"):
            return redirect(f"{reverse('forms_desk:form', args=[form.ref])}#step-{made.key}")
    status = 422 if request.method == "POST" and not editor.is_pressed else 200
    return page(request, "step", form, status, editor=editor, seen=seen(request) or form.revision)


def _edit_field(request: HttpRequest, form: Form, edited: Field, within: Step) -> HttpResponse:
    definition = form.drafted
    editor = FieldEditor(definition, edited, within.key, posted(request))
    is_looking = "_look" in request.POST
    shown = edited
    if request.method == "POST" and not editor.is_pressed and editor.is_valid():
        made = shown = editor.read()
        if editor.is_new:
            changed = editing.add_field(definition, editor.chosen_step, made)
        else:
            changed = editing.change_field(definition, edited.key, made, editor.chosen_step)
        if not is_looking and _is_kept(request, form, changed, editor.form, "field"):
            if "_another" in request.POST:
                return redirect("forms_desk:kinds", form.ref, editor.chosen_step)
            return redirect(f"{reverse('forms_desk:form', args=[form.ref])}#field-{made.key}")
    has_errors = request.method == "POST" and not editor.is_pressed and not is_looking
    context = {
        "editor": editor,
        "step": within,
        "seen": seen(request) or form.revision,
        "preview": _preview(shown),
        "dependents": [] if editor.is_new else editing.depending_on(definition, edited.key),
    }
    return page(request, "field", form, 422 if has_errors else 200, **context)


def _preview(field: Field) -> str:
    """The question as a person sees it, drawn by what draws it for them."""
    label = field.label or Words(et=_("Text of the question"))
    alone = replace(
        field,
        label=label,
        shown_if=None,
        required_if=None,
        lines=tuple(replace(line, when=None) for line in field.lines),
    )
    form = StepForm(Definition(steps=(Step("preview", Words(), fields=(alone,)),)), "preview", {}, prefix="preview")
    return render_to_string("forms/part.html", {"part": form.parts[0]}) if form.parts else ""


def _is_kept(request: HttpRequest, form: Form, definition: Definition, inputs: Any, what: str) -> bool:
    try:
        actions.change_draft(form, definition, Actor.of(request), seen=seen(request), what=what)
    except FormError as refusal:
        inputs.add_error(None, refusal.message)
        return False
    return True


def _tell_dependents(request: HttpRequest, definition: Definition, key: str) -> None:
    if names := editing.depending_on(definition, key):
        told = _("Others depend on the question you removed: %(names)s. Please look at their conditions.")
        messages.warning(request, told % {"names": ", ".join(describing.quoted(name) for name in names)})


def _outline(request: HttpRequest, form: Form) -> HttpResponse:
    definition = form.drafted
    found_problems = checking.problems(definition)
    wrong = {(problem.step, problem.field) for problem in found_problems if problem.is_error}
    steps = [
        {
            "step": step,
            "condition": describing.condition(step.shown_if, definition.fields),
            "is_wrong": (step.key, "") in wrong,
            "fields": [
                {
                    "field": field,
                    "kind": KINDS[field.kind],
                    "condition": describing.condition(field.shown_if, definition.fields),
                    "required_if": describing.condition(field.required_if, definition.fields),
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
        errors=[problem for problem in found_problems if problem.is_error],
        warnings=[problem for problem in found_problems if not problem.is_error],
        is_changed=form.current is None or form.current.definition != form.draft,
        has_versions=form.current_id is not None,
    )
