"""Trying out a draft. Answers are passed in a signed hidden field; nothing is stored."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from raekoda.platform.core.staff import staff_page
from raekoda.registry.forms import filling
from raekoda.registry.forms.definition import Definition
from raekoda.registry.forms.desk.lookup import get_form, page
from raekoda.registry.forms.filling import StepForm
from raekoda.registry.forms.models import Form

SALT = "forms.try"


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("forms.view")
def attempt(request: HttpRequest, ref: str) -> HttpResponse:
    """The steps of the draft, then a summary of the answers."""
    form = get_form(request, ref)
    definition = form.draft_definition
    answers = _carried(request, form)
    steps = filling.shown_steps(definition, answers)
    if not steps:
        return page(request, "try_empty", form)
    keys = [step.key for step in steps]
    if request.method != "POST":
        return _step(request, form, definition, answers, keys[0])
    here = request.POST.get("step", "")
    if "_go" in request.POST:
        target = request.POST["_go"]
        return _step(request, form, definition, answers, target if target in keys else keys[0])
    if here not in keys:
        return _step(request, form, definition, answers, keys[0])
    filled = StepForm(definition, here, answers, request.POST, request.FILES)
    answers |= filled.typed_answers
    for key, files in filled.new_files.items():
        stored = answers.get(key) or []
        answers[key] = [*stored, *(filling.file_answer(f"try-{len(stored) + n}", file) for n, file in enumerate(files))]
    if not filled.is_valid():
        return _step(request, form, definition, answers, here, filled, status=200 if filled.is_refresh else 422)
    later = [step.key for step in filling.shown_steps(definition, answers)]
    place = later.index(here) + 1 if here in later else 0
    if place < len(later):
        return _step(request, form, definition, answers, later[place])
    context = {"sections": filling.summary(definition, answers), "carried": _carry(form, answers), "last": here}
    return page(request, "try_done", form, problems=filling.check(definition, answers), **context)


def _step(
    request: HttpRequest,
    form: Form,
    definition: Definition,
    answers: dict[str, Any],
    key: str,
    filled: StepForm | None = None,
    status: int = 200,
) -> HttpResponse:
    steps = filling.shown_steps(definition, answers)
    place = next((number for number, step in enumerate(steps) if step.key == key), 0)
    step = steps[place]
    return page(
        request,
        "try",
        form,
        status,
        form=filled or StepForm(definition, step, answers),
        step=step,
        definition=definition,
        number=place + 1,
        count=len(steps),
        previous=steps[place - 1].key if place else "",
        carried=_carry(form, answers),
        title=_("Try it: %(title)s") % {"title": definition.title or form.name},
    )


def _carry(form: Form, answers: dict[str, Any]) -> str:
    return signing.dumps({"form": form.pk, "answers": answers}, salt=SALT, compress=True)


def _carried(request: HttpRequest, form: Form) -> dict[str, Any]:
    """The answers of earlier steps; empty when the field belongs to another form or has expired."""
    try:
        found_answers = signing.loads(request.POST.get("carried", ""), salt=SALT, max_age=86_400)
    except signing.BadSignature:
        return {}
    return dict(found_answers["answers"]) if found_answers.get("form") == form.pk else {}
